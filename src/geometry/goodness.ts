import { inner, type Matrix } from "../base/matrix.ts";
import { distanceBetween } from "./coordinates.ts";
import { onePart, step, type PartWork, type Steps } from "./parts.ts";

/** The pair whose distance the embedding shows worst. */
export interface WorstPair {
  readonly row: number;
  readonly col: number;
  /** As given. */
  readonly distance: number;
  /** Euclidean, between the two points of the embedding. */
  readonly embedded: number;
}

/** How well points show distances. */
export interface Fit {
  /** sqrt(Σ (embedded − distance)² / Σ distance²) over pairs. 0: every distance is exact. */
  readonly stress: number;
  /**
   * Pearson correlation of embedded and given distances over pairs, that of the points in a
   * Shepard diagram. Range [−1, 1]; absent where either does not vary.
   */
  readonly shepard?: number;
  /** Absent for a single item. */
  readonly worstPair?: WorstPair;
}

/**
 * How well points show the distances between them.
 *
 * @param distances - n × n
 * @param coordinates - n × dimensions, in the unit of the distances
 * @param unit - what both were divided by; the worst pair is told in the original unit
 *
 * Stress: Kruskal's stress-1 (Psychometrika 29, 1964) for metric scaling, relative to the
 * distances that are given.
 */
export function goodnessOfFit({ rows: n, data }: Matrix, coordinates: Matrix, unit = 1): Fit {
  const [given, shown] = [new Float64Array((n * (n - 1)) / 2), new Float64Array((n * (n - 1)) / 2)];
  let [errors, total, worst, next] = [0, 0, -1, 0];
  let worstPair: WorstPair | undefined;
  for (let row = 0; row < n; row++) {
    for (let col = row + 1; col < n; col++) {
      const distance = data[row * n + col]!;
      const embedded = distanceBetween(coordinates.data, coordinates.cols, row, col);
      const error = Math.abs(embedded - distance);
      errors += error * error;
      total += distance * distance;
      given[next] = distance;
      shown[next++] = embedded;
      if (error <= worst) continue;
      worst = error;
      worstPair = { row, col, distance: distance * unit, embedded: embedded * unit };
    }
  }
  const shepard = correlationInPlace(given, shown);
  return {
    stress: total > 0 ? Math.sqrt(errors / total) : 0,
    ...(shepard === undefined ? {} : { shepard }),
    ...(worstPair ? { worstPair } : {}),
  };
}

interface FitSetup {
  readonly distances: Matrix;
  readonly coordinates: Matrix;
  readonly unit: number;
}

/** The steps of `goodnessOfFit`. */
export function fitSteps(distances: Matrix, coordinates: Matrix, unit: number): Steps<Fit> {
  return step(fits, onePart({ distances, coordinates, unit }, 20 * distances.data.length));
}

/** How well points fit. */
export const fits: PartWork<FitSetup, null, Fit> = {
  name: "goodness-of-fit",
  open:
    ({ distances, coordinates, unit }) =>
    () =>
      goodnessOfFit(distances, coordinates, unit),
};

/** Pearson's correlation; undefined where one side does not vary beyond rounding. */
export function correlation(x: ArrayLike<number>, y: ArrayLike<number>): number | undefined {
  return correlationInPlace(Float64Array.from(x), Float64Array.from(y));
}

/** As `correlation`; both lists are overwritten, because those of all pairs take megabytes. */
function correlationInPlace(x: Float64Array, y: Float64Array): number | undefined {
  const [a, b] = [deviations(x), deviations(y)];
  if (!a || !b) return undefined;
  return Math.min(1, Math.max(-1, inner(a, b)));
}

/** Centred, at length 1, in place; undefined if what is left is rounding. */
function deviations(x: Float64Array): Float64Array | undefined {
  const largest = x.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (largest === 0) return undefined;
  const mean = x.reduce((sum, value) => sum + value / largest, 0) / x.length;
  for (let k = 0; k < x.length; k++) x[k] = x[k]! / largest - mean;
  const norm = Math.sqrt(x.reduce((sum, value) => sum + value * value, 0));
  if (!(norm > x.length * Number.EPSILON)) return undefined;
  for (let k = 0; k < x.length; k++) x[k]! /= norm;
  return x;
}

/** Above this stress-1 a map shows little of the distances. Kruskal calls 0.2 poor. */
const mostStress = 0.4;

/** A sentence for a map that is not to be trusted. */
export function stressNotes(stress: number): string[] {
  if (!(stress > mostStress)) return [];
  return [
    `stress ${stress.toPrecision(2)} is above ${mostStress}: the map shows little of the distances, so read the values instead, or take more dimensions`,
  ];
}
