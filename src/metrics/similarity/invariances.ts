import type { CkaOptions } from "../kernel/cka-prepare.ts";
import type { Invariance } from "../metric.ts";

/**
 * What a kernel matrix, centred or not, does not see.
 * @param scaleFree - whether a common factor of its entries does not matter
 */
export function kernelInvariances(
  { kernel, bandwidthUnit, constant }: Pick<CkaOptions, "kernel" | "bandwidthUnit" | "constant">,
  { centred, scaleFree }: { readonly centred: boolean; readonly scaleFree: boolean },
): Invariance[] {
  if (kernel === "given") return [];
  const ofDistances = kernel === "rbf" || kernel === "laplacian";
  const ownScale = ofDistances
    ? bandwidthUnit === "median"
    : scaleFree && (kernel === "linear" || constant === 0);
  return [
    "permutation",
    "orthogonal",
    ...(ownScale ? (["isotropic-scaling"] as const) : []),
    ...(ofDistances || (centred && kernel === "linear") ? (["translation"] as const) : []),
  ];
}
