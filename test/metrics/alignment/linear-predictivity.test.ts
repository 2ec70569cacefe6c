import { beforeAll, describe, expect, it } from "vitest";
// Threads start from built files only.
import { createEngine, type Engine, type MetricSpec } from "repgeom";
import { matrix, toRows, type Matrix } from "../../../src/base/matrix.ts";
import { createRandom } from "../../../src/base/random.ts";
import { divisionsOf } from "../../../src/metrics/predictivity/divisions.ts";
import { predictivityOf, type Fit } from "../../oracles/linear-predictivity.ts";
import { gaussian, multiply, orthogonal, representation } from "../../support/data.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

const random = createRandom(44);
type Given = Omit<Extract<MetricSpec, { metric: "linear-predictivity" }>, "metric">;
const compare = (x: Matrix, y: Matrix, given: Given = {}) =>
  engine.compare(representation("first", x), representation("second", y), {
    metric: "linear-predictivity",
    ...given,
  });
const scaled = (a: Matrix, by: number): Matrix => ({ ...a, data: a.data.map((v) => v * by) });
/** y is partly a linear map of x. */
const pair = (m: number, p: number, q: number): [Matrix, Matrix] => {
  const x = gaussian(random, m, p);
  x.data.forEach((v, k) => (x.data[k] = v * (1 + (k % p)) + (k % p)));
  const y = multiply(x, gaussian(random, p, q));
  y.data.forEach((v, k) => (y.data[k] = v + 4 * random.normal() + 5));
  return [x, y];
};

const fits: Fit[] = [
  { fit: "ridge" },
  { fit: "ridge", ridge: 3 },
  { fit: "ridge", ridge: 0 },
  { fit: "pls", components: 3 },
];
const sizes: [m: number, p: number, q: number][] = [
  [40, 5, 6],
  [30, 8, 1],
  [24, 1, 5],
  [25, 40, 4],
];

describe.each(fits)("linear predictivity by %o", (fit) => {
  it.each(sizes.filter(([m, p]) => fit.ridge !== 0 || p < m))(
    "equals the definition at %i stimuli, %i and %i units",
    async (m, p, q) => {
      const [x, y] = pair(m, p, q);
      const components = Math.min(fit.components ?? 25, p);
      const expected = predictivityOf(toRows(x), toRows(y), divisionsOf(m, { splits: 3, seed: 7 }), {
        ...fit,
        components,
      });
      expect(Math.abs((await compare(x, y, { ...fit, splits: 3, seed: 7 })) - expected)).toBeLessThan(1e-9);
    },
  );

  it("gives the same bits on threads, both ways", async () => {
    const nets = [3, 6, 30].map((n, k) => representation(`n${k}`, gaussian(random, 22, n)));
    const spec = { metric: "linear-predictivity", ...fit, splits: 3 } as const;
    const threads = await createEngine({ threads: 2 });
    const [alone, together] = [await engine.cross(nets, nets, spec), await threads.cross(nets, nets, spec)];
    threads.close();
    expect([...together.values]).toEqual([...alone.values]);
  });

  it("is 1 of what is a linear map of the first, and far below of noise", async () => {
    const x = gaussian(random, 60, 4);
    const y = multiply(x, gaussian(random, 4, 4));
    expect(await compare(x, y, { ...fit, components: 4 })).toBeGreaterThan(0.99);
    expect(Math.abs(await compare(x, gaussian(random, 60, 9), fit))).toBeLessThan(0.6);
  });

  it("is a number where one of both is as small or as large as may be", async () => {
    const [x, y] = pair(30, 4, 5);
    const value = await compare(x, y, fit);
    expect(Math.abs((await compare(x, scaled(y, 1e150), fit)) - value)).toBeLessThan(1e-9);
    expect(Math.abs((await compare(x, scaled(y, 1e-160), fit)) - value)).toBeLessThan(1e-9);
    if (fit.ridge) return;
    expect(Math.abs((await compare(scaled(x, 1e-160), y, fit)) - value)).toBeLessThan(1e-9);
    expect(Math.abs((await compare(scaled(x, 1e150), y, fit)) - value)).toBeLessThan(1e-9);
  });
});

describe("linear predictivity", () => {
  it("does not change when the units of the first are rotated", async () => {
    const [x, y] = pair(30, 5, 6);
    for (const fit of fits)
      expect(
        Math.abs((await compare(multiply(x, orthogonal(random, 5)), y, fit)) - (await compare(x, y, fit))),
      ).toBeLessThan(1e-10);
  });

  it("divides the same number of stimuli alike for one seed, a tenth rounded up held out, 2 at least", () => {
    for (const [m, held] of [
      [4, 2],
      [11, 2],
      [20, 2],
      [21, 3],
      [1000, 100],
    ] as const) {
      const divisions = divisionsOf(m, { splits: 5, seed: 1 });
      for (const { train, test } of divisions) {
        expect(test.length).toBe(held);
        expect([...train, ...test].sort((a, b) => a - b)).toEqual([...Array(m).keys()]);
      }
      expect(divisionsOf(m, { splits: 2, seed: 1 })).toEqual(divisions.slice(0, 2));
      if (m > 20) expect(divisionsOf(m, { splits: 5, seed: 2 })).not.toEqual(divisions);
    }
  });

  it("leaves out units without held-out variance, counts constant predictions as 0, and says both", async () => {
    const [x, y] = pair(40, 3, 2);
    const wider = matrix(40, 3);
    for (let i = 0; i < 40; i++) wider.data.set([y.data[i * 2]!, 0.1, y.data[i * 2 + 1]!], i * 3);
    expect(await compare(x, wider)).toBe(await compare(x, y));
    const nets = [representation("x", x), representation("y", wider)];
    const { warnings } = await engine.cross(nets, nets, { metric: "linear-predictivity" });
    expect(warnings.join()).toContain(
      "1 unit of y is equal for all stimuli, and left out where it is predicted",
    );
    expect(warnings.join()).toContain("Each correlation is over 4 held-out stimuli");
    // The first varies at one stimulus only: a division that holds it out predicts a constant.
    const spike = matrix(40, 1);
    spike.data[3] = 1;
    for (const fit of fits)
      expect(Number.isFinite(await compare(spike, y, { ...fit, splits: 30 }))).toBe(true);
  });

  it("says what it cannot do", async () => {
    const [x, y] = pair(40, 3, 2);
    const spike = matrix(40, 1);
    spike.data[3] = 1;
    await expect(compare(x, spike)).rejects.toThrow(
      /No unit of the second network varies over the stimuli that division 0/,
    );
    await expect(compare(x, matrix(40, 2))).rejects.toThrow(/second: every unit is constant/);
    await expect(compare(gaussian(random, 3, 2), gaussian(random, 3, 2))).rejects.toThrow(
      /first has 3 stimuli: at least 4/,
    );
    await expect(compare(x, y, { fit: "lasso" as never })).rejects.toThrow(/accepted: "ridge", "pls"/);
  });
});
