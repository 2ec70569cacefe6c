import { NumericalError, OptionError, ShapeError } from "../../../base/errors.ts";
import type { Matrix } from "../../../base/matrix.ts";
import { resolveOptions, type Chosen } from "../../../base/options.ts";
import { assertRdm, type Rdm } from "../../../rdm/rdm.ts";
import { tiedFor } from "../../../rdm/ranking/ties.ts";
import type { Control } from "../../../run/lanes/control.ts";
import { runtimeOf } from "../../../run/runtime.ts";
import { ones } from "../drawn.ts";
import { assertSameStimuli, atSafeScale, stack } from "../fitting/models.ts";
import { pairsBySubject, patternsOf } from "../fitting/patterns.ts";
import { leastStimuli } from "../inference/draws.ts";
import { certaintyOf, testsOf } from "./certainty.ts";
import { bySubject, meanOver, type RegressionStudy } from "./draws.ts";
import {
  mostPartitioned,
  partialRsaOptions,
  regressRdmsOptions,
  type PartialRsaOptions,
  type RegressionPlan,
  type RegressRdmsOptions,
} from "./options.ts";
import { regressionResult, type RegressionResult } from "./result.ts";
import { placesOf, type Asked } from "./statistics.ts";

/** The computation of `partialRsa`. */
export async function partialRsa(given: PartialRsaOptions, control: Control): Promise<RegressionResult> {
  const chosen = resolveOptions("partialRsa", partialRsaOptions, given);
  const { models = [], controls } = chosen;
  if (controls?.length === 0)
    throw new OptionError(
      "partialRsa: controls is empty; leave it out to partial out all other models.",
      "controls",
    );
  if (!controls && models.length < 2)
    throw new OptionError(
      "partialRsa: one model has nothing to partial out; give controls or more models.",
      "models",
    );
  const others = models.map((_, k) => k);
  const partial = others.map((target) => ({
    target,
    given: controls ? controls.map((_, c) => models.length + c) : others.filter((k) => k !== target),
  }));
  const asked: Asked = { partial, regressors: 0, fit: "regression", standardize: true, partition: false };
  return run("partialRsa", { ...chosen, models, controls: controls ?? [] }, asked, {}, control);
}

/** The computation of `regressRdms`. */
export async function regressRdms(given: RegressRdmsOptions, control: Control): Promise<RegressionResult> {
  const chosen = resolveOptions("regressRdms", regressRdmsOptions, given);
  const { models = [], fit, standardize } = chosen;
  const all = models.map((_, k) => k);
  const asked: Asked = {
    partial: all.map((target) => ({ target, given: all.filter((k) => k !== target) })),
    regressors: models.length,
    fit,
    standardize,
    partition: models.length <= mostPartitioned,
  };
  return run("regressRdms", { ...chosen, models, controls: [] }, asked, { fit, standardize }, control);
}

/** What both are asked. */
type Request = Pick<
  Chosen<typeof partialRsaOptions>,
  "bootstrap" | "samples" | "seed" | "dual" | "permutations" | "confidence" | "correlation"
> & {
  readonly data?: readonly Rdm[] | undefined;
  readonly models: readonly Rdm[];
  readonly controls: readonly Rdm[];
};

async function run(
  owner: string,
  request: Request,
  asked: Asked,
  more: Pick<RegressionPlan, "fit" | "standardize">,
  control: Control,
): Promise<RegressionResult> {
  const { data, models, controls } = checked(owner, request);
  const study = studyOf(owner, request, data, [...models, ...controls], asked);
  const plan = planOf(request, study, more);
  const runtime = await runtimeOf(control);
  control.signal?.throwIfAborted();
  const observed = await runtime.alone(async () =>
    runtime.kernels.scope(() => bySubject(study, ones(study.stimuli), runtime.kernels)),
  );
  assertDefined(owner, observed, study, [...models, ...controls], data);
  const values = meanOver(observed, ones(observed.rows));
  const certainty = await certaintyOf(owner, study, plan, observed, values, runtime, control);
  const tests = await testsOf(owner, study, plan, values, certainty, runtime, control);
  const names = (rdms: readonly Rdm[]) => rdms.map(({ name }) => name);
  return regressionResult({
    models: names(models),
    controls: names(controls),
    subjects: names(data),
    pairs: pairsBySubject(study),
    options: plan,
    places: placesOf(asked),
    bySubject: observed,
    values,
    ...certainty,
    ...tests,
  });
}

