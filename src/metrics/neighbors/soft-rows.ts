import { square } from "../../base/math/powers.ts";
import { NumericalError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import { assertVaries, scaleAndCenter, scaledResponses, type Responses } from "../../data/responses.ts";
import { directions } from "../../rdm/dissimilarities/shared/directions.ts";
import type { Kernels } from "../../wasm/kernels.ts";

export type SoftSimilarity = "cosine" | "euclidean" | "correlation" | "inner-product";

export interface SoftKnnOptions {
  temperature: number;
  neighbors: SoftSimilarity;
}

/** One network whose inner products, or squared distances, over `unit` are its similarities. */
export type SoftRows = {
  /** stimuli × units: unit rows for cosine and correlation, centred ones for euclidean. */
  readonly rows: Matrix;
  /** What products are divided by: the mean square of the norms, or the mean squared distance. */
  readonly unit: number;
  readonly isEuclidean: number;
};

/** @throws {NumericalError} for fewer than 3 stimuli, and where stimuli have no direction or do not vary. */
export function softRows(input: Responses, { neighbors }: SoftKnnOptions, kernels: Kernels): SoftRows {
  const m = input.responses.rows;
  if (m < 3)
    throw new NumericalError(
      `${input.name}: soft-knn needs at least 3 stimuli, got ${m}: of 2 each is the other's only neighbour.`,
    );
  if (neighbors === "cosine" || neighbors === "correlation") {
    const { rows } = directions(input, neighbors === "correlation", kernels);
    return { rows, unit: 1, isEuclidean: 0 };
  }
  const isEuclidean = neighbors === "euclidean";
  const rows = isEuclidean
    ? scaleAndCenter(input, true, kernels).matrix
    : scaledResponses(input, kernels).matrix;
  const norm = kernels.norm(rows);
  assertVaries(input, norm, isEuclidean);
  const unit = isEuclidean ? (2 * square(norm)) / (m - 1) : square(norm) / m;
  return { rows, unit, isEuclidean: +isEuclidean };
}
