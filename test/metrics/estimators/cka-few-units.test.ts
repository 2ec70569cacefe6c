import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine } from "../../../src/index.ts";
import type { Matrix } from "../../../src/base/matrix.ts";
import { createRandom } from "../../../src/base/random.ts";
import { gaussian, multiply } from "../../support/data.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

const column = ({ rows, cols, data }: Matrix, j: number) =>
  Array.from({ length: rows }, (_, i) => data[i * cols + j]!);

const gramOf = (x: number[]) => x.map((a) => x.map((b) => a * b));

/** ⟨K, L⟩ of centred Gram matrices; debiased by equation 5 of Song et al. 2012, as a triple sum of its parts. */
function hsic(k: number[][], l: number[][], debiased: boolean): number {
  const m = k.length;
  const sum = (row: readonly number[]) => row.reduce((a, b) => a + b, 0);
  if (!debiased) {
    const centered = (g: number[][]) => {
      const means = g.map((row) => sum(row) / m);
      const all = sum(means) / m;
      return g.map((row, i) => row.map((v, j) => v - means[i]! - means[j]! + all));
    };
    const [a, b] = [centered(k), centered(l)];
    return sum(a.map((row, i) => sum(row.map((v, j) => v * b[i]![j]!))));
  }
  const hollow = (g: number[][]) => g.map((row, i) => row.map((v, j) => (i === j ? 0 : v)));
  const [a, b] = [hollow(k), hollow(l)];
  const [ra, rb] = [a.map(sum), b.map(sum)];
  const trace = sum(a.map((row, i) => sum(row.map((v, j) => v * b[i]![j]!))));
  const cross = sum(ra.map((v, i) => v * rb[i]!));
  return trace + (sum(ra) * sum(rb)) / ((m - 1) * (m - 2)) - (2 * cross) / (m - 2);
}

const added = (a: number[][], b: number[][]) => a.map((row, i) => row.map((v, j) => v + b[i]![j]!));

/** From the definition: sums over pairs of different units. */
function definition(x: Matrix, y: Matrix, debiased: boolean): number {
  const units = (one: Matrix) => Array.from({ length: one.cols }, (_, j) => gramOf(column(one, j)));
  const [kx, ky] = [units(x), units(y)];
  const all = (grams: number[][][]) => grams.reduce(added);
  const apart = (grams: number[][][]) => {
    let sum = 0;
    for (const [a, one] of grams.entries())
      for (const [b, other] of grams.entries()) if (a !== b) sum += hsic(one, other, debiased);
    const n = grams.length;
    return (sum * n) / (n - 1);
  };
  return hsic(all(kx), all(ky), debiased) / Math.sqrt(apart(kx) * apart(ky));
}

describe.each([false, true])("cka with estimator units, debiased %s", (debiased) => {
  const spec = { metric: "cka", estimator: "units", debiased } as const;

  it.each([
    [12, 5, 7],
    [9, 30, 4],
    [8, 20, 25],
  ])("is its definition for %d stimuli and %d and %d units", async (m, p, q) => {
    const random = createRandom(5);
    const shared = gaussian(random, m, 3);
    const draw = (n: number) => multiply(shared, gaussian(random, 3, n));
    const [x, y] = [draw(p), draw(q)];
    expect(await engine.compare(x, y, spec)).toBeCloseTo(definition(x, y, debiased), 10);
  });

  it("has the same value in a job that is computed the other way", async () => {
    const random = createRandom(6);
    const shared = gaussian(random, 40, 4);
    const nets = Array.from({ length: 30 }, () => multiply(shared, gaussian(random, 4, 18)));
    const many = await engine.pairwise(nets, spec);
    const one = await engine.compare(nets[3]!, nets[8]!, spec);
    expect(Math.abs(many.at(3, 8) - one)).toBeLessThan(1e-12);
  });

  it("is nearer to the value of the population than the plug-in, on average over samples of units", async () => {
    const random = createRandom(7);
    const [m, population, few, draws] = [60, 2000, 12, 60];
    const [shared, own] = [gaussian(random, m, 6), [gaussian(random, m, 6), gaussian(random, m, 6)]];
    const whole = own.map((part) =>
      addedMatrices(
        multiply(shared, gaussian(random, 6, population)),
        multiply(part, gaussian(random, 6, population)),
      ),
    ) as [Matrix, Matrix];
    const truth = await engine.compare(...whole, { metric: "cka", debiased });
    const means = { units: 0, "plug-in": 0 };
    for (let draw = 0; draw < draws; draw++) {
      const [x, y] = whole.map((one) =>
        unitsOf(
          one,
          Array.from({ length: few }, () => random.below(population)),
        ),
      );
      for (const estimator of ["units", "plug-in"] as const)
        means[estimator] += (await engine.compare(x!, y!, { metric: "cka", debiased, estimator })) / draws;
    }
    expect(truth - means["plug-in"]).toBeGreaterThan(0.1);
    expect(Math.abs(means.units - truth)).toBeLessThan(0.2 * (truth - means["plug-in"]));
  });

  it("refuses what it is not defined for", async () => {
    const x = gaussian(createRandom(1), 10, 4);
    const refused = async (more: object) => engine.compare(x, x, { ...spec, ...more } as typeof spec);
    await expect(refused({ kernel: "rbf" })).rejects.toThrow(/kernel linear/);
    await expect(refused({ ground: "angular" })).rejects.toThrow(/angular/);
    await expect(engine.compare(gaussian(createRandom(1), 10, 1), x, spec)).rejects.toThrow(
      /at least 2 units, got 1/,
    );
    const apart = { rows: 6, cols: 2, data: Float64Array.of(1, 0, -1, 0, 0, 1, 0, -1, 0, 0, 0, 0) };
    if (!debiased)
      await expect(engine.compare(apart, x.rows === 6 ? x : apart, spec)).rejects.toThrow(
        /no positive estimate/,
      );
  });
});

function addedMatrices(a: Matrix, b: Matrix): Matrix {
  return { ...a, data: a.data.map((v, k) => v + b.data[k]!) };
}

function unitsOf({ rows, cols, data }: Matrix, units: readonly number[]): Matrix {
  const kept = new Float64Array(rows * units.length);
  for (let i = 0; i < rows; i++)
    units.forEach((unit, j) => (kept[i * units.length + j] = data[i * cols + unit]!));
  return { rows, cols: units.length, data: kept };
}
