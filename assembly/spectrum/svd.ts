// Thin singular value decomposition with vectors.
//
//   A = Q R            where A is tall, by blocked Householder reflectors
//   R = U₁ B V₁ᵀ       bidiagonalisation
//   B = U₂ S V₂ᵀ       divide and conquer; implicit QR where B is small or graded
//   U = Q U₁ U₂,  V = V₁ V₂,  both held as rows until the end
//
// A wide matrix is transposed first, which exchanges U and V. The reflectors of Q stay in A, so a tall
// matrix takes scratch memory of its own size for Uᵀ and no more, and none if U is not wanted.

import { largest, safeFactor, scaleMatrix, unscale } from "../vector/equilibrate";
import { at, bytes, put } from "../vector/lanes";
import { aligned, paddedBytes, paddedStride, rowSize, vectorSize } from "../vector/layout";
import { sortDescending } from "../vector/sort";
import { transpose } from "../product/rearrange";
import { geqrf, geqrfWork } from "../factor/qr";
import { reflectRows, reflectRowsWork } from "../factor/reflectors";
import { bidiagonalDivide, bidiagonalDivideWork } from "./bidiagonal-divide";
import { Bidiagonal, bidiagonalQr } from "./bidiagonal-qr";
import { bidiagonalize, bidiagonalizeWork } from "./bidiagonal";
import { orderDescending, permuteRows } from "./deflate";
import { applyRotations, negateRow, openRotations, rotationsWork, setIdentity } from "./rotations";
import { copySize, gesvals, gesvalsWork, isTall, zeroLower } from "./svd-values";

/** Orders up to this are left to QR: for them divide and conquer gains nothing. */
const SMALL: i32 = 32;
/**
 * The bidiagonal matrix counts as graded when its least row is below this times the largest.
 * QR then keeps the relative accuracy of the small values; divide and conquer would lose it.
 */
const GRADED: f64 = 1e-3;

/** Sizes, and where each array lies in scratch memory; itself a view of it. */
@unmanaged
class Layout {
  m: i32 = 0;
  n: i32 = 0;
  /** Rows of the matrix that is bidiagonalised: n after a QR factorisation, else m. */
  rows: i32 = 0;
  /** Row strides of vectors of length m, rows and n. */
  ldm: i32 = 0;
  ldr: i32 = 0;
  ldn: i32 = 0;
  e: usize = 0;
  tauLeft: usize = 0;
  tauRight: usize = 0;
  tauQ: usize = 0;
  values: usize = 0;
  order: usize = 0;
  /** R of the QR factorisation (n × n). */
  r: usize = 0;
  /** Reflectors from the left of the bidiagonalisation, as rows (n × rows). */
  left: usize = 0;
  /** Uᵀ (n × m) and Vᵀ (n × n, and the spare row of divide and conquer); U₂ᵀ (n × n). */
  ut: usize = 0;
  vt: usize = 0;
  inner: usize = 0;
  wantLeft: bool = false;
  wantRight: bool = false;
  rest: usize = 0;
}

/** Rows of the matrix that is bidiagonalised. */
function rowsLeft(m: i32, n: i32): i32 {
  return isTall(m, n) ? n : m;
}

/** Bytes for the stage that needs most scratch; the stages use it one after the other. */
function stageWork(m: i32, n: i32): f64 {
  const rotations = <f64>(64 + offsetof<Bidiagonal>()) + 2 * rotationsWork(n);
  const solve = n > SMALL ? max(rotations, bidiagonalDivideWork(n)) : rotations;
  const reduce = max(bidiagonalizeWork(rowsLeft(m, n), n), solve);
  const reflect = max(reflectRowsWork(n, m), reflectRowsWork(n, n));
  return max(geqrfWork(m, n), max(reduce, reflect));
}

/** Row stride of Vᵀ, U₂ᵀ and R: room for the strips of columns of divide and conquer. */
function squareStride(n: i32): i32 {
  return paddedStride(n + 9);
}

/** Size of such a row. */
function squareSize(n: i32): f64 {
  return rowSize(n) + 128;
}

/** Bytes of scratch for a matrix with m ≥ n. */
function tallWork(m: i32, n: i32, wantLeft: bool): f64 {
  const left = wantLeft ? <f64>n * (rowSize(m) + rowSize(rowsLeft(m, n))) : 0;
  const square = <f64>(isTall(m, n) ? 3 : 2) * <f64>n + 1;
  return 256 + 6 * vectorSize(n) + left + square * squareSize(n) + stageWork(m, n);
}

