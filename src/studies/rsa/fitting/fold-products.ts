import { matrix, type Matrix } from "../../../base/matrix.ts";
import { mean } from "../../../base/statistics.ts";
import { comparatorOf, type InnerProductComparator } from "../../../rdm/comparators/registry.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import { distinct, sectionOf, total, type Counts } from "../drawn.ts";
import { isEmpty, type Evaluation } from "../evaluate.ts";
import { isSame, noCeiling, type Ceiling, type Fold } from "../inference/ceiling.ts";
import { effectiveWeights, weightsFrom, type Draw, type NormalEquations } from "./fit.ts";
import { weightedRows } from "./lens.ts";
import { isPerSubject, type ModelParts } from "./models.ts";
import type { Evidence } from "./patterns.ts";

/**
 * Cross-validation under a cosine of the entries, centred or not. Fits, values and both bounds of the
 * ceiling are sums of inner products of subjects and components, so each part of the data needs one
 * product of all rows with each other, and no RDM is written out again.
 *
 *   K = Z·W·Zᵀ,   Z (subjects, components of all models) × pairs, W the weights of the drawn pairs
 *
 * @returns undefined where it does not apply: another comparator, or subjects with different pairs
 */
export function foldProducts(
  models: readonly ModelParts[],
  { data, patterns, comparison }: Evidence,
  kernels: Kernels,
): ((draw: Draw, folds: readonly Fold[]) => Evaluation) | undefined {
  const comparator = comparatorOf(comparison.comparator);
  if (comparator.form !== "inner-product" || !comparator.cosineOf || patterns.length > 1) return undefined;
  if (models.some(isPerSubject)) return undefined;
  const tables = tablesOf(models, data);
  const center = comparator.cosineOf === "centred-entries";
  const on = (stimuli: Counts): Products =>
    kernels.scope(() => {
      const section = sectionOf(stimuli, patterns[0]!.missing);
      const { rows, squares } = weightedRows(tables.rows, section, center, kernels);
      const inner = kernels.detach(kernels.gemm(rows, rows, { transB: true }));
      const isEnough = section.positions.length >= comparator.leastPairs;
      return { inner, squares, weight: total(section.weights), isEnough };
    });
  return (draw, folds) => evaluate(models, tables, comparator, draw, folds, on, kernels);
}

interface Tables {
  /** Subjects, then the components of each model. */
  readonly rows: Matrix;
  readonly subjects: number;
  /** Where the components of each model begin. */
  readonly starts: readonly number[];
}

function tablesOf(models: readonly ModelParts[], data: Matrix): Tables {
  const count = data.rows + models.reduce((sum, { components }) => sum + components.rows, 0);
  const rows = matrix(count, data.cols);
  rows.data.set(data.data);
  let next = data.rows;
  const starts = models.map(({ components }) => {
    const start = next;
    rows.data.set(components.data, start * data.cols);
    next += components.rows;
    return start;
  });
  return { rows, subjects: data.rows, starts };
}

/** Of all rows on some stimuli. */
export interface Products {
  readonly inner: Matrix;
  /** 0 where a row has no direction. */
  readonly squares: Float64Array;
  /** Pairs, copies counted. */
  readonly weight: number;
  /** Whether there are pairs enough for the comparator. */
  readonly isEnough: boolean;
}

function evaluate(
  models: readonly ModelParts[],
  tables: Tables,
  comparator: InnerProductComparator,
  draw: Draw,
  folds: readonly Fold[],
  on: (stimuli: Counts) => Products,
  kernels: Kernels,
): Evaluation {
  const values = new Float64Array(models.length * folds.length);
  const hasCeiling = distinct(draw.subjects) > 1;
  const whole = hasCeiling ? shares(on(draw.stimuli), draw.subjects) : undefined;
  const ceilings = folds.map((fold, f): Ceiling => {
    const test = on(fold.test.stimuli);
    const found = valuesOf(models, tables.starts, fold, test, on, comparator, kernels);
    found.forEach((one, m) => (values[m * folds.length + f] = one));
    return whole ? ceilingOf(whole, fold, test, comparator) : noCeiling;
  });
  return {
    values,
    ceiling: {
      lower: mean(ceilings.map(({ lower }) => lower)),
      upper: mean(ceilings.map(({ upper }) => upper)),
    },
  };
}

/**
 * The value of each model on one fold; NaN where it is too small.
 * @param starts - where the components of each model begin
 * @param test - products on the tested stimuli
 */
