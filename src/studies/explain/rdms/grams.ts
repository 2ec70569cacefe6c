import { matrix, type Matrix } from "../../../base/matrix.ts";
import { centered, mapRows } from "../../../rdm/comparators/correlations.ts";
import { fromContrasts, gramOf } from "../../../rdm/comparators/contrasts.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import type { Explained } from "../explanation.ts";
import { sharedCosine } from "../shapes/cosine.ts";
import { sharedGap } from "../shapes/gap.ts";
import { gramProducts } from "../shapes/gram-products.ts";
import { withMeanDirection, type Shape } from "../shapes/shape.ts";
import { missingPart } from "../shapes/missing-part.ts";
import { times } from "../shapes/sums.ts";
import type { ExplainRdms, RdmPair } from "./rdm-pair.ts";

const whitenedOf = "the correlation of the Gram matrices that belong to the RDMs, which is the value";

/**
 * aᵀV⁻¹b = ⟨G(a), G(b)⟩ of the centred Gram matrices G = −½·HDH of two RDMs, where the responses are estimated with
 * independent noise (Diedrichsen et al., arXiv:2007.02789, §3): a sum over pairs of stimuli, each with itself included.
 */
export const explainWhitened: ExplainRdms = (rdms, kernels) => {
  const { a, b, context, mostPaired } = rdms;
  const of = (rdm: Matrix) => {
    const gram = fromContrasts(gramOf(rdm.data.slice(), context.stimuli));
    return {
      stimuli: context.stimuli,
      rows: (start: number, end: number) =>
        matrix(end - start, gram.cols, gram.data.slice(start * gram.cols, end * gram.cols)),
    };
  };
  const { square, ...products } = gramProducts(of(a), of(b), context.stimuli <= mostPaired, kernels);
  const factor = 1 / (Math.sqrt(products.selfX) * Math.sqrt(products.selfY));
  const whole = { of: whitenedOf, total: products.inner * factor };
  const stimuli = { ...whole, shares: times(products.stimuli, factor) };
  const [ofX, ofY] = [times(products.ofX, 1 / products.selfX), times(products.ofY, 1 / products.selfY)];
  return {
    stimuli,
    differences: missingPart(stimuli.shares, ofX, ofY, "both Gram matrices at norm 1"),
    ...(square && { pairs: { ...whole, square: { ...square, data: times(square.data, factor) } } }),
  };
};

/** The same of entries less their mean. */
export const explainWhitenedCentred: ExplainRdms = (rdms, kernels) =>
  explainWhitened({ ...rdms, a: mapRows(rdms.a, centered), b: mapRows(rdms.b, centered) }, kernels);

/** As the shapes whose squared distances are the RDMs: their inner product after the best rotation, or what is left between them. */
export const explainBures: ExplainRdms = (rdms, kernels): Explained => {
  const [x, y] = [shapeOf(rdms.a, rdms, kernels), shapeOf(rdms.b, rdms, kernels)];
  if (rdms.context.options.ground === "euclidean") return sharedGap(x, y, "euclidean", kernels);
  const of =
    "the similarity itself, the inner product after the best rotation of the shapes that have these RDMs";
  return sharedCosine(x, y, of, kernels);
};

/** F with F·Fᵀ = G, of the eigenvalues above rounding, a row for each stimulus. */
function shapeOf(rdm: Matrix, { context, comparator }: RdmPair, kernels: Kernels): Shape {
  if (comparator.form !== "pair") throw new Error("not a comparator of pairs");
  const { factor } = comparator.prepare(rdm, context, kernels) as { readonly factor: Matrix };
  return { factor: withMeanDirection(kernels.transpose(factor)), exponent: 0 };
}
