import { concatenate, matrix, type Matrix } from "../../../base/matrix.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import { ones } from "../drawn.ts";
import { similarities } from "../evaluate.ts";
import type { Draw } from "../fitting/fit.ts";
import { drawAt, drawWithReplacement, isDivisible } from "../inference/draws.ts";
import type { Study } from "../study.ts";

/** Two groups of the subjects of a study. */
export interface GroupStudy extends Study {
  /** Subjects of the first group; the others, which follow, are the second. */
  readonly first: number;
}

/** Means of each group and model: groups × models. */
function groupMeans(bySubject: Matrix, counts: Float64Array, first: number): Matrix {
  const means = matrix(2, bySubject.rows);
  const totals = [0, 0];
  counts.forEach((count, t) => (totals[t < first ? 0 : 1]! += count));
  for (let m = 0; m < bySubject.rows; m++) {
    for (let t = 0; t < bySubject.cols; t++) {
      const group = t < first ? 0 : 1;
      means.data[group * bySubject.rows + m]! +=
        (counts[t]! / totals[group]!) * bySubject.data[m * bySubject.cols + t]!;
    }
  }
  return means;
}

/**
 * Means of the groups on resamples: subjects drawn again within their group, stimuli for both.
 * @returns resamples × draws × groups × models; draws: 1, or 3 for a dual bootstrap: both, subjects only, stimuli only
 */
export function openGroupDraws(
  study: GroupStudy,
  kernels: Kernels,
): (range: { first: number; count: number }) => Float64Array {
  const every: Draw = { subjects: ones(study.data.rows), stimuli: ones(study.stimuli) };
  const on = (stimuli: Draw["stimuli"]) => {
    const draw = { ...every, stimuli };
    return kernels.scope(() =>
      kernels.detach(similarities(study.models, study, { train: draw, test: draw }, kernels)),
    );
  };
  const whole = on(every.stimuli);
  const draws = study.dual ? 3 : 1;
  const width = 2 * study.models.length;
  return ({ first, count }) => {
    const values = new Float64Array(count * draws * width).fill(NaN);
    for (let n = 0; n < count; n++) {
      const { stimuli, subjects } = drawOf(study, first + n);
      if (!isDivisible({ stimuli, subjects }, undefined)) continue;
      const drawn = study.resample.stimuli ? on(stimuli) : whole;
      const means = (values: Matrix, counts: Float64Array) => groupMeans(values, counts, study.first).data;
      values.set(means(drawn, subjects), n * draws * width);
      if (!study.dual) continue;
      values.set(means(whole, subjects), (n * draws + 1) * width);
      values.set(means(drawn, every.subjects), (n * draws + 2) * width);
    }
    return values;
  };
}

/** Each group keeps its size. */
function drawOf({ seed, data, stimuli, resample, first }: GroupStudy, index: number): Draw {
  const sizes = { subjects: data.rows, stimuli };
  const { draw, random } = drawAt(seed, index, sizes, { subjects: false, stimuli: resample.stimuli });
  if (!resample.subjects) return draw;
  const some = drawWithReplacement(first, random);
  const others = drawWithReplacement(data.rows - first, random);
  return { ...draw, subjects: concatenate([some, others]) };
}
