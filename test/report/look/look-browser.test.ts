import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Figure } from "../../../src/report/figures.ts";
import { withLook } from "../../../src/report/look/with-look.ts";
import { renderSections } from "../../../src/report/render.ts";
import { launchBrowser, missing, reason } from "../browser.ts";

const title = "groups of networks in a browser";
const hostile = "</script><b>bold</b>";
const names = ["n0", "n1", "n2", "n3", "n4", "n5"];
const table = {
  names,
  columns: {
    model: ["cnn", hostile, "cnn", null, hostile, "cnn"],
    depth: [1, 2, 3, 4, 5, null],
    layer: ["layer10", "layer2", "layer2", "layer10", "layer1", "layer1"],
  },
};

const figures: Figure[] = [
  {
    kind: "heat-maps",
    title: "Matrix",
    networks: "items",
    panels: [{ rowNames: names, colNames: names, values: Float64Array.from({ length: 36 }, (_, k) => k) }],
    scale: { word: "distance" },
  },
  {
    kind: "map",
    title: "Map",
    networks: "items",
    names,
    points: names.map((_, k) => [Math.cos(k), Math.sin(k)]),
  },
  {
    kind: "map",
    title: "Space",
    networks: "items",
    names,
    points: names.map((_, k) => [Math.cos(k), Math.sin(k), k / 4]),
  },
  {
    kind: "tree",
    title: "Tree",
    networks: "items",
    names,
    order: [0, 1, 2, 3, 4, 5],
    merges: [[0, 1, 1, 2], [2, 3, 1, 2], [4, 5, 1, 2], [6, 7, 2, 4], [8, 9, 3, 6]], // prettier-ignore
    heights: "distance",
    labels: [0, 0, 1, 1, 2, 2],
  },
  {
    kind: "bars",
    title: "Bars",
    networks: "items",
    y: { label: "y" },
    bars: names.map((name, k) => ({ name, value: k + 1 })),
  },
];

