import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, missing, reason } from "../browser.ts";
import { chartsBundle } from "./charts-bundle.ts";
import { chartsPage, type Charts } from "./page.ts";

const title = "charts of figures from anyone";
const scale = { word: "distance" };
const y = { label: "y" };
const panel = (rowNames: unknown[], values: unknown[]) => ({ rowNames, colNames: rowNames, values });

/** What is no figure of its kind, and what is said of it. */
const wrong: readonly (readonly [what: string, figure: object, said: RegExp])[] = [
  ["nothing", {}, /unknown kind; expected one of heat-maps/],
  ["a kind alone", { kind: "map", title: "t" }, /a field is missing or of another type/],
  ["no panels", { kind: "heat-maps", title: "t", scale, panels: [] }, /panels: expected one or more/],
  [
    "no rows",
    { kind: "heat-maps", title: "t", scale, panels: [panel([], [])] },
    /rows.*expected one or more/,
  ],
  [
    "too few values",
    { kind: "heat-maps", title: "t", scale, panels: [panel(["a"], [])] },
    /expected 1, got 0/,
  ],
  ["numbers as names", { kind: "heat-maps", title: "t", scale, panels: [panel([1], [0])] }, /expected texts/],
  [
    "a row twice in an order",
    {
      kind: "heat-maps",
      title: "t",
      scale,
      panels: [panel(["a", "b"], [0, 1, 1, 0])],
      orders: [{ name: "o", rows: [0, 0], cols: [0, 1] }],
    },
    /each place from 0 to 1 once/,
  ],
  ["no bars", { kind: "bars", title: "t", y, bars: [] }, /bars: expected one or more/],
  [
    "numbers whose range is beyond doubles",
    { kind: "histogram", title: "t", x: y, values: [-1.7e308, 1.7e308] },
    /expected numbers up to 1e\+300/,
  ],
];

const [none, infinite] = [
  [null, null, null],
  [Infinity, -Infinity, Infinity],
];

/** What has little to draw, but is no mistake. */
const odd: readonly object[] = [
  {
    kind: "bars",
    title: "infinite bars",
    y,
    bars: [{ name: "a", value: 1, low: -Infinity, high: Infinity }],
  },
  {
    kind: "trajectories",
    title: "a path of no places",
    panels: [{ title: "p", paths: [{ name: "a", points: [none, infinite] }] }],
  },
  {
    kind: "lines",
    title: "a line at no place",
    x: y,
    y,
    series: [{ name: "s", x: [0, 1], y: [1, 2] }],
    references: [{ at: null, label: "nowhere" }],
  },
  {
    kind: "scatter",
    title: "equal points",
    x: y,
    y,
    regression: true,
    points: { x: [3, 3, 3], y: [3, 3, 3] },
  },
  { kind: "histogram", title: "the least numbers", x: y, values: [0, 5e-324] },
];

describe.skipIf(missing)(missing ? `${title} (skipped: ${reason})` : title, () => {
  let browser: Browser;
  let page: Page;
  let faults: string[];
  beforeAll(async () => {
    browser = await launchBrowser();
    const first = { kind: "table", title: "first", columns: ["a"], rows: [["b"]] } as const;
    ({ page, faults } = await chartsPage(browser, await chartsBundle(), [first]));
  });
  afterAll(() => browser?.close());

  it.each(wrong)("say in words that %s cannot be drawn", async (_what, figure, said) => {
    const error = await page.evaluate((given) => {
      const { chart } = (globalThis as unknown as { charts: Charts }).charts;
      try {
        chart(given as Parameters<Charts["chart"]>[0]);
        return "it was drawn";
      } catch ({ name, message }: any) {
        return `${name}: ${message}`;
      }
    }, figure);
    expect(error).toMatch(/^ShapeError: The figure /);
    expect(error).toMatch(said);
  });

  it("keep what they show where the next figure is of another kind or cannot be drawn", async () => {
    const found = await page.evaluate(() => {
      const { updateChart } = (globalThis as unknown as { charts: Charts }).charts;
      const element = document.querySelector("figure")!;
      const before = element.textContent;
      const said = [
        { kind: "map", title: "t", names: ["a"], points: [[1, 2]] },
        { kind: "table", title: "t" },
      ].map((figure) => {
        try {
          updateChart(element, figure as Parameters<Charts["updateChart"]>[1]);
          return "";
        } catch (error) {
          return (error as Error).message;
        }
      });
      return { said, same: element.textContent === before };
    });
    expect(found.said[0]).toMatch(/expected a figure of the kind "table".*got "map"/);
    expect(found.said[1]).toMatch(/a field is missing/);
    expect(found.same).toBe(true);
  });

  it.each(odd)("are drawn, whole and without a fault: %o", async (figure) => {
    const given = JSON.stringify(figure, (_, value: unknown) =>
      typeof value === "number" && !Number.isFinite(value) ? `#${value}` : value,
    );
    const found = await page.evaluate(async (text) => {
      const { chart, toSvg } = (globalThis as unknown as { charts: Charts }).charts;
      const revived = JSON.parse(text, (_, value) =>
        typeof value === "string" && value.startsWith("#") ? Number(value.slice(1)) : value,
      );
      const element = chart(revived);
      document.querySelector(".charts")!.replaceChildren(element);
      for (let k = 0; k < 100 && element.ariaBusy === "true"; k++)
        await new Promise((r) => setTimeout(r, 20));
      return { busy: element.ariaBusy, drawn: element.innerHTML, svg: toSvg(element) };
    }, given);
    expect(found.busy).toBe("false");
    expect(found.drawn + found.svg).not.toMatch(/="[^"]*(NaN|Infinity)/);
    expect(faults).toEqual([]);
  });
});
