import type { Matrix } from "../../base/matrix.ts";
import { boolean } from "../../base/options.ts";
import { mean } from "../../base/statistics.ts";
import { definePairMetric, type HeldOutForm } from "../metric.ts";
import { oneToOne, prepareUnits } from "./matching.ts";
import { largestGains, screenOf, type Screen } from "./screened.ts";

export interface SoftCorrelationMatchOptions {
  center: boolean;
}

/**
 * Soft correlation match: the mean correlation of each unit with the unit of the other network that correlates most with it,
 *
 *   ½ · (1/n · Σᵢ maxⱼ r(xᵢ, yⱼ)  +  1/n′ · Σⱼ maxᵢ r(xᵢ, yⱼ))
 *
 * Correlations are signed, and a unit may be the best of several. Of equally good ones that with the smaller number is taken, which
 * matters for held-out stimuli only.
 */
export const softCorrelationMatch = definePairMetric<Screen, SoftCorrelationMatchOptions>({
  name: "soft-correlation-match",
  title: "Soft correlation match",
  summary: "Mean correlation of each unit with the one that correlates most with it in the other network.",
  source:
    "Li, Yosinski, Clune, Lipson & Hopcroft, ICLR 2016, arXiv:1511.07543, §3.1, averaged over both directions",
  family: "Matching of units",
  cost: { network: "m·n", pair: "m·n²" },
  blindTo:
    "Copies of a unit: many units may share one partner. With few stimuli the best of many correlations is high by chance.",
  accepts: "matrix",
  options: {
    center: boolean(
      true,
      "Subtract each unit's mean over stimuli first; without it, cosines take the place of correlations.",
    ),
  },
  testedWith: [{}, { center: false }],

  properties: ({ center }) => ({
    kind: "similarity",
    symmetric: true,
    range: [-1, 1],
    invariantTo: ["permutation", "isotropic-scaling", ...(center ? (["translation"] as const) : [])],
    self: 1,
    toDistance: "one-minus",
  }),

  prepare(input, { center }, kernels) {
    const { units } = prepareUnits(input, { ground: "correlation", center }, oneToOne, kernels);
    return screenOf(units, 1, kernels);
  },

  compare(x, y, _options, kernels) {
    const { ofRows, ofCols } = largestGains(x, y, kernels);
    return Math.max(-1, Math.min(1, (mean(ofRows) + mean(ofCols)) / 2));
  },

  heldOut: {
    properties: () => ({ kind: "similarity", range: [-1, 1] }),
    prepare(input, test, { center }, kernels) {
      const units = (one: typeof input) =>
        prepareUnits(one, { ground: "correlation", center }, oneToOne, kernels).units;
      return { train: units(input), test: units({ ...test, name: `${input.name} (held-out stimuli)` }) };
    },
    compare(x, y, _options, kernels) {
      const { ofRows, ofCols } = partnersIn(kernels.gemm(x.train, y.train, { transB: true }));
      const value = meanAlong(x.test, y.test, ofRows) + meanAlong(y.test, x.test, ofCols);
      return Math.max(-1, Math.min(1, value / 2));
    },
  } satisfies HeldOutForm<{ train: Matrix; test: Matrix }, SoftCorrelationMatchOptions>,
});

/** The column of the largest element of each row, and the row of that of each column; the first of equal ones. */
function partnersIn({ rows, cols, data }: Matrix): { ofRows: Int32Array; ofCols: Int32Array } {
  const [ofRows, ofCols] = [new Int32Array(rows), new Int32Array(cols)];
  const largest = new Float64Array(cols).fill(-Infinity);
  for (let i = 0, k = 0; i < rows; i++) {
    let best = -Infinity;
    for (let j = 0; j < cols; j++, k++) {
      const value = data[k]!;
      if (value > best) [best, ofRows[i]] = [value, j];
      if (value > largest[j]!) [largest[j], ofCols[j]] = [value, i];
    }
  }
  return { ofRows, ofCols };
}

/** Mean correlation of each unit with its partner. @param a, b - units × stimuli, rows of length 1 */
function meanAlong(a: Matrix, b: Matrix, partner: Int32Array): number {
  const m = a.cols;
  let sum = 0;
  for (let i = 0; i < a.rows; i++) {
    const to = partner[i]! * m;
    for (let k = 0; k < m; k++) sum += a.data[i * m + k]! * b.data[to + k]!;
  }
  return sum / a.rows;
}
