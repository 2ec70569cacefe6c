/**
 * Dissimilarities from pairs of rows in place of means of rows: every pair of a row of one
 * stimulus and a row of another counts, and only units that both rows have. For data where
 * stimuli have unequal numbers of rows, or responses are missing.
 *
 *   d = k(i, i) + k(j, j) − 2 k(i, j),  k(i, j): mean of the inner products of rows of i with rows of j
 *
 * A row with itself counts half; crossvalidated dissimilarities take pairs of different runs only.
 * Schütt et al., eLife 12:e82566, 2023 (rsatoolbox's `calc_rdm_unbalanced`).
 */
import { NumericalError, OptionError } from "../base/errors.ts";
import { matrix, type Matrix } from "../base/matrix.ts";
import type { Kernels } from "../wasm/kernels.ts";
import { condense, condensedIndex } from "./condensed.ts";
import type { DissimilarityName } from "./dissimilarities/registry.ts";
import type { DissimilarityOptions, RdmInput } from "./dissimilarities/dissimilarity.ts";
import { noiseOf } from "./noise/input-noise.ts";
import type { Groups } from "./observations.ts";
import { ratesOf } from "./dissimilarities/poisson.ts";

/**
 * How rows of one stimulus go into its dissimilarities: as their mean; or as pairs of rows
 * that count by the number of units that both have, or all the same.
 */
export const poolings = ["means", "number", "equal"] as const;

export type Pooling = (typeof poolings)[number];

/** Inner products of rows of x with rows of y, of the units that all of them have: x.rows × y.rows. */
type InnerProduct = (x: Matrix, y: Matrix, units: readonly number[]) => Matrix;

/** Which inner product each dissimilarity pools. */
const poolable = {
  "squared-euclidean": linear,
  correlation: correlations,
  "squared-mahalanobis": weighted,
  crossnobis: weighted,
  poisson: divergences,
  "poisson-crossvalidated": divergences,
} as const;

interface Pooled {
  readonly pooling: Exclude<Pooling, "means">;
  readonly options: DissimilarityOptions;
}

/**
 * The condensed RDM over `groups.stimuli`; NaN for a pair of stimuli without a pair of rows.
 * @param input - rows × units, NaN where missing
 * @throws {OptionError} for a dissimilarity that is not pooled over pairs of rows.
 */
export function pooledRdm(
  input: RdmInput & { readonly groups: Groups },
  name: DissimilarityName,
  { pooling, options }: Pooled,
  kernels: Kernels,
): Float64Array {
  if (!Object.hasOwn(poolable, name)) {
    throw new OptionError(
      `rdm: pooling "${pooling}" is for ${Object.keys(poolable).join(", ")}; ${name} is of means: pooling "means".`,
    );
  }
  const crossvalidated = name === "crossnobis" || name === "poisson-crossvalidated";
  const { groups } = input;
  if (crossvalidated && groups.runs.length < 2) {
    throw new NumericalError(
      `${name}: ${input.name} has ${groups.runs.length} run; crossvalidation needs at least 2 runs (repeats).`,
    );
  }
  const inner = poolable[name as keyof typeof poolable](input, options, kernels);
  const sums = new PairSums(groups, crossvalidated, pooling);
  // rsatoolbox: with a noise precision a pair counts as all units, also those that one row lacks
  const whole = correlatedNoise(input) ? input.responses.cols : undefined;
  const parts = rowsByUnits(removed(detached(input.responses), options));
  for (const [a, one] of parts.entries()) {
    for (const other of parts.slice(a)) addPairs(sums, one, other, inner, whole, kernels);
  }
  const factor = options.perUnit || name === "correlation" ? 1 : input.responses.cols;
  return sums.condensed().map((value) => value * factor);
}

/** Rows that have responses of the same units. */
interface Part {
  readonly rows: readonly number[];
  readonly units: readonly number[];
  readonly x: Matrix;
}

/** @param whole - what a pair counts as where it is not the number of its common units */
function addPairs(
  sums: PairSums,
  one: Part,
  other: Part,
  inner: InnerProduct,
  whole: number | undefined,
  kernels: Kernels,
): void {
  const has = new Set(other.units);
  const common = one.units.filter((unit) => has.has(unit));
  if (common.length === 0) return;
  const y = pick(other.x, other.rows, common);
  for (let start = 0; start < one.rows.length; start += rowsAtOnce) {
    const rows = one.rows.slice(start, start + rowsAtOnce);
    kernels.scope(() => {
      const { data } = inner(pick(one.x, rows, common), y, common);
      for (const [i, row] of rows.entries()) {
        for (const [j, second] of other.rows.entries()) {
          if (one !== other || row <= second)
            sums.add(row, second, data[i * other.rows.length + j]!, whole ?? common.length);
        }
      }
    });
  }
}

/** Inner products in memory: this many rows against all others. */
const rowsAtOnce = 256;

/** Sums of inner products over pairs of rows, for each pair of stimuli. */
class PairSums {
  readonly #groups: Groups;
  readonly #crossvalidated: boolean;
  readonly #pooling: Pooling;
  readonly #own: readonly [values: Float64Array, weights: Float64Array];
  readonly #others: readonly [values: Float64Array, weights: Float64Array];

  constructor(groups: Groups, crossvalidated: boolean, pooling: Pooling) {
    const m = groups.stimuli.length;
    const pairs = (m * (m - 1)) / 2;
    this.#groups = groups;
    this.#crossvalidated = crossvalidated;
    this.#pooling = pooling;
    this.#own = [new Float64Array(m), new Float64Array(m)];
    this.#others = [new Float64Array(pairs), new Float64Array(pairs)];
  }

