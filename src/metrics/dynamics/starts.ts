import { identity, matrix, type Matrix } from "../../base/matrix.ts";
import { createRandom } from "../../base/random.ts";
import { square } from "../../base/math/powers.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { matchingKernels } from "../../wasm/parts/matchings.ts";
import { frameNames, frameOf, inBasis, type FrameKind } from "./frames.ts";

/**
 * Start number `index` of a search: a motion C, n × n, for which Cᵀ·A·C may resemble B. Each two of them differ by a
 * reflection, so that both components of the orthogonal group are searched. (Where n is odd they
 * are equal: −C does what C does.)
 */
export function startOf(a: Matrix, b: Matrix, index: number, seed: number, kernels: Kernels): Matrix {
  const [number, isReflected] = [index >> 1, index % 2 === 1];
  const kind = frameNames[number];
  return kernels.scope(() => {
    const from = kind ? frameOf(a, kind, kernels) : randomBasis(a.rows, seed, number, kernels);
    const onto = kind ? matched(a, from, b, kind, kernels) : identity(a.rows);
    const signs = alignedSigns(inBasis(a, from, kernels), inBasis(b, onto, kernels), isReflected);
    const { rows: n, data } = from;
    for (let k = 0; k < data.length; k++) data[k]! *= signs[Math.floor(k / n)]!;
    return kernels.detach(kernels.gemm(from, onto, { transA: true }));
  });
}

function randomBasis(n: number, seed: number, stream: number, kernels: Kernels): Matrix {
  const random = createRandom(seed, stream);
  const normal = kernels.place(
    n,
    n,
    Float64Array.from({ length: n * n }, () => random.normal()),
  );
  const { u, vt } = kernels.svd(normal, { overwrite: true });
  return kernels.gemm(u, vt);
}

/** The basis of B whose vectors belong to those of A: in order, or by what the operators do along them. */
function matched(a: Matrix, from: Matrix, b: Matrix, kind: FrameKind, kernels: Kernels): Matrix {
  const onto = frameOf(b, kind, kernels);
  if (kind !== "both") return onto;
  const [x, y] = [featuresOf(inBasis(a, from, kernels)), featuresOf(inBasis(b, onto, kernels))];
  const n = a.rows;
  const costs = kernels.uninitialized(n, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const growth = square(x.growth[i]! - y.growth[j]!);
      costs.data[i * n + j] = growth + square(x.speed[i]! - y.speed[j]!);
    }
  }
  const order = kernels.part(matchingKernels).linearAssignment(costs);
  const sorted = kernels.uninitialized(n, n);
  for (let i = 0; i < n; i++) sorted.data.set(onto.data.subarray(order[i]! * n, (order[i]! + 1) * n), i * n);
  return sorted;
}

/** Of each axis: the real part and the size of the imaginary part of its eigenvalue, if the operator is normal. */
function featuresOf({ rows: n, data: a }: Matrix): { growth: Float64Array; speed: Float64Array } {
  const [growth, speed] = [new Float64Array(n), new Float64Array(n)];
  for (let i = 0; i < n; i++) {
    growth[i] = a[i * n + i]!;
    let sum = 0;
    for (let j = 0; j < n; j++) sum += square((a[i * n + j]! - a[j * n + i]!) / 2);
    speed[i] = Math.sqrt(sum);
  }
  return { growth, speed };
}

/**
 * Signs d of the axes for which Σ dᵢ·dⱼ·aᵢⱼ·bᵢⱼ is large: one after the other is changed while that helps. Then
 * one more is changed, that which costs least, if the other component is asked for.
 */
function alignedSigns(a: Matrix, b: Matrix, isReflected: boolean): Float64Array {
  const n = a.rows;
  const weights = matrix(n, n);
  const [x, y] = [a.data, b.data];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++)
      if (i !== j) weights.data[i * n + j] = x[i * n + j]! * y[i * n + j]! + x[j * n + i]! * y[j * n + i]!;
  }
  const signs = new Float64Array(n).fill(1);
  const gains = gainsOf(weights, signs);
  let flips = 0;
  for (; flips < n * n; flips++) {
    const best = largestAt(gains);
    if (!(gains[best]! > 0)) break;
    flip(best, weights, signs, gains);
  }
  if ((flips % 2 === 1) !== isReflected) flip(largestAt(gains), weights, signs, gains);
  return signs;
}

/** What each change of a sign adds. */
function gainsOf({ rows: n, data: w }: Matrix, signs: Float64Array): Float64Array {
  const gains = new Float64Array(n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) gains[i]! -= signs[i]! * signs[j]! * w[i * n + j]!;
  return gains;
}

function flip(i: number, { rows: n, data: w }: Matrix, signs: Float64Array, gains: Float64Array): void {
  signs[i]! *= -1;
  gains[i]! *= -1;
  for (let j = 0; j < n; j++) if (j !== i) gains[j]! -= 2 * signs[i]! * signs[j]! * w[i * n + j]!;
}

function largestAt(values: Float64Array): number {
  let best = 0;
  for (let k = 1; k < values.length; k++) if (values[k]! > values[best]!) best = k;
  return best;
}
