import { powerOfTwo } from "../../base/math/powers.ts";
import { identity, matrix, type Matrix } from "../../base/matrix.ts";
import { repeatsOf, scaleAndCenter, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { EnergyOptions } from "./options.ts";
import { frameOf, prepareEnergy } from "./prepare.ts";
import { bestMotion } from "./value.ts";
import type { Aligned, Alignment } from "../metric.ts";

/**
 * Both networks in the larger of their spaces: the first as it is, with columns of zeros where
 * it is the narrower, the second moved onto it. A row is a repeat, those of the first stimulus first.
 * Nothing is centred. Losses are mean distances between the responses of the two.
 */
export function alignEnergy(x: Responses, y: Responses, options: EnergyOptions, kernels: Kernels): Alignment {
  const [a, b] = [prepareEnergy(x, options, kernels), prepareEnergy(y, options, kernels)];
  const { pairing, motion: found, exchanged, search } = bestMotion(a, b, options, kernels);
  const motion = exchanged ? kernels.transpose(found) : found;
  const [rowsX, rowsY] = [repeatsOf(x, kernels).rows, repeatsOf(y, kernels).rows];
  const width = Math.max(rowsX.cols, rowsY.cols);
  const whole = kernels.gemm(
    kernels.gemm(axesOf(rowsY, width, motion.rows, options, kernels), motion, { transA: true }),
    axesOf(rowsX, width, motion.rows, options, kernels),
  );
  const completed = options.group === "orthogonal" ? completeRotation(whole, kernels) : whole;
  const scale = powerOfTwo(pairing.exponent);
  const { history, losses, minima } = search;
  return {
    x: moved(rowsX, identity(width), kernels),
    y: moved(rowsY, completed, kernels),
    search: {
      history: history.map((loss) => loss * scale),
      losses: losses.map((loss) => loss * scale),
      minima,
    },
  };
}

/** The axes in which a motion was sought, as rows in the common space: axes × width. */
function axesOf(
  rows: Matrix,
  width: number,
  count: number,
  options: EnergyOptions,
  kernels: Kernels,
): Matrix {
  const scaled = scaleAndCenter({ name: "", shape: [], responses: rows }, false, kernels).matrix;
  const { axes = identity(rows.cols) } = frameOf(scaled, options, { axes: true }, kernels);
  const padded = matrix(count, width);
  for (let i = 0; i < axes.rows; i++) {
    padded.data.set(axes.data.subarray(i * axes.cols, (i + 1) * axes.cols), i * width);
  }
  // Axes that hold no responses: for reorderings they are the units that the network lacks.
  if (options.group !== "orthogonal") {
    for (let i = axes.rows; i < count; i++) padded.data[i * width + i] = 1;
  }
  return padded;
}

/** A rotation of all axes that agrees with one of some of them: what is left out goes to what is left over. */
function completeRotation(partial: Matrix, kernels: Kernels): Matrix {
  const { u, vt } = kernels.svd(partial);
  return kernels.gemm(u, vt);
}

function moved(rows: Matrix, whole: Matrix, kernels: Kernels): Aligned {
  const motion = kernels.rows(whole, 0, rows.cols);
  return {
    aligned: kernels.detach(kernels.gemm(rows, motion)),
    motion: kernels.detach(motion),
    means: matrix(1, rows.cols),
  };
}
