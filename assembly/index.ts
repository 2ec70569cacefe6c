// The exported surface of the kernels and nothing else.
//
// A folder holds one kind of problem and imports from those to its left only; distance
// and matching do not import each other or spectrum:
//
//   vector  <-  product  <-  factor  <-  spectrum
//                  product  <-  distance          vector  <-  matching
//
// Conventions, said once. Matrices are row-major. Addresses (usize) are in BYTES,
// strides (`lda`, …: from one row to the next) and sizes are in ELEMENTS. Names are
// BLAS and LAPACK's: `d` for f64, `s` for f32, then the operation. Arguments are the
// sizes, then each operand followed by its stride, then `work`: 16-byte aligned scratch,
// whose size in bytes the twin `…Work` returns. Kernels never allocate and trust their
// arguments; `src/wasm/kernels.ts` checks them.

// Level 3 (product/level3.ts): products of matrices.

import * as level3 from "./product/level3";
import { packPanels } from "./product/pack";
import { MR } from "./product/ukernel";

/**
 * C (m × n) := alpha·op(A)·op(B) + beta·C. op(X) is X, or Xᵀ where its trans is 1. beta = 0: C
 * is not read.
 */
export function dgemm(
  transA: i32,
  transB: i32,
  m: i32,
  n: i32,
  k: i32,
  alpha: f64,
  a: usize,
  lda: i32,
  b: usize,
  ldb: i32,
  beta: f64,
  c: usize,
  ldc: i32,
  work: usize,
): void {
  level3.gemm<f64>(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc, work);
}
export function dgemmWork(m: i32, n: i32, k: i32): f64 {
  return level3.gemmWork<f64>(m, n, k);
}
export function sgemm(
  transA: i32,
  transB: i32,
  m: i32,
  n: i32,
  k: i32,
  alpha: f32,
  a: usize,
  lda: i32,
  b: usize,
  ldb: i32,
  beta: f32,
  c: usize,
  ldc: i32,
  work: usize,
): void {
  level3.gemm<f32>(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc, work);
}
export function sgemmWork(m: i32, n: i32, k: i32): f64 {
  return level3.gemmWork<f32>(m, n, k);
}

/** Upper triangle of C (n × n) := alpha·op(A)·op(A)ᵀ + beta·C; trans 0: A is n × k, 1: k × n. */
export function dsyrk(
  trans: i32,
  n: i32,
  k: i32,
  alpha: f64,
  a: usize,
  lda: i32,
  beta: f64,
  c: usize,
  ldc: i32,
  work: usize,
): void {
  level3.syrk<f64>(trans, n, k, alpha, a, lda, beta, c, ldc, work);
}
export function dsyrkWork(n: i32, k: i32): f64 {
  return level3.syrkWork<f64>(n, k);
}
export function ssyrk(
  trans: i32,
  n: i32,
  k: i32,
  alpha: f32,
  a: usize,
  lda: i32,
  beta: f32,
  c: usize,
  ldc: i32,
  work: usize,
): void {
  level3.syrk<f32>(trans, n, k, alpha, a, lda, beta, c, ldc, work);
}
export function ssyrkWork(n: i32, k: i32): f64 {
  return level3.syrkWork<f32>(n, k);
}

/** Copies the upper triangle of C (n × n) to the lower. */
export function dsymmetrize(n: i32, c: usize, ldc: i32): void {
  level3.symmetrize<f64>(n, c, ldc);
}
export function ssymmetrize(n: i32, c: usize, ldc: i32): void {
  level3.symmetrize<f32>(n, c, ldc);
}

/**
 * Packs `count` vectors of k elements for `dgemmPanels`. A panel of 4·k elements holds four
 * vectors side by side. `across`: bytes from vector to vector; `along`: from element to element.
 */
export function dpack(dst: usize, src: usize, across: usize, along: usize, count: i32, k: i32): void {
  packPanels<f64>(dst, MR, src, across, along, count, k);
}
/** C (m × n) := alpha·Aᵀ·B; A holds m packed vectors, B holds n. work: 128 bytes. */
export function dgemmPanels(
  m: i32,
  n: i32,
  k: i32,
  alpha: f64,
  a: usize,
  b: usize,
  c: usize,
  ldc: i32,
  work: usize,
): void {
  level3.gemmPanels(m, n, k, alpha, a, b, c, ldc, work);
}

