import { matrix, type Matrix } from "../../../base/matrix.ts";
import { defineTask } from "../../../run/tasks/task.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import { started, type Draw, stepFromGram, stepFromResponses } from "./srm-steps.ts";
import type { Subject } from "./srm-subjects.ts";

/** What all steps of a fit read. */
export interface SrmSetup {
  readonly subjects: readonly Subject[];
  /** X·Xᵀ of each subject whose iterations use it. */
  readonly grams?: readonly (Float64Array | undefined)[];
  /** Added on the diagonal of XᵀS. */
  readonly perturbation: number;
}

/** One subject's part of the start, of an iteration, or of the last one, which gives the map. */
export type SrmPiece =
  | { readonly step: "begin"; readonly subject: number; readonly map: Matrix | Draw; readonly gram: boolean }
  | { readonly step: "update" | "finish"; readonly subject: number; readonly shared: Matrix };

/** What a subject contributes. */
export interface SrmPart {
  /** X·W, stimuli × features. */
  readonly projected: Matrix;
  /** ⟨X·W, S⟩; 0 at the start. */
  readonly gain: number;
  /** W, units × features; only at the end. */
  readonly map?: Matrix;
  /** ‖X‖² and, if asked for, X·Xᵀ; only at the start. */
  readonly energy?: number;
  readonly gram?: Float64Array;
}

/** Gram matrices up to this many bytes stay in the memory of every thread. */
const residentBytes = 64 * 2 ** 20;

/**
 * Shared response models and hyperalignment. A piece of this task is some subjects, so that the
 * shared response crosses once for all of them; each subject is computed on its own.
 */
export const srmStep = defineTask<SrmSetup, readonly SrmPiece[], SrmPart[]>("srm-step", {
  open(setup, kernels) {
    const part = srmParts(setup, kernels);
    return (pieces) => pieces.map(part);
  },
});

/** Does pieces over one setup. Results lie in ordinary memory. */
function srmParts(setup: SrmSetup, kernels: Kernels): (piece: SrmPiece) => SrmPart {
  const grams = setup.subjects.map(({ rows }, i) => {
    const data = setup.grams?.[i];
    return data && matrix(rows, rows, data);
  });
  const bytes = grams.reduce((sum, gram) => sum + (gram?.data.byteLength ?? 0), 0);
  const ready =
    bytes > residentBytes
      ? grams
      : grams.map((gram) => gram && kernels.place(gram.rows, gram.cols, gram.data));
  return (piece) => kernels.scope(() => partOf(setup, ready[piece.subject], piece, kernels));
}

function partOf(
  { subjects, perturbation }: SrmSetup,
  gram: Matrix | undefined,
  piece: SrmPiece,
  kernels: Kernels,
): SrmPart {
  const { rows, cols, data } = subjects[piece.subject]!;
  const step = piece.step === "update" && gram && stepFromGram(gram, piece.shared, kernels);
  if (step) return { projected: kernels.detach(step.projected), gain: step.gain };
  const x = kernels.place(rows, cols, data);
  if (piece.step === "begin") return begun(x, piece, kernels);
  const { projected, gain, map } = stepFromResponses(x, piece.shared, perturbation, kernels);
  const part = { projected: kernels.detach(projected), gain };
  return piece.step === "finish" ? { ...part, map: kernels.detach(map) } : part;
}

function begun(x: Matrix, piece: SrmPiece & { step: "begin" }, kernels: Kernels): SrmPart {
  const part = { projected: started(x, piece, kernels), gain: 0, energy: kernels.dot(x, x) };
  return piece.gram ? { ...part, gram: kernels.detach(kernels.syrk(x)).data } : part;
}
