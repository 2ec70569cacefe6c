import { beforeAll, describe, expect, it } from "vitest";
// A worker starts from built files only.
import { createEngine as createBuilt } from "repgeom";
import { createEngine, type Engine } from "../../../src/index.ts";
import { matrix, type Matrix } from "../../../src/base/matrix.ts";
import { createRandom } from "../../../src/base/random.ts";
import { drawnStimuli } from "../../../src/metrics/topology/draws.ts";
import { livingTimes } from "../../../src/metrics/topology/loops.ts";
import { livingTimesOracle } from "../../oracles/geometry-score.ts";
import { gaussian, representation } from "../../support/data.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

const score = (x: Matrix, y: Matrix, options = {}) =>
  engine.compare(representation("first", x), representation("second", y), {
    metric: "geometry-score",
    ...options,
  });

/** The measure from its definition. */
function oracle(
  x: Matrix,
  y: Matrix,
  options: Required<Pick<Options, "landmarks" | "draws" | "gamma">> & Options,
) {
  const drawn = drawnStimuli(x.rows, {
    size: options.landmarks,
    draws: options.draws,
    seed: options.seed ?? 1,
  });
  const loops = options.loops ?? 100;
  const squared = options.ground === "squared-euclidean";
  const mean = (a: Matrix) => {
    const times = drawn.map((landmarks) =>
      livingTimesOracle(a, [...landmarks], options.gamma, loops, squared),
    );
    return times[0]!.map((_, i) => times.reduce((sum, one) => sum + one[i]!, 0) / times.length);
  };
  const [first, second] = [mean(x), mean(y)];
  return first.reduce((sum, value, i) => sum + (value - second[i]!) ** 2, 0);
}

interface Options {
  landmarks?: number;
  draws?: number;
  gamma?: number;
  loops?: number;
  seed?: number;
  ground?: "squared-euclidean";
}

/** Points on a circle, or evenly in its disc. */
function points(m: number, seed: number, radius: (uniform: number) => number): Matrix {
  const random = createRandom(seed);
  const x = matrix(m, 2);
  for (let i = 0; i < m; i++) {
    const angle = 2 * Math.PI * random.uniform();
    const length = radius(random.uniform());
    x.data.set([length * Math.cos(angle), length * Math.sin(angle)], 2 * i);
  }
  return x;
}

describe("geometry-score", () => {
  it.each([
    { landmarks: 10, draws: 3, gamma: 0.2 },
    { landmarks: 12, draws: 2, gamma: 0.05, seed: 4 },
    { landmarks: 3, draws: 4, gamma: 0.5 },
    { landmarks: 9, draws: 3, gamma: 1, loops: 2 },
    { landmarks: 11, draws: 2, gamma: 0.1, ground: "squared-euclidean" as const },
    { landmarks: 60, draws: 2, gamma: 0.02 },
  ])("equals the definition with %o", async (options) => {
    const random = createRandom(options.landmarks);
    const rows = options.landmarks === 60 ? 16 : 40;
    for (const units of [2, 6]) {
      const [x, y] = [gaussian(random, rows, units), gaussian(random, rows, 3)];
      expect(await score(x, y, options)).toBeCloseTo(oracle(x, y, options), 12);
    }
  });

  it("equals it where many distances are equal and stimuli occur twice", async () => {
    const random = createRandom(4);
    const rounded = (x: Matrix) => ({ ...x, data: x.data.map(Math.round) });
    const options = { landmarks: 10, draws: 3, gamma: 0.3 };
    for (let trial = 0; trial < 4; trial++) {
      const [x, y] = [rounded(gaussian(random, 30, 2)), rounded(gaussian(random, 30, 3))];
      expect(await score(x, y, options)).toBeCloseTo(oracle(x, y, options), 12);
    }
  });

  it("tells a circle from a disc, and hardly two samples of a circle", async () => {
    // Khrulkov & Oseledets, 2018, §5: a circle has one loop at most scales, a disc none.
    const [first, second] = [1, 2].map((seed) => points(400, seed, () => 1)) as [Matrix, Matrix];
    const disc = points(400, 3, Math.sqrt);
    const options = { gamma: 0.05, landmarks: 32 };
    const [same, other] = [await score(first, second, options), await score(first, disc, options)];
    expect(other).toBeGreaterThan(20 * same);
    expect(other).toBeGreaterThan(0.1);
  });

  it("takes its gamma from the number of stimuli where none is given", async () => {
    const random = createRandom(2);
    const [x, y] = [gaussian(random, 100, 3), gaussian(random, 100, 5)];
    expect(await score(x, y)).toBe(await score(x, y, { gamma: 100 / (128 * 5000) }));
  });

  it("draws the same landmarks for all networks, by the seed", async () => {
    const random = createRandom(2);
    const [x, y] = [gaussian(random, 60, 3), gaussian(random, 60, 5)];
    const options = { landmarks: 12, draws: 3, gamma: 0.2 };
    const value = await score(x, y, options);
    expect(await score(x, y, options)).toBe(value);
    expect(await score(x, y, { ...options, seed: 2 })).not.toBe(value);
    expect(await score(x, x, options)).toBe(0);
  });

  it("has the same bits on threads", async () => {
    const random = createRandom(8);
    const nets = [3, 4, 5, 6].map((units, k) => representation(`net ${k}`, gaussian(random, 50, units)));
    const spec = { metric: "geometry-score", landmarks: 16, draws: 4, gamma: 0.2 } as const;
    const pool = await createBuilt({ threads: 2 });
    const [alone, spread] = [await engine.pairwise(nets, spec), await pool.pairwise(nets, spec)];
    pool.close();
    expect(alone.values.filter((value) => value > 0)).toHaveLength(12);
    expect(spread.values).toEqual(alone.values);
  });

  it("does not depend on the unit of the responses", async () => {
    const random = createRandom(6);
    const [x, y] = [gaussian(random, 30, 3), gaussian(random, 30, 4)];
    const options = { landmarks: 12, draws: 3, gamma: 0.2 };
    const times = (a: Matrix, factor: number) => ({ ...a, data: a.data.map((entry) => entry * factor) });
    const value = await score(x, y, options);
    expect(await score(times(x, 1e-160), times(y, 1e150), options)).toBeCloseTo(value, 12);
  });

  it("refuses one stimulus, and stimuli that are all equal", async () => {
    await expect(score(matrix(1, 2), matrix(1, 2))).rejects.toThrow(
      /geometry-score needs at least 2 stimuli, got 1/,
    );
    await expect(score(matrix(9, 2), matrix(9, 2))).rejects.toThrow(
      /first: all stimuli have equal responses, so geometry-score has no scales/,
    );
  });
});

describe("livingTimes", () => {
  it("shares a scale among the numbers of loops that are there", () => {
    // One loop from 1 to 4, another from 2 on, to the end at 10; more than 1 are not told apart.
    const loops = { births: [1, 2], deaths: [4] };
    expect([...livingTimes(loops, 10, 3)]).toEqual(
      [0.1, 0.1 + 0.6, 0.2].map((share) => expect.closeTo(share, 15)),
    );
    expect([...livingTimes(loops, 10, 2)]).toEqual([0.1, 0.7].map((share) => expect.closeTo(share, 15)));
    expect([...livingTimes({ births: [], deaths: [] }, 10, 2)]).toEqual([1, 0]);
  });
});
