import { beforeAll, describe, expect, it } from "vitest";
import { cluster, createEngine, embed, fuse, type Engine } from "../../../src/index.ts";
import { matrix, toRows, type Matrix } from "../../../src/base/matrix.ts";
import { createRandom } from "../../../src/base/random.ts";
import { euclidean as ofRows } from "../../geometry/oracles.ts";
import { fusedByPaper, fusedBySnfpy } from "../../oracles/network-fusion.ts";
import { gaussian } from "../../support/data.ts";

const euclidean = (points: Matrix) => ofRows(toRows(points));

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

/** Distances of noisy copies of the same points. */
function views(count: number, n: number, noise: number, seed: number): Matrix[] {
  const random = createRandom(seed);
  const points = gaussian(random, n, 3);
  return Array.from({ length: count }, () =>
    euclidean({ ...points, data: points.data.map((value) => value + noise * random.normal()) }),
  );
}

const rowsOf = (squares: readonly Matrix[]) => squares.map(toRows);
const farthest = (a: Matrix, b: readonly (readonly number[])[]) =>
  a.data.reduce(
    (most, value, at) => Math.max(most, Math.abs(value - b[Math.floor(at / a.cols)]![at % a.cols]!)),
    0,
  );

describe("fuse", () => {
  it.each([
    { count: 2, n: 12, k: 3, mu: 0.5, steps: 1 },
    { count: 3, n: 15, k: 5, mu: 0.3, steps: 7 },
    { count: 4, n: 20, k: 19, mu: 0.8, steps: 20 },
  ])(
    "equals the paper's equations, $count matrices of $n items, k $k",
    async ({ count, n, k, mu, steps }) => {
      const squares = views(count, n, 0.3, 3);
      const fused = await fuse(squares, { k, mu, iterations: steps, tolerance: 0 });
      expect(farthest(fused.square(), fusedByPaper(rowsOf(squares), { k, mu, steps }))).toBeLessThan(1e-14);
      expect(fused.iterations).toBe(steps);
    },
  );

  it("equals snfpy's equations on request", async () => {
    const squares = views(3, 25, 0.3, 4);
    const question = { k: 6, mu: 0.5, steps: 20 };
    const fused = await fuse(squares, { k: 6, variant: "snfpy", iterations: 20, tolerance: 0 });
    expect(farthest(fused.square(), fusedBySnfpy(rowsOf(squares), question))).toBeLessThan(1e-13);
  });

  it("has snfpy's values of a small case", async () => {
    const n = 7;
    const at = (i: number, j: number, s: number) =>
      i === j ? 0 : 1 + Math.abs(Math.sin(s * (i + 1) * (j + 1)));
    const distances = [1, 2].map((s) =>
      matrix(
        n,
        n,
        Float64Array.from({ length: n * n }, (_, k) => at(Math.floor(k / n), k % n, s)),
      ),
    );
    const fused = await fuse(distances, { k: 3, variant: "snfpy", iterations: 20, tolerance: 0 });
    snfpyRows.forEach(([row, ...values]) =>
      values.forEach((value, col) => expect(fused.at(row!, col)).toBeCloseTo(value, 12)),
    );
  });

  it("does not depend on the unit or the order of the matrices, and follows the order of the items", async () => {
    const squares = views(3, 14, 0.4, 5);
    const fused = await fuse(squares);
    const scaled = squares.map((square, v) => ({
      ...square,
      data: square.data.map((value) => value * [1e-3, 1, 50][v]!),
    }));
    const other = await fuse(scaled.toReversed());
    fused.values.forEach((value, at) => expect(other.values[at]).toBeCloseTo(value, 12));
    expect(
      fused.values.every((value, at) => value === fused.values[(at % 14) * 14 + Math.floor(at / 14)]),
    ).toBe(true);
    const order = Array.from({ length: 14 }, (_, i) => (5 * i + 2) % 14);
    const moved = squares.map(({ data }) => ({
      rows: 14,
      cols: 14,
      data: Float64Array.from(
        { length: 196 },
        (_, at) => data[order[Math.floor(at / 14)]! * 14 + order[at % 14]!]!,
      ),
    }));
    const permuted = await fuse(moved);
    permuted.values.forEach((value, at) =>
      expect(value).toBeCloseTo(fused.values[order[Math.floor(at / 14)]! * 14 + order[at % 14]!]!, 12),
    );
  });

  it("converges, and says how far it came", async () => {
    const squares = views(3, 30, 0.4, 6);
    const fused = await fuse(squares);
    expect(fused.converged).toBe(true);
    expect(fused.change).toBeLessThanOrEqual(1e-8);
    expect(fused.warnings).toEqual([]);
    const stopped = await fuse(squares, { iterations: 2 });
    expect(stopped.warnings).toEqual(["not converged after 2 steps: raise iterations"]);
  });

  it("shows groups that each matrix alone shows in part", async () => {
    const random = createRandom(9);
    const groups = Array.from({ length: 30 }, (_, i) => Math.floor(i / 10));
    // Each view tells one group from the two others.
    const squares = [0, 1].map((told) => {
      const points = matrix(30, 4);
      for (let i = 0; i < 30; i++)
        for (let c = 0; c < 4; c++)
          points.data[i * 4 + c] = random.normal() + (c === 0 && groups[i] === told ? 8 : 0);
      return euclidean(points);
    });
    const alike = (labels: ArrayLike<number>) => {
      let same = 0;
      for (let i = 0; i < 30; i++)
        for (let j = 0; j < i; j++) same += Number((labels[i] === labels[j]) === (groups[i] === groups[j]));
      return same / 435;
    };
    const { distances } = await fuse(squares, { k: 8 });
    const fused = alike(cluster(distances, { clusters: 3 }).labels!);
    const alone = squares.map((square) => alike(cluster(square, { clusters: 3 }).labels!));
    expect(fused).toBe(1);
    expect(Math.max(...alone)).toBeLessThan(0.95);
  });

  it("gives distances whose inner products are the similarities", async () => {
    const squares = views(2, 12, 0.2, 7);
    const fused = await fuse(squares, {
      names: Array.from({ length: 12 }, (_, i) => `net ${i}`),
      labels: ["a", "b"],
    });
    const { eigenvalues } = await embed(fused.distances, { dimensions: 2 });
    const trace = fused.values.reduce((sum, value, at) => sum + (at % 13 === 0 ? value : 0), 0);
    const total = fused.values.reduce((sum, value) => sum + value, 0);
    expect(eigenvalues!.reduce((sum, value) => sum + value, 0)).toBeCloseTo(trace - total / 12, 12);
    expect(fused.distances.names[3]).toBe("net 3");
    expect(fused.labels).toEqual(["a", "b"]);
    const document = JSON.parse(fused.toJson()) as Record<string, unknown>;
    expect(document).toMatchObject({ labels: ["a", "b"], converged: true, metric: "fusion" });
    expect((document["distances"] as number[][])[0]![0]).toBe(0);
    expect(fused.agreement.every((value) => value > 0.5 && value <= 1)).toBe(true);
  });

  it("has the same bits on an engine, and takes results of pairwise under their names", async () => {
    const random = createRandom(10);
    const nets = Array.from({ length: 6 }, (_, k) => ({ name: `n${k}`, ...gaussian(random, 12, 4) }));
    const results = await Promise.all(
      (["cka", "procrustes"] as const).map((metric) => engine.pairwise(nets, { metric })),
    );
    const fused = await engine.fuse(results);
    expect(fused.labels).toEqual(["cka", "procrustes"]);
    expect(fused.names).toEqual(nets.map(({ name }) => name));
    expect(fused.warnings[0]).toBe("cka: Similarities were turned into angles: arccos(value), in radians.");
    expect((await fuse(results)).values).toEqual(fused.values);
  });

  it("counts items at no distance as the nearest", async () => {
    const square = matrix(4, 4, Float64Array.of(0, 0, 2, 2, 0, 0, 2, 2, 2, 2, 0, 1, 2, 2, 1, 0));
    const fused = await fuse([square, square], { k: 1 });
    expect(fused.at(0, 1)).toBeGreaterThan(fused.at(0, 2));
    expect(fused.values.every(Number.isFinite)).toBe(true);
  });

  it("says what it cannot fuse", async () => {
    const [a, b] = views(2, 8, 0.2, 8);
    await expect(fuse([a!])).rejects.toThrow("fuse needs two matrices or more of the same items; got 1.");
    await expect(fuse([a!, views(1, 9, 0, 1)[0]!])).rejects.toThrow(
      "fuse: matrix 0 has 8 items, matrix 1 9; expected the same items, 3 or more.",
    );
    await expect(fuse([a!, b!], { k: 8 })).rejects.toThrow(
      "fuse: k is 8; accepted: 1 to 7, the other items of each.",
    );
    await expect(fuse([a!, matrix(8, 8)])).rejects.toThrow(
      "fuse: all distances of matrix 1, counted from 0, are 0, so it has no neighbours.",
    );
    const far = { ...a!, data: a!.data.slice() };
    for (let j = 1; j < 8; j++) far.data[j] = far.data[8 * j] = 1e5;
    await expect(fuse([far, b!], { k: 2, mu: 0.001 })).rejects.toThrow("is so far from all others");
    const named = (name: string, items: string[]) => ({ name, square: a!, items });
    const items = Array.from({ length: 8 }, (_, i) => `${i}`);
    await expect(fuse([named("x", items), named("y", items.toReversed())])).rejects.toThrow(
      'fuse: item 0 is "0" in x but "7" in y; they must be the same, in the same order.',
    );
    await expect(fuse([a!, b!], { labels: ["only"] })).rejects.toThrow("1 labels for 2 matrices");
  });
});

// SNF([affinity_matrix(d, K=3, sigma=0.5) for d in distances], K=3, t=20) by the functions of snfpy 0.2.2, NumPy 1.24.2: rows 0 and 3.
// prettier-ignore
const snfpyRows = [
  [0, 0.784743174754613, 0.09806367410999815, 0.1818415347088586, 0.0824680631421515, 0.11712453115221896, 0.1647472535345006, 0.07769081527870161],
  [3, 0.0824680631421515, 0.15222519460936207, 0.10407624442884222, 0.786853199564376, 0.10462659905871827, 0.0857864471491477, 0.1802483528617471],
];
