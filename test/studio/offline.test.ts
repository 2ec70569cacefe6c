import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, missing } from "../report/browser.ts";
import { serve, type Served } from "../support/serve.ts";
import { openExample, root } from "./site.ts";

const built = existsSync(join(root, "dist/studio/index.html"));

describe.skipIf(missing || !built)("the built studio without a network", () => {
  let server: Served;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  beforeAll(async () => {
    server = await serve(join(root, "dist"));
    browser = await launchBrowser();
    context = await browser.newContext();
    page = await context.newPage();
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  /** What is kept, by path from the folder of the studio. */
  const kept = () =>
    page.evaluate(async () => {
      const names = await caches.keys();
      const found = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
      return found.flat().map(({ url }) => url);
    });

  it("keeps its own files, and the example when it is used", async () => {
    await page.goto(`${server.origin}/studio/`);
    await openExample(page);
    const before = new Set(await kept());
    expect([...before].filter((url) => url.includes("hdf5"))).toEqual([]);
    const examples = async () => (await kept()).filter((url) => url.endsWith(".npy")).length;
    await expect.poll(examples, { timeout: 20_000 }).toBe(15);
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  });

  it("opens, computes the example and reads a file that a person brings, with the server gone", async () => {
    server.close();
    await context.setOffline(true);
    // Another tab has none of what this one holds in memory.
    await page.close();
    page = await context.newPage();
    await page.goto(`${server.origin}/studio/#example=rnn-dms`);
    await page.locator('figure[data-view="tree"][aria-busy="false"]').waitFor();
    expect(await page.locator("figure[data-view]").count()).toBeGreaterThan(2);
    // A reader that was never used before.
    const table = { name: "brought.csv", mimeType: "text/csv", buffer: Buffer.from("1,2\n3,4\n5,7\n") };
    await page.locator("input[type=file]").first().setInputFiles(table);
    await page.getByText("brought").first().waitFor();
  });

  it("keeps nothing else", async () => {
    const strange = (await kept()).filter((url) => !/\/studio\/(assets\/[\w.-]+)?$/.test(url));
    expect(strange).toEqual([]);
  });
});
