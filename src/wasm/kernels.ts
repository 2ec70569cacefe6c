import { NumericalError, OptionError, ShapeError } from "../errors.ts";
import { shapeOf, type Matrix } from "../matrix.ts";
import type { Exports } from "./exports.ts";
import { instantiate } from "./load.ts";
import { Arena, detach } from "./memory.ts";

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

/** The kernels on a new instance of `module`, with memory of its own. */
export async function createKernels(module: WebAssembly.Module): Promise<Kernels> {
  const wasm = await instantiate(module);
  return bindKernels(wasm, new Arena(wasm.memory));
}

function bindKernels(wasm: Exports, arena: Arena): Kernels {
  /** A copy that a destructive kernel may overwrite. */
  const copyOf = (a: Matrix) => {
    const copy = arena.matrix(a.rows, a.cols);
    copy.data.set(a.data);
    return copy;
  };
  /** Runs `body` with scratch that ends with it; allocate results before. */
  const scratch = <T>(body: () => T) => arena.scope(body);

  return {
    scope: (body) => arena.scope(body),
    detach,
    release: (mark) => arena.release(mark),
    get usage() {
      return arena.usage;
    },

    place(rows, cols, data) {
      const placed = arena.matrix(rows, cols);
      placed.data.set(data);
      return placed;
    },

    copy: copyOf,
    uninitialized: (rows, cols) => arena.matrix(rows, cols),

    rows(a, start, end) {
      return arena.slice(a, start, end);
    },

    reshape(a, rows, cols) {
      if (rows * cols !== a.rows * a.cols) {
        throw new ShapeError(`reshape: A is ${shapeOf(a)}, which is not ${rows} × ${cols} numbers.`);
      }
      return arena.reshape(a, rows, cols);
    },

    columns(a, start, end) {
      const part = arena.matrix(a.rows, end - start);
      const [from, to] = [a.data, part.data];
      for (let i = 0; i < a.rows; i++) {
        to.set(from.subarray(i * a.cols + start, i * a.cols + end), i * part.cols);
      }
      return part;
    },

    gemm(a, b, { transA = false, transB = false, alpha = 1 } = {}) {
      const [m, k] = transA ? [a.cols, a.rows] : [a.rows, a.cols];
      const [inner, n] = transB ? [b.cols, b.rows] : [b.rows, b.cols];
      if (k !== inner) throw new ShapeError(`gemm: op(A) is ${m} × ${k}, op(B) is ${inner} × ${n}.`);
      const c = arena.matrix(m, n);
      scratch(() => {
        const [pa, pb] = [arena.addressOf(a), arena.addressOf(b)];
        const work = arena.alloc(wasm.dgemmWork(m, n, k));
        wasm.dgemm(+transA, +transB, m, n, k, alpha, pa, a.cols, pb, b.cols, 0, c.address, n, work);
      });
      return c;
    },

    syrk(a, { trans = false } = {}) {
      const [n, k] = trans ? [a.cols, a.rows] : [a.rows, a.cols];
      const c = arena.matrix(n, n);
      scratch(() => {
        const work = arena.alloc(wasm.dsyrkWork(n, k));
        wasm.dsyrk(+trans, n, k, 1, arena.addressOf(a), a.cols, 0, c.address, n, work);
        wasm.dsymmetrize(n, c.address, n);
      });
      return c;
    },

    transpose(a) {
      const t = arena.matrix(a.cols, a.rows);
      scratch(() => wasm.dtranspose(a.rows, a.cols, arena.addressOf(a), a.cols, t.address, a.rows));
      return t;
    },

    centerColumns(a) {
      const means = arena.matrix(1, a.cols);
      const centered = copyOf(a);
      wasm.dcenterColumns(a.rows, a.cols, centered.address, a.cols, means.address);
      return { centered, means };
    },

    centerRows(a) {
      const centered = copyOf(a);
      scratch(() => wasm.dcenterRows(a.rows, a.cols, centered.address, a.cols, arena.alloc(a.rows * 8)));
      return centered;
    },

    scale(a, alpha) {
      const scaled = copyOf(a);
      wasm.dscal(a.rows * a.cols, alpha, scaled.address);
      return scaled;
    },

    subtract(a, b) {
      assertSameShape("subtract", a, b);
      const difference = copyOf(a);
      scratch(() => wasm.daxpy(a.rows * a.cols, -1, arena.addressOf(b), difference.address));
      return difference;
    },

    addRow(a, row, alpha) {
      if (a.cols !== row.cols || row.rows !== 1) {
        throw new ShapeError(
          `addRow: A is ${shapeOf(a)}, the row is ${shapeOf(row)}; it must be 1 × ${a.cols}.`,
        );
      }
      const sum = copyOf(a);
      scratch(() => {
        const source = arena.addressOf(row);
        for (let i = 0; i < a.rows; i++) wasm.daxpy(a.cols, alpha, source, sum.address + i * a.cols * 8);
      });
      return sum;
    },

    dot(a, b) {
      assertSameShape("dot", a, b);
      return scratch(() => wasm.ddot(a.rows * a.cols, arena.addressOf(a), arena.addressOf(b)));
    },
    norm: (a) => scratch(() => wasm.dnrm2(a.rows * a.cols, arena.addressOf(a))),
    maxAbs: (a) => scratch(() => wasm.damax(a.rows * a.cols, arena.addressOf(a))),

    euclideanBetweenRows(a, count, { squared = false } = {}) {
      const { rows: m, cols: p } = a;
      const out = arena.matrix(count, m);
      scratch(() => {
        const [rows, work] = [arena.addressOf(a), arena.alloc(wasm.deuclideanWork(count, m, p))];
        wasm.deuclidean(count, m, p, rows, p, rows, p, out.address, m, +squared, 1, work);
      });
      return out;
    },

    euclideanBetween(a, b, { squared = false } = {}) {
      if (a.cols !== b.cols) {
        throw new ShapeError(
          `euclideanBetween: A is ${shapeOf(a)}, B is ${shapeOf(b)}; the columns must be equal in number.`,
        );
      }
      const [m, n, p] = [a.rows, b.rows, a.cols];
      const out = arena.matrix(m, n);
      scratch(() => {
        const [left, right] = [arena.addressOf(a), arena.addressOf(b)];
        const work = arena.alloc(wasm.deuclideanWork(m, n, p));
        wasm.deuclidean(m, n, p, left, p, right, p, out.address, n, +squared, 0, work);
      });
      return out;
    },

    cosineBetweenUnitRows(a, count) {
      const { rows: m, cols: p } = a;
      const out = arena.matrix(count, m);
      scratch(() => {
        const [rows, work] = [arena.addressOf(a), arena.alloc(wasm.dcosineWork(count, m, p))];
        wasm.dcosine(count, m, p, rows, p, rows, p, out.address, m, 1, work);
      });
      return out;
    },

    minkowskiBetweenRows(a, count, order) {
      if (!(order > 0)) {
        throw new OptionError(
          `minkowskiBetweenRows: the order is a number above 0, or Infinity; got ${order}.`,
        );
      }
      const { rows: m, cols: p } = a;
      const out = arena.matrix(count, m);
      scratch(() => {
        const rows = arena.addressOf(a);
        const operands = [count, m, p, rows, p, rows, p, out.address, m] as const;
        if (order === 1) wasm.dcityblock(...operands, 1);
        else if (order === Infinity) wasm.dchebyshev(...operands, 1);
        else wasm.dminkowski(...operands, order, 1);
      });
      return out;
    },

    unitRows(a, { center = false } = {}) {
      const { rows: m, cols: p } = a;
      const unit = arena.matrix(m, p);
      const failed = scratch(() => wasm.dunitRows(m, p, arena.addressOf(a), p, unit.address, p, +center));
      return failed > 0 ? { degenerate: failed - 1 } : { unit };
    },

    ranks(a) {
      const n = a.rows * a.cols;
      const ranks = arena.matrix(1, n);
      const failed = scratch(() =>
        wasm.dranks(n, arena.addressOf(a), ranks.address, arena.alloc(wasm.dranksWork(n))),
      );
      if (failed) throw new NumericalError(`ranks: one of ${n} numbers is NaN; it has no rank.`);
      return ranks;
    },

    linearAssignment(costs, { maximize = false } = {}) {
      const { rows: m, cols: n } = costs;
      if (m > n) {
        throw new ShapeError(
          `linearAssignment: the costs are ${shapeOf(costs)}; each row needs a column of its own: transpose them.`,
        );
      }
      return scratch(() => {
        const columns = arena.alloc(m * 4);
        const work = arena.alloc(wasm.dlinearAssignmentWork(m, n));
        const code = wasm.dlinearAssignment(m, n, arena.addressOf(costs), n, +maximize, columns, work);
        if (code !== 0) throw new NumericalError(unassignable("linearAssignment", costs, code, maximize));
        return arena.viewInt32(columns, m).slice();
      });
    },

    transport(costs, { maximize = false } = {}) {
      const { rows: m, cols: n } = costs;
      const common = greatestCommonDivisor(m, n);
      const [supply, demand] = [n / common, m / common];
      return scratch(() => {
        const flow = arena.alloc(m * n * 4);
        const work = arena.alloc(wasm.dtransportWork(m, n));
        const address = arena.addressOf(costs);
        const code = wasm.dtransport(m, n, address, n, +maximize, supply, demand, flow, work);
        if (code !== 0) throw new NumericalError(unassignable("transport", costs, code, maximize));
        return flowing(arena.viewInt32(flow, m * n), m, supply * m);
      });
    },

    lq(a) {
      if (a.cols < a.rows)
        throw new ShapeError(`lq: A is ${shapeOf(a)}; it needs at least as many columns as rows.`);
      const m = a.rows;
      const l = arena.matrix(m, m);
      scratch(() => {
        const r = triangle(a.cols, m, this.transpose(a));
        l.data.set(this.transpose(r).data);
      });
      return l;
    },

    qr(a) {
      if (a.rows < a.cols)
        throw new ShapeError(`qr: A is ${shapeOf(a)}; it needs at least as many rows as columns.`);
      const [m, n] = [a.rows, a.cols];
      const q = copyOf(a);
      const r = arena.matrix(n, n);
      scratch(() => {
        const tau = arena.alloc(n * 8);
        wasm.dgeqrf(m, n, q.address, n, tau, arena.alloc(wasm.dgeqrfWork(m, n)));
        copyUpper(q, r);
        wasm.dorgqr(m, n, n, q.address, n, tau, arena.alloc(wasm.dorgqrWork(m, n, n)));
      });
      return { q, r };
    },

    cholesky(a) {
      const n = square("cholesky", a);
      const l = copyOf(a);
      const failed = scratch(() => wasm.dpotrf(n, l.address, n, arena.alloc(wasm.dpotrfWork(n))));
      if (failed > 0) {
        throw new NumericalError(
          `cholesky: the matrix is not positive definite (pivot ${failed - 1} of ${n}).`,
        );
      }
      for (let i = 0; i < n; i++) l.data.fill(0, i * n + i + 1, (i + 1) * n);
      return l;
    },

    solveTriangular(t, b, { upper = false, trans = false } = {}) {
      const n = square("solveTriangular", t);
      if (b.rows !== n) {
        throw new ShapeError(
          `solveTriangular: T is ${shapeOf(t)}, B is ${shapeOf(b)}; B must have ${n} rows.`,
        );
      }
      assertDivides(t);
      const x = copyOf(b);
      scratch(() => {
        const work = arena.alloc(wasm.dtrsmWork(n, b.cols));
        wasm.dtrsm(+upper, +trans, 0, n, b.cols, arena.addressOf(t), n, x.address, b.cols, work);
      });
      return x;
    },

    eigenvalues(a) {
      const n = square("eigenvalues", a);
      return scratch(() => {
        const [copy, w] = [copyOf(a), arena.matrix(1, n)];
        converged(
          "eigenvalues",
          a,
          wasm.dsyev(n, copy.address, n, w.address, arena.alloc(wasm.dsyevWork(n))),
        );
        return w.data.slice();
      });
    },

    eigh(a) {
      const n = square("eigh", a);
      const vectors = arena.matrix(n, n);
      const values = scratch(() => {
        const [copy, w] = [copyOf(a), arena.matrix(1, n)];
        const work = arena.alloc(wasm.dsyevdWork(n));
        converged("eigh", a, wasm.dsyevd(n, copy.address, n, w.address, vectors.address, n, work));
        return w.data.slice();
      });
      return { values, vectors };
    },

    singularValues(a) {
      const { rows: m, cols: n } = a;
      return scratch(() => {
        const [copy, s] = [copyOf(a), arena.matrix(1, Math.min(m, n))];
        const work = arena.alloc(wasm.dgesvalsWork(m, n));
        converged("singularValues", a, wasm.dgesvals(m, n, copy.address, n, s.address, work));
        return s.data.slice();
      });
    },

    nuclearNorm(a) {
      const { rows: m, cols: n } = a;
      const sum = scratch(() =>
        wasm.dnuclear(m, n, copyOf(a).address, n, arena.alloc(wasm.dnuclearWork(m, n))),
      );
      converged("nuclearNorm", a, Number.isNaN(sum) ? 1 : 0);
      return sum;
    },

    svd(a) {
      const { rows: m, cols: n } = a;
      const r = Math.min(m, n);
      const [u, vt] = [arena.matrix(m, r), arena.matrix(r, n)];
      const values = scratch(() => {
        const [copy, s] = [copyOf(a), arena.matrix(1, r)];
        const work = arena.alloc(wasm.dgesvdWork(m, n, 1, 1));
        const status = wasm.dgesvd(m, n, copy.address, n, s.address, u.address, r, vt.address, n, work);
        converged("svd", a, status);
        return s.data.slice();
      });
      return { u, values, vt };
    },
  };

  /** The triangular factor of a QR decomposition that overwrites `a`. */
  function triangle(m: number, n: number, a: Matrix): Matrix {
    const address = arena.addressOf(a);
    wasm.dgeqrf(m, n, address, n, arena.alloc(n * 8), arena.alloc(wasm.dgeqrfWork(m, n)));
    const r = arena.matrix(n, n);
    copyUpper(a, r);
    return r;
  }
}

