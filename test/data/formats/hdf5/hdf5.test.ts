import { describe, expect, it } from "vitest";
import { openHdf5 } from "../../../../src/data/formats/hdf5/open.ts";
import { arrayAt, expectedIn, golden, goldenBytes, goldenPath, numbersOf, withOpened } from "./golden.ts";

describe("openHdf5", () => {
  for (const name of ["types.h5", "chunks.h5", "latest.h5", "plugins.h5", "pytables.h5"]) {
    it(`reads every array of ${name} as its writer wrote it, in place and from bytes`, async () => {
      const expected = expectedIn(name);
      expect(expected.length).toBeGreaterThan(1);
      for (const source of [goldenPath(name), { name, bytes: goldenBytes(name) }]) {
        await withOpened(openHdf5, source, async (file) => {
          for (const { path, shape, values } of expected) {
            const array = arrayAt(file, path);
            expect([path, array.refused]).toEqual([path, undefined]);
            expect([path, array.shape]).toEqual([path, shape]);
            expect([path, await numbersOf(array)]).toEqual([path, values]);
          }
        });
      }
    });
  }

  it("says why it does not read what are no real numbers", async () => {
    await withOpened(openHdf5, goldenPath("types.h5"), async (file) => {
      for (const [key, why] of Object.entries(golden.refused).filter(([key]) =>
        key.startsWith("types.h5:"),
      )) {
        const array = arrayAt(file, key.slice("types.h5:".length));
        const refusal = array.refused ?? (await numbersOf(array).catch((error: Error) => error.message));
        expect([key, refusal]).toEqual([key, expect.stringContaining(why)]);
      }
    });
  });
});
