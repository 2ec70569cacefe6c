import type { Kernels } from "../../../wasm/kernels.ts";
import type { Explained } from "../explanation.ts";
import { pictureOf } from "./gap.ts";
import { matched } from "./matched.ts";
import { missingPart } from "./missing-part.ts";
import { sharedOverlap } from "./overlap.ts";
import { atNormOne, type Shape } from "./shape.ts";
import { rowSquares } from "./sums.ts";

/** The inner product of two shapes at norm 1 after the best rotation, cos θ, shared out; and 1 − cos θ = ½‖A − B‖² over stimuli. */
export function sharedCosine(given: Shape, other: Shape, of: string, kernels: Kernels): Explained {
  const [x, y] = [atNormOne(given, kernels), atNormOne(other, kernels)];
  const both = matched(x, y, kernels);
  const ones = new Float64Array(both.values.length).fill(1);
  const shared = sharedOverlap({ x, y, both }, ones, of, kernels);
  const features = "both in common axes at norm 1";
  return {
    ...shared,
    differences: missingPart(shared.stimuli!.shares, rowSquares(both.a), rowSquares(both.b), features),
    ...pictureOf(both, 0, kernels),
  };
}
