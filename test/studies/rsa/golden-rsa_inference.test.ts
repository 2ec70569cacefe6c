import { indexNames } from "../../../src/base/lists.ts";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { matrix, type Matrix } from "../../../src/base/matrix.ts";
import { comparatorDefaults, type ComparatorName } from "../../../src/rdm/comparators/registry.ts";
import { rdmFrom, type Rdm } from "../../../src/rdm/rdm.ts";
import { leaveOneOutCeiling } from "../../../src/studies/rsa/inference/ceiling.ts";
import type { GivenFold } from "../../../src/studies/rsa/inference/draws.ts";
import {
  type Draw,
  normalEquations,
  predict,
  solveWeights,
  weightsFor,
} from "../../../src/studies/rsa/fitting/fit.ts";
import { lensOn } from "../../../src/studies/rsa/fitting/lens.ts";
import { type Model, toParts } from "../../../src/studies/rsa/fitting/models.ts";
import { bonferroni, falseDiscoveryRate } from "../../../src/base/multiple.ts";
import { patternsOf } from "../../../src/studies/rsa/fitting/patterns.ts";
import type { RsaOptions } from "../../../src/studies/rsa/options.ts";
import { meanBy } from "../../../src/studies/rsa/fitting/pool.ts";
import { ones } from "../../../src/studies/rsa/drawn.ts";
import type { GivenResample } from "../../../src/studies/rsa/study.ts";
import { covariancesOf } from "../../../src/studies/rsa/inference/summary.ts";
import {
  percentileIntervals,
  percentileTests,
  signedRankTests,
  tTests,
} from "../../../src/studies/rsa/inference/tests.ts";
import { createKernels } from "../../../src/wasm/create.ts";
import { chooseBuild, loadModule } from "../../../src/wasm/load.ts";
import { createEngine } from "../../../src/engine.ts";
import { pairsOf } from "../../../src/studies/rsa/inference/variance.ts";
import { goldenArray, type GoldenCase, goldenCases } from "../../golden/golden.ts";

const set = "rsa_inference";
const engine = await createEngine({ threads: 0, deterministic: true });
const kernels = await createKernels(await loadModule(chooseBuild(true)));

const comparatorOf: Record<string, ComparatorName> = {
  cosine: "cosine",
  corr: "pearson",
  spearman: "spearman",
  "rho-a": "rho-a",
  "tau-a": "kendall-tau-a",
  kendall: "kendall-tau-b",
  cosine_cov: "cosine-whitened",
  corr_cov: "pearson-whitened",
  neg_riem_dist: "riemannian",
};

const casesOf = (...fns: string[]) => goldenCases(set).filter(({ fn }) => fns.includes(fn));
const method = ({ params }: GoldenCase) => comparatorOf[params["method"] as string]!;

function input({ in: files }: GoldenCase, name: string): Matrix | undefined {
  if (files[name] === undefined) return undefined;
  const { shape, data } = goldenArray(set, files[name] as string);
  const [rows, cols] = shape.length === 1 ? [1, shape[0]!] : [shape[0]!, shape[1]!];
  return matrix(rows, cols, Float64Array.from(data));
}

/** The doubles of a file of any number of axes. */
function numbersOf(file: string): Float64Array {
  const bytes = readFileSync(new URL(`../../golden/${set}/${file}`, import.meta.url));
  const start = 10 + bytes.readUInt16LE(8);
  return new Float64Array(new Uint8Array(bytes.subarray(start)).buffer);
}

function output({ out }: GoldenCase, name: string): { shape: readonly number[]; data: ArrayLike<number> } {
  const { file, value } = out[name]!;
  if (file === undefined) return { shape: [], data: [value!] };
  return { shape: out[name]!.shape!, data: numbersOf(file) };
}

function expectClose(golden: GoldenCase, name: string, got: ArrayLike<number>): void {
  const { data } = output(golden, name);
  const { tol } = golden.out[name]!;
  expect(got.length).toBe(data.length);
  const worst = Array.from(got, (value, k) => (Number.isNaN(data[k]) ? 0 : Math.abs(value - data[k]!)));
  expect(Math.max(...worst.map((gap) => (Number.isNaN(gap) ? Infinity : gap)))).toBeLessThanOrEqual(tol);
}

