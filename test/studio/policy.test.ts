import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { build, preview } from "vite";
import type { PreviewServer } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, missing } from "../report/browser.ts";
import { watched } from "../report/watch.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const built = existsSync(join(root, "dist/src/index.js")) && existsSync(join(root, "dist/report/charts.js"));
const policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";

describe.skipIf(missing || !built)("the demo page under a strict policy", () => {
  const folder = mkdtempSync(join(tmpdir(), "repgeom-policy-"));
  let server: PreviewServer;
  let browser: Browser;
  let page: Page;
  let faults: string[];

  beforeAll(async () => {
    const shared = {
      root: join(root, "studio"),
      logLevel: "error" as const,
      build: { outDir: join(folder, "page"), emptyOutDir: true },
    };
    await build(shared);
    const headers = { "Content-Security-Policy": policy };
    server = await preview({ ...shared, preview: { port: 0, host: "127.0.0.1", headers } });
    browser = await launchBrowser();
    const own = server.resolvedUrls!.local[0]!;
    ({ page, faults } = await watched(browser, own));
    const answer = await page.goto(own);
    expect((await answer!.allHeaders())["content-security-policy"]).toBe(policy);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    rmSync(folder, { recursive: true });
  });

  it("compares on threads, draws and points without a violation", async () => {
    await page.getByRole("button", { name: "Try the example" }).click();
    await page.locator("#results svg[aria-label^='Tree']").waitFor();
    expect(page.workers().length).toBeGreaterThan(0);
    const heat = page.locator("#results svg[aria-label^='Heat map']");
    const { width, height } = (await heat.boundingBox())!;
    await heat.hover({ position: { x: width * 0.9, y: height * 0.2 } });
    await page.locator(".tip", { hasText: /-\d[^]*distance 0\.\d/ }).waitFor();
    expect(faults).toEqual([]);
  });

  it("has the style of the reports, under that of the page", async () => {
    const style = (selector: string) =>
      page
        .locator(selector)
        .first()
        .evaluate((one) => ({ ...JSON.parse(JSON.stringify(getComputedStyle(one))) }));
    expect((await style("main")).maxWidth).toBe("1160px");
    expect((await style(".charts")).display).toBe("grid");
    expect((await style("#compare")).fontSize).toBe("14.72px"); // of the page; a report has 13.6px
  });

  it("draws the other results and the table", async () => {
    await page.getByLabel("Metric", { exact: true }).selectOption("cka");
    await page.getByRole("button", { name: "Compare all pairs" }).click();
    await page.locator("#results section").nth(1).waitFor();
    await page.getByRole("button", { name: "Show RDM" }).click();
    await page.locator("#results section").nth(2).waitFor();
    await page.getByText("Table of values").first().click();
    await page.locator("td").first().waitFor();
    expect(faults).toEqual([]);
  });

  it("saves a report that keeps its own policy", async () => {
    const saving = page.waitForEvent("download");
    await page.getByRole("button", { name: /Save as report/ }).click();
    const file = join(folder, "saved.html");
    writeFileSync(file, readFileSync((await (await saving).path())!));
    const saved = await watched(browser, "file:");
    await saved.page.goto(pathToFileURL(file).href);
    await saved.page.locator("svg[aria-label^='Tree']").first().waitFor();
    expect(saved.faults).toEqual([]);
    expect(faults).toEqual([]);
  });

  it("reads files that need packages, wasm and filters", async () => {
    const formats = fileURLToPath(new URL("../golden/formats/", import.meta.url));
    await page.setInputFiles("#files", [`${formats}hdf5/plugins.h5`, `${formats}zarr/data.zarr.zip`]);
    await page.locator("#loaded li", { hasText: "data: 14 stimuli × 6 units" }).waitFor();
    expect(await page.locator("#loaded li").count()).toBe(5);
    expect(faults).toEqual([]);
  });

  it("would have noticed a style in an attribute, an image at a data: address and a script", async () => {
    await page.evaluate(() => {
      const hostile = `<b style="color:red">x</b><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" onerror="alert(1)">`;
      document.body.insertAdjacentHTML("beforeend", hostile);
    });
    await expect.poll(() => faults.filter((fault) => fault.startsWith("policy: ")).length).toBeGreaterThan(2);
  });
});
