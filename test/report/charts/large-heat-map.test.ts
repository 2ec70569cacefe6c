import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Browser, Page } from "playwright-core";
import type { HeatMapsFigure } from "../../../src/report/figures.ts";
import { longestTask, tasksOf } from "../../support/tasks.ts";
import { launchBrowser, missing, reason } from "../browser.ts";
import { chartsBundle, openCharts } from "./charts-bundle.ts";

interface Large {
  readonly names: readonly string[];
  readonly values: Float64Array;
  readonly next: Float64Array;
  readonly figure: (data: Float64Array) => HeatMapsFigure;
}

const title = "a heat map of 2,000 × 2,000";

describe.skipIf(missing)(missing ? `${title} (skipped: ${reason})` : title, () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    browser = await launchBrowser();
    page = await browser.newPage({ viewport: { width: 1200, height: 1000 } });
    await openCharts(page, await chartsBundle());
  });

  afterAll(async () => browser?.close());

  /** Makes the values, which takes longer than a task may. */
  const prepare = () =>
    page.evaluate(() => {
      const count = 2000;
      const names = Array.from({ length: count }, (_, k) => `network ${k}`);
      const values = new Float64Array(count * count);
      for (let at = 0; at < values.length; at++) values[at] = ((at % 1009) + (at % 13)) / 1009;
      const next = values.map((value) => 1 - value);
      const all = [...names.keys()];
      const figure = (data: Float64Array) => ({
        kind: "heat-maps" as const,
        title: "Large",
        networks: "items" as const,
        scale: { word: "distance", domain: [0, 1] as const },
        panels: [{ rowNames: names, colNames: names, values: data }],
        orders: [
          { name: "as given", rows: all, cols: all },
          { name: "reversed", rows: all.toReversed(), cols: all.toReversed() },
        ],
      });
      Object.assign(globalThis, { large: { names, values, next, figure } });
    });

  /** Draws it, takes another order, zooms, selects and shows new values. @returns what the colours are then */
  const run = () =>
    page.evaluate(async () => {
      const { names, values, next, figure } = (globalThis as unknown as { large: Large }).large;
      const wait = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));
      const link = charts.createLink();
      const drawn = charts.chart(figure(values), { link });
      document.getElementById("here")!.replaceChildren(drawn);
      const busyAtFirst = drawn.ariaBusy;
      const complete = async () => {
        await wait(60);
        while (drawn.ariaBusy === "true") await wait(10);
      };
      await complete();
      drawn.querySelectorAll<HTMLInputElement>("input[type=radio]")[1]!.click();
      await complete();
      const matrix = drawn.querySelector<HTMLElement>(".matrix")!;
      for (let k = 0; k < 4; k++) {
        matrix.dispatchEvent(new KeyboardEvent("keydown", { key: "+" }));
        await wait(40);
      }
      matrix.dispatchEvent(new KeyboardEvent("keydown", { key: "Home" }));
      link.select({ networks: names.filter((_, k) => k % 3 === 0), pairs: [], stimuli: [] });
      await complete();
      charts.updateChart(drawn, figure(next));
      await complete();
      await wait(100);
      const canvas = drawn.querySelector<HTMLCanvasElement>(".cells")!;
      const pixel = canvas.getContext("2d")!.getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data;
      return { busyAtFirst, opacity: pixel[3] };
    });

  it("is drawn, ordered, zoomed, selected in and changed in short tasks", async () => {
    await prepare();
    let found: Awaited<ReturnType<typeof run>> | undefined;
    const tasks = await tasksOf(browser, page, async () => void (found = await run()));
    expect(found).toEqual({ busyAtFirst: "true", opacity: 255 });
    expect(tasks[0]).toBeLessThan(longestTask);
  });
});
