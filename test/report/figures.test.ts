import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderSections } from "../../src/report/render.ts";
import type { HeatMapsFigure } from "../../src/report/figures.ts";
import { showNumber } from "../../src/report/numbers.ts";
import { launchBrowser, missing, reason } from "./browser.ts";
import { everyFigure, hostile } from "./figures.ts";

const title = "every kind of figure in a browser";

describe.skipIf(missing)(missing ? `${title} (skipped: ${reason})` : title, () => {
  const folder = mkdtempSync(join(tmpdir(), "repgeom-figures-"));
  const faults: string[] = [];
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const root = fileURLToPath(new URL("../..", import.meta.url));
    const bundle = join(root, "dist/report/charts.js");
    if (!existsSync(bundle)) execFileSync(process.execPath, [join(root, "scripts/build-charts.mjs")]);
    const file = join(folder, "report.html");
    const sections = everyFigure();
    writeFileSync(file, renderSections({ title: "Every figure", sections }, readFileSync(bundle, "utf8")));
    browser = await launchBrowser();
    page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
    page.on("pageerror", (error) => faults.push(error.message));
    page.on("console", (message) => faults.push(message.text()));
    page.on("request", (request) => {
      if (!/^(file|data|blob):/.test(request.url())) faults.push(request.url());
    });
    await page.goto(pathToFileURL(file).href);
    await page.locator("svg[aria-label^='Histogram']").waitFor();
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  /** The figure with this title. */
  const figure = (name: string) =>
    page.locator("figure", { has: page.locator("h3", { hasText: new RegExp(`^${name}$`) }) });

  /** Points at a share of an element, and reads the tip that appears. */
  async function tipAt(target: Locator, x: number, y: number): Promise<string> {
    await target.scrollIntoViewIfNeeded();
    const box = (await target.boundingBox())!;
    await page.mouse.move(box.x + 1, box.y + 1);
    await page.mouse.move(box.x + x * box.width, box.y + y * box.height);
    const tip = page.locator(".tip:visible, [aria-label='tip'] text").first();
    await tip.waitFor({ timeout: 5000 });
    const lines = tip.locator("tspan");
    const texts = (await lines.count()) > 0 ? await lines.allTextContents() : [await tip.textContent()];
    return texts.join("\n").replaceAll("\u200b", ""); // Plot pads lines
  }

  const centreOf = (target: Locator) => tipAt(target, 0.5, 0.5);

  it("draws all of them without a fault, a request or an element from a name", async () => {
    expect(await page.locator("figure").count()).toBe(everyFigure().flatMap(({ figures }) => figures).length);
    expect(await page.locator("figure:not(:has(svg)):not(:has(canvas)):not(:has(table))").count()).toBe(0);
    expect(await page.locator("b").count()).toBe(0);
    expect(faults).toEqual([]);
  });

  it("tells row, column and value of a heat map", async () => {
    const image = figure("Before and after").locator(".cells").first();
    const { values } = (everyFigure()[0]!.figures[0] as HeatMapsFigure).panels[0]!;
    for (const [row, col] of [
      [0, 0],
      [2, 17],
      [11, 19],
    ] as const) {
      const tip = await tipAt(image, (col + 0.5) / 20, (row + 0.5) / 12);
      expect(tip).toBe(`stimulus ${row}\nunit ${col}\nresponse ${showNumber(values[20 * row + col]!)}`);
    }
  });

  it("gives both panels of heat maps one scale of colours around its middle", async () => {
    const ticks = await figure("Before and after").locator(".legend svg text").allTextContents();
    expect(ticks).toContain("0.0");
    expect(await figure("Before and after").locator(".legend").count()).toBe(1);
  });

  it("tells the value of a matrix in a gallery", async () => {
    expect(await figure("RDMs").locator("canvas").count()).toBe(9);
    const tip = await tipAt(figure("RDMs").locator("canvas").first(), 0.15, 0.05);
    expect(tip).toMatch(/0\nstimulus 0\nstimulus 1\ncorrelation distance 0\.\d+$/);
  });

  it("draws lines between blocks, and still tells the value of a pair", async () => {
    const gallery = figure("RDMs in blocks");
    // Each of two pictures of 132 pixels has a cross at 4 of 10 rows, in two strokes.
    const paths = await gallery
      .locator(".gallery svg:not(.marks) path")
      .evaluateAll((all) => all.map((one) => one.getAttribute("d")));
    expect(paths).toEqual(new Array(4).fill("M52.8,0V132M0,52.8H132"));
    expect(await tipAt(gallery.locator(".gallery svg").first(), 0.15, 0.05)).toContain(
      "stimulus 0\nstimulus 1",
    );
    const heat = figure("One in blocks");
    const texts = await heat.locator("svg[aria-label^='Heat map'] text").allTextContents();
    expect(texts.filter((text) => !/^[-\d.]+$/.test(text))).toEqual(["face", "house", "face", "house"]);
    const tip = await tipAt(heat.locator(".cells").first(), 0.05, 0.95);
    expect(tip).toContain("stimulus 9\nstimulus 0\ndistance");
  });

  it("tells name and group of a point on a map", async () => {
    const circles = figure("Map").locator("circle");
    expect(await circles.count()).toBe(6);
    expect(await centreOf(circles.nth(0))).toBe(`${hostile}\na`);
    expect(await centreOf(circles.nth(5))).toBe("net 4\nb");
  });

  it("turns a map in space with keys, and back", async () => {
    const space = figure("Map in space").locator("svg.spatial");
    const places = () =>
      space.locator("circle").evaluateAll((all) => all.map((one) => one.getAttribute("cx")));
    const before = await places();
    expect(before).toHaveLength(6);
    await space.focus();
    await page.keyboard.press("ArrowRight");
    expect(await places()).not.toEqual(before);
    await page.keyboard.press("Home");
    expect(await places()).toEqual(before);
    expect(await centreOf(space.locator("circle").last())).toMatch(/net \d|bold/);
  });

  it("turns all panels of trajectories together with the mouse", async () => {
    const spaces = figure("Through time").locator("svg.spatial");
    expect(await spaces.count()).toBe(3); // one goes from the first to the second
    const paths = () =>
      spaces.evaluateAll((all) => all.map((one) => one.querySelector("path")!.getAttribute("d")));
    const before = await paths();
    await spaces.first().scrollIntoViewIfNeeded();
    const box = (await spaces.first().boundingBox())!;
    await page.mouse.move(box.x + 100, box.y + 100);
    await page.mouse.down();
    await page.mouse.move(box.x + 160, box.y + 130, { steps: 4 });
    await page.mouse.up();
    const after = await paths();
    expect(after[0]).not.toBe(before[0]);
    expect(after[1]).not.toBe(before[1]);
    expect(after[0]).toBe(after[1]); // both panels show the same points here
  });

  it("cuts a tree and tells its clusters", async () => {
    const tree = figure("Tree");
    const cut = tree.getByRole("slider", { name: "Cut of the tree" });
    expect(await cut.getAttribute("aria-valuetext")).toBe("2 clusters, cut at 0.7");
    expect(await tree.getByText("cluster 1").count()).toBe(1);
    expect(await tree.getByText(hostile).count()).toBe(1);
  });

  it("tells values and intervals of lines and bars", async () => {
    const dot = figure("Along the layers").locator("circle").nth(2);
    expect(await centreOf(dot)).toBe(`${hostile}\nrelative depth 50%\ncorrelation 0.45\nfrom 0.4 to 0.53`);
    const row = figure("Models").locator(".hit").nth(3);
    expect(await tipAt(row, 0.5, 0.5)).toMatch(/^four\ncosine similarity 0\.7 \*\nfrom 0\.6 to 0\.8$/);
    expect(await figure("Models").getByText("noise ceiling").count()).toBeGreaterThan(0);
  });

  it("tells names in a scatter, and draws very many points as density", async () => {
    const dots = figure("Observed and predicted").locator("circle");
    expect(await centreOf(dots.nth(2))).toBe("c\nobserved 3\npredicted 3.3");
    expect(await figure("Very many").locator("circle").count()).toBe(0);
    expect(await figure("Very many").locator("rect").count()).toBeGreaterThan(500);
  });

  it("counts in a histogram and names its reference", async () => {
    const chart = figure("Null distribution");
    expect(await chart.getByText("observed 1.2").count()).toBe(1);
    const bars = chart.locator("[aria-label='rect'] rect");
    const tip = await tipAt(bars.nth(3), 0.5, 0.5);
    expect(tip).toMatch(/^R² 0\.\d+ to 0\.\d+\n\d+$/);
  });

  it("shows a table and saves it with all digits", async () => {
    const table = figure("Numbers and words");
    expect(await table.locator("td").allTextContents()).toEqual(["first", "0.3", "second", "no value"]);
    const saving = page.waitForEvent("download");
    await table.getByRole("button", { name: /CSV/ }).click();
    const csv = readFileSync((await (await saving).path())!, "utf8");
    expect(csv).toBe(`name,cluster,value\n${hostile},first,${0.1 + 0.2}\nb,second,nan\n`);
  });

  it.each([320, 700, 1200])("fits a page of %i pixels", async (width) => {
    await page.setViewportSize({ width, height: 900 });
    await page.waitForTimeout(300); // the figures are drawn again
    const sizes = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    expect(sizes[0]).toBeLessThanOrEqual(sizes[1]!);
    expect(faults).toEqual([]);
  });
});
