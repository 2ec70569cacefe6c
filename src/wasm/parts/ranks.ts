import { NumericalError, ShapeError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import type { Exports } from "../exports.ts";
import type { Arena } from "../memory.ts";

/** Ranks and orders of numbers. */
export interface RankKernels {
  /** Ranks of all elements, starting at 1, as 1 × length. Ties get their mean rank. @throws {NumericalError} on NaN. */
  ranks(a: Matrix): Matrix;
  /**
   * The order of all n elements, as 1 × (n + 2): first the pairs of equal elements, then the order itself
   * in a form that only `concordance` reads.
   * @param how - with a floor, neighbours in order that differ by less than 8ε · max(floor, |a|, |b|) are equal
   * @throws {NumericalError} on NaN.
   */
  order(a: Matrix, how?: { floor?: number | undefined }): Matrix;
  /**
   * Pairs of elements in the same order in both, less those in opposite orders. A pair that is equal
   * in one of the two is neither. Exact up to 2⁵³.
   * @param x, y - results of `order`, of as many elements
   * @throws {ShapeError} if they are not of as many.
   */
  concordance(x: Matrix, y: Matrix): number;
}

/** A part of the kernels. */
export function rankKernels(wasm: Exports, arena: Arena): RankKernels {
  return {
    ranks(a) {
      const n = a.rows * a.cols;
      const ranks = arena.matrix(1, n);
      const failed = arena.scope(() =>
        wasm.dranks(n, arena.addressOf(a), ranks.address, arena.alloc(wasm.dranksWork(n))),
      );
      if (failed) throw new NumericalError(`ranks: one of ${n} numbers is NaN; it has no rank.`);
      return ranks;
    },

    order(a, { floor = -1 } = {}) {
      const n = a.rows * a.cols;
      const order = arena.matrix(1, n + 2);
      const failed = arena.scope(() =>
        wasm.dorder(n, arena.addressOf(a), floor, order.address, arena.alloc(wasm.dorderWork(n))),
      );
      if (failed) throw new NumericalError(`order: one of ${n} numbers is NaN; it has no place.`);
      return order;
    },

    concordance(x, y) {
      if (x.cols !== y.cols) {
        throw new ShapeError(
          `concordance: the orders are of ${x.cols - 2} and ${y.cols - 2} numbers; they must be of as many.`,
        );
      }
      const n = x.cols - 2;
      return arena.scope(() => {
        const [first, second] = [arena.addressOf(x), arena.addressOf(y)];
        return wasm.dconcordance(n, first, second, arena.alloc(wasm.dconcordanceWork(n)));
      });
    },
  };
}
