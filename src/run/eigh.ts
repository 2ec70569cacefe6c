import { cube } from "../base/math/powers.ts";
import type { Matrix } from "../base/matrix.ts";
import type { Eigh } from "../wasm/kernels.ts";
import type { Control } from "./lanes/control.ts";
import { runtimeOf } from "./runtime.ts";
import { eighOf } from "./tasks/eigh.ts";

/**
 * Eigenvalues (in ascending order) and eigenvectors (as rows) of a symmetric matrix.
 * @param a - n × n
 * @throws {NumericalError} on NaN or no convergence.
 */
export async function eigh(a: Matrix, control: Control = {}): Promise<Eigh> {
  const { tasks } = await runtimeOf(control);
  const { rows, cols, data } = a;
  const operations = 10 * cube(rows);
  const [found] = await tasks.run(eighOf, { rows, cols, data }, [null], { ...control, operations });
  return found!;
}
