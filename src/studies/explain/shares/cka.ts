import { scaleAndCenter, type Responses } from "../../../data/responses.ts";
import type { CkaOptions, Use } from "../../../metrics/kernel/cka-prepare.ts";
import { centerRegion } from "../../../metrics/kernel/gram.ts";
import type { RvOptions } from "../../../metrics/kernel/rv.ts";
import { structureRegion } from "../../../metrics/similarity/regions.ts";
import { prepareStructure } from "../../../metrics/similarity/structure.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import type { Explain, SharedOut } from "../explanation.ts";
import { gramProducts, type SymmetricRows } from "../shapes/gram-products.ts";
import { missingPart } from "../shapes/missing-part.ts";
import { times } from "../shapes/sums.ts";

const similarity = "the alignment, which is the value";
const cosine = "the alignment, the cosine of the value; the value is an angle, which is no sum";

/**
 * CKA = Σᵢⱼ K̃ᵢⱼ·L̃ᵢⱼ / (‖K̃‖ ‖L̃‖) of centred Gram matrices (`debiased`: U-centred ones): a sum over pairs of stimuli,
 * each with itself included. A stimulus has half of what each of its pairs has. With the linear kernel K̃ is a sum over units too,
 *
 *   share of unit j of X   x̃ⱼᵀ·L̃·x̃ⱼ / (‖K̃‖ ‖L̃‖)
 *
 * which is ‖xⱼᵀY‖² over the same, for the biased estimator. What is missing to 1 is ½‖K̃/‖K̃‖ − L̃/‖L̃‖‖².
 */
export const explainCka: Explain<CkaOptions> = (x, y, options, kernels, mostPaired) => {
  // What a confounder, epsilon or an estimator leaves of the value is no sum over pairs of stimuli.
  const isGram = options.kernel === "given";
  if (options.confound !== undefined || options.epsilon > 0 || options.estimator !== "plug-in")
    return { isGram };
  const [k, l] = [gramRows(x, options, kernels), gramRows(y, options, kernels)];
  const products = gramProducts(k, l, k.stimuli <= mostPaired, kernels);
  const factor = 1 / Math.sqrt(products.selfX * products.selfY);
  const isAngle = options.ground === "angular";
  const whole = { of: isAngle ? cosine : similarity, total: products.inner * factor };
  const part = (shares: Float64Array): SharedOut => ({ ...whole, shares: times(shares, factor) });
  const { square, unitsX, unitsY, ofX, ofY, selfX, selfY } = products;
  const stimuli = part(products.stimuli);
  const features = "both Gram matrices at norm 1";
  return {
    stimuli,
    differences: missingPart(stimuli.shares, times(ofX, 1 / selfX), times(ofY, 1 / selfY), features),
    ...(square && { pairs: { ...whole, square: { ...square, data: times(square.data, factor) } } }),
    ...(unitsX && { unitsX: part(unitsX) }),
    ...(unitsY && { unitsY: part(unitsY) }),
    isAngle,
    isGram,
  };
};

export const explainRv: Explain<RvOptions> = (x, y, { center }, kernels, mostPaired) =>
  explainCka(x, y, { ...linear, center }, kernels, mostPaired);

const linear = {
  kernel: "linear",
  degree: 1,
  constant: 0,
  confound: undefined,
  epsilon: 0,
  estimator: "plug-in",
  bandwidth: 1,
  bandwidthUnit: "median",
  debiased: false,
  ground: "similarity",
  precision: "double",
} as const;

/** Whole rows of Gram matrices are read, of both triangles. */
const forRows: Use = { isWanted: () => false, isHalf: () => false };

function gramRows(input: Responses, options: CkaOptions, kernels: Kernels): SymmetricRows {
  const { debiased, center, kernel } = options;
  const stimuli = input.responses.rows;
  const gram = prepareStructure(input, options, kernels, forRows);
  const all = { start: 0, end: stimuli };
  return {
    stimuli,
    rows(start, end) {
      const region = { rows: { start, end }, columns: all, weight: 1 };
      const rows = kernels.copy(structureRegion(gram, region, kernels));
      if (gram.shift.cols > 0) centerRegion(rows, region, gram.shift.data, debiased);
      return rows;
    },
    ...(kernel === "linear" && { units: unitsAtOne(input, center || debiased, kernels) }),
  };
}

/** Responses as their Gram matrix is made of them: at norm 1. */
function unitsAtOne(input: Responses, center: boolean, kernels: Kernels) {
  const { matrix } = scaleAndCenter(input, center, kernels);
  return kernels.scale(matrix, 1 / kernels.norm(matrix));
}
