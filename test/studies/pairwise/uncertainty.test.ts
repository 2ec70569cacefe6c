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

const percentile = { bootstrap: "stimuli", interval: "percentile" } as const;

const specs = [
  { metric: "procrustes" },
  { metric: "cka" },
  { metric: "cka", debiased: true },
  { metric: "cka", center: false },
  { metric: "cka", ground: "angular" },
  { metric: "cka", kernel: "rbf" },
  { metric: "rv" },
] as const;

describe("percentile bootstrap over stimuli", () => {
  test.each(specs)("draws are the metric of the drawn rows: %j", async (spec) => {
    for (const n of [4, 30]) {
      const nets = related(3, 20, n);
      const result = await engine.pairwise(nets, spec, { ...percentile, samples: 2, seed: 7 });
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
    const result = await engine.pairwise(nets, { metric: "cka" }, { ...percentile, samples: 20 });
    expect(result.values).toEqual(plain.values);
    expect(result.resampling).toEqual({ ...percentile, samples: 20, seed: 1, confidence: 0.95 });
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
      const options = { ...percentile, samples: 200, seed: trial } as const;
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
      { ...percentile, samples: 100 },
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
      const { interval } = await engine.pairwise(nets, spec, { ...percentile, samples: 2, seed: 3 });
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

describe("jackknife over stimuli", () => {
  const logOdds = (value: number) => Math.log(value / (1 - value));
  const others = (m: number, left: number) =>
    Array.from({ length: m }, (_, k) => k).filter((k) => k !== left);

  test.each([
    { metric: "rv" },
    { metric: "cka" },
    { metric: "linear-regression" },
    { metric: "cca", ground: "mean" },
  ] as const)("is Student's interval over the log odds without each stimulus: %j", async (spec) => {
    const nets = related(3, 20, 4);
    const result = await engine.pairwise(nets, spec, { bootstrap: "stimuli" });
    const value = result.at(0, 2);
    const without = [];
    for (let left = 0; left < 20; left++) {
      const rest = nets.map((net) => takeStimuli(net, others(20, left)));
      without.push((await engine.pairwise(rest, spec)).at(0, 2));
    }
    const spread = (values: number[]) => {
      const center = values.reduce((a, b) => a + b) / 20;
      return Math.sqrt((19 / 20) * values.reduce((sum, one) => sum + (one - center) ** 2, 0));
    };
    expect(result.standardError!.at(0, 2)).toBeCloseTo(spread(without), 10);
    const { lower, upper } = result.interval!;
    const half = (logOdds(upper.at(0, 2)) - logOdds(lower.at(0, 2))) / 2;
    const student = 2.093024054408263; // 97.5 % of Student's t with 19 degrees of freedom
    const estimate = result.estimate!.at(0, 2);
    const error =
      estimate === value
        ? spread(without.map(logOdds))
        : spread(without) / (estimate * (1 - estimate)); /* at the debiased value */
    expect(half).toBeCloseTo(student * error, 8);
    expect((logOdds(upper.at(0, 2)) + logOdds(lower.at(0, 2))) / 2).toBeCloseTo(logOdds(estimate), 8);
  });

  test("bounds stay inside the range and around the value, where percentiles went beyond", async () => {
    const [a] = related(1, 30, 6);
    const b = { ...a!, name: "b", data: a!.data.map((value, i) => value + 0.02 * Math.sin(i)) };
    for (const comparator of ["pearson", "spearman"] as const) {
      const spec = { metric: "rsa", comparator } as const;
      const { interval, values } = await engine.pairwise([a!, b], spec, { bootstrap: "stimuli" });
      expect(interval!.lower.at(0, 1)).toBeLessThan(values[1]!);
      expect(interval!.upper.at(0, 1)).toBeGreaterThan(values[1]!);
      expect(interval!.upper.at(0, 1)).toBeLessThan(1);
    }
  });

  test("a network against itself has its value", async () => {
    const { interval, values, standardError } = await engine.pairwise(
      related(2, 12, 3),
      { metric: "cka" },
      { bootstrap: "stimuli" },
    );
    expect([interval!.lower.at(1, 1), interval!.upper.at(1, 1), values[3]]).toEqual([1, 1, 1]);
    expect(standardError!.at(0, 0)).toBe(0);
  });

  test("leaves out parts where there are more stimuli than samples, the same for each seed", async () => {
    const nets = related(2, 23, 4);
    const of = async (options: object) => {
      const result = await engine.pairwise(nets, { metric: "cka" }, { bootstrap: "stimuli", ...options });
      return [result.interval!.lower.at(0, 1), result.interval!.upper.at(0, 1)];
    };
    const parts = await of({ samples: 7, seed: 3 });
    expect(await of({ samples: 7, seed: 3 })).toEqual(parts);
    expect(await of({ samples: 7, seed: 4 })).not.toEqual(parts);
    const [low, high] = await of({});
    expect(parts[0]).toBeLessThan(high!);
    expect(parts[1]).toBeGreaterThan(low!);
  });

  test("says where it is centred on a value without bias", async () => {
    const nets = [representation("x", 60, 8, 1), representation("y", 60, 8, 2)];
    const shared = representation("z", 60, 8, 3).data;
    const mixed = nets.map((net) => ({ ...net, data: net.data.map((value, i) => value + 0.8 * shared[i]!) }));
    const result = await engine.pairwise(mixed, { metric: "linear-regression" }, { bootstrap: "stimuli" });
    expect(result.estimands![1]).toBe("debiased");
    expect(result.estimate!.at(0, 1)).toBeLessThan(result.at(0, 1));
    expect(result.warnings.join()).toMatch(/2 of 2 pairs: linear-regression of 60 stimuli is biased by more/);
    expect(result.toJSON()).toMatchObject({ estimands: [["population", "debiased"], {}] });
  });

  test("says where it is for the mean over samples of so many stimuli", async () => {
    const result = await engine.pairwise(
      related(2, 30, 10),
      { metric: "cca", ground: "mean" },
      { bootstrap: "stimuli" },
    );
    expect(result.estimands).toEqual(["population", "expectation", "expectation", "population"]);
    expect(result.estimate!.values).toEqual(result.values);
    expect(result.warnings.join()).toMatch(
      /1 of 1 pairs: the interval is for the mean of cca over samples of 30/,
    );
  });

  test("has no interval at an end of the range, says so, and JSON has null", async () => {
    const [a] = related(1, 15, 3);
    const twin = { ...a!, name: "twin" };
    const result = await engine.pairwise([a!, twin], { metric: "cka" }, { bootstrap: "stimuli" });
    expect(result.interval!.lower.at(0, 1)).toBeNaN();
    expect(result.warnings.join()).toMatch(/1 of 1 pairs: no interval, because cka is at an end/);
    expect(result.toJSON()).toMatchObject({
      lower: [
        [1, null],
        [null, 1],
      ],
    });
  });

  test("has no interval where the metric hangs on one stimulus", async () => {
    const flat = [...Array.from({ length: 7 }, () => [1, 1]), [2, 3]];
    const result = await engine.pairwise(
      [flat, representation("other", 8, 2, 3)],
      { metric: "procrustes" },
      { bootstrap: "stimuli" },
    );
    expect(result.warnings.join()).toMatch(/not defined without 1 of 8 parts of the stimuli.*no intervals/);
    expect(result.estimands![1]).toBe("none");
  });

  test.each([
    { metric: "cca", ground: "mean" },
    { metric: "cka" },
    { metric: "cka", debiased: true },
    { metric: "linear-regression" },
    { metric: "procrustes" },
  ] as const)("holds what it is for in most of many repetitions: %j", async (spec) => {
    const draw = (seed: number, stimuli = 50) => {
      const random = createRandom(seed);
      const rows = Array.from({ length: stimuli }, () => Array.from({ length: 4 }, () => random.normal()));
      const move = (scale: number) => rows.map((row) => row.map((value) => value + scale * random.normal()));
      return [move(0.5), move(1.5)];
    };
    const value = async (seed: number) => (await engine.pairwise(draw(seed), spec)).at(0, 1);
    const many = await Promise.all(Array.from({ length: 300 }, (_, k) => value(1000 + k)));
    const expectation = many.reduce((a, b) => a + b) / 300;
    const population = (await engine.pairwise(draw(9, 4000), spec)).at(0, 1);
    let held = 0;
    for (let seed = 0; seed < 60; seed++) {
      const { interval, estimands } = await engine.pairwise(draw(seed), spec, { bootstrap: "stimuli" });
      const truth = estimands![1] === "expectation" ? expectation : population;
      if (interval!.lower.at(0, 1) <= truth && truth <= interval!.upper.at(0, 1)) held++;
    }
    expect(held).toBeGreaterThan(51); // 57 expected
  });
});

describe("BCa over stimuli", () => {
  test("falls back to the jackknife where all resamples lie above the value, and says so", async () => {
    const options = { bootstrap: "stimuli", interval: "bca", samples: 200 } as const;
    const spec = { metric: "cca", ground: "mean" } as const;
    const nets = related(2, 30, 12);
    const result = await engine.pairwise(nets, spec, options);
    expect(result.warnings.join()).toMatch(/1 of 1 pairs: BCa is not valid/);
    const jackknife = await engine.pairwise(nets, spec, { bootstrap: "stimuli", samples: 200 });
    expect(result.interval!.lower.values).toEqual(jackknife.interval!.lower.values);
  });

  test("takes the corrected quantiles of the resamples elsewhere", async () => {
    const random = createRandom(8);
    const rows = Array.from({ length: 60 }, () => [random.normal(), random.normal()] as const);
    const nets = [rows.map(([a]) => [a]), rows.map(([a, b]) => [0.6 * a + 0.8 * b])];
    const options = { bootstrap: "stimuli", interval: "bca", samples: 400 } as const;
    const { interval, warnings, estimands } = await engine.pairwise(nets, { metric: "rv" }, options);
    expect(warnings).toEqual([]);
    expect(estimands![1]).toBe("population");
    expect(interval!.lower.at(0, 1)).toBeLessThan(0.36);
    expect(interval!.upper.at(0, 1)).toBeGreaterThan(0.36);
  });
});

test("a percentile interval that does not hold its value is told", async () => {
  const spec = { metric: "cca", ground: "mean" } as const;
  const result = await engine.pairwise(related(2, 30, 12), spec, { ...percentile, samples: 100 });
  expect(result.interval!.lower.at(0, 1)).toBeGreaterThan(result.at(0, 1));
  expect(result.warnings.join()).toMatch(/1 of 1 pairs: the percentile interval does not hold the value/);
  expect(result.estimands).toBeUndefined();
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
    [
      { bootstrap: "stimuli", interval: "subsample" },
      /interval is "subsample"; accepted: "jackknife", "bca"/,
    ],
    [{ bootstrap: "stimuli", samples: 1 }, /samples is 1/],
    [{ bootstrap: "stimuli", confidence: 95 }, /confidence is 95/],
    [{ bootstrap: "stimuli", folds: 2 }, /Give either/],
  ])("%j", async (options, message) => {
    const run = engine.pairwise(nets, { metric: "procrustes" }, options as never);
    await expect(run).rejects.toThrow(OptionError);
    await expect(run).rejects.toThrow(message);
  });
});
