import type { Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { nearestSquares } from "./nearest.ts";
import { spectrumOf } from "./spectrum.ts";

/** Responses of one network to some stimuli, with what several descriptors need of them, computed when it is asked for. */
export interface Sample {
  /** As they were given. */
  readonly given: Responses;
  /** The same up to a rotation of the units, with fewer of them where there are fewer stimuli. */
  readonly turned: Responses;
  /** Singular values of the centred responses, falling. */
  spectrum(): Float64Array;
  /** Squared distances of each stimulus to its `near` nearest, rising, stimuli × near. */
  nearest(): Float64Array;
  /** k, or as many other stimuli as there are; 2 at least. */
  readonly near: number;
  readonly k: number;
  readonly kernels: Kernels;
}

/** @param k - neighbours of the estimate of a dimension */
export function sampleOf(given: Responses, turned: Responses, k: number, kernels: Kernels): Sample {
  const near = Math.max(2, Math.min(k, turned.responses.rows - 1));
  return {
    given,
    turned,
    spectrum: once(() => spectrumOf(turned, true, kernels)),
    nearest: once(() => nearestSquares(turned, near, kernels)),
    near,
    k,
    kernels,
  };
}

/** Computes at the first call; what it throws it throws again. */
function once<T>(compute: () => T): () => T {
  let found: { readonly value: T } | undefined;
  return () => (found ??= { value: compute() }).value;
}
