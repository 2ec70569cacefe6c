import { beforeAll, describe, expect, it } from "vitest";
// A worker starts from built files only.
import { createEngine as createBuilt } from "repgeom";
import { createEngine, type Engine } from "../../../src/index.ts";
import { matrix, type Matrix } from "../../../src/base/matrix.ts";
import { createRandom } from "../../../src/base/random.ts";
import { imdOracle } from "../../oracles/imd.ts";
import { gaussian, representation } from "../../support/data.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

const imd = (x: Matrix, y: Matrix, options = {}) =>
  engine.compare(representation("first", x), representation("second", y), { metric: "imd", ...options });

/** Points on a grid of whole numbers: most distances are equal. */
const grid = (side: number): Matrix =>
  matrix(
    side * side,
    2,
    Float64Array.from({ length: 2 * side * side }, (_, at) =>
      at % 2 === 0 ? Math.floor(at / 2 / side) : (at >> 1) % side,
    ),
  );

describe("imd", () => {
  it.each([
    [12, 3],
    [40, 5],
    [60, 1],
    [6, 5],
  ])("equals the sum over all eigenvalues for %d stimuli and k = %d", async (m, k) => {
    const random = createRandom(m);
    const [x, y] = [gaussian(random, m, 3), gaussian(random, m, 8)];
    const expected = imdOracle(x, y, k);
    expect(Math.abs((await imd(x, y, { k, spectrum: "exact" })) - expected)).toBeLessThan(1e-12 * m);
    const mean = await imd(x, y, { k, spectrum: "exact", normalization: "mean" });
    expect(Math.abs(mean - expected / m)).toBeLessThan(1e-12);
  });

  it("takes the smaller number of equally near stimuli", async () => {
    const other = gaussian(createRandom(3), 49, 2);
    const value = await imd(grid(7), other, { k: 3, spectrum: "exact" });
    expect(Math.abs(value - imdOracle(grid(7), other, 3))).toBeLessThan(1e-11);
  });

  it("is near that by Lanczos", async () => {
    const random = createRandom(5);
    const [x, y] = [gaussian(random, 300, 2), gaussian(random, 300, 20)];
    const exact = await imd(x, y, { spectrum: "exact" });
    expect(Math.abs((await imd(x, y)) - exact) / exact).toBeLessThan(0.02);
    // Steps of Lanczos that reach all 300 eigenvalues leave the error of the random vectors alone.
    const steps = await imd(x, y, { steps: 300, probes: 4 });
    expect(Math.abs((await imd(x, y, { steps: 12, probes: 4 })) - steps) / steps).toBeLessThan(1e-6);
  });

  it("comes nearer with more random vectors, over seeds", async () => {
    const random = createRandom(6);
    const [x, y] = [gaussian(random, 80, 2), gaussian(random, 80, 9)];
    const exact = await imd(x, y, { spectrum: "exact" });
    const error = async (probes: number) => {
      let sum = 0;
      for (let seed = 1; seed <= 8; seed++) sum += Math.abs((await imd(x, y, { probes, seed })) - exact);
      return sum / 8;
    };
    const [few, many] = [await error(10), await error(1000)];
    expect(many).toBeLessThan(few / 4);
  });

  it("is nearly the same for two samples of one distribution, and not for another", async () => {
    // The example of the authors' code: normal of 10 and of 9 dimensions, and beta(1/2, 1/2).
    const random = createRandom(1);
    const [x, y] = [gaussian(random, 500, 10), gaussian(random, 500, 9)];
    const z = { ...x, data: x.data.map(() => Math.sin((Math.PI / 2) * random.uniform()) ** 2) };
    expect(await imd(x, z)).toBeGreaterThan(2 * (await imd(x, y)));
  });

  it("has the same bits on threads", async () => {
    const random = createRandom(8);
    const nets = [3, 4, 5, 6].map((units, k) => representation(`net ${k}`, gaussian(random, 50, units)));
    const pool = await createBuilt({ threads: 2 });
    const [alone, spread] = [
      await engine.pairwise(nets, { metric: "imd" }),
      await pool.pairwise(nets, { metric: "imd" }),
    ];
    pool.close();
    expect(alone.values.filter((value) => value > 0)).toHaveLength(12);
    expect(spread.values).toEqual(alone.values);
  });

  it("does not depend on the unit of the responses, and allows equal stimuli", async () => {
    const random = createRandom(6);
    const [x, y] = [gaussian(random, 20, 3), gaussian(random, 20, 4)];
    const value = await imd(x, y);
    const times = (a: Matrix, factor: number) => ({ ...a, data: a.data.map((entry) => entry * factor) });
    expect(await imd(times(x, 1e-160), times(y, 1e150))).toBe(value);
    expect(await imd(matrix(20, 2), matrix(20, 3))).toBe(0);
  });

  it("refuses as many neighbours as stimuli", async () => {
    const x = gaussian(createRandom(1), 5, 2);
    await expect(imd(x, x)).rejects.toThrow(/first has 5 stimuli, so each has 4 neighbours; k is 5/);
  });
});
