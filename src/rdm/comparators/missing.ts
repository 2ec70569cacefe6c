import { square } from "../../base/math/powers.ts";
import { matrix, transpose, type Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { squareForm } from "../rdm.ts";
import type { ComparisonContext } from "./comparator.ts";
import { covarianceOf, fromContrasts, identity } from "./contrasts.ts";
import { mapRows } from "./correlations.ts";

// Where entries are missing, V loses their rows and columns. The inverse of what is left is
// the least of bᵀV⁻¹b over all values of the missing entries: with those filled in, nothing
// else changes. With T the pseudo-inverse of the centred Σ,
//
//   V⁻¹_(ij)(kl) = ½ (T_ik T_jl + T_il T_jk),      V⁻¹b = ½ (T B T),  B the RDM in square form

/** Pairs of stimuli. */
interface Pairs {
  readonly first: Int32Array;
  readonly second: Int32Array;
}

/**
 * Complete rows: each missing entry as V expects it given the others.
 * @param rows - R × kept entries
 * @param factor - Cholesky factor of Σ on contrasts; the identity if undefined
 * @returns R × m(m − 1)/2
 */
export function fillMissing(
  rows: Matrix,
  { stimuli, entries }: ComparisonContext,
  factor: Matrix | undefined,
  kernels: Kernels,
): Matrix {
  const missing = complement(entries!, (stimuli * (stimuli - 1)) / 2);
  const pairs = pairsAt(missing, stimuli);
  return kernels.scope(() => {
    const t = kernels.detach(precision(stimuli, factor, kernels));
    const root = kernels.detach(kernels.cholesky(precisionBetween(pairs, t)));
    return mapRows(rows, (row) =>
      kernels.scope(() => {
        const whole = scatter(row, entries!, entries!.length + missing.length);
        const pulls = precisionTimes(whole, pairs, t, kernels);
        const half = kernels.solveTriangular(root, pulls);
        const values = kernels.solveTriangular(root, half, { trans: true }).data;
        missing.forEach((position, k) => (whole[position] = -values[k]!));
        return whole;
      }),
    );
  });
}

/** The same by what is left of V itself, for when less than half of it is: L⁻¹ · row, V = LLᵀ. */
export function whitenKept(rows: Matrix, context: ComparisonContext, kernels: Kernels): Matrix {
  const { stimuli, entries, options } = context;
  const sigma = options.sigmaK === undefined ? identity(stimuli) : covarianceOf(options.sigmaK, stimuli);
  const { first, second } = pairsAt(entries!, stimuli);
  const at = (i: number, j: number) => sigma.data[i * stimuli + j]!;
  const v = fill(entries!.length, (a, b) => {
    const [i, j, k, l] = [first[a]!, second[a]!, first[b]!, second[b]!];
    return square(at(i, k) - at(i, l) - at(j, k) + at(j, l));
  });
  return kernels.scope(() => {
    const columns = kernels.solveTriangular(kernels.cholesky(v), transpose(rows));
    return kernels.detach(kernels.transpose(columns));
  });
}

/** T = Q (R Rᵀ)⁻¹ Qᵀ, stimuli × stimuli. */
function precision(stimuli: number, factor: Matrix | undefined, kernels: Kernels): Matrix {
  if (!factor) return fromContrasts(identity(stimuli - 1));
  const inverse = kernels.solveTriangular(factor, identity(stimuli - 1));
  return fromContrasts(kernels.detach(kernels.syrk(inverse, { trans: true })));
}

/** V⁻¹ between the given pairs. */
function precisionBetween({ first, second }: Pairs, t: Matrix): Matrix {
  const at = (i: number, j: number) => t.data[i * t.cols + j]!;
  return fill(first.length, (a, b) => {
    const [i, j, k, l] = [first[a]!, second[a]!, first[b]!, second[b]!];
    return (at(i, k) * at(j, l) + at(i, l) * at(j, k)) / 2;
  });
}

/** The given entries of V⁻¹ · whole, as a column. */
function precisionTimes(whole: Float64Array, { first, second }: Pairs, t: Matrix, kernels: Kernels): Matrix {
  const { data } = kernels.gemm(kernels.gemm(t, squareForm(whole, t.cols)), t);
  return matrix(
    first.length,
    1,
    Float64Array.from(first, (i, k) => data[i * t.cols + second[k]!]! / 2),
  );
}

function fill(size: number, entry: (a: number, b: number) => number): Matrix {
  const result = matrix(size, size);
  for (let a = 0; a < size; a++) {
    for (let b = 0; b <= a; b++) result.data[a * size + b] = result.data[b * size + a] = entry(a, b);
  }
  return result;
}

function scatter(values: Float64Array, positions: Int32Array, length: number): Float64Array {
  const whole = new Float64Array(length);
  positions.forEach((position, k) => (whole[position] = values[k]!));
  return whole;
}

/** The numbers below `length` that are not among these rising ones. */
function complement(positions: Int32Array, length: number): Int32Array {
  const kept = new Uint8Array(length);
  for (const position of positions) kept[position] = 1;
  return Int32Array.from({ length }, (_, k) => k).filter((k) => kept[k] === 0);
}

/** The stimuli i < j of condensed positions that rise. */
function pairsAt(positions: Int32Array, stimuli: number): Pairs {
  const [first, second] = [new Int32Array(positions.length), new Int32Array(positions.length)];
  let [row, begin] = [0, 0];
  positions.forEach((position, k) => {
    while (position >= begin + stimuli - 1 - row) begin += stimuli - 1 - row++;
    first[k] = row;
    second[k] = row + 1 + position - begin;
  });
  return { first, second };
}
