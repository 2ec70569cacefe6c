/** Rows between which a dissimilarity is a plain distance, and those distances. */
import { pow } from "../../../base/math/pow.ts";
import type { Matrix } from "../../../base/matrix.ts";
import { scaleAndCenter, scaledResponses, type Responses } from "../../../data/responses.ts";
import type { Kernels } from "../../../wasm/kernels.ts";

import type { ChosenDissimilarity, Dissimilarity, RdmSource } from "../dissimilarity.ts";
import { centredOnGrid } from "./grid.ts";

/** Squared Euclidean distances: all that is left of many dissimilarities after their preparation. */
export const squaredBetween: Dissimilarity["between"] = (rows, count, kernels) =>
  kernels.euclideanBetweenRows(rows, count, { squared: true });

/**
 * The distance of which a dissimilarity is the square: the same rows, and their Euclidean
 * distances. It has no inner product, because a root is no sum over pairs of rows.
 */
export function rootOf(
  square: Dissimilarity,
  text: Pick<Dissimilarity, "title" | "equation">,
): Dissimilarity {
  const { innerProduct: _, ...squared } = square;
  return {
    ...squared,
    ...text,
    degree: 1,
    properties: (options) => ({ ...squared.properties(options), kind: "distance" }),
    between: (rows, count, kernels) => kernels.euclideanBetweenRows(rows, count),
  };
}

/**
 * Distances do not change when all rows move together; near the origin products keep their digits.
 * Whole numbers stay whole, so that equal distances stay equal.
 */
export function centredRows(input: Responses, kernels: Kernels, options: ChosenDissimilarity): RdmSource {
  const { matrix: centred, means, exponent } = scaleAndCenter(input, true, kernels);
  const whole = exponent === 0 && centredOnGrid(input.responses, centred, means!, kernels);
  const matrix = whole || centred;
  return { rows: perUnitRows(withoutMean(matrix, options, kernels), options, kernels), exponent };
}

/**
 * Differences of close numbers are exact as they stand; centring would round them.
 * @param power - rows are divided by that power of the number of units
 */
export function uncentredRows(input: Responses, kernels: Kernels, power: number): RdmSource {
  const { matrix, exponent } = scaledResponses(input, kernels);
  return { rows: power === 0 ? matrix : kernels.scale(matrix, pow(matrix.cols, -power)), exponent };
}

/** Each row minus its own mean, if asked. */
export function withoutMean(rows: Matrix, { removeMean }: ChosenDissimilarity, kernels: Kernels): Matrix {
  return removeMean ? kernels.centerRows(rows) : rows;
}

/** Rows whose squared distances are means over units in place of sums, if asked. */
export function perUnitRows(rows: Matrix, { perUnit }: ChosenDissimilarity, kernels: Kernels): Matrix {
  return perUnit ? kernels.scale(rows, 1 / Math.sqrt(rows.cols)) : rows;
}
