import { square } from "../../../base/math/powers.ts";
import type { Matrix } from "../../../base/matrix.ts";
import { matrix } from "../../../base/matrix.ts";
import { comparatorOf, type CommonScale, type ComparatorName } from "../../../rdm/comparators/registry.ts";
import { mapPairs, type ComparatorOptions } from "../../../rdm/comparators/comparator.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import { type Counts, type Section, sectionOf, writeOut } from "../drawn.ts";
import { rankKernels } from "../../../wasm/parts/ranks.ts";

/** How RDMs are compared. */
export interface Comparison {
  readonly comparator: ComparatorName;
  readonly options: ComparatorOptions;
}

/** How RDMs look on a draw of stimuli. Copies count by weights where the comparator allows it; otherwise they are written out. */
export interface Lens {
  readonly section: Section;
  /**
   * Every row of `x` with every row of `y`, on the drawn stimuli.
   * @param x - R × P, all pairs of stimuli; those outside the section are not read
   * @returns R × S in ordinary memory; NaN where the comparator is not defined
   */
  similarities(x: Matrix, y: Matrix): Matrix;
  /**
   * Each row brought, over the drawn pairs, to the scale on which RDMs of several subjects are
   * averaged (`pooling` of the comparator). Outside the section 0.
   * Source: Nili et al., PLoS Comput. Biol. 10(4), 2014, "Noise ceiling".
   * @param isShare - divides ranks by their number, so that RDMs with other numbers of pairs can be averaged
   */
  normalized(x: Matrix, isShare?: boolean): Matrix;
}

/** @param counts - how often each stimulus was drawn */
export function lensOn(
  counts: Counts,
  missing: Uint8Array | undefined,
  comparison: Comparison,
  kernels: Kernels,
): Lens {
  const section = sectionOf(counts, missing);
  const { cosineOf, pooling, leastPairs } = comparatorOf(comparison.comparator);
  let written: ReturnType<typeof writeOut> | undefined;
  const writing = () => (written ??= writeOut(counts, section));
  return {
    section,
    similarities(x, y) {
      if (section.positions.length < leastPairs)
        return matrix(x.rows, y.rows, new Float64Array(x.rows * y.rows).fill(NaN));
      return cosineOf
        ? weightedSimilarities(x, y, section, comparison.comparator, kernels)
        : writtenSimilarities(x, y, section, writing(), comparison, kernels);
    },
    normalized(x, isShare) {
      const rows = normalizedRows(x, section, pooling, () => writing().sources, kernels);
      if (isShare && pooling === "ranks") divide(rows, writing().sources.length);
      return rows;
    },
  };
}

function divide({ data }: Matrix, by: number): void {
  for (let k = 0; k < data.length; k++) data[k]! /= by;
}

/** The definition by weights: copies of a pair are one entry that counts several times. */
function weightedSimilarities(
  x: Matrix,
  y: Matrix,
  section: Section,
  name: ComparatorName,
  kernels: Kernels,
): Matrix {
  const comparator = comparatorOf(name);
  if (comparator.form !== "inner-product") throw new Error(`${name} is not an inner product.`);
  const center = comparator.cosineOf === "centred-entries";
  return kernels.scope(() => {
    const [a, b] = [x, y].map((rows) => weightedRows(rows, section, center, kernels));
    const inner = kernels.detach(kernels.gemm(a!.rows, b!.rows, { transB: true }));
    return mapPairs(inner, (value, i, j) => comparator.finish(value, a!.squares[i]!, b!.squares[j]!));
  });
}

/** The entries of each row times the root of their weight, centred first if asked; and their sums of squares. */
export function weightedRows(
  x: Matrix,
  { positions, weights }: Section,
  center: boolean,
  kernels: Kernels,
): { rows: Matrix; squares: Float64Array } {
  const count = positions.length;
  const rows = kernels.uninitialized(x.rows, count);
  const [squares, to] = [new Float64Array(x.rows), rows.data]; // nothing grows the memory from here on
  const roots = weights.map(Math.sqrt);
  const values = new Float64Array(count);
  // Loops throughout, because bootstraps pass here many thousand times.
  for (let i = 0; i < x.rows; i++) {
    gatherInto(values, x, i, positions);
    const mean = center ? weightedMean(values, weights) : 0;
    const offset = i * count;
    let square = 0;
    for (let k = 0; k < count; k++) {
      const value = (values[k]! - mean) * roots[k]!;
      to[offset + k] = value;
      square += value * value;
    }
    // What centring leaves of equal entries is rounding: no direction.
    squares[i] = center && square <= rounding(values, weights) ? 0 : square;
  }
  return { rows, squares };
}

