import { readFileSync } from "node:fs";
import type { Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { compareMetrics, createEngine, mantel, read, toDistances } from "../../dist/src/index.js";
import type { Comparisons } from "../../dist/src/index.js";
import { longestTask, tasksOf } from "../support/tasks.ts";
import { cannot, openExample, root, studioSite, type Opened, type Site } from "./site.ts";

const pair = ["control-07", "control-02"] as const;

const numbers = (text: string) =>
  (text.replaceAll("−", "-").match(/-?\d+(\.\d+)?(e-?\d+)?/g) ?? []).map(Number);

describe.skipIf(cannot)("the views of the studio", () => {
  let site: Site;
  let opened: Opened;
  let page: Page;
  const results = new Map<string, Promise<Comparisons>>();
  const networks = read(
    [...Array.from({ length: 10 }, (_, k) => `control-${String(k + 1).padStart(2, "0")}`), ..."12345"]
      .map((name) => (name.length === 1 ? `noise-${name}` : name))
      .map((name) => `${root}examples/rnn-dms/${name}.npy`),
  );
  /** Gives the same bits as the studio. */
  const engine = createEngine({ deterministic: true });
  /** What the library gives for the networks of the example. */
  const result = (metric: "procrustes" | "cka") => {
    if (!results.has(metric))
      results.set(
        metric,
        networks.then(async (all) => (await engine).pairwise(all, { metric })),
      );
    return results.get(metric)!;
  };
  const valueOf = async (metric: "procrustes" | "cka", [a, b]: readonly [string, string]) => {
    const { names, at } = await result(metric);
    return at(names.indexOf(a), names.indexOf(b));
  };

  beforeAll(async () => {
    site = await studioSite();
    opened = await site.open();
    page = opened.page;
    page.setDefaultTimeout(10_000);
    await openExample(page);
  });
  afterEach(() => expect(opened.faults).toEqual([]));
  afterAll(async () => {
    (await engine).close();
    await site?.close();
  });

  const card = (title: string) => page.getByRole("region", { name: title, exact: true });
  const inspector = () => page.getByRole("complementary", { name: "Selected" });
  const cards = () =>
    page.locator(".answer .part .cards .card").evaluateAll((all) => all.map((one) => one.ariaLabel));

  it("light a pair, clicked in the heat map, in map, tree, and inspector, with its value and its rank", async () => {
    await clickCell(card("All values"), pair);
    await expectChosen(card("Tree"), pair);
    await expectChosen(card("Map"), pair);
    const listed = page.getByRole("treegrid", { name: "Networks" }).locator('[aria-selected="true"] b');
    expect((await listed.allInnerTexts()).sort()).toEqual([...pair].sort());
    const value = await valueOf("procrustes", pair);
    const row = inspector().locator(".pair tr").first();
    expect(await row.locator(".value").getAttribute("title")).toBe(String(value));
    const { values, names } = await result("procrustes");
    const below = values.filter(
      (one, at) => at % names.length > Math.floor(at / names.length) && one < value,
    );
    expect(numbers(await row.locator("small").innerText())).toEqual([below.length + 1, 105]);
    await page.keyboard.press("Escape");
    await inspector().getByText("Select networks, pairs or stimuli").waitFor();
    await expectChosen(card("Tree"), []);
  });

  it("show whom a network resembles most, as the library says", async () => {
    await card("Tree").locator("text", { hasText: "noise-3" }).first().click();
    const { names, at } = await result("procrustes");
    const own = names.indexOf("noise-3");
    const near = names
      .filter((_, k) => k !== own)
      .sort((a, b) => at(own, names.indexOf(a)) - at(own, names.indexOf(b)));
    const rows = inspector().locator("table.near:not(.means) th");
    await rows.first().waitFor();
    expect(await rows.allInnerTexts()).toEqual(near.slice(0, 8));
    await page.keyboard.press("Escape");
  });

  it("move by keyboard and by dragging, close and open again, and undo", async () => {
    const before = await cards();
    await card("Map").getByRole("button", { name: "Move Map" }).focus();
    await page.keyboard.press("ArrowRight");
    expect((await cards()).slice(0, 3)).toEqual(["All values", "Tree", "Map"]);
    await page.keyboard.press("ArrowLeft");
    expect(await cards()).toEqual(before);
    await drag(card("Map").getByRole("button", { name: "Move Map" }), card("All values"));
    expect((await cards()).slice(0, 2)).toEqual(["Map", "All values"]);
    await page.keyboard.press("Control+z");
    expect(await cards()).toEqual(before);
    await card("Tree").getByRole("button", { name: "Close Tree" }).click();
    expect(await cards()).toEqual(before.filter((title) => title !== "Tree"));
    await page.getByRole("button", { name: "Open Tree again" }).click();
    expect(await cards()).toEqual(before);
  });

  it("fill the window, and give it back with Escape", async () => {
    await card("Map").getByRole("button", { name: "Expand Map" }).click();
    const dialog = page.getByRole("dialog", { name: "Map" });
    expect(await dialog.boundingBox()).toEqual({ x: 0, y: 0, width: 1280, height: 900 });
    await page.keyboard.press("Escape");
    await card("Map").waitFor();
    expect((await card("Map").boundingBox())!.width).toBeLessThan(700);
  });

  it("explain a pair: the shares that are listed add to the value, and a stimulus lights in the RDMs", async () => {
    await clickCell(card("All values"), pair);
    const value = await valueOf("procrustes", pair);
    // At norm 1 the squared distance is 2 − 2 cos θ, for the angle that is the value.
    const squared = 2 - 2 * Math.cos(value);
    await inspector().locator(".explained").waitFor();
    const sum = numbers((await inspector().locator(".explained dd").first().innerText()).split(",")[0]!)[0]!;
    expect(sum).toBeCloseTo(squared, 6);
    const all = inspector().getByRole("region", { name: "All stimuli", exact: true });
    await all.scrollIntoViewIfNeeded();
    await all.locator("summary").click();
    await all.locator("tbody td").first().waitFor();
    const listed = (await all.locator("tbody td:nth-child(2)").allInnerTexts()).map(
      (text) => numbers(text)[0]!,
    );
    expect(listed.reduce((total, share) => total + share, 0)).toBeCloseTo(squared, 5);
    await page.getByRole("button", { name: "Show the RDM of 2 networks" }).click();
    const rdms = page.getByRole("region", { name: "RDMs", exact: true });
    await rdms.locator('figure[data-view="heat-map"][aria-busy="false"]').waitFor();
    expect(await rdms.locator("h4").allInnerTexts()).toEqual(expect.arrayContaining([...pair]));
    const most = inspector().getByRole("region", { name: "Shares of stimuli", exact: true });
    const stimulus = await all.locator("tbody th").first().innerText();
    await most.getByRole("button", { name: `${stimulus}, ` }).click({ modifiers: ["Shift"] });
    await inspector()
      .getByRole("region", { name: "Selected stimuli" })
      .getByText(stimulus, { exact: true })
      .waitFor();
    const marked = () =>
      rdms
        .locator("svg.marks path.line.chosen")
        .evaluateAll((all) => all.map((one) => one.getAttribute("d")));
    await expect.poll(async () => (await marked()).filter(Boolean).length).toBe(2);
    await page.keyboard.press("Escape");
  });

  it("make a column of the clusters at which the tree is cut, and undo it", async () => {
    const cut = card("Tree").getByRole("slider");
    await cut.focus();
    for (let k = 0; k < 2; k++) await page.keyboard.press("ArrowRight");
    const button = card("Tree").getByRole("button", { name: /^Colour by these \d+ clusters$/ });
    const [count] = numbers(await button.innerText());
    expect(count).toBeGreaterThan(1);
    await button.click();
    await card("Map")
      .getByText(/^cluster 1\b/)
      .first()
      .waitFor();
    await card("Map")
      .getByText(new RegExp(`^cluster ${count}\\b`))
      .first()
      .waitFor();
    expect(await cut.getAttribute("aria-valuetext")).toContain(String(count)); // still cut there
    await page.getByRole("button", { name: "Undo: colour by clusters" }).click();
    await card("Map")
      .getByText(/^noise \(5\)/)
      .or(card("Map").getByText("noise", { exact: true }))
      .first()
      .waitFor();
  });

  it("are saved as SVG, as PNG at 300 dots an inch, and as the values with all digits", async () => {
    const saved = async (label: string) => {
      await card("All values").first().getByRole("button", { name: "Save or copy All values" }).click();
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: label, exact: true }).locator("visible=true").click(),
      ]);
      return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
    };
    const csv = await saved("Values as CSV");
    const { names, at } = await result("procrustes");
    const lines = String(csv.bytes).trim().split("\n");
    expect(lines[0]!.split(",").slice(1)).toEqual(names);
    expect(lines.slice(1).map((line) => line.split(",").slice(1).map(Number))).toEqual(
      names.map((_, i) => names.map((_, j) => at(i, j))),
    );
    const svg = await saved("Picture as SVG");
    expect(svg.name).toBe("procrustes-shape-distance-all-values.svg");
    const drawn = await page.evaluate((text) => {
      const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
      return { root: parsed.documentElement.tagName, text: parsed.documentElement.textContent };
    }, String(svg.bytes));
    expect(drawn.root).toBe("svg");
    for (const word of ["All values", "control-07", "noise-5"]) expect(drawn.text).toContain(word);
    const png = await saved("Picture as PNG");
    expect(png.bytes.subarray(1, 4).toString()).toBe("PNG");
    expect(Math.abs(png.bytes.readUInt32BE(16) - (120 / 25.4) * 300)).toBeLessThan(4); // 120 mm
  });

  it("compare two answers by the numbers of the library", async () => {
    await page.getByRole("button", { name: "+ metric" }).click();
    await page.getByLabel("Search metrics").fill("centered kernel");
    await page.getByRole("button", { name: /^Centered kernel alignment/ }).click();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Remove Procrustes shape distance" }).click();
    await page.keyboard.press("Control+Enter");
    const tabs = page.getByRole("navigation", { name: "Answers" });
    await tabs.getByRole("button", { name: "Centered kernel alignment", exact: true }).waitFor();
    await tabs
      .getByRole("button", { name: "Procrustes shape distance", exact: true })
      .click({ modifiers: ["Shift"] });
    const comparison = page.getByRole("region", { name: "Comparison of two answers" });
    const facts = comparison.locator("dl.agreement");
    await facts.waitFor();
    const both = [await result("cka"), await result("procrustes")];
    const [x, y] = both.map((one) => toDistances(one).square);
    const spearman = await compareMetrics(both, { comparator: "spearman" });
    const { correlation, p } = mantel(x!, y!, { permutations: 999 });
    const shown = await facts.locator("dd").allInnerTexts();
    expect(numbers(shown[0]!)[0]).toBeCloseTo(correlation, 3);
    expect(numbers(shown[1]!)[0]).toBeCloseTo(spearman.at(0, 1), 3);
    expect(numbers(shown[2]!)[0]).toBeCloseTo(p, 3);
    const views = await comparison
      .locator("figure[data-view]")
      .evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset["view"]));
    expect(views).toEqual(["heat-map", "scatter"]);
  });

  it("are walked with the keyboard alone", async () => {
    const keys = await site.open();
    const { page: own } = keys;
    own.setDefaultTimeout(10_000);
    await own
      .getByRole("button", { name: /example/i })
      .first()
      .focus();
    await own.keyboard.press("Enter");
    await own.locator('figure[data-view="tree"][aria-busy="false"]').waitFor();
    await own.keyboard.press("?");
    await own.getByRole("dialog", { name: "Keys" }).waitFor();
    await own.keyboard.press("Escape");
    await own.getByRole("dialog", { name: "Keys" }).waitFor({ state: "detached" });
    await own.getByRole("button", { name: "More about Procrustes shape distance" }).focus();
    await own.keyboard.press("Enter");
    await focusOn(own, "Rename");
    await own.keyboard.press("Enter");
    await expect.poll(() => own.evaluate(() => document.activeElement?.tagName)).toBe("INPUT");
    await own.keyboard.type("first try /?");
    await own.keyboard.press("Enter");
    await own.getByRole("heading", { name: "first try /?" }).waitFor();
    expect(await own.getByRole("dialog").count()).toBe(0);
    await own.getByRole("button", { name: "Save or copy Tree" }).focus();
    await own.keyboard.press("Enter");
    await focusOn(own, "Picture as SVG");
    for (const key of ["ArrowUp", "ArrowDown"]) await own.keyboard.press(key); // the last, and again the first
    const [saved] = await Promise.all([own.waitForEvent("download"), own.keyboard.press("Enter")]);
    expect(saved.suggestedFilename()).toMatch(/tree\.svg$/);
    await own.getByRole("button", { name: "Expand Tree" }).focus();
    await own.keyboard.press("Enter");
    await own.getByRole("dialog", { name: "Tree" }).waitFor();
    await own.keyboard.press("Escape");
    await own.getByRole("region", { name: "Tree", exact: true }).waitFor();
    expect(await own.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("Expand Tree");
    await own.keyboard.press("Control+z");
    await own.getByRole("heading", { name: "Procrustes shape distance" }).waitFor();
    expect(keys.faults).toEqual([]);
    await own.close();
  });

  it("show the values of a running answer as they come, in one chart", async () => {
    const slow = { kind: "pairs", metrics: [{ metric: "kernel-cca" }], options: {} };
    const running = await site.open({
      hash: `#${new URLSearchParams({ question: JSON.stringify(slow), example: "rnn-dms" })}`,
    });
    const partial = running.page.locator('.partial figure[data-view="heat-map"]');
    const seen = await running.page.evaluate(async () => {
      const charts = new Set<Element>();
      let busy = 0;
      const end = performance.now() + 30_000;
      while (performance.now() < end) {
        await new Promise(requestAnimationFrame);
        const chart = document.querySelector('.partial figure[data-view="heat-map"][aria-busy="false"]');
        if (chart) charts.add(chart);
        if (document.querySelector(".views")?.ariaBusy === "true") busy++;
        if (document.querySelector(".answer[aria-busy=false] .card")) break;
      }
      return { charts: charts.size, busy };
    });
    expect(seen.busy).toBeGreaterThan(0);
    expect(seen.charts).toBe(1);
    await partial.waitFor({ state: "detached" });
    expect(running.faults).toEqual([]);
    await running.page.close();
  });

  it("draw an answer of forty figures in short tasks", async () => {
    const names = ["cka", "rv", "nbs", "cca", "linear-regression", "pwcca", "elementwise"];
    const metrics = [{ metric: "procrustes" }, ...names.map((metric) => ({ metric }))];
    const question = JSON.stringify({ kind: "pairs", metrics, options: {} });
    const look = JSON.stringify({ color: "condition" });
    const long = await site.open({ hash: `#${new URLSearchParams({ question, look, example: "rnn-dms" })}` });
    const views = long.page.locator(".views");
    const pending = () => views.locator('figure[aria-busy="true"]').count();
    const tasks = await tasksOf(site.browser, long.page, async () => {
      await views.locator(".answer[aria-busy=false] .card").first().waitFor();
      expect(await views.locator(".card").count()).toBeGreaterThanOrEqual(40);
      const before = await pending();
      expect(before).toBeGreaterThan(20);
      for (let at = 0; at < 6; at++) {
        await views.evaluate((one) => one.scrollBy(0, 900));
        await long.page.waitForTimeout(100);
      }
      expect(await pending()).toBeLessThan(before);
    });
    expect(tasks.length).toBeGreaterThan(100);
    expect(tasks[0]).toBeLessThan(longestTask);
    expect(long.faults).toEqual([]);
    await long.page.close();
  });
});

