import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { wholeTicks } from "../../../src/report/charts/axes/ticks.ts";
import type { Link } from "../../../src/report/charts/link.ts";
import { spreadEnds } from "../../../src/report/charts/names/end-labels.ts";
import type { Bar, Figure } from "../../../src/report/figures.ts";
import { launchBrowser, missing, reason } from "../browser.ts";
import { chartsBundle } from "./charts-bundle.ts";
import { chartsPage, drawnIn, figureIn } from "./page.ts";

describe("wholeTicks", () => {
  it.each([
    [[0.9, 4.1], 6, [1, 2, 3, 4]],
    [[-0.4, 1.2], 6, [0, 1]],
    [[0, 97], 5, [0, 20, 40, 60, 80]],
    [[3, 1003], 4, [500, 1000]],
  ] as const)("are whole, in equal steps, within %j", (ends, about, expected) => {
    expect(wholeTicks(ends, about)).toEqual(expected);
  });
});

describe("spreadEnds", () => {
  it("moves names apart, keeps their order, and gives up where one would be far from its line", () => {
    const places = spreadEnds([50, 52, 90], 0, 100)!;
    expect(places[1]! - places[0]!).toBeGreaterThan(12);
    expect(places[0]!).toBeLessThan(places[1]!);
    expect(places[2]).toBe(90);
    expect(spreadEnds([50, 50, 50, 50, 50], 0, 100)).toBeUndefined();
    expect(spreadEnds([99, 100], 0, 100)!.every((y) => y <= 100)).toBe(true);
  });
});

const title = "charts of numbers";
const networks = ["a", "b", "c", "d"];
const pairs = [
  ["a", "b"],
  ["c", "d"],
  ["a", "c"],
  ["b", "d"],
] as const;
const withInterval = (name: string, value: number, group?: string): Bar => {
  return { name, value, low: value - 0.1, high: value + 0.2, ...(group ? { group } : {}) };
};
const figures: Figure[] = [
  {
    kind: "lines",
    title: "Counted",
    networks: "items",
    x: { label: "layer" },
    y: { label: "value" },
    series: networks.slice(0, 3).map((name, k) => ({ name, x: [1, 2], y: [k, 2 * k] })),
    references: [{ at: 3, label: "chance" }],
  },
  {
    kind: "bars",
    title: "Sorted",
    networks: "items",
    sorted: true,
    y: { label: "value" },
    bars: networks.map((name, k) => withInterval(name, [0.5, 0.9, 0.7, 0.6][k]!)),
    references: [{ at: 0.55, label: "a level" }],
  },
  {
    kind: "bars",
    title: "Silhouettes",
    grouped: true,
    y: { label: "silhouette" },
    bars: ["x1", "y1", "x2", "y2"].map((name, k) => ({
      name,
      value: [0.1, 0.4, 0.3, -0.2][k]!,
      group: name[0]!,
    })),
  },
  {
    kind: "bars",
    title: "Plain",
    y: { label: "value" },
    bars: networks.map((name, k) => ({ name, value: k })),
  },
  {
    kind: "histogram",
    title: "Two",
    x: { label: "distance", domain: [0, 1] },
    values: [],
    series: [
      { name: "within", values: [0.11, 0.12] },
      { name: "between", values: [0.61, 0.91] },
    ],
    pairs,
  },
  {
    kind: "heat-maps",
    title: "Matrix",
    networks: "items",
    scale: { word: "distance" },
    panels: [
      {
        rowNames: networks,
        colNames: networks,
        values: networks.flatMap((_, i) => networks.map((_, j) => Math.abs(i - j))),
      },
    ],
  },
  {
    kind: "trajectories",
    title: "Moves",
    networks: "items",
    panels: ["before", "after"].map((title, p) => ({
      title,
      paths: networks.map((name, k) => ({
        name,
        points: [0, 1, 2, 3].map((t) => [t, p === 0 ? k : 0, p === 0 ? 0 : t * k]),
      })),
    })),
    times: ["s0", "s1", "s2", "s3"],
    stimuli: ["s0", "s1", "s2", "s3"],
  },
];

