/**
 * Leave-one-out correlations taken anew after every course was moved or weighed.
 *
 * With y the moved courses of one unit and S their sum, subject s against the others is
 *
 *   r = ⟨y_s, S − y_s⟩ / (‖y_s‖ ‖S − y_s‖),   ‖S − y_s‖² = ‖S‖² − 2⟨y_s, S − y_s⟩ − ‖y_s‖²
 *
 * so the products of each subject with the sum of the others are all that a sample needs, and these
 * are sums over pairs. No course is moved: a product of two depends on the difference of their shifts.
 */
import { matrix, type Matrix } from "../../../base/matrix.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import { collectorOf } from "./collect.ts";
import { bounded, centred, type Centred, type Cut } from "../courses.ts";
import { movedCourse, type MovedCourse } from "./moved-course.ts";
import type { ChosenIsc } from "../options.ts";
import type { Movement, Plan, Term } from "./resamples.ts";
import { inPieces } from "./pieces.ts";
import { movementsOf, spectra } from "./shifts.ts";
import { crossSpectrum } from "./spectrum.ts";
import { pairsOfSubjects } from "../subjects.ts";

/** Courses that can be moved: what is missing is 0, the mean of its course. */
export interface Movable {
  readonly own: readonly Centred[];
  /** Of each subject by unit: whether it has a correlation, because its course is complete and not constant. */
  readonly counts: readonly boolean[][];
  /** Of each subject the inner products with every other, subjects × units; 0 with itself. */
  readonly products: readonly Matrix[];
}

/** Courses of some units as the tests need them. */
export function movableOf({ courses, own, isMissing }: Cut): Movable {
  const counts = own.map(({ norms }) => Array.from(norms, (norm) => norm > 0));
  const whole = isMissing ? courses.map((course) => centred(filled(course))) : own;
  return { own: whole, counts, products: productsOf(whole) };
}

/** What is missing becomes the mean of what is there; 0 where nothing is. */
function filled({ rows, cols, data }: Matrix): Matrix {
  const whole = matrix(rows, cols, data.slice());
  for (let unit = 0; unit < cols; unit++) {
    let [sum, count] = [0, 0];
    for (let k = unit; k < data.length; k += cols) {
      if (Number.isNaN(data[k])) continue;
      sum += data[k]!;
      count++;
    }
    for (let k = unit; k < data.length; k += cols)
      if (Number.isNaN(data[k])) whole.data[k] = count > 0 ? sum / count : 0;
  }
  return whole;
}

/** What one sample needs of each subject. */
interface Sums {
  /** ⟨y_s, S − y_s⟩ of each subject: samples × units. */
  readonly dots: readonly Float64Array[];
  /** Σ ‖y_s‖²: samples × units. */
  readonly sizes: Float64Array;
  /** By which factor the course of a subject is weighed in a sample. */
  weightOf(sample: number, subject: number): number;
  readonly moved: MovedCourse;
}

/** Summaries of the samples of a plan: samples × units. */
export function takenAnew(
  courses: Movable,
  plan: Exclude<Plan, { kind: "weights" }>,
  options: ChosenIsc,
  kernels: Kernels,
): Matrix {
  if (plan.kind === "courses") return weighedAnew(courses, plan.terms, plan.samples, options, kernels);
  const { own } = courses;
  return inPieces(plan, own.length, own[0]!.course.rows, (piece) =>
    summariesOf(courses, movedSums(courses, piece, kernels), piece.samples, options),
  );
}

/** As `takenAnew`, for courses that are weighed: signs, and groups as weights of 0 and 1. */
export function weighedAnew(
  courses: Movable,
  terms: readonly Term[],
  samples: number,
  options: ChosenIsc,
  kernels: Kernels,
): Matrix {
  const whole = matrix(samples, courses.own[0]!.course.cols);
  for (const { factor, weights } of terms) {
    const sums = weighedSums(courses, matrix(samples, courses.own.length, weights), kernels);
    const part = summariesOf(courses, sums, samples, options).data;
    for (let k = 0; k < part.length; k++) whole.data[k]! += factor * part[k]!;
  }
  return whole;
}

