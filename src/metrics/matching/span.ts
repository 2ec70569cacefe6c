import { matrix, norm, type Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { orthonormalized } from "../linear/orthonormal.ts";
import { rankOf } from "../linear/rank.ts";

/**
 * Rows at length 1. Those of zeros are left out.
 * @param units - units × stimuli
 */
export function directionsOf({ rows, cols: m, data }: Matrix): Matrix {
  const lengths = Float64Array.from({ length: rows }, (_, i) => norm(data.subarray(i * m, (i + 1) * m)));
  const kept = [...lengths.keys()].filter((i) => lengths[i]! > 0);
  const units = matrix(kept.length, m);
  kept.forEach((i, to) => {
    for (let k = 0; k < m; k++) units.data[to * m + k] = data[i * m + k]! / lengths[i]!;
  });
  return units;
}

/**
 * Orthonormal columns that span some units, but for directions that rounding of the stored numbers can make: the rule of `rankRule`.
 * @param units - one or more units × stimuli, rows of length 1
 * @param rounding - distance from 1 to the next number of the stored type
 * @returns stimuli × rank
 */
export function spanOf(units: Matrix, rounding: number, kernels: Kernels): Matrix {
  const { rows: n, cols: m } = units;
  const floor = 0.5 * rounding * (Math.sqrt(n / m) + 1);
  const rule = { relative: Math.max(m, n) * Number.EPSILON, floor };
  const columns = kernels.transpose(units);
  const full = n <= m ? orthonormalized(columns, rule, kernels) : undefined;
  if (full) return full;
  const { u, values } = kernels.leftSvd(columns, { overwrite: true });
  return kernels.columns(u, 0, rankOf(values, rule), { overwrite: true });
}