// Level 1 (vector/level1.ts): vectors of n contiguous elements.

import * as level1 from "./vector/level1";

/** xᵀy. */
export function ddot(n: i32, x: usize, y: usize): f64 {
  return level1.dot<f64>(n, x, y);
}
/** Euclidean norm, without overflow or underflow on the way. */
export function dnrm2(n: i32, x: usize): f64 {
  return level1.nrm2<f64>(n, x);
}
/** Largest absolute value; NaN if any element is NaN. */
export function damax(n: i32, x: usize): f64 {
  return level1.amax<f64>(n, x);
}
/** x := alpha·x. */
export function dscal(n: i32, alpha: f64, x: usize): void {
  level1.scal<f64>(n, alpha, x);
}
/** y := alpha·x + y. */
export function daxpy(n: i32, alpha: f64, x: usize, y: usize): void {
  level1.axpy<f64>(n, alpha, x, y);
}

/** y := x ∘ y, element by element. */
export function dmul(n: i32, x: usize, y: usize): void {
  level1.multiply<f64>(n, x, y);
}

// Exponentials and entropies of rows (vector/probabilities.ts).

import * as probabilities from "./vector/probabilities";

/**
 * Each row of X (m × n) := exp(factor · row) over its sum (squares 1: its norm). Column own + i of row i becomes 0; own
 * negative: none does.
 */
export function dsoftmax(m: i32, n: i32, x: usize, factor: f64, own: i32, squares: i32): void {
  probabilities.softmax(m, n, x, factor, own, squares != 0);
}
/** out[i] := Σ a·ln a over row i of a = (P + Q) / 2, both m × n, from 0 to 1. */
export function dnegentropies(m: i32, n: i32, p: usize, q: usize, out: usize): void {
  probabilities.negentropies(m, n, p, q, out);
}

// Reading each number once (product/passes.ts).

import * as passes from "./product/passes";

/** sums := sums + Σ of the rows of A (m × n). */
export function daddRows(m: i32, n: i32, a: usize, sums: usize): void {
  passes.addRows<f64>(m, n, a, sums);
}
/** products := A·x and squares := the square of the norm of each row of A (m × n). */
export function dalongRows(m: i32, n: i32, a: usize, x: usize, products: usize, squares: usize): void {
  passes.alongRows<f64>(m, n, a, x, products, squares);
}
/** out[i] := the column of the largest element of row i of A (m × n), the first of equal ones. 1 if all are finite, else 0. */
export function dlargestColumns(m: i32, n: i32, a: usize, out: usize): i32 {
  return <i32>passes.largestColumns(m, n, a, out);
}

// QR (factor/qr.ts): H = I − tau·v·vᵀ, v's tail below the diagonal of A.

import * as qr from "./factor/qr";

/** A (m × n) := R above, reflectors below the diagonal; tau: min(m, n) elements. */
export function dgeqrf(m: i32, n: i32, a: usize, lda: i32, tau: usize, work: usize): void {
  qr.geqrf(m, n, a, lda, tau, work);
}
/** Bytes of work for dgeqrf. */
export function dgeqrfWork(m: i32, n: i32): f64 {
  return qr.geqrfWork(m, n);
}
/** A (m × n) := first n columns of Q from its first k reflectors; m ≥ n ≥ k. */
export function dorgqr(m: i32, n: i32, k: i32, a: usize, lda: i32, tau: usize, work: usize): void {
  qr.orgqr(m, n, k, a, lda, tau, work);
}
/** Bytes of work for dorgqr. */
export function dorgqrWork(m: i32, n: i32): f64 {
  return qr.orgqrWork(m, n);
}

// Cholesky and triangular systems (factor/cholesky.ts, product/triangular.ts).

import * as cholesky from "./factor/cholesky";
import * as triangular from "./product/triangular";

