import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Figure } from "../../../src/report/figures.ts";
import { euclidean, randomPoints } from "../../geometry/oracles.ts";
import { launchBrowser, missing, reason } from "../browser.ts";
import { chartsBundle, openCharts } from "./charts-bundle.ts";

const title = "charts with one selection";
const n = 6;
const names = Array.from({ length: n }, (_, k) => `net ${k}`);
const values = euclidean(randomPoints(n, 3, 5)).data;
const heat: Figure = {
  kind: "heat-maps",
  title: "Heat",
  networks: "items",
  scale: { word: "distance" },
  panels: [{ rowNames: names, colNames: names, values }],
  orders: [
    { name: "as given", rows: [0, 1, 2, 3, 4, 5], cols: [0, 1, 2, 3, 4, 5] },
    { name: "reversed", rows: [5, 4, 3, 2, 1, 0], cols: [5, 4, 3, 2, 1, 0] },
  ],
};
/** Clusters at 2.5: {0, 1}, {2, 3}, {4, 5}; at 3.5: {0, 1, 2, 3}, {4, 5}. */
const tree: Figure = {
  kind: "tree",
  title: "Tree",
  networks: "items",
  names,
  order: [0, 1, 2, 3, 4, 5],
  merges: [[0, 1, 1, 2], [2, 3, 2, 2], [4, 5, 2, 2], [6, 7, 3, 4], [8, 9, 4, 6]], // prettier-ignore
  heights: "distance",
};
const table: Figure = {
  kind: "table",
  title: "Numbers",
  networks: "items",
  columns: ["network", "value"],
  rows: names.map((name, k) => [name, (k * 5) % n]),
};
const rdms: Figure = {
  kind: "gallery",
  title: "RDMs",
  networks: "items",
  stimuli: "items",
  names: ["face", "house"],
  scale: { word: "distance" },
  panels: names.map((one) => ({ title: one, values: [0, 1, 1, 0] })),
};

declare global {
  var link: ReturnType<typeof charts.createLink>;
  var cuts: [number, number[]][];
}

