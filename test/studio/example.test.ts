import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pairwise, read } from "../../dist/src/index.js";
import { cannot, cellsIn, openExample, root, studioSite, valueIn, type Site } from "./site.ts";

describe.skipIf(cannot)("the studio", () => {
  let site: Site;
  beforeAll(async () => void (site = await studioSite()));
  afterAll(() => site?.close());

  it("answers the first example with one click, with the values that the library gives", async () => {
    const { page, faults } = await site.open();
    await openExample(page);
    const views = await page
      .locator("figure[data-view]")
      .evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset["view"]));
    expect(views).toEqual(expect.arrayContaining(["heat-map", "map", "tree"]));
    const figure = page.locator('figure[data-view="heat-map"]').first();
    await figure.locator("details summary").click();
    const cells = await figure.evaluate(cellsIn);
    const two = await read(["control-03", "noise-5"].map((name) => `${root}examples/rnn-dms/${name}.npy`));
    const { values } = await pairwise(two, { metric: "procrustes" });
    expect(valueIn(cells, "control-03", "noise-5")).toBe(values[1]!.toPrecision(4));
    expect(faults).toEqual([]);
  });

  it("names eight metrics in one line by what tells them apart, and draws also what is far below", async () => {
    const { page } = await site.open();
    await page.getByRole("button", { name: "Eight ways to compare them" }).click();
    await page.getByRole("button", { name: "8 metrics: elementwise, rsa ▾" }).click();
    const chips = page.getByRole("dialog", { name: "8 metrics" }).locator(".chip > button:first-child");
    expect((await chips.allInnerTexts()).filter((_, k) => k % 4 === 1)).toEqual([
      "elementwise · cityblock",
      "rsa · cityblock",
    ]);
    await page.keyboard.press("Escape");
    await page.getByRole("heading", { name: "How 8 metrics agree" }).waitFor();
    await page.locator(".question .running button").waitFor({ state: "detached" });
    expect((await page.locator("header.question").boundingBox())!.height).toBeLessThan(64);
    const last = page.locator(".answer .card").last();
    await last.locator('figure[aria-busy="false"] details').waitFor({ state: "attached" });
    expect((await last.boundingBox())!.y).toBeGreaterThan(2 * 900);
    await page.context().close();
  });

  it("gives several matrices the whole width, side by side", async () => {
    const { page } = await site.open();
    await page.getByRole("button", { name: "A shared space: native against shared" }).click();
    const card = page.locator('.card:has(figure[data-view="heat-map"])').first();
    const second = card.locator(".panels > div").nth(1);
    await second.waitFor();
    const [first, other] = [
      await card.locator(".panels > div").first().boundingBox(),
      await second.boundingBox(),
    ];
    expect(other!.y).toBe(first!.y);
    const numbers = await card.locator("g[aria-label='y-axis tick label'] text").allTextContents();
    expect(numbers.slice(0, 4)).toEqual(["0", "5", "10", "15"]);
    await page.context().close();
  });
});
