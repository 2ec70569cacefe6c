import { square } from "../../../base/math/powers.ts";
import { solved } from "../../../base/math/solve.ts";
import type { Axis, Point } from "./points.ts";

/** Limits and their standard errors, for each pair. */
interface Spread {
  readonly limit: Float64Array;
  readonly standardError: Float64Array;
}

/**
 * @param whole - values of each point, for all pairs
 * @param lessOnes - the same without each part, axis by axis
 */
export function spreadOf(
  points: readonly Point[],
  whole: readonly Float64Array[],
  lessOnes: readonly (readonly Float64Array[])[],
  { over, parts }: { readonly over: readonly Axis[]; readonly parts: number },
): Spread {
  const weights = weightsOf(points, over);
  const limit = limitOf(whole, weights);
  const lessLimits = lessOnes.map((values) => limitOf(values, weights));
  const standardError = limit.map((_, pair) => {
    let variance = 0;
    for (let axis = 0; axis < over.length; axis++) {
      const ofAxis = lessLimits.slice(axis * parts, (axis + 1) * parts).map((values) => values[pair]!);
      const mean = ofAxis.reduce((sum, value) => sum + value, 0) / parts;
      variance += ((parts - 1) / parts) * ofAxis.reduce((sum, value) => sum + square(value - mean), 0);
    }
    return Math.sqrt(variance);
  });
  return { limit, standardError };
}

/** Weights by which the values of the points add to the limit: it is linear in them, and the same line for every pair. */
function weightsOf(points: readonly Point[], over: readonly Axis[]): Float64Array {
  const rows = points.map((point) => [1, ...over.map((axis) => 1 / point[axis])]);
  const size = over.length + 1;
  const normal = Array.from({ length: size }, (_, p) =>
    Array.from({ length: size }, (_q, q) => rows.reduce((sum, row) => sum + row[p]! * row[q]!, 0)),
  );
  const first = solved(normal.map((row, p) => [...row, p === 0 ? 1 : 0]));
  return Float64Array.from(rows, (row) => row.reduce((sum, value, p) => sum + value * first[p]!, 0));
}

/** The weights sum to 1. What is the same at every point, as a network against itself, stays exactly that. */
function limitOf(values: readonly Float64Array[], weights: Float64Array): Float64Array<ArrayBuffer> {
  const [first] = values;
  const limit = first!.slice();
  for (const [k, ofPoint] of values.entries())
    for (let pair = 0; pair < limit.length; pair++)
      limit[pair]! += weights[k]! * (ofPoint[pair]! - first![pair]!);
  return limit;
}
