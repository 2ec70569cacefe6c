import { inner, matrix, type Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";

/** Steps whose combination makes the next one. */
const depth = 6;
/** Directions of the least-squares problem below this share of the strongest are left out. */
const weakest = 1e-10;

/**
 * Anderson mixing of a fixed-point iteration T → G(T): the combination of past images whose
 * residuals G(T) − T cancel best.
 *
 * Source: Walker & Ni, "Anderson acceleration for fixed-point iterations", SIAM J. Numer. Anal. 49(4), 2011, §2.
 */
export class Mixing {
  /** What changed from each step to the next. */
  readonly #changes: Step[] = [];
  #last: Step | undefined;

  /** Forgets all steps: the iteration goes on from another place. */
  forget(): void {
    this.#changes.length = 0;
    this.#last = undefined;
  }

  /** The next place to try: near the image of `place`, but for what past steps taught. */
  next(place: Matrix, { rows, cols, data: image }: Matrix, kernels: Kernels): Matrix {
    const here = { image, residual: difference(image, place.data) };
    if (this.#last) this.#changes.push(changeOf(this.#last, here));
    if (this.#changes.length > depth) this.#changes.shift();
    this.#last = here;
    const residuals = this.#changes.map(({ residual }) => residual);
    const mixed = image.slice();
    for (const [k, weight] of leastSquares(residuals, here.residual, kernels).entries()) {
      const change = this.#changes[k]!.image;
      for (let i = 0; i < change.length; i++) mixed[i]! -= weight * change[i]!;
    }
    return matrix(rows, cols, mixed);
  }
}

/** Where the iteration goes from a place, and how far that is. */
interface Step {
  readonly image: Float64Array;
  readonly residual: Float64Array;
}

function changeOf(from: Step, to: Step): Step {
  return {
    image: difference(to.image, from.image),
    residual: difference(to.residual, from.residual),
  };
}

/** The weights w for which ‖target − Σ w·column‖ is least. */
function leastSquares(
  columns: readonly Float64Array[],
  target: Float64Array,
  kernels: Kernels,
): Float64Array {
  const count = columns.length;
  if (count === 0) return new Float64Array(0);
  const norms = columns.map((column) => Math.sqrt(inner(column, column)) || 1);
  const gram = matrix(count, count);
  const right = columns.map((column, k) => inner(column, target) / norms[k]!);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j <= i; j++) {
      const value = inner(columns[i]!, columns[j]!) / norms[i]! / norms[j]!;
      gram.data[i * count + j] = gram.data[j * count + i] = value;
    }
  }
  const weights = kernels.scope(() => solve(gram, right, kernels));
  return weights.map((value, k) => value / norms[k]!);
}

/** A⁺·b for a symmetric positive semi-definite A. */
function solve(a: Matrix, b: readonly number[], kernels: Kernels): Float64Array {
  const { values, vectors } = kernels.eigh(a);
  const [n, v] = [values.length, vectors.data];
  const solution = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    if (!(values[k]! > weakest * values[n - 1]!)) continue;
    let along = 0;
    for (let j = 0; j < n; j++) along += v[k * n + j]! * b[j]!;
    for (let j = 0; j < n; j++) solution[j]! += (along / values[k]!) * v[k * n + j]!;
  }
  return solution;
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  const result = a.slice();
  for (let k = 0; k < b.length; k++) result[k]! -= b[k]!;
  return result;
}
