import { choice, type OptionSchemas, whole } from "../../../base/options.ts";
import type { LandmarkChoice } from "../../../geometry/large/landmarks.ts";

const landmarkChoices = ["maxmin", "random"] as const satisfies readonly LandmarkChoice[];

/** How maps of many items are made. */
export interface LargeOptions {
  readonly exactUpTo?: number | undefined;
  readonly oversampling?: number | undefined;
  readonly passes?: number | undefined;
  readonly landmarks?: number | undefined;
  readonly landmarkChoice?: LandmarkChoice | undefined;
  readonly pairs?: number | undefined;
}

export const largeOptions = {
  exactUpTo: whole(
    4000,
    0,
    1e9,
    "pcoa: most items for exact eigenvectors, whose time grows with the cube of the items; more are done as by randomised, and that is said.",
  ),
  oversampling: whole(16, 0, 1e6, "randomised: columns of the random matrix beyond the dimensions."),
  passes: whole(
    10,
    2,
    1e6,
    "randomised: times that the matrix is gone through for the axes, at most; once more for the errors.",
  ),
  landmarks: whole(
    100,
    1,
    1e9,
    "landmark: items whose distances to all place the others; all, if there are fewer.",
  ),
  landmarkChoice: choice(
    landmarkChoices,
    "landmark: maxmin takes each time the item furthest from the landmarks so far, random draws them.",
  ),
  pairs: whole(
    2000,
    2,
    1e8,
    "landmark: pairs of which the error is estimated where distances are computed on demand.",
  ),
} satisfies OptionSchemas<LargeOptions>;
