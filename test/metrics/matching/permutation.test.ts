import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type MetricSpec } from "../../../src/index.ts";
import { matrix, type Matrix } from "../../../src/base/matrix.ts";
import { createRandom } from "../../../src/base/random.ts";
import { gaussian, multiply, representation } from "../../support/data.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

type Spec = MetricSpec & { metric: "permutation" };
const random = createRandom(77);
const column = ({ rows, cols, data }: Matrix, j: number) =>
  Array.from({ length: rows }, (_, i) => (j < cols ? data[i * cols + j]! : 0));
const columns = (list: number[][]): Matrix =>
  matrix(list[0]!.length, list.length, Float64Array.from(list[0]!.flatMap((_, i) => list.map((c) => c[i]!))));
const scaled = (a: Matrix, factor: number): Matrix => ({ ...a, data: a.data.map((v) => v * factor) });
const compare = (x: Matrix, y: Matrix, options: Partial<Spec> = {}) =>
  engine.compare(representation("x", x), representation("y", y), { ...options, metric: "permutation" });

function* orders(length: number): Generator<number[]> {
  if (length === 0) return yield [];
  for (const rest of orders(length - 1)) {
    for (let at = 0; at < length; at++) yield [...rest.slice(0, at), length - 1, ...rest.slice(at)];
  }
}

/** The definition: every order of the zero-padded units. */
function leastDistance(x: Matrix, y: Matrix): number {
  const width = Math.max(x.cols, y.cols);
  let least = Infinity;
  for (const order of orders(width)) {
    const gaps = order.flatMap((j, k) => column(x, k).map((v, i) => v - column(y, j)[i]!));
    least = Math.min(least, Math.hypot(...gaps));
  }
  return least;
}

describe("permutation", () => {
  it.each([
    [4, 4],
    [1, 3],
    [5, 2],
    [6, 6],
  ])("is the least over all orders of %i and %i units", async (p, q) => {
    const [x, y] = [gaussian(random, 7, p), gaussian(random, 7, q)];
    const value = await compare(x, y, { ground: "euclidean", center: false });
    expect(value).toBeCloseTo(leastDistance(x, y), 12);
  });

  it("tells angles beyond a right angle, up to π exactly", async () => {
    const x = gaussian(random, 9, 1);
    expect(await compare(x, scaled(x, -2))).toBe(Math.PI);
    expect(await compare(x, scaled(x, 2))).toBeLessThanOrEqual(1e-15);
  });

  it.each([1e-150, 1e150])("keeps its values at a scale of %f", async (unit) => {
    const [x, y] = [gaussian(random, 12, 5), gaussian(random, 12, 8)];
    for (const ground of ["angular", "correlation"] as const) {
      expect(await compare(scaled(x, unit), scaled(y, 1 / unit), { ground })).toBeCloseTo(
        await compare(x, y, { ground }),
        13,
      );
    }
    const far = await compare(scaled(x, unit), scaled(y, unit), { ground: "euclidean" });
    expect(far / unit).toBeCloseTo(await compare(x, y, { ground: "euclidean" }), 12);
  });

  it("tells units apart that differ by 1e-9 of their size, which products do not", async () => {
    for (let draw = 0; draw < 10; draw++) {
      const base = gaussian(random, 20, 3);
      const twin = column(base, 0).map((v) => v + 1e-9 * random.normal());
      const units = [column(base, 0), twin, column(base, 1), column(base, 2)];
      const [x, y] = [columns(units), columns([units[1]!, units[3]!, units[0]!, units[2]!])];
      expect(await compare(x, y)).toBeLessThanOrEqual(1e-15);
      const wider = columns([...units.toReversed(), units[0]!.map(() => 0)]);
      expect(await compare(x, wider)).toBeLessThanOrEqual(1e-15);
      expect(await compare(wider, x)).toBeLessThanOrEqual(1e-15);
    }
  });

  it("is the norm of the other from a constant network, in the Euclidean ground only", async () => {
    const [flat, x] = [matrix(10, 3, new Float64Array(30).fill(0.1)), gaussian(random, 10, 2)];
    const value = await compare(flat, x, { ground: "euclidean", center: true });
    const centered = [0, 1].flatMap((j) => {
      const mean = column(x, j).reduce((s, v) => s + v, 0) / 10;
      return column(x, j).map((v) => v - mean);
    });
    expect(value).toBeCloseTo(Math.hypot(...centered), 13);
    await expect(compare(flat, x)).rejects.toThrow("x: every unit is constant across stimuli");
    await expect(compare(x, flat, { ground: "correlation" })).rejects.toThrow(
      "y: unit 0, counted from 0, is constant across stimuli",
    );
    await expect(compare(matrix(10, 2), x, { ground: "correlation", center: false })).rejects.toThrow(
      "x: unit 0, counted from 0, is 0 for every stimulus",
    );
  });
});

