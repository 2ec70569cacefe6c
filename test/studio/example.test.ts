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
});
