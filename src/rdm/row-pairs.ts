/**
 * Dissimilarities from pairs of rows in place of means of rows: every pair of a row of one
 * stimulus and a row of another counts, and only units that both rows have. For data where
 * stimuli have unequal numbers of rows, or responses are missing.
 *
 *   d = k(i, i) + k(j, j) − 2 k(i, j),  k(i, j): mean of the inner products of rows of i with rows of j
 *
 * Schütt et al., eLife 12:e82566, 2023 (rsatoolbox's `calc_rdm_unbalanced`).
 */
import { mean } from "../base/statistics.ts";
import { matrix, type Matrix } from "../base/matrix.ts";
import type { Kernels } from "../wasm/kernels.ts";
import type { ChosenDissimilarity, InnerProduct, RdmInput } from "./dissimilarities/dissimilarity.ts";
import { dissimilarityOf, type DissimilarityName } from "./dissimilarities/registry.ts";
import { assertRuns } from "./dissimilarities/shared/crossvalidation.ts";
import { hasCorrelatedNoise, pick } from "./dissimilarities/shared/inner-products.ts";
import type { Groups } from "./observations.ts";
import { PairSums, type RowPooling } from "./pair-sums.ts";

interface Pooled {
  readonly pooling: RowPooling;
  readonly options: ChosenDissimilarity;
}

/**
 * The condensed RDM over `groups.stimuli`; NaN for a pair of stimuli without a pair of rows.
 * @param input - rows × units, NaN where missing
 * @param name - one that `resolveRdm` lets pass
 * @throws {NumericalError} for one run where runs are crossvalidated.
 */
export function pooledRdm(
  input: RdmInput & { readonly groups: Groups },
  name: DissimilarityName,
  { pooling, options }: Pooled,
  kernels: Kernels,
): Float64Array {
  const { accepts, innerProduct, options: taken } = dissimilarityOf(name);
  const { groups, responses } = input;
  const crossvalidates = accepts === "repeats";
  if (crossvalidates) assertRuns(groups, input.name, name);
  const sums = new PairSums(groups, crossvalidates, pooling);
  // rsatoolbox: with a noise precision a pair counts as all units, also those that one row lacks
  const whole = hasCorrelatedNoise(input) ? responses.cols : undefined;
  const inner = innerProduct!(input, kernels, options);
  const runs = input.noise && "precisions" in input.noise ? groups.runOf : undefined;
  const parts = rowsByUnits(withoutMeans(responses, options), runs);
  for (const [a, one] of parts.entries()) {
    for (const other of parts.slice(a)) addPairs(sums, one, other, inner, whole, kernels);
  }
  // The sums are means over units; a dissimilarity that could be one, and is not, is a sum over units.
  const factor = taken.includes("perUnit") && !options.perUnit ? responses.cols : 1;
  return sums.condensed().map((value) => value * factor);
}

/** Rows that have responses of the same units, and of one run where the noise differs between runs. */
interface Part {
  readonly run: number;
  readonly rows: readonly number[];
  readonly units: readonly number[];
  readonly x: Matrix;
}

/** Inner products in memory: this many rows against all others. */
const rowsAtOnce = 256;

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
      const { data } = inner(pick(one.x, rows, common), y, common, [one.run, other.run]);
      for (const [i, row] of rows.entries()) {
        for (const [j, second] of other.rows.entries()) {
          if (one !== other || row <= second)
            sums.add(row, second, data[i * other.rows.length + j]!, whole ?? common.length);
        }
      }
    });
  }
}

/**
 * Rows that have responses of the same units, together.
 * @param runOf - where given, the run of each row; rows of different runs are then apart
 */
function rowsByUnits(x: Matrix, runOf?: Int32Array): Part[] {
  const byUnits = new Map<string, { run: number; rows: number[]; units: number[]; x: Matrix }>();
  for (let row = 0; row < x.rows; row++) {
    const units = [...Array(x.cols).keys()].filter((unit) => !Number.isNaN(x.data[row * x.cols + unit]!));
    const run = runOf?.[row] ?? 0;
    const key = `${run}: ${units.length === x.cols ? "all" : units.join()}`;
    const part = byUnits.get(key) ?? { run, rows: [], units, x };
    part.rows.push(row);
    byUnits.set(key, part);
  }
  return [...byUnits.values()];
}

/** In ordinary memory, each row minus its mean over the units that it has, if asked. */
function withoutMeans({ rows, cols, data }: Matrix, { removeMean }: ChosenDissimilarity): Matrix {
  const x = matrix(rows, cols, data.slice());
  if (!removeMean) return x;
  for (let row = 0; row < rows; row++) {
    const values = x.data.subarray(row * cols, (row + 1) * cols);
    const own = mean(values.filter((value) => !Number.isNaN(value)));
    values.forEach((value, k) => (values[k] = value - own));
  }
  return x;
}
