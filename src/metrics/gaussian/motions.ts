import { identity, matrix, type Matrix } from "../../base/matrix.ts";
import { shuffled, type Random } from "../../base/random.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { matchingKernels } from "../../wasm/parts/matchings.ts";

/** Motions of the units that are undone before comparing. */
export type Group = "orthogonal" | "permutation" | "identity";

/** The motion T of the group with the greatest ⟨cross, T⟩. */
export function nearestMotion(cross: Matrix, group: Group, kernels: Kernels): Matrix {
  if (group === "identity") return identity(cross.rows);
  if (group === "orthogonal") return polar(cross, kernels);
  return reordering(kernels.part(matchingKernels).linearAssignment(cross, { maximize: true }));
}

/** A motion of the group, uniformly at random. */
export function randomMotion(width: number, group: Group, random: Random, kernels: Kernels): Matrix {
  if (group === "identity") return identity(width);
  if (group === "permutation") return reordering(shuffled(width, random));
  const normal = Float64Array.from({ length: width * width }, () => random.normal());
  return polar(matrix(width, width, normal), kernels);
}

/** U·Vᵀ of A = U·S·Vᵀ, square: the nearest orthogonal matrix. */
export function polar(a: Matrix, kernels: Kernels): Matrix {
  return kernels.scope(() => {
    const { u, vt } = kernels.svd(a);
    return kernels.detach(kernels.gemm(u, vt));
  });
}

/** Share of the motion that is added to the derivative. */
const anchor = 1e-9;

/**
 * C + anchor·‖C‖·T: the same step, but where the derivative has no direction (in those in
 * which one network never responds) the motion stays as it is.
 */
export function anchored({ motion, cross }: { motion: Matrix; cross: Matrix }): Matrix {
  const weight = anchor * Math.sqrt(cross.data.reduce((sum, value) => sum + value * value, 0));
  const held = cross.data.map((value, k) => value + weight * motion.data[k]!);
  return matrix(cross.rows, cross.cols, held);
}

/** A one where row i meets column `places[i]`. */
export function reordering(places: ArrayLike<number>): Matrix {
  const n = places.length;
  const motion = matrix(n, n);
  for (let i = 0; i < n; i++) motion.data[i * n + places[i]!] = 1;
  return motion;
}

/** From this ‖AᵀA − I‖ on a decomposition is faster. */
const nearlyOrthogonal = 0.5;
/** ‖AᵀA − I‖ / √n that a matrix may keep. */
const orthogonal = 4 * Number.EPSILON;

/** The nearest orthogonal matrix of one that is nearly so: Newton–Schulz steps A·(3·I − AᵀA) / 2, else `polar`. */
export function orthogonalized(a: Matrix, kernels: Kernels): Matrix {
  const n = a.rows;
  return kernels.scope(() => {
    let now = a;
    for (let previous = nearlyOrthogonal; ;) {
      const defect = lessIdentity(kernels.syrk(now, { trans: true }));
      const size = kernels.norm(defect);
      if (!(size < previous)) return previous === nearlyOrthogonal ? polar(a, kernels) : kernels.detach(now);
      if (size <= orthogonal * Math.sqrt(n)) return kernels.detach(now);
      now = kernels.subtract(now, kernels.gemm(now, defect, { alpha: 0.5 }));
      previous = size;
    }
  });
}

/** A − I, in its place. */
function lessIdentity(a: Matrix): Matrix {
  const { data } = a;
  for (let k = 0; k < data.length; k += a.cols + 1) data[k]! -= 1;
  return a;
}
