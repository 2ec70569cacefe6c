import { assertFits } from "../../base/forecast.ts";
import { ShapeError } from "../../base/errors.ts";
import { tiedFor } from "../../rdm/ranking/ties.ts";
import type { Control } from "../../run/lanes/control.ts";
import { runtimeOf, type Runtime } from "../../run/runtime.ts";
import {
  assertOneEach,
  assertSameStimuli,
  atSafeScale,
  isConstant,
  isFitted,
  rdmsOf,
  stack,
  toParts,
} from "./fitting/models.ts";
import { pairsBySubject, patternsOf } from "./fitting/patterns.ts";
import { bootstrap } from "./inference/bootstrap.ts";
import type { Fold } from "./inference/ceiling.ts";
import { crossvalidate, divisionOf } from "./inference/crossvalidate.ts";
import { permutationTest } from "./inference/permutation-test.ts";
import { overSubjects } from "./inference/subjects.ts";
import { corrected, type Tests } from "./inference/tests.ts";
import { assertDefined, assertPairs, observe, type Observed } from "./observed.ts";
import type { RsaOptions } from "./options.ts";
import { chosenRsa, planOf, type ChosenRsa, type RsaPlan } from "./plan.ts";
import { rsaResult, type Inference, type PermutationTest, type RsaResult } from "./result.ts";
import type { Study } from "./study.ts";
import { testNotes, warningsOf } from "./warnings.ts";

/** The computation of `rsa`. */
export async function rsa(options: RsaOptions, control: Control = {}): Promise<RsaResult> {
  const chosen = chosenRsa(options);
  const runtime = await runtimeOf(control);
  const { study, plan } = studyOf(chosen);
  const subjects = chosen.data.map(({ name }) => name);
  const observed = await alone(runtime, () => observe(study, plan, runtime.kernels));
  assertDefined(observed.bySubject, subjects, study);
  const division = divisionFor(chosen, study, plan);
  const found = await inferenceOf(chosen, study, plan, observed, division, runtime, control);
  const permutation =
    plan.permutations > 0
      ? await permutationTest(study, plan.permutations, division, observed, runtime, control)
      : undefined;
  const facts = {
    models: study.models.map(({ name }) => name),
    subjects,
    pairs: pairsBySubject(study),
    options: plan,
    bySubject: observed.bySubject,
    weights: observed.weights,
    ...found,
    ...(permutation ? { permutation } : {}),
    ...testsOf(study, found, permutation, plan),
  };
  return rsaResult({ ...facts, warnings: [...warningsOf(study, facts), ...testNotes(study, facts)] });
}

/**
 * Under the test "permutation" it answers the question about chance; the others are those of t. A constant
 * model knows nothing of the stimuli, so it has no test (NaN), whatever its value is.
 */
function testsOf(
  { models }: Study,
  { tests }: Inference,
  permutation: PermutationTest | undefined,
  { test }: RsaPlan,
): { tests?: Tests } {
  if (test === "permutation" && permutation) {
    const { raw, fdr, bonferroni } = permutation;
    return { tests: { ...tests, againstZero: { raw, fdr, bonferroni } } };
  }
  if (!tests || !models.some(isConstant)) return tests ? { tests } : {};
  const raw = tests.againstZero.raw.map((p, m) => (isConstant(models[m]!) ? NaN : p));
  return { tests: { ...tests, againstZero: corrected(raw) } };
}

/** Values and noise ceilings of every resample, and values of every permutation, with the lists that they come in. */
function assertPlanFits(
  { bootstrap, samples, dual, permutations, crossvalidation }: RsaPlan,
  models: number,
): void {
  const repeats = crossvalidation?.repeats ?? 1;
  const values = (dual ? 3 : 1) * repeats * (models + 2);
  if (bootstrap.length > 0) assertFits("rsa", "samples", samples, 200 + 16 * values);
  assertFits("rsa", "permutations", permutations, 200 + 16 * models);
}

/** Everything checked and taken apart. */
export function studyOf(chosen: ReturnType<typeof chosenRsa>): { study: Study; plan: RsaPlan } {
  const first = chosen.data[0]!;
  const data = atSafeScale(stack(chosen.data.map((rdm) => tiedFor(rdm, chosen.comparator))), 1);
  const stimuli = first.stimuli.length;
  if (stimuli < 3)
    throw new ShapeError(`${first.name} is of ${stimuli} stimuli; models are compared on at least 3.`);
  const models = chosen.models.map((model, index) => toParts(model, index, chosen.comparator));
  for (const rdm of chosen.models.flatMap(rdmsOf)) assertSameStimuli(first, rdm);
  for (const model of models) assertOneEach(model, data.rows);
  const plan = planOf(chosen, { subjects: data.rows, stimuli }, models.some(isFitted));
  assertPlanFits(plan, models.length);
  const { dual, seed, crossvalidation: folds } = plan;
  const study = {
    data,
    patterns: patternsOf(
      data,
      models.map(({ components }) => components),
    ),
    comparison: { comparator: plan.comparator, options: plan.comparatorOptions },
    models,
    stimuli,
    resample: {
      subjects: plan.bootstrap.includes("subjects"),
      stimuli: plan.bootstrap.includes("stimuli"),
    },
    dual,
    seed,
    ...(folds ? { folds } : {}),
  };
  assertPairs(
    study,
    chosen.data.map(({ name }) => name),
  );
  return { study, plan };
}

/** The folds of all data: given, or drawn by the seed. */
function divisionFor({ crossvalidation }: ChosenRsa, study: Study, plan: RsaPlan): Fold[] | undefined {
  const given = typeof crossvalidation === "object" ? crossvalidation.folds : undefined;
  return plan.crossvalidation && divisionOf(given, study, plan.crossvalidation);
}

/** On this thread, while no other call uses its memory. */
function alone<T>(runtime: Runtime, work: () => T): Promise<T> {
  return runtime.alone(async () => runtime.kernels.scope(work));
}

async function inferenceOf(
  { resamples }: ChosenRsa,
  study: Study,
  plan: RsaPlan,
  observed: Observed,
  division: readonly Fold[] | undefined,
  runtime: Runtime,
  control: Control,
): Promise<Inference> {
  if (plan.bootstrap.length > 0) return bootstrap(resamples, study, plan, observed, runtime, control);
  if (!division) return overSubjects(plan, observed);
  return alone(runtime, () => crossvalidate(division, study, runtime.kernels));
}