/** Lower triangle of A (n × n) := L of A = L·Lᵀ; returns 0, or 1 + the first pivot that is not positive. */
export function dpotrf(n: i32, a: usize, lda: i32, work: usize): i32 {
  return cholesky.potrf<f64>(n, a, lda, work);
}
/** Bytes of work for dpotrf. */
export function dpotrfWork(n: i32): f64 {
  return cholesky.potrfWork<f64>(n);
}
/** B (n × nrhs) := op(A)⁻¹·B, A (n × n) upper or lower triangular, unit = 1: with ones on the diagonal. */
export function dtrsm(
  upper: i32,
  trans: i32,
  unit: i32,
  n: i32,
  nrhs: i32,
  a: usize,
  lda: i32,
  b: usize,
  ldb: i32,
  work: usize,
): void {
  triangular.trsm<f64>(upper, trans, unit, n, nrhs, a, lda, b, ldb, work);
}
/** Bytes of work for dtrsm. */
export function dtrsmWork(n: i32, nrhs: i32): f64 {
  return triangular.trsmWork<f64>(n, nrhs);
}

// Sign of a determinant (factor/determinant.ts).

import * as determinant from "./factor/determinant";

/** The sign of the determinant of A (n × n; destroyed); 0 where it is singular. */
export function dsignDet(n: i32, a: usize, lda: i32, work: usize): i32 {
  return determinant.signDet(n, a, lda, work);
}
/** Bytes of work for dsignDet. */
export function dsignDetWork(n: i32): f64 {
  return determinant.signDetWork(n);
}

// Symmetric eigenproblem (spectrum/eigh.ts). Codes: 0, or 1 when not converged or an element of A is not finite.

import * as eigh from "./spectrum/eigh";

/** Eigenvalues of A (n × n, upper triangle read; destroyed), ascending, into w. */
export function dsyev(n: i32, a: usize, lda: i32, w: usize, work: usize): i32 {
  return eigh.syev(n, a, lda, w, work);
}
export function dsyevWork(n: i32): f64 {
  return eigh.syevWork(n);
}

/** Eigenvalues as `dsyev`, and eigenvectors: row i of z (n × n) is the unit vector of w[i]. */
export function dsyevd(n: i32, a: usize, lda: i32, w: usize, z: usize, ldz: i32, work: usize): i32 {
  return eigh.syevd(n, a, lda, w, z, ldz, work);
}
export function dsyevdWork(n: i32): f64 {
  return eigh.syevdWork(n);
}

// Singular values (spectrum/svd-values.ts, spectrum/svd.ts). Codes as above.

import * as singularValues from "./spectrum/svd-values";
import * as svd from "./spectrum/svd";

/** All min(m, n) singular values of A (m × n; destroyed), descending, into s. */
export function dgesvals(m: i32, n: i32, a: usize, lda: i32, s: usize, work: usize): i32 {
  return singularValues.gesvals(m, n, a, lda, s, work);
}
export function dgesvalsWork(m: i32, n: i32): f64 {
  return singularValues.gesvalsWork(m, n);
}

/**
 * Sum of the singular values of A (m × n; destroyed), reflected 1: the least of them with a minus; NaN when not converged
 * or an element is not finite.
 */
export function dnuclear(m: i32, n: i32, a: usize, lda: i32, reflected: i32, work: usize): f64 {
  return singularValues.nuclear(m, n, a, lda, reflected != 0, work);
}
export function dnuclearWork(m: i32, n: i32): f64 {
  return singularValues.nuclearWork(m, n);
}

/**
 * A = U·S·Vᵀ (A destroyed), r = min(m, n): s descending, u m × r, vt r × n; u or vt 0: not wanted. The
 * larger of both may be A itself.
 */
export function dgesvd(
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
  return svd.gesvd(m, n, a, lda, s, u, ldu, vt, ldvt, work);
}
export function dgesvdWork(m: i32, n: i32, wantU: i32, wantV: i32): f64 {
  return svd.gesvdWork(m, n, wantU != 0, wantV != 0);
}

