import { matrix, type Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { startOf, type Fit } from "./fit.ts";
import {
  individualOf,
  type Explained,
  type RobustPart,
  type RobustPiece,
  type RobustSetup,
} from "./models/robust-parts.ts";
import { meanOf, squaredNorm } from "./models/srm-models.ts";
import { polarFactor } from "./models/srm-steps.ts";
import { assertMeasurable, type Subject } from "./models/srm-subjects.ts";
import type { OnIteration } from "./srm.ts";

/** Does one piece for each subject. */
type Round = (pieces: readonly RobustPiece[]) => Promise<RobustPart[]>;

/**
 * Robust SRM: X_i ≈ S·W_iᵀ + I_i with W_iᵀ·W_i = I and a sparse individual part I_i. Least
 * Σ ½‖X_i − S·W_iᵀ − I_i‖² + gamma·‖I_i‖₁ by turns: maps, individual parts, shared response.
 *
 * Source: Turek, Ellis, Skalaban, Turk-Browne & Willke, "Capturing shared and individual information
 * in fMRI data", ICASSP 2018.
 */
export async function fitRobustSrm(
  { subjects, gamma }: RobustSetup,
  fit: Fit,
  round: Round,
  onIteration: OnIteration,
) {
  const begun = await round(beginnings(subjects, fit));
  const energies = begun.map(({ energy }) => energy);
  subjects.forEach((subject, i) => assertMeasurable(subject, energies[i]!));
  const course = await alternate(begun, { gamma, fit, round, onIteration });
  const { shared, last, ...facts } = course;
  const ends = await round(last.map((one, subject) => ({ step: "finish", subject, last: one })));
  return {
    shared,
    maps: last.map(({ map }) => map),
    aligned: ends.map(({ projected }) => projected),
    whole: ends.map(({ whole }) => whole!),
    restEnergies: ends.map(({ energy }) => energy),
    individual: ends.map(({ individual }) => individual!),
    energies,
    ...facts,
  };
}

/** Iterations from the parts of the start; `last` explains the individual parts at the end. */
async function alternate(
  begun: readonly RobustPart[],
  { gamma, fit, round, onIteration }: { gamma: number; fit: Fit; round: Round; onIteration: OnIteration },
) {
  const scale = 0.5 * begun.reduce((sum, { energy }) => sum + energy, 0);
  let shared = sharedOf(begun);
  const objective = [objectiveOf(begun, shared, gamma)];
  let last: Explained[] | undefined;
  for (let iteration = 1; ; iteration++) {
    const parts = await round(updates(begun.length, shared, last));
    const madeFor = shared;
    last = parts.map(({ map }) => ({ map: map!, shared: madeFor }));
    shared = sharedOf(parts);
    objective.push(objectiveOf(parts, shared, gamma));
    onIteration(iteration, fit.iterations);
    const gained = (objective.at(-2)! - objective.at(-1)!) / scale;
    const converged = fit.tolerance > 0 && gained < fit.tolerance;
    if (converged || iteration >= fit.iterations)
      return { shared, last, objective: Float64Array.from(objective), iterations: iteration, converged };
  }
}

function updates(count: number, shared: Matrix, last: readonly Explained[] | undefined): RobustPiece[] {
  return Array.from({ length: count }, (_, subject) => ({
    step: "update",
    subject,
    shared,
    ...(last ? { before: last[subject]! } : {}),
  }));
}

function beginnings(subjects: readonly Subject[], fit: Fit): RobustPiece[] {
  return subjects.map((one, subject) => ({ step: "begin", subject, map: startOf(fit, one, subject) }));
}

/** S is the mean of the projections. */
function sharedOf(parts: readonly RobustPart[]): Matrix {
  return meanOf(parts.map(({ projected }) => projected));
}

/** With S the mean of the K projections, Σ ‖X_i − I_i − S·W_iᵀ‖² = Σ ‖X_i − I_i‖² − K·‖S‖². */
function objectiveOf(parts: readonly RobustPart[], shared: Matrix, gamma: number): number {
  const energy = parts.reduce((sum, part) => sum + part.energy, 0) - parts.length * squaredNorm(shared);
  return 0.5 * Math.max(0, energy) + gamma * parts.reduce((sum, { absolute }) => sum + absolute, 0);
}

/** Shared and individual part of other responses for a fixed map, by turns. */
export function separate(
  x: Matrix,
  map: Matrix,
  gamma: number,
  iterations: number,
  kernels: Kernels,
): { shared: Matrix; individual: Matrix } {
  let individual = matrix(x.rows, x.cols);
  let shared = matrix(x.rows, map.cols);
  for (let iteration = 0; iteration < iterations; iteration++) {
    [shared, individual] = kernels.scope(() => {
      const projected = kernels.gemm(kernels.subtract(x, individual), map);
      return [kernels.detach(projected), kernels.detach(individualOf(x, map, projected, gamma, kernels))];
    });
  }
  return { shared, individual };
}

/** Map and individual part of a further subject for a fixed shared response, by turns. */
export function joinRobustly(
  x: Matrix,
  shared: Matrix,
  gamma: number,
  iterations: number,
  kernels: Kernels,
): { map: Matrix; individual: Matrix } {
  let individual = matrix(x.rows, x.cols);
  let map = matrix(x.cols, shared.cols);
  for (let iteration = 0; iteration < iterations; iteration++) {
    [map, individual] = kernels.scope(() => {
      const inner = kernels.gemm(kernels.subtract(x, individual), shared, { transA: true });
      const found = polarFactor(inner, kernels);
      return [kernels.detach(found), kernels.detach(individualOf(x, found, shared, gamma, kernels))];
    });
  }
  return { map, individual };
}
