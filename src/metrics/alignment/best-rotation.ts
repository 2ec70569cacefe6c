import type { Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { addCosines } from "./row-cosines.ts";

/** Rows of one network, and their norms. */
export interface Rows {
  /** stimuli × at most as many columns: responses up to a rotation of the units. */
  readonly factor: Matrix;
  /** 1 × stimuli. */
  readonly norms: Matrix;
}

/** Each pass reaches directions that were rounding in the one before; after these nothing is left in doubles. */
const passes = 9;

/**
 * The cosines of rows after the best rotation Q of one network onto the other. With XᵀY = U·diag(σ)·Vᵀ it is
 * Q = U·Vᵀ, and
 *
 *   ⟨xᵢ·Q, yᵢ⟩ = Σₖ ⟨xᵢ, uₖ⟩·⟨vₖ, yᵢ⟩   over k with σₖ > 0.
 *
 * Where some σₖ are 0, any rotation of those directions among themselves is as good. A sum over all k depends on which
 * one is taken only where both networks vary along such directions, that is where the rank of XᵀY is below that of X and that of Y. Over
 * all best rotations its mean is the sum above, because the mean of an orthogonal matrix is 0.
 *
 * XᵀY holds the squares of the singular values of responses: weak directions are rounding in it. As in
 * `alignedGap` they are aligned among themselves once the strong ones are taken out.
 */
export function rotatedCosines(x: Rows, y: Rows, kernels: Kernels): Float64Array {
  const cosines = new Float64Array(x.norms.cols);
  const [a, b] = [kernels.copy(x.factor), kernels.copy(y.factor)];
  const whole = { x: kernels.norm(a), y: kernels.norm(b) };
  for (let pass = 0; pass < passes; pass++) {
    const floor = roundingOf(a, b, whole, kernels);
    if (!kernels.scope(() => takeOut(a, b, floor, { cosines, x: x.norms, y: y.norms }, kernels))) break;
  }
  return cosines;
}

/** The same rows at length 1, and the norm of all. */
export interface Directed extends Rows {
  readonly directions: Matrix;
  readonly norm: number;
}

/**
 * Their mean, where XᵀY has no directions that are rounding: with the rows at length 1 in A and B it is ⟨U·Vᵀ, AᵀB⟩ / m, which takes
 * one product of stimuli where the cosines take two. Otherwise undefined.
 */
export function meanRotatedCosine(x: Directed, y: Directed, kernels: Kernels): number | undefined {
  const product = kernels.gemm(x.factor, y.factor, { transA: true });
  const terms = Math.max(x.factor.rows, product.rows, product.cols) * Number.EPSILON;
  const { u, values, vt } = kernels.svd(product, { overwrite: true });
  if (!(values.at(-1)! > 2 * terms * x.norm * y.norm)) return undefined;
  const cosines = kernels.gemm(x.directions, y.directions, { transA: true });
  const mean = kernels.dot(kernels.gemm(u, vt), cosines) / x.factor.rows;
  return Math.max(-1, Math.min(1, mean));
}

/** What rounding may make of a product that is 0; a and b have rounding of the whole of what was taken out. */
function roundingOf(a: Matrix, b: Matrix, whole: { x: number; y: number }, kernels: Kernels): number {
  const terms = Math.max(a.rows, a.cols, b.cols) * Number.EPSILON;
  return terms * (kernels.norm(a) * whole.y + whole.x * kernels.norm(b));
}

/** Adds the cosines of directions above the floor and takes these out of both. @returns whether weaker ones may be left */
function takeOut(
  a: Matrix,
  b: Matrix,
  floor: number,
  to: { readonly cosines: Float64Array; readonly x: Matrix; readonly y: Matrix },
  kernels: Kernels,
): boolean {
  const { u, values, vt } = kernels.svd(kernels.gemm(a, b, { transA: true }), { overwrite: true });
  const known = values.findLastIndex((s) => s > floor) + 1;
  if (known === 0) return false;
  const [u1, v1] = [kernels.columns(u, 0, known), kernels.rows(vt, 0, known)];
  const [p, q] = [kernels.gemm(a, u1), kernels.gemm(b, v1, { transB: true })];
  addCosines(to.cosines, p, q, to.x, to.y);
  if (known === values.length) return false;
  kernels.subtract(a, kernels.gemm(p, u1, { transB: true }), { overwrite: true });
  kernels.subtract(b, kernels.gemm(q, v1), { overwrite: true });
  return true;
}
