import { condensedRdm, loadFor } from "../../rdm/compute.ts";
import { frameOf, resolvedOf, type FramePiece, type FrameRdm, type Frames } from "../../rdm/movie.ts";
import { defineTask } from "../../run/tasks/task.ts";

/** The RDM of one time, or of the mean over some: one frame a piece. */
export const rdmFrame = defineTask<Frames, FramePiece, FrameRdm>("rdm-frame", {
  async open(frames, kernels) {
    await loadFor(frames.resolved);
    return (piece) => condensedRdm(frameOf(frames, piece), resolvedOf(frames, piece), kernels);
  },
});
