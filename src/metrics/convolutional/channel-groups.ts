import { atan2 } from "../../base/math/arc.ts";
import type { Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { alignedGap } from "../procrustes/aligned-gap.ts";
import { angleUnder, bestCoupling, oneToOne, totalOf, type PreparedUnits } from "../matching/matching.ts";

/** The motions of channels that a comparison may make. */
export interface ChannelGroup {
  /** Max over motions Q of ⟨X, Y·Q⟩, from the product XᵀY. */
  gain(product: Matrix, kernels: Kernels): number;
  /** Something never smaller, at a small part of the cost. */
  bound(product: Matrix, kernels: Kernels): number;
  /** The angle from the data themselves, where the product has lost its digits. */
  angle(x: Factor, y: Factor, kernels: Kernels): number;
}

/** One network's responses as they are compared. */
export interface Factor {
  /** (stimuli · height · width) × rank. */
  readonly factor: Matrix;
  readonly norm: number;
}

/** Rotations and reflections of the channels. */
export const orthogonalGroup: ChannelGroup = {
  gain: (product, kernels) => kernels.nuclearNorm(product),
  bound: (product, kernels) => kernels.norm(product) * Math.sqrt(Math.min(product.rows, product.cols)),
  angle(x, y, kernels) {
    const { apart, together } = alignedGap(x, y, kernels);
    return 2 * atan2(apart, together);
  },
};

/** Reorderings of the channels, the fewer being given channels of zeros. */
export const permutationGroup: ChannelGroup = {
  gain: (product, kernels) => totalOf(product, oneToOne.couple(product, true, kernels)),
  bound: (product, kernels) =>
    sumOfRowMaxima(product.rows <= product.cols ? product : kernels.transpose(product)),
  angle(x, y, kernels) {
    const [left, right] = [x, y].map(({ factor, norm }) => ({
      units: kernels.transpose(factor),
      norm,
      exponent: 0,
    })) as [PreparedUnits, PreparedUnits];
    return angleUnder(left, right, bestCoupling(left, right, oneToOne, kernels));
  },
};

function sumOfRowMaxima({ rows, cols, data }: Matrix): number {
  let sum = 0;
  for (let i = 0; i < rows; i++) {
    let largest = -Infinity;
    for (let j = 0; j < cols; j++) largest = Math.max(largest, data[i * cols + j]!);
    sum += largest;
  }
  return sum;
}
