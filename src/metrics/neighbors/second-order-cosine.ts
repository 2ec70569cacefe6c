import { NumericalError, OptionError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import { choice } from "../../base/options.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { neighborKernels } from "../../wasm/parts/neighbors.ts";
import { definePairMetric } from "../metric.ts";
import { invariancesOf, neighborOptions, type NeighborOptions } from "./options.ts";
import { eachShared } from "./shared.ts";
import { neighborRows, tableOf } from "./table.ts";

export interface SecondOrderOptions extends NeighborOptions {
  use: "similarities" | "distances";
}

/** One network. */
type PreparedSecondOrder = {
  /** Numbers of the k nearest stimuli of each, nearest first: stimuli × k. */
  table: Matrix;
  /** What is used of each of them: stimuli × k. */
  values: Matrix;
  /** Stimuli × units, from which the same of any other stimuli is made. */
  rows: Matrix;
};

/**
 * Second-order cosine similarity. Stimulus i has the neighbours Uᵢ = Aᵢ ∪ Bᵢ, the k nearest of both networks; its
 * similarities to them are one vector in each network:
 *
 *   mean over i of the cosine of (s_X(i, j))ⱼ and (s_Y(i, j))ⱼ, j in Uᵢ
 *
 * Similarities s are what the neighbours were chosen by: cosines, correlations or inner products. Hamilton et al. take
 * cosines; resi takes distances in their place (1 − cosine), which are Euclidean ones for Euclidean neighbours.
 */
export const secondOrderCosine = definePairMetric<PreparedSecondOrder, SecondOrderOptions>({
  name: "second-order-cosine",
  title: "Second-order cosine similarity",
  summary:
    "How alike the similarities of a stimulus to its nearest neighbours, in either network, are in both.",
  source:
    "Hamilton, Leskovec & Jurafsky, EMNLP 2016, arXiv:1606.02821; over both sets of neighbours: Klabunde et al., ACM Computing Surveys 2025, arXiv:2305.06329, §3.4",
  family: "Neighbours of stimuli",
  cost: { network: "m²·n", pair: "m·n·k" },
  blindTo:
    "A common factor of all similarities of a stimulus. Where all stimuli are alike in direction every value is near 1: take correlations, or distances.",
  accepts: "matrix",
  options: {
    ...neighborOptions,
    use: choice(
      ["similarities", "distances"],
      "similarities: cosines, correlations or inner products of responses. distances: 1 less those, or Euclidean ones. Euclidean neighbours have distances only, inner products similarities only.",
    ),
  },
  testedWith: [
    {},
    { use: "distances" },
    { k: 4, neighbors: "correlation" },
    { k: 16, neighbors: "correlation", use: "distances" },
    { k: 3, neighbors: "euclidean", use: "distances" },
    { k: 5, neighbors: "inner-product" },
  ],
  properties: ({ neighbors, use }) => ({
    kind: "similarity",
    symmetric: true,
    range: [use === "distances" ? 0 : -1, 1],
    invariantTo: invariancesOf(neighbors),
    self: 1,
    toDistance: "arccos",
  }),
  operations: ({ shape: [m = 1, n = 1] }, { k }) => 4 * m * n * k,

  prepare(input, options, kernels) {
    assertUsed(options);
    const found = neighborRows(input, options.neighbors, kernels);
    const table = tableOf(input, found, options.k, kernels);
    return { table, values: valuesAlong(found.rows, table, options, kernels), rows: found.rows };
  },

  compare(x, y, options, kernels) {
    // What each network makes of the neighbours that the other one found.
    const [ofY, ofX] = [
      valuesAlong(x.rows, y.table, options, kernels),
      valuesAlong(y.rows, x.table, options, kernels),
    ];
    return meanCosine(x, y, ofY.data, ofX.data);
  },
});

function meanCosine(
  x: PreparedSecondOrder,
  y: PreparedSecondOrder,
  xOfTheirs: Float64Array,
  yOfTheirs: Float64Array,
): number {
  const [own, theirs, k] = [x.values.data, y.values.data, x.table.cols];
  const isShared = new Uint8Array(k);
  let sum = 0;
  eachShared(x.table, y.table, ({ count, second }, i) => {
    isShared.fill(0);
    for (let n = 0; n < count; n++) isShared[second[n]!] = 1;
    let [xy, xx, yy] = [0, 0, 0];
    for (let r = 0, at = i * k; r < k; r++, at++) {
      const [a, b] = [own[at]!, yOfTheirs[at]!];
      xy += a * b;
      xx += a * a;
      yy += b * b;
    }
    for (let r = 0, at = i * k; r < k; r++, at++) {
      if (isShared[r] === 1) continue;
      const [a, b] = [xOfTheirs[at]!, theirs[at]!];
      xy += a * b;
      xx += a * a;
      yy += b * b;
    }
    sum += cosineOf(xy, xx, yy, i);
  });
  return Math.max(-1, Math.min(1, sum / x.table.rows));
}

function cosineOf(xy: number, xx: number, yy: number, stimulus: number): number {
  if (xx > 0 && yy > 0) return Math.max(-1, Math.min(1, xy / (Math.sqrt(xx) * Math.sqrt(yy))));
  throw new NumericalError(
    `Stimulus ${stimulus}: in one of the networks all that is used of its neighbours is 0 (it is at right angles to all of them, or equal to them), so there is no cosine. Leave it out, or take a larger k.`,
  );
}

/** What is used of the stimuli whose numbers stand in a table, stimuli × k. */
function valuesAlong(
  rows: Matrix,
  table: Matrix,
  { neighbors, use }: SecondOrderOptions,
  kernels: Kernels,
): Matrix {
  const { alongTable } = kernels.part(neighborKernels);
  if (use === "similarities") return alongTable(rows, table, "products");
  const values = alongTable(rows, table, "squared distances");
  const { data } = values;
  // Of rows of length 1, half the square is 1 − cosine, and keeps its digits where that is small.
  for (let k = 0; k < data.length; k++)
    data[k] = neighbors === "euclidean" ? Math.sqrt(data[k]!) : data[k]! / 2;
  return values;
}

/** @throws {OptionError} for options that exclude each other. */
function assertUsed({ neighbors, use }: SecondOrderOptions): void {
  if (neighbors === "euclidean" && use === "similarities")
    throw new OptionError(
      `second-order-cosine: neighbors is "euclidean", which has no similarities; take use "distances", or neighbors "cosine", "correlation" or "inner-product".`,
      "use",
    );
  if (neighbors === "inner-product" && use === "distances")
    throw new OptionError(
      `second-order-cosine: neighbors is "inner-product", which has no distances; take use "similarities", or neighbors "cosine", "correlation" or "euclidean".`,
      "use",
    );
}
