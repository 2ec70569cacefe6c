import { exp } from "../../base/math/exp.ts";
import { pow } from "../../base/math/pow.ts";
import { square } from "../../base/math/powers.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { lanczosRules } from "./lanczos.ts";
import { rootDegrees, wholeAdjacency, type Graph } from "./neighbor-graph.ts";

/** Times of diffusion: 256 from 0.1 to 10, their logarithms equally spaced. */
export const times = Float64Array.from({ length: 256 }, (_, k) => pow(10, -1 + (2 * k) / 255));

/** How the trace is estimated. */
export interface Quadrature {
  readonly steps: number;
  readonly probes: number;
  readonly seed: number;
}

/**
 * tr e^(−t·L) at all times, of the normalised Laplacian L = I − B, B = D^−½·A·D^−½, from all its eigenvalues.
 */
export function exactTrace(graph: Graph, kernels: Kernels): Float64Array {
  return kernels.scope(() => {
    const eigenvalues = kernels.eigenvalues(wholeAdjacency(graph)).slice();
    return times.map((t) => {
      let sum = 0;
      for (const beta of eigenvalues) sum += exp(-t * (1 - beta));
      return sum;
    });
  });
}

/**
 * The same by stochastic Lanczos quadrature: zᵀ·f(B)·z of random signs z from some steps of Lanczos, the mean over z. Of
 * e^(−t·L) = e^(−t)·e^(t·B) the part 1 + t·B + t²·B²/2 is taken out before, because its trace m + t²·‖B‖²/2 is known.
 */
export function estimatedTrace(graph: Graph, quadrature: Quadrature, kernels: Kernels): Float64Array {
  const roots = rootDegrees(graph);
  const m = roots.length;
  const rest = new Float64Array(times.length);
  for (const { nodes, weights } of lanczosRules(graph, quadrature, kernels)) {
    for (let k = 0; k < times.length; k++) {
      for (let at = 0; at < nodes.length; at++) rest[k]! += weights[at]! * remainder(times[k]! * nodes[at]!);
    }
  }
  const norm = squaredNorm(graph, roots);
  return times.map((t, k) => exp(-t) * (m + (square(t) * norm) / 2 + (m * rest[k]!) / quadrature.probes));
}

/** eˣ − 1 − x − x²/2. */
function remainder(x: number): number {
  return exp(x) - 1 - x - square(x) / 2;
}

/** ‖B‖². */
function squaredNorm({ starts, nodes }: Graph, roots: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < roots.length; i++) {
    for (let at = starts[i]!; at < starts[i + 1]!; at++) sum += square(roots[i]! * roots[nodes[at]!]!);
  }
  return sum;
}
