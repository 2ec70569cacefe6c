import { describe, expect, test } from "vitest";
import { createEngine, NumericalError, OptionError } from "../../../src/index.ts";
import { takeStimuli } from "../../../src/data/stimuli.ts";
import { createRandom } from "../../../src/base/random.ts";
import { gaussian, representation as named } from "../../support/data.ts";

const engine = await createEngine({ threads: 0 });

function representation(name: string, m: number, n: number, seed: number) {
  return named(name, gaussian(createRandom(seed), m, n));
}

/** Networks that share half of what they do. */
function related(K: number, m: number, n: number) {
  const common = representation("common", m, n, 5);
  return Array.from({ length: K }, (_, k) => {
    const own = representation(`net ${k}`, m, n, 10 + k);
    return { ...own, data: own.data.map((value, i) => value + common.data[i]!) };
  });
}

/** The draws of the definition: with replacement, in rising order. */
function bootstrapDraw(m: number, seed: number, index: number): number[] {
  const random = createRandom(seed, index);
  return Array.from({ length: m }, () => random.below(m)).sort((a, b) => a - b);
}

const specs = [
  { metric: "procrustes" },
  { metric: "cka" },
  { metric: "cka", debiased: true },
  { metric: "cka", center: false },
  { metric: "cka", ground: "angular" },
  { metric: "cka", kernel: "rbf" },
  { metric: "rv" },
] as const;

describe("bootstrap over stimuli", () => {
  test.each(specs)("draws are the metric of the drawn rows: %j", async (spec) => {
    for (const n of [4, 30]) {
      const nets = related(3, 20, n);
      const result = await engine.pairwise(nets, spec, { bootstrap: "stimuli", samples: 2, seed: 7 });
      const draws = [];
      for (const index of [0, 1]) {
        const rows = bootstrapDraw(20, 7, index);
        const taken = nets.map((net) => takeStimuli(net, rows));
        draws.push((await engine.pairwise(taken, spec)).at(0, 2));
      }
      const [low, high] = draws.sort((a, b) => a - b) as [number, number];
      const { lower, upper } = result.interval!;
      expect(lower.at(0, 2)).toBeCloseTo(low + 0.025 * (high - low), 11);
      expect(upper.at(2, 0)).toBeCloseTo(high - 0.025 * (high - low), 11);
      expect(result.standardError!.at(0, 2)).toBeCloseTo((high - low) / Math.SQRT2, 11);
    }
  });

  test("leaves the values as they are and says how they were resampled", async () => {
    const nets = related(3, 12, 5);
    const plain = await engine.pairwise(nets, { metric: "cka" });
    const result = await engine.pairwise(nets, { metric: "cka" }, { bootstrap: "stimuli", samples: 20 });
    expect(result.values).toEqual(plain.values);
    expect(result.resampling).toEqual({ bootstrap: "stimuli", samples: 20, seed: 1, confidence: 0.95 });
    expect(JSON.parse(JSON.stringify(result))).toHaveProperty("lower");
  });

  test("covers the value of all stimuli in most of many repetitions", async () => {
    // One unit a network: RV is the squared correlation, 0.36 of the two normals.
    let covered = 0;
    for (let trial = 0; trial < 40; trial++) {
      const random = createRandom(1, trial);
      const rows = Array.from({ length: 60 }, () => [random.normal(), random.normal()] as const);
      const x = rows.map(([a]) => [a]);
      const y = rows.map(([a, b]) => [0.6 * a + 0.8 * b]);
      const options = { bootstrap: "stimuli", samples: 200, seed: trial } as const;
      const { interval } = await engine.pairwise([x, y], { metric: "rv" }, options);
      if (interval!.lower.at(0, 1) <= 0.36 && 0.36 <= interval!.upper.at(0, 1)) covered++;
    }
    expect(covered).toBeGreaterThan(33); // 38 expected; 33 or fewer once in a hundred
  });

  test("leaves out draws on which the metric is not defined, and says so", async () => {
    const flat = [...Array.from({ length: 7 }, () => [1, 1]), [2, 3]]; // most draws miss the only row that differs, or not
    const other = representation("other", 8, 2, 3);
    const result = await engine.pairwise(
      [flat, other],
      { metric: "procrustes" },
      { bootstrap: "stimuli", samples: 100 },
    );
    expect(result.warnings.join()).toMatch(/not defined on \d+ of 100 resamples.*left out/);
    expect(Number.isFinite(result.interval!.lower.at(0, 1))).toBe(true);
  });

  test("refuses when most draws are useless", async () => {
    const flat = [[1], [1], [2]];
    const run = engine.pairwise(
      [flat, flat],
      { metric: "cka", debiased: true },
      { bootstrap: "stimuli", samples: 20 },
    );
    await expect(run).rejects.toThrow(NumericalError);
  });
});

