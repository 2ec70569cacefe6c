import { ShapeError } from "../../base/errors.ts";
import { shapeOf, type Matrix } from "../../base/matrix.ts";
import type { Exports } from "../exports.ts";
import type { Arena } from "../memory.ts";

/** How sums of absolute differences between rows move with the rows. */
export interface SignKernels {
  /**
   * Row i is Σⱼ w(i, j) · sign(aᵢ − aⱼ), unit by unit.
   * @param a - m × n, finite
   * @param weights - of the pairs i < j: m(m − 1)/2 of them
   * @returns `pulled`, m × n; and whether two rows are equal in a unit, whose sign then counts as 1
   * @throws {ShapeError} for another number of weights.
   */
  pullSigns(a: Matrix, weights: Matrix): { pulled: Matrix; equal: boolean };
}

/** A part of the kernels. */
export function signKernels(wasm: Exports, arena: Arena): SignKernels {
  return {
    pullSigns(a, weights) {
      const { rows: m, cols: n } = a;
      if (weights.rows * weights.cols !== (m * (m - 1)) / 2) {
        throw new ShapeError(
          `pullSigns: A is ${shapeOf(a)}, the weights are ${shapeOf(weights)}; ${(m * (m - 1)) / 2} are needed.`,
        );
      }
      const pulled = arena.matrix(m, n);
      pulled.data.fill(0);
      const equal = arena.scope(() =>
        wasm.dpullSigns(m, n, arena.addressOf(a), arena.addressOf(weights), pulled.address),
      );
      return { pulled, equal: equal === 1 };
    },
  };
}
