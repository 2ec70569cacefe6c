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
import { square } from "../../../base/math/powers.ts";
import { matrix, type Matrix } from "../../../base/matrix.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import { collectorOf, type Quotients } from "./collect.ts";
import { bounded, centred, type Centred, type Cut } from "../courses.ts";
import { productsOf } from "./products.ts";
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
  /** Of each subject by unit the norm of its course; 0 where it has no correlation, because that is incomplete or constant. */
  readonly norms: readonly Float64Array[];
  /** Inner products of courses, as `productsOf` lays them out. */
  readonly products: Matrix;
}

/** Courses of some units as the tests need them. */
export function movableOf({ courses, own, isMissing }: Cut, kernels: Kernels): Movable {
  const norms = own.map((one) => one.norms.map((norm) => (norm > 0 ? norm : 0)));
  const whole = isMissing ? courses.map((course) => centred(filled(course))) : own;
  return { own: whole, norms, products: productsOf(whole, kernels) };
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
  /** ⟨y_s, S − y_s⟩ of each subject: samples × subjects × units. */
  readonly dots: Float64Array;
  /** Σ ‖y_s‖²: samples × units. */
  readonly sizes: Float64Array;
  /** ‖S‖²: samples × units. */
  readonly totals: Float64Array;
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

/** Products that a tile of samples may hold: 512 KiB, so that they are read again from the cache. */
const tileNumbers = 2 ** 16;

/** Fewer samples in a tile would pack all products of courses for few multiplications. */
const leastTile = 16;

/** As `takenAnew`, for courses that are weighed: signs, and groups as weights of 0 and 1. */
export function weighedAnew(
  courses: Movable,
  terms: readonly Term[],
  samples: number,
  options: ChosenIsc,
  kernels: Kernels,
): Matrix {
  const subjects = courses.own.length;
  const { cols } = courses.own[0]!.course;
  const whole = matrix(samples, cols);
  const length = Math.max(leastTile, Math.floor(tileNumbers / (subjects * cols)));
  kernels.scope(() => {
    const { rows, cols: width, data } = courses.products;
    const fixed = { products: kernels.place(rows, width, data), squares: squaresOf(courses.own) };
    for (const { factor, weights } of terms) {
      for (let start = 0; start < samples; start += length) {
        const end = Math.min(samples, start + length);
        const tile = matrix(end - start, subjects, weights.subarray(start * subjects, end * subjects));
        const to = whole.data.subarray(start * cols, end * cols);
        kernels.scope(() => {
          const sums = weighedSums(courses, fixed, tile, kernels);
          addScaled(to, factor, summariesOf(courses, sums, tile.rows, options).data);
        });
      }
    }
  });
  return whole;
}

function addScaled(sum: Float64Array, factor: number, values: Float64Array): void {
  for (let k = 0; k < sum.length; k++) sum[k]! += factor * values[k]!;
}

function movedSums({ own }: Movable, plan: Movement, kernels: Kernels): Sums {
  const { rows: time, cols } = own[0]!.course;
  const dots = new Float64Array(plan.samples * own.length * cols);
  const sizes = sizesOf(own, plan.samples);
  const totals = sizes.slice();
  const movements = movementsOf(plan, own.length, time);
  const spectrumOf = spectra(time, kernels);
  for (const [i, j] of pairsOfSubjects(own.length)) {
    kernels.scope(() => {
      const cross = crossSpectrum(spectrumOf(own[i]!), spectrumOf(own[j]!), time);
      const { data, rowOf } = movements.products([i, j], cross, kernels);
      for (let sample = 0; sample < plan.samples; sample++) {
        let [first, second] = [(sample * own.length + i) * cols, (sample * own.length + j) * cols];
        for (let k = sample * cols, from = rowOf(sample); k < (sample + 1) * cols; k++, from++) {
          const product = data[from]!;
          dots[first++]! += product;
          dots[second++]! += product;
          totals[k]! += 2 * product;
        }
      }
    });
  }
  return { dots, sizes, totals, weightOf: () => 1, moved: movedCourse(own, plan, spectrumOf) };
}

/** Σ ‖y_s‖² of courses that are moved only, the same in all samples. */
function sizesOf(own: readonly Centred[], samples: number): Float64Array {
  const { cols, data } = squaresOf(own);
  const sizes = new Float64Array(samples * cols);
  for (let k = 0; k < data.length; k++) sizes[k % cols]! += data[k]!;
  for (let sample = 1; sample < samples; sample++) sizes.copyWithin(sample * cols, 0, cols);
  return sizes;
}

/** The arrays lie in wasm memory and belong to the scope of the caller. */
function weighedSums(
  { own }: Movable,
  { products, squares }: { readonly products: Matrix; readonly squares: Matrix },
  weights: Matrix,
  kernels: Kernels,
): Sums {
  const { cols } = own[0]!.course;
  const { rows, cols: subjects, data: factors } = weights;
  const squared = matrix(
    rows,
    subjects,
    factors.map((weight) => weight * weight),
  );
  const sums = { dots: kernels.gemm(weights, products), sizes: kernels.gemm(squared, squares) };
  const [dots, sizes] = [sums.dots.data, sums.sizes.data];
  const totals = weighedTotals(dots, sizes, factors, cols);
  const weightOf = (sample: number, subject: number) => factors[sample * subjects + subject]!;
  const moved: MovedCourse = (sample, s, unit, into) => {
    const weight = weightOf(sample, s);
    for (let t = 0; t < into.length; t++) into[t] = weight * own[s]!.course.data[t * cols + unit]!;
  };
  return { dots, sizes, totals, weightOf, moved };
}

/**
 * ‖S‖² of weighed courses.
 * @param dots - products with the sum of the others; they are multiplied with the own weight in place
 */
function weighedTotals(
  dots: Float64Array,
  sizes: Float64Array,
  factors: Float64Array,
  cols: number,
): Float64Array {
  const totals = sizes.slice();
  const subjects = dots.length / sizes.length;
  for (let row = 0, k = 0; row < factors.length; row++) {
    const factor = factors[row]!;
    const start = Math.floor(row / subjects) * cols;
    for (let to = start; to < start + cols; to++, k++) {
      const dot = factor * dots[k]!;
      dots[k] = dot;
      totals[to]! += dot;
    }
  }
  return totals;
}

/** Squared norms of the courses: subjects × units. */
function squaresOf(own: readonly Centred[]): Matrix {
  const squares = matrix(own.length, own[0]!.course.cols);
  for (const [s, { norms }] of own.entries())
    for (const [unit, norm] of norms.entries()) squares.data[s * squares.cols + unit] = norm * norm;
  return squares;
}

/** Where the others are smaller than this against all (squared), the difference has lost digits. */
const smallest = 1e-4;

function summariesOf(courses: Movable, sums: Sums, samples: number, { summary }: ChosenIsc): Matrix {
  const subjects = courses.own.length;
  const { cols, rows: time } = courses.own[0]!.course;
  const collected = collectorOf(summary, subjects, samples, cols);
  const found: Quotients = {
    products: new Float64Array(samples * cols),
    norms: new Float64Array(samples * cols),
  };
  const careful = carefully(sums, subjects, time);
  for (let s = 0; s < subjects; s++) {
    fillCorrelations(found, s, courses, sums, careful);
    collected.add(s, found);
  }
  return collected.summaries();
}

/** Correlations of subject s with the others in all samples. */
function fillCorrelations(
  { products, norms }: Quotients,
  s: number,
  courses: Movable,
  { dots, sizes, totals, weightOf }: Sums,
  careful: ReturnType<typeof carefully>,
): void {
  const [lengths, subjects] = [courses.norms[s]!, courses.norms.length];
  const cols = lengths.length;
  for (let sample = 0, k = 0; k < products.length; sample++) {
    const weight = Math.abs(weightOf(sample, s));
    for (let unit = 0, at = (sample * subjects + s) * cols; unit < cols; unit++, k++, at++) {
      const norm = weight * lengths[unit]!;
      const dot = dots[at]!;
      const rest = totals[k]! - 2 * dot - norm * norm;
      products[k] = dot;
      norms[k] = norm;
      if (norm === 0) continue;
      if (rest > smallest * sizes[k]!) norms[k] = norm * Math.sqrt(rest);
      else {
        products[k] = careful(sample, s, unit, sizes[k]!);
        norms[k] = 1;
      }
    }
  }
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
    let [dot, mine, others] = [0, 0, 0];
    for (let t = 0; t < time; t++) {
      dot += own[t]! * rest[t]!;
      mine += square(own[t]!);
      others += square(rest[t]!);
    }
    const rounding = square(Number.EPSILON * time) * (size - mine);
    return others > rounding ? bounded(dot, Math.sqrt(mine) * Math.sqrt(others)) : Number.NaN;
  };
}