/** Where the row of one network and the column of the other meet. */
async function clickCell(card: Locator, [a, b]: readonly [string, string]): Promise<void> {
  const boxesOf = async (name: string) =>
    Promise.all((await card.locator("svg text", { hasText: name }).all()).map((one) => one.boundingBox()));
  const row = (await boxesOf(a)).find((box) => box!.width > box!.height)!;
  const col = (await boxesOf(b)).find((box) => box!.width < box!.height)!;
  await card.page().mouse.click(col.x + col.width / 2, row.y + row.height / 2);
}

async function expectChosen(card: Locator, names: readonly string[]): Promise<void> {
  const chosen = () =>
    card.locator("text.chosen").evaluateAll((all) => all.map((one) => one.textContent).filter(Boolean));
  await expect.poll(async () => [...new Set(await chosen())].sort()).toEqual([...names].sort());
}

async function drag(from: Locator, to: Locator): Promise<void> {
  const page = from.page();
  const [start, end] = [(await from.boundingBox())!, (await to.boundingBox())!];
  await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2);
  await page.mouse.down();
  await page.mouse.move(end.x + 20, end.y + end.height / 2, { steps: 4 });
  await page.mouse.up();
}

/** Waits until the focus is on this choice: a menu moves it when it has opened. */
async function focusOn(page: Page, words: string): Promise<void> {
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.textContent?.trim()), { timeout: 5000 })
    .toContain(words);
}
