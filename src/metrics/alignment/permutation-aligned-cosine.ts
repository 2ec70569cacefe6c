import type { Matrix } from "../../base/matrix.ts";
import { scaleAndCenter, type Responses } from "../../data/responses.ts";
import { alignedBy } from "../matching/matching-align.ts";
import { bestCoupling, oneToOne, type Coupling, type PreparedUnits } from "../matching/matching.ts";
import { hasRival } from "../matching/rivals.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { definePairMetric } from "../metric.ts";
import { alignedCosineOptions, type AlignedCosineOptions } from "./options.ts";
import { directionsOf, meanCosine, rowNorms } from "./row-cosines.ts";

/** One network as a list of units, and the norm of the responses to each stimulus: 1 × stimuli. */
export type PreparedUnitsAndNorms = PreparedUnits & { norms: Matrix };

/**
 * The mean over stimuli of the cosine between the responses of both networks, after the best one-to-one matching of
 * their units:
 *
 *   1/m · Σᵢ cos(xᵢ·P, yᵢ),   P = argmin over permutations P of ‖X·P − Y‖_F
 *
 * Where widths differ, the narrower network is given units of zeros; each of its own units gets a partner, also one that
 * lowers the sum. P is a linear assignment with gains XᵀY. Of several that are equally good (to 1e-12 of
 * the norms), as of binary responses, it is the one with the largest mean cosine: the value then does not depend on the order
 * of units, nor on which network comes first.
 */
export const permutationAlignedCosine = definePairMetric<PreparedUnitsAndNorms, AlignedCosineOptions>({
  name: "permutation-aligned-cosine",
  title: "Permutation-aligned cosine similarity",
  summary:
    "Mean cosine between the two responses to each stimulus, after the best one-to-one matching of units.",
  source:
    "Hamilton, Leskovec & Jurafsky, EMNLP 2016, arXiv:1606.02821, §3, global measure; with permutations: Klabunde, Schumacher, Strohmaier & Lemmerich, ACM Computing Surveys 2025, arXiv:2305.06329, §3.2",
  family: "Matching of units",
  cost: { network: "m·n", pair: "m·n² + n³" },
  blindTo:
    "A code that is the same but spread over other axes: a rotated copy is far. How large the responses to a stimulus are does not matter.",
  accepts: "matrix",
  options: alignedCosineOptions,
  testedWith: [{}, { center: true }],

  properties: ({ center }) => ({
    kind: "similarity",
    symmetric: true,
    range: [-1, 1],
    invariantTo: ["permutation", "isotropic-scaling", ...(center ? (["translation"] as const) : [])],
    self: 1,
    toDistance: "one-minus",
  }),

  prepare: (input, { center }, kernels) => prepareBoth(input, center, kernels),

  compare: (x, y, _options, kernels) => meanCosine(matchedCosines(x, y, kernels)),

  align(x, y, { center }, kernels) {
    const [p, q] = [x, y].map((input) => prepareBoth(input, center, kernels));
    return alignedBy(couplingOf(p!, q!, kernels), x, y, center, kernels);
  },
});

function prepareBoth(input: Responses, center: boolean, kernels: Kernels): PreparedUnitsAndNorms {
  const { matrix: rows, means, exponent } = scaleAndCenter(input, center, kernels);
  const norms = rowNorms(input, rows, means);
  return { units: kernels.transpose(rows), norm: kernels.norm(rows), exponent, norms };
}

/** Matchings whose inner products, or squared differences, differ by less than this share are equally good. */
const equallyGood = 1e-12;

function couplingOf(x: PreparedUnitsAndNorms, y: PreparedUnitsAndNorms, kernels: Kernels): Coupling {
  return bestCoupling(x, y, oneToOne, kernels, (best, costs, whole) => {
    if (whole > 0 && !hasRival(costs, best, 2 * equallyGood * whole)) return best;
    return oneToOne.couple(withCosines(costs, equallyGood * whole, x, y, kernels), whole > 0, kernels);
  });
}

/** Costs plus so much of the mean cosine that a pair of units makes; those of units of zeros stay. */
function withCosines(
  costs: Matrix,
  weight: number,
  x: PreparedUnitsAndNorms,
  y: PreparedUnitsAndNorms,
  kernels: Kernels,
): Matrix {
  const alpha = 1 / x.units.cols;
  const [a, b] = [x, y].map(({ units, norms }) => directionsOf(kernels.transpose(units), norms, kernels));
  const cosines = kernels.gemm(a!, b!, { transA: true, alpha });
  const sum = kernels.copy(costs);
  for (let i = 0, k = 0; i < cosines.rows; i++) {
    for (let j = 0; j < cosines.cols; j++) sum.data[i * sum.cols + j]! += weight * cosines.data[k++]!;
  }
  return sum;
}

/** Of each stimulus, under the best matching; units of zeros add nothing. */
export function matchedCosines(
  x: PreparedUnitsAndNorms,
  y: PreparedUnitsAndNorms,
  kernels: Kernels,
): Float64Array {
  const { rows, cols, weights } = couplingOf(x, y, kernels);
  const [xd, yd, m] = [x.units.data, y.units.data, x.units.cols];
  const [xn, yn] = [x.norms.data, y.norms.data];
  const cosines = new Float64Array(m);
  for (let k = 0; k < weights.length; k++) {
    const [a, b] = [rows[k]! * m, cols[k]! * m];
    if (a >= xd.length || b >= yd.length) continue;
    for (let i = 0; i < m; i++) cosines[i]! += (xd[a + i]! / xn[i]!) * (yd[b + i]! / yn[i]!);
  }
  return cosines;
}