// Distances between rows (distance/): row i of A (m × p) against row j of B (n × p), into
// out (m × n). upper 1: A is the first m rows of B, and only entries j ≥ i are wanted;
// those below the diagonal are undefined. All elements are finite.

import { distances } from "./distance/distances";
import { Chebyshev, CityBlock } from "./distance/distance-steps";
import { minkowski } from "./distance/minkowski";
import { cosine, cosineWork, euclidean, euclideanWork } from "./distance/product-distances";
import { unitRows } from "./distance/unit-rows";

/** Σ |x − y|. */
export function dcityblock(
  m: i32,
  n: i32,
  p: i32,
  a: usize,
  lda: i32,
  b: usize,
  ldb: i32,
  out: usize,
  ldo: i32,
  upper: i32,
): void {
  distances<f64, CityBlock<f64>>(m, n, p, a, lda, b, ldb, out, ldo, 0, upper != 0);
}
export function scityblock(
  m: i32,
  n: i32,
  p: i32,
  a: usize,
  lda: i32,
  b: usize,
  ldb: i32,
  out: usize,
  ldo: i32,
  upper: i32,
): void {
  distances<f32, CityBlock<f32>>(m, n, p, a, lda, b, ldb, out, ldo, 0, upper != 0);
}

/** max |x − y|. */
export function dchebyshev(
  m: i32,
  n: i32,
  p: i32,
  a: usize,
  lda: i32,
  b: usize,
  ldb: i32,
  out: usize,
  ldo: i32,
  upper: i32,
): void {
  distances<f64, Chebyshev<f64>>(m, n, p, a, lda, b, ldb, out, ldo, 0, upper != 0);
}
export function schebyshev(
  m: i32,
  n: i32,
  p: i32,
  a: usize,
  lda: i32,
  b: usize,
  ldb: i32,
  out: usize,
  ldo: i32,
  upper: i32,
): void {
  distances<f32, Chebyshev<f32>>(m, n, p, a, lda, b, ldb, out, ldo, 0, upper != 0);
}

/** (Σ |x − y|^order)^(1 / order), order > 0, at any scale of the data. */
export function dminkowski(
  m: i32,
  n: i32,
  p: i32,
  a: usize,
  lda: i32,
  b: usize,
  ldb: i32,
  out: usize,
  ldo: i32,
  order: f64,
  upper: i32,
): void {
  minkowski<f64>(m, n, p, a, lda, b, ldb, out, ldo, order, upper != 0);
}

/**
 * Euclidean distance (squared 1: its square) from a matrix product; equal rows give exactly 0.
 * Squares must not over- or underflow.
 */
export function deuclidean(
  m: i32,
  n: i32,
  p: i32,
  a: usize,
  lda: i32,
  b: usize,
  ldb: i32,
  out: usize,
  ldo: i32,
  squared: i32,
  upper: i32,
  work: usize,
): void {
  euclidean<f64>(m, n, p, a, lda, b, ldb, out, ldo, squared != 0, upper != 0, work);
}
export function deuclideanWork(m: i32, n: i32, p: i32): f64 {
  return euclideanWork<f64>(m, n, p);
}
export function seuclidean(
  m: i32,
  n: i32,
  p: i32,
  a: usize,
  lda: i32,
  b: usize,
  ldb: i32,
  out: usize,
  ldo: i32,
  squared: i32,
  upper: i32,
  work: usize,
): void {
  euclidean<f32>(m, n, p, a, lda, b, ldb, out, ldo, squared != 0, upper != 0, work);
}
export function seuclideanWork(m: i32, n: i32, p: i32): f64 {
  return euclideanWork<f32>(m, n, p);
}

