import type { Matrix } from "../base/matrix.ts";

/** A = U · diag(values) · Vᵀ with r = min(m, n): u is m × r, vt is r × n, values fall. */
export interface Svd {
  u: Matrix;
  values: Float64Array;
  vt: Matrix;
}

/** A = Σ values[i] · vᵢ vᵢᵀ: values rise, vᵢ is row i of `vectors`. */
export interface Eigh {
  values: Float64Array;
  vectors: Matrix;
}

/** `weights[k]` goes from row `rows[k]` to column `cols[k]`; nothing between other pairs. */
export interface Transport {
  rows: Int32Array;
  cols: Int32Array;
  weights: Float64Array;
}

/**
 * Dense linear algebra on one wasm instance, in double precision. Arguments are
 * never changed. Results lie in wasm memory and belong to the innermost `scope`
 * of the caller: what must outlive it goes through `detach`. Any of these calls
 * may let the memory grow, which detaches views: read `.data` after the last call
 * before its use, never keep it across one.
 */
export interface Kernels {
  /** Runs `body`; every matrix made in it ends with it, except through `detach`. */
  scope<T>(body: () => T): T;
  /** A matrix in wasm memory, from ordinary memory. Single precision is widened. */
  place(rows: number, cols: number, data: Float64Array | Float32Array): Matrix;
  /** A copy in wasm memory, to be changed. */
  copy(a: Matrix): Matrix;
  /** A matrix in wasm memory, its elements not set. */
  uninitialized(rows: number, cols: number): Matrix;
  /** A copy in ordinary memory. */
  detach(a: Matrix): Matrix;
  /** Rows start … end − 1 of a, without a copy where `a` is resident. */
  rows(a: Matrix, start: number, end: number): Matrix;

  /** The elements of `a` in their order as another shape, without a copy where `a` is resident. */
  reshape(a: Matrix, rows: number, cols: number): Matrix;
  /** A copy of columns start … end − 1 of a. */
  columns(a: Matrix, start: number, end: number): Matrix;

  /**
   * A matrix in ordinary memory, and in wasm memory a copy of its rows (columns) in the order in
   * which products read them: for one that is multiplied many times as A·Bᵀ (AᵀB).
   */
  panels(rows: number, cols: number, data: Float64Array, by: "rows" | "columns"): Matrix;
  /** alpha · op(A) · op(B). @throws {ShapeError} if the inner sizes differ. */
  gemm(a: Matrix, b: Matrix, how?: { transA?: boolean; transB?: boolean; alpha?: number }): Matrix;
  /** A·Aᵀ, or Aᵀ·A with `trans`; both triangles filled. */
  syrk(a: Matrix, how?: { trans?: boolean }): Matrix;
  transpose(a: Matrix): Matrix;
  /** A minus the mean of each column; the means are 1 × n. */
  centerColumns(a: Matrix): { centered: Matrix; means: Matrix };
  /** A minus the mean of each row. */
  centerRows(a: Matrix): Matrix;
  scale(a: Matrix, alpha: number): Matrix;
  /** A − B. @throws {ShapeError} if the shapes differ. */
  subtract(a: Matrix, b: Matrix): Matrix;
  /** A with alpha · row (1 × n) added to each of its rows. */
  addRow(a: Matrix, row: Matrix, alpha: number): Matrix;

  /** Σ aᵢ bᵢ over all elements. @throws {ShapeError} if the shapes differ. */
  dot(a: Matrix, b: Matrix): number;
  /** Frobenius norm, safe from overflow and underflow. */
  norm(a: Matrix): number;
  /** Largest absolute element; NaN if an element is. */
  maxAbs(a: Matrix): number;

