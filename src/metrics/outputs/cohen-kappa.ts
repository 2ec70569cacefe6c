import { NumericalError } from "../../base/errors.ts";
import { inner, matrix, type Matrix } from "../../base/matrix.ts";
import { definePairMetric } from "../metric.ts";
import { classesOf, scoresOption, type ScoresOptions } from "./scores.ts";

/** The class of each stimulus, 1 × stimuli, and how many stimuli each class has. */
type Prepared = { classes: Matrix; counts: Matrix };

/**
 * Agreement of the classes that two networks give, beyond that of networks which give each class as often but
 * without a look at the stimulus:
 *
 *   κ = (p − q) / (1 − q),   p = share of stimuli with the same class,   q = Σ_c (share of c in X) · (share of c in Y)
 *
 * κ is not defined where both give all stimuli one and the same class (q = 1).
 */
export const cohenKappa = definePairMetric<Prepared, ScoresOptions>({
  name: "cohen-kappa",
  title: "Cohen's kappa",
  summary: "Agreement of the classes that two networks give, beyond chance.",
  source: "Cohen, Educational and Psychological Measurement 20(1), 1960, pp. 37–46",
  family: "Outputs",
  cost: { network: "m·n", pair: "m + n" },
  blindTo:
    "How sure the networks are, and which classes they confuse. Where one class is frequent, a high agreement gives a low value.",
  accepts: "matrix",
  sharedAxes: () => ["units"],
  options: { scores: scoresOption },
  testedWith: [{}, { scores: "probabilities" }],

  properties: ({ scores }) => ({
    kind: "similarity",
    symmetric: true,
    range: [-1, 1],
    invariantTo: scores === "logits" ? ["isotropic-scaling"] : [],
    self: 1,
    toDistance: "one-minus",
  }),
  operations: ({ shape }) => shape[0]! + shape[1]!,

  prepare(input, { scores }, kernels) {
    const classes = classesOf(input, scores, kernels);
    const counts = matrix(1, input.responses.cols);
    for (const c of classes.data) counts.data[c]!++;
    return { classes, counts };
  },
  readsInPlace: true,
  isCopied: () => true,

  compare({ classes: { data: x }, counts: ofX }, { classes: { data: y }, counts: ofY }) {
    const m = x.length;
    let same = 0;
    for (let i = 0; i < m; i++) if (x[i] === y[i]) same++;
    // Counts are whole numbers: m² times the shares are exact.
    const byChance = inner(ofX.data, ofY.data);
    if (byChance === m * m) throw alwaysTheSame(x[0]!, m);
    return (same * m - byChance) / (m * m - byChance);
  },
});

function alwaysTheSame(one: number, m: number): NumericalError {
  return new NumericalError(
    `cohen-kappa: both networks give all ${m} stimuli class ${one}, so that they would agree as much by chance, and the value is 0/0. ` +
      `Use disagreement, which is 0, or stimuli of several classes.`,
  );
}