describe("align by permutation", () => {
  it.each([
    [5, 5, 1],
    [3, 6, 1],
    [6, 3, 1e150],
  ])(
    "of %i and %i units at scale %f leaves the Euclidean distance, by permutation matrices",
    async (p, q, unit) => {
      const [a, b] = [p, q].map((n) => scaled(gaussian(random, 11, n), unit)) as [Matrix, Matrix];
      const spec: Spec = { metric: "permutation", ground: "euclidean" };
      const { x, y } = await engine.align(representation("a", a), representation("b", b), spec);
      const gaps = x.aligned.data.map((v, k) => (v - y.aligned.data[k]!) / unit);
      expect(Math.hypot(...gaps)).toBeCloseTo((await compare(a, b, spec)) / unit, 12);
      for (const [side, given] of [
        [x, a],
        [y, b],
      ] as const) {
        const { motion, means } = side;
        expect([motion.rows, motion.cols]).toEqual([given.cols, Math.max(p, q)]);
        const ones = Array.from({ length: motion.rows }, (_, i) => [
          ...motion.data.subarray(i * motion.cols, (i + 1) * motion.cols),
        ]);
        expect(ones.every((row) => row.filter((v) => v === 1).length === 1)).toBe(true);
        expect(ones.flat().filter((v) => v !== 0)).toHaveLength(given.cols);
        const moved = { ...given, data: given.data.map((v, k) => v - means.data[k % given.cols]!) };
        const again = multiply(moved, motion);
        const error = again.data.map((v, k) => (v - side.aligned.data[k]!) / unit);
        expect(Math.hypot(...error)).toBeLessThan(1e-13);
      }
      expect(Array.from({ length: p }, (_, i) => x.motion.data[i * x.motion.cols + i])).toEqual(
        new Array(p).fill(1),
      );
    },
  );
});

describe("permutation on held-out stimuli", () => {
  const held = async (train: [Matrix, Matrix], test: [Matrix, Matrix], options: Partial<Spec> = {}) => {
    const list = (pair: [Matrix, Matrix]) => pair.map((m, k) => representation(`n${k}`, m));
    const spec: Spec = { ...options, metric: "permutation" };
    return (await engine.pairwise(list(train), spec, { test: list(test) })).test!;
  };
  const [x, y] = [gaussian(random, 15, 4), gaussian(random, 15, 4)];
  const [heldX, heldY] = [gaussian(random, 6, 4), gaussian(random, 6, 4)];

  it("applies the matching and the means of training", async () => {
    const spec: Spec = { metric: "permutation", ground: "euclidean" };
    const result = await held([x, y], [heldX, heldY], spec);
    const fitted = await engine.align(representation("x", x), representation("y", y), spec);
    const move = (given: Matrix, { motion, means }: typeof fitted.x) =>
      multiply({ ...given, data: given.data.map((v, k) => v - means.data[k % given.cols]!) }, motion).data;
    const [a, b] = [move(heldX, fitted.x), move(heldY, fitted.y)];
    expect(result.at(0, 1)).toBeCloseTo(Math.hypot(...a.map((v, k) => v - b[k]!)), 12);
    expect(result.kind).toBe("dissimilarity");
    const angle = await held([x, y], [heldX, heldY]);
    const dot = a.reduce((sum, v, k) => sum + v * b[k]!, 0);
    expect(angle.at(0, 1)).toBeCloseTo(Math.acos(dot / (Math.hypot(...a) * Math.hypot(...b))), 12);
  });

  it("on the training stimuli is the training value, for every ground", async () => {
    for (const ground of ["angular", "euclidean", "correlation"] as const) {
      const result = await held([x, y], [x, y], { ground });
      expect(result.at(0, 1)).toBeCloseTo(await compare(x, y, { ground }), 12);
    }
  });

  it("leaves a unit without a partner that was constant in training: its norm counts", async () => {
    const dead = { ...x, data: x.data.map((v, k) => (k % 4 === 2 ? 0.1 : v)) };
    const value = await held([dead, dead], [heldX, heldX], { ground: "euclidean" });
    const outside = Math.hypot(...column(heldX, 2).map((v) => v - 0.1));
    expect(value.at(0, 1)).toBeCloseTo(Math.SQRT2 * outside, 12);
  });

  it("refuses an angle to responses that equal the training means", async () => {
    const ones = matrix(
      15,
      1,
      Float64Array.from({ length: 15 }, (_, i) => (i % 2 ? 1 : 3)),
    );
    ones.data[0] = 2;
    ones.data[1] = 2;
    ones.data[2] = 2;
    const mean = ones.data.reduce((s, v) => s + v, 0) / 15;
    const flat = matrix(3, 1, new Float64Array(3).fill(mean));
    await expect(held([ones, ones], [flat, flat])).rejects.toThrow("held-out responses all equal");
  });
});
