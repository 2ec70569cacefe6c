import { boolean, type OptionSchemas } from "../../base/options.ts";

/** Of both aligned cosines. */
export interface AlignedCosineOptions {
  center: boolean;
}

export const alignedCosineOptions: OptionSchemas<AlignedCosineOptions> = {
  center: boolean(false, "Subtract each unit's mean over stimuli first."),
};
