// Euclidean and cosine distances from one matrix product. It is several times faster than
// the sum of squared differences, but cancels where rows are nearly equal:
//
//   |a − b|² = |a|² + |b|² − 2 a·b
//
// Let s = |a|² + |b|². Each of the three terms has an error of γ·s, γ = c·ε, and so has
// the result. Where the result is at least GUARD·s, its root has a relative error below
// γ / (2 GUARD) = 32 γ. A smaller result is computed again as a sum of squared
// differences, whose error is relative. So equal rows have distance exactly 0.
//
// Center data that lie far from the origin, or every pair is computed twice. The caller
// must scale data whose squares would leave the range of T, by a power of two.

import { RUN } from "../vector/constants";
import { bytes, fma, fnma, lanes, sumLanes } from "../vector/lanes";
import { padded, paddedSize } from "../vector/layout";
import { gemm, gemmWork, syrk } from "../product/level3";
import { SquaredEuclidean } from "./distance-steps";
import { distance } from "./distances";

/** The product is trusted where the result is at least this part of |a|² + |b|². */
const GUARD: f64 = 1.0 / 64.0;

/** Σ x² over n elements. */
export function squaredNorm<T>(n: i32, x: usize): T {
  let total: T = 0;
  for (let start = 0; start < n; start += RUN) {
    const end = x + bytes<T>(min(n, start + RUN));
    let at = x + bytes<T>(start);
    let sum = i64x2.splat(0);
    for (; at + 16 <= end; at += 16) {
      const v = v128.load(at);
      sum = fma<T>(v, v, sum);
    }
    let part = sumLanes<T>(sum);
    for (; at < end; at += sizeof<T>()) part += load<T>(at) * load<T>(at);
    total += part;
  }
  return total;
}

/** norms[i] := |row i|². */
function squaredNorms<T>(m: i32, p: i32, a: usize, lda: i32, norms: usize): void {
  for (let i = 0; i < m; i++) {
    store<T>(norms + bytes<T>(i), squaredNorm<T>(p, a + <usize>i * bytes<T>(lda)));
  }
}

/** out := A·Bᵀ. Where `upper`, the leading square is symmetric and costs half. */
function products<T>(
  m: i32,
  n: i32,
  p: i32,
  a: usize,
  lda: i32,
  b: usize,
  ldb: i32,
  out: usize,
  ldo: i32,
  upper: bool,
  work: usize,
): void {
  const square = upper ? m : 0;
  if (upper) syrk<T>(0, m, p, 1, a, lda, 0, out, ldo, work);
  if (n == square) return;
  const rest = b + <usize>square * bytes<T>(ldb);
  gemm<T>(0, 1, m, n - square, p, 1, a, lda, rest, ldb, 0, out + bytes<T>(square), ldo, work);
}

/** |a − b|², from the product where that may be trusted, else from the differences. */
// @ts-ignore: decorator
@inline
function guarded<T>(p: i32, a: usize, b: usize, sum: T, product: T): T {
  const squared = <T>(sum - 2 * product);
  if (squared >= <T>GUARD * sum) return squared;
  return distance<T, SquaredEuclidean<T>>(p, a, b, 2);
}

/** One row of products → distances, in place, from column j on. */
function finishEuclidean<T>(
  j: i32,
  n: i32,
  p: i32,
  a: usize,
  b: usize,
  ldb: usize,
  out: usize,
  norm: T,
  norms: usize,
  squared: bool,
): void {
  const two = v128.splat<T>(2);
  const guard = v128.splat<T>(<T>GUARD);
  const normA = v128.splat<T>(norm);
  while (j < n) {
    const place = out + bytes<T>(j);
    if (j + lanes<T>() <= n) {
      const sum = v128.add<T>(normA, v128.load(norms + bytes<T>(j)));
      const d = fnma<T>(two, v128.load(place), sum);
      if (v128.all_true<i32>(v128.ge<T>(d, v128.mul<T>(guard, sum)))) {
        v128.store(place, squared ? d : v128.sqrt<T>(d));
        j += lanes<T>();
        continue;
      }
    }
    const sum = <T>(norm + load<T>(norms + bytes<T>(j)));
    const d = guarded<T>(p, a, b + <usize>j * ldb, sum, load<T>(place));
    store<T>(place, squared ? d : sqrt<T>(d));
    j++;
  }
}

/** Bytes of scratch for `euclidean`. */
export function euclideanWork<T>(m: i32, n: i32, p: i32): f64 {
  return paddedSize<T>(m) + paddedSize<T>(n) + gemmWork<T>(m, n, p);
}

/**
 * out[i, j] := Euclidean distance of row i of A and row j of B, or its square.
 * @param work - euclideanWork<T>(m, n, p) bytes
 */
export function euclidean<T>(
  m: i32,
  n: i32,
  p: i32,
  a: usize,
  lda: i32,
  b: usize,
  ldb: i32,
  out: usize,
  ldo: i32,
  squared: bool,
  upper: bool,
  work: usize,
): void {
  const normsB = work;
  const normsA = upper ? normsB : normsB + padded<T>(n); // the rows of A are the first of B
  products<T>(m, n, p, a, lda, b, ldb, out, ldo, upper, work + padded<T>(n) + padded<T>(m));
  if (!upper) squaredNorms<T>(m, p, a, lda, normsA);
  squaredNorms<T>(n, p, b, ldb, normsB);
  for (let i = 0; i < m; i++) {
    const ai = a + <usize>i * bytes<T>(lda);
    const oi = out + <usize>i * bytes<T>(ldo);
    const norm = load<T>(normsA + bytes<T>(i));
    finishEuclidean<T>(upper ? i : 0, n, p, ai, b, bytes<T>(ldb), oi, norm, normsB, squared);
  }
}

/** Bytes of scratch for `cosine`. */
export function cosineWork<T>(m: i32, n: i32, p: i32): f64 {
  return gemmWork<T>(m, n, p);
}

/** One row of cosines → 1 − cosine in [0, 2], in place, from column j on. */
function finishCosine<T>(j: i32, n: i32, p: i32, a: usize, b: usize, ldb: usize, out: usize): void {
  const one = v128.splat<T>(1);
  const two = v128.splat<T>(2);
  const guard = v128.splat<T>(<T>GUARD);
  while (j < n) {
    const place = out + bytes<T>(j);
    if (j + lanes<T>() <= n) {
      const d = v128.sub<T>(one, v128.load(place));
      if (v128.all_true<i32>(v128.ge<T>(d, guard))) {
        v128.store(place, v128.pmin<T>(two, d));
        j += lanes<T>();
        continue;
      }
    }
    const d = guarded<T>(p, a, b + <usize>j * ldb, 2, load<T>(place));
    store<T>(place, min<T>(2, d / 2));
    j++;
  }
}

/**
 * out[i, j] := 1 − cosine of row i of A and row j of B, rows of length 1
 * (`unitRows` makes them). Correlation is the same on centred rows.
 * @param work - cosineWork<T>(m, n, p) bytes
 */
export function cosine<T>(
  m: i32,
  n: i32,
  p: i32,
  a: usize,
  lda: i32,
  b: usize,
  ldb: i32,
  out: usize,
  ldo: i32,
  upper: bool,
  work: usize,
): void {
  products<T>(m, n, p, a, lda, b, ldb, out, ldo, upper, work);
  for (let i = 0; i < m; i++) {
    const ai = a + <usize>i * bytes<T>(lda);
    finishCosine<T>(upper ? i : 0, n, p, ai, b, bytes<T>(ldb), out + <usize>i * bytes<T>(ldo));
  }
}