describe("bootstrap of RDMs", () => {
  const euclid = (x: Float64Array, i: number, j: number, n: number) =>
    Math.sqrt(
      Array.from({ length: n }, (_, k) => (x[i * n + k]! - x[j * n + k]!) ** 2).reduce((a, b) => a + b, 0),
    );

  /** The drawn pairs of different stimuli. */
  function drawnPairs(x: Float64Array, rows: readonly number[], n: number): Float64Array {
    const pairs = rows.flatMap((i, a) =>
      rows.slice(a + 1).flatMap((j) => (i === j ? [] : [euclid(x, i, j, n)])),
    );
    return Float64Array.from(pairs);
  }

  const pearson = (x: Float64Array, y: Float64Array) => {
    const [a, b] = [x, y].map((v) => v.map((value) => value - v.reduce((s, one) => s + one, 0) / v.length));
    const dot = (u: Float64Array, v: Float64Array) => u.reduce((sum, value, k) => sum + value * v[k]!, 0);
    return dot(a!, b!) / Math.sqrt(dot(a!, a!) * dot(b!, b!));
  };
  const euclidean = (x: Float64Array, y: Float64Array) => Math.hypot(...x.map((value, k) => value - y[k]!));
  const byHand = { pearson, euclidean } as const;

  test.each(["pearson", "euclidean"] as const)(
    "leaves out a stimulus against itself: %s",
    async (comparator) => {
      const nets = related(2, 14, 5);
      const spec = { metric: "rsa", dissimilarity: "euclidean", comparator } as const;
      const { interval } = await engine.pairwise(nets, spec, { bootstrap: "stimuli", samples: 2, seed: 3 });
      const values = [0, 1].map((index) => {
        const rows = bootstrapDraw(14, 3, index);
        const [x, y] = nets.map(({ data }) => drawnPairs(data as Float64Array, rows, 5));
        return byHand[comparator](x!, y!);
      });
      const [low, high] = values.sort((a, b) => a - b) as [number, number];
      expect(interval!.lower.at(0, 1)).toBeCloseTo(low + 0.025 * (high - low), 10);
      expect(interval!.upper.at(0, 1)).toBeCloseTo(high - 0.025 * (high - low), 10);
    },
  );

  test.each([
    "spearman",
    "rho-a",
    "kendall-tau-a",
    "cosine-whitened",
    "pearson-whitened",
    "bures",
    "nan-euclidean",
  ] as const)("%s: an interval around what is related, and a small p", async (comparator) => {
    const spec = { metric: "rsa", dissimilarity: "squared-euclidean", comparator } as const;
    const options = { bootstrap: "stimuli", permutation: "stimuli", samples: 39 } as const;
    const { interval, p } = await engine.pairwise(related(2, 16, 8), spec, options);
    expect(interval!.lower.at(0, 1)).toBeLessThan(interval!.upper.at(0, 1));
    expect(p!.at(0, 1)).toBeLessThanOrEqual(0.1);
  });
});

describe("permutation of stimuli", () => {
  test("finds what is related and not what is unrelated", async () => {
    const [a, b] = related(2, 40, 6);
    const c = representation("c", 40, 6, 99);
    for (const spec of [{ metric: "cka", debiased: true }, { metric: "procrustes" }] as const) {
      const result = await engine.pairwise([a!, b!, c], spec, { permutation: "stimuli", samples: 199 });
      expect(result.p!.at(0, 1)).toBe(1 / 200);
      expect(result.p!.at(0, 2)).toBeGreaterThan(0.02);
      expect(result.p!.at(1, 1)).toBe(1);
    }
  });

  test("p-values of unrelated networks are uniform", async () => {
    const counts = [0, 0];
    for (let trial = 0; trial < 60; trial++) {
      const nets = [representation("x", 15, 3, 2 * trial), representation("y", 15, 3, 2 * trial + 1)];
      const options = { permutation: "stimuli", samples: 99, seed: trial } as const;
      const p = (await engine.pairwise(nets, { metric: "rv" }, options)).p!.at(0, 1);
      counts[p <= 0.5 ? 0 : 1]!++;
    }
    expect(Math.abs(counts[0]! - 30)).toBeLessThan(13); // 3.3 standard deviations
  });
});

describe("what is refused", () => {
  const nets = related(2, 10, 3);
  test.each([
    [{ bootstrap: "units" }, /bootstrap is "units"; accepted: "stimuli"/],
    [{ bootstrap: "stimuli", samples: 1 }, /samples is 1/],
    [{ bootstrap: "stimuli", confidence: 95 }, /confidence is 95/],
    [{ bootstrap: "stimuli", folds: 2 }, /Give either/],
  ])("%j", async (options, message) => {
    const run = engine.pairwise(nets, { metric: "procrustes" }, options as never);
    await expect(run).rejects.toThrow(OptionError);
    await expect(run).rejects.toThrow(message);
  });
});
