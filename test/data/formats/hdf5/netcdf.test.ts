import { describe, expect, it } from "vitest";
import { openNetcdf } from "../../../../src/data/formats/netcdf/open.ts";
import { parseNpy } from "../../../../src/data/formats/numpy/npy.ts";
import { arrayAt, expectedIn, golden, goldenBytes, goldenPath, numbersOf, withOpened } from "./golden.ts";

describe("openNetcdf", () => {
  const files = ["xarray.nc", "groups.nc", "classic.nc", "offset64.nc", "record.nc", "cdf5.nc"];
  for (const name of files) {
    it(`reads every variable of ${name} with its axes and stimuli, in place and from bytes`, async () => {
      for (const source of [goldenPath(name), { name, bytes: goldenBytes(name) }]) {
        await withOpened(openNetcdf, source, async (file) => {
          for (const { path, shape, values } of expectedIn(name)) {
            const array = arrayAt(file, path);
            expect([path, array.shape]).toEqual([path, shape]);
            expect([path, await numbersOf(array)]).toEqual([path, values]);
            const { axes, names } = golden;
            const key = `${name}:${path}`;
            if (axes[key]) expect([path, array.axes]).toEqual([path, axes[key]]);
            if (names[key]) expect([path, array.stimuli]).toEqual([path, names[key]]);
          }
        });
      }
    });
  }

  it("reads some rows of a variable that takes turns with another one, and of one that lies in one piece", async () => {
    await withOpened(openNetcdf, goldenPath("classic.nc"), async (file) => {
      const rows = { start: 2, end: 5 };
      expect(Array.from(await arrayAt(file, "trace").read(rows))).toEqual([6, 7, 8, 9, 10, 11, 12, 13, 14]);
      const whole = await numbersOf(arrayAt(file, "doubles"));
      expect(Array.from(await arrayAt(file, "doubles").read({ start: 1, end: 3 }))).toEqual(
        whole.slice(3, 9),
      );
    });
  });

  it("reads what netCDF4 wrote", async () => {
    await withOpened(openNetcdf, goldenPath("data.nc"), async (file) => {
      expect(file.arrays.map(({ path }) => path)).toEqual(["rates"]);
      const [expected] = parseNpy(goldenBytes("nc.npy"), "nc.npy");
      expect(await numbersOf(arrayAt(file, "rates"))).toEqual(Array.from(expected!.data));
      expect(arrayAt(file, "rates").axes).toEqual(["stimuli", "units"]);
    });
  });
});
