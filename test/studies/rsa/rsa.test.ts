import { describe, expect, it } from "vitest";
import { createEngine } from "../../../src/engine.ts";
import { createRandom } from "../../../src/base/random.ts";
import {
  comparatorDefaults,
  comparators,
  type ComparatorName,
} from "../../../src/rdm/comparators/registry.ts";
import { read } from "../../../src/data/read.ts";
import { rdmFrom, type Rdm } from "../../../src/rdm/rdm.ts";
import { subset } from "../../../src/rdm/select.ts";
import { type Model, stack, toParts } from "../../../src/studies/rsa/fitting/models.ts";
import type { RsaOptions } from "../../../src/studies/rsa/options.ts";
import { relabel } from "../../../src/studies/rsa/inference/permute.ts";
import { countsOf, missingIn, ones, sectionOf, writeOut } from "../../../src/studies/rsa/drawn.ts";
import { evaluateFolds, evaluateWhole, foldValues } from "../../../src/studies/rsa/evaluate.ts";
import { foldProducts } from "../../../src/studies/rsa/fitting/fold-products.ts";
import { foldStatistics } from "../../../src/studies/rsa/fitting/fold-statistics.ts";
import { patternsOf } from "../../../src/studies/rsa/fitting/patterns.ts";
import { noCeiling } from "../../../src/studies/rsa/inference/ceiling.ts";
import { foldsOf, isDivisible } from "../../../src/studies/rsa/inference/draws.ts";
import { dualVariance } from "../../../src/studies/rsa/inference/variance.ts";
import { weightedSums } from "../../../src/studies/rsa/fitting/weighted-sums.ts";
import { createKernels } from "../../../src/wasm/create.ts";
import { chooseBuild, loadModule } from "../../../src/wasm/load.ts";
import { points, rdmOf, simulate } from "./simulated.ts";

const engine = await createEngine({ threads: 0 });
const kernels = await createKernels(await loadModule(chooseBuild(true)));

/** A resampled RDM with every copy written out, pairs of copies NaN. */
function resampled(rdm: Rdm, drawn: readonly number[]): number[] {
  const { data, cols } = rdm.square();
  return drawn.flatMap((i, a) => drawn.slice(a + 1).map((j) => (i === j ? NaN : data[i * cols + j]!)));
}

function withHoles(rdm: Rdm, isMissing: (pair: number) => boolean): Rdm {
  return rdmFrom({ ...rdm, condensed: rdm.condensed.map((value, k) => (isMissing(k) ? NaN : value)) });
}

function pearson(x: readonly number[], y: readonly number[], center: boolean): number {
  const kept = x.flatMap((value, k) => (Number.isNaN(value) || Number.isNaN(y[k]) ? [] : [k]));
  const mean = (v: readonly number[]) => (center ? kept.reduce((sum, k) => sum + v[k]!, 0) / kept.length : 0);
  const [mx, my] = [mean(x), mean(y)];
  const sum = (f: (k: number) => number) => kept.reduce((total, k) => total + f(k), 0);
  const inner = sum((k) => (x[k]! - mx) * (y[k]! - my));
  return inner / Math.sqrt(sum((k) => (x[k]! - mx) ** 2) * sum((k) => (y[k]! - my) ** 2));
}

describe("the scale of RDMs", () => {
  it.each(["cosine", "pearson", "spearman", "cosine-whitened"] as const)(
    "changes nothing under %s, even where squares are no doubles",
    async (comparator) => {
      const { data, models } = simulate(4, { stimuli: 7, subjects: 4 });
      const scaled = (rdm: Rdm, unit: number) =>
        rdmFrom({ ...rdm, condensed: rdm.condensed.map((value) => value * unit) });
      const evaluateAt = (units: readonly number[], unit: number) => {
        const [first, ...rest] = models.map((model) => scaled(model, unit));
        const sum = { kind: "weighted", name: "sum", rdms: rest } as const;
        const subjects = data.map((rdm, t) => scaled(rdm, units[t]!));
        return engine.rsa({
          data: subjects,
          models: [first!, sum],
          comparator,
          bootstrap: ["subjects"],
          samples: 20,
        });
      };
      const near = await evaluateAt([1, 1, 1, 1], 1);
      for (const unit of [1e155, 1e-160]) {
        const far = await evaluateAt([unit, 1, 1 / unit, 1], unit);
        far.means.forEach((mean, m) => expect(mean).toBeCloseTo(near.means[m]!, 11));
        far.weights[1]!.forEach((weight, s) => expect(weight).toBeCloseTo(near.weights[1]![s]!, 9));
        expect(far.noiseCeiling.lower).toBeCloseTo(near.noiseCeiling.lower, 11);
      }
    },
  );
});