/** Bytes of scratch for `gesvd`. */
export function gesvdWork(m: i32, n: i32, wantU: bool, wantV: bool): f64 {
  if (!wantU && !wantV) return gesvalsWork(m, n);
  return copySize(m, n) + tallWork(max(m, n), min(m, n), m < n ? wantV : wantU);
}

/** Lays out scratch memory for a matrix with m ≥ n. */
function layOut(m: i32, n: i32, wantLeft: bool, wantRight: bool, work: usize): Layout {
  const p = changetype<Layout>(work);
  p.m = m;
  p.n = n;
  p.rows = rowsLeft(m, n);
  p.ldm = paddedStride(m);
  p.ldr = paddedStride(p.rows);
  p.ldn = squareStride(n);
  const vector = paddedBytes(n);
  const square = <usize>n * bytes<f64>(p.ldn);
  p.e = work + 256;
  p.tauLeft = p.e + vector;
  p.tauRight = p.tauLeft + vector;
  p.tauQ = p.tauRight + vector;
  p.values = p.tauQ + vector;
  p.order = p.values + vector;
  p.vt = p.order + vector;
  p.inner = p.vt + square + bytes<f64>(p.ldn);
  p.r = p.inner + square;
  p.ut = p.rows < m ? p.r + square : p.r;
  p.left = wantLeft ? p.ut + <usize>n * bytes<f64>(p.ldm) : 0;
  p.rest = wantLeft ? p.left + <usize>n * bytes<f64>(p.ldr) : p.ut;
  p.wantLeft = wantLeft;
  p.wantRight = wantRight;
  return p;
}

/** Factors A, and copies R out of it. */
function factorTall(p: Layout, a: usize, lda: i32): void {
  geqrf(p.m, p.n, a, lda, p.tauQ, p.rest);
  copyRows(p.n, p.n, a, lda, p.r, p.ldn);
  zeroLower(p.n, p.r, p.ldn);
}

/**
 * Whether rows of the bidiagonal matrix differ much in size. The last row does not count:
 * centered data leave it empty.
 */
function isGraded(n: i32, d: usize, e: usize): bool {
  let least: f64 = Infinity;
  let most: f64 = 0;
  for (let i = 0; i < n - 1; i++) {
    const size = abs(at<f64>(d, i)) + abs(at<f64>(e, i));
    least = min(least, size);
    most = max(most, size);
  }
  return !(least >= GRADED * most) || most == 0;
}

/** Values and wanted vectors of the bidiagonal matrix by QR, vectors as rows. @returns 0, or 1 */
function solveByQr(p: Layout, s: usize): i32 {
  const n = p.n;
  const b = changetype<Bidiagonal>(p.rest);
  const lists = aligned(p.rest + offsetof<Bidiagonal>());
  b.d = s;
  b.e = p.e;
  if (p.wantLeft) setIdentity(n, p.m, p.ut, bytes<f64>(p.ldm));
  if (p.wantRight) setIdentity(n, n, p.vt, bytes<f64>(p.ldn));
  b.left = openRotations(p.wantLeft ? p.ut : 0, p.ldm, n, lists);
  b.right = openRotations(p.wantRight ? p.vt : 0, p.ldn, n, lists + <usize>rotationsWork(n));
  if (bidiagonalQr(n, b) != 0) return 1;
  if (p.wantLeft) applyRotations(b.left);
  if (p.wantRight) applyRotations(b.right);
  return 0;
}

/** The same by divide and conquer, which computes all vectors. @returns 0, or 1 */
function solveByDivision(p: Layout, s: usize): i32 {
  const n = p.n;
  setIdentity(n, p.ldn, p.inner, bytes<f64>(p.ldn));
  setIdentity(n + 1, p.ldn, p.vt, bytes<f64>(p.ldn));
  if (bidiagonalDivide(n, s, p.e, p.inner, p.vt, p.ldn, p.rest) != 0) return 1;
  if (!p.wantLeft) return 0;
  for (let i = 0; i < n; i++) memory.fill(p.ut + <usize>i * bytes<f64>(p.ldm), 0, bytes<f64>(p.m));
  copyRows(n, n, p.inner, p.ldn, p.ut, p.ldm);
  return 0;
}

/** Singular values of the bidiagonal matrix into s, and its vectors as rows, not ordered. @returns 0, or 1 */
function solveBidiagonal(p: Layout, s: usize): i32 {
  if (p.n <= SMALL || isGraded(p.n, s, p.e)) return solveByQr(p, s);
  return solveByDivision(p, s);
}

