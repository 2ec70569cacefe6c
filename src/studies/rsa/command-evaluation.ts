import { columnFlags } from "../../cli/pictures/flags.ts";

/** Flags of `repgeom rsa` that are of the evaluation of models alone: of no regression and no comparison of groups. */
export const evaluationFlags = [
  ...columnFlags,
  "table",
  "pattern",
  "weighted",
  "selected",
  "interpolated",
  "crossvalidate",
  "subjectFolds",
  "stimulusFolds",
  "repeats",
  "noiseCeiling",
] as const;
