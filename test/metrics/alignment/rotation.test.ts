import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type MetricSpec } from "../../../src/index.ts";
import { matrix, toRows, transpose, type Matrix } from "../../../src/base/matrix.ts";
import { createRandom } from "../../../src/base/random.ts";
import { determinant } from "../../oracles/determinant.ts";
import { bestRotationOf3 } from "../../oracles/alignment.ts";
import { gaussian, multiply, orthogonal, representation } from "../../support/data.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

const random = createRandom(20);
const compare = (
  x: Matrix,
  y: Matrix,
  spec: Omit<Extract<MetricSpec, { metric: "procrustes" }>, "metric"> = {},
) =>
  engine.compare(representation("x", x), representation("y", y), {
    metric: "procrustes",
    group: "rotation",
    ...spec,
  });
const norm = ({ data }: Matrix) => Math.hypot(...data);
/** The last unit negated: a reflection. */
const mirrored = (x: Matrix): Matrix => ({
  ...x,
  data: x.data.map((value, k) => (k % x.cols === x.cols - 1 ? -value : value)),
});
/** Units of falling size, over so many decades. */
const graded = (x: Matrix, decades: number): Matrix => ({
  ...x,
  data: x.data.map((value, k) => value * 10 ** ((-decades * (k % x.cols)) / (x.cols - 1))),
});

