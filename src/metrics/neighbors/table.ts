import { NumericalError, ShapeError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import { scaledResponses, stimulusName, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { neighborKernels } from "../../wasm/parts/neighbors.ts";
import type { NeighborOptions, Neighbors } from "./options.ts";

/** What all measures of neighbours keep of one network. */
export type PreparedTable = {
  /** Numbers of the k nearest stimuli of each, nearest first: stimuli × k. */
  table: Matrix;
};

/** Stimuli as rows among which near ones are found. */
export interface NeighborRows {
  /** Stimuli × units; of length 1 for cosines and correlations. */
  readonly rows: Matrix;
  /** Power of two that was divided out. */
  readonly exponent: number;
  /** Near is a great inner product, and not a small distance. */
  readonly inner: boolean;
}

/**
 * The k nearest neighbours of each stimulus, and nothing else: what is left of a network for most of these measures.
 * @throws as `neighborRows` and `tableOf`.
 */
export function prepareTable(input: Responses, options: NeighborOptions, kernels: Kernels): PreparedTable {
  return { table: tableOf(input, neighborRows(input, options.neighbors, kernels), options.k, kernels) };
}

/**
 * Rows on which near is a small distance or a great inner product. Of rows of length 1, the order of the distances
 * is that of the cosines, and keeps its digits where cosines are near 1.
 * @throws {NumericalError} naming a stimulus that has no direction.
 */
export function neighborRows(input: Responses, neighbors: Neighbors, kernels: Kernels): NeighborRows {
  const { matrix, exponent } = scaledResponses(input, kernels);
  if (neighbors === "euclidean" || neighbors === "inner-product")
    return { rows: matrix, exponent, inner: neighbors === "inner-product" };
  const center = neighbors === "correlation";
  const result = kernels.unitRows(matrix, { center });
  if ("unit" in result) return { rows: result.unit, exponent: 0, inner: false };
  const why = center ? "all equal, so it correlates with nothing" : "all 0, so it has no direction";
  throw new NumericalError(
    `${input.name}: ${stimulusName(input, result.degenerate)}: its responses are ${why}. Leave it out, or take other neighbours: euclidean or inner-product.`,
  );
}

/**
 * The k nearest of each stimulus, stimuli × k.
 * @param self - whether a stimulus may be among its own neighbours
 * @throws {ShapeError} if there are too few stimuli.
 */
export function tableOf(
  { name, shape }: Responses,
  { rows, inner }: NeighborRows,
  k: number,
  kernels: Kernels,
  self = false,
): Matrix {
  const others = shape[0]! - (self ? 0 : 1);
  if (k > others)
    throw new ShapeError(
      `${name} has ${shape[0]} stimuli, so each has ${others} neighbours${self ? " with itself" : ""}; k is ${k}. Give more stimuli, or a smaller k.`,
    );
  return kernels.part(neighborKernels).nearestRows(rows, k, { inner, self });
}
