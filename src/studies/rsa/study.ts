import type { Random } from "../../base/random.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { drawAt, foldFrom, foldsOf, type FoldPlan, type GivenFold, isDivisible } from "./inference/draws.ts";
import { evaluateFolds, evaluateWhole, type Evaluation } from "./evaluate.ts";
import type { Fold } from "./inference/ceiling.ts";
import type { Draw } from "./fitting/fit.ts";
import { foldProducts } from "./fitting/fold-products.ts";
import type { ModelParts } from "./fitting/models.ts";
import type { Evidence } from "./fitting/patterns.ts";
import { countsOf, ones } from "./drawn.ts";
import { weightedSums } from "./fitting/weighted-sums.ts";

/** Everything that resamples are evaluated with; crosses threads. */
export interface Study extends Evidence {
  readonly models: readonly ModelParts[];
  readonly stimuli: number;
  readonly resample: { readonly subjects: boolean; readonly stimuli: boolean };
  /** Evaluates each resample also with only its subjects, and with only its stimuli. */
  readonly dual: boolean;
  readonly folds?: FoldPlan;
  readonly seed: number;
}

/** A resample that the caller has drawn: numbers of subjects or stimuli from 0, as many as there are. */
export interface GivenResample {
  readonly subjects?: readonly number[];
  readonly stimuli?: readonly number[];
  /** For each repeat, and each of the three draws of a dual bootstrap in it, the folds. */
  readonly folds?: readonly (readonly GivenFold[])[];
}

/** Consecutive resamples. */
export interface ResampleRange {
  readonly first: number;
  readonly count: number;
  /** `count` of them, where the caller has drawn them. */
  readonly given?: readonly GivenResample[];
}

/** NaN marks what was not evaluated. */
export interface ResampleValues {
  /** resamples × draws × repeats × models × folds; draws: 1, or 3 for a dual bootstrap. */
  readonly values: Float64Array;
  /** resamples × draws × repeats × (lower, upper). */
  readonly ceilings: Float64Array;
}

/** What decides how many values a resample has: one for each model, in each fold. */
export interface Evaluated extends Pick<Study, "dual" | "folds"> {
  readonly models: { readonly length: number };
}

/** Lengths of the axes of `ResampleValues` after the first. */
export function axesOf({ dual, folds, models }: Evaluated) {
  return {
    draws: dual ? 3 : 1,
    repeats: folds?.repeats ?? 1,
    models: models.length,
    folds: folds ? folds.subjects * folds.stimuli : 1,
  };
}

/** Evaluates ranges of resamples one after the other. */
export function openStudy(study: Study, kernels: Kernels): (range: ResampleRange) => ResampleValues {
  const evaluateAll = study.folds ? undefined : wholeEvaluator(study, kernels);
  const evaluateParts = foldEvaluator(study, kernels);
  const axes = axesOf(study);
  const block = axes.models * axes.folds;
  const blocks = axes.draws * axes.repeats;
  return (range) => {
    const values = new Float64Array(range.count * blocks * block).fill(NaN);
    const ceilings = new Float64Array(range.count * blocks * 2).fill(NaN);
    const keep = (n: number, k: number, { values: one, ceiling }: Evaluation) => {
      values.set(one, (n * blocks + k) * block);
      ceilings.set([ceiling.lower, ceiling.upper], (n * blocks + k) * 2);
    };
    const resamples = resamplesOf(study, range);
    if (evaluateAll) {
      const listed = resamples.flatMap(({ draws, n }) => draws.map((draw, k) => ({ draw, n, k })));
      evaluateAll(listed.map(({ draw }) => draw)).forEach((one, at) =>
        keep(listed[at]!.n, listed[at]!.k, one),
      );
    } else {
      for (const resample of resamples)
        crossvalidated(study, resample, evaluateParts, kernels).forEach((one, k) => keep(resample.n, k, one));
    }
    return { values, ceilings };
  };
}

/** Evaluates draws without cross-validation. */
function wholeEvaluator(study: Study, kernels: Kernels): (draws: readonly Draw[]) => Evaluation[] {
  const onOne = (draw: Draw) => kernels.scope(() => evaluateWhole(study.models, study, draw, kernels));
  return weightedSums(study, kernels) ?? ((draws) => draws.map(onOne));
}

/** Evaluates a division of a draw. */
type FoldEvaluator = (draw: Draw, folds: readonly Fold[]) => Evaluation;

function foldEvaluator(study: Study, kernels: Kernels): FoldEvaluator {
  return (
    foldProducts(study.models, study, kernels) ??
    ((draw, folds) => evaluateFolds(study.models, study, draw, folds, kernels))
  );
}

/** A resample with enough different items. */
interface Resample {
  /** Its number in the range. */
  readonly n: number;
  /** One; or for a dual bootstrap that over both, over subjects only, over stimuli only. */
  readonly draws: readonly Draw[];
  readonly folds: GivenResample["folds"];
  /** The random stream after the draw; folds come from it. */
  readonly random: Random;
}

function resamplesOf(study: Study, { first, count, given }: ResampleRange): Resample[] {
  const sizes = { subjects: study.data.rows, stimuli: study.stimuli };
  const every: Draw = { subjects: ones(sizes.subjects), stimuli: ones(sizes.stimuli) };
  return Array.from({ length: count }, (_, n) => n).flatMap((n) => {
    const { draw: drawn, random } = drawAt(study.seed, first + n, sizes, study.resample);
    const { subjects, stimuli, folds } = given?.[n] ?? {};
    const draw = {
      subjects: subjects ? countsOf(subjects, sizes.subjects) : drawn.subjects,
      stimuli: stimuli ? countsOf(stimuli, sizes.stimuli) : drawn.stimuli,
    };
    if (!isDivisible(draw, study.folds)) return [];
    const single = [
      { ...draw, stimuli: every.stimuli },
      { ...draw, subjects: every.subjects },
    ];
    return [{ n, draws: study.dual ? [draw, ...single] : [draw], folds, random }];
  });
}

/**
 * One evaluation for each draw and repeat. Folds are drawn repeat by repeat, the order in which given
 * folds are listed; evaluations are stored draw by draw.
 */
function crossvalidated(
  study: Study,
  { draws, folds, random }: Resample,
  evaluate: FoldEvaluator,
  kernels: Kernels,
): Evaluation[] {
  const plan = study.folds!;
  const evaluations = new Array<Evaluation>(plan.repeats * draws.length);
  for (let repeat = 0, call = 0; repeat < plan.repeats; repeat++) {
    draws.forEach((draw, d) => {
      const listed = folds?.[call++]?.map((fold) => foldFrom(draw, fold));
      const parts = listed ?? foldsOf(draw, plan, random);
      evaluations[d * plan.repeats + repeat] = kernels.scope(() => evaluate(draw, parts));
    });
  }
  return evaluations;
}
