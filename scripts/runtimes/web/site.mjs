// A page with the library in it, opened in browsers, and what is expected of it.
import { copyFileSync, cpSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expectBits, expectPool, probesFile } from "../harness/bits.mjs";
import { serveFolder } from "../harness/files.mjs";
import { browserTools, launch, toldBy } from "./browsers.mjs";
import { policies } from "./policies.mjs";

const app = fileURLToPath(new URL("app/", import.meta.url));

/** Puts the app's files and the probes into a row's folder or one below it. @returns that folder */
export function layApp({ folder }, name = "") {
  const into = join(folder, name);
  cpSync(app, into, { recursive: true });
  copyFileSync(probesFile, `${into}/probes.mjs`);
  return into;
}

/** Files that a page needs and no bundler moves. */
export const addFiles = (folder, names = ["table.csv"]) =>
  names.forEach((name) => copyFileSync(`${app}${name}`, `${folder}/${name}`));

/**
 * What the features of a row share: its browsers, what is made once, and what pages told.
 * @param {string[]} names - of browsers
 * @param {(at: object) => Promise<string>} make - makes the folder that is served
 */
export async function startSite(at, names, make) {
  const browsers = [];
  const close = () => Promise.all(browsers.map(({ browser }) => browser.close()));
  try {
    for (const name of names) browsers.push({ name, browser: await launch(at, name) });
  } catch (error) {
    await close();
    throw error;
  }
  const folder = once(() => make(at));
  const open = (policy) => openAll(browsers, folder, policies[policy]);
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

/** Opens a folder in each browser. @returns what each told, and the name of the browser */
async function openAll(browsers, folder, headers) {
  const { address, close } = await serveFolder(await folder(), headers);
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

/** Expects something of what each browser told. @throws with the name of the browser */
export function expectEach(all, ...expectations) {
  for (const { name, told } of all) {
    try {
      if (told.failed) throw new Error(told.failed);
      for (const expectation of expectations) expectation(told);
    } catch (error) {
      throw new Error(`${name}: ${error.message}`, { cause: error });
    }
  }
}

export const sameBits = ({ probes }) => {
  if (probes.failed) throw new Error(probes.failed);
  expectBits(probes);
};

/** @param least - threads on which it must have run */
export const onThreads =
  (least = 2) =>
  ({ pool, answered }) => {
    if (pool.failed) throw new Error(pool.failed);
    expectPool({ hash: pool, threads: answered }, { threads: least });
  };

/** The numbers of `app/table.csv`, from a file and from an address. */
export const bothRead = ({ read }) => {
  if (read.failed) throw new Error(read.failed);
  const numbers = { shape: [3, 2], data: [1.5, 2, 3, 4, 5, -6000] };
  const wanted = ["chosen", "table"].map((name) => ({ name, ...numbers }));
  if (JSON.stringify(read) !== JSON.stringify(wanted)) {
    throw new Error(`What was read is not what the files hold: ${JSON.stringify(read)}.`);
  }
};

export const sharesMemory = ({ isolated, shared }) => {
  if (!isolated) throw new Error("The page is not isolated.");
  if (!shared) throw new Error("Threads do not share memory.");
};

export const noWarnings = ({ warnings }) => {
  if (warnings.length > 0) throw new Error(`There are warnings: ${warnings.join(" ")}`);
};

/** The one warning of a page whose jobs run on the calling thread. */
export const oneWarning = ({ warnings, answered }) => {
  if (answered > 0) throw new Error(`${answered} threads answered.`);
  if (warnings.length !== 1)
    throw new Error(`Expected one warning, got ${warnings.length}: ${warnings.join(" ")}`);
};

/**
 * The features of a page that one folder holds.
 * @param {string[]} names - of browsers
 */
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
    csp: told("csp", sameBits, onThreads(), bothRead, noWarnings),
  };
}

/** The tools of a row that opens pages in these browsers. */
export const toolsOf = (names) => names.flatMap(browserTools);
