import { matrix, type Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { bounded, type Centred, type Row } from "./courses.ts";
import type { ChosenIsc } from "./options.ts";
import type { Plan, Term } from "./plan.ts";
import { crossSpectrum, fillWeights, fourierMatrix, frequenciesOf } from "./spectrum.ts";
import { pairsOfSubjects } from "./subjects.ts";
import { middle, sortFinite } from "./summary.ts";
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

/** tanh(Σ w·artanh r / Σ |w|), over the correlations that are there. */
function weightedMeans(values: Matrix, weights: Matrix, kernels: Kernels): Matrix {
  const { rows, cols, data } = values;
  const there = matrix(
    rows,
    cols,
    data.map((value) => Number(!Number.isNaN(value))),
  );
  const z = matrix(
    rows,
    cols,
    data.map((value) => (Number.isNaN(value) ? 0 : Math.atanh(value))),
  );
  const sizes = matrix(
    weights.rows,
    weights.cols,
    weights.data.map((weight) => Math.abs(weight)),
  );
  return kernels.scope(() => {
    const sums = kernels.gemm(weights, z);
    const counts = kernels.gemm(sizes, there);
    const [sum, count] = [sums.data, counts.data];
    const means = matrix(sums.rows, sums.cols);
    for (let k = 0; k < sum.length; k++) means.data[k] = Math.tanh(sum[k]! / count[k]!);
    return means;
  });
}

/** Summaries with the courses of the rows shifted in time or in phase. */
export function shiftedSummaries(
  rows: readonly Row[],
  plan: Exclude<Plan, { kind: "weights" }>,
  options: Pick<ChosenIsc, "method" | "summary">,
  subjects: number,
  kernels: Kernels,
): Matrix {
  const { rows: time, cols } = rows[0]!.left.course;
  const collect = options.summary === "mean" ? meanCollector : medianCollector;
  const collected = collect(rows.length, plan.samples, cols);
  const movements = movementsOf(plan, options, subjects, time);
  const spectrumOf = spectra(time, kernels);
  for (const [r, row] of rows.entries()) {
    kernels.scope(() => {
      const cross = crossSpectrum(spectrumOf(row.left), spectrumOf(row.right), time);
      const products = movements.products(r, cross, kernels);
      const norms = row.left.norms.map((norm, unit) => norm * row.right.norms[unit]!);
      collected.add(r, (sample, unit) => bounded(products(sample, unit), norms[unit]!));
    });
  }
  return collected.summaries();
}

/** Fourier coefficients of courses, coefficients × units; each course once, however many pairs it is in. */
function spectra(time: number, kernels: Kernels): (courses: Centred) => Matrix {
  const basis = fourierMatrix(time);
  const known = new Map<Centred, Matrix>();
  return (courses) => {
    const spectrum = known.get(courses) ?? kernels.detach(kernels.gemm(basis, withoutNaN(courses.course)));
    known.set(courses, spectrum);
    return spectrum;
  };
}

/** What is missing as 0: its norm is NaN all the same. */
function withoutNaN({ rows, cols, data }: Matrix): Matrix {
  return matrix(
    rows,
    cols,
    data.map((value) => (Number.isNaN(value) ? 0 : value)),
  );
}

/** Inner products of the moved courses, by sample and unit. */
type Products = (sample: number, unit: number) => number;

/** How each row is moved in each sample. */
interface Movements {
  products(row: number, spectrum: Matrix, kernels: Kernels): Products;
}

function movementsOf(
  plan: Exclude<Plan, { kind: "weights" }>,
  { method }: Pick<ChosenIsc, "method">,
  subjects: number,
  time: number,
): Movements {
  const pairs = method === "pairwise" || subjects === 2 ? pairsOfSubjects(subjects) : undefined;
  return plan.kind === "shifts"
    ? timeShifts(plan.shifts, pairs, subjects, time)
    : phaseShifts(plan.phases, plan.samples, pairs, subjects, time);
}

/** All shifts that there are, then the ones of the samples. */
function timeShifts(
  shifts: Float64Array,
  pairs: [number, number][] | undefined,
  subjects: number,
  time: number,
): Movements {
  const every = everyShift(time);
  return {
    products(row, spectrum, kernels) {
      const { cols, data } = kernels.detach(kernels.gemm(every, spectrum));
      return (sample, unit) => {
        const of = (subject: number) => shifts[sample * subjects + subject]!;
        const shift = pairs ? of(pairs[row]![0]) - of(pairs[row]![1]) : of(row);
        return data[(((shift % time) + time) % time) * cols + unit]!;
      };
    },
  };
}

/** What a cross spectrum is multiplied with for shifts 0 … time − 1. */
function everyShift(time: number): Matrix {
  const every = matrix(time, time - 1);
  const count = frequenciesOf(time);
  for (let shift = 0; shift < time; shift++) {
    const phases = Array.from(
      { length: count },
      (_, f) => (-2 * Math.PI * (((f + 1) * shift) % time)) / time,
    );
    const row = every.data.subarray(shift * (time - 1), (shift + 1) * (time - 1));
    fillWeights(row, phases, shift % 2 ? -1 : 1);
  }
  return every;
}

/** In a pair it is the difference of the phases that counts. */
function phaseShifts(
  phases: Float64Array,
  samples: number,
  pairs: [number, number][] | undefined,
  subjects: number,
  time: number,
): Movements {
  const count = frequenciesOf(time);
  const of = (sample: number, subject: number) => {
    const at = (sample * subjects + subject) * count;
    return phases.subarray(at, at + count);
  };
  const weights = matrix(samples, time - 1);
  return {
    products(row, spectrum, kernels) {
      for (let sample = 0; sample < samples; sample++) {
        const to = weights.data.subarray(sample * (time - 1), (sample + 1) * (time - 1));
        const [i, j] = pairs ? pairs[row]! : [row, -1];
        const first = of(sample, i);
        const second = j < 0 ? undefined : of(sample, j);
        fillWeights(to, second ? first.map((phase, f) => phase - second[f]!) : first, 1);
      }
      const { cols, data } = kernels.detach(kernels.gemm(weights, spectrum));
      return (sample, unit) => data[sample * cols + unit]!;
    },
  };
}

/** Takes correlations row by row, gives their summaries. */
interface Collector {
  add(row: number, value: Products): void;
  summaries(): Matrix;
}

function meanCollector(_rows: number, samples: number, cols: number): Collector {
  const [sums, counts] = [matrix(samples, cols), new Float64Array(samples * cols)];
  return {
    add(_row, value) {
      for (let sample = 0, k = 0; sample < samples; sample++) {
        for (let unit = 0; unit < cols; unit++, k++) {
          const r = value(sample, unit);
          if (r !== r) continue;
          sums.data[k]! += Math.atanh(r);
          counts[k]!++;
        }
      }
    },
    summaries: () =>
      matrix(
        samples,
        cols,
        sums.data.map((sum, k) => Math.tanh(sum / counts[k]!)),
      ),
  };
}

function medianCollector(rows: number, samples: number, cols: number): Collector {
  const all = new Float64Array(samples * cols * rows);
  return {
    add(row, value) {
      for (let sample = 0, k = row; sample < samples; sample++)
        for (let unit = 0; unit < cols; unit++, k += rows) all[k] = value(sample, unit);
    },
    summaries() {
      const medians = matrix(samples, cols);
      for (let k = 0; k < samples * cols; k++) {
        const values = all.subarray(k * rows, (k + 1) * rows);
        medians.data[k] = middle(values, sortFinite(values, rows));
      }
      return medians;
    },
  };
}
