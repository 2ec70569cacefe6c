import { ShapeError } from "../../base/errors.ts";
import { comparatorOf } from "../../rdm/comparators/registry.ts";
import { tiedFor } from "../../rdm/ranking/ties.ts";
import type { Control } from "../../run/lanes/control.ts";
import { runtimeOf, type Runtime } from "../../run/runtime.ts";
import { missingIn } from "./drawn.ts";
import { assertSameStimuli, atSafeScale, rdmsOf, stack, toParts } from "./fitting/models.ts";
import { bootstrap } from "./inference/bootstrap.ts";
import { crossvalidate } from "./inference/crossvalidate.ts";
import { permutationTest } from "./inference/permutation-test.ts";
import { overSubjects } from "./inference/subjects.ts";
import { assertDefined, observe, type Observed } from "./observed.ts";
import type { RsaOptions } from "./options.ts";
import { chosenRsa, planOf, type ChosenRsa, type RsaPlan } from "./plan.ts";
import { rsaResult, type Inference, type RsaResult } from "./result.ts";
import type { Study } from "./study.ts";

/**
 * Compares models with the RDMs of subjects, and says how far the result would hold for
 * other subjects and other stimuli.
 *
 * @param options - data, models, and how they are compared
 * @throws {OptionError} naming the option and what it accepts.
 * @throws {ShapeError} for RDMs of other stimuli.
 * @throws {NumericalError} naming the RDM for which the comparator is not defined, or too few usable resamples.
 *
 * Source: Nili et al., PLoS Comput. Biol. 10(4), 2014; Schütt et al., eLife 12:e82566, 2023.
 */
export async function rsa(options: RsaOptions, control: Control = {}): Promise<RsaResult> {
  const chosen = chosenRsa(options);
  const runtime = await runtimeOf(control);
  const { study, plan } = studyOf(chosen);
  const subjects = chosen.data.map(({ name }) => name);
  const observed = await alone(runtime, () => observe(study, plan, runtime.kernels));
  assertDefined(observed.bySubject, subjects, study);
  const found = await inferenceOf(chosen, study, plan, observed, runtime, control);
  const permutation =
    plan.permutations > 0
      ? await permutationTest(study, plan.permutations, observed, runtime, control)
      : undefined;
  return rsaResult({
    models: study.models.map(({ name }) => name),
    subjects,
    options: plan,
    bySubject: observed.bySubject,
    weights: observed.weights,
    ...found,
    ...(permutation ? { permutation } : {}),
    warnings: warningsOf(study, plan, found.resamples?.skipped ?? 0),
  });
}

/** Everything checked and taken apart. */
function studyOf(chosen: ReturnType<typeof chosenRsa>): { study: Study; plan: RsaPlan } {
  const first = chosen.data[0]!;
  const data = atSafeScale(stack(chosen.data.map((rdm) => tiedFor(rdm, chosen.comparator))), 1);
  const stimuli = first.stimuli.length;
  if (stimuli < 3)
    throw new ShapeError(`${first.name} is of ${stimuli} stimuli; models are compared on at least 3.`);
  const models = chosen.models.map((model, index) => toParts(model, index, chosen.comparator));
  for (const rdm of chosen.models.flatMap(rdmsOf)) assertSameStimuli(first, rdm);
  const plan = planOf(chosen, { subjects: data.rows, stimuli });
  const { dual, seed, crossvalidation: folds } = plan;
  const study = {
    data,
    missing: missingIn([data, ...models.map(({ components }) => components)]),
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
  return { study, plan };
}

/** On this thread, while no other call uses its memory. */
function alone<T>(runtime: Runtime, work: () => T): Promise<T> {
  return runtime.alone(async () => runtime.kernels.scope(work));
}

async function inferenceOf(
  { resamples, crossvalidation }: ChosenRsa,
  study: Study,
  plan: RsaPlan,
  observed: Observed,
  runtime: Runtime,
  control: Control,
): Promise<Inference> {
  if (plan.bootstrap.length > 0) return bootstrap(resamples, study, plan, observed, runtime, control);
  if (!plan.crossvalidation) return overSubjects(plan, observed);
  const { crossvalidation: division } = plan;
  const folds = typeof crossvalidation === "object" ? crossvalidation.folds : undefined;
  return alone(runtime, () => crossvalidate(folds, study, division, runtime.kernels));
}

function warningsOf({ models, missing, folds }: Study, { comparator }: RsaPlan, skipped: number): string[] {
  const fitted = models.filter(({ kind, theta }) => kind !== "fixed" && !theta);
  const weighted = fitted.filter(({ kind }) => kind !== "selected");
  const left = missing?.reduce((sum, one) => sum + one, 0) ?? 0;
  const warnings: string[] = [];
  if (left > 0) warnings.push(`${left} pairs of stimuli are missing in some RDM and were left out of all.`);
  if (skipped > 0)
    warnings.push(`${skipped} resamples were left out: too few different stimuli or subjects.`);
  if (fitted.length > 0 && !folds)
    warnings.push(
      `${fitted.map(({ name }) => name).join(", ")}: fitted to the data that it is tested on; its value is too high without crossvalidation.`,
    );
  const { fittedBy } = comparatorOf(comparator);
  if (weighted.length > 0 && fittedBy !== comparator)
    warnings.push(`Weights are fitted for ${fittedBy}: ${comparator} has no least squares of its own.`);
  return warnings;
}
