import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Figure } from "../../../src/report/figures.ts";
import { launchBrowser, missing, reason } from "../browser.ts";
import { everyFigure, hostile } from "../figures.ts";
import { chartsBundle } from "./charts-bundle.ts";
import { chartsPage, type Charts } from "./page.ts";

const title = "pictures of charts";
const figures = everyFigure().flatMap((section) => section.figures as readonly Figure[]);

describe.skipIf(missing)(missing ? `${title} (skipped: ${reason})` : title, () => {
  let browser: Browser;
  let page: Page;
  let faults: string[];

  beforeAll(async () => {
    browser = await launchBrowser();
    const opened = await chartsPage(browser, await chartsBundle(), figures, { colorScheme: "dark" });
    ({ page, faults } = opened);
  });

  afterAll(async () => {
    await browser?.close();
  });

  /** The picture of the figure with this title, as text and as what a reader of XML finds in it. */
  const pictureOf = (named: string, options: Parameters<Charts["toSvg"]>[1] = {}) =>
    page.evaluate(
      ([named, options]) => {
        const { toSvg } = (globalThis as unknown as { charts: Charts }).charts;
        const all = [...document.querySelectorAll("figure")];
        const text = toSvg(
          all.find((one) => one.querySelector("h3")!.textContent === named)!,
          options,
        );
        const read = new DOMParser().parseFromString(text, "image/svg+xml");
        const root = read.documentElement;
        return {
          text,
          error: read.querySelector("parsererror")?.textContent,
          tags: [...new Set([...read.querySelectorAll("*")].map((one) => one.localName))],
          words: [...read.querySelectorAll("text")].map((one) => one.textContent),
          circles: read.querySelectorAll("circle").length,
          cells: read.querySelectorAll("g[shape-rendering=crispEdges] rect").length,
          size: ["width", "height", "viewBox"].map((name) => root.getAttribute(name)!),
          font: root.getAttribute("font-family"),
        };
      },
      [named, options] as const,
    );

  it.each(figures.map((one) => one.title))("of %s is XML with plain colours alone", async (named) => {
    const { text, error, tags, words, font } = await pictureOf(named);
    expect(error).toBeUndefined();
    expect(text).not.toMatch(/var\(|rgba?\(|currentColor|style=|class=|NaN|undefined/);
    const known = ["svg", "title", "desc", "g", "rect", "text", "tspan", "line", "path", "circle"];
    expect(tags.filter((tag) => ![...known, "polygon", "clipPath", "image"].includes(tag))).toEqual([]);
    expect(font).toContain("Arial");
    expect(words.join(" ")).toContain(named);
    expect(faults).toEqual([]);
  });

  it("has the marks, the caption and the ends of the scale", async () => {
    const map = await pictureOf("Map");
    expect(map.circles).toBeGreaterThanOrEqual(6);
    expect(map.words).toContain(hostile);
    const cells = await pictureOf("Before and after");
    expect(cells.cells).toBeGreaterThan(300); // of 480; neighbours of one colour are one
    expect(cells.cells).toBeLessThanOrEqual(480);
    expect(cells.words.join(" ")).toContain("Two matrices under one scale.");
    expect(cells.words.join(" ")).toContain("response");
  });

  it("is light, also of a dark page, and leaves the page as it was", async () => {
    const before = await page.evaluate(() => document.querySelector(".charts")!.innerHTML.length);
    const { text } = await pictureOf("Models");
    expect(text).toContain("#ffffff");
    expect(text).toContain("#1b1f24");
    expect(text).not.toContain("#e6e9ed");
    const after = await page.evaluate(() => [
      document.querySelector(".charts")!.innerHTML.length,
      document.querySelectorAll("[data-picture]").length,
      getComputedStyle(document.querySelector("figure")!).color,
    ]);
    expect(after).toEqual([before, 0, "rgb(230, 233, 237)"]);
  });

  it("has the width that is asked for, with words of one size", async () => {
    const { size, text } = await pictureOf("Models", { width: 85, unit: "mm" });
    const [width, height, box] = size as [string, string, string];
    expect(Number.parseFloat(width)).toBeCloseTo(85, 1);
    expect(width + height).toMatch(/^[\d.]+mm[\d.]+mm$/);
    const [, , inner] = box.split(" ").map(Number);
    expect(inner).toBeCloseTo((85 * 96) / 25.4, 1);
    expect(text).toContain('font-size="11"');
    await expect(pictureOf("Models", { width: 0 })).rejects.toThrow(
      "expected a width of 120 pixels (32 mm) or more, got 0",
    );
  });

  it("as PNG has twice the pixels, or as many as are asked for", async () => {
    const sizes = await page.evaluate(async () => {
      const { toPng } = (globalThis as unknown as { charts: Charts }).charts;
      const figure = document.querySelector<HTMLElement>("figure[data-view=bars]")!;
      const read = async (options: object) => {
        const blob = await toPng(figure, options);
        const { width, height } = await createImageBitmap(blob);
        return { type: blob.type, width, height };
      };
      return [figure.clientWidth, await read({}), await read({ width: 300, scale: 3 })] as const;
    });
    const [own, twice, thrice] = sizes;
    expect(twice).toMatchObject({ type: "image/png", width: 2 * Math.ceil(own + 12) });
    expect(thrice.width).toBe(900);
    expect(thrice.height).toBeGreaterThan(600);
    expect(faults).toEqual([]);
  });

  it("draws what the page shows: a PNG has the ink of its marks", async () => {
    const inks = await page.evaluate(async () => {
      const { toPng } = (globalThis as unknown as { charts: Charts }).charts;
      const figure = document.querySelector<HTMLElement>("figure[data-view=histogram]")!;
      const bitmap = await createImageBitmap(await toPng(figure, { scale: 1 }));
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [bitmap.width, bitmap.height];
      const context = canvas.getContext("2d")!;
      context.drawImage(bitmap, 0, 0);
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      let blue = 0;
      for (let at = 0; at < data.length; at += 4) if (data[at + 2]! - data[at]! > 80) blue++;
      return blue / (data.length / 4);
    });
    expect(inks).toBeGreaterThan(0.1);
  });
});
