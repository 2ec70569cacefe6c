import type { Kernels } from "../../../wasm/kernels.ts";
import type { Explained, SharedOut } from "../explanation.ts";
import { matched, type Matched } from "./matched.ts";
import { missingPart } from "./missing-part.ts";
import { sharedOverlap } from "./overlap.ts";
import type { Shape } from "./shape.ts";
import { rowSquares } from "./sums.ts";

/** How canonical correlations make a value: Σₖ weightₖ·ρₖ, over as many as the smaller rank. */
export interface Mixture {
  readonly of: string;
  /** Of one variable. */
  weight(correlation: number): number;
  /** Whether variables have norm 1 and weights sum to 1, so that equal networks have 1. */
  readonly isMean: boolean;
}

/** A sum over canonical variables, of shapes whose LxᵀLy has the correlations as its singular values. */
export function sharedCorrelations(
  x: Shape,
  y: Shape,
  { of, weight, isMean }: Mixture,
  kernels: Kernels,
): Explained {
  const both = matched(x, y, kernels);
  const count = Math.min(x.factor.cols, y.factor.cols);
  const weights = both.values.map((rho, k) => (k < count ? weight(rho) : 0));
  return sharedVariables({ x, y, both }, { weights, count, of, isMean }, kernels);
}

/** The same of canonical variables that were found. */
export function sharedVariables(
  pair: { readonly x: Shape; readonly y: Shape; readonly both: Matched },
  how: {
    readonly weights: Float64Array;
    readonly count: number;
    readonly of: string;
    readonly isMean: boolean;
  },
  kernels: Kernels,
): Explained {
  const { a, b, values } = pair.both;
  const { weights, count, of, isMean } = how;
  const shared = sharedOverlap(pair, weights, of, kernels);
  const [ofX, ofY] = [rowSquares(a, weights), rowSquares(b, weights)];
  return {
    ...shared,
    ...(isMean && {
      differences: missingPart(shared.stimuli!.shares, ofX, ofY, "both in canonical variables at norm 1"),
    }),
    directions: firstOf(shared.directions!, count),
    moved: { x: kernels.detach(a), y: kernels.detach(b) },
    spectrum: { of: "canonical correlations", values: values.slice(0, count).map((rho) => Math.min(1, rho)) },
  };
}

/** Of axes that only one network has, nothing is shared. */
function firstOf(directions: SharedOut, count: number): SharedOut {
  return { ...directions, shares: directions.shares.slice(0, count) };
}