describe("a resample", () => {
  it("keeps every pair of different stimuli as often as its copies make it, and no pair of copies", () => {
    const drawn = [0, 2, 2, 3, 3, 3];
    const counts = countsOf(drawn, 5);
    const section = sectionOf(counts, undefined);
    expect([...section.positions]).toEqual([1, 2, 7]); // (0, 2), (0, 3), (2, 3) of 5
    expect([...section.weights]).toEqual([2, 3, 6]);
    const { sources, entries } = writeOut(counts, section);
    expect([...sources]).toEqual([0, 0, 1, 1, 1, 2, 2, 2, 2, 2, 2]);
    expect(entries).toHaveLength(11);
  });

  it.each(["cosine", "pearson"] as const)(
    "has the value of its written-out RDMs under %s",
    async (comparator) => {
      const { data, models } = simulate(1, { stimuli: 9, subjects: 4 });
      const resamples = [
        { subjects: [0, 0, 2, 3], stimuli: [0, 0, 1, 3, 4, 4, 4, 7, 8] },
        { subjects: [1, 1, 1, 1], stimuli: [2, 3, 5, 5, 6, 6, 7, 8, 8] },
      ];
      const found = await engine.rsa({
        data,
        models,
        comparator,
        bootstrap: ["subjects", "stimuli"],
        dual: false,
        resamples,
      });
      resamples.forEach(({ subjects, stimuli }, n) =>
        models.forEach((model, m) => {
          const values = subjects.map((t) =>
            pearson(resampled(model, stimuli), resampled(data[t]!, stimuli), comparator === "pearson"),
          );
          const expected = values.reduce((sum, value) => sum + value, 0) / subjects.length;
          expect(found.evaluations!.data[n * models.length + m]).toBeCloseTo(expected, 13);
        }),
      );
    },
  );
});

