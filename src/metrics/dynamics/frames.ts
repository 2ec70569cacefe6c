import type { Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";

/*
 * Orthonormal bases that an operator has by itself: those of a conjugate operator, C·A·Cᵀ, are the same ones moved by C.
 */

/** (A + Aᵀ) / 2, or the skew part (A − Aᵀ) / 2. */
export function partOf({ rows: n, data: a }: Matrix, sign: 1 | -1, kernels: Kernels): Matrix {
  const part = kernels.uninitialized(n, n);
  const to = part.data;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) to[i * n + j] = (a[i * n + j]! + sign * a[j * n + i]!) / 2;
  }
  return part;
}

/** Uᵀ·A·U of a basis whose vectors are rows. */
export function inBasis(a: Matrix, basis: Matrix, kernels: Kernels): Matrix {
  return kernels.gemm(basis, kernels.gemm(a, basis, { transB: true }));
}

/**
 * The operator in the axes in which its symmetric part is diagonal, the largest last, and with signs that do not depend on
 * how it was given: so that a search from random starts takes the same way for a conjugate operator.
 */
export function canonical(a: Matrix, kernels: Kernels): Matrix {
  return inBasis(a, frameOf(a, "symmetric", kernels), kernels);
}

/** Signs with which the skew part is positive along a tree of its largest entries (Prim's). */
function signsAlongTree({ rows: n, data: a }: Matrix): Float64Array {
  const signs = new Float64Array(n);
  const strength = new Float64Array(n).fill(-1);
  const from = new Int32Array(n);
  signs[0] = 1;
  for (let last = 0, k = 1; k < n; k++) {
    let next = -1;
    for (let j = 0; j < n; j++) {
      if (signs[j] !== 0) continue;
      const skew = Math.abs(a[last * n + j]! - a[j * n + last]!);
      if (skew > strength[j]!) [strength[j], from[j]] = [skew, last];
      if (next < 0 || strength[j]! > strength[next]!) next = j;
    }
    const i = from[next]!;
    const skew = (a[i * n + next]! - a[next * n + i]!) * (i < next ? 1 : -1);
    signs[next] = skew < 0 ? -signs[i]! : signs[i]!;
    last = next;
  }
  return signs;
}

/** What a basis is made of: the eigenvectors of a symmetric matrix. */
export type FrameKind = keyof typeof frameKinds;

const frameKinds = {
  /** Rates of growth. */
  symmetric: (a: Matrix, kernels: Kernels) => partOf(a, 1, kernels),
  /** Growth and speed of rotation together: of a normal operator its axes, whatever the weight. */
  both: (a: Matrix, kernels: Kernels) => withGrowth(kernels.syrk(partOf(a, -1, kernels)), 0.618, a, kernels),
  /** Speeds of rotation. */
  rotation: (a: Matrix, kernels: Kernels) =>
    withGrowth(kernels.syrk(partOf(a, -1, kernels)), split, a, kernels),
  /** Directions that it stretches. */
  right: (a: Matrix, kernels: Kernels) => withGrowth(kernels.syrk(a, { trans: true }), split, a, kernels),
  /** Directions onto which it stretches. */
  left: (a: Matrix, kernels: Kernels) => withGrowth(kernels.syrk(a), split, a, kernels),
} as const;

/** Speeds come in equal pairs, and what is not stretched has no axes: a little of the growth tells them apart. */
const split = 0.05;

/** M + weight · (A + Aᵀ) / 2. */
function withGrowth(m: Matrix, weight: number, a: Matrix, kernels: Kernels): Matrix {
  return kernels.subtract(m, kernels.scale(partOf(a, 1, kernels), -weight));
}

export const frameNames = Object.keys(frameKinds) as readonly FrameKind[];

/** One of the bases: vectors are rows, with signs that do not depend on how the operator was given. */
export function frameOf(a: Matrix, kind: FrameKind, kernels: Kernels): Matrix {
  const { vectors } = kernels.eigh(frameKinds[kind](a, kernels));
  const signs = signsAlongTree(inBasis(a, vectors, kernels));
  const { rows: n, data } = vectors;
  for (let k = 0; k < data.length; k++) data[k]! *= signs[Math.floor(k / n)]!;
  return vectors;
}