function rounding(values: Float64Array, weights: Float64Array): number {
  let size = 0;
  for (let k = 0; k < values.length; k++) size += weights[k]! * values[k]! * values[k]!;
  return size * square(values.length * Number.EPSILON);
}

/** The definition with copies written out, as the comparator sees any RDM. */
function writtenSimilarities(
  x: Matrix,
  y: Matrix,
  { stimuli, positions }: Section,
  { sources, entries }: ReturnType<typeof writeOut>,
  { comparator, options }: Comparison,
  kernels: Kernels,
): Matrix {
  const columns = sources.map((source) => positions[source]!);
  const [a, b] = [x, y].map((rows) => pick(rows, columns));
  const context = { stimuli, entries, options };
  return comparatorOf(comparator).between(a!, b!, context, kernels);
}

function normalizedRows(
  x: Matrix,
  section: Section,
  pooling: CommonScale,
  sources: () => Int32Array,
  kernels: Kernels,
): Matrix {
  const rows = matrix(x.rows, x.cols);
  for (let i = 0; i < x.rows; i++) {
    const values = atCommonScale(gather(x, i, section.positions), section, pooling, sources, kernels);
    section.positions.forEach((position, k) => (rows.data[i * x.cols + position] = values[k]!));
  }
  return rows;
}

function atCommonScale(
  values: Float64Array,
  { weights }: Section,
  pooling: CommonScale,
  sources: () => Int32Array,
  kernels: Kernels,
): Float64Array {
  switch (pooling) {
    case "unit":
      return scaled(values, weights);
    case "z": {
      const mean = weightedMean(values, weights);
      return scaled(
        values.map((value) => value - mean),
        weights,
      );
    }
    case "ranks":
      return ranks(values, sources(), kernels);
    case "own":
      return values;
  }
}

/** Values over their root mean square; zeros stay zeros. */
function scaled(values: Float64Array, weights: Float64Array): Float64Array {
  const square = weightedMean(
    values.map((value) => value * value),
    weights,
  );
  return square === 0 ? values : values.map((value) => value / Math.sqrt(square));
}

/** Ranks among all copies; copies tie. */
function ranks(values: Float64Array, sources: Int32Array, kernels: Kernels): Float64Array {
  const copies = Float64Array.from(sources, (source) => values[source]!);
  const ranked = new Float64Array(values.length);
  kernels.scope(() => {
    const { data } = kernels.part(rankKernels).ranks(matrix(1, copies.length, copies));
    sources.forEach((source, k) => (ranked[source] = data[k]!));
  });
  return ranked;
}

function weightedMean(values: Float64Array, weights: Float64Array): number {
  let [sum, weight] = [0, 0];
  for (let k = 0; k < values.length; k++) {
    sum += weights[k]! * values[k]!;
    weight += weights[k]!;
  }
  return sum / weight;
}

/** Entries of row i at those positions. */
function gather(x: Matrix, i: number, positions: Int32Array): Float64Array {
  return gatherInto(new Float64Array(positions.length), x, i, positions);
}

function gatherInto(
  values: Float64Array,
  { cols, data }: Matrix,
  i: number,
  positions: Int32Array,
): Float64Array {
  const offset = i * cols;
  for (let k = 0; k < positions.length; k++) values[k] = data[offset + positions[k]!]!;
  return values;
}

/** Those columns of every row. */
function pick(x: Matrix, columns: Int32Array): Matrix {
  const rows = matrix(x.rows, columns.length);
  for (let i = 0; i < x.rows; i++) rows.data.set(gather(x, i, columns), i * columns.length);
  return rows;
}
