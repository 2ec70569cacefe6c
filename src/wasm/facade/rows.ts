import { OptionError, ShapeError } from "../../base/errors.ts";
import { shapeOf } from "../../base/matrix.ts";
import type { Exports } from "../exports.ts";
import type { Kernels } from "../kernels.ts";
import type { Arena } from "../memory.ts";

/** Distances between rows. */
export function bindRows(
  wasm: Exports,
  arena: Arena,
): Pick<
  Kernels,
  "euclideanBetweenRows" | "euclideanBetween" | "cosineBetweenUnitRows" | "minkowskiBetweenRows" | "unitRows"
> {
  return {
    euclideanBetweenRows(a, count, { squared = false } = {}) {
      const { rows: m, cols: p } = a;
      const out = arena.matrix(count, m);
      arena.scope(() => {
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
      arena.scope(() => {
        const [left, right] = [arena.addressOf(a), arena.addressOf(b)];
        const work = arena.alloc(wasm.deuclideanWork(m, n, p));
        wasm.deuclidean(m, n, p, left, p, right, p, out.address, n, +squared, 0, work);
      });
      return out;
    },

    cosineBetweenUnitRows(a, count) {
      const { rows: m, cols: p } = a;
      const out = arena.matrix(count, m);
      arena.scope(() => {
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
      arena.scope(() => {
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
      const failed = arena.scope(() => wasm.dunitRows(m, p, arena.addressOf(a), p, unit.address, p, +center));
      return failed > 0 ? { degenerate: failed - 1 } : { unit };
    },
  };
}