function rdms(rows: Matrix, name: string): Rdm[] {
  const stimuli = indexNames((1 + Math.sqrt(1 + 8 * rows.cols)) / 2);
  return Array.from({ length: rows.rows }, (_, k) =>
    rdmFrom({
      name: `${name} ${k}`,
      dissimilarity: "unknown",
      stimuli,
      condensed: rows.data.slice(k * rows.cols, (k + 1) * rows.cols),
    }),
  );
}

/** Fixed models, then select, weighted and interp where present; their theta where given. */
function modelsOf(golden: GoldenCase): Model[] {
  const theta = (name: string) => input(golden, `theta_${name}`)?.data;
  const fitters = (golden.params["fitter"] ?? []) as string[];
  const fit = fitters.includes("regress") ? "regression" : "non-negative";
  const parts = (name: string) => ({ name, rdms: rdms(input(golden, name)!, name) });
  const given = (name: string) => (theta(name) ? { theta: [...theta(name)!] } : {});
  return [
    ...rdms(input(golden, "fixed")!, "fixed"),
    ...(golden.in["select"]
      ? [
          {
            kind: "selected" as const,
            ...parts("select"),
            ...(theta("select") ? { theta: theta("select")![0]! } : {}),
          },
        ]
      : []),
    ...(golden.in["weighted"]
      ? [{ kind: "weighted" as const, fit: fit as "regression", ...parts("weighted"), ...given("weighted") }]
      : []),
    ...(golden.in["interp"]
      ? [{ kind: "interpolated" as const, ...parts("interp"), ...given("interp") }]
      : []),
  ];
}

function optionsOf(golden: GoldenCase): RsaOptions {
  return {
    data: rdms(input(golden, "data")!, "subject"),
    models: modelsOf(golden),
    comparator: method(golden),
    // The peer tests against 0.
    test: "t",
  };
}

/** Rows of a matrix of indices. */
function rowsOf(given: Matrix | undefined): number[][] | undefined {
  return (
    given &&
    Array.from({ length: given.rows }, (_, n) =>
      Array.from(given.data.subarray(n * given.cols, (n + 1) * given.cols)),
    )
  );
}

function resamplesOf(golden: GoldenCase): GivenResample[] {
  const [subjects, stimuli] = [rowsOf(input(golden, "rdm_boot")), rowsOf(input(golden, "pat_boot"))];
  return Array.from({ length: (subjects ?? stimuli)!.length }, (_, n) => ({
    ...(subjects ? { subjects: subjects[n]! } : {}),
    ...(stimuli ? { stimuli: stimuli[n]! } : {}),
  }));
}

/** M × M, symmetric, `diagonal` on it, from values of the pairs. */
function squared(values: Float64Array, models: number, diagonal: number): Float64Array {
  const square = new Float64Array(models * models).fill(diagonal);
  pairsOf(models).forEach(([a, b], k) => (square[a * models + b] = square[b * models + a] = values[k]!));
  return square;
}

it("comes with its provenance", () => {
  const text = readFileSync(new URL(`../../golden/${set}/index.json`, import.meta.url), "utf8");
  expect(JSON.parse(text)).toMatchObject({ set, peer: "rsatoolbox" });
});

/** What all evaluations with variances share. */
function expectInference(golden: GoldenCase, result: Awaited<ReturnType<typeof engine.rsa>>): void {
  const { variances, means, tests, intervals, dof, standardErrors } = result;
  const count = means.length;
  expectClose(golden, "means", means);
  expectClose(golden, "model_var", variances!.model);
  expectClose(golden, "diff_var", variances!.difference);
  expectClose(golden, "dof", [dof!]);
  expectClose(golden, "sem", standardErrors!);
  expectClose(golden, "ci", [...intervals!.lower, ...intervals!.upper]);
  expectClose(golden, "p_pair", squared(tests!.pairwise!.raw, count, 1));
  expectClose(golden, "p_zero", tests!.againstZero.raw);
  const interleaved = [...variances!.toLower].flatMap((value, m) => [value, variances!.toUpper[m]!]);
  expectClose(golden, "noise_ceil_var", interleaved);
  expectClose(golden, "p_nc", tests!.againstCeiling!.raw);
}

