import type { Matrix } from "../matrix.ts";
import type { Kernels } from "../wasm/kernels.ts";
import { drawAt, foldFrom, foldsOf, type FoldPlan, type GivenFold, isDivisible } from "./draws.ts";
import { evaluateFolds, evaluateWhole, type Evaluation } from "./evaluate.ts";
import type { Draw, Evidence } from "./fit.ts";
import type { ModelParts } from "./models.ts";
import { countsOf, ones } from "./section.ts";
import { weightedGram } from "./weighted-gram.ts";

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

/** A resample that the caller has drawn: indices from 0, as many as there are. */
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

/** Lengths of the axes of `ResampleValues` after the first. */
export function axesOf({ dual, folds, models }: Pick<Study, "dual" | "folds" | "models">) {
  return {
    draws: dual ? 3 : 1,
    repeats: folds?.repeats ?? 1,
    models: models.length,
    folds: folds ? folds.subjects * folds.stimuli : 1,
  };
}

/** How one draw is evaluated. */
type Evaluate = (draw: Draw) => Evaluation;

/** Evaluates ranges of resamples one after the other. */
export function openStudy(study: Study, kernels: Kernels): (range: ResampleRange) => ResampleValues {
  const { models, data } = study;
  const fast = study.folds ? undefined : weightedGram(study, kernels);
  const whole: Evaluate = fast ?? ((draw) => evaluateWhole(models, study, draw, kernels));
  const axes = axesOf(study);
  const [width, bounds] = [
    axes.draws * axes.repeats * axes.models * axes.folds,
    axes.draws * axes.repeats * 2,
  ];
  return ({ first, count, given }) => {
    const values = new Float64Array(count * width).fill(NaN);
    const ceilings = new Float64Array(count * bounds).fill(NaN);
    for (let n = 0; n < count; n++) {
      const evaluations = evaluateResample(study, first + n, given?.[n], data, whole, kernels);
      evaluations.forEach(({ values: one, ceiling }, k) => {
        values.set(one, n * width + k * axes.models * axes.folds);
        ceilings.set([ceiling.lower, ceiling.upper], n * bounds + 2 * k);
      });
    }
    return { values, ceilings };
  };
}

/** One evaluation for each draw and repeat; none where the resample has too few different items. */
function evaluateResample(
  study: Study,
  index: number,
  given: GivenResample | undefined,
  data: Matrix,
  whole: Evaluate,
  kernels: Kernels,
): Evaluation[] {
  const { models, folds, seed, resample } = study;
  const sizes = { subjects: data.rows, stimuli: study.stimuli };
  const { draw: drawn, random } = drawAt(seed, index, sizes, resample);
  const draw = {
    subjects: given?.subjects ? countsOf(given.subjects, sizes.subjects) : drawn.subjects,
    stimuli: given?.stimuli ? countsOf(given.stimuli, sizes.stimuli) : drawn.stimuli,
  };
  if (!isDivisible(draw, folds)) return [];
  const draws = study.dual
    ? [draw, { ...draw, stimuli: ones(sizes.stimuli) }, { ...draw, subjects: ones(sizes.subjects) }]
    : [draw];
  if (!folds) return draws.map((one) => whole(one));
  const { repeats } = folds;
  // Drawn repeat by repeat, as given folds are listed; kept draw by draw.
  const evaluations = new Array<Evaluation>(repeats * draws.length);
  for (let repeat = 0, call = 0; repeat < repeats; repeat++) {
    draws.forEach((one, d) => {
      const listed = given?.folds?.[call++]?.map((fold) => foldFrom(one, fold));
      const parts = listed ?? foldsOf(one, folds, random);
      evaluations[d * repeats + repeat] = evaluateFolds(models, study, one, parts, kernels);
    });
  }
  return evaluations;
}
