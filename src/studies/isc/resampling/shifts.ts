import { matrix, type Matrix } from "../../../base/matrix.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import type { Centred } from "../courses.ts";
import type { Movement, Phases } from "./resamples.ts";
import { fillWeights, fourierMatrix, frequenciesOf } from "./spectrum.ts";

/** Inner products of the moved courses of one row: that of a sample and unit is data[rowOf(sample) + unit]. */
export interface Products {
  readonly data: Float64Array;
  rowOf(sample: number): number;
}

/** Who is moved against whom: two subjects, or one against something that stays. */
export type Movers = readonly [first: number, second?: number];

/** How the inner product of two courses changes in each sample. */
export interface Movements {
  /** @param cross - their cross spectrum, coefficients × units */
  products(movers: Movers, cross: Matrix, kernels: Kernels): Products;
}

export function movementsOf(plan: Movement, subjects: number, time: number): Movements {
  return plan.kind === "shifts" ? timeShifts(plan.shifts, subjects, time) : phaseShifts(plan, subjects, time);
}

/** All shifts that there are, then the ones of the samples. */
function timeShifts(shifts: Float64Array, subjects: number, time: number): Movements {
  const every = everyShift(time);
  return {
    products([first, second], cross, kernels) {
      const { cols, data } = kernels.detach(kernels.gemm(every, cross));
      const of = (sample: number, subject: number) => shifts[sample * subjects + subject]!;
      return {
        data,
        rowOf(sample) {
          const shift = of(sample, first) - (second === undefined ? 0 : of(sample, second));
          return (((shift % time) + time) % time) * cols;
        },
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
function phaseShifts(plan: Phases, subjects: number, time: number): Movements {
  const { samples } = plan;
  const turns = turnsOf(plan, subjects, time);
  const weights = matrix(samples, time - 1);
  return {
    products([first, second], cross, kernels) {
      for (let sample = 0; sample < samples; sample++) {
        const to = weights.data.subarray(sample * (time - 1), (sample + 1) * (time - 1));
        const own = turns(sample, first);
        if (second === undefined) to.set(own);
        else fillDifference(to, own, turns(sample, second), frequenciesOf(time));
      }
      const { cols, data } = kernels.detach(kernels.gemm(weights, cross));
      return { data, rowOf: (sample) => sample * cols };
    },
  };
}

/** Cosines and sines of the phases of each sample and subject, so that pairs need none. */
function turnsOf(
  { samples, phases, signs }: Phases,
  subjects: number,
  time: number,
): (sample: number, subject: number) => Float64Array {
  const [all, count] = [new Float64Array(samples * subjects * (time - 1)), frequenciesOf(time)];
  const of = (at: number) => all.subarray(at * (time - 1), (at + 1) * (time - 1));
  for (let at = 0; at < samples * subjects; at++)
    fillWeights(of(at), phases.subarray(at * count, (at + 1) * count), signs[at]!);
  return (sample, subject) => of(sample * subjects + subject);
}

/** cos(φ − ψ) and sin(φ − ψ) from the cosines and sines of both. */
function fillDifference(to: Float64Array, a: Float64Array, b: Float64Array, count: number): void {
  for (let f = 0, g = count; f < count; f++, g++) {
    to[f] = a[f]! * b[f]! + a[g]! * b[g]!;
    to[g] = a[g]! * b[f]! - a[f]! * b[g]!;
  }
  for (let k = 2 * count; k < to.length; k++) to[k] = a[k]! * b[k]!;
}

/** Fourier coefficients of courses, coefficients × units; each course once, however many pairs it is in. */
export function spectra(time: number, kernels: Kernels): (courses: Centred) => Matrix {
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