/** 1 − cosine, in [0, 2], of rows of length 1. Of centred rows this is 1 − correlation. */
export function dcosine(
  m: i32,
  n: i32,
  p: i32,
  a: usize,
  lda: i32,
  b: usize,
  ldb: i32,
  out: usize,
  ldo: i32,
  upper: i32,
  work: usize,
): void {
  cosine<f64>(m, n, p, a, lda, b, ldb, out, ldo, upper != 0, work);
}
export function dcosineWork(m: i32, n: i32, p: i32): f64 {
  return cosineWork<f64>(m, n, p);
}
export function scosine(
  m: i32,
  n: i32,
  p: i32,
  a: usize,
  lda: i32,
  b: usize,
  ldb: i32,
  out: usize,
  ldo: i32,
  upper: i32,
  work: usize,
): void {
  cosine<f32>(m, n, p, a, lda, b, ldb, out, ldo, upper != 0, work);
}
export function scosineWork(m: i32, n: i32, p: i32): f64 {
  return cosineWork<f32>(m, n, p);
}

/**
 * B (may be A) := rows of A divided by their lengths; centered 1: their means are subtracted
 * first. 0, or 1 + the first row that has no direction.
 */
export function dunitRows(m: i32, p: i32, a: usize, lda: i32, b: usize, ldb: i32, centered: i32): i32 {
  return unitRows<f64>(m, p, a, lda, b, ldb, centered != 0);
}
export function sunitRows(m: i32, p: i32, a: usize, lda: i32, b: usize, ldb: i32, centered: i32): i32 {
  return unitRows<f32>(m, p, a, lda, b, ldb, centered != 0);
}

// Transposing and centering (product/rearrange.ts).

import * as rearrange from "./product/rearrange";

/** B (n × m) := Aᵀ, A being m × n; no overlap. */
export function dtranspose(m: i32, n: i32, a: usize, lda: i32, b: usize, ldb: i32): void {
  rearrange.transpose<f64>(m, n, a, lda, b, ldb);
}
/** Subtracts from each column of A (m × n) its mean; means: n elements. */
export function dcenterColumns(m: i32, n: i32, a: usize, lda: i32, means: usize, work: usize): void {
  rearrange.centerColumns<f64>(m, n, a, lda, means, work);
}
/** Subtracts from each row of A (m × n) its mean; means: m elements. */
export function dcenterRows(m: i32, n: i32, a: usize, lda: i32, means: usize): void {
  rearrange.centerRows<f64>(m, n, a, lda, means);
}

// Ranks (distance/ranks.ts).

import { ranks, ranksWork } from "./distance/ranks";

/** Ranks of n numbers, from 1; ties get their mean rank. 0, or 1 if a number is NaN. */
export function dranks(n: i32, x: usize, out: usize, work: usize): i32 {
  return ranks(n, x, out, work);
}
export function dranksWork(n: i32): f64 {
  return ranksWork(n);
}

// Weights of distances (distance/pull.ts).

import { pullWeights } from "./distance/pull";

/** Replaces m × n distances by 1 / (m·n·max(distance, floor)), sums[i] := sum of row i; the sum of the distances. */
export function dpullWeights(m: i32, n: i32, table: usize, floor: f64, sums: usize): f64 {
  return pullWeights(m, n, table, floor, sums);
}

// Signs of differences, weighed (distance/signs.ts).

import { pullSigns } from "./distance/signs";

/** @returns 1 if two rows are equal in a unit */
export function dpullSigns(m: i32, n: i32, x: usize, weights: usize, out: usize): i32 {
  return <i32>pullSigns(m, n, x, weights, out);
}

// Kendall's tau (distance/order.ts, distance/concordance.ts).

import { order, orderWork } from "./distance/order";
import { concordance, concordanceWork } from "./distance/concordance";

/**
 * out (n + 2 f64) := the order of n numbers, for `dconcordance`; out[0]: pairs of equal ones. From floor 0 on, numbers
 * that differ by rounding alone are equal. 0, or 1 if a number is NaN.
 */
export function dorder(n: i32, x: usize, floor: f64, out: usize, work: usize): i32 {
  return order(n, x, floor, out, work);
}
export function dorderWork(n: i32): f64 {
  return orderWork(n);
}
/** Concordant less discordant pairs of two vectors of n numbers, from their orders x and y. */
export function dconcordance(n: i32, x: usize, y: usize, work: usize): f64 {
  return concordance(n, x, y, work);
}
export function dconcordanceWork(n: i32): f64 {
  return concordanceWork(n);
}

