import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serveLoopback, type Loopback } from "../../src/cli/serve/server.ts";
import { inputsOf } from "../../src/studies/studio/command-files.ts";
import { siteOf } from "../../src/studies/studio/command-site.ts";
import { launchBrowser, missing } from "../report/browser.ts";
import { watched } from "../report/watch.ts";
import { temporaryFolder } from "../support/repgeom.ts";
import { root } from "./site.ts";

const studio = join(root, "dist/studio");
const folder = temporaryFolder();
const nets = join(folder, "nets");
const names = ["control-01", "control-02", "noise-1"];
const paths = names.map((name) => join(nets, `${name}.npy`));

describe.skipIf(missing || !existsSync(studio))("the studio as repgeom studio serves it", () => {
  let server: Loopback;
  let browser: Browser;
  let page: Page;
  let faults: string[];
  beforeAll(async () => {
    mkdirSync(nets);
    for (const [k, path] of paths.entries())
      copyFileSync(join(root, `examples/rnn-dms/${names[k]}.npy`), path);
    writeFileSync(join(nets, "broken.npy"), "no array");
    writeFileSync(join(nets, "gone.npy"), "soon");
    const rows = names.map((name) => `${name},${name.split("-")[0]}`);
    writeFileSync(join(nets, "table.csv"), ["name,condition", ...rows].join("\n"));
    server = await serveLoopback(await siteOf(studio, await inputsOf([nets], true)), 0);
    rmSync(join(nets, "gone.npy"));
    browser = await launchBrowser();
    ({ page, faults } = await watched(browser, server.address));
    await page.goto(server.address);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  it("opens with the files in it, and says of a wrong one what is wrong", async () => {
    const data = page.getByRole("region", { name: "Data" });
    for (const name of names) await data.getByText(name).first().waitFor();
    await data.getByText(/gone\.npy is no longer there/).waitFor();
    await data
      .getByText(/broken\.npy/)
      .first()
      .waitFor();
  });

  it("takes a table among them for what it is, and adds nothing twice when it is reloaded", async () => {
    const data = page.getByRole("region", { name: "Data" });
    await data.getByText("condition").first().waitFor();
    await page.getByText("Saved in this browser").waitFor();
    await page.reload();
    await data.getByRole("heading", { name: /^Data 3$/ }).waitFor(); // of which none is "not here"
    await data.getByText(/gone\.npy is no longer there/).waitFor();
    await data.getByText("condition").first().waitFor();
  });

  it("computes from them", async () => {
    await page.getByRole("button", { name: "Compare" }).click();
    const drawn = page.locator('figure[data-view="heat-map"][aria-busy="false"]').first();
    await drawn.waitFor();
    for (const name of names) await drawn.getByText(name).first().waitFor({ state: "attached" });
  });

  it("lets threads share memory, keeps its policy and leaves nothing behind in the browser", async () => {
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await page.waitForFunction(() => performance.now() > 3000); // elsewhere it has registered by then
    expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(
      0,
    );
    const wrong = faults.filter((fault) => !/404/.test(fault)); // of the file that is gone
    expect(wrong).toEqual([]);
  });
});
