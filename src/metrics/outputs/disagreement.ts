import type { Matrix } from "../../base/matrix.ts";
import { definePairMetric } from "../metric.ts";
import { classesOf, scoresOption, type ScoresOptions } from "./scores.ts";

/** The class of each stimulus, 1 × stimuli. */
type Prepared = { classes: Matrix };

/**
 * Share of the stimuli that two networks give different classes:
 *
 *   disagreement(X, Y) = |{i : argmax_c X_ic ≠ argmax_c Y_ic}| / m
 *
 * Of equal scores the class with the smaller number is taken, as NumPy's argmax does.
 */
export const disagreement = definePairMetric<Prepared, ScoresOptions>({
  name: "disagreement",
  title: "Disagreement of classes",
  summary: "Share of the stimuli that two networks give different classes.",
  source:
    "Skalak, AAAI Workshop on Integrating Multiple Learned Models, 1996; Klabunde et al., arXiv:2305.06329, 2023, §4.2",
  family: "Outputs",
  cost: { network: "m·n", pair: "m" },
  blindTo:
    "How sure the networks are, and which classes they confuse. Two accurate networks disagree little whatever they represent.",
  accepts: "matrix",
  sharedAxes: () => ["units"],
  options: { scores: scoresOption },
  testedWith: [{}, { scores: "probabilities" }],

  // The Hamming distance of the classes, of which any number of scores may be the argument.
  properties: ({ scores }) => ({
    kind: "distance",
    pseudo: true,
    symmetric: true,
    range: [0, 1],
    invariantTo: scores === "logits" ? ["isotropic-scaling"] : [],
    self: 0,
  }),
  operations: ({ shape }) => shape[0]!,

  prepare: (input, { scores }, kernels) => ({ classes: classesOf(input, scores, kernels) }),
  readsInPlace: true,
  isCopied: () => true,

  compare({ classes: { data: x } }, { classes: { data: y } }) {
    let different = 0;
    for (let i = 0; i < x.length; i++) if (x[i] !== y[i]) different++;
    return different / x.length;
  },
});