describe.skipIf(missing)(missing ? `${title} (skipped: ${reason})` : title, () => {
  let browser: Browser;
  let script: string;
  let page: Page;
  let faults: string[];

  beforeAll(async () => {
    browser = await launchBrowser();
    script = await chartsBundle();
    ({ page, faults } = await chartsPage(browser, script, figures));
    page.setDefaultTimeout(5000);
  });

  afterAll(async () => {
    await browser?.close();
    expect(faults).toEqual([]);
  });

  const figure = (title: string) => figureIn(page, title);
  const drawn = () => drawnIn(page);
  const linkOf = () => (globalThis as unknown as { link: Link }).link;
  const selected = async () => (await page.evaluate(`(${linkOf.toString()})().selected`)) as Link["selected"];
  const select = async (some: Partial<Link["selected"]>) => {
    const all = JSON.stringify({ networks: [], pairs: [], stimuli: [], ...some });
    await page.evaluate(`(${linkOf.toString()})().select(${all})`);
    await drawn();
  };

  it("count in whole numbers, and name lines at their ends", async () => {
    const ticks = figure("Counted").locator("g[aria-label='x-axis tick label'] text");
    expect(await ticks.allTextContents()).toEqual(["1", "2"]);
    expect(await figure("Counted").locator(".swatches").count()).toBe(0);
    const ends = await Promise.all(
      [...networks.slice(0, 3), "chance"].map((name) =>
        figure("Counted")
          .locator("svg > text", { hasText: new RegExp(`^${name}$`) })
          .boundingBox(),
      ),
    );
    const lines = (await figure("Counted").locator("g.series path").first().boundingBox())!;
    for (const one of ends) expect(one!.x).toBeGreaterThan(lines.x + lines.width);
    for (const [k, one] of ends.entries())
      for (const other of ends.slice(k + 1)) expect(Math.abs(one!.y - other!.y)).toBeGreaterThan(10);
  });

  it("show intervals as dots in rows, the largest first", async () => {
    const rows = figure("Sorted").locator(".row");
    expect(await rows.count()).toBe(4);
    expect(await rows.locator("text").allTextContents()).toEqual(["b", "c", "d", "a"]);
    expect(await figure("Sorted").locator(".row rect").count()).toBe(0);
    const first = rows.first();
    const [line, dot] = [
      (await first.locator("line").boundingBox())!,
      (await first.locator("circle").boundingBox())!,
    ];
    const share = (dot.x + dot.width / 2 - line.x) / line.width;
    expect(share).toBeCloseTo(1 / 3, 1); // from 0.8 to 1.1, at 0.9
    const names = await rows
      .locator("text")
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().right));
    expect(Math.max(...names)).toBeLessThan(line.x);
    expect(await figure("Sorted").getByText("a level").count()).toBe(1);
  });

  it("put silhouettes of a cluster together, the best first", async () => {
    const rows = figure("Silhouettes").locator(".row");
    expect(await rows.locator("text").allTextContents()).toEqual(["x2", "x1", "y1", "y2"]);
    expect(await rows.locator("rect").count()).toBe(4);
    const fills = await rows.locator("rect").evaluateAll((all) => all.map((one) => one.getAttribute("fill")));
    expect(new Set(fills.slice(0, 2)).size + new Set(fills.slice(2)).size).toBe(2);
    expect(fills[0]).not.toBe(fills[2]);
  });

  it("leave a few plain values as bars from 0", async () => {
    expect(await figure("Plain").locator("g[aria-label=rect] rect").count()).toBe(4);
    expect(await figure("Plain").locator(".row").count()).toBe(0);
  });

  it("light in rows and lines what is selected in another chart", async () => {
    await select({ networks: ["b"] });
    expect(await figure("Sorted").locator(".row text.chosen").allTextContents()).toEqual(["b"]);
    expect(await figure("Sorted").locator(".row text.dim").count()).toBe(3);
    expect(await figure("Counted").locator("g.series-1 path.chosen").count()).toBe(1);
    expect(await figure("Counted").locator("g.series-0 path.dim").count()).toBe(1);
    await select({});
    await figure("Sorted").locator(".hit").nth(1).click();
    expect((await selected()).networks).toEqual(["c"]);
    await select({});
  });

  it("select the pairs of a range of a histogram, and show those of the heat map", async () => {
    expect(await figure("Two").locator(".swatches span").allTextContents()).toEqual(["within", "between"]);
    await figure("Two").locator("g[aria-label=rect]").scrollIntoViewIfNeeded();
    const plot = (await figure("Two").locator("g[aria-label=rect]").boundingBox())!;
    await page.mouse.move(plot.x + 2, plot.y + 20);
    await page.mouse.down();
    await page.mouse.move(plot.x + plot.width * 0.3, plot.y + 30, { steps: 4 });
    await page.mouse.up();
    expect((await selected()).pairs).toEqual([pairs[0], pairs[1]]);
    await page.mouse.move(0, 0);
    await drawn();
    expect(await figure("Two").locator(".over rect").count()).toBe(1);
    await select({ networks: ["a", "c"], pairs: [["a", "c"]] });
    const marked = await figure("Two")
      .locator(".over rect")
      .evaluateAll((all) => all.map((one) => one.getAttribute("fill")));
    expect(marked).toEqual(["var(--group-1)"]);
    await select({});
  });

  const pathOf = (panel: number) =>
    figure("Moves")
      .locator("svg.spatial")
      .nth(panel)
      .locator("path")
      .evaluateAll((all) => all.map((one) => one.getAttribute("d")));

  it("move from before to after by a slider, a button and the space bar", async () => {
    const [before, after] = [await pathOf(0), await pathOf(1)];
    expect(await pathOf(2)).toEqual(before);
    const slider = figure("Moves").getByRole("slider", { name: "before to after" });
    await slider.fill("60");
    expect(await pathOf(2)).toEqual(after);
    expect(await slider.getAttribute("aria-valuetext")).toBe("after");
    await slider.fill("30");
    const middle = await pathOf(2);
    expect(middle).not.toEqual(before);
    expect(middle).not.toEqual(after);
    await figure("Moves").locator("svg.spatial").first().focus();
    await page.keyboard.press(" ");
    const playing = figure("Moves").getByRole("button", { name: "Stop: before to after" });
    await playing.waitFor();
    await page.waitForFunction(
      (from) => Number(document.querySelector<HTMLInputElement>("input[type=range]")!.value) > from,
      31,
    );
    await page.keyboard.press(" ");
    expect(await playing.count()).toBe(0);
  });

  it("mark a stimulus along the paths, also one that another chart lights", async () => {
    await page.mouse.move(0, 0); // what is under the pointer is lit
    const marks = () => figure("Moves").locator("svg.spatial").first().locator("circle").count();
    const before = await marks();
    await figure("Moves").getByRole("slider", { name: "along the paths" }).fill("2");
    expect(await page.evaluate(`(${linkOf.toString()})().lit.stimuli`)).toEqual(["s2"]);
    await drawn();
    expect(await marks()).toBe(before + networks.length);
    await select({ stimuli: ["s1", "s3"] });
    await page.evaluate(`(${linkOf.toString()})().light({ networks: [], pairs: [], stimuli: [] })`);
    await drawn();
    expect(await marks()).toBe(before + 2 * networks.length);
    await select({});
  });

  it("do not play where the reader asks for less motion", async () => {
    const still = await chartsPage(browser, script, figures.slice(-1), { reducedMotion: "reduce" });
    expect(await still.page.getByRole("button", { name: /Play/ }).count()).toBe(0);
    expect(await still.page.getByRole("slider").count()).toBe(2);
    expect(still.faults).toEqual([]);
    await still.page.close();
  });
});