function checked(owner: string, { data = [], models, controls }: Request) {
  if (data.length === 0)
    throw new OptionError(`${owner}: data is empty; expected one RDM for each subject.`, "data");
  if (models.length === 0)
    throw new OptionError(`${owner}: models is empty; expected at least one.`, "models");
  for (const rdm of [...data, ...models, ...controls]) assertRdm(rdm, owner);
  for (const rdm of [...data, ...models, ...controls]) assertSameStimuli(data[0]!, rdm);
  const stimuli = data[0]!.stimuli.length;
  if (stimuli < leastStimuli)
    throw new ShapeError(
      `${data[0]!.name} is of ${stimuli} stimuli; ${owner} needs at least ${leastStimuli}.`,
    );
  return { data, models, controls };
}

function studyOf(
  owner: string,
  { correlation, seed, bootstrap = [], dual }: Request,
  data: readonly Rdm[],
  regressors: readonly Rdm[],
  asked: Asked,
): RegressionStudy {
  // Ties by rounding are joined before anything is ranked, as in rsa.
  const stacked = (rdms: readonly Rdm[]) =>
    atSafeScale(stack(rdms.map((rdm) => tiedFor(rdm, correlation))), 1);
  const [subjects, variables] = [stacked(data), stacked(regressors)];
  const patterns = patternsOf(subjects, [variables]);
  const stimuli = data[0]!.stimuli.length;
  const study = {
    data: subjects,
    variables,
    patterns,
    stimuli,
    ranks: correlation === "spearman",
    asked,
    seed,
    resample: { subjects: bootstrap.includes("subjects"), stimuli: bootstrap.includes("stimuli") },
    dual: bootstrap.length === 2 && dual,
  };
  assertEnough(owner, study, data);
  return study;
}

/** A regression on as many regressors as there are pairs explains everything. */
function assertEnough(owner: string, study: RegressionStudy, data: readonly Rdm[]): void {
  const { variables, resample, data: subjects, stimuli } = study;
  const least = variables.rows + 3;
  for (const [t, pairs] of pairsBySubject(study).entries()) {
    if (pairs >= least) continue;
    throw new NumericalError(
      `${owner}: ${data[t]!.name} and the models have ${pairs} pairs of stimuli in common; ${variables.rows} RDMs need at least ${least}.`,
    );
  }
  if (resample.subjects && subjects.rows < 2)
    throw new OptionError(`${owner}: bootstrap over subjects needs at least 2 of them, got 1.`, "bootstrap");
  if (resample.stimuli && stimuli <= leastStimuli)
    throw new OptionError(
      `${owner}: bootstrap over stimuli needs at least ${leastStimuli + 1} of them, got ${stimuli}.`,
      "bootstrap",
    );
}

function planOf(
  request: Request,
  { dual }: RegressionStudy,
  more: Pick<RegressionPlan, "fit" | "standardize">,
): RegressionPlan {
  const { correlation, bootstrap = [], samples, seed, permutations, confidence } = request;
  return { correlation, bootstrap, samples, seed, dual, permutations, confidence, ...more };
}

/** @throws {NumericalError} naming the subject, and what makes the regression undefined. */
function assertDefined(
  owner: string,
  observed: Matrix,
  { variables }: RegressionStudy,
  regressors: readonly Rdm[],
  data: readonly Rdm[],
): void {
  const at = observed.data.findIndex(Number.isNaN);
  if (at < 0) return;
  const subject = data[Math.floor(at / observed.cols)]!;
  const constant = [...regressors, subject].find(({ condensed }) => isConstant(condensed));
  const why = constant
    ? `${constant.name} has the same dissimilarity for all pairs`
    : `the ${variables.rows} RDMs depend on one another over the pairs of ${subject.name}: one is a weighted sum of others and a constant, or the data are one exactly`;
  throw new NumericalError(`${owner}: ${subject.name}: ${why}.`);
}

function isConstant(condensed: Float64Array): boolean {
  const there = condensed.filter((value) => !Number.isNaN(value));
  return there.every((value) => value === there[0]);
}
