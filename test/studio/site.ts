import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { preview } from "vite";
import { launchBrowser, missing } from "../report/browser.ts";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** Whether the studio cannot be tested here. */
export const cannot = missing || !existsSync(join(root, "dist/studio/index.html"));
if (cannot && process.env["CI"] === "true")
  throw new Error("The studio needs to be built, and a browser: npm run build.");

/** What a careful host allows. */
export const policy =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:";

/** The same with code of metrics' files, as `repgeom studio` has it. */
export const policyWithFiles = policy.replace("'wasm-unsafe-eval'", "'wasm-unsafe-eval' blob:");

/** The built studio on a server of its own, under the strict policy, without isolation headers, in a folder of the site. */
export interface Site {
  readonly address: string;
  readonly browser: Browser;
  /** A new page with the studio, and what went wrong in it: errors, violations, requests elsewhere. */
  open(more?: { readonly hash?: string; readonly width?: number }): Promise<Opened>;
  close(): Promise<void>;
}

export interface Opened {
  readonly page: Page;
  readonly faults: string[];
}

/** The built studio on a server. */
export interface ServedStudio {
  readonly address: string;
  close(): Promise<void>;
}

export async function servedStudio(allowed = policy): Promise<ServedStudio> {
  const site = {
    root: join(root, "studio"),
    base: "./",
    logLevel: "error" as const,
    build: { outDir: join(root, "dist/studio") },
  };
  const headers = { "Content-Security-Policy": allowed };
  const server = await preview({ ...site, preview: { port: 0, host: "127.0.0.1", headers } });
  return {
    address: server.resolvedUrls!.local[0]!,
    async close() {
      await server.close();
    },
  };
}

export async function studioSite(allowed = policy): Promise<Site> {
  const { address, close } = await servedStudio(allowed);
  const browser = await launchBrowser();
  return {
    address,
    browser,
    async open({ hash = "", width = 1280 } = {}) {
      const context = await browser.newContext({
        viewport: { width, height: 900 },
      });
      const page = await context.newPage();
      const faults: string[] = [];
      watch(page, address, faults);
      await page.goto(address + hash);
      return { page, faults };
    },
    async close() {
      await browser.close();
      await close();
    },
  };
}

function watch(page: Page, own: string, faults: string[]): void {
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  page.on("request", (request) => {
    const url = request.url();
    if (!/^(blob|data):/.test(url) && !url.startsWith(own)) faults.push(url);
  });
}

/** Clicks the first example and waits for its tree. */
export async function openExample(page: Page): Promise<void> {
  await page
    .getByRole("button", { name: /example/i })
    .first()
    .click();
  await page.locator('figure[data-view="tree"][aria-busy="false"]').waitFor();
}

/** The table of a figure as texts, its head first. It runs in the page, where the table has been opened. */
export function cellsIn(figure: Element): string[][] {
  return [...figure.querySelectorAll("table tr")].map((row) =>
    [...row.querySelectorAll("th, td")].map((cell) => cell.textContent!),
  );
}

/** The value of a row and a column of such a table. */
export function valueIn(cells: readonly (readonly string[])[], row: string, col: string): string | undefined {
  return cells.find(([name]) => name === row)?.[cells[0]!.indexOf(col)];
}
