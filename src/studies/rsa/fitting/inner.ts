import { OptionError } from "../../../base/errors.ts";
import { matrix, type Matrix } from "../../../base/matrix.ts";
import { comparatorOf, fittingGeometries } from "../../../rdm/comparators/registry.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import { type Comparison, weightedRows } from "./lens.ts";
import { type Counts, type Section, sectionOf, writeOut } from "../drawn.ts";

/**
 * Inner products ⟨x, y⟩ of all rows of `x` and `y` under the geometry that the comparator
 * is fitted by, on the drawn stimuli. R × S in ordinary memory.
 * @throws {OptionError} for a whitened geometry with a covariance of the stimuli.
 */
export function innerProducts(
  x: Matrix,
  y: Matrix,
  stimuli: { counts: Counts; missing: Uint8Array | undefined },
  { comparator, options }: Comparison,
  kernels: Kernels,
): Matrix {
  const { center, whitened } = fittingGeometries[comparatorOf(comparator).fittedBy];
  const section = sectionOf(stimuli.counts, stimuli.missing);
  if (!whitened) {
    return kernels.scope(() => {
      const [a, b] = [x, y].map((rows) => weightedRows(rows, section, center, kernels).rows);
      return kernels.detach(kernels.gemm(a!, b!, { transB: true }));
    });
  }
  if (options.sigmaK !== undefined) {
    throw new OptionError(
      `${comparator} with sigmaK cannot fit weights; accepted: no sigmaK, or give the models their theta.`,
    );
  }
  return kernels.scope(() => whitenedProducts(x, y, stimuli.counts, section, center, kernels));
}

/**
 * xᵀV⁻¹y for V_(ij)(kl) = (c_ijᵀ c_kl)², which is 4 for the same pair, 1 for two pairs that
 * share a stimulus and 0 otherwise: V = 2I + BᵀB, B the incidence of stimuli in pairs, whatever
 * pairs are excluded. So V⁻¹ = ½(I − Bᵀ(2I + BBᵀ)⁻¹B), and only stimuli × stimuli is factorised.
 */
function whitenedProducts(
  x: Matrix,
  y: Matrix,
  counts: Counts,
  section: Section,
  center: boolean,
  kernels: Kernels,
): Matrix {
  const ends = endsOf(counts, section);
  const factor = kernels.cholesky(stimulusMatrix(ends, section.stimuli));
  const parts = [x, y].map((rows) => {
    const entries = written(rows, ends.positions, center);
    const sums = sumsOverStimuli(entries, ends, section.stimuli);
    return { entries, reduced: kernels.solveTriangular(factor, kernels.transpose(sums)) };
  });
  const [a, b] = parts as [(typeof parts)[0], (typeof parts)[0]];
  const whole = kernels.gemm(a.entries, b.entries, { transB: true, alpha: 0.5 });
  const shared = kernels.gemm(a.reduced, b.reduced, { transA: true, alpha: 0.5 });
  return kernels.detach(kernels.subtract(whole, shared));
}

interface Ends {
  /** Of each written-out pair in the whole condensed matrix. */
  readonly positions: Int32Array;
  /** Its two drawn stimuli. */
  readonly first: Int32Array;
  readonly second: Int32Array;
}

function endsOf(counts: Counts, section: Section): Ends {
  const { sources, entries } = writeOut(counts, section);
  const { stimuli } = section;
  const [first, second] = [new Int32Array(sources.length), new Int32Array(sources.length)];
  let [position, next] = [0, 0];
  for (let a = 0; a < stimuli; a++) {
    for (let b = a + 1; b < stimuli; b++, position++) {
      if (entries && entries[next] !== position) continue;
      [first[next], second[next]] = [a, b];
      next++;
    }
  }
  return { positions: sources.map((source) => section.positions[source]!), first, second };
}

/** 2I + BBᵀ. */
function stimulusMatrix({ first, second }: Ends, stimuli: number): Matrix {
  const result = matrix(stimuli, stimuli);
  const { data } = result;
  for (let i = 0; i < stimuli; i++) data[i * stimuli + i] = 2;
  first.forEach((a, k) => {
    const b = second[k]!;
    data[a * stimuli + a]!++;
    data[b * stimuli + b]!++;
    data[a * stimuli + b]!++;
    data[b * stimuli + a]!++;
  });
  return result;
}

/** Those entries of each row, minus their mean if asked. */
function written(x: Matrix, positions: Int32Array, center: boolean): Matrix {
  const count = positions.length;
  const rows = matrix(x.rows, count);
  for (let i = 0; i < x.rows; i++) {
    const row = rows.data.subarray(i * count, (i + 1) * count);
    for (let k = 0; k < count; k++) row[k] = x.data[i * x.cols + positions[k]!]!;
    if (!center) continue;
    const mean = row.reduce((sum, value) => sum + value, 0) / count;
    for (let k = 0; k < count; k++) row[k]! -= mean;
  }
  return rows;
}

/** X·Bᵀ: for each row and stimulus, the sum over the pairs that it is in. */
function sumsOverStimuli(x: Matrix, { first, second }: Ends, stimuli: number): Matrix {
  const sums = matrix(x.rows, stimuli);
  for (let i = 0; i < x.rows; i++) {
    for (let k = 0; k < x.cols; k++) {
      const value = x.data[i * x.cols + k]!;
      sums.data[i * stimuli + first[k]!]! += value;
      sums.data[i * stimuli + second[k]!]! += value;
    }
  }
  return sums;
}
