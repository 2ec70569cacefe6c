import type { Matrix } from "../../../base/matrix.ts";
import type { Kernels } from "../../../wasm/kernels.ts";

/**
 * From a gradient with respect to unit rows u = (x − mean)/‖x − mean‖ to one with respect to x, in place:
 * what is along u, and what is alike in all units, changes nothing.
 *
 * @param slopes - ∂value/∂u, stimuli × units
 * @param unit - the unit rows
 * @param x - the responses
 * @param center - whether each row was centred before
 */
export function pullOfDirections(
  slopes: Matrix,
  unit: Matrix,
  x: Matrix,
  center: boolean,
  kernels: Kernels,
): Matrix {
  const n = x.cols;
  const centred = center ? kernels.centerRows(x) : x;
  const pulled = center ? kernels.centerRows(slopes) : slopes;
  for (let i = 0; i < x.rows; i++) {
    const norm = kernels.norm(kernels.rows(centred, i, i + 1));
    const [to, u] = [pulled.data.subarray(i * n, (i + 1) * n), unit.data.subarray(i * n, (i + 1) * n)];
    let along = 0;
    for (let k = 0; k < n; k++) along += to[k]! * u[k]!;
    for (let k = 0; k < n; k++) to[k] = (to[k]! - along * u[k]!) / norm;
  }
  return pulled;
}