describe("fixed evaluation agrees with rsatoolbox", () => {
  it.each(casesOf("eval_fixed"))("$id", async (golden) => {
    const result = await engine.rsa(optionsOf(golden));
    expectClose(golden, "evaluations", result.bySubject.data);
    expectClose(golden, "noise_ceiling", [result.noiseCeiling.lower, result.noiseCeiling.upper]);
    expectInference({ ...golden, out: { ...golden.out } }, result);
    const { rows, cols, data } = result.bySubject;
    const bySubject = Array.from({ length: rows }, (_, m) => data.slice(m * cols, (m + 1) * cols));
    const ranked = signedRankTests(bySubject, result.noiseCeiling.lower);
    expectClose(golden, "ranksum_pair", squared(ranked.pairwise!.raw, rows, 1));
    expectClose(golden, "ranksum_zero", ranked.againstZero.raw);
    expectClose(golden, "ranksum_nc", ranked.againstCeiling!.raw);
  });
});

describe("bootstraps agree with rsatoolbox on the same resamples", () => {
  const cases = casesOf("eval_bootstrap_rdm", "eval_bootstrap_pattern", "eval_bootstrap");
  it.each(cases)("$id", async (golden) => {
    const subjectsOnly = golden.fn === "eval_bootstrap_rdm";
    const known = golden.params["boot_noise_ceil"] === false;
    const result = await engine.rsa({
      ...optionsOf(golden),
      bootstrap: [
        ...(golden.in["rdm_boot"] ? (["subjects"] as const) : []),
        ...(golden.in["pat_boot"] ? (["stimuli"] as const) : []),
      ],
      dual: false,
      noiseCeiling: known ? "known" : "resampled",
      resamples: resamplesOf(golden),
    });
    const models = result.means.length;
    expectClose(golden, "evaluations", result.evaluations!.data);
    const resamples = result.resamples!;
    expectClose(golden, "variances", covariancesOf(resamples, !known && !subjectsOnly)[0]!.data);
    const bounds = [0, 1].map((bound) => [...resamples.ceilings].filter((_, k) => k % 2 === bound));
    if (known) expectClose(golden, "noise_ceiling", [result.noiseCeiling.lower, result.noiseCeiling.upper]);
    else expectClose(golden, "noise_ceiling", bounds.flat());
    if (subjectsOnly) {
      // The peer overwrites the covariance with the ceiling; ours has it, so that test is made here.
      const { model: toLower } = result.variances!;
      const variances = { ...result.variances!, toLower, toUpper: toLower };
      const tests = tTests(result.means, variances, result.noiseCeiling.lower, result.dof!);
      expectInference(golden, { ...result, variances, tests });
    } else expectInference(golden, result);
    const columns = Array.from({ length: models }, (_, m) =>
      result.evaluations!.data.filter((_, k) => k % models === m),
    );
    const counted = percentileTests(columns, Float64Array.from(bounds[0]!));
    expectClose(golden, "boot_pair", squared(counted.pairwise!.raw, models, 1));
    // The peer's share of (count + 1) / N may exceed 1.
    const theirs = Array.from(output(golden, "boot_zero").data, (p) => Math.min(1, p));
    counted.againstZero.raw.forEach((p, m) => expect(p).toBeCloseTo(theirs[m]!, 12));
    const { lower, upper } = percentileIntervals(columns, 0.9);
    expectClose(golden, "boot_ci", [...lower, ...upper]);
    if (golden.out["boot_nc_def"]) expectClose(golden, "boot_nc_def", counted.againstCeiling!.raw);
  });
});

/** N × draws × repeats × models × folds as the peer has it: N × models × folds × repeats × draws. */
function reordered(
  values: Float64Array,
  shape: { resamples: number; draws: number; repeats: number; models: number; folds: number },
) {
  const { resamples, draws, repeats, models, folds } = shape;
  const result: number[] = [];
  for (let n = 0; n < resamples; n++)
    for (let m = 0; m < models; m++)
      for (let f = 0; f < folds; f++)
        for (let r = 0; r < repeats; r++)
          for (let d = 0; d < draws; d++)
            result.push(values[(((n * draws + d) * repeats + r) * models + m) * folds + f]!);
  return result;
}

