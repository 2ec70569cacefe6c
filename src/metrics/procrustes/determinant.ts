import type { Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { determinantKernels } from "../../wasm/parts/determinants.ts";

/** The sign of the determinant of a square matrix, 0 if it is singular. */
export function signOfDeterminant(a: Matrix, kernels: Kernels): -1 | 0 | 1 {
  return kernels.part(determinantKernels).signOfDeterminant(a);
}
