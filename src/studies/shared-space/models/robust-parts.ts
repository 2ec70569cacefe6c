import type { Matrix } from "../../../base/matrix.ts";
import { defineTask } from "../../../run/tasks/task.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import { polarFactor, started, type Draw } from "./srm-steps.ts";
import type { Subject } from "./srm-subjects.ts";

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

/** Robust SRM: one subject a piece. */
export const robustSrmStep = defineTask<RobustSetup, RobustPiece, RobustPart>("robust-srm-step", {
  open: (setup, kernels) => (piece) => robustPart(setup, piece, kernels),
});

/** Does one piece. Results lie in ordinary memory. */
function robustPart({ subjects, gamma }: RobustSetup, piece: RobustPiece, kernels: Kernels): RobustPart {
  const { rows, cols, data } = subjects[piece.subject]!;
  const x = kernels.place(rows, cols, data);
  if (piece.step === "begin")
    return { projected: started(x, piece, kernels), energy: kernels.dot(x, x), absolute: 0 };
  if (piece.step === "update") return updated(x, piece, gamma, kernels);
  const { map, shared } = piece.last;
  const individual = individualOf(x, map, shared, gamma, kernels);
  const whole = kernels.detach(kernels.gemm(x, map));
  return { ...freed(x, map, individual, kernels), individual: kernels.detach(individual), whole };
}

/** The map for a shared response, then the individual part for both. */
function updated(
  x: Matrix,
  { shared, before }: RobustPiece & { step: "update" },
  gamma: number,
  kernels: Kernels,
): RobustPart {
  const rest = before ? kernels.subtract(x, individualOf(x, before.map, before.shared, gamma, kernels)) : x;
  const map = polarFactor(kernels.gemm(rest, shared, { transA: true }), kernels);
  const individual = individualOf(x, map, shared, gamma, kernels);
  return { ...freed(x, map, individual, kernels), map: kernels.detach(map) };
}

/** What a subject contributes when its individual part is taken away. */
function freed(x: Matrix, map: Matrix, individual: Matrix, kernels: Kernels): RobustPart {
  const rest = kernels.subtract(x, individual);
  const projected = kernels.detach(kernels.gemm(rest, map));
  const absolute = individual.data.reduce((sum, value) => sum + Math.abs(value), 0);
  return { projected, energy: kernels.dot(rest, rest), absolute };
}

/** The I of least ½‖X − S·Wᵀ − I‖² + gamma·‖I‖₁: each entry of X − S·Wᵀ moves towards 0 by gamma and ends there. */
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