describe.skipIf(missing)(missing ? `${title} (skipped: ${reason})` : title, () => {
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    const bundle = await chartsBundle();
    browser = await launchBrowser("--js-flags=--expose-gc");
    page = await browser.newPage({ viewport: { width: 1200, height: 1000 } });
    page.on("pageerror", (error) => faults.push(error.message));
    page.on("console", (message) => faults.push(message.text()));
    await openCharts(page, bundle);
  });

  beforeEach(async () => {
    await page.mouse.move(0, 0);
    await page.evaluate((figures) => {
      globalThis.link = charts.createLink();
      globalThis.cuts = [];
      const onCut = (height: number, labels: readonly number[]) => void cuts.push([height, [...labels]]);
      const drawn = figures.map((figure) => charts.chart(figure, { link, onCut }));
      document.getElementById("here")!.replaceChildren(...drawn);
    }, [heat, tree, table, rdms].map(plain));
    await page.waitForFunction(() =>
      [...document.querySelectorAll("figure")].every((one) => one.ariaBusy === "false"),
    );
  });

  afterAll(async () => browser?.close());

  const view = (name: string) => page.locator(`figure[data-view="${name}"]`);
  const selected = () => page.evaluate(() => link.selected);
  const chosenIn = (selector: string) =>
    page.locator(`${selector}.chosen`).evaluateAll((all) => all.map((one) => one.textContent));
  /** The middle of a cell, as drawn. */
  const cell = async (row: number, col: number, count = n): Promise<[number, number]> => {
    const box = (await page.locator(".cells").first().boundingBox())!;
    return [box.x + ((col + 0.5) * box.width) / count, box.y + ((row + 0.5) * box.height) / count];
  };
  const frame = () =>
    page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

  it("selects the pair of a cell, and a second one with the shift key; Escape lets all go", async () => {
    await page.mouse.click(...(await cell(1, 4)));
    expect(await selected()).toEqual({
      networks: ["net 1", "net 4"],
      pairs: [["net 1", "net 4"]],
      stimuli: [],
    });
    await frame();
    expect(await chosenIn(".names text")).toEqual(["net 1", "net 4"]);
    expect(await chosenIn("tbody tr")).toEqual(["net 15", "net 42"]);
    expect(await page.locator('tr[aria-selected="true"]').count()).toBe(2);
    expect(await chosenIn("h4")).toEqual(["net 1", "net 4"]);
    await page.keyboard.down("Shift");
    await page.mouse.click(...(await cell(0, 2)));
    await page.keyboard.up("Shift");
    expect((await selected()).pairs).toEqual([["net 1", "net 4"], ["net 0", "net 2"]]); // prettier-ignore
    await page.keyboard.press("Escape");
    expect(await selected()).toEqual({ networks: [], pairs: [], stimuli: [] });
  });

  it("lights under the pointer what a row, a leaf and a merge stand for", async () => {
    await view("tree").getByText("net 3").hover();
    expect(await page.evaluate(() => link.lit.networks)).toEqual(["net 3"]);
    await frame();
    expect(await page.locator("tr.lit").allTextContents()).toEqual(["net 33"]);
    expect((await view("heat-map").locator(".marks .line.lit").getAttribute("d"))!.match(/M/g)).toHaveLength(
      2,
    );
    const merge = view("tree").locator(".hits path").nth(3);
    await merge.dispatchEvent("pointerover");
    expect(await page.evaluate(() => link.lit.networks)).toEqual(["net 0", "net 1", "net 2", "net 3"]);
    await merge.dispatchEvent("click");
    await frame();
    expect((await selected()).networks).toHaveLength(4);
    // The merge and those inside it, but not the root.
    const chosen = view("tree").locator(".brackets path");
    expect(await chosen.evaluateAll((all) => all.map((one) => one.classList.contains("chosen")))).toEqual([
      true,
      true,
      false,
      true,
      false, // prettier-ignore
    ]);
  });

  it("brushes the networks of rows and columns, in the order that is drawn", async () => {
    await page.getByLabel("reversed").check();
    const [from, to] = [await cell(0, 1), await cell(1, 2)];
    await page.mouse.move(...from);
    await page.mouse.down();
    await page.mouse.move(...to, { steps: 3 });
    await page.mouse.up();
    expect(new Set((await selected()).networks)).toEqual(new Set(["net 5", "net 4", "net 3"]));
  });

  it("zooms with wheel and keys, names redrawn; a double click shows all", async () => {
    const rows = () => view("heat-map").locator("g[aria-label='y-axis tick label'] text").allTextContents();
    expect(await rows()).toEqual(names);
    await page.mouse.move(...(await cell(5, 5)));
    await page.keyboard.down("Control");
    await page.mouse.wheel(0, -300);
    await page.keyboard.up("Control");
    await frame();
    const near = await rows();
    expect(near.length).toBeLessThan(n);
    expect(near.at(-1)).toBe("net 5");
    await page.mouse.dblclick(...(await cell(0, 0, near.length)));
    await frame();
    expect(await rows()).toEqual(names);
  });

  it("goes from cell to cell with the keys, says each, and zooms around it", async () => {
    const rows = () => view("heat-map").locator("g[aria-label='y-axis tick label'] text").allTextContents();
    await view("heat-map").locator(".matrix").focus();
    for (const key of ["ArrowDown", "ArrowRight", "ArrowRight"]) await page.keyboard.press(key);
    expect(await view("heat-map").getByRole("status").textContent()).toMatch(/^net 0\nnet 2\ndistance/);
    await page.keyboard.press("Enter");
    expect((await selected()).pairs).toEqual([["net 0", "net 2"]]);
    await page.keyboard.press("+");
    await frame();
    expect((await rows()).length).toBe(4);
    await page.keyboard.press("Home");
    await frame();
    expect(await rows()).toEqual(names);
  });

  it("takes new values without losing zoom, order or focus", async () => {
    await page.getByLabel("reversed").check();
    await view("heat-map").locator(".matrix").focus();
    await page.keyboard.press("+");
    await frame();
    const rows = () => view("heat-map").locator("g[aria-label='y-axis tick label'] text").allTextContents();
    const before = await rows();
    expect(before).toHaveLength(4);
    const doubled = {
      ...heat,
      panels: [{ rowNames: names, colNames: names, values: values.map((v) => 2 * v) }],
    };
    await page.evaluate(
      (figure) => {
        charts.updateChart(document.querySelector<HTMLElement>("figure")!, figure);
      },
      plain(doubled as Figure),
    );
    await frame();
    expect(await rows()).toEqual(before);
    expect(await page.evaluate(() => document.activeElement!.className)).toContain("matrix");
    expect(await page.getByLabel("reversed").isChecked()).toBe(true);
    await page.mouse.move(...(await cell(0, 3, 4)));
    const [row, col] = [before[0]!, before[3]!].map((name) => names.indexOf(name)) as [number, number];
    const tip = await view("heat-map").locator(".tip").textContent();
    expect(Number(tip!.split(" ").at(-1))).toBeCloseTo(2 * values[n * row + col]!, 3);
  });

  it("cuts a tree by dragging and by keys, and says the clusters", async () => {
    const cut = page.getByRole("slider", { name: "Cut of the tree" });
    expect(await cut.getAttribute("aria-valuetext")).toBe("1 cluster, cut at 4");
    const box = (await cut.boundingBox())!;
    const [x, y] = [box.x + box.width / 2, box.y + 20];
    const zero = await view("tree")
      .locator(".names text")
      .first()
      .evaluate((text) => {
        const svg = (text as SVGElement).ownerSVGElement!;
        return (
          svg.getBoundingClientRect().left +
          Number(/translate\(([\d.]+)/.exec(text.getAttribute("transform")!)![1])
        );
      });
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + (zero - x) * (1.5 / 4), y, { steps: 3 }); // from 4 down to 2.5
    await page.mouse.up();
    expect(await page.evaluate(() => cuts.at(-1)![1])).toEqual([0, 0, 1, 1, 2, 2]);
    expect(await page.evaluate(() => cuts.at(-1)![0])).toBeCloseTo(2.5, 1);
    expect(
      await view("tree")
        .getByText(/^3 clusters, cut at/)
        .count(),
    ).toBe(1);
    expect(await view("tree").getByText("cluster 2", { exact: true }).count()).toBe(1);
    const fill = (name: string) =>
      view("tree").locator(".names text", { hasText: name }).getAttribute("fill");
    expect(await fill("net 0")).toBe(await fill("net 1"));
    expect(await fill("net 0")).not.toBe(await fill("net 2"));
    await cut.focus();
    await page.keyboard.press("ArrowLeft");
    expect(await page.evaluate(() => cuts.at(-1))).toEqual([3.5, [0, 0, 0, 0, 1, 1]]);
    await page.keyboard.press("End");
    expect(await cut.getAttribute("aria-valuenow")).toBe("6");
  });

  it("sorts a table and walks its rows with the keys", async () => {
    const sort = view("table").getByRole("button", { name: "value" });
    await sort.click();
    expect(await view("table").locator("td").allTextContents()).toEqual(["0", "1", "2", "3", "4", "5"]);
    expect(await view("table").locator("[aria-sort=ascending]").textContent()).toContain("value");
    await view("table").getByRole("button", { name: "value" }).click();
    expect(await view("table").locator("td").first().textContent()).toBe("5");
    await view("table").locator("tbody tr").first().focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    expect((await selected()).networks).toEqual([names[[0, 5, 4, 3, 2, 1].indexOf(4)]!]);
  });

  it("selects the network of a title and the stimuli of a cell of a gallery", async () => {
    await view("gallery").getByRole("button", { name: "net 2" }).click();
    expect((await selected()).networks).toEqual(["net 2"]);
    const box = (await view("gallery").locator("canvas").first().boundingBox())!;
    await page.mouse.click(box.x + 100, box.y + 20);
    expect((await selected()).stimuli).toEqual(["face", "house"]);
  });

  it("draws pictures of stimuli at the axes and in tips, and leaves cells without a value to the page", async () => {
    const dot = "data:image/gif;base64,R0lGODlhAQABAIAAAP8AAP///ywAAAAAAQABAAACAkQBADs=";
    const images = [`${dot}`, `${dot}#2`, `${dot}#3`];
    const pictured: Figure = {
      kind: "heat-maps",
      title: "RDM",
      stimuli: "items",
      scale: { word: "distance" },
      panels: [
        {
          rowNames: ["a", "b", "c"],
          colNames: ["a", "b", "c"],
          values: [0, 1, null, 1, 0, 2, null, 2, 0],
          rowImages: images,
          colImages: images,
        },
      ],
    };
    await page.evaluate((figure) => {
      document.getElementById("here")!.replaceChildren(charts.chart(figure, { link }));
    }, pictured);
    await page.waitForFunction(() => document.querySelector("figure")!.ariaBusy === "false");
    const hrefs = await page
      .locator("svg image")
      .evaluateAll((all) => all.map((one) => one.getAttribute("href")));
    expect(hrefs).toEqual([...images, ...images]);
    await page.mouse.click(...(await cell(0, 2, 3)));
    expect((await selected()).stimuli).toEqual(["a", "c"]);
    expect(await page.locator(".tip").textContent()).toBe("a\nc\ndistance no value");
    expect(
      await page.locator(".tip img").evaluateAll((all) => all.map((one) => one.getAttribute("src"))),
    ).toEqual([images[0], images[2]]);
    const opacity = await page.locator(".cells").evaluate((canvas: HTMLCanvasElement) => {
      const { width } = canvas;
      const { data } = canvas.getContext("2d")!.getImageData(0, Math.floor(width / 10), width, 1);
      return [0.9, 0.5].map((share) => data[4 * Math.floor(width * share) + 3]);
    });
    expect(opacity).toEqual([0, 255]);
  });

  it("forgets charts that are gone, and draws all of this without a fault", async () => {
    const listeners = await page.evaluate(async () => {
      let count = 0;
      const own = charts.createLink();
      const counted = {
        ...own,
        get selected() {
          return own.selected;
        },
        get lit() {
          return own.lit;
        },
        subscribe(changed: () => void) {
          count++;
          const end = own.subscribe(changed);
          return () => {
            count--;
            end();
          };
        },
      };
      for (let k = 0; k < 5; k++)
        charts.chart({ kind: "table", title: "T", columns: ["a"], rows: [] }, { link: counted });
      const before = count;
      for (let k = 0; k < 5; k++) {
        // What is held weakly lives until the end of the turn in which it was last reached.
        await new Promise((done) => setTimeout(done, 20));
        (globalThis as unknown as { gc?: () => void }).gc?.();
        await new Promise((done) => setTimeout(done, 20));
        own.light({ networks: [String(k)], pairs: [], stimuli: [] });
      }
      return { before, after: count };
    });
    expect(listeners).toEqual({ before: 5, after: 0 });
    expect(faults).toEqual([]);
  });
});

/** As it goes through JSON. */
function plain<T>(figure: T): T {
  return JSON.parse(
    JSON.stringify(figure, (_, value) => (ArrayBuffer.isView(value) ? [...(value as never)] : value)),
  ) as T;
}