export function valuesOf(
  models: readonly ModelParts[],
  starts: readonly number[],
  fold: Fold,
  test: Products,
  on: (stimuli: Counts) => Products,
  comparator: InnerProductComparator,
  kernels: Kernels,
): Float64Array {
  if (isEmpty(fold.train) || isEmpty(fold.test)) return new Float64Array(models.length).fill(NaN);
  const train = isSame(fold.train.stimuli, fold.test.stimuli) ? test : on(fold.train.stimuli);
  return Float64Array.from(models, (model, m) => {
    const theta = fitted(model, starts[m]!, train, fold.train, kernels);
    return value(theta, starts[m]!, test, fold.test, comparator);
  });
}

/** The weights of a model fitted on one part of the data. */
function fitted(
  model: ModelParts,
  start: number,
  products: Products,
  { subjects }: Draw,
  kernels: Kernels,
): number[] {
  const equations = () => equationsOf(model.components.rows, start, products, subjects);
  // Of a single component, the mean of cosines with unit subjects is its target over its length.
  const means = () => {
    const { gram, target } = equations();
    if (!products.isEnough) return target.fill(NaN);
    return target.map((along, s) => along / Math.sqrt(gram.data[s * (gram.cols + 1)]! * products.weight));
  };
  return effectiveWeights(model, weightsFrom(model, equations, means, kernels));
}

function equationsOf(
  count: number,
  start: number,
  { inner, squares, weight }: Products,
  subjects: Counts,
): NormalEquations {
  const at = (i: number, j: number) => inner.data[i * inner.cols + j]!;
  const gram = matrix(count, count);
  gram.data.forEach((_, k) => (gram.data[k] = at(start + Math.floor(k / count), start + (k % count))));
  const all = total(subjects);
  const target = Float64Array.from({ length: count }, (_, s) => {
    let sum = 0;
    subjects.forEach((drawn, t) => {
      if (drawn > 0 && squares[t]! > 0) sum += (drawn * at(start + s, t)) / Math.sqrt(squares[t]! / weight);
    });
    return sum / all;
  });
  return { gram, target };
}

/** Mean similarity of a weighted sum of components with the tested subjects. */
function value(
  theta: readonly number[],
  start: number,
  { inner, squares, isEnough }: Products,
  { subjects }: Draw,
  { finish }: InnerProductComparator,
): number {
  if (!isEnough) return NaN;
  const at = (i: number, j: number) => inner.data[i * inner.cols + j]!;
  let self = 0;
  // A sum of components without direction has none.
  theta.forEach((a, i) =>
    theta.forEach((b, j) => {
      if (squares[start + i]! > 0 && squares[start + j]! > 0) self += a * b * at(start + i, start + j);
    }),
  );
  let sum = 0;
  subjects.forEach((count, t) => {
    if (count === 0) return;
    const along = theta.reduce((total, weight, s) => total + weight * at(start + s, t), 0);
    sum += count * finish(along, self, squares[t]!);
  });
  return sum / total(subjects);
}

/** How much each subject counts in a mean of subjects at unit length. */
function shares({ squares }: Products, subjects: Counts): Float64Array {
  return subjects.map((count, t) => (count > 0 && squares[t]! > 0 ? count / Math.sqrt(squares[t]!) : 0));
}

/** @param whole - shares of all drawn subjects on all drawn stimuli */
function ceilingOf(
  whole: Float64Array,
  { train, test }: Fold,
  products: Products,
  comparator: InnerProductComparator,
): Ceiling {
  const upper = against(whole, products, test.subjects, comparator);
  if (!isSame(train.subjects, test.subjects))
    return { lower: against(shares(products, train.subjects), products, test.subjects, comparator), upper };
  const drawn = [...test.subjects.keys()].filter((t) => test.subjects[t]! > 0);
  if (drawn.length < 2) return noCeiling;
  const own = shares(products, test.subjects);
  const one = new Float64Array(own.length);
  const lowers = drawn.map((t) => {
    const others = own.slice();
    others[t] = 0;
    one.fill(0)[t] = 1;
    return against(others, products, one, comparator);
  });
  return { lower: mean(lowers), upper };
}

/** Mean similarity of a sum of subjects with those tested. */
function against(
  pool: Float64Array,
  { inner, squares, isEnough }: Products,
  subjects: Counts,
  { finish }: InnerProductComparator,
): number {
  if (!isEnough) return NaN;
  const along = new Float64Array(pool.length);
  for (let s = 0; s < pool.length; s++) {
    const share = pool[s]!;
    if (share === 0) continue;
    for (let t = 0; t < pool.length; t++) along[t]! += share * inner.data[s * inner.cols + t]!;
  }
  const self = pool.reduce((sum, share, s) => sum + share * along[s]!, 0);
  let sum = 0;
  subjects.forEach((count, t) => {
    if (count > 0) sum += count * finish(along[t]!, self, squares[t]!);
  });
  return sum / total(subjects);
}