describe("Procrustes without reflections", () => {
  it("equals the largest eigenvalue of Horn's quaternion matrix in three dimensions", async () => {
    for (let trial = 0; trial < 20; trial++) {
      const [x, y] = [gaussian(random, 9, 3), gaussian(random, 9, 3)];
      const largest = bestRotationOf3(toRows(multiply(transpose(x), y)));
      const expected = Math.acos(largest / (norm(x) * norm(y)));
      expect(Math.abs((await compare(x, y, { center: false })) - expected)).toBeLessThan(1e-13);
      const gap = Math.sqrt(norm(x) ** 2 + norm(y) ** 2 - 2 * largest);
      expect(Math.abs((await compare(x, y, { center: false, ground: "euclidean" })) - gap)).toBeLessThan(
        1e-12,
      );
    }
  });

  it("is the least of all rotations of the plane, tried one by one", async () => {
    const [x, y] = [gaussian(random, 7, 2), gaussian(random, 7, 2)];
    const m = toRows(multiply(transpose(x), y)) as [[number, number], [number, number]];
    let best = -Infinity;
    for (let k = 0; k < 100000; k++) {
      const [c, s] = [Math.cos(k * 2e-5 * Math.PI), Math.sin(k * 2e-5 * Math.PI)];
      best = Math.max(best, c * (m[0][0] + m[1][1]) + s * (m[0][1] - m[1][0]));
    }
    expect(await compare(x, y, { center: false })).toBeCloseTo(Math.acos(best / (norm(x) * norm(y))), 8);
  });

  it.each([1, 0.5, 0])(
    "tells a network from its mirror image, but not from rotations of it, at alpha %d",
    async (alpha) => {
      const x = gaussian(random, 30, 5);
      const turn = orthogonal(random, 5);
      const rotation = determinant(toRows(turn)) > 0 ? turn : mirrored(turn);
      expect(await compare(x, multiply(x, rotation), { alpha })).toBeLessThan(1e-13);
      const apart = await compare(x, multiply(x, mirrored(rotation)), { alpha });
      expect(apart).toBeGreaterThan(0.1);
      expect(apart).toBeCloseTo(await compare(x, mirrored(x), { alpha }), 12);
      expect(await compare(x, mirrored(x), { alpha, group: "orthogonal" })).toBeLessThan(1e-13);
    },
  );

  it("keeps all digits of a weak direction that alone is mirrored", async () => {
    // The mirror image of a direction of norm s is 2s away, where no other way to turn is shorter.
    for (const decades of [4, 8, 11]) {
      const [x] = [graded(orthogonal(random, 40), 0)];
      const columns = matrix(40, 5);
      for (let i = 0; i < 40; i++) columns.data.set(x.data.subarray(i * 40, i * 40 + 5), i * 5);
      const weak = graded(columns, decades);
      const expected = 2 * 10 ** -decades;
      const found = await compare(weak, mirrored(weak), { center: false, ground: "euclidean" });
      expect(Math.abs(found / expected - 1)).toBeLessThan(1e-4);
    }
  });

  const withZeros = (x: Matrix) => {
    const wider = matrix(x.rows, x.cols + 1);
    for (let i = 0; i < x.rows; i++)
      wider.data.set(x.data.subarray(i * x.cols, (i + 1) * x.cols), i * wider.cols);
    return wider;
  };
  const free: [string, () => [Matrix, Matrix]][] = [
    ["widths differ", () => [gaussian(random, 20, 4), gaussian(random, 20, 5)]],
    [
      "there are no more stimuli than units, and one mean",
      () => [gaussian(random, 6, 6), gaussian(random, 6, 6)],
    ],
    ["there are fewer stimuli than units", () => [gaussian(random, 6, 9), gaussian(random, 6, 9)]],
    [
      "one varies in fewer directions than it has units",
      () => [multiply(gaussian(random, 20, 3), gaussian(random, 3, 5)), gaussian(random, 20, 5)],
    ],
    ["one has a unit of zeros", () => [withZeros(gaussian(random, 20, 4)), gaussian(random, 20, 5)]],
  ];
  it.each(free)("is that with reflections where %s", async (_why, draw) => {
    for (const alpha of [1, 0.5, 0])
      for (const mirror of [false, true]) {
        const [x, y] = draw();
        const other = mirror ? mirrored(y) : y;
        const value = await compare(x, other, { alpha });
        expect(Math.abs(value - (await compare(x, other, { alpha, group: "orthogonal" })))).toBeLessThan(
          1e-12,
        );
      }
  });

  it("is no distance across widths: a unit of zeros lies between mirror images, which is why none is declared", async () => {
    const x = gaussian(random, 20, 3);
    const between = withZeros(x);
    expect(await compare(x, between)).toBeLessThan(1e-13);
    expect(await compare(between, mirrored(x))).toBeLessThan(1e-13);
    expect(await compare(x, mirrored(x))).toBeGreaterThan(0.1);
  });

  it("obeys the triangle inequality among networks of one width", async () => {
    for (let trial = 0; trial < 60; trial++) {
      const x = gaussian(random, 8, 3);
      const nudged = (a: Matrix, by: number) => ({ ...a, data: a.data.map((v) => v + by * random.normal()) });
      const [y, z] = [nudged(mirrored(x), 0.3), nudged(x, 0.5)];
      for (const ground of ["angular", "euclidean", "unit-norm"] as const) {
        const [xy, yz, xz] = [
          await compare(x, y, { ground }),
          await compare(y, z, { ground }),
          await compare(x, z, { ground }),
        ];
        expect(xy).toBeLessThanOrEqual(xz + yz + 1e-12);
        expect(xz).toBeLessThanOrEqual(xy + yz + 1e-12);
      }
    }
  });

  it("reaches π for networks of one unit that are opposite", async () => {
    const x = gaussian(random, 9, 1);
    expect(await compare(x, mirrored(x))).toBe(Math.PI);
    expect(await compare(x, mirrored(x), { ground: "unit-norm" })).toBe(2);
    expect(await compare(x, mirrored(x), { group: "orthogonal" })).toBe(0);
  });

  it.each([1, 0.5])(
    "is reached by the motions of align, whose product has determinant 1, at alpha %d",
    async (alpha) => {
      for (const [p, q] of [
        [4, 4],
        [4, 4],
        [4, 4],
        [3, 4],
        [5, 5],
      ] as const) {
        const [x, y] = [gaussian(random, 12, p), gaussian(random, 12, q)];
        const spec = { metric: "procrustes", group: "rotation", ground: "euclidean", alpha } as const;
        const { x: a, y: b } = await engine.align(representation("x", x), representation("y", y), spec);
        const gap = Math.hypot(...a.aligned.data.map((value, k) => value - b.aligned.data[k]!));
        expect(Math.abs(gap - (await compare(x, y, { ground: "euclidean", alpha })))).toBeLessThan(1e-11);
        if (p === q) expect(determinant(toRows(multiply(a.motion, transpose(b.motion))))).toBeGreaterThan(0);
      }
    },
  );

  it("is fitted on some stimuli and measured on others: a mirror image is far there too", async () => {
    const x = gaussian(random, 40, 3);
    const nets = [representation("x", x), representation("y", mirrored(x))];
    const of = async (spec: MetricSpec) => (await engine.pairwise(nets, { ...spec, folds: 4 })).at(0, 1);
    expect(await of({ metric: "procrustes" })).toBeLessThan(1e-12);
    expect(await of({ metric: "procrustes", group: "rotation" })).toBeGreaterThan(0.1);
    const chord = await of({ metric: "procrustes", group: "rotation", ground: "unit-norm" });
    expect(chord).toBeGreaterThan(0.1);
    expect(chord).toBeLessThanOrEqual(2);
  });

  it.each([1e-160, 1e150])("does not depend on a scale of %d", async (scale) => {
    const [x, y] = [gaussian(random, 12, 4), gaussian(random, 12, 4)];
    const big = (a: Matrix) => ({ ...a, data: a.data.map((v) => v * scale) });
    for (const other of [y, mirrored(y)])
      expect(Math.abs((await compare(big(x), big(other))) - (await compare(x, other)))).toBeLessThan(1e-13);
  });
});

describe("Procrustes at unit norm", () => {
  const spec = { metric: "procrustes", ground: "unit-norm" } as const;
  it("is √(2 − 2·cos θ), and keeps the digits of nearly equal networks", async () => {
    const [x, y] = [gaussian(random, 30, 6), gaussian(random, 30, 8)];
    const of = (a: Matrix, b: Matrix) => engine.compare(representation("x", a), representation("y", b), spec);
    const angle = await engine.compare(representation("x", x), representation("y", y), {
      metric: "procrustes",
    });
    expect(Math.abs((await of(x, y)) - Math.sqrt(2 - 2 * Math.cos(angle)))).toBeLessThan(1e-14);
    const step = gaussian(random, 30, 6);
    const near = (e: number) => of(x, { ...x, data: x.data.map((v, k) => v + e * step.data[k]!) });
    const unit = (await near(1e-4)) / 1e-4;
    for (const e of [1e-6, 1e-9, 1e-12])
      expect(Math.abs((await near(e)) / (e * unit) - 1)).toBeLessThan(1e-3);
  });
});