/** The first rows of `from` with zeros below the diagonal. */
function copyUpper(from: Matrix, to: Matrix): void {
  const n = to.rows;
  const [source, target] = [from.data, to.data];
  for (let i = 0; i < n; i++) {
    target.fill(0, i * n, i * n + i);
    target.set(source.subarray(i * n + i, (i + 1) * n), i * n + i);
  }
}

function assertSameShape(what: string, a: Matrix, b: Matrix): void {
  if (a.rows === b.rows && a.cols === b.cols) return;
  throw new ShapeError(`${what}: ${shapeOf(a)} against ${shapeOf(b)}; the shapes must be equal.`);
}

function square(what: string, a: Matrix): number {
  if (a.rows !== a.cols) throw new ShapeError(`${what}: the matrix is ${shapeOf(a)}; it must be square.`);
  return a.rows;
}

function assertDivides(t: Matrix): void {
  for (let i = 0; i < t.rows; i++) {
    const pivot = t.data[i * t.cols + i]!;
    if (pivot === 0 || Number.isNaN(pivot)) {
      throw new NumericalError(
        `solveTriangular: element ${i} of the diagonal of T is ${pivot}; T must be invertible.`,
      );
    }
  }
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** The entries above 0 of a flow that is stored column by column, as parts of `total`. */
function flowing(flow: Int32Array, rows: number, total: number): Transport {
  const used: number[] = [];
  for (let k = 0; k < flow.length; k++) if (flow[k]! > 0) used.push(k);
  return {
    rows: Int32Array.from(used, (k) => k % rows),
    cols: Int32Array.from(used, (k) => Math.floor(k / rows)),
    weights: Float64Array.from(used, (k) => flow[k]! / total),
  };
}

function unassignable(what: string, costs: Matrix, code: number, maximize: boolean): string {
  const forbidden = maximize ? "−∞" : "+∞";
  const cause =
    code === 1
      ? `every ${what === "transport" ? "transport" : "assignment"} has a pair that ${forbidden} forbids`
      : `a cost is NaN or ${maximize ? "+∞" : "−∞"}; expected numbers, or ${forbidden} to forbid a pair`;
  return `${what} of ${shapeOf(costs)} costs: ${cause}.`;
}

function converged(what: string, a: Matrix, status: number): void {
  if (status === 0) return;
  const cause = a.data.every(Number.isFinite) ? "the iteration did not converge" : "it holds NaN or infinity";
  throw new NumericalError(`${what} of a ${shapeOf(a)} matrix: ${cause}.`);
}
