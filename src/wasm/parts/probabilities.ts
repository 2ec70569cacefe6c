import { ShapeError } from "../../base/errors.ts";
import { shapeOf, type Matrix } from "../../base/matrix.ts";
import type { Exports } from "../exports.ts";
import type { Overwrite } from "../kernels.ts";
import type { Arena } from "../memory.ts";

/** How rows of exponentials are made. */
export interface SoftmaxOptions extends Overwrite {
  /** What the elements are multiplied by first. */
  readonly factor?: number;
  /** The column that has no share in the first row; in the next row it is the next column. */
  readonly own?: number;
  /** What the exponentials of a row are divided by: their sum, or their norm. */
  readonly over?: "sum" | "norm";
}

/** Exponentials and entropies of rows. */
export interface ProbabilityKernels {
  /** Each row as exponentials of its elements, finite ones, over their sum: none overflows. */
  softmaxRows(a: Matrix, how?: SoftmaxOptions): Matrix;
  /**
   * Σ c·ln c of each row of C = (A + B)/2, numbers from 0 to 1; 0·ln 0 is 0.
   * @throws {ShapeError} if the shapes differ.
   */
  negentropiesOfMean(a: Matrix, b: Matrix): Float64Array;
}

/** A part of the kernels. */
export function probabilityKernels(wasm: Exports, arena: Arena): ProbabilityKernels {
  return {
    softmaxRows(a, { factor = 1, own = -1, over = "sum", overwrite } = {}) {
      const shares = arena.own(a, overwrite);
      wasm.dsoftmax(a.rows, a.cols, shares.address, factor, own, +(over === "norm"));
      return shares;
    },

    negentropiesOfMean(a, b) {
      if (a.rows !== b.rows || a.cols !== b.cols)
        throw new ShapeError(
          `negentropiesOfMean: ${shapeOf(a)} against ${shapeOf(b)}; the shapes must be equal.`,
        );
      return arena.scope(() => {
        const sums = arena.matrix(1, a.rows);
        wasm.dnegentropies(a.rows, a.cols, arena.addressOf(a), arena.addressOf(b), sums.address);
        return sums.data.slice();
      });
    },
  };
}
