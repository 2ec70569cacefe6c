import { matrix, type Matrix } from "../../base/matrix.ts";
import { createRandom } from "../../base/random.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { squaredNorm, weightedSum } from "./srm-models.ts";
import type { Fit, SharedSpaceOptions } from "./srm-options.ts";
import type { Draw } from "./srm-parts.ts";
import { polarFactor, randomProjection } from "./srm-steps.ts";
import { assertMeasurable, withoutConstantUnits, type Subject } from "./srm-subjects.ts";
import type { OnIteration } from "./srm.ts";

/** Options of `robustSrm`. */
export interface RobustSrmOptions extends SharedSpaceOptions {
  /**
   * Weight of the individual part's absolute values, above 0, in the unit of the responses: what
   * exceeds it beside the shared part is individual. @default 1
   */
  readonly gamma?: number;
}

/** What all steps read. */
export interface RobustSetup {
  readonly subjects: readonly Subject[];
  readonly gamma: number;
}

/** The map and the shared response from which an individual part follows. */
export interface Explained {
  readonly map: Matrix;
  readonly shared: Matrix;
}

/** One subject's part of the start, of an iteration, or the individual part at the end. */
export type RobustPiece =
  | { readonly step: "begin"; readonly subject: number; readonly map: Matrix | Draw }
  | {
      readonly step: "update";
      readonly subject: number;
      readonly shared: Matrix;
      readonly before?: Explained;
    }
  | { readonly step: "finish"; readonly subject: number; readonly last: Explained };

export interface RobustPart {
  /** (X − individual)·W, stimuli × features. */
  readonly projected: Matrix;
  /** ‖X − individual‖². */
  readonly energy: number;
  /** Σ |individual|. */
  readonly absolute: number;
  /** W; from an iteration. */
  readonly map?: Matrix;
  /** Stimuli × units, and X·W with all of X; at the end. */
  readonly individual?: Matrix;
  readonly whole?: Matrix;
}

/** Does pieces over one setup. Results lie in ordinary memory. */
export function robustPart(
  { subjects, gamma }: RobustSetup,
  piece: RobustPiece,
  kernels: Kernels,
): RobustPart {
  const { rows, cols, data } = subjects[piece.subject]!;
  const x = kernels.place(rows, cols, data);
  if (piece.step === "begin") {
    const { map, subject } = piece;
    const projected =
      "seed" in map
        ? randomProjection(x, map.features, createRandom(map.seed, subject))
        : kernels.detach(kernels.gemm(x, map));
    return { projected, energy: kernels.dot(x, x), absolute: 0 };
  }
  if (piece.step === "finish") {
    const { map, shared } = piece.last;
    const individual = individualOf(x, map, shared, gamma, kernels);
    const whole = kernels.detach(kernels.gemm(x, map));
    return { ...freed(x, map, individual, kernels), individual: kernels.detach(individual), whole };
  }
  const { shared, before } = piece;
  const rest = before ? kernels.subtract(x, individualOf(x, before.map, before.shared, gamma, kernels)) : x;
  const map = polarFactor(kernels.gemm(rest, shared, { transA: true }), kernels);
  const individual = individualOf(x, map, shared, gamma, kernels);
  return { ...freed(x, map, individual, kernels), map: kernels.detach(map) };
}

/** What a subject contributes without its individual part. */
function freed(x: Matrix, map: Matrix, individual: Matrix, kernels: Kernels): RobustPart {
  const rest = kernels.subtract(x, individual);
  const projected = kernels.detach(kernels.gemm(rest, map));
  const absolute = individual.data.reduce((sum, value) => sum + Math.abs(value), 0);
  return { projected, energy: kernels.dot(rest, rest), absolute };
}

/** X − S·Wᵀ brought towards 0 by gamma, and to 0 within it: least ½‖X − S·Wᵀ − I‖² + gamma·‖I‖₁. */
export function individualOf(
  x: Matrix,
  map: Matrix,
  shared: Matrix,
  gamma: number,
  kernels: Kernels,
): Matrix {
  const part = kernels.subtract(x, kernels.gemm(shared, map, { transB: true }));
  const { data } = part;
  for (let k = 0; k < data.length; k++) {
    const value = data[k]!;
    data[k] = Math.sign(value) * Math.max(Math.abs(value) - gamma, 0);
  }
  return part;
}

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
  const scale = 0.5 * energies.reduce((sum, energy) => sum + energy, 0);
  let shared = meanOf(begun);
  const objective = [objectiveOf(begun, shared, gamma)];
  let before: Explained[] | undefined;
  for (let iteration = 1; ; iteration++) {
    const given = shared;
    const explained = before;
    const parts = await round(
      subjects.map((_, subject) => ({
        step: "update",
        subject,
        shared: given,
        ...(explained ? { before: explained[subject]! } : {}),
      })),
    );
    before = parts.map(({ map }) => ({ map: map!, shared: given }));
    shared = meanOf(parts);
    objective.push(objectiveOf(parts, shared, gamma));
    onIteration(iteration, fit.iterations);
    const gained = (objective.at(-2)! - objective.at(-1)!) / scale;
    const converged = fit.tolerance > 0 && gained < fit.tolerance;
    if (!converged && iteration < fit.iterations) continue;
    const last = before;
    const ends = await round(
      subjects.map((_, subject) => ({ step: "finish", subject, last: last[subject]! })),
    );
    return {
      shared,
      maps: last.map(({ map }) => map),
      aligned: ends.map(({ projected }) => projected),
      whole: ends.map(({ whole }) => whole!),
      restEnergies: ends.map(({ energy }) => energy),
      individual: ends.map(({ individual }) => individual!),
      energies,
      objective: Float64Array.from(objective),
      iterations: iteration,
      converged,
    };
  }
}

function beginnings(subjects: readonly Subject[], { start, features, seed }: Fit): RobustPiece[] {
  return subjects.map((one, subject) => ({
    step: "begin",
    subject,
    map: start ? withoutConstantUnits(start[subject]!, one) : { features, seed },
  }));
}

function meanOf(parts: readonly RobustPart[]): Matrix {
  return weightedSum(
    parts.map(({ projected }) => projected),
    parts.map(() => 1 / parts.length),
  );
}

/** With S the mean of the K projections, Σ ‖X_i − I_i − S·W_iᵀ‖² = Σ ‖X_i − I_i‖² − K·‖S‖². */
function objectiveOf(parts: readonly RobustPart[], shared: Matrix, gamma: number): number {
  const energy = parts.reduce((sum, part) => sum + part.energy, 0) - parts.length * squaredNorm(shared);
  return 0.5 * Math.max(0, energy) + gamma * parts.reduce((sum, { absolute }) => sum + absolute, 0);
}

/** Shared and individual part of other responses under a fixed map, by turns. */
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
