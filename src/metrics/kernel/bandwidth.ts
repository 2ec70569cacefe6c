import { powerOfTwo } from "../../base/math/powers.ts";
import { NumericalError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import type { Responses } from "../../data/responses.ts";
import { gramBlocks, regionsOf, type Region } from "./gram.ts";
import type { BandwidthOptions } from "./bandwidth-options.ts";

/**
 * σ in the unit of the scaled responses.
 * @param squares - squared distances between stimuli, by region, at that scale
 * @throws {NumericalError} if it should be a fraction of a median that is 0.
 */
export function sigmaOf(
  { name, responses }: Responses,
  exponent: number,
  squares: SquaredDistances,
  { bandwidth, bandwidthUnit }: BandwidthOptions,
): number {
  const smallest = Number.MIN_VALUE;
  if (bandwidthUnit === "responses") {
    const half = Math.trunc(-exponent / 2);
    return Math.max(smallest, bandwidth * powerOfTwo(half) * powerOfTwo(-exponent - half));
  }
  if (responses.rows < 2) {
    throw new NumericalError(
      `${name}: the median distance between stimuli needs at least 2 of them, got ${responses.rows}.`,
    );
  }
  const median = medianDistance(squares, responses.rows);
  if (median > 0) return Math.max(smallest, bandwidth * median);
  throw new NumericalError(
    `${name}: at least half of the pairs of stimuli have equal responses, so their median distance is 0; ` +
      `give the width itself: bandwidthUnit "responses".`,
  );
}

/** Squared distances between stimuli. */
export interface SquaredDistances {
  /** No distance is larger, and not by far. */
  readonly bound: number;
  /** Whether they are there already, so that a pass over them costs little. */
  readonly kept: boolean;
  /** Those of a rectangle of pairs, made anew at each call and gone after it. */
  within(region: Region, use: (squares: Matrix) => void): void;
}

/**
 * Median of the distances over pairs i < j; of an even number, the mean of the two in
 * the middle. Exact, and in bounded memory however many pairs there are.
 */
export function medianDistance(squares: SquaredDistances, stimuli: number): number {
  const pairs = (stimuli * (stimuli - 1)) / 2;
  const rank = Math.floor((pairs - 1) / 2);
  const { value, upTo, above } = select(rank, squares, stimuli);
  const next = pairs % 2 === 1 || upTo > rank + 1 ? value : above;
  return (Math.sqrt(value) + Math.sqrt(next)) / 2;
}

/** The value of a rank. */
interface Selected {
  readonly value: number;
  /** How many values are no larger. */
  readonly upTo: number;
  /** The smallest that is larger; Infinity if there is none. */
  readonly above: number;
}

/**
 * The value of a rank, counted from 0. Each pass counts the values in bins over a range
 * and goes on with the bin of that rank, until it holds one value only.
 */
function select(rank: number, squares: SquaredDistances, stimuli: number): Selected {
  let [low, high, below, above] = [0, squares.bound, 0, Infinity];
  for (;;) {
    const bins = countInBins(low, high, squares, stimuli);
    let bin = 0;
    while (below + bins.count[bin]! <= rank) below += bins.count[bin++]!;
    above = bins.low.subarray(bin + 1).find(Number.isFinite) ?? above;
    [low, high] = [bins.low[bin]!, bins.high[bin]!];
    if (low === high) return { value: low, upTo: below + bins.count[bin]!, above };
  }
}

/** How many values each bin holds, the smallest and the largest of them. */
interface Bins {
  readonly count: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** So many that two passes are usually enough, 24 MiB; where a pass costs little, as many as stay in the cache. */
const mostBins = { made: 2 ** 20, kept: 2 ** 12 } as const;

function countInBins(low: number, high: number, squares: SquaredDistances, stimuli: number): Bins {
  const number = Math.min(mostBins[squares.kept ? "kept" : "made"], Math.max(64, stimuli * stimuli));
  const bins = {
    count: new Float64Array(number),
    low: new Float64Array(number).fill(Infinity),
    high: new Float64Array(number).fill(-Infinity),
  };
  forEachRow(squares, stimuli, (values, start, end) => countRow(values, start, end, low, high, bins));
  return bins;
}

function countRow(
  values: Float64Array,
  start: number,
  end: number,
  low: number,
  high: number,
  { count, low: least, high: most }: Bins,
): void {
  const number = count.length;
  for (let k = start; k < end; k++) {
    const value = values[k]!;
    if (value < low || value > high) continue;
    const bin = Math.min(number - 1, Math.floor(((value - low) / (high - low)) * number));
    count[bin]!++;
    if (value < least[bin]!) least[bin] = value;
    if (value > most[bin]!) most[bin] = value;
  }
}

/** All pairs i < j, as stretches start … end − 1 of rows. */
function forEachRow(
  squares: SquaredDistances,
  stimuli: number,
  use: (values: Float64Array, start: number, end: number) => void,
): void {
  for (const block of gramBlocks(stimuli)) {
    for (const region of regionsOf(block, stimuli)) {
      const { rows, weight } = region;
      const onDiagonal = weight === 1;
      squares.within(region, ({ data, cols }) => {
        for (let i = 0; i < rows.end - rows.start; i++)
          use(data, i * cols + (onDiagonal ? i + 1 : 0), (i + 1) * cols);
      });
    }
  }
}
