import { exp } from "../../base/math/exp.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import { choice, seed, whole } from "../../base/options.ts";
import { definePairMetric } from "../metric.ts";
import { neighborRows, tableOf } from "../neighbors/table.ts";
import { estimatedTrace, exactTrace, times } from "./heat-trace.ts";
import { neighborGraph } from "./neighbor-graph.ts";

export interface ImdOptions {
  k: number;
  spectrum: "lanczos" | "exact";
  steps: number;
  probes: number;
  seed: number;
  normalization: "trace" | "mean";
}

/** 1 × times: the heat trace at each. */
type Prepared = { trace: Matrix };

/**
 * Intrinsic multi-scale distance: the largest difference of the heat traces of two neighbour graphs,
 *
 *   IMD(X, Y) = max over t of c(t)·|h_X(t) − h_Y(t)|,   c(t) = e^(−2(t + 1/t)),   h_X(t) = tr e^(−t·L_X)
 *
 * with the normalised Laplacian L_X of the graph that joins each stimulus with its k nearest, in either direction. Of times, those
 * of the authors' code: 256 between 0.1 and 10. It obeys the triangle inequality; networks with the same spectrum are at 0.
 */
export const imd = definePairMetric<Prepared, ImdOptions>({
  name: "imd",
  title: "Intrinsic multi-scale distance",
  summary: "How differently heat spreads on the neighbour graphs of two networks' stimuli.",
  source:
    "Tsitsulin, Munkhoeva, Mottin, Karras, Bronstein, Oseledets & Müller, ICLR 2020, arXiv:1905.11141, §3",
  family: "Topology and scale",
  cost: { network: "m²·n + probes·steps·m·(k + steps)", pair: "1" },
  blindTo:
    "Which stimulus is where: networks whose neighbour graphs have the same eigenvalues are at 0, also where their stimuli are shuffled.",
  accepts: "matrix",
  options: {
    k: whole(5, 1, 10_000, "Nearest neighbours that each stimulus is joined with, by Euclidean distance."),
    spectrum: choice(
      ["lanczos", "exact"],
      "lanczos: the trace is estimated from random vectors, the same for all networks. exact: from all eigenvalues, which takes time of m³.",
    ),
    steps: whole(10, 1, 1000, "Steps of Lanczos from each random vector."),
    probes: whole(100, 1, 1e6, "Random vectors; the error falls with the root of their number."),
    seed: seed("Decides the random vectors."),
    normalization: choice(
      ["trace", "mean"],
      "trace: h(t) as in the paper. mean: over the number of stimuli, as the authors' code (times its factor of 10⁶).",
    ),
  },
  testedWith: [
    {},
    { k: 3, steps: 6, probes: 20, seed: 5 },
    { spectrum: "exact" },
    { spectrum: "exact", normalization: "mean", k: 2 },
  ],

  properties: ({ normalization }) => ({
    kind: "distance",
    pseudo: true,
    symmetric: true,
    range: [0, normalization === "mean" ? exp(-4) : Infinity],
    invariantTo: ["permutation", "orthogonal", "isotropic-scaling", "translation"],
    self: 0,
  }),

  operations: () => times.length,

  prepare(input, options, kernels) {
    const graph = neighborGraph(
      tableOf(input, neighborRows(input, "euclidean", kernels), options.k, kernels),
    );
    const exact = options.spectrum === "exact";
    const trace = exact ? exactTrace(graph, kernels) : estimatedTrace(graph, options, kernels);
    const by = options.normalization === "mean" ? input.responses.rows : 1;
    return {
      trace: matrix(
        1,
        times.length,
        trace.map((value) => value / by),
      ),
    };
  },

  isCopied: () => true,

  compare(x, y) {
    let largest = 0;
    for (const [k, t] of times.entries()) {
      const gap = Math.abs(x.trace.data[k]! - y.trace.data[k]!);
      largest = Math.max(largest, exp(-2 * (t + 1 / t)) * gap);
    }
    return largest;
  },
});
