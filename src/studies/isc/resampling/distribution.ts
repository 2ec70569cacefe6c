import { matrix, type Matrix } from "../../../base/matrix.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import { collectorOf } from "./collect.ts";
import { type Row } from "../courses.ts";
import { isLeaveOneOut, type ChosenIsc } from "../options.ts";
import type { Movement, Term } from "./resamples.ts";
import { movementsOf, spectra, type Movers } from "./shifts.ts";
import { crossSpectrum } from "./spectrum.ts";
import { pairsOfSubjects } from "../subjects.ts";
import { weightedMeans } from "./weighted-means.ts";
import { weightedMedians } from "./weighted-medians.ts";

/**
 * Summaries of weighted rows: what drawing subjects again, changing signs and exchanging groups come to.
 * @param values - correlations, rows × units; NaN where there is none
 * @param samples - how many resamples the weights are for
 * @returns samples × units, in ordinary memory
 */
export function weightedSummaries(
  values: Matrix,
  terms: readonly Term[],
  samples: number,
  { summary }: Pick<ChosenIsc, "summary">,
  kernels: Kernels,
): Matrix {
  const sum = matrix(samples, values.cols);
  for (const { factor, weights } of terms) {
    const weighing = matrix(samples, values.rows, weights);
    const part =
      summary === "mean"
        ? weightedMeans(values, weighing, kernels)
        : weightedMedians(values, weighing, kernels);
    const [into, from] = [sum.data, part.data];
    for (let k = 0; k < into.length; k++) into[k]! += factor * from[k]!;
  }
  return sum;
}

/**
 * Summaries with the courses of the rows moved: both of a pair, or the left-out subject against a
 * mean that stays, which is BrainIAK's way.
 */
export function movedRows(
  rows: readonly Row[],
  plan: Movement,
  options: Pick<ChosenIsc, "method" | "summary">,
  subjects: number,
  kernels: Kernels,
): Matrix {
  const { rows: time, cols } = rows[0]!.left.course;
  const collected = collectorOf(options.summary, rows.length, plan.samples, cols);
  const movements = movementsOf(plan, subjects, time);
  const movers: Movers[] = isLeaveOneOut(options, subjects)
    ? rows.map((_, subject) => [subject])
    : pairsOfSubjects(subjects);
  const spectrumOf = spectra(time, kernels);
  const [products, norms] = [0, 1].map(() => new Float64Array(plan.samples * cols)) as [
    Float64Array,
    Float64Array,
  ];
  for (const [r, row] of rows.entries()) {
    kernels.scope(() => {
      const cross = crossSpectrum(spectrumOf(row.left), spectrumOf(row.right), time);
      const { data, rowOf } = movements.products(movers[r]!, cross, kernels);
      const [left, right] = [row.left.norms, row.right.norms];
      for (let sample = 0, k = 0; sample < plan.samples; sample++) {
        for (let unit = 0, from = rowOf(sample); unit < cols; unit++, k++, from++) {
          products[k] = data[from]!;
          norms[k] = left[unit]! * right[unit]!;
        }
      }
      collected.add(r, { products, norms });
    });
  }
  return collected.summaries();
}