// Linear assignment (matching/assignment.ts).

import { assignmentPrices, linearAssignment, linearAssignmentWork } from "./matching/assignment";

/**
 * rowToCol (m i32) := the column of each row in the assignment of m rows to n ≥ m columns
 * with the least (maximize 1: greatest) cost. 0; 1: infeasible; 2: a cost is NaN, or −∞
 * (+∞ when maximising).
 */
export function dlinearAssignment(
  m: i32,
  n: i32,
  cost: usize,
  ld: i32,
  maximize: i32,
  rowToCol: usize,
  work: usize,
): i32 {
  return linearAssignment(m, n, cost, ld, maximize != 0, rowToCol, work);
}
export function dlinearAssignmentWork(m: i32, n: i32): f64 {
  return linearAssignmentWork(m, n);
}

/**
 * prices (m + n f64) := u of the rows and v of the columns that dlinearAssignment has left in its `work`: cost − u − v is 0 on
 * assigned pairs and nowhere negative, up to rounding, v never positive; costs have the other sign to maximise.
 */
export function dassignmentPrices(m: i32, n: i32, work: usize, prices: usize): void {
  assignmentPrices(m, n, work, prices);
}

// Optimal transport (matching/transport.ts).

import { transport, transportWork } from "./matching/transport";

/**
 * flow (n × m i32: column by column) := the transport of least (maximize 1: greatest)
 * cost. Each of m rows gives `supply`, each of n columns takes `demand`, and
 * m·supply = n·demand. Returns the codes of dlinearAssignment.
 */
export function dtransport(
  m: i32,
  n: i32,
  cost: usize,
  ld: i32,
  maximize: i32,
  supply: i32,
  demand: i32,
  flow: usize,
  work: usize,
): i32 {
  return transport(m, n, cost, ld, maximize != 0, supply, demand, flow, work);
}
export function dtransportWork(m: i32, n: i32): f64 {
  return transportWork(m, n);
}

// Nearest neighbours (distance/neighbors.ts): start, products of all pairs of rows in tiles, finish.

import {
  alongTable,
  finishNeighbors,
  neighborsWork as sizeOfNeighbors,
  scanNeighbors,
  startNeighbors,
} from "./distance/neighbors";

/**
 * Begins a search for the k nearest rows of each of m × p f64; room: places in the list of a row, more than k; x (m × p
 * f32) := the rows as they take part in products; shift: scratch for p f64.
 */
export function sneighborsStart(
  m: i32,
  p: i32,
  rows: usize,
  inner: i32,
  k: i32,
  room: i32,
  x: usize,
  shift: usize,
  state: usize,
): void {
  startNeighbors(m, p, rows, inner != 0, k, room, x, shift, state);
}
/** Takes in products of rows from i0 on and rows from j0 on. */
export function sneighborsScan(
  rows: i32,
  cols: i32,
  tile: usize,
  i0: i32,
  j0: i32,
  m: i32,
  k: i32,
  room: i32,
  state: usize,
): void {
  scanNeighbors(rows, cols, tile, i0, j0, m, k, room, state);
}
/** table (m × k f64) := the numbers of the nearest rows, nearest first, decided on rows (m × p f64). */
export function dneighborsFinish(
  m: i32,
  p: i32,
  rows: usize,
  k: i32,
  room: i32,
  inner: i32,
  self: i32,
  table: usize,
  state: usize,
): void {
  finishNeighbors(m, p, rows, k, room, inner != 0, self != 0, table, state);
}
/** Bytes of `state`. */
export function neighborsWork(m: i32, k: i32, room: i32): f64 {
  return sizeOfNeighbors(m, k, room);
}
/**
 * out[i, r] := inner product (squares 1: squared distance) of rows i and table[i, r] of an m × p matrix; table and
 * out: m × k.
 */
export function dalongTable(
  m: i32,
  p: i32,
  rows: usize,
  k: i32,
  table: usize,
  squares: i32,
  out: usize,
): void {
  alongTable(m, p, rows, k, table, squares != 0, out);
}
