import type { Kernels } from "../../../wasm/kernels.ts";
import type { Explained, SharedOut } from "../explanation.ts";
import { matched, type Matched } from "./matched.ts";
import { sharedOverlap } from "./overlap.ts";
import type { Shape } from "./shape.ts";

/** How canonical correlations make a value: Σₖ weightₖ·ρₖ. */
export interface Mixture {
  readonly of: string;
  weights(correlations: Float64Array): ArrayLike<number>;
}

/** A sum over canonical variables, of shapes whose LxᵀLy has the correlations as its singular values. */
export function sharedCorrelations(
  x: Shape,
  y: Shape,
  { of, weights }: Mixture,
  kernels: Kernels,
): Explained {
  const both = matched(x, y, kernels);
  const count = Math.min(x.factor.cols, y.factor.cols);
  const shared = sharedOverlap({ x, y, both }, weights(both.values), of, kernels);
  return {
    ...shared,
    variables: firstOf(shared.variables!, count),
    ...canonicalPicture(both, count, kernels),
  };
}

/** Of axes that only one network has, nothing is shared. */
export function firstOf(variables: SharedOut, count: number): SharedOut {
  return { ...variables, shares: variables.shares.slice(0, count) };
}

/** Canonical variables of both, and their correlations. */
export function canonicalPicture(
  { a, b, values }: Matched,
  count: number,
  kernels: Kernels,
): Required<Pick<Explained, "moved" | "spectrum">> {
  return {
    moved: { x: kernels.detach(a), y: kernels.detach(b) },
    spectrum: { of: "canonical correlations", values: values.slice(0, count).map((rho) => Math.min(1, rho)) },
  };
}
