import { srmParts, type SrmPart, type SrmPiece, type SrmSetup } from "./srm-parts.ts";
import { defineTask } from "../../run/tasks/task.ts";

/**
 * Shared response models and hyperalignment. A piece is some subjects, each done on its own, so
 * that the shared response crosses once for all of them.
 */
export const srmStep = defineTask<SrmSetup, readonly SrmPiece[], SrmPart[]>("srm-step", {
  open(setup, kernels) {
    const part = srmParts(setup, kernels);
    return (pieces) => pieces.map(part);
  },
});