/** N × draws × repeats × 2 as the peer has it: 2 × N × repeats × draws. */
function reorderedCeilings(
  values: Float64Array,
  { resamples, draws, repeats }: { resamples: number; draws: number; repeats: number },
) {
  const result: number[] = [];
  for (let b = 0; b < 2; b++)
    for (let n = 0; n < resamples; n++)
      for (let r = 0; r < repeats; r++)
        for (let d = 0; d < draws; d++) result.push(values[((n * draws + d) * repeats + r) * 2 + b]!);
  return result;
}

describe("the dual bootstrap agrees with rsatoolbox on the same resamples", () => {
  it.each(casesOf("eval_dual_bootstrap"))("$id", async (golden) => {
    const result = await engine.rsa({
      ...optionsOf(golden),
      bootstrap: ["subjects", "stimuli"],
      resamples: resamplesOf(golden),
    });
    const { values, ceilings, shape } = result.resamples!;
    expectClose(golden, "evaluations", reordered(values, shape));
    expectClose(golden, "noise_ceiling", reorderedCeilings(ceilings, shape));
    expectClose(
      golden,
      "variances",
      covariancesOf(result.resamples!, true).flatMap(({ data }) => [...data]),
    );
    expectInference(golden, result);
  });
});

/** Folds of each call: indices where the stored row is 1. */
function foldCalls(golden: GoldenCase): GivenFold[][] {
  const indices = (name: string) => {
    const { shape, data } = output(golden, name);
    const [calls, folds, items] = shape as [number, number, number];
    return Array.from({ length: calls }, (_, c) =>
      Array.from({ length: folds }, (_, f) =>
        Array.from({ length: items }, (_, i) => i).filter((i) => data[(c * folds + f) * items + i] === 1),
      ),
    );
  };
  const [subjects, stimuli] = [indices("fold_rdm"), indices("fold_pat")];
  return subjects.map((call, c) => call.map((fold, f) => ({ subjects: fold, stimuli: stimuli[c]![f]! })));
}

describe("bootstrapped cross-validation agrees with rsatoolbox on the same resamples and folds", () => {
  it.each(casesOf("bootstrap_crossval"))("$id", async (golden) => {
    const { k_rdm, k_pattern, n_cv } = golden.params as Record<string, number>;
    const calls = foldCalls(golden);
    const drawn = resamplesOf(golden);
    const fits = ({ subjects, stimuli }: GivenResample) =>
      (!subjects || new Set(subjects).size >= k_rdm!) &&
      (!stimuli || new Set(stimuli).size >= 3 * k_pattern!);
    const resamples = drawn.map((one) => (fits(one) ? { ...one, folds: calls.splice(0, n_cv) } : one));
    const result = await engine.rsa({
      ...optionsOf(golden),
      bootstrap: golden.params["boot_type"] === "rdm" ? ["subjects"] : ["subjects", "stimuli"],
      dual: false,
      crossvalidation: { subjects: k_rdm!, stimuli: k_pattern!, repeats: n_cv! },
      resamples,
    });
    expect(calls).toEqual([]);
    const { values, ceilings, shape, skipped } = result.resamples!;
    const kept = drawn.flatMap((one, n) => (fits(one) ? [n] : []));
    expect(skipped).toBe(drawn.length - kept.length);
    const expected = output(golden, "evaluations");
    const width = expected.data.length / drawn.length;
    const theirs = kept.flatMap((n) =>
      Array.from({ length: width }, (_, k) => expected.data[n * width + k]!),
    );
    reordered(values, shape).forEach((value, k) =>
      expect(Math.abs(value - theirs[k]!)).toBeLessThanOrEqual(golden.out["evaluations"]!.tol),
    );
    expect(ceilings.length).toBe(kept.length * 2 * n_cv!);
    expectClose(golden, "variances", covariancesOf(result.resamples!, true)[0]!.data);
    expectInference(golden, result);
  });
});

describe("cross-validation agrees with rsatoolbox on the same folds", () => {
  it.each(casesOf("crossval"))("$id", async (golden) => {
    const options = optionsOf(golden);
    const stimuli = Array.from({ length: options.data[0]!.stimuli.length }, (_, i) => i);
    const folds = golden.out["fold_rdm"]
      ? foldCalls(golden)[0]!
      : options.data.map((_, t) => ({ subjects: [t], stimuli }));
    const result = await engine.rsa({ ...options, crossvalidation: { folds } });
    expectClose(golden, "evaluations", result.folds!.data);
    expectClose(golden, "noise_ceiling", [result.noiseCeiling.lower, result.noiseCeiling.upper]);
  });
});