function movedSums({ own }: Movable, plan: Movement, kernels: Kernels): Sums {
  const { rows: time, cols } = own[0]!.course;
  const dots = own.map(() => new Float64Array(plan.samples * cols));
  const movements = movementsOf(plan, own.length, time);
  const spectrumOf = spectra(time, kernels);
  for (const [i, j] of pairsOfSubjects(own.length)) {
    kernels.scope(() => {
      const cross = crossSpectrum(spectrumOf(own[i]!), spectrumOf(own[j]!), time);
      const { data, rowOf } = movements.products([i, j], cross, kernels);
      const [first, second] = [dots[i]!, dots[j]!];
      for (let sample = 0, k = 0; sample < plan.samples; sample++) {
        for (let unit = 0, from = rowOf(sample); unit < cols; unit++, k++, from++) {
          first[k]! += data[from]!;
          second[k]! += data[from]!;
        }
      }
    });
  }
  const size = squaresOf(own).reduce((sum, one) => sum.map((value, unit) => value + one[unit]!));
  const sizes = new Float64Array(plan.samples * cols);
  for (let sample = 0; sample < plan.samples; sample++) sizes.set(size, sample * cols);
  return { dots, sizes, weightOf: () => 1, moved: movedCourse(own, plan, spectrumOf) };
}

function weighedSums({ own, products }: Movable, weights: Matrix, kernels: Kernels): Sums {
  const { cols } = own[0]!.course;
  const weightOf = (sample: number, subject: number) => weights.data[sample * own.length + subject]!;
  const squares = matrix(own.length, cols);
  squaresOf(own).forEach((row, s) => squares.data.set(row, s * cols));
  const dots = own.map((_, s) =>
    kernels.scope(() => {
      const { data } = kernels.detach(kernels.gemm(weights, products[s]!));
      return data.map((dot, k) => weightOf(Math.floor(k / cols), s) * dot);
    }),
  );
  const sizes = kernels.scope(() => {
    const squared = matrix(
      weights.rows,
      weights.cols,
      weights.data.map((weight) => weight * weight),
    );
    return kernels.detach(kernels.gemm(squared, squares)).data;
  });
  const moved: MovedCourse = (sample, s, unit, into) => {
    const weight = weightOf(sample, s);
    for (let t = 0; t < into.length; t++) into[t] = weight * own[s]!.course.data[t * cols + unit]!;
  };
  return { dots, sizes, weightOf, moved };
}

function squaresOf(own: readonly Centred[]): Float64Array[] {
  return own.map(({ norms }) => norms.map((norm) => norm * norm));
}

function productsOf(own: readonly Centred[]): Matrix[] {
  const { cols } = own[0]!.course;
  const products = own.map(() => matrix(own.length, cols));
  for (const [i, j] of pairsOfSubjects(own.length)) {
    const [a, b] = [own[i]!.course.data, own[j]!.course.data];
    const row = products[i]!.data.subarray(j * cols, (j + 1) * cols);
    for (let k = 0; k < a.length;) for (let unit = 0; unit < cols; unit++, k++) row[unit]! += a[k]! * b[k]!;
    products[j]!.data.set(row, i * cols);
  }
  return products;
}

/** Where the others are smaller than this against all (squared), the difference has lost digits. */
const smallest = 1e-4;

function summariesOf({ own, counts }: Movable, sums: Sums, samples: number, { summary }: ChosenIsc): Matrix {
  const { cols, rows: time } = own[0]!.course;
  const { dots, sizes, weightOf } = sums;
  const totals = sizes.slice();
  for (const dot of dots) for (let k = 0; k < totals.length; k++) totals[k]! += dot[k]!;
  const careful = carefully(sums, own.length, time);
  const collected = collectorOf(summary, own.length, samples, cols);
  for (const [s, dot] of dots.entries()) {
    const [norms, counting] = [own[s]!.norms, counts[s]!];
    collected.add(s, (sample, unit) => {
      const weight = Math.abs(weightOf(sample, s));
      if (weight === 0 || !counting[unit]) return Number.NaN;
      const k = sample * cols + unit;
      const norm = weight * norms[unit]!;
      const rest = totals[k]! - 2 * dot[k]! - norm * norm;
      if (!(rest > smallest * sizes[k]!)) return careful(sample, s, unit, sizes[k]!);
      return bounded(dot[k]!, norm * Math.sqrt(rest));
    });
  }
  return collected.summaries();
}

/** The same correlation from the moved courses themselves; NaN where the others cancel each other. */
function carefully({ moved }: Sums, subjects: number, time: number) {
  const [own, one, rest] = [new Float64Array(time), new Float64Array(time), new Float64Array(time)];
  return (sample: number, s: number, unit: number, size: number): number => {
    rest.fill(0);
    for (let j = 0; j < subjects; j++) {
      moved(sample, j, unit, j === s ? own : one);
      if (j !== s) for (let t = 0; t < time; t++) rest[t]! += one[t]!;
    }
    let [dot, square, others] = [0, 0, 0];
    for (let t = 0; t < time; t++) {
      dot += own[t]! * rest[t]!;
      square += own[t]! ** 2;
      others += rest[t]! ** 2;
    }
    const rounding = (Number.EPSILON * time) ** 2 * (size - square);
    return others > rounding ? bounded(dot, Math.sqrt(square) * Math.sqrt(others)) : Number.NaN;
  };
}
