// Chromium and Firefox: how they are started, and how a page is asked what it tells.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { Skipped } from "../harness/errors.mjs";

const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];

const kinds = {
  chromium: { path: process.env.CHROMIUM ?? "/usr/bin/chromium", pack: "chromium", launch: launchChromium },
  firefox: {
    path: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
    pack: "firefox-esr",
    launch: launchFirefox,
  },
};

export const isInstalled = (name) => existsSync(kinds[name].path);

/** The tools of a browser. */
export const browserTools = (name) => (name === "firefox" && isInstalled(name) ? ["puppeteer"] : []);

/**
 * @param {"chromium" | "firefox"} name
 * @returns its version, `page()`, and `close()`
 * @throws {Skipped} where it is not installed
 */
export async function launch(at, name) {
  const { path, pack, launch } = kinds[name];
  if (isInstalled(name)) return launch(path, at);
  throw new Skipped(
    `There is no ${path}: apt-get install ${pack}, or set ${name.toUpperCase()} to its path.`,
  );
}

async function launchChromium(executablePath) {
  const browser = await chromium.launch({ executablePath, args: flags });
  return {
    version: browser.version(),
    async page() {
      const page = await browser.newPage(); // with a context of its own, which ends with it
      return { page, close: () => page.close() };
    },
    close: () => browser.close(),
  };
}

async function launchFirefox(executablePath, at) {
  const client = createRequire(`${await at.tool("puppeteer")}/package.json`).resolve("puppeteer-core");
  const { default: puppeteer } = await import(pathToFileURL(client).href);
  const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true });
  return {
    version: (await browser.version()).replace(/^firefox\//i, ""),
    async page() {
      const page = await browser.newPage();
      return { page, close: () => page.close() };
    },
    close: () => browser.close(),
  };
}

/** Seconds for a page that has a fault: it may tell in spite of it. */
const patience = 30;

/**
 * Opens an address and waits for what its page tells (`globalThis.told`).
 * @param limit - seconds
 * @throws with the faults of the page, if it tells nothing
 */
export async function toldBy(browser, address, limit = 60) {
  const { page, close } = await browser.page();
  const faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  try {
    await page.goto(address);
    const start = Date.now();
    const end = () => start + (faults.length > 0 ? Math.min(limit, patience) : limit) * 1000;
    do {
      await new Promise((over) => setTimeout(over, 50));
      const told = await page.evaluate(() => globalThis.told);
      if (told) return told;
    } while (Date.now() < end());
    throw new Error(faults.join(" ") || `The page told nothing in ${limit} s.`);
  } finally {
    await close();
  }
}
