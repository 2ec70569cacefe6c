/**
 * Keeps the studio's own files in the browser, so that it opens without a network. The build puts the lists here.
 * Nothing else is kept: no data that a person brings, and nothing of other hosts.
 */
declare const self: ServiceWorkerGlobalScope;

/** Files by path from the folder of the studio. */
export interface Lists {
  /** What the studio is made of; kept at once. */
  readonly parts: readonly string[];
  /** Large files that few need, and the examples; kept when they are first used. */
  readonly extras: readonly string[];
  /** Another text for another build. */
  readonly build: string;
}

declare const lists: Lists;

const page = new URL("./", self.registration.scope).href;
/** Another studio of this host has other names. */
const names = `repgeom-studio:${page}:`;
const name = names + lists.build;
const own = new Set([...lists.parts, ...lists.extras].map((path) => new URL(path, page).href));

self.addEventListener("install", (event) => {
  event.waitUntil(keepAll([page, ...lists.parts]).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOthers().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || request.headers.has("range")) return;
  if (request.mode === "navigate" && isPage(request.url)) event.respondWith(newest(request));
  else if (own.has(request.url)) event.respondWith(kept(request));
});

/** What the page had loaded before this worker was there. */
self.addEventListener("message", ({ data }: ExtendableMessageEvent) => {
  if (Array.isArray(data)) void keepAll(data.filter((url) => own.has(url)));
});

/** Some hosts give the page a query or its file name; what stands behind `#` never comes here. */
function isPage(url: string): boolean {
  const [address = ""] = url.split(/[?#]/);
  return address === page || address === `${page}index.html`;
}

async function keepAll(urls: readonly string[]): Promise<void> {
  const cache = await caches.open(name);
  const missing = [];
  for (const url of urls) if (!(await cache.match(url))) missing.push(url);
  await cache.addAll(missing);
}

/** Of other builds. */
async function forgetOthers(): Promise<void> {
  const others = (await caches.keys()).filter((one) => one.startsWith(names) && one !== name);
  await Promise.all(others.map((one) => caches.delete(one)));
}

/** The page from the network, so that a new build is seen; as it was kept where there is none. */
async function newest(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const found = await (await caches.open(name)).match(page);
    if (found) return found;
    throw error;
  }
}

/** A file whose name tells its content. Where the storage is full or forbidden, it comes from the network as before. */
async function kept(request: Request): Promise<Response> {
  const cache = await caches.open(name).catch(() => undefined);
  const found = await cache?.match(request.url);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok) await cache?.put(request.url, answer.clone()).catch(() => {});
  return answer;
}
