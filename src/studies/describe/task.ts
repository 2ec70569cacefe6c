import { defineTask, whole } from "../../run/tasks/task.ts";
import type { DescribePiece, DescribeSetup, Found } from "./pieces.ts";

/** Descriptors of a network: one result as it is; of divisions six each, two halves, then two quarters of each. */
export const describeNetwork = defineTask<DescribeSetup, DescribePiece, Found[]>("describe", {
  async open(setup, kernels) {
    const { describePiece } = await import("./compute.ts");
    return (piece) => describePiece(piece, setup, kernels);
  },
  durable: whole,
});
