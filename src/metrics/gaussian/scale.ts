import { powerOfTwo } from "../../base/math/powers.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { scaleAndCenter } from "../../data/responses.ts";
import type { Matrix } from "../../base/matrix.ts";
import type { Summary } from "./summary.ts";

/** Means and roots at a scale on which fourth powers neither overflow nor vanish: true ones are 2^exponent times these. */
export function scaledUnits(summary: Summary, kernels: Kernels): { summary: Summary; exponent: number } {
  const { means, roots } = summary;
  const larger = kernels.maxAbs(means) >= kernels.maxAbs(roots) ? means : roots;
  const { exponent } = scaleAndCenter({ name: "", shape: [], responses: larger }, false, kernels);
  const at = (a: Matrix) => byPowerOfTwo(a, -exponent, kernels);
  return { summary: { ...summary, means: at(means), roots: at(roots) }, exponent };
}

/** A · 2^exponent; in two steps, because 2^1074 is not a double but denormal data need it. */
export function byPowerOfTwo(a: Matrix, exponent: number, kernels: Kernels): Matrix {
  if (exponent === 0) return a;
  const half = Math.trunc(exponent / 2);
  return kernels.scale(kernels.scale(a, powerOfTwo(half)), powerOfTwo(exponent - half));
}
