import { definePairMetric } from "../metric.ts";
import { boolean } from "../../base/options.ts";
import { nearlyEqual, type PreparedUnits } from "./matching.ts";
import { assignedUnits, screenOf, type Screen } from "./screened.ts";
import { permutation } from "./permutation.ts";

export interface HardCorrelationMatchOptions {
  center: boolean;
}

/**
 * Hard correlation match: the mean correlation of units that are matched one-to-one so that it is largest,
 *
 *   max over P of 1/min(n, n′) · Σ over matched (i, j) of r(xᵢ, yⱼ)
 *
 * Correlations are signed. Every unit of the narrower network has a partner, and is counted also where all that are left correlate
 * below 0. It is `permutation` with the ground "correlation", to rounding.
 */
export const hardCorrelationMatch = definePairMetric<PreparedUnits & Screen, HardCorrelationMatchOptions>({
  name: "hard-correlation-match",
  title: "Hard correlation match",
  summary: "Mean correlation of units that are matched one-to-one so that it is largest.",
  source: "Li, Yosinski, Clune, Lipson & Hopcroft, ICLR 2016, arXiv:1511.07543, §3.1",
  family: "Matching of units",
  cost: { network: "m·n", pair: "m·n² + n³" },
  blindTo:
    "A code that is the same but spread over other axes: a rotated copy is far. What the wider network has beyond its matched units is not seen.",
  accepts: "matrix",
  options: {
    center: boolean(
      true,
      "Subtract each unit's mean over stimuli first; without it, cosines take the place of correlations.",
    ),
  },
  testedWith: [{}, { center: false }],

  properties: (options) => permutation.properties(correlated(options)),
  prepare(input, options, kernels) {
    const prepared = permutation.prepare(input, correlated(options), kernels);
    return { ...prepared, ...screenOf(prepared.units, 1, kernels) };
  },

  compare(x, y, options, kernels) {
    const { columns, total } = assignedUnits(x, y, kernels);
    const value = total / columns.length;
    // Products do not tell units apart that are closer to each other than 1e-8; differences do.
    return 1 - value < nearlyEqual
      ? permutation.compare(x, y, correlated(options), kernels)
      : Math.max(-1, value);
  },

  align: (x, y, options, kernels, full) => permutation.align!(x, y, correlated(options), kernels, full),
  heldOut: {
    properties: () => ({ kind: "similarity", range: [-1, 1] }),
    prepare: (input, test, options, kernels) =>
      permutation.heldOut!.prepare(input, test, correlated(options), kernels),
    compare: (x, y, options, kernels) => permutation.heldOut!.compare(x, y, correlated(options), kernels),
  },
});

/** The options of `permutation` that give this value. */
function correlated({ center }: HardCorrelationMatchOptions) {
  return { ground: "correlation", center } as const;
}
