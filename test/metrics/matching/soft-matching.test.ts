import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type MetricSpec } from "../../../src/index.ts";
import { matrix, transpose, type Matrix } from "../../../src/base/matrix.ts";
import { createRandom } from "../../../src/base/random.ts";
import { gaussian, multiply, representation } from "../../support/data.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

type Spec = MetricSpec & { metric: "soft-matching" };
const random = createRandom(91);
const scaled = (a: Matrix, factor: number): Matrix => ({ ...a, data: a.data.map((v) => v * factor) });
const column = ({ rows, cols, data }: Matrix, j: number) =>
  Array.from({ length: rows }, (_, i) => data[i * cols + j]!);
/** The units of `a` at these places, in this order. */
const units = (a: Matrix, places: number[]): Matrix =>
  matrix(
    a.rows,
    places.length,
    Float64Array.from({ length: a.rows * places.length }, (_, k) => {
      const [i, j] = [Math.floor(k / places.length), places[k % places.length]!];
      return a.data[i * a.cols + j]!;
    }),
  );
const compare = (x: Matrix, y: Matrix, spec: MetricSpec) =>
  engine.compare(representation("x", x), representation("y", y), spec);
const soft = (x: Matrix, y: Matrix, options: Partial<Spec> = {}) =>
  compare(x, y, { ...options, metric: "soft-matching" });

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));

/** Least mean cost over couplings: assignments of shares so small that all are whole, by dynamic programming. */
function leastMean(p: number, q: number, cost: (i: number, j: number) => number): number {
  const common = divisor(p, q);
  const total = (p * q) / common;
  let best = new Map([[0, 0]]);
  for (let row = 0; row < total; row++) {
    const next = new Map<number, number>();
    for (const [taken, sum] of best) {
      for (let j = 0; j < total; j++) {
        const set = taken | (1 << j);
        if (set === taken) continue;
        const added = sum + cost(Math.floor((row * common) / q), Math.floor((j * common) / p));
        next.set(set, Math.min(next.get(set) ?? Infinity, added));
      }
    }
    best = next;
  }
  return Math.min(...best.values()) / total;
}

const correlation = (a: number[], b: number[]) => {
  const center = (v: number[]) => {
    const mean = v.reduce((s, e) => s + e, 0) / v.length;
    return v.map((e) => e - mean);
  };
  const [p, q] = [center(a), center(b)];
  return p.reduce((s, e, i) => s + e * q[i]!, 0) / (Math.hypot(...p) * Math.hypot(...q));
};