/** Puts the n rows of z into the order of descending values; s itself is not changed. */
function permuteDescending(
  n: i32,
  s: usize,
  copy: usize,
  order: usize,
  z: usize,
  ldz: i32,
  spare: usize,
): void {
  memory.copy(copy, s, bytes<f64>(n));
  orderDescending(n, s, order);
  permuteRows(n, order, copy, z, bytes<f64>(ldz), bytes<f64>(n), spare);
}

/** Makes the values positive and descending, and changes the vectors accordingly. */
function arrange(p: Layout, s: usize): void {
  const n = p.n;
  for (let i = 0; i < n; i++) {
    if (at<f64>(s, i) >= 0) continue;
    put<f64>(s, i, -at<f64>(s, i));
    if (p.wantRight) negateRow(n, p.vt + <usize>i * bytes<f64>(p.ldn));
  }
  if (p.wantLeft) permuteDescending(n, s, p.values, p.order, p.ut, p.ldm, p.rest);
  if (p.wantRight) permuteDescending(n, s, p.values, p.order, p.vt, p.ldn, p.rest);
  sortDescending(n, s);
}

/** Singular values and the wanted vectors, as rows, of a matrix with m ≥ n. @returns 0, or 1 */
function tallVectors(p: Layout, a: usize, lda: i32, s: usize): i32 {
  const n = p.n;
  const tall = p.rows < p.m;
  if (tall) factorTall(p, a, lda);
  const reduced = tall ? p.r : a;
  const ld = tall ? p.ldn : lda;
  bidiagonalize(p.rows, n, reduced, ld, s, p.e, p.left, p.ldr, p.tauLeft, p.tauRight, p.rest);
  if (solveBidiagonal(p, s) != 0) return 1;
  arrange(p, s);
  if (p.wantRight) reflectRows(n - 1, 1, n, reduced, ld, false, p.tauRight, n, p.vt, p.ldn, p.rest);
  if (!p.wantLeft) return 0;
  reflectRows(n, 0, p.rows, p.left, p.ldr, false, p.tauLeft, n, p.ut, p.ldm, p.rest);
  if (tall) reflectRows(n, 0, p.m, a, lda, true, p.tauQ, n, p.ut, p.ldm, p.rest);
  return 0;
}

/** B := A, m × n. */
function copyRows(m: i32, n: i32, a: usize, lda: i32, b: usize, ldb: i32): void {
  for (let i = 0; i < m; i++, a += bytes<f64>(lda), b += bytes<f64>(ldb)) memory.copy(b, a, bytes<f64>(n));
}

/**
 * Thin singular value decomposition A = U S Vᵀ, r = min(m, n). Where values are small because
 * rows or columns of A are small, they and their vectors keep their relative accuracy.
 *
 * @param m - rows, m ≥ 0
 * @param n - columns, n ≥ 0
 * @param a - m × n; destroyed
 * @param s - r values, descending
 * @param u - m × r, orthonormal columns; 0: not wanted. May be a itself if m ≥ n
 * @param vt - r × n, orthonormal rows; 0: not wanted. May be a itself if m < n
 * @param work - `gesvdWork(m, n, wantU, wantV)` bytes
 * @returns 0; 1 when not converged, or when an element is NaN or infinite
 */
export function gesvd(
  m: i32,
  n: i32,
  a: usize,
  lda: i32,
  s: usize,
  u: usize,
  ldu: i32,
  vt: usize,
  ldvt: i32,
  work: usize,
): i32 {
  if (m == 0 || n == 0) return 0;
  if (!u && !vt) return gesvals(m, n, a, lda, s, work);
  const size = largest(m, n, a, lda, false);
  if (!(size < Infinity)) return 1;
  const factor = safeFactor(size);
  scaleMatrix(m, n, factor, a, lda);
  if (m >= n) {
    const p = layOut(m, n, u != 0, vt != 0, work);
    if (tallVectors(p, a, lda, s) != 0) return 1;
    if (u) transpose<f64>(n, m, p.ut, p.ldm, u, ldu);
    if (vt) copyRows(n, n, p.vt, p.ldn, vt, ldvt);
  } else {
    const stride = paddedStride(m);
    transpose<f64>(m, n, a, lda, work, stride);
    const p = layOut(n, m, vt != 0, u != 0, work + <usize>n * bytes<f64>(stride));
    if (tallVectors(p, work, stride, s) != 0) return 1;
    if (u) transpose<f64>(m, m, p.vt, p.ldn, u, ldu);
    if (vt) copyRows(m, n, p.ut, p.ldm, vt, ldvt);
  }
  unscale(min(m, n), factor, s);
  return 0;
}
