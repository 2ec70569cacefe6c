// A page with the library in it, opened in browsers, and what is expected of it.
import { copyFileSync, cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { probesFile } from "../harness/bits.mjs";
import { serveFolder } from "../harness/files.mjs";
import { browserTools, isInstalled, launch, toldBy } from "./browsers.mjs";
import { bothRead, expectEach, noWarnings, onThreads, sameBits, sharesMemory } from "./expected.mjs";
import { policies } from "./policies.mjs";

const app = fileURLToPath(new URL("app/", import.meta.url));

/**
 * The script of an app.
 * @param {string} load - what gives `repgeom`, as code
 * @param {string} options - of the engine, as code
 */
const script = (load, options) => `${load}
import * as probes from "./probes.mjs";
import { tell } from "./tell.js";

tell(repgeom, probes, ${options}).then((told) => (globalThis.told = told));
`;

/** The usual way to get the library. */
export const importOf = (library) => `import * as repgeom from ${JSON.stringify(library)};`;

/**
 * Puts an app into a folder of a row: a page, its script, and the probes.
 * @returns the folder
 */
export function layApp({ folder }, { name = "", load = importOf("repgeom"), options = "{}" } = {}) {
  const into = join(folder, name);
  cpSync(app, into, { recursive: true });
  copyFileSync(probesFile, `${into}/probes.mjs`);
  writeFileSync(`${into}/main.js`, script(load, options));
  return into;
}

/** The file that a page reads; no bundler moves it. */
export const addFiles = (folder) => copyFileSync(`${app}table.csv`, `${folder}/table.csv`);

/**
 * Starts those of the browsers that are installed: what a bundler makes is tried in both where both are there, and Firefox has a row
 * of its own, which says that it is missing.
 * @returns the browsers with their names, and what ends them
 * @throws {Skipped} where none is installed
 */
export async function startBrowsers(at, names) {
  const there = names.filter(isInstalled);
  const browsers = [];
  const close = () => Promise.all(browsers.map(({ browser }) => browser.close()));
  try {
    for (const name of there.length > 0 ? there : names) {
      browsers.push({ name, browser: await launch(at, name) });
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { browsers, close };
}

/**
 * What the features of a row share: its browsers, what is made once, and what pages told.
 * @param {string[]} names - of browsers
 * @param {(at: object) => Promise<string>} make - makes the folder that is served
 */
export async function startSite(at, names, make) {
  const { browsers, close } = await startBrowsers(at, names);
  const folder = once(() => make(at));
  const open = async (policy) => openAll(browsers, await folder(), policies[policy]);
  return { browsers, folder, told: onceEach(open), close };
}

const once = (make) => {
  let made;
  return () => (made ??= make());
};

function onceEach(make) {
  const made = new Map();
  return (key) => {
    if (!made.has(key)) made.set(key, make(key));
    return made.get(key);
  };
}

/** Serves a folder and opens it in each browser. @returns what its page told in each */
export async function openAll(browsers, folder, headers) {
  const { address, close } = await serveFolder(folder, headers);
  try {
    return await toldByEach(browsers, `${address}/`);
  } finally {
    close();
  }
}

export async function toldByEach(browsers, address) {
  const all = [];
  for (const { name, browser } of browsers) {
    const told = await toldBy(browser, address).catch((error) => ({ failed: error.message }));
    all.push({ name, told });
  }
  return all;
}

/** Under a strict policy. */
export const underPolicy = [sameBits, onThreads(), bothRead, noWarnings];

/** The features of a page that lies in one folder; `pool` and what follows it need threads. */
export function siteFeatures() {
  const told =
    (policy, ...expectations) =>
    async (_at, site) =>
      expectEach(await site.told(policy), ...expectations);
  return {
    probes: told("plain", sameBits),
    pool: told("plain", onThreads(), noWarnings),
    read: told("plain", bothRead),
    isolated: told("isolated", sharesMemory, sameBits, onThreads(), noWarnings),
    csp: told("csp", ...underPolicy),
  };
}

/** The tools of a row that opens pages in these browsers. */
export const toolsOf = (names) => names.flatMap(browserTools);
