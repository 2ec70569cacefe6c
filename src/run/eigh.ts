import type { Matrix } from "../base/matrix.ts";
import type { Eigh } from "../wasm/kernels.ts";
import type { Control } from "./lanes/control.ts";
import { runtimeOf } from "./runtime.ts";

/**
 * Eigenvalues (in ascending order) and eigenvectors (as rows) of a symmetric matrix.
 * @param a - n × n
 * @throws {NumericalError} on NaN or no convergence.
 */
export async function eigh(a: Matrix, control: Control = {}): Promise<Eigh> {
  const { alone, kernels } = await runtimeOf(control);
  return alone(async () =>
    kernels.scope(() => {
      const { values, vectors } = kernels.eigh(a);
      return { values, vectors: kernels.detach(vectors) };
    }),
  );
}