describe.skipIf(missing)(missing ? `${title} (skipped: ${reason})` : title, () => {
  const folder = mkdtempSync(join(tmpdir(), "repgeom-look-"));
  const faults: string[] = [];
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const root = fileURLToPath(new URL("../../..", import.meta.url));
    const bundle = join(root, "dist/report/charts.js");
    if (!existsSync(bundle)) execFileSync(process.execPath, [join(root, "scripts/build-charts.mjs")]);
    const one = (color: string, shape: string) =>
      withLook([{ heading: color, figures }], { table, color, shape, label: "layer", order: "layer" });
    const sections = [...one("model", "layer"), ...one("depth", "model")];
    const file = join(folder, "look.html");
    writeFileSync(file, renderSections({ title: "Look", sections }, readFileSync(bundle, "utf8")));
    browser = await launchBrowser();
    page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
    page.on("pageerror", (error) => faults.push(error.message));
    page.on("console", (message) => faults.push(message.text()));
    await page.goto(pathToFileURL(file).href);
    await page.locator("svg[aria-label^='Bars']").last().waitFor();
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  /** The figure with this title, of the groups (0) or of the scale (1). */
  const figure = (name: string, section = 0) =>
    page
      .locator("section")
      .nth(section)
      .locator("figure", { has: page.locator("h3", { hasText: name }) });

  const fills = (selector: string, of: ReturnType<typeof figure>) =>
    of.locator(selector).evaluateAll((all) => all.map((one) => getComputedStyle(one).fill));

  it("draws everything without a fault or an element from a name", async () => {
    expect(await page.locator("figure").count()).toBe(10);
    expect(await page.locator("figure b", { hasText: /^bold$/ }).count()).toBe(0);
    expect(faults).toEqual([]);
  });

  it.each(["Matrix", "Map", "Space", "Tree", "Bars"])(
    "lists the groups of %s with their number",
    async (name) => {
      const legend = figure(name).getByRole("list", { name: "Colour: model, and how many" });
      const items = legend.getByRole("listitem");
      expect(await items.allTextContents()).toEqual([`${hostile} (2)`, "cnn (3)", "(none) (1)"]);
      const shapes = figure(name).getByRole("list", { name: /^Shape: layer/ });
      expect(await shapes.count()).toBe(name === "Bars" ? 0 : 1);
    },
  );

  it("names the ends of a scale", async () => {
    const scale = figure("Map", 1).getByRole("img", { name: "Colour: depth, from 1 to 5" });
    expect(await scale.count()).toBe(1);
    expect(await figure("Map", 1).getByText("(none)").count()).toBeGreaterThan(0);
  });

  it("gives a network one colour in every figure", async () => {
    const swatches = figure("Map").locator(".look i");
    const colours = await swatches.evaluateAll((all) =>
      all.map((one) => getComputedStyle(one).backgroundColor),
    );
    expect(new Set(colours).size).toBe(3);
    const [first, cnn, none] = colours as [string, string, string];
    const given = [cnn, first, cnn, none, first, cnn];
    const ordered = [4, 5, 1, 2, 0, 3].map((k) => given[k]!); // layer1, layer2, layer10
    expect(await fills("svg[aria-label^='Bars'] g[aria-label='rect'] rect", figure("Bars"))).toEqual(ordered);
    expect(await fills("svg[aria-label^='Tree'] g[aria-label='dot'] path", figure("Tree"))).toEqual(
      expect.arrayContaining(given),
    );
    expect(await fills("svg[aria-label^='Map'] g[aria-label='dot'] path", figure("Map"))).toEqual(given);
    // Neighbours of one colour share a rectangle: n2 and n0 in the order by layer.
    const strip = [first, cnn, first, cnn, none];
    expect(await fills(".strips rect", figure("Matrix"))).toEqual([...strip, ...strip]);
  });

  it("draws labels and shapes", async () => {
    expect(
      await figure("Map")
        .locator("svg[aria-label^='Map'] text", { hasText: /^layer/ })
        .count(),
    ).toBe(6);
    expect(await figure("Matrix").locator(".strips circle, .strips polygon").count()).toBe(12);
    expect(await figure("Space").locator("svg.spatial circle, svg.spatial polygon").count()).toBe(6);
    expect(await figure("Space").locator("svg.spatial polygon").count()).toBe(4); // layer1 is a circle
  });

  it("tells the columns under the pointer, of a cell and of a strip", async () => {
    const drawing = figure("Matrix").locator("svg[aria-label^='Heat map']");
    await drawing.scrollIntoViewIfNeeded();
    const tipAt = async (x: number, y: number) => {
      await page.mouse.move(x, y);
      const tip = figure("Matrix").locator(".tip");
      await tip.waitFor();
      return tip.textContent();
    };
    const cells = (await figure("Matrix").locator(".cells").boundingBox())!;
    expect(await tipAt(cells.x + cells.width * 0.9, cells.y + 3)).toBe(
      `n4\n  model ${hostile}, layer layer1, depth 5\nn3\n  model (none), layer layer10, depth 4\ndistance 27`,
    );
    expect(await tipAt(cells.x - 6, cells.y + 3)).toBe(`n4\nmodel ${hostile}\nlayer layer1\ndepth 5`);
    expect(await tipAt(cells.x + 3, cells.y - 6)).toBe(`n4\nmodel ${hostile}\nlayer layer1\ndepth 5`);
  });

  it.each([380, 1200])("fits a page of %i pixels, with the strips beside the cells", async (width) => {
    await page.setViewportSize({ width, height: 900 });
    await page.waitForTimeout(300);
    const sizes = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    expect(sizes[0]).toBeLessThanOrEqual(sizes[1]!);
    const cells = (await figure("Matrix").locator(".cells").boundingBox())!;
    const strips = await figure("Matrix").locator(".strips").all();
    const [rows, cols] = await Promise.all(strips.map((one) => one.boundingBox()));
    expect(rows!.x + rows!.width).toBeLessThan(cells.x + 1);
    expect(rows!.y).toBeCloseTo(cells.y, 0);
    expect(rows!.height).toBeCloseTo(cells.height, 0);
    expect(cols!.y + cols!.height).toBeLessThan(cells.y + 1);
    expect(cols!.width).toBeCloseTo(cells.width, 0);
  });

  it("takes other colours on a dark page", async () => {
    const before = await fills(".strips rect", figure("Matrix"));
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await fills(".strips rect", figure("Matrix"))).not.toEqual(before);
    await page.emulateMedia({ colorScheme: "light" });
  });
});
