import { fastPart, type FastPart, type FastPiece } from "./fast-srm.ts";
import { defineTask } from "../../run/tasks/task.ts";

/** Fast SRM: one subject a piece, which carries it, so that not all are in memory at once. */
export const fastSrmStep = defineTask<null, FastPiece, FastPart>("fast-srm-step", {
  open: (_, kernels) => (piece) => fastPart(piece, kernels),
});