function evidenceOf(golden: GoldenCase, name = "data") {
  const data = input(golden, name)!;
  const stimuli = (1 + Math.sqrt(1 + 8 * data.cols)) / 2;
  const comparison = { comparator: method(golden), options: comparatorDefaults };
  const draw: Draw = { subjects: ones(data.rows), stimuli: ones(stimuli) };
  return { evidence: { data, patterns: patternsOf(data, []), comparison }, draw };
}

describe("fits agree with rsatoolbox and with exact solutions", () => {
  const parts = (golden: GoldenCase, model: object) =>
    toParts(
      { name: "model", rdms: rdms(input(golden, "comp")!, "part"), ...model } as unknown as Model,
      0,
      "cosine",
    );

  it.each(casesOf("fit_select"))("$id", (golden) => {
    const { evidence, draw } = evidenceOf(golden);
    const theta = weightsFor(parts(golden, { kind: "selected" }), evidence, draw, kernels);
    expectClose(golden, "theta", [theta.indexOf(1)]);
  });

  it.each(casesOf("fit_regress", "fit_regress_nn"))("$id", (golden) => {
    const { evidence, draw } = evidenceOf(golden);
    const fit = golden.fn === "fit_regress" ? "regression" : "non-negative";
    const ridge = golden.params["ridge_weight"] as number;
    const model = parts(golden, { kind: "weighted", fit, ridge });
    const theta = golden.params["normalize"]
      ? weightsFor(model, evidence, draw, kernels)
      : solveWeights(model, normalEquations(model.components, evidence, draw, kernels), kernels);
    expectClose(golden, "exact", theta);
    expectClose(golden, "theta", theta);
  });

  it.each(casesOf("fit_interpolate", "fit_optimize", "fit_optimize_positive"))(
    "$id: at least as good an optimum",
    (golden) => {
      const { evidence, draw } = evidenceOf(golden);
      const kind = golden.fn === "fit_interpolate" ? "interpolated" : "weighted";
      const fit = golden.fn === "fit_optimize_positive" ? "non-negative" : "regression";
      const model = parts(golden, { kind, fit });
      const theta = weightsFor(model, evidence, draw, kernels);
      expectClose(golden, "theta", theta);
      const prediction = matrix(1, evidence.data.cols, predict(model, theta));
      const lens = lensOn(draw.stimuli, undefined, evidence.comparison, kernels);
      const loss = -meanBy(lens.similarities(prediction, evidence.data), draw.subjects)[0]!;
      expect(loss).toBeLessThanOrEqual(output(golden, "loss").data[0]! + 1e-12);
    },
  );
});

describe("the noise ceiling agrees with rsatoolbox", () => {
  it.each(casesOf("boot_noise_ceiling"))("$id", (golden) => {
    for (const [name, out] of [
      ["data", "nc"],
      ["data_nan", "nc_nan"],
    ] as const) {
      if (!golden.in[name]) continue;
      const { evidence, draw } = evidenceOf(golden, name);
      const { lower, upper } = leaveOneOutCeiling(evidence, draw, kernels);
      expectClose(golden, out, [lower, upper]);
    }
  });
});

describe("corrections for several tests agree with scipy", () => {
  it.each(casesOf("model_plot multiple_pair_testing"))("$id", (golden) => {
    const square = input(golden, "p_pairwise")!;
    const pairs = pairsOf(square.rows);
    const p = Float64Array.from(pairs, ([a, b]) => square.data[a * square.cols + b]!);
    const accepted = (values: Float64Array) =>
      squared(
        values.map((value) => (value <= 0.05 ? 1 : 0)),
        square.rows,
        0,
      );
    expectClose(golden, "bonferroni", accepted(bonferroni(p)));
    expectClose(golden, "fdr", accepted(falseDiscoveryRate(p)));
    expectClose(golden, "bh_adjusted", falseDiscoveryRate(p));
  });
});
