/** Lets the studio open without a network, on hosts that allow it. */

/** Milliseconds after which its files are kept: what the person sees first comes first. */
const patience = 2000;

/**
 * Registers the service worker. `repgeom studio` has another address each time, so there it would only leave files behind;
 * and where a host forbids it, or has no encryption, the studio works as before.
 */
export function keepForOffline(): void {
  const isServed = document.querySelector('meta[name="repgeom-files"]') !== null;
  if (import.meta.env.DEV || isServed || !isSecureContext || !("serviceWorker" in navigator)) return;
  setTimeout(() => void register().catch(() => {}), patience);
}

async function register(): Promise<void> {
  const place = new URL("./service-worker.js", document.baseURI);
  await navigator.serviceWorker.register(place, { scope: "./" });
  const { active } = await navigator.serviceWorker.ready;
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin
  active?.postMessage(loaded);
}