  add(row: number, other: number, product: number, units: number): void {
    const { stimulusOf, runOf, stimuli } = this.#groups;
    if (this.#crossvalidated && runOf[row] === runOf[other]) return;
    const share = row === other ? 0.5 : 1;
    const [i, j] = [stimulusOf[row]!, stimulusOf[other]!];
    const [values, weights] = i === j ? this.#own : this.#others;
    const at = i === j ? i : condensedIndex(stimuli.length, i, j);
    values[at]! += share * (this.#pooling === "number" ? product : product / units);
    weights[at]! += share * (this.#pooling === "number" ? units : 1);
  }

  condensed(): Float64Array {
    const [own, others] = [this.#own, this.#others].map(([values, weights]) =>
      values.map((value, at) => value / weights[at]!),
    ) as [Float64Array, Float64Array];
    const m = own.length;
    return condense(m, (i, j) => own[i]! + own[j]! - 2 * others[condensedIndex(m, i, j)]!);
  }
}

function linear(_: RdmInput, __: DissimilarityOptions, kernels: Kernels): InnerProduct {
  return (x, y) => kernels.gemm(x, y, { transB: true });
}

/** Half of the correlation times the number of units: d is then 1 − r. */
function correlations(input: RdmInput, _: DissimilarityOptions, kernels: Kernels): InnerProduct {
  const unit = (rows: Matrix) => {
    const result = kernels.unitRows(rows, { center: true });
    if ("unit" in result) return result.unit;
    throw new NumericalError(
      `${input.name}: a row is constant over the units it shares with another, so it correlates with nothing.`,
    );
  };
  return (x, y, units) => kernels.gemm(unit(x), unit(y), { transB: true, alpha: units.length / 2 });
}

/** Of the inverse noise covariance, the part of the common units. */
function weighted(input: RdmInput, options: DissimilarityOptions, kernels: Kernels): InnerProduct {
  if (!correlatedNoise(input)) return linear(input, options, kernels);
  const n = input.responses.cols;
  const identity = matrix(n, n);
  for (let i = 0; i < n; i++) identity.data[i * (n + 1)] = 1;
  const { whiten } = noiseOf(input, input.noise!, 0, kernels);
  const precision = kernels.detach(kernels.syrk(whiten(kernels.place(n, n, identity.data))));
  return (x, y, units) => kernels.gemm(kernels.gemm(x, pick(precision, units, units)), y, { transB: true });
}

/** −½ (a − b)(log a − log b) of rates. */
function divergences(input: RdmInput, options: DissimilarityOptions, kernels: Kernels): InnerProduct {
  const parts = (counts: Matrix) => {
    const rates = ratesOf(input, counts, options);
    const logs = matrix(rates.rows, rates.cols, rates.data.map(Math.log));
    return { rates, logs, own: rowDots(rates, logs) };
  };
  return (x, y) => {
    const [a, b] = [parts(x), parts(y)];
    const forth = kernels.gemm(a.rates, b.logs, { transB: true });
    const back = kernels.gemm(a.logs, b.rates, { transB: true });
    const reverse = back.data;
    const products = forth.data.map(
      (value, at) => (value + reverse[at]! - a.own[Math.floor(at / y.rows)]! - b.own[at % y.rows]!) / 2,
    );
    return matrix(x.rows, y.rows, products);
  };
}

function rowDots(a: Matrix, b: Matrix): Float64Array {
  const dots = new Float64Array(a.rows);
  for (let at = 0; at < a.data.length; at++) dots[Math.floor(at / a.cols)]! += a.data[at]! * b.data[at]!;
  return dots;
}

/** Rows and columns of x, in ordinary memory. */
function pick(x: Matrix, rows: readonly number[], cols: readonly number[]): Matrix {
  const part = matrix(rows.length, cols.length);
  let next = 0;
  for (const row of rows) for (const col of cols) part.data[next++] = x.data[row * x.cols + col]!;
  return part;
}

/** Rows that have responses of the same units, together. */
function rowsByUnits(x: Matrix): Part[] {
  const byUnits = new Map<string, { rows: number[]; units: number[]; x: Matrix }>();
  for (let row = 0; row < x.rows; row++) {
    const units = [...Array(x.cols).keys()].filter((unit) => !Number.isNaN(x.data[row * x.cols + unit]!));
    const key = units.length === x.cols ? "all" : units.join();
    const part = byUnits.get(key) ?? { rows: [], units, x };
    part.rows.push(row);
    byUnits.set(key, part);
  }
  return [...byUnits.values()];
}

/** Each row minus its mean over the units that it has, if asked. */
function removed(x: Matrix, { removeMean }: DissimilarityOptions): Matrix {
  if (!removeMean) return x;
  for (let row = 0; row < x.rows; row++) {
    const values = x.data.subarray(row * x.cols, (row + 1) * x.cols);
    const there = values.filter((value) => !Number.isNaN(value));
    const mean = there.reduce((sum, value) => sum + value, 0) / there.length;
    values.forEach((value, k) => (values[k] = value - mean));
  }
  return x;
}

const correlatedNoise = ({ noise }: RdmInput) => noise !== undefined && !("independent" in noise);

const detached = ({ rows, cols, data }: Matrix) => matrix(rows, cols, data.slice());