describe("soft-matching", () => {
  it.each([
    [1, 4],
    [2, 3],
    [3, 4],
    [5, 2],
    [4, 6],
    [5, 5],
  ])("is the best of all couplings of %i and %i units", async (p, q) => {
    const [x, y] = [gaussian(random, 8, p), gaussian(random, 8, q)];
    const squared = (i: number, j: number) =>
      column(x, i).reduce((s, v, k) => s + (v - column(y, j)[k]!) ** 2, 0);
    const distance = await soft(x, y, { center: false });
    expect(distance).toBeCloseTo(Math.sqrt(leastMean(p, q, squared)), 12);
    const similarity = await soft(x, y, { ground: "correlation" });
    const unlike = (i: number, j: number) => -correlation(column(x, i), column(y, j));
    expect(similarity).toBeCloseTo(-leastMean(p, q, unlike), 12);
  });

  it("at equal widths is one-to-one matching: the distance / √n, the same correlation", async () => {
    const [x, y] = [gaussian(random, 20, 12), gaussian(random, 20, 12)];
    const hard = await compare(x, y, { metric: "permutation", ground: "euclidean" });
    expect(await soft(x, y)).toBeCloseTo(hard / Math.sqrt(12), 13);
    expect(await soft(x, y, { ground: "correlation" })).toBeCloseTo(
      await compare(x, y, { metric: "permutation", ground: "correlation" }),
      13,
    );
  });

  it("does not see whether every unit is there once or several times", async () => {
    const [x, y] = [gaussian(random, 30, 14), gaussian(random, 30, 21)];
    const thrice = units(
      x,
      Array.from({ length: 42 }, (_, k) => (k * 5) % 14),
    );
    for (const ground of ["euclidean", "correlation"] as const) {
      expect(await soft(thrice, y, { ground })).toBeCloseTo(await soft(x, y, { ground }), 12);
    }
    expect(await soft(thrice, x)).toBeLessThanOrEqual(1e-14);
    expect(await soft(thrice, x, { ground: "correlation" })).toBeCloseTo(1, 14);
  });

  it("tells units apart that differ by 1e-9 of their size, which products do not", async () => {
    const base = gaussian(random, 20, 3);
    const wide = units(base, [0, 0, 1, 2]);
    wide.data.forEach((v, k) => (wide.data[k] = v + 1e-9 * random.normal()));
    expect(await soft(wide, units(wide, [3, 1, 0, 2, 0, 1, 2, 3]))).toBeLessThanOrEqual(1e-15);
  });

  it.each([1e-150, 1e150])("keeps its values at a scale of %f", async (unit) => {
    const [x, y] = [gaussian(random, 12, 5), gaussian(random, 12, 8)];
    expect((await soft(scaled(x, unit), scaled(y, unit))) / unit).toBeCloseTo(await soft(x, y), 12);
    const ground = "correlation";
    expect(await soft(scaled(x, unit), scaled(y, 1 / unit), { ground })).toBeCloseTo(
      await soft(x, y, { ground }),
      13,
    );
  });

  it("of a constant network is the size of the other; it has no correlation", async () => {
    const [flat, x] = [matrix(10, 3, new Float64Array(30).fill(0.1)), gaussian(random, 10, 2)];
    const size = Math.hypot(...[0, 1].map((j) => Math.sqrt(10) * deviation(column(x, j)))) / Math.SQRT2;
    expect(await soft(flat, x)).toBeCloseTo(size, 12);
    await expect(soft(flat, x, { ground: "correlation" })).rejects.toThrow(
      "x: unit 0, counted from 0, is constant across stimuli",
    );
  });

  it("aligns by the coupling: the distance is what is left, the weights are as they must be", async () => {
    const [a, b] = [gaussian(random, 9, 4), gaussian(random, 9, 6)];
    const spec: Spec = { metric: "soft-matching" };
    const { x, y, coupling } = await engine.align(representation("a", a), representation("b", b), spec);
    const gaps = x.aligned.data.map((v, k) => v - y.aligned.data[k]!);
    expect(Math.hypot(...gaps)).toBeCloseTo(await soft(a, b), 12);
    const product = multiply(x.motion, transpose(y.motion));
    expect([coupling!.rows, coupling!.cols]).toEqual([4, 6]);
    coupling!.data.forEach((weight, k) => {
      expect(weight).toBeGreaterThanOrEqual(0);
      expect(product.data[k]).toBeCloseTo(weight, 15);
    });
    for (let i = 0; i < 4; i++)
      expect(column(transpose(coupling!), i).reduce((s, v) => s + v)).toBeCloseTo(1 / 4, 15);
    for (let j = 0; j < 6; j++) expect(column(coupling!, j).reduce((s, v) => s + v)).toBeCloseTo(1 / 6, 15);
    const moved = { ...a, data: a.data.map((v, k) => v - x.means.data[k % 4]!) };
    multiply(moved, x.motion).data.forEach((v, k) => expect(v).toBeCloseTo(x.aligned.data[k]!, 13));
  });

  it("on held-out stimuli applies the coupling and means of training", async () => {
    const [x, y] = [gaussian(random, 15, 4), gaussian(random, 15, 6)];
    const [heldX, heldY] = [gaussian(random, 7, 4), gaussian(random, 7, 6)];
    const list = (...pair: Matrix[]) => pair.map((m, k) => representation(`n${k}`, m));
    const spec: Spec = { metric: "soft-matching" };
    const result = await engine.pairwise(list(x, y), spec, { test: list(heldX, heldY) });
    const fitted = await engine.align(representation("x", x), representation("y", y), spec);
    const move = (given: Matrix, { motion, means }: typeof fitted.x) =>
      multiply({ ...given, data: given.data.map((v, k) => v - means.data[k % given.cols]!) }, motion).data;
    const [a, b] = [move(heldX, fitted.x), move(heldY, fitted.y)];
    expect(result.test!.at(0, 1)).toBeCloseTo(Math.hypot(...a.map((v, k) => v - b[k]!)), 12);
    const ground = "correlation";
    const same = await engine.pairwise(list(x, y), { ...spec, ground }, { test: list(x, y) });
    expect(same.test!.at(0, 1)).toBeCloseTo(await soft(x, y, { ground }), 12);
    expect(same.test!.kind).toBe("similarity");
  });
});

function deviation(values: number[]): number {
  const mean = values.reduce((s, v) => s + v, 0) / values.length;
  return Math.sqrt(values.reduce((s, v) => s + (v - mean) ** 2, 0) / values.length);
}
