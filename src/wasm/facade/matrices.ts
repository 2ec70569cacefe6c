import { ShapeError } from "../../base/errors.ts";
import { shapeOf, type Matrix } from "../../base/matrix.ts";
import type { Exports } from "../exports.ts";
import type { Kernels } from "../kernels.ts";
import type { Arena } from "../memory.ts";

/** Creates matrices, and does what is linear in their elements. */
export function bindMatrices(
  wasm: Exports,
  arena: Arena,
): Pick<
  Kernels,
  | "place"
  | "copy"
  | "uninitialized"
  | "rows"
  | "reshape"
  | "columns"
  | "transpose"
  | "centerColumns"
  | "centerRows"
  | "scale"
  | "multiply"
  | "subtract"
  | "addRow"
  | "dot"
  | "norm"
  | "maxAbs"
> {
  return {
    place(rows, cols, data) {
      const placed = arena.matrix(rows, cols);
      placed.data.set(data);
      return placed;
    },

    copy: (a) => arena.copy(a),

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

    columns(a, start, end, { overwrite = false } = {}) {
      // Every row moves towards the start, so none is written before it is read.
      const part = overwrite ? arena.shrunk(a, a.rows, end - start) : arena.matrix(a.rows, end - start);
      const [from, to] = [a.data, part.data];
      for (let i = 0; i < a.rows; i++) {
        to.set(from.subarray(i * a.cols + start, i * a.cols + end), i * part.cols);
      }
      return part;
    },

    transpose(a) {
      const t = arena.matrix(a.cols, a.rows);
      arena.scope(() => wasm.dtranspose(a.rows, a.cols, arena.addressOf(a), a.cols, t.address, a.rows));
      return t;
    },

    centerColumns(a, { overwrite } = {}) {
      const means = arena.matrix(1, a.cols);
      const centered = arena.own(a, overwrite);
      const [m, n] = [a.rows, a.cols];
      arena.scope(() => wasm.dcenterColumns(m, n, centered.address, n, means.address, arena.alloc(n * 8)));
      return { centered, means };
    },

    centerRows(a) {
      const centered = arena.copy(a);
      arena.scope(() => wasm.dcenterRows(a.rows, a.cols, centered.address, a.cols, arena.alloc(a.rows * 8)));
      return centered;
    },

    scale(a, alpha, { overwrite } = {}) {
      const scaled = arena.own(a, overwrite);
      wasm.dscal(a.rows * a.cols, alpha, scaled.address);
      return scaled;
    },

    multiply(a, b, { overwrite } = {}) {
      assertSameShape("multiply", a, b);
      const product = arena.own(a, overwrite);
      arena.scope(() => wasm.dmul(a.rows * a.cols, arena.addressOf(b), product.address));
      return product;
    },

    subtract(a, b, { overwrite } = {}) {
      assertSameShape("subtract", a, b);
      const difference = arena.own(a, overwrite);
      arena.scope(() => wasm.daxpy(a.rows * a.cols, -1, arena.addressOf(b), difference.address));
      return difference;
    },

    addRow(a, row, alpha, { overwrite } = {}) {
      if (a.cols !== row.cols || row.rows !== 1) {
        throw new ShapeError(
          `addRow: A is ${shapeOf(a)}, the row is ${shapeOf(row)}; it must be 1 × ${a.cols}.`,
        );
      }
      const sum = arena.own(a, overwrite);
      arena.scope(() => {
        const source = arena.addressOf(row);
        for (let i = 0; i < a.rows; i++) wasm.daxpy(a.cols, alpha, source, sum.address + i * a.cols * 8);
      });
      return sum;
    },

    dot(a, b) {
      assertSameShape("dot", a, b);
      return arena.scope(() => wasm.ddot(a.rows * a.cols, arena.addressOf(a), arena.addressOf(b)));
    },

    norm: (a) => arena.scope(() => wasm.dnrm2(a.rows * a.cols, arena.addressOf(a))),

    maxAbs: (a) => arena.scope(() => wasm.damax(a.rows * a.cols, arena.addressOf(a))),
  };
}

function assertSameShape(what: string, a: Matrix, b: Matrix): void {
  if (a.rows === b.rows && a.cols === b.cols) return;
  throw new ShapeError(`${what}: ${shapeOf(a)} against ${shapeOf(b)}; the shapes must be equal.`);
}