describe("three products for many draws", () => {
  const { data, models } = simulate(2, { stimuli: 11, subjects: 5 });
  const holed = [...data];
  holed[1] = rdmFrom({
    ...data[1]!,
    condensed: data[1]!.condensed.map((value, k) => (k % 9 === 4 ? NaN : value)),
  });
  const random = createRandom(3);
  const draw = (length: number) =>
    countsOf(
      Array.from({ length }, () => random.below(length)),
      length,
    );
  const draws = Array.from({ length: 30 }, (_, n) => ({
    subjects: n % 7 === 0 ? countsOf([2, 2, 2, 2, 2], 5) : n % 3 === 0 ? ones(5) : draw(5),
    stimuli: n % 5 === 0 ? ones(11) : draw(11),
  }));

  it.each([
    ["cosine", data],
    ["pearson", data],
    ["cosine", holed],
    ["pearson", holed],
  ] as const)("are the definition: %s", (comparator, given) => {
    const parts = models.map((model, index) => toParts(model, index, comparator));
    const stacked = stack(given);
    const evidence = {
      data: stacked,
      patterns: [{ subjects: [0, 1, 2, 3, 4], missing: missingIn([stacked]) }],
      comparison: { comparator, options: comparatorDefaults },
    };
    const together = weightedSums({ ...evidence, models: parts, stimuli: 11 }, kernels)!(draws);
    together.forEach(({ values, ceiling }, n) => {
      const alone = evaluateWhole(parts, evidence, draws[n]!, kernels);
      values.forEach((value, m) => expect(value).toBeCloseTo(alone.values[m]!, 12));
      if (n % 7 === 0) return expect([ceiling, alone.ceiling]).toEqual([noCeiling, noCeiling]);
      expect(ceiling.lower).toBeCloseTo(alone.ceiling.lower, 12);
      expect(ceiling.upper).toBeCloseTo(alone.ceiling.upper, 12);
    });
  });

  it.each([
    ["cosine", data],
    ["pearson", data],
    ["cosine", data.map((rdm) => withHoles(rdm, (k) => k % 9 === 4))],
    ["pearson", data.map((rdm) => withHoles(rdm, (k) => k % 9 === 4))],
  ] as const)("of folds are the definition: %s", (comparator, given) => {
    const rdms = models;
    const parts = [
      ...models,
      { kind: "weighted", name: "w", rdms },
      { kind: "weighted", name: "r", rdms, fit: "regression", ridge: 0.3 },
      { kind: "weighted", name: "theta", rdms, theta: [0.2, -0.5, 1] },
      { kind: "selected", name: "s", rdms },
      { kind: "interpolated", name: "i", rdms },
    ].map((model, k) => toParts(model as Model, k, comparator));
    const stacked = stack(given);
    const comparison = { comparator, options: comparatorDefaults };
    const evidence = { data: stacked, patterns: patternsOf(stacked, []), comparison };
    const fast = foldProducts(parts, evidence, kernels)!;
    for (const [n, at] of draws.entries()) {
      const plan = { subjects: n % 2 === 0 ? 1 : 2, stimuli: n % 3 === 0 ? 1 : 2, repeats: 1 };
      if (!isDivisible(at, plan)) continue;
      const folds = foldsOf(at, plan, createRandom(n));
      const [one, other] = [fast(at, folds), evaluateFolds(parts, evidence, at, folds, kernels)];
      const near = (value: number) => (Number.isNaN(value) ? NaN : expect.closeTo(value, 10));
      const statistics = foldStatistics(evidence, folds, kernels);
      expect(statistics === undefined).toBe(given !== data);
      if (statistics)
        for (const some of [parts, parts.slice(2)])
          expect([...statistics(some)]).toEqual(Array.from(foldValues(some, evidence, folds, kernels), near));
      expect([...one.values]).toEqual(Array.from(other.values, near));
      const { lower, upper } = other.ceiling;
      expect(one.ceiling).toEqual({ lower: near(lower), upper: near(upper) });
    }
  });
});

describe("variances", () => {
  const { data, models } = simulate(4, { stimuli: 12, subjects: 8 });

  it("agree with a plain bootstrap of the definition within Monte-Carlo error, over 20 seeds", async () => {
    const samples = 200;
    const estimates: Float64Array[] = [];
    for (let seed = 1; seed <= 20; seed++) {
      const options = {
        data,
        models,
        bootstrap: ["subjects", "stimuli"],
        dual: false,
        samples,
        seed,
      } as const;
      const { variances } = await engine.rsa(options);
      estimates.push(variances!.model);
    }
    const random = createRandom(99);
    const drawn = (length: number) =>
      Array.from({ length }, () => random.below(length)).sort((a, b) => a - b);
    const values = Array.from({ length: 1000 }, () => {
      const [subjects, stimuli] = [drawn(8), drawn(12)];
      return models.map(
        (model) =>
          subjects.reduce(
            (sum, t) => sum + pearson(resampled(model, stimuli), resampled(data[t]!, stimuli), false),
            0,
          ) / 8,
      );
    });
    models.forEach((_, m) => {
      const mean = values.reduce((sum, row) => sum + row[m]!, 0) / values.length;
      const plain = values.reduce((sum, row) => sum + (row[m]! - mean) ** 2, 0) / (values.length - 1);
      const expected = (8 / 7) * plain;
      const average = estimates.reduce((sum, one) => sum + one[m]!, 0) / 20;
      // A variance of N normal values has a relative error of √(2 / N): 2 % of 20 × 200, 4.5 % of 1000.
      expect(Math.abs(average / expected - 1)).toBeLessThan(4 * Math.sqrt(2 / 4000 + 2 / 1000));
      const spread = Math.sqrt(estimates.reduce((sum, one) => sum + (one[m]! / average - 1) ** 2, 0) / 19);
      expect(spread).toBeGreaterThan(0.3 * Math.sqrt(2 / samples));
      expect(spread).toBeLessThan(3 * Math.sqrt(2 / samples));
    });
  });

  it("of the dual bootstrap lie between those of one dimension and of both", async () => {
    const options = { data, models, samples: 300 } as const;
    const dual = await engine.rsa({ ...options, bootstrap: ["subjects", "stimuli"] });
    const both = await engine.rsa({ ...options, bootstrap: ["subjects", "stimuli"], dual: false });
    dual.variances!.model.forEach((variance, m) =>
      expect(variance).toBeLessThanOrEqual(both.variances!.model[m]! * (1 + 1e-12)),
    );
    expect(dualVariance([5, 1, 2], { subjects: 1e9, stimuli: 1e9 })).toBeCloseTo(2, 6);
    expect(dualVariance([3.5, 1, 2], { subjects: 1e9, stimuli: 1e9 })).toBeCloseTo(2.5, 6);
    expect(dualVariance([2.5, 1, 2], { subjects: 1e9, stimuli: 1e9 })).toBeCloseTo(2.5, 6);
  });
});

