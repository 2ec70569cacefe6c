import { square } from "../../../base/math/powers.ts";
import { missingPart } from "../shapes/missing-part.ts";
import { halves, ofPairs } from "./of-pairs.ts";
import type { ExplainRdms } from "./rdm-pair.ts";

const correlation = "the correlation of the two RDMs over pairs of stimuli, which is the value";

/** A correlation of entries, or of their ranks: Σₚ f(a)ₚ·f(b)ₚ of features at length 1 (for rho-a, at the length that they have). */
export const explainProducts: ExplainRdms = (rdms, kernels) => {
  const { a, b, context, comparator } = rdms;
  if (comparator.form !== "inner-product") throw new Error("This comparator is no inner product.");
  const f = comparator.features(a, context, kernels).data.slice();
  const g = comparator.features(b, context, kernels).data;
  const shared = ofPairs(
    f.map((value, p) => value * g[p]!),
    correlation,
    rdms,
  );
  // Features of length 1 alone make 1 with themselves.
  if (comparator.properties(context.options).self !== 1) return shared;
  const own = (features: Float64Array) => halves(features.map(square), context.stimuli);
  return {
    ...shared,
    differences: missingPart(shared.stimuli!.shares, own(f), own(g), "both RDMs at length 1"),
  };
};
