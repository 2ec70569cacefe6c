import type { Matrix } from "../../../base/matrix.ts";
import type { Comparator, ComparisonContext } from "../../../rdm/comparators/comparator.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import type { Explained } from "../explanation.ts";

/** Two RDMs as a comparator sees them. */
export interface RdmPair {
  /** 1 × m(m − 1)/2. */
  readonly a: Matrix;
  readonly b: Matrix;
  readonly context: ComparisonContext;
  readonly comparator: Comparator;
  /** Stimuli up to which the shares of pairs are wanted. */
  readonly mostPaired: number;
}

/** How the value of a comparator is a sum over stimuli, or over pairs of them. */
export type ExplainRdms = (rdms: RdmPair, kernels: Kernels) => Explained;
