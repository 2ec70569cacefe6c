import { robustPart, type RobustPart, type RobustPiece, type RobustSetup } from "../alignment/robust-srm.ts";
import { defineTask } from "./task.ts";

/** Robust SRM, one subject a piece. */
export const robustSrmStep = defineTask<RobustSetup, RobustPiece, RobustPart>({
  open: (setup, kernels) => (piece) => robustPart(setup, piece, kernels),
});
