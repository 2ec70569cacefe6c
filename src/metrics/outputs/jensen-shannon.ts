import { log1p } from "../../base/math/log.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import { choice } from "../../base/options.ts";
import { probabilityKernels } from "../../wasm/parts/probabilities.ts";
import { definePairMetric } from "../metric.ts";
import { probabilitiesOf, scoresOption, type ScoresOptions } from "./scores.ts";

export interface JensenShannonOptions extends ScoresOptions {
  ground: "divergence" | "distance";
}

/** Probabilities p, stimuli × classes, and Σ_c p·ln p of each stimulus, 1 × stimuli. */
type Prepared = { probabilities: Matrix; negentropies: Matrix };

/**
 * Mean over the stimuli of the Jensen–Shannon divergence of the probabilities p and q that two networks give the
 * classes, in bits:
 *
 *   JS(p, q) = ½·Σ_c p·log₂(p/a) + ½·Σ_c q·log₂(q/a),   a = (p + q)/2
 *
 * `distance`: the mean of its square roots, each of which is a distance (Endres & Schindelin 2003), and so their mean.
 */
export const jensenShannon = definePairMetric<Prepared, JensenShannonOptions>({
  name: "jensen-shannon",
  title: "Jensen–Shannon divergence of outputs",
  summary: "How different the probabilities are that two networks give the classes, in bits, a stimulus.",
  source:
    "Lin, IEEE Transactions on Information Theory 37(1), 1991, eq. 4.1; the root: Endres & Schindelin, ibid. 49(7), 2003",
  family: "Outputs",
  cost: { network: "m·n", pair: "m·n" },
  blindTo:
    "A constant added to all logits of a stimulus. How sure networks are (their temperature) counts as much as which class they prefer.",
  accepts: "matrix",
  sharedAxes: () => ["units"],
  options: {
    scores: scoresOption,
    ground: choice(
      ["divergence", "distance"],
      "divergence: mean over stimuli of the divergence, in bits. distance: mean of its square roots, which obeys the triangle inequality.",
    ),
  },
  testedWith: [{}, { scores: "probabilities" }, { ground: "distance" }],

  properties: ({ ground }) => ({
    kind: ground === "distance" ? "distance" : "dissimilarity",
    symmetric: true,
    range: [0, 1],
    invariantTo: [],
    self: 0,
  }),

  prepare(input, { scores }, kernels) {
    const probabilities = probabilitiesOf(input, scores, kernels);
    const { negentropiesOfMean } = kernels.part(probabilityKernels);
    const negentropies = matrix(1, probabilities.rows, negentropiesOfMean(probabilities, probabilities));
    return { probabilities, negentropies };
  },

  compare(x, y, { ground }, kernels) {
    const { negentropiesOfMean } = kernels.part(probabilityKernels);
    const ofMean = negentropiesOfMean(x.probabilities, y.probabilities);
    const { rows, cols, data: p } = x.probabilities;
    const { data: q } = y.probabilities;
    const [ofX, ofY] = [x.negentropies.data, y.negentropies.data];
    let sum = 0;
    for (let i = 0; i < rows; i++) {
      const plain = 0.5 * (ofX[i]! + ofY[i]!) - ofMean[i]!;
      const nats = plain > nearlyEqual ? plain : divergenceOfNear(p, q, i * cols, cols);
      const bits = Math.min(1, nats * Math.LOG2E);
      sum += ground === "distance" ? Math.sqrt(bits) : bits;
    }
    return sum / rows;
  },
});

/** Up to this divergence, in nats, the difference of entropies has lost digits that matter. */
const nearlyEqual = 1e-3;

/**
 * The same divergence with all digits where p and q are nearly the same. With s = p + q and d = (p − q)/s it is
 * Σ_c s·h(d)/4, and h(d) = (1 + d)·ln(1 + d) + (1 − d)·ln(1 − d) ≥ 0: nothing cancels.
 */
function divergenceOfNear(p: Float64Array, q: Float64Array, from: number, classes: number): number {
  let sum = 0;
  for (let k = from; k < from + classes; k++) {
    const both = p[k]! + q[k]!;
    if (both > 0) sum += both * balance((p[k]! - q[k]!) / both);
  }
  return 0.25 * sum;
}

/** h(d), −1 ≤ d ≤ 1; near 0 by its series Σ d²ᵏ/(k·(2k − 1)). */
function balance(d: number): number {
  const square = d * d;
  if (square === 1) return 2 * Math.LN2;
  if (square > 1 / 64) return (1 + d) * log1p(d) + (1 - d) * log1p(-d);
  let [sum, power] = [0, 1];
  for (let k = 1; k <= 9; k++) {
    power *= square;
    sum += power / (k * (2 * k - 1));
  }
  return sum;
}
