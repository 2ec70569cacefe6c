import { square } from "../../../base/math/powers.ts";
import { assertFits } from "../../../base/forecast.ts";
import { NumericalError, OptionError } from "../../../base/errors.ts";
import { assertList } from "../../../base/lists.ts";
import { concatenate, type Matrix } from "../../../base/matrix.ts";
import { falseDiscoveryRate } from "../../../base/multiple.ts";
import { resolveOptions } from "../../../base/options.ts";
import { mean } from "../../../base/statistics.ts";
import { runSteps } from "../../../base/steps.ts";
import { upperQuantile } from "../../../base/student.ts";
import type { Control } from "../../../run/lanes/control.ts";
import { runtimeOf, type Runtime } from "../../../run/runtime.ts";
import { isFitted } from "../fitting/models.ts";
import { studyOf } from "../compute.ts";
import { operationsOf, rangesOf } from "../inference/pieces.ts";
import { besselFactor, dualVariance } from "../inference/variance.ts";
import { assertDefined, observe } from "../observed.ts";
import { chosenRsa, type RsaPlan } from "../plan.ts";
import type { GroupStudy } from "./draws.ts";
import { differencesOf, meansOf, testLabels } from "./labels.ts";
import { rsaGroupsOptions, type RsaGroupsOptions, type SubjectGroup } from "./options.ts";
import { groupsResult, type RsaGroups } from "./result.ts";
import { rsaGroupDraws } from "./task.ts";

/** The computation of `rsaGroups`. */
export async function rsaGroups(given: RsaGroupsOptions, control: Control): Promise<RsaGroups> {
  const { groups, models, permutations, ...asked } = resolveOptions("rsaGroups", rsaGroupsOptions, given);
  const [one, other] = twoGroups(groups);
  const data = [...one.data, ...other.data];
  const chosen = chosenRsa({ ...asked, data, models: models ?? [], test: "t", permutations: 0 });
  const { study: whole, plan } = studyOf(chosen);
  const study: GroupStudy = { ...whole, first: one.data.length };
  const fitted = study.models.find(isFitted);
  if (fitted)
    throw new OptionError(
      `rsaGroups: ${fitted.name} has weights to fit, to which group? Give theta, or fit it with rsa first.`,
      "models",
    );
  const runtime = await runtimeOf(control);
  control.signal?.throwIfAborted();
  const { bySubject } = await runtime.alone(async () =>
    runtime.kernels.scope(() => observe(study, plan, runtime.kernels)),
  );
  const subjects = data.map(({ name }) => name);
  assertDefined(bySubject, subjects, study);
  const spread = await spreadOf(study, plan, bySubject, runtime, control);
  const first = Array.from({ length: study.first }, (_, k) => k);
  const differences = differencesOf(bySubject, first);
  const t = spread.map(({ dof }) => upperQuantile((1 - plan.confidence) / 2, dof));
  const errors = Float64Array.from(spread, ({ variance }) => Math.sqrt(Math.max(0, variance)));
  const test =
    permutations > 0
      ? await runSteps(testLabels(bySubject, study.first, permutations, plan.seed), control.signal)
      : undefined;
  return groupsResult({
    models: study.models.map(({ name }) => name),
    groups: [one, other].map(({ name, data: own }) => ({ name, subjects: own.map((rdm) => rdm.name) })),
    options: { ...plan, permutations },
    bySubject,
    means: meansOf(bySubject, study.first),
    differences,
    standardErrors: errors,
    intervals: {
      lower: differences.map((value, m) => value - t[m]! * errors[m]!),
      upper: differences.map((value, m) => value + t[m]! * errors[m]!),
    },
    dof: Float64Array.from(spread, ({ dof }) => dof),
    ...(test && { test: { ...test, fdr: falseDiscoveryRate(test.raw) } }),
  });
}

function twoGroups(groups: readonly SubjectGroup[] | undefined): readonly [SubjectGroup, SubjectGroup] {
  if (groups?.length !== 2)
    throw new OptionError(
      `rsaGroups: groups has ${groups?.length ?? 0}; expected two like { name, data }.`,
      "groups",
    );
  for (const group of groups) {
    assertList("rsaGroups", "RDMs as data of a group", group?.data);
    if (group.data.length < 2)
      throw new OptionError(
        `rsaGroups: ${group.name} has ${group.data.length} subjects; a group needs at least 2.`,
        "groups",
      );
  }
  return groups as readonly [SubjectGroup, SubjectGroup] & readonly SubjectGroup[];
}

