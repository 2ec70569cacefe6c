import type { Matrix } from "../base/matrix.ts";

/** A = U · diag(values) · Vᵀ. With r = min(m, n), u is m × r and vt is r × n. Values are in descending order. */
export interface Svd {
  u: Matrix;
  values: Float64Array;
  vt: Matrix;
}

/** A = Σ values[i] · vᵢ vᵢᵀ. Values are in ascending order; vᵢ is row i of `vectors`. */
export interface Eigh {
  values: Float64Array;
  vectors: Matrix;
}

/** The singular values in descending order, and the left singular vectors: columns of u. */
export type LeftSvd = Omit<Svd, "vt">;
/** The singular values in descending order, and the right singular vectors: rows of vt. */
export type RightSvd = Omit<Svd, "u">;

/** Whether a call may take the memory of its first argument for the result; that argument is then lost. */
export interface Overwrite {
  overwrite?: boolean;
}

/** Binds further operations to what `Kernels` hides: exports and memory. */
export type KernelPart<P extends object> = (wasm: never, arena: never) => P;

/**
 * Dense linear algebra on one wasm instance, in double precision. Arguments are
 * never changed, unless `overwrite` is said of the first. Results lie in wasm memory and belong to the innermost `scope`
 * of the caller; use `detach` to keep one longer. Any of these calls may grow the
 * memory, which detaches all views. Never keep `.data` across a call: read it again
 * after the last one.
 */
export interface Kernels {
  /**
   * Operations that few metrics need, so that a bundle without those has nothing of them: `kernels.part(groupKernels).turnGroups(…)`.
   * @param part - one of `src/wasm/parts`
   */
  part<P extends object>(part: KernelPart<P>): P;

  /** Runs `body` and then frees every matrix made in it. Matrices copied out with `detach` stay. */
  scope<T>(body: () => T): T;
  /** Copies numbers from ordinary memory into a new matrix in wasm memory. Single precision becomes double. */
  place(rows: number, cols: number, data: Float64Array | Float32Array): Matrix;
  /** A copy in wasm memory that the caller may change. */
  copy(a: Matrix): Matrix;
  /** A matrix in wasm memory. Its elements are undefined. */
  uninitialized(rows: number, cols: number): Matrix;
  /** A copy in ordinary memory. */
  detach(a: Matrix): Matrix;
  /** Rows start … end − 1 of a. Nothing is copied if `a` is resident. */
  rows(a: Matrix, start: number, end: number): Matrix;

  /** The elements of `a`, in the same order, with another shape. Nothing is copied if `a` is resident. */
  reshape(a: Matrix, rows: number, cols: number): Matrix;
  /** A copy of columns start … end − 1 of a. */
  columns(a: Matrix, start: number, end: number, how?: Overwrite): Matrix;

  /**
   * A matrix in ordinary memory, with a copy in wasm memory whose rows (columns) are packed in the
   * order in which products read them. Use it for a matrix that is multiplied many times as A·Bᵀ (AᵀB).
   */
  panels(rows: number, cols: number, data: Float64Array, by: "rows" | "columns"): Matrix;
  /**
   * A copy, times a factor, in wasm memory in single precision. Products of two such matrices are taken in single precision: twice as
   * fast, with sums of up to 1,024 terms rounded to 24 bits, and the sums of those in double precision.
   */
  singles(a: Matrix, factor?: number): Matrix;
  /** alpha · op(A) · op(B). @throws {ShapeError} if the inner sizes differ. */
  gemm(a: Matrix, b: Matrix, how?: { transA?: boolean; transB?: boolean; alpha?: number }): Matrix;
  /** A·Aᵀ, or Aᵀ·A with `trans`. Both triangles are filled; with `upper`, what is below the diagonal is undefined. */
  syrk(a: Matrix, how?: { trans?: boolean; upper?: boolean }): Matrix;
  transpose(a: Matrix): Matrix;
  /** A minus the mean of each column; the means are 1 × n. */
  centerColumns(a: Matrix, how?: Overwrite): { centered: Matrix; means: Matrix };
  /** A minus the mean of each row. */
  centerRows(a: Matrix): Matrix;
  scale(a: Matrix, alpha: number, how?: Overwrite): Matrix;
  /** A ∘ B, element by element. @throws {ShapeError} if the shapes differ. */
  multiply(a: Matrix, b: Matrix, how?: Overwrite): Matrix;
  /** A − B. @throws {ShapeError} if the shapes differ. */
  subtract(a: Matrix, b: Matrix, how?: Overwrite): Matrix;
  /** Adds alpha · row (1 × n) to each row of A. */
  addRow(a: Matrix, row: Matrix, alpha: number, how?: Overwrite): Matrix;

