import { concatenate, matrix, type Matrix } from "../../../base/matrix.ts";
import { comparatorOf } from "../../../rdm/comparators/registry.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import { sectionOf, total, type Counts, type Section } from "../drawn.ts";
import type { Fold } from "../inference/ceiling.ts";
import { valuesOf, type Products } from "./fold-products.ts";
import { weightedRows } from "./lens.ts";
import type { ModelParts } from "./models.ts";
import type { Evidence } from "./patterns.ts";

/** The subjects on the stimuli of one part of the data, which many models meet. */
interface Seen {
  readonly section: Section;
  readonly rows: Matrix;
  readonly squares: Float64Array;
}

/**
 * Values of many sets of models on the same folds, as `foldProducts` has them: the subjects are weighted
 * once for each part of the data, and only the components of the models are new.
 *
 * @returns models × folds of a set of models; undefined where it does not apply: another comparator, or
 *   pairs missing
 */
export function foldStatistics(
  { data, patterns, comparison }: Evidence,
  folds: readonly Fold[],
  kernels: Kernels,
): ((models: readonly ModelParts[]) => Float64Array) | undefined {
  const comparator = comparatorOf(comparison.comparator);
  if (comparator.form !== "inner-product" || !comparator.cosineOf) return undefined;
  if (patterns.some(({ missing }) => missing)) return undefined;
  const center = comparator.cosineOf === "centred-entries";
  const seen = new Map<Counts, Seen>();
  const subjectsOn = (stimuli: Counts): Seen => {
    const known = seen.get(stimuli);
    if (known) return known;
    const section = sectionOf(stimuli, undefined);
    const made = kernels.scope(() => {
      const { rows, squares } = weightedRows(data, section, center, kernels);
      return { section, rows: kernels.detach(rows), squares };
    });
    seen.set(stimuli, made);
    return made;
  };
  return (models) => {
    const components = stackOf(models, data.cols);
    const starts = startsOf(models, data.rows);
    const on = (stimuli: Counts): Products => {
      const { section, rows, squares } = subjectsOn(stimuli);
      return kernels.scope(() => {
        const own = weightedRows(components, section, center, kernels);
        const along = kernels.detach(kernels.gemm(own.rows, rows, { transB: true }));
        const gram = kernels.detach(kernels.gemm(own.rows, own.rows, { transB: true }));
        const isEnough = section.positions.length >= comparator.leastPairs;
        return {
          inner: bordered(along, gram),
          squares: concatenate([squares, own.squares]),
          weight: total(section.weights),
          isEnough,
        };
      });
    };
    const values = new Float64Array(models.length * folds.length);
    folds.forEach((fold, f) => {
      const found = valuesOf(models, starts, fold, on(fold.test.stimuli), on, comparator, kernels);
      found.forEach((one, m) => (values[m * folds.length + f] = one));
    });
    return values;
  };
}

function stackOf(models: readonly ModelParts[], pairs: number): Matrix {
  const data = concatenate(models.map(({ components }) => components.data));
  return matrix(data.length / pairs, pairs, data);
}

function startsOf(models: readonly ModelParts[], first: number): number[] {
  let next = first;
  return models.map(({ components }) => (next += components.rows) - components.rows);
}

/** Components with subjects and with each other, where all rows stand; subjects with each other stay 0: nothing asks. */
function bordered(along: Matrix, gram: Matrix): Matrix {
  const size = along.cols + along.rows;
  const all = matrix(size, size);
  for (let s = 0; s < along.rows; s++) {
    const start = (along.cols + s) * size;
    all.data.set(along.data.subarray(s * along.cols, (s + 1) * along.cols), start);
    all.data.set(gram.data.subarray(s * gram.cols, (s + 1) * gram.cols), start + along.cols);
  }
  return all;
}
