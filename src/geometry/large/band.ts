import { NumericalError } from "../../base/errors.ts";
import { convertedBy, type ConversionName } from "../to-distances.ts";

/** Some rows of a matrix of distances. */
export interface Band {
  /** Number of its first row. */
  readonly start: number;
  /** Rows start … end − 1. */
  readonly end: number;
  /** (end − start) × n. */
  readonly values: Float64Array | Float32Array;
}

/** How the values of a matrix are taken. */
export interface Taking {
  /** Items. */
  readonly n: number;
  /** A power of two near the distances, by which they are divided. */
  readonly unit: number;
  /** What is done with similarities; absent for distances. */
  readonly conversion?: ConversionName | undefined;
}

/** What is seen of the values of a band, to be checked when all bands were seen. */
export interface BandFacts {
  /** Σ of the squares of each row, divided by unit². */
  readonly sums: Float64Array;
  /** Largest distance, divided by the unit. */
  readonly largest: number;
  /** Largest distance from an item to itself, divided by the unit, and that item. */
  readonly self: number;
  readonly selfAt: number;
  /** Values below 0, which are taken as 0. */
  readonly negative: number;
}

/**
 * The squares of the distances of a band, divided by unit²; 0 from an item to itself.
 * @throws {NumericalError} naming the pair, if a value is not finite.
 */
export function squaresOf(
  { start, end, values }: Band,
  { n, unit, conversion }: Taking,
): BandFacts & { readonly squares: Float64Array } {
  const convert = convertedBy(conversion);
  const squares = new Float64Array(values.length);
  const sums = new Float64Array(end - start);
  let [largest, self, selfAt, negative] = [0, 0, start, 0];
  for (let row = start; row < end; row++) {
    const from = (row - start) * n;
    let sum = 0;
    for (let col = 0; col < n; col++) {
      const given = convert ? convert(values[from + col]!) : values[from + col]!;
      const distance = given / unit;
      if (!Number.isFinite(distance)) throw notFinite(given, row, col);
      if (col === row) {
        if (Math.abs(distance) > self) [self, selfAt] = [Math.abs(distance), row];
        continue;
      }
      if (distance > largest) largest = distance;
      if (distance < 0) negative++;
      else sum += squares[from + col] = distance * distance;
    }
    sums[row - start] = sum;
  }
  return { squares, sums, largest, self, selfAt, negative };
}

function notFinite(value: number, row: number, col: number): NumericalError {
  return new NumericalError(`Distances must be finite; got ${value} between items ${row} and ${col}.`);
}

/** All rows of a matrix of n items in bands. They depend on n alone. */
export function bandsOf(n: number): readonly (readonly [start: number, end: number])[] {
  // 2²¹ numbers: 16 MiB, of which a thread holds the values, their squares and a copy for the kernels.
  const height = Math.max(1, Math.min(Math.floor(2 ** 21 / n), Math.ceil(n / 16)));
  return Array.from({ length: Math.ceil(n / height) }, (_, k) => [k * height, Math.min(n, (k + 1) * height)]);
}
