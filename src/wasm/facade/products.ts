import { NumericalError, ShapeError } from "../../base/errors.ts";
import { shapeOf, type Matrix } from "../../base/matrix.ts";
import type { Exports } from "../exports.ts";
import type { Kernels } from "../kernels.ts";
import { Panels, Singles, type Arena, type Resident } from "../memory.ts";
import { bindSingles } from "./singles.ts";
import { square } from "./square.ts";

/** Scratch memory for a product of panels: one tile of the micro-kernel. */
const tileBytes = 128;

/** Numbers that are copied into wasm memory at once to be packed. */
const packedAtOnce = 2 ** 17;

/** Products, and factorisations with triangular factors. */
export function bindProducts(
  wasm: Exports,
  arena: Arena,
): Pick<Kernels, "panels" | "singles" | "gemm" | "syrk" | "lq" | "qr" | "cholesky" | "solveTriangular"> {
  const inSingle = bindSingles(wasm, arena);
  const isSingle = (a: Matrix): a is Singles => a instanceof Singles && a.arena === arena;
  const transposed = (a: Matrix) => {
    const t = arena.matrix(a.cols, a.rows);
    arena.scope(() => wasm.dtranspose(a.rows, a.cols, arena.addressOf(a), a.cols, t.address, a.rows));
    return t;
  };
  const addressOfPanels = (a: Matrix, columns: boolean) => {
    const packed = a instanceof Panels && a.arena === arena && a.by === (columns ? "columns" : "rows");
    return packed ? a.address : undefined;
  };
  const gram = (a: Matrix, n: number, k: number, trans: boolean) => {
    const c = arena.matrix(n, n);
    arena.scope(() => {
      const address = arena.addressOf(a);
      const work = arena.alloc(wasm.dsyrkWork(n, k));
      wasm.dsyrk(+trans, n, k, 1, address, a.cols, 0, c.address, n, work);
    });
    return c;
  };
  /** Some rows of panels of columns. @param to - where they stand in the first panel @param length - of a column */
  const packColumns = (from: number, { rows, cols }: Matrix, to: number, length: number) => {
    for (let col = 0; col < cols; col += 4)
      wasm.dpack(to + col * length * 8, from + col * 8, 8, cols * 8, Math.min(4, cols - col), rows);
  };
  return {
    panels(rows, cols, data, by) {
      const [count, length] = by === "rows" ? [rows, cols] : [cols, rows];
      const address = arena.alloc(Panels.bytes(count, length));
      // A few rows at a time: a copy of all would take as much again.
      const step = Math.max(4, 4 * Math.floor(packedAtOnce / (4 * cols)));
      for (let start = 0; start < rows; start += step) {
        const some = Math.min(step, rows - start);
        const part = { rows: some, cols, data: data.subarray(start * cols, (start + some) * cols) };
        arena.scope(() => {
          const from = arena.addressOf(part);
          if (by === "rows") wasm.dpack(address + start * cols * 8, from, cols * 8, 8, some, cols);
          else packColumns(from, part, address + 4 * start * 8, rows);
        });
      }
      return new Panels(arena, address, by, rows, cols, data);
    },

    singles: inSingle.singles,

    gemm(a, b, { transA = false, transB = false, alpha = 1 } = {}) {
      const [m, k] = transA ? [a.cols, a.rows] : [a.rows, a.cols];
      const [inner, n] = transB ? [b.cols, b.rows] : [b.rows, b.cols];
      if (k !== inner) throw new ShapeError(`gemm: op(A) is ${m} × ${k}, op(B) is ${inner} × ${n}.`);
      if (isSingle(a) && isSingle(b)) return inSingle.gemm(a, b, m, n, k, { transA, transB, alpha });
      const c = arena.matrix(m, n);
      const [panelsA, panelsB] = [addressOfPanels(a, transA), addressOfPanels(b, !transB)];
      arena.scope(() => {
        if (panelsA !== undefined && panelsB !== undefined) {
          wasm.dgemmPanels(m, n, k, alpha, panelsA, panelsB, c.address, n, arena.alloc(tileBytes));
          return;
        }
        const [pa, pb] = [arena.addressOf(a), arena.addressOf(b)];
        const work = arena.alloc(wasm.dgemmWork(m, n, k));
        wasm.dgemm(+transA, +transB, m, n, k, alpha, pa, a.cols, pb, b.cols, 0, c.address, n, work);
      });
      return c;
    },

    syrk(a, { trans = false, upper = false } = {}) {
      const [n, k] = trans ? [a.cols, a.rows] : [a.rows, a.cols];
      const c = isSingle(a) ? inSingle.syrk(a, n, k, trans) : gram(a, n, k, trans);
      if (!upper) wasm.dsymmetrize(n, c.address, n);
      return c;
    },

    lq(a) {
      if (a.cols < a.rows)
        throw new ShapeError(`lq: A is ${shapeOf(a)}; it needs at least as many columns as rows.`);
      const m = a.rows;
      const l = arena.matrix(m, m);
      arena.scope(() => {
        const r = triangle(wasm, arena, transposed(a));
        const lower = transposed(r); // may grow the memory, so it comes before l.data is read
        l.data.set(lower.data);
      });
      return l;
    },

    qr(a, { overwrite } = {}) {
      if (a.rows < a.cols)
        throw new ShapeError(`qr: A is ${shapeOf(a)}; it needs at least as many rows as columns.`);
      const [m, n] = [a.rows, a.cols];
      const q = arena.own(a, overwrite);
      const r = arena.matrix(n, n);
      arena.scope(() => {
        const tau = arena.alloc(n * 8);
        const work = arena.alloc(Math.max(wasm.dgeqrfWork(m, n), wasm.dorgqrWork(m, n)));
        wasm.dgeqrf(m, n, q.address, n, tau, work);
        copyUpper(q, r);
        wasm.dorgqr(m, n, n, q.address, n, tau, work);
      });
      return { q, r };
    },

    cholesky(a) {
      const n = square("cholesky", a);
      const l = arena.copy(a);
      const failed = arena.scope(() => wasm.dpotrf(n, l.address, n, arena.alloc(wasm.dpotrfWork(n))));
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
      const x = arena.copy(b);
      arena.scope(() => {
        const work = arena.alloc(wasm.dtrsmWork(n, b.cols));
        wasm.dtrsm(+upper, +trans, 0, n, b.cols, arena.addressOf(t), n, x.address, b.cols, work);
      });
      return x;
    },
  };
}

/** The triangular factor of the QR decomposition of `a`, which is overwritten. */
function triangle(wasm: Exports, arena: Arena, a: Resident): Matrix {
  const { rows: m, cols: n, address } = a;
  wasm.dgeqrf(m, n, address, n, arena.alloc(n * 8), arena.alloc(wasm.dgeqrfWork(m, n)));
  const r = arena.matrix(n, n);
  copyUpper(a, r);
  return r;
}

/** Copies the first rows of `from`, with zeros below the diagonal. */
function copyUpper(from: Matrix, to: Matrix): void {
  const n = to.rows;
  const [source, target] = [from.data, to.data];
  for (let i = 0; i < n; i++) {
    target.fill(0, i * n, i * n + i);
    target.set(source.subarray(i * n + i, (i + 1) * n), i * n + i);
  }
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
