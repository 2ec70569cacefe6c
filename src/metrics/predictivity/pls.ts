import { matrix, type Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";

/** Directions that were found, a row each, and what belongs to them. */
interface Found {
  /** Of the training stimuli, orthogonal: components × train stimuli. */
  readonly scores: Matrix;
  /** Of the held-out stimuli: components × held-out stimuli. */
  readonly held: Matrix;
  /** Xᵀt / tᵀt: components × r. */
  readonly loadings: Matrix;
}

/**
 * Partial least squares of several units at once (PLS2 by NIPALS, without scaling): each component is the direction w of X with the largest
 * covariance with all of Y, the first left singular vector of XᵀY, and is then taken out of X:
 *
 *   t = X·w,   p = Xᵀt/tᵀt,   q = Yᵀt/tᵀt,   X ← X − t·pᵀ,   Ŷ = Σ t·qᵀ
 *
 * Scores are orthogonal, so X need not be changed: t = X·w − Σ tᵢ·(pᵢᵀw), and XᵀY loses p·(tᵀY).
 *
 * Source: Wold, Sjöström & Eriksson, Chemom. Intell. Lab. Syst. 58, 2001; scikit-learn's PLSRegression finds w by iteration.
 *
 * @param x, y - train stimuli × r and × units, centred
 * @param held - held-out stimuli × r, less the training means
 * @param smallest - ‖t‖ up to which a component is rounding
 * @returns held-out stimuli × units, up to a constant of each unit
 */
export function predictByPls(
  x: Matrix,
  y: Matrix,
  held: Matrix,
  { components, smallest }: { readonly components: number; readonly smallest: number },
  kernels: Kernels,
): Matrix {
  const most = Math.min(components, x.rows - 1, x.cols);
  const found: Found = {
    scores: matrix(most, x.rows),
    held: matrix(most, held.rows),
    loadings: matrix(most, x.cols),
  };
  const weights = matrix(most, y.cols);
  const covariance = kernels.gemm(x, y, { transA: true });
  for (let c = 0; c < most; c++)
    if (!kernels.scope(() => addComponent(c, { x, y, held, covariance, smallest }, found, weights, kernels)))
      break;
  return kernels.gemm(found.held, weights, { transA: true });
}

/** @returns false if nothing is left */
function addComponent(
  c: number,
  {
    x,
    y,
    held,
    covariance,
    smallest,
  }: { x: Matrix; y: Matrix; held: Matrix; covariance: Matrix; smallest: number },
  found: Found,
  weights: Matrix,
  kernels: Kernels,
): boolean {
  const direction = leadingDirection(covariance, kernels);
  if (!direction) return false;
  const before = (rows: Matrix) => matrix(c, rows.cols, rows.data.subarray(0, c * rows.cols));
  const taken = c > 0 ? kernels.gemm(before(found.loadings), direction) : undefined;
  const along = (data: Matrix, earlier: Matrix) => {
    const all = kernels.gemm(data, direction);
    return taken ? kernels.subtract(all, kernels.gemm(before(earlier), taken, { transA: true })) : all;
  };
  const t = along(x, found.scores);
  const length = kernels.norm(t);
  if (!(length > smallest)) return false;
  const scale = { transA: true, alpha: 1 / (length * length) };
  const [loading, weight] = [kernels.gemm(t, x, scale), kernels.gemm(t, y, scale)];
  const left = kernels.gemm(loading, weight, { transA: true, alpha: length * length });
  kernels.subtract(covariance, left, { overwrite: true });
  found.loadings.data.set(loading.data, c * x.cols);
  found.scores.data.set(t.data, c * x.rows);
  found.held.data.set(along(held, found.held).data, c * held.rows);
  weights.data.set(weight.data, c * y.cols);
  return true;
}

/** The left singular vector of the largest singular value, r × 1; undefined if there is nothing left. */
function leadingDirection(covariance: Matrix, kernels: Kernels): Matrix | undefined {
  const { rows, cols } = covariance;
  const wide = rows <= cols;
  const { values, vectors } = kernels.eigh(kernels.syrk(covariance, { trans: !wide }));
  if (!(values.at(-1)! > 0)) return undefined;
  const last = kernels.rows(vectors, vectors.rows - 1, vectors.rows);
  if (wide) return kernels.transpose(last);
  const direction = kernels.gemm(covariance, last, { transB: true });
  return kernels.scale(direction, 1 / kernels.norm(direction));
}
