import { existsSync } from "node:fs";
import puppeteer, { type Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pairwise, read } from "../../dist/src/index.js";
import { cannot, cellsIn, root, servedStudio, valueIn, type ServedStudio } from "./site.ts";

const executablePath = process.env["FIREFOX"] ?? "/usr/bin/firefox-esr";
const missing = cannot || !existsSync(executablePath);
const title = missing ? `the studio in Firefox (skipped: no ${executablePath})` : "the studio in Firefox";

describe.skipIf(missing)(title, () => {
  let served: ServedStudio;
  beforeAll(async () => void (served = await servedStudio()));
  afterAll(() => served?.close());

  // Once more with another Firefox, because one that starts on a busy machine may not answer at all.
  it(
    "answers with the values of the library, and keeps the answer through a reload",
    { retry: 1 },
    async () => {
      const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true });
      try {
        await answersAndKeeps(await browser.newPage(), served.address);
      } finally {
        await browser.close();
      }
    },
  );
});

async function answersAndKeeps(page: Page, address: string): Promise<void> {
  const faults: string[] = [];
  await page.setViewport({ width: 1280, height: 900 });
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  await page.goto(address);
  await clickExample(page);
  await page.waitForSelector('figure[data-view="tree"][aria-busy="false"]', { timeout: 20_000 });
  await page.$$eval('figure[data-view="heat-map"] details summary', (all) => (all[0] as HTMLElement).click());
  await page.waitForSelector('figure[data-view="heat-map"] table');
  const cells = await page.$eval('figure[data-view="heat-map"]', cellsIn);
  const two = ["control-03", "noise-5"].map((name) => `${root}examples/rnn-dms/${name}.npy`);
  const { values } = await pairwise(await read(two), { metric: "procrustes" });
  expect(valueIn(cells, "control-03", "noise-5")).toBe(values[1]!.toPrecision(4));
  await page.waitForFunction(() => document.body.textContent!.includes("Saved in this browser"));
  await page.reload();
  await page.waitForSelector('figure[data-view="tree"][aria-busy="false"]');
  expect(faults).toEqual([]);
}

async function clickExample(page: Page): Promise<void> {
  await page.$$eval("button", (all) => all.find((one) => /example/i.test(one.textContent!))!.click());
}
