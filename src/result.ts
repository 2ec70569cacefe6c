import type { Matrix } from "./matrix.ts";

/** What a value means. A distance obeys the triangle inequality, a dissimilarity need not. */
export type ValueKind = "distance" | "dissimilarity" | "similarity";

/**
 * Values for the pairs (row, column) and all that is needed to reproduce them.
 * `pairwise` gives a square one with equal names on both sides, `cross` a rectangle.
 */
export interface Comparisons {
  /** Registered name of the metric. */
  readonly metric: string;
  /** Every option of the metric, defaults filled in. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly kind: ValueKind;
  /** Smallest and largest value the metric can take. */
  readonly range: readonly [number, number];
  /** What a similarity becomes when a distance is needed; absent for distances. */
  readonly toDistance?: "arccos" | "one-minus";
  readonly rowNames: readonly string[];
  readonly colNames: readonly string[];
  /** rowNames.length × colNames.length, row-major. */
  readonly values: Float64Array;
  /** Version of this library. */
  readonly version: string;
  /** Notes about the data that do not invalidate the values, e.g. "every angle is 0 by construction". */
  readonly warnings: readonly string[];
  at(row: number, col: number): number;
  square(): Matrix;
  /** Bytes of a `.npy` file, float64. */
  toNpy(): Uint8Array;
  /** Comma-separated, with names in the first row and column, 17 significant digits. */
  toCsv(): string;
  toJSON(): object;
}
