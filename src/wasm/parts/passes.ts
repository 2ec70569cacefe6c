import type { Matrix } from "../../base/matrix.ts";
import type { Exports } from "../exports.ts";
import type { Arena } from "../memory.ts";

/**
 * What is found of a matrix by reading each of its numbers once. One in ordinary memory is never copied as a whole: some rows at
 * a time pass through wasm memory.
 */
export interface PassKernels {
  /** The sum of each column; not finite where an element is not. */
  columnSums(a: Matrix): Float64Array;
  /** The inner product of each row with x, and the square of its norm. */
  alongRows(a: Matrix, x: Float64Array): { readonly products: Float64Array; readonly squares: Float64Array };
  /** The column of the largest element of each row, the first of equal ones; nothing if an element is not finite. */
  largestColumns(a: Matrix): Float64Array | undefined;
}

/** Numbers that pass at a time: 32 KiB stay in the first-level cache until they are read. */
const passing = 4096;

/** A part of the kernels. */
export function passKernels(wasm: Exports, arena: Arena): PassKernels {
  /** Gives `read` some rows of A after the other, and where they lie; `backwards`: the last ones first. */
  const pass = (
    a: Matrix,
    read: (rows: number, address: number, start: number) => void,
    backwards = false,
  ) => {
    const step = Math.max(4, 4 * Math.floor(passing / (4 * a.cols)));
    const count = Math.ceil(a.rows / step);
    for (let k = 0; k < count; k++) {
      const start = step * (backwards ? count - 1 - k : k);
      const end = Math.min(a.rows, start + step);
      arena.scope(() => read(end - start, arena.addressOf(arena.slice(a, start, end)), start));
    }
  };
  return {
    columnSums: (a) =>
      arena.scope(() => {
        const sums = arena.matrix(1, a.cols);
        sums.data.fill(0);
        pass(a, (rows, address) => wasm.daddRows(rows, a.cols, address, sums.address));
        return sums.data.slice();
      }),

    alongRows: (a, x) =>
      arena.scope(() => {
        const [products, squares] = [arena.matrix(1, a.rows), arena.matrix(1, a.rows)];
        const along = arena.addressOf({ rows: 1, cols: a.cols, data: x });
        // x is mostly made of the same rows: the last that were read are still in a cache.
        const read = (rows: number, address: number, start: number) => {
          const [to, toSquares] = [products.address + 8 * start, squares.address + 8 * start];
          wasm.dalongRows(rows, a.cols, address, along, to, toSquares);
        };
        pass(a, read, true);
        return { products: products.data.slice(), squares: squares.data.slice() };
      }),

    largestColumns: (a) =>
      arena.scope(() => {
        const columns = arena.matrix(1, a.rows);
        let finite = 1;
        pass(a, (rows, address, start) => {
          finite &= wasm.dlargestColumns(rows, a.cols, address, columns.address + 8 * start);
        });
        return finite ? columns.data.slice() : undefined;
      }),
  };
}
