import { NumericalError } from "../../../base/errors.ts";
import { matrix, type Matrix } from "../../../base/matrix.ts";
import { sharedMatrix } from "../../../base/thread-memory.ts";
import { bandsOf, type Taking } from "../../../geometry/large/band.ts";
import { type FitSetup, type WholeFit, wholeFit } from "../../../geometry/large/band-fit.ts";
import { powerOfTwoNear } from "../../../geometry/square.ts";
import { convertedBy } from "../../../geometry/to-distances.ts";
import type { Control } from "../../../run/lanes/control.ts";
import { runtimeOf } from "../../../run/runtime.ts";
import type { Task } from "../../../run/tasks/task.ts";
import { type DistanceRows, rowsOf } from "./sources.ts";
import { bandFits, type BandPiece, bandProducts, type BandProduct } from "./task.ts";

/** A matrix of distances that is gone through band by band. */
export interface Banded extends Taking {
  readonly n: number;
  /** In memory that threads share; or read anew each time. */
  readonly from: Float64Array | DistanceRows;
}

/** A matrix in memory, as `squareOf` gives it. */
export function bandedMatrix(square: Matrix): Banded {
  return { n: square.rows, unit: powerOfTwoNear(square.data), from: sharedMatrix(square).data };
}

/** Rows that are read. The unit is taken from the first: no distance is more than twice the largest there, if they are distances. */
export async function bandedRows(rows: DistanceRows, { signal }: Control): Promise<Banded> {
  const convert = convertedBy(rows.toDistance);
  const first = Float64Array.from(await rowsOf(rows, [0, 1], signal), (value) => convert?.(value) ?? value);
  const finite = first.filter((value, at) => at > 0 && Number.isFinite(value));
  return { n: rows.size, unit: powerOfTwoNear(finite), conversion: rows.toDistance, from: rows };
}

/** Goes through the matrix once: each band is read and given to a thread. Results are in the order of the rows. */
async function pass<Extra extends object, Result>(
  task: Task<Taking & Extra & { readonly all?: Float64Array | undefined }, BandPiece, Result>,
  extra: Extra,
  { from, n, unit, conversion }: Banded,
  control: Control,
): Promise<Result[]> {
  const { tasks } = await runtimeOf(control);
  const all = from instanceof Float64Array ? from : undefined;
  const ranges = bandsOf(n);
  const read = async (at: number, count: number): Promise<BandPiece[]> => {
    const pieces: BandPiece[] = [];
    for (const range of ranges.slice(at, at + count)) {
      if (from instanceof Float64Array) pieces.push({ range });
      else pieces.push({ range, values: await rowsOf(from, range, control.signal) });
    }
    return pieces;
  };
  // Small matrices stay on the calling thread; a piece costs about as much as its values.
  const within = { ...control, onProgress: undefined, operations: 20 * n * n };
  return tasks.with(task, { n, unit, conversion, ...extra, all }, within, async ({ width, map }) => {
    const results: Result[] = [];
    for (let at = 0; at < ranges.length; at += width) {
      control.signal?.throwIfAborted();
      for (const found of await map(await read(at, width))) results.push(found);
      control.onProgress?.({ phase: "work", done: results.length, total: ranges.length });
    }
    return results;
  });
}

/** D² X, divided by unit², and what was seen of D. */
export interface SquaredProduct {
  /** n × l. */
  readonly product: Matrix;
  /** Σ of each row of D². */
  readonly sums: Float64Array;
  /** Pairs with a value below 0, which were taken as 0. */
  readonly raised: number;
  /** Largest distance, divided by the unit. */
  readonly largest: number;
}

/** @throws {NumericalError} if a value is not finite, an item is not at 0 from itself, or squares overflow or vanish. */
export async function squaredProduct(banded: Banded, x: Matrix, control: Control): Promise<SquaredProduct> {
  const parts = await pass(bandProducts, { x }, banded, control);
  const { n } = banded;
  const [product, sums] = [matrix(n, x.cols), new Float64Array(n)];
  bandsOf(n).forEach(([start], k) => {
    product.data.set(parts[k]!.product, start * x.cols);
    sums.set(parts[k]!.sums, start);
  });
  const largest = parts.reduce((most, part) => Math.max(most, part.largest), 0);
  checkSelf(parts, largest, banded.unit);
  if (!sums.every(Number.isFinite))
    throw new NumericalError("embed: the squares of the distances overflow; divide the distances first.");
  return { product, sums, largest, raised: parts.reduce((sum, part) => sum + part.negative, 0) / 2 };
}

/** Rounding is forgiven, as by `squareOf`. */
function checkSelf(parts: readonly BandProduct[], largest: number, unit: number): void {
  const bad = parts.find(({ self }) => self > 1e-6 * largest);
  if (!bad) return;
  throw new NumericalError(
    `The distance from an item to itself must be 0; got ${bad.self * unit} for item ${bad.selfAt}. Turn similarities into distances first.`,
  );
}

/** How well points show all distances: one more time through the matrix. */
export async function fitOfAll(banded: Banded, fit: FitSetup, control: Control): Promise<WholeFit> {
  return wholeFit(await pass(bandFits, { fit }, banded, control), banded.unit);
}
