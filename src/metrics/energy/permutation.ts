import { matrix, type Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { exchangePartners } from "./exchange.ts";
import { evaluate, type Evaluation, type Pairing } from "./objective.ts";
import type { Descent, Limits } from "./orthogonal.ts";
import { matchingKernels } from "../../wasm/parts/matchings.ts";

/**
 * A matching of units near `start` that neither reweighting nor exchanging the partners of two units betters.
 *
 * A reweighted step is an assignment problem. It ends early, because weights 1 / distance
 * favour the matching that they come from; so partners are exchanged next.
 */
export function descendMatchings(pairing: Pairing, start: Matrix, limits: Limits, kernels: Kernels): Descent {
  let here = evaluate(pairing, start, kernels);
  const history = [here.loss];
  for (let step = 0; step < limits.iterations && here.loss > 0; step++) {
    const next = reassigned(pairing, here, kernels) ?? exchanged(pairing, here, kernels);
    if (!next) break;
    here = next;
    history.push(here.loss);
  }
  return { ...here, history };
}

/** The matching that is best under the weights of this place, if it is better. */
function reassigned(pairing: Pairing, here: Evaluation, kernels: Kernels): Evaluation | undefined {
  const motion = matchingMatrix(
    kernels.part(matchingKernels).linearAssignment(here.cross, { maximize: true }),
  );
  const moves = motion.data.some((value, k) => value !== here.motion.data[k]);
  return moves ? ifBetter(pairing, here, motion, kernels) : undefined;
}

function exchanged(pairing: Pairing, here: Evaluation, kernels: Kernels): Evaluation | undefined {
  const { rows: n, data } = here.motion;
  const partners = Int32Array.from({ length: n }, (_, i) => data.subarray(i * n, (i + 1) * n).indexOf(1));
  const better = exchangePartners(pairing, partners, here.motion, here.cross, kernels);
  return better && ifBetter(pairing, here, matchingMatrix(better), kernels);
}

function ifBetter(
  pairing: Pairing,
  here: Evaluation,
  motion: Matrix,
  kernels: Kernels,
): Evaluation | undefined {
  const there = evaluate(pairing, motion, kernels);
  return there.loss < here.loss ? there : undefined;
}

/** Q with a one where unit i of y goes to axis `partners[i]`. */
export function matchingMatrix(partners: ArrayLike<number>): Matrix {
  const n = partners.length;
  const motion = matrix(n, n);
  for (let i = 0; i < n; i++) motion.data[i * n + partners[i]!] = 1;
  return motion;
}