  /**
   * Distances of row i to all rows from i on, for the first `count` rows: count × m,
   * entries under the diagonal undefined. Digits lost in products are made good.
   */
  euclideanBetweenRows(a: Matrix, count: number, how?: { squared?: boolean }): Matrix;
  /** Distances of each row of A to each row of B, m × n; equal rows are at 0. @throws {ShapeError} if the columns differ. */
  euclideanBetween(a: Matrix, b: Matrix, how?: { squared?: boolean }): Matrix;
  /**
   * Rows of A and of B in groups, one under the other; within each group all distances between
   * rows of A and B, which must be at a scale where squares do not overflow.
   * @param countsA, countsB - rows of each group
   * @returns the mean distance of each group; `pulled`, rows of B × columns: Σ w·a over the rows a of
   *   its group, w being 1 / (pairs · distance), a distance below `floor` counting as that; and Σ w
   * @throws {ShapeError} if the columns or the groups differ in number.
   */
  pullGroups(
    a: Matrix,
    countsA: Float64Array,
    b: Matrix,
    countsB: Float64Array,
    floor: number,
  ): { distances: Float64Array; weights: Float64Array; pulled: Matrix };
  /**
   * Groups of equally many rows of A and B, with products N = A_g·B_gᵀ that are nearly diagonal: each A_g
   * is turned to Qᵀ·A_g by an orthogonal Q which makes QᵀN more nearly symmetric. That is one
   * Newton step to the polar factor of N, its curvature taken from the diagonal.
   * @returns `turned`, and ⟨Q, N⟩ for each group: NaN where the step would be long or the diagonal of
   *   N is not positive, and the rows of `turned` are then not set
   * @throws {ShapeError} if the shapes differ or the groups do.
   */
  turnGroups(a: Matrix, b: Matrix, groups: number): { turned: Matrix; sums: Float64Array };
  /** 1 − cosine likewise, of rows at length 1. */
  cosineBetweenUnitRows(a: Matrix, count: number): Matrix;
  /**
   * (Σ |x − y|^order)^(1 / order) likewise, order > 0 or Infinity, which is the largest
   * difference. @throws {OptionError} for another order.
   */
  minkowskiBetweenRows(a: Matrix, count: number, order: number): Matrix;
  /** Rows at length 1, after subtracting each row's mean if asked; or the first row that has no direction. */
  unitRows(a: Matrix, how?: { center?: boolean }): { unit: Matrix } | { degenerate: number };
  /** Ranks of all elements from 1, ties sharing their mean, 1 × length. @throws {NumericalError} on NaN. */
  ranks(a: Matrix): Matrix;
  /**
   * A column for each row, none twice, at the least total cost, or the greatest with `maximize`.
   * @param costs - m × n, n ≥ m; an infinite cost forbids its pair
   * @returns the columns of rows 0 … m − 1
   * @throws {ShapeError} if there are more rows than columns.
   * @throws {NumericalError} on NaN, on −∞ (+∞ to maximise), or if every assignment has a forbidden pair.
   */
  linearAssignment(costs: Matrix, how?: { maximize?: boolean }): Int32Array;
  /**
   * The transport of least total cost, or greatest, between uniform weights: every row gives
   * 1 / m, every column takes 1 / n.
   * @param costs - m × n, at most 2³¹ elements; an infinite cost forbids its pair
   * @returns the pairs between which something goes, and how much: `weights` sum to 1
   * @throws {NumericalError} as `linearAssignment`.
   */
  transport(costs: Matrix, how?: { maximize?: boolean }): Transport;

  /** The r × m factor L of A = L·Qᵀ, transposed: A is m × n with n ≥ m, L is m × m lower triangular. */
  lq(a: Matrix): Matrix;
  /** Thin QR of an m × n matrix, m ≥ n. */
  qr(a: Matrix): { q: Matrix; r: Matrix };
  /** Lower Cholesky factor. @throws {NumericalError} if A is not positive definite. */
  cholesky(a: Matrix): Matrix;
  /**
   * X of op(T)·X = B for a triangular n × n matrix T, lower unless `upper`; its other triangle is not read.
   * @param b - n × any number of right-hand sides
   * @throws {ShapeError} if T is not square or B has other than n rows.
   * @throws {NumericalError} if T has a zero or NaN on its diagonal.
   */
  solveTriangular(t: Matrix, b: Matrix, how?: { upper?: boolean; trans?: boolean }): Matrix;
  /** Eigenvalues of a symmetric matrix, rising. @throws {NumericalError} on NaN or no convergence. */
  eigenvalues(a: Matrix): Float64Array;
  /** @throws {NumericalError} on NaN or no convergence. */
  eigh(a: Matrix): Eigh;
  /** Falling, to full accuracy. @throws {NumericalError} on NaN or no convergence. */
  singularValues(a: Matrix): Float64Array;
  /** Sum of the singular values, by the cheaper route where it is accurate. @throws {NumericalError} as above. */
  nuclearNorm(a: Matrix): number;
  /** Thin singular value decomposition. @throws {NumericalError} as above. */
  svd(a: Matrix): Svd;

  /** Bytes of wasm memory in use, and the most that ever were. */
  readonly usage: { used: number; peak: number };
  /** Gives back all that was taken since `usage.used` was `mark`. */
  release(mark: number): void;
}
