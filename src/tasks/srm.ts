import { srmPart, type SrmPart, type SrmPiece, type SrmSetup } from "../alignment/srm-parts.ts";
import { defineTask } from "./task.ts";

/** Shared response models and hyperalignment: one subject a piece, the shared response in the piece. */
export const srmStep = defineTask<SrmSetup, SrmPiece, SrmPart>({
  open: (setup, kernels) => (piece) => srmPart(setup, piece, kernels),
});
