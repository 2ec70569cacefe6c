import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Browser, Page } from "playwright-core";
import { launchBrowser, missing, reason } from "../browser.ts";
import { chartsBundle, openCharts } from "./charts-bundle.ts";

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

  /** The longest task of drawing one, taking another order, zooming, and new values; and what the colours are then. */
  const run = () =>
    page.evaluate(async () => {
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
      const wait = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));
      await wait(200);
      let longest = 0;
      const observer = new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
      });
      observer.observe({ type: "longtask" });
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
      observer.disconnect();
      const canvas = drawn.querySelector<HTMLCanvasElement>(".cells")!;
      const pixel = canvas.getContext("2d")!.getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data;
      return { longest, busyAtFirst, opacity: pixel[3] };
    });

  it("is drawn, ordered, zoomed, selected in and changed without a task of more than 50 ms", async () => {
    const found: Awaited<ReturnType<typeof run>>[] = [];
    // The machine may be busy with something else: the best of three.
    while (found.length < 3 && !found.some(({ longest }) => longest <= 50)) found.push(await run());
    expect(found.every(({ busyAtFirst, opacity }) => busyAtFirst === "true" && opacity === 255)).toBe(true);
    expect(Math.min(...found.map(({ longest }) => longest))).toBeLessThanOrEqual(50);
  });
});