describe("rsa", () => {
  const { data, models, truth } = simulate(5);

  it("gives the same numbers for the same seed, others for another", async () => {
    const options: RsaOptions = { data, models, bootstrap: ["stimuli"], samples: 60, seed: 7 };
    const [first, second] = [await engine.rsa(options), await engine.rsa(options)];
    expect(second.evaluations!.data).toEqual(first.evaluations!.data);
    const other = await engine.rsa({ ...options, seed: 8 });
    expect(other.evaluations!.data).not.toEqual(first.evaluations!.data);
  });

  it("draws the same stimuli for other subjects", async () => {
    const options = { models, bootstrap: ["stimuli", "subjects"] as const, samples: 40, dual: false };
    const same = Array.from({ length: 3 }, () => data[0]!);
    const three = await engine.rsa({ ...options, data: same });
    const five = await engine.rsa({ ...options, data: [...same, data[0]!, data[0]!] });
    five.evaluations!.data.forEach((value, k) => expect(value).toBeCloseTo(three.evaluations!.data[k]!, 12));
  });

  it("finds the true model best, above 0, and other than an unrelated one", async () => {
    const found = await engine.rsa({
      data,
      models,
      comparator: "pearson",
      bootstrap: ["stimuli", "subjects"],
      samples: 400,
    });
    expect(found.means[0]!).toBeGreaterThan(found.means[2]!);
    expect(found.tests!.againstZero.fdr[0]).toBeLessThan(0.01);
    expect(found.tests!.againstZero.raw[2]).toBeGreaterThan(0.01);
    expect(found.tests!.pairwise!.raw[1]).toBeLessThan(0.05);
    expect(found.noiseCeiling.lower).toBeLessThan(found.noiseCeiling.upper);
  });

  it.each(
    Object.keys(comparators).filter(
      (name) => comparators[name as ComparatorName].properties(comparatorDefaults).kind === "similarity",
    ) as ComparatorName[],
  )("evaluates by %s: the ceiling is above every model and reached by the pool", async (comparator) => {
    const { truth: _, ...simulated } = simulate(6, { units: 14 });
    const found = await engine.rsa({ ...simulated, comparator, test: "t" });
    expect(found.noiseCeiling.upper).toBeGreaterThanOrEqual(found.noiseCeiling.lower);
    expect(found.bySubject.data.every(Number.isFinite)).toBe(true);
  });

  it.each(["spearman", "kendall-tau-a", "cosine-whitened"] as const)("bootstraps %s", async (comparator) => {
    const found = await engine.rsa({
      data,
      models,
      comparator,
      bootstrap: ["stimuli", "subjects"],
      samples: 12,
    });
    expect(found.variances!.model.every((value) => value > 0)).toBe(true);
  });

  it("compares each subject on its own pairs, and says how many", async () => {
    const holed = withHoles(data[0]!, (k) => k < 3);
    const found = await engine.rsa({ data: [holed, ...data.slice(1)], models, permutations: 20 });
    const alone = await engine.rsa({ data: [holed], models });
    const rest = await engine.rsa({ data: data.slice(1), models });
    for (let m = 0; m < 3; m++) {
      expect(found.bySubject.data[m * 6]).toBe(alone.bySubject.data[m]);
      for (let t = 1; t < 6; t++)
        expect(found.bySubject.data[m * 6 + t]).toBe(rest.bySubject.data[m * 5 + t - 1]);
    }
    expect(found.pairs).toEqual([88, 91, 91, 91, 91, 91]);
    expect(found.warnings[0]).toBe(
      "Pairs of stimuli are missing: each subject is compared on its own, 88 to 91 of 91.",
    );
  });

  it("permutes labels: a true model is rare, an unrelated one is not, and the best of all is judged against the best", async () => {
    const { permutation } = await engine.rsa({ data, models, comparator: "spearman", permutations: 199 });
    expect(permutation!.raw[0]).toBe(1 / 200);
    expect(permutation!.raw[2]).toBeGreaterThan(0.02);
    permutation!.max.forEach((p, m) => expect(p).toBeGreaterThanOrEqual(permutation!.raw[m]!));
  });

  it("gives stimuli other names in rows and columns alike", () => {
    const order = [3, 0, 13, 7, 1, 2, 4, 12, 11, 10, 5, 6, 9, 8];
    const found = relabel([stack([models[0]!, models[1]!])], order)[0]!.data;
    models.slice(0, 2).forEach((model, r) => {
      const { data: square } = model.square();
      const expected = order.flatMap((a, i) => order.slice(i + 1).map((b) => square[a * 14 + b]!));
      expect([...found.subarray(r * 91, (r + 1) * 91)]).toEqual(expected);
    });
  });

  it("has no test of a model that no permutation changes", async () => {
    const constant = rdmFrom({ ...models[0]!, condensed: models[0]!.condensed.map(() => 1) });
    const { permutation, tests, warnings } = await engine.rsa({ data, models: [constant, models[0]!] });
    expect(permutation!.raw[0]).toBeNaN();
    expect([permutation!.raw[1], permutation!.fdr[1], permutation!.max[1]]).toEqual(
      [1, 1, 1].map((p) => p / 1001),
    );
    expect(tests!.againstZero.raw[0]).toBeNaN();
    const t = await engine.rsa({ data, models: [constant], test: "t" });
    expect(t.tests!.againstZero.raw[0]).toBeNaN();
    expect(t.warnings.join()).toContain("there is no test");
    expect(warnings.join()).toContain("no permutation of the stimuli changes the value, so there is no test");
  });

  it("holds fitted weights to data they have not seen", async () => {
    const random = createRandom(11);
    const rdms = Array.from({ length: 9 }, (_, k) => rdmOf(`noise ${k}`, points(random, 14, 3)));
    const model = { kind: "weighted", name: "overfitted", rdms, fit: "regression" } as const;
    const fitted = await engine.rsa({ data, models: [model], comparator: "pearson" });
    const held = await engine.rsa({
      data,
      models: [model],
      comparator: "pearson",
      crossvalidation: { stimuli: 2, subjects: 2, repeats: 4 },
    });
    expect(fitted.warnings.join()).toContain("fitted to the data that it is tested on");
    expect(held.warnings).toEqual([]);
    expect(held.means[0]!).toBeLessThan(fitted.means[0]! - 0.1);
  });

  it("recovers the weights of a mixture", async () => {
    const random = createRandom(12);
    const [a, b, c] = [points(random, 14, 8), points(random, 14, 8), points(random, 14, 8)].map((x, k) =>
      rdmOf(`part ${k}`, x),
    );
    const mixed = rdmFrom({
      ...a!,
      name: "mixture",
      condensed: a!.condensed.map((value, k) => 3 * value + 4 * b!.condensed[k]!),
    });
    const rdms = [a!, b!, c!];
    const found = await engine.rsa({
      data: [mixed, mixed],
      models: [
        { kind: "weighted", name: "weighted", rdms },
        { kind: "selected", name: "selected", rdms },
        { kind: "interpolated", name: "interpolated", rdms },
      ],
    });
    found.weights[0]!.forEach((weight, k) => expect(weight).toBeCloseTo([0.6, 0.8, 0][k]!, 10));
    expect(found.weights[1]).toEqual([0, 1, 0]);
    expect(found.weights[2]![0]! / found.weights[2]![1]!).toBeCloseTo(3 / 4, 10);
  });

  it("says for what it fitted weights where the comparator has no least squares", async () => {
    const model = { kind: "interpolated", name: "between", rdms: models, theta: undefined } as const;
    const { warnings } = await engine.rsa({
      data,
      models: [{ ...model }] as never,
      comparator: "kendall-tau-a",
    });
    expect(warnings.join()).toContain("fitted for pearson: kendall-tau-a");
  });

  it("writes everything that reproduces it", async () => {
    const found = await engine.rsa({ data, models, bootstrap: ["subjects"], samples: 20, permutations: 5 });
    const document = JSON.parse(JSON.stringify(found)) as Record<string, unknown>;
    expect(document).toMatchObject({
      models: ["true", "near", "other"],
      options: { comparator: "cosine", bootstrap: ["subjects"], samples: 20, seed: 1 },
      noiseCeiling: { lower: found.noiseCeiling.lower },
      evaluations: expect.any(Array),
      version: expect.any(String),
    });
  });

  it("writes itself: a row a model, and the evaluations or else the values by subject", async () => {
    const drawn = await engine.rsa({ data, models, bootstrap: ["subjects"], samples: 20 });
    expect(JSON.parse(drawn.toJson())).toEqual(JSON.parse(JSON.stringify(drawn)));
    const [header, first] = drawn.toCsv().split("\n");
    expect(header).toBe(
      ",mean,lower,upper,p against chance,p against ceiling,standard error,FDR,family-wise p by permutation,chance",
    );
    expect(first!.split(",").slice(0, 3)).toEqual(
      ['"true"', drawn.means[0], drawn.intervals!.lower[0]].map(String),
    );
    const [evaluations] = await read([{ name: "r.npy", bytes: drawn.toNpy() }]);
    expect(evaluations!.shape).toEqual([20, 3]);
    expect(evaluations!.data).toEqual(drawn.evaluations!.data);
    const [bySubject] = await read([{ name: "r.npy", bytes: (await engine.rsa({ data, models })).toNpy() }]);
    expect(bySubject!.shape).toEqual([3, 6]);
  });

  it("has no noise ceiling of one subject, and no test against it", async () => {
    const one = { data: data.slice(0, 1), models };
    for (const options of [{ bootstrap: ["stimuli"], samples: 30 }, {}] as const) {
      const found = await engine.rsa({ ...one, ...options });
      expect(found.noiseCeiling).toEqual({ lower: NaN, upper: NaN });
      expect(found.tests!.againstCeiling).toBeUndefined();
      expect(found.tests!.againstZero.raw[0]).toBeLessThan(0.05);
      expect(found.warnings.join()).toContain("One subject has no noise ceiling");
      expect(JSON.parse(found.toJson())).toMatchObject({ noiseCeiling: { lower: "NaN", upper: "NaN" } });
    }
    expect((await engine.rsa({ ...one, comparator: "pearson" })).tests).toBeUndefined();
  });

  const fault = (options: Partial<RsaOptions>) => () => engine.rsa({ data, models, ...options });
  const shorter = rdmOf("short", truth.slice(1));
  const five = ["0", "1", "2", "3", "4"];
  const flat = rdmFrom({ ...models[0]!, name: "flat", condensed: models[0]!.condensed.map(() => 2) });

  it.each([
    ["no data", { data: [] }, /data is empty/],
    ["no models", { models: [] }, /models is empty/],
    ["other stimuli", { models: [shorter] }, /subject 0 .* 14 stimuli, short of 13|short .* 13/],
    ["a distance as comparator", { comparator: "euclidean" }, /"euclidean"; accepted: "pearson"/],
    [
      "an unknown dimension",
      { bootstrap: ["runs" as "stimuli"] },
      /bootstrap is \["runs"\]; accepted: a list of "stimuli", "subjects"/,
    ],
    ["one sample", { bootstrap: ["stimuli"], samples: 1 }, /samples is 1; accepted: a whole number from 2/],
    [
      "too many folds",
      { crossvalidation: { stimuli: 9 } },
      /crossvalidation: stimuli is 9; accepted: a whole number from 1 to 4/,
    ],
    [
      "folds of too few stimuli",
      {
        data: data.map((rdm) => subset(rdm, five)),
        models: models.map((rdm) => subset(rdm, five)),
        crossvalidation: true,
      },
      /crossvalidation needs at least 6 stimuli, got \d: .*stimulus-folds 1/,
    ],
    [
      "half a seed",
      { seed: 2.5 },
      /rsa: seed is 2.5; accepted: a whole number from 0 to 4294967295 \(default 1\)/,
    ],
    [
      "samples below 0",
      { samples: -1 },
      /rsa: samples is -1; accepted: a whole number from 2 to 1000000 \(default 1000\)/,
    ],
    ["certainty", { confidence: 1 }, /rsa: confidence is 1; accepted: a number between 0 and 1/],
    ["a misspelt option", { sampels: 20 } as never, /rsa has no option "sampels". Did you mean samples\?/],
    [
      "a misspelt option of cross-validation",
      { crossvalidation: { stimulus: 2 } as never },
      /rsa: crossvalidation has no option "stimulus". Did you mean stimuli\?/,
    ],
    [
      "half a fold",
      { crossvalidation: { repeats: 1.5 } },
      /crossvalidation: repeats is 1.5; accepted: a whole number/,
    ],
    [
      "an option that the comparator does not read",
      { comparatorOptions: { p: 3 } },
      /cosine has no option "p"/,
    ],
    [
      "a comparator that its options make a distance",
      { comparator: "bures", comparatorOptions: { ground: "euclidean" } },
      /comparatorOptions make bures a distance/,
    ],
    ["one resample", { bootstrap: ["subjects"], resamples: [{ subjects: [0, 1] }] }, /resamples has 1/],
    ["one subject to draw", { data: [data[0]!], bootstrap: ["subjects"] }, /at least 2/],
    ["percentiles of nothing", { test: "percentile" }, /counts resamples/],
    ["bures without copies", { comparator: "bures", bootstrap: ["stimuli"] }, /bures needs every pair/],
    [
      "an index that does not exist",
      { bootstrap: ["subjects"], resamples: [{ subjects: [0, 9] }, { subjects: [0, 1] }] },
      /resamples\[0\].subjects\[1\] is 9/,
    ],
    [
      "resamples of another dimension",
      { bootstrap: ["subjects"], resamples: [{ stimuli: [0] }, { stimuli: [1] }] },
      /resamples\[0\].subjects is missing/,
    ],
    [
      "a constant model",
      { models: [flat], comparator: "pearson" },
      /pearson of model flat and subject 0 is not defined/,
    ],
    [
      "bad weights",
      { models: [{ kind: "weighted", name: "w", rdms: models, theta: [1] }] },
      /theta has 1 weights for 3 RDMs/,
    ],
    ["an unknown kind", { models: [{ kind: "magic", name: "w", rdms: models } as never] }, /kind is "magic"/],
    [
      "dependent parts",
      { models: [{ kind: "weighted", name: "w", fit: "regression", rdms: [models[0]!, models[0]!] }] },
      /combinations of the others/,
    ],
  ] as [string, Partial<RsaOptions>, RegExp][])("refuses %s", async (_name, options, message) => {
    await expect(fault(options)()).rejects.toThrow(message);
  });
});
