import type { ExplainRdms } from "./rdm-pair.ts";
import { ofPairs } from "./of-pairs.ts";

/** A correlation of entries, or of their ranks: Σₚ f(a)ₚ·f(b)ₚ of features at length 1 (for rho-a, at the length that it has). */
export const explainProducts: ExplainRdms = (rdms, kernels) => {
  const { a, b, context, comparator } = rdms;
  if (comparator.form !== "inner-product") throw new Error("not an inner product");
  const [f, g] = [
    comparator.features(a, context, kernels).data,
    comparator.features(b, context, kernels).data,
  ];
  const terms = f.map((value, p) => value * g[p]!);
  return ofPairs(terms, "the correlation of the two RDMs over pairs of stimuli, which is the value", rdms);
};