/** Of the difference of one model. */
interface Spread {
  readonly variance: number;
  readonly dof: number;
}

async function spreadOf(
  study: GroupStudy,
  plan: RsaPlan,
  bySubject: Matrix,
  runtime: Runtime,
  control: Control,
): Promise<Spread[]> {
  const models = Array.from({ length: bySubject.rows }, (_, m) => m);
  if (plan.bootstrap.length === 0) return models.map((m) => welch(bySubject, m, study.first));
  assertFits("rsaGroups", "samples", plan.samples, 200 + 48 * models.length);
  const operations = operationsOf(study, plan.samples);
  const parts = await runtime.tasks.run(rsaGroupDraws, study, rangesOf(plan.samples), {
    ...control,
    operations,
  });
  const values = concatenate(parts);
  const draws = study.dual ? 3 : 1;
  const width = 2 * models.length;
  const kept = Array.from({ length: plan.samples }, (_, n) => n).filter(
    (n) => !values.subarray(n * draws * width, (n + 1) * draws * width).some(Number.isNaN),
  );
  if (kept.length < Math.max(2, plan.samples / 2))
    throw new NumericalError(
      `rsaGroups: ${plan.samples - kept.length} of ${plan.samples} resamples have too few different stimuli; more data are needed.`,
    );
  return models.map((m) => {
    const of = (draw: number, group: number) =>
      kept.map((n) => values[(n * draws + draw) * width + group * models.length + m]!);
    return bootstrapSpread(study, of);
  });
}

/** s₁² / n₁ + s₂² / n₂ with Welch's degrees of freedom: Biometrika 34, 1947. */
function welch({ cols, data }: Matrix, model: number, first: number): Spread {
  const row = [...data.subarray(model * cols, (model + 1) * cols)];
  const [a, b] = [row.slice(0, first), row.slice(first)];
  return welchOf(varianceOf(a) / a.length, varianceOf(b) / b.length, a.length, b.length);
}

function welchOf(a: number, b: number, first: number, second: number): Spread {
  const variance = a + b;
  const dof = square(variance) / (square(a) / (first - 1) + square(b) / (second - 1));
  return { variance, dof: Number.isFinite(dof) ? dof : Math.min(first, second) - 1 };
}

/**
 * The variance of the difference of the groups, from resamples of either. Subjects of the groups are independent, so
 * their variances add, each by Bessel's factor; stimuli are shared, so they act on the difference.
 * @param of - the means of a group in the resamples of a draw
 */
function bootstrapSpread(
  { resample, dual, stimuli, first, data }: GroupStudy,
  of: (draw: number, group: number) => number[],
): Spread {
  const second = data.rows - first;
  const difference = (draw: number) => {
    const [a, b] = [of(draw, 0), of(draw, 1)];
    return varianceOf(b.map((value, n) => value - a[n]!));
  };
  const subjectsIn = dual ? 1 : 0;
  const [a, b] = [varianceOf(of(subjectsIn, 0)), varianceOf(of(subjectsIn, 1))];
  const over = welchOf(a * besselFactor(first), b * besselFactor(second), first, second);
  if (!resample.stimuli) return over;
  const dof = Math.min(stimuli - 1, resample.subjects ? over.dof : Infinity);
  if (!resample.subjects) return { variance: difference(0) * besselFactor(stimuli), dof };
  if (!dual) return { variance: difference(0) * besselFactor(Math.min(first, second, stimuli)), dof };
  // A number of subjects whose factor is that of both groups together.
  const factor = a + b > 0 ? over.variance / (a + b) : besselFactor(Math.min(first, second));
  const sizes = { subjects: factor / (factor - 1), stimuli };
  return { variance: dualVariance([difference(0), a + b, difference(2)], sizes), dof };
}

function varianceOf(values: readonly number[]): number {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + square(value - centre), 0) / (values.length - 1);
}
