import { robustPart, type RobustPart, type RobustPiece, type RobustSetup } from "./robust-srm.ts";
import { defineTask } from "../../run/tasks/task.ts";

/** Robust SRM, one subject a piece. */
export const robustSrmStep = defineTask<RobustSetup, RobustPiece, RobustPart>("robust-srm-step", {
  open: (setup, kernels) => (piece) => robustPart(setup, piece, kernels),
});
