import { describe, expect, it } from "vitest";
import { openNwb } from "../../../../src/data/formats/hdf5/nwb.ts";
import { arrayAt, expectedIn, golden, goldenPath, numbersOf, withOpened } from "./golden.ts";

describe("openNwb", () => {
  it("counts the spikes of units in trials, and by a column as stimuli × repeats × units", async () => {
    await withOpened(openNwb, goldenPath("session.nwb"), async (file) => {
      const expected = expectedIn("session.nwb");
      expect(expected.map(({ path }) => path)).toContain("units/spike_counts/orientation");
      for (const { path, shape, values } of expected) {
        const array = arrayAt(file, path);
        expect([path, array.shape]).toEqual([path, shape]);
        expect([path, await numbersOf(array)]).toEqual([path, values]);
        const names = golden.names[`session.nwb:${path}`];
        if (names) expect(array.stimuli).toEqual(names);
      }
    });
  });

  it("counts in some rows as in all", async () => {
    await withOpened(openNwb, goldenPath("session.nwb"), async (file) => {
      const byOrientation = arrayAt(file, "units/spike_counts/orientation");
      const all = await numbersOf(byOrientation);
      expect(Array.from(await byOrientation.read({ start: 1, end: 2 }))).toEqual(all.slice(12));
    });
  });

  it("refuses a column whose values have unequal numbers of trials", async () => {
    await withOpened(openNwb, goldenPath("session.nwb"), async (file) => {
      expect(arrayAt(file, "units/spike_counts/stimulus").refused).toContain("2 to 3 trials");
    });
  });
});
