import type { ComparatorName } from "../../../rdm/comparators/registry.ts";
import { explainTauA, explainTauB } from "./concordance.ts";
import { explainAbsolutes, explainPowers, explainPresent, explainSquares } from "./differences.ts";
import { explainBures, explainWhitened, explainWhitenedCentred } from "./grams.ts";
import { explainProducts } from "./products.ts";
import type { ExplainRdms } from "./rdm-pair.ts";

/** The comparators whose value is a sum, or has one behind it. Of the others, stimuli are left out one by one. */
export const comparatorExplanations: { readonly [Name in ComparatorName]?: ExplainRdms } = {
  pearson: explainProducts,
  spearman: explainProducts,
  cosine: explainProducts,
  "rho-a": explainProducts,
  "kendall-tau-a": explainTauA,
  "kendall-tau-b": explainTauB,
  "pearson-whitened": explainWhitenedCentred,
  "cosine-whitened": explainWhitened,
  bures: explainBures,
  euclidean: explainSquares,
  cityblock: explainAbsolutes,
  minkowski: explainPowers,
  "nan-euclidean": explainPresent,
};
