import { matrix, type Matrix } from "../../matrix.ts";
import { shuffled, type Random } from "../../random.ts";
import type { Kernels } from "../../wasm/kernels.ts";

/** Motions of the units that are undone before comparing. */
export type Group = "orthogonal" | "permutation" | "identity";

/** The motion T of the group with the greatest ⟨cross, T⟩. */
export function nearestMotion(cross: Matrix, group: Group, kernels: Kernels): Matrix {
  if (group === "identity") return identity(cross.rows);
  if (group === "orthogonal") return polar(cross, kernels);
  return reordering(kernels.linearAssignment(cross, { maximize: true }));
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

/** A one where row i meets column `places[i]`. */
export function reordering(places: ArrayLike<number>): Matrix {
  const n = places.length;
  const motion = matrix(n, n);
  for (let i = 0; i < n; i++) motion.data[i * n + places[i]!] = 1;
  return motion;
}

export function identity(n: number): Matrix {
  return reordering(Array.from({ length: n }, (_, k) => k));
}

/** ‖A − B‖ / √n: how far apart two n × n motions are, in [0, 2]. */
export function gapBetween(a: Matrix, b: Matrix): number {
  let sum = 0;
  for (let k = 0; k < a.data.length; k++) sum += (a.data[k]! - b.data[k]!) ** 2;
  return Math.sqrt(sum / a.rows);
}
