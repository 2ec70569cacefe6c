import { matrix, type Matrix } from "../../../base/matrix.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import { ones } from "../drawn.ts";
import type { Draw } from "../fitting/fit.ts";
import type { Pattern } from "../fitting/patterns.ts";
import { drawAt, isDivisible } from "../inference/draws.ts";
import type { ResampleValues } from "../study.ts";
import { columnsOf, momentsOf } from "./moments.ts";
import { placesOf, statisticsOf, type Asked } from "./statistics.ts";

/** Everything that draws and permutations are evaluated with; crosses threads. */
export interface RegressionStudy {
  /** Subjects × P, condensed; NaN where a pair is missing. */
  readonly data: Matrix;
  /** V × P: models, then controls. */
  readonly variables: Matrix;
  readonly patterns: readonly Pattern[];
  readonly stimuli: number;
  readonly ranks: boolean;
  readonly asked: Asked;
  readonly seed: number;
  readonly resample: { readonly subjects: boolean; readonly stimuli: boolean };
  readonly dual: boolean;
}

/** Subjects × statistics, on a draw of the stimuli. */
export function bySubject(study: RegressionStudy, stimuli: Draw["stimuli"], kernels: Kernels): Matrix {
  const { patterns, asked, ranks, data } = study;
  const values = matrix(data.rows, placesOf(asked).length);
  for (const pattern of patterns) {
    const moments = momentsOf(columnsOf(study, pattern, stimuli, ranks));
    pattern.subjects.forEach((t, s) =>
      values.data.set(statisticsOf(moments, s, asked, kernels), t * values.cols),
    );
  }
  return values;
}

/** Means of the statistics over drawn subjects, for ranges of resamples. */
export function openDraws(
  study: RegressionStudy,
  kernels: Kernels,
): (range: { first: number; count: number }) => ResampleValues {
  const every: Draw = { subjects: ones(study.data.rows), stimuli: ones(study.stimuli) };
  const whole = bySubject(study, every.stimuli, kernels);
  const draws = study.dual ? 3 : 1;
  return ({ first, count }) => {
    const values = new Float64Array(count * draws * whole.cols).fill(NaN);
    for (let n = 0; n < count; n++) {
      const sizes = { subjects: study.data.rows, stimuli: study.stimuli };
      const { draw } = drawAt(study.seed, first + n, sizes, study.resample);
      if (!isDivisible(draw, undefined)) continue;
      const drawn = study.resample.stimuli ? bySubject(study, draw.stimuli, kernels) : whole;
      const found = [
        meanOver(drawn, draw.subjects),
        ...(study.dual ? [meanOver(whole, draw.subjects), meanOver(drawn, every.subjects)] : []),
      ];
      found.forEach((one, d) => values.set(one, (n * draws + d) * whole.cols));
    }
    return { values, ceilings: new Float64Array(2 * count * draws).fill(NaN) };
  };
}

/** Column means, rows counted so often. */
export function meanOver({ rows, cols, data }: Matrix, counts: Float64Array): Float64Array {
  const means = new Float64Array(cols);
  const total = counts.reduce((sum, count) => sum + count, 0);
  for (let t = 0; t < rows; t++) {
    if (counts[t] === 0) continue;
    for (let k = 0; k < cols; k++) means[k]! += (counts[t]! / total) * data[t * cols + k]!;
  }
  return means;
}