  /** Σ aᵢ bᵢ over all elements. @throws {ShapeError} if the shapes differ. */
  dot(a: Matrix, b: Matrix): number;
  /** Frobenius norm, safe from overflow and underflow. */
  norm(a: Matrix): number;
  /** Largest absolute element; NaN if any element is NaN. */
  maxAbs(a: Matrix): number;

  /**
   * Distances from row i to rows i … m − 1, for the first `count` rows. The result is count × m;
   * entries below the diagonal are undefined. Where products lose digits, the distance is computed directly.
   */
  euclideanBetweenRows(a: Matrix, count: number, how?: { squared?: boolean }): Matrix;
  /**
   * Distances from each row of A to each row of B, m × n. Equal rows have distance 0.
   * @throws {ShapeError} if the numbers of columns differ.
   */
  euclideanBetween(a: Matrix, b: Matrix, how?: { squared?: boolean }): Matrix;
  /** As `euclideanBetweenRows`, with 1 − cosine as the dissimilarity. The rows must have length 1. */
  cosineBetweenUnitRows(a: Matrix, count: number): Matrix;
  /**
   * As `euclideanBetweenRows`, with (Σ |x − y|^order)^(1 / order) as the distance. The order is above 0;
   * Infinity gives the largest difference. @throws {OptionError} for another order.
   */
  minkowskiBetweenRows(a: Matrix, count: number, order: number): Matrix;
  /** Scales rows to length 1, after centring each row if `center`. `degenerate` is the first row that has no direction. */
  unitRows(a: Matrix, how?: { center?: boolean }): { unit: Matrix } | { degenerate: number };
  /** The m × m lower triangular factor L of A = L·Qᵀ, where A is m × n with n ≥ m. */
  lq(a: Matrix): Matrix;
  /** Thin QR of an m × n matrix, m ≥ n. */
  qr(a: Matrix, how?: Overwrite): { q: Matrix; r: Matrix };
  /** Lower Cholesky factor. @throws {NumericalError} if A is not positive definite. */
  cholesky(a: Matrix): Matrix;
  /**
   * Solves op(T)·X = B for X. T is triangular, n × n, and lower unless `upper`; its other triangle is not read.
   * @param b - n × any number of right-hand sides
   * @throws {ShapeError} if T is not square or B does not have n rows.
   * @throws {NumericalError} if T has a zero or NaN on its diagonal.
   */
  solveTriangular(t: Matrix, b: Matrix, how?: { upper?: boolean; trans?: boolean }): Matrix;
  /** Eigenvalues of a symmetric matrix, in ascending order. @throws {NumericalError} on NaN or no convergence. */
  eigenvalues(a: Matrix): Float64Array;
  /** Eigenvalues and eigenvectors of a symmetric matrix. @throws {NumericalError} on NaN or no convergence. */
  eigh(a: Matrix): Eigh;
  /** Singular values to full accuracy, in descending order. @throws {NumericalError} on NaN or no convergence. */
  singularValues(a: Matrix): Float64Array;
  /**
   * Sum of the singular values; with `reflected`, the least one counts with a minus. Uses the cheaper method where that is
   * accurate. @throws {NumericalError} as above.
   */
  nuclearNorm(a: Matrix, how?: { reflected?: boolean }): number;
  /**
   * Thin singular value decomposition. Besides its result and a copy of A, unless it may be overwritten,
   * it needs as much memory as A. @throws {NumericalError} as above.
   */
  svd(a: Matrix, how?: Overwrite): Svd;
  /** The same without vt, with the same bits: where A is wide, it needs no more than one copy. */
  leftSvd(a: Matrix, how?: Overwrite): LeftSvd;
  /** The same without u, with the same bits: where A is tall, it needs no more than one copy. */
  rightSvd(a: Matrix, how?: Overwrite): RightSvd;

  /** Bytes of wasm memory in use now, the largest number ever in use, and what it has grown to: it never shrinks. */
  readonly usage: { used: number; peak: number; reserved: number };
  /** Frees everything allocated since `usage.used` was `mark`. */
  release(mark: number): void;
}
