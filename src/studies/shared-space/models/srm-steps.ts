import { matrix, type Matrix } from "../../../base/matrix.ts";
import { createRandom, shuffled, type Random } from "../../../base/random.ts";
import type { Eigh, Kernels } from "../../../wasm/kernels.ts";

/** A subject's share of one iteration. */
export interface Step {
  /** X·W, stimuli × features. */
  readonly projected: Matrix;
  /** ⟨X·W, S⟩ = ⟨W, XᵀS⟩; no other orthonormal W makes it larger. */
  readonly gain: number;
}

/** Above this condition of AᵀA the polar factor comes from singular vectors instead: it keeps 13 digits. */
const accurate = 1e3;
/** The same for iterations before the last, whose small errors the next one corrects. */
const approximate = 1e8;

/**
 * The matrix with orthonormal columns nearest to A, U·Vᵀ of A = U·diag(s)·Vᵀ: A·(AᵀA)^(−1/2)
 * where that is accurate. If A has fewer rows than columns, the result has orthonormal rows.
 * @param a - n × k
 */
export function polarFactor(a: Matrix, kernels: Kernels): Matrix {
  if (a.rows >= a.cols) {
    const root = inverseRoot(kernels.syrk(a, { trans: true }), accurate, kernels);
    if (root) return kernels.gemm(a, root.inverse);
  }
  const { u, vt } = kernels.svd(a);
  return kernels.gemm(u, vt);
}

/**
 * M^(−1/2) and the trace of M^(1/2), or nothing where the condition of M exceeds the limit.
 * @param m - k × k, symmetric and positive semi-definite
 */
function inverseRoot(
  m: Matrix,
  limit: number,
  kernels: Kernels,
): { inverse: Matrix; trace: number } | undefined {
  const spectrum = kernels.eigh(m);
  const { values } = spectrum;
  if (!(values[0]! * limit > values[values.length - 1]!)) return undefined;
  return {
    inverse: functionOf(spectrum, (value) => 1 / Math.sqrt(value), kernels),
    trace: values.reduce((sum, value) => sum + Math.sqrt(value), 0),
  };
}

/** f of a symmetric matrix, by its eigenvalues. */
export function functionOf(
  { values, vectors }: Eigh,
  f: (value: number) => number,
  kernels: Kernels,
): Matrix {
  const scaled = kernels.copy(vectors);
  const { data, cols } = scaled;
  values.forEach((value, i) => {
    const factor = f(value);
    for (let j = 0; j < cols; j++) data[i * cols + j]! *= factor;
  });
  return kernels.gemm(vectors, scaled, { transA: true });
}

/**
 * X·W for the W with WᵀW = I that brings S·Wᵀ nearest to X: the polar factor of XᵀS.
 * It needs only G = X·Xᵀ: with H² = Sᵀ·G·S, X·W = G·S·H⁻¹. The cost does not grow with the number
 * of units.
 * @param gram - stimuli × stimuli
 * @param shared - S, stimuli × features
 * @returns nothing where that would be inaccurate
 */
export function stepFromGram(gram: Matrix, shared: Matrix, kernels: Kernels): Step | undefined {
  const s = kernels.place(shared.rows, shared.cols, shared.data); // it is read twice
  const product = kernels.gemm(gram, s);
  const root = inverseRoot(kernels.gemm(s, product, { transA: true }), approximate, kernels);
  return root && { projected: kernels.gemm(product, root.inverse), gain: root.trace };
}

/** As `stepFromGram`, and the map W itself, from the responses. */
export function stepFromResponses(
  x: Matrix,
  s: Matrix,
  perturbation: number,
  kernels: Kernels,
): Step & { map: Matrix } {
  const inner = kernels.gemm(x, s, { transA: true });
  const map = polarFactor(perturbation === 0 ? inner : onDiagonal(inner, perturbation, kernels), kernels);
  return { map, projected: kernels.gemm(x, map), gain: kernels.dot(map, inner) };
}

/** A with `value` added on its main diagonal. */
export function onDiagonal(a: Matrix, value: number, kernels: Kernels): Matrix {
  const sum = kernels.copy(a);
  const { data } = sum;
  for (let i = 0; i < Math.min(a.rows, a.cols); i++) data[i * a.cols + i]! += value;
  return sum;
}

/** A random start, to be drawn on the thread that needs it. */
export interface Draw {
  readonly features: number;
  readonly seed: number;
}

/** X·W at the start, for a given W or one that is drawn. @returns stimuli × features, in ordinary memory */
export function started(
  x: Matrix,
  { map, subject }: { readonly map: Matrix | Draw; readonly subject: number },
  kernels: Kernels,
): Matrix {
  return "seed" in map
    ? randomProjection(x, map.features, createRandom(map.seed, subject))
    : kernels.detach(kernels.gemm(x, map));
}

/**
 * X·W for a random W with orthonormal columns: each feature is another unit, or its negative.
 * @returns stimuli × features
 */
function randomProjection(x: Matrix, features: number, random: Random): Matrix {
  const units = Int32Array.from(shuffled(x.cols, random).slice(0, features));
  const signs = Float64Array.from(units, () => (random.uniform() < 0.5 ? -1 : 1));
  const projected = matrix(x.rows, features);
  const [from, into] = [x.data, projected.data];
  for (let i = 0; i < x.rows; i++) {
    for (let j = 0; j < features; j++) into[i * features + j] = signs[j]! * from[i * x.cols + units[j]!]!;
  }
  return projected;
}

/** Whether the Gram matrix pays: an iteration then costs stimuli² instead of 2 · stimuli · units. */
export function prefersGram({ rows, cols }: { rows: number; cols: number }): boolean {
  return rows <= 1.5 * cols;
}
