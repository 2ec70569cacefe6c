import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pairwise, read } from "../../dist/src/index.js";
import { cannot, openExample, root, studioSite, type Site } from "./site.ts";

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
    const [shown] = await page
      .locator('figure[data-view="heat-map"] svg text')
      .evaluateAll((all) =>
        all.map((one) => one.textContent).filter((text) => /^0\.(?!000)\d{3}$/.test(text!)),
      );
    const names = ["control-03", "noise-5"];
    const two = await read(names.map((name) => `${root}examples/rnn-dms/${name}.npy`));
    const { values } = await pairwise(two, { metric: "procrustes" });
    expect(shown).toBe(values[1]!.toFixed(3));
    expect(faults).toEqual([]);
  });
});
