import { distanceBetween } from "../coordinates.ts";
import type { Fit, WorstPair } from "../goodness.ts";
import { addTo, correlationOf, moments, noMoments, type Moments } from "./moments.ts";

/** Points, and what is known of the squares of the distances between them. */
export interface FitSetup {
  /** n × dimensions, divided by the unit of the distances. */
  readonly points: Float64Array;
  readonly dimensions: number;
  /** Mean of the squares of each row. */
  readonly means: Float64Array;
}

/** What the pairs of some rows say of how well points show their distances. All divided by the unit. */
export interface PartFit {
  readonly moments: Moments;
  /** Σ (embedded − distance)² and Σ distance² over pairs. */
  readonly errors: number;
  readonly total: number;
  readonly worst: (WorstPair & { readonly error: number }) | undefined;
  /** Σ (B − X Xᵀ)² and Σ B² over the entries of the rows, B = −J D² J / 2. */
  readonly left: number;
  readonly whole: number;
}

/**
 * How well points show the distances of rows `start` … `end` − 1: pairs with a later item each, and all entries of B.
 * @param squares - (end − start) × n: squared distances
 */
export function fitOfBand(
  squares: Float64Array,
  [start, end]: readonly [number, number],
  { points, dimensions, means }: FitSetup,
): PartFit {
  const n = means.length;
  const mean = means.reduce((sum, value) => sum + value / n, 0);
  const fits: PartFit[] = [];
  for (let row = start; row < end; row++) {
    const line = squares.subarray((row - start) * n, (row - start + 1) * n);
    fits.push({
      ...pairsOfRow(line, row, points, dimensions),
      ...entriesOfRow(line, row, mean, { points, dimensions, means }),
    });
  }
  return fits.reduce(together);
}

function pairsOfRow(line: Float64Array, row: number, points: Float64Array, dimensions: number) {
  const n = line.length;
  const [given, shown] = [new Float64Array(n - row - 1), new Float64Array(n - row - 1)];
  let [errors, total, worst] = [0, 0, undefined as PartFit["worst"]];
  for (let col = row + 1; col < n; col++) {
    const distance = Math.sqrt(line[col]!);
    const embedded = distanceBetween(points, dimensions, row, col);
    const error = Math.abs(embedded - distance);
    errors += error * error;
    total += line[col]!;
    given[col - row - 1] = distance;
    shown[col - row - 1] = embedded;
    if (!worst || error > worst.error) worst = { row, col, distance, embedded, error };
  }
  return { errors, total, worst, moments: moments(given, shown) };
}

function entriesOfRow(
  line: Float64Array,
  row: number,
  mean: number,
  { points, dimensions, means }: FitSetup,
) {
  let [left, whole] = [0, 0];
  for (let col = 0; col < line.length; col++) {
    const entry = -(line[col]! - means[row]! - means[col]! + mean) / 2;
    let shown = 0;
    for (let k = 0; k < dimensions; k++)
      shown += points[row * dimensions + k]! * points[col * dimensions + k]!;
    left += (entry - shown) * (entry - shown);
    whole += entry * entry;
  }
  return { left, whole };
}

/** The second part comes after the first. */
function together(a: PartFit, b: PartFit): PartFit {
  return {
    moments: addTo(a.moments, b.moments),
    errors: a.errors + b.errors,
    total: a.total + b.total,
    worst: !a.worst || (b.worst && b.worst.error > a.worst.error) ? (b.worst ?? a.worst) : a.worst,
    left: a.left + b.left,
    whole: a.whole + b.whole,
  };
}

/** How well points show all distances, and what of B they leave. */
export interface WholeFit extends Fit {
  /** ‖B − X Xᵀ‖ / ‖B‖ in the Frobenius norm; 0 if B is 0. */
  readonly residual: number;
  /** ‖B‖ in the Frobenius norm, divided by unit². */
  readonly size: number;
}

/** @param parts - in the order of the rows */
export function wholeFit(parts: readonly PartFit[], unit: number): WholeFit {
  const { moments, errors, total, worst, left, whole } = parts.reduce(together, {
    moments: noMoments,
    errors: 0,
    total: 0,
    worst: undefined,
    left: 0,
    whole: 0,
  });
  const shepard = correlationOf(moments);
  const worstPair = worst && {
    row: worst.row,
    col: worst.col,
    distance: worst.distance * unit,
    embedded: worst.embedded * unit,
  };
  return {
    stress: total > 0 ? Math.sqrt(errors / total) : 0,
    ...(shepard === undefined ? {} : { shepard }),
    ...(worstPair ? { worstPair } : {}),
    residual: whole > 0 ? Math.sqrt(left / whole) : 0,
    size: Math.sqrt(whole),
  };
}
