import type { Matrix } from "../../base/matrix.ts";
import type { Exports } from "../exports.ts";
import { square } from "../facade/square.ts";
import type { Arena } from "../memory.ts";

/** What is known of a determinant that may be too large or too small for a double. */
export interface DeterminantKernels {
  /** The sign of the determinant, 0 if a pivot of its elimination is 0. @throws {ShapeError} if A is not square. */
  signOfDeterminant(a: Matrix): -1 | 0 | 1;
}

/** A part of the kernels. */
export function determinantKernels(wasm: Exports, arena: Arena): DeterminantKernels {
  return {
    signOfDeterminant(a) {
      const n = square("signOfDeterminant", a);
      return arena.scope(() => {
        const { address } = arena.copy(a);
        return wasm.dsignDet(n, address, n, arena.alloc(wasm.dsignDetWork(n))) as -1 | 0 | 1;
      });
    },
  };
}
