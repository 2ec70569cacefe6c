import { NumericalError } from "../../../base/errors.ts";
import { matrix, type Matrix, transpose } from "../../../base/matrix.ts";
import type { Fit } from "../../../geometry/goodness.ts";
import type { FitSetup } from "../../../geometry/large/band-fit.ts";
import { assertLandmarks, chooseLandmarks, type LandmarkChoice } from "../../../geometry/large/landmarks.ts";
import {
  drawPairs,
  fitOfSample,
  type ItemPair,
  type SampledFit,
} from "../../../geometry/large/sampled-fit.ts";
import { centredColumns } from "../../../geometry/large/sketch.ts";
import { type Embedding, placeOnto } from "../../../geometry/pcoa.ts";
import { scaled } from "../../../geometry/square.ts";
import { convertedBy } from "../../../geometry/to-distances.ts";
import type { Control } from "../../../run/lanes/control.ts";
import { principal } from "../../geometry/on-threads.ts";
import { type Banded, fitOfAll, squaredProduct } from "./bands.ts";
import { type DistancesOnDemand, rowsOf } from "./sources.ts";

/** How landmarks are chosen, and how the error is measured where most distances are not known. */
export interface LandmarkSearch {
  readonly dimensions: number;
  readonly landmarks: number;
  readonly landmarkChoice: LandmarkChoice;
  readonly pairs: number;
  readonly seed: number;
}

/** A map on which all items are placed by their distances to a few. */
export interface LandmarkEmbedding
  extends
    Fit,
    Partial<Pick<SampledFit, "sample">>,
    Pick<Embedding, "coordinates" | "eigenvalues" | "varianceExplained"> {
  /** Numbers of the landmarks, in the order in which they were chosen. The eigenvalues are those of their distances. */
  readonly landmarks: readonly number[];
  /** ‖B − X Xᵀ‖ / ‖B‖ in the Frobenius norm; absent where only a sample of the distances is known. */
  readonly residual?: number;
  /** Pairs with a value below 0, where all were seen. */
  readonly raised: number;
}

/**
 * Principal coordinates of the landmarks, on which all items are placed by the squares of their distances to
 * these; then centred. Needs the distances of the landmarks alone. The error is over all pairs where
 * there is a matrix; else over pairs that are drawn, and computed for that.
 *
 * Source: de Silva & Tenenbaum, "Sparse multidimensional scaling using landmark points", technical report, Stanford 2004, §2.1 to 2.3.
 */
export async function landmarkCoordinates(
  source: Banded | DistancesOnDemand,
  search: LandmarkSearch,
  control: Control,
): Promise<LandmarkEmbedding> {
  const n = "between" in source ? source.size : source.n;
  const { dimensions, landmarks: count, landmarkChoice: choice, seed } = search;
  assertLandmarks(count, dimensions, n);
  const rowOf = "between" in source ? rowOnDemand(source, control) : rowInMatrix(source, control);
  const { indices, rows } = await chooseLandmarks(n, { count, choice, seed }, rowOf);
  const placed = await onLandmarks(indices, rows, dimensions, control);
  const fit =
    "between" in source
      ? await sampledFit(source, placed.coordinates, search, control)
      : await fullFit(source, placed.coordinates, control);
  return { ...placed, ...fit, landmarks: indices };
}

async function onLandmarks(
  indices: readonly number[],
  rows: Matrix,
  dimensions: number,
  control: Control,
): Promise<Pick<Embedding, "coordinates" | "eigenvalues" | "varianceExplained">> {
  const count = indices.length;
  const among = matrix(
    count,
    count,
    Float64Array.from(
      { length: count * count },
      (_, at) => rows.data[Math.floor(at / count) * rows.cols + indices[at % count]!]!,
    ),
  );
  const embedding = await principal(among, dimensions, control);
  const coordinates = centredColumns(placeOnto(embedding, among, transpose(rows)));
  const { eigenvalues, varianceExplained } = embedding;
  return { coordinates, eigenvalues, varianceExplained };
}

/** One row is read. */
function rowInMatrix({ from, n, conversion }: Banded, { signal }: Control) {
  const convert = convertedBy(conversion);
  return async (item: number) => {
    const values =
      from instanceof Float64Array
        ? from.subarray(item * n, (item + 1) * n)
        : await rowsOf(from, [item, item + 1], signal);
    return checkedRow(
      Float64Array.from(values, (value) => convert?.(value) ?? value),
      item,
    );
  };
}

/** One row is computed: distances to all others. */
function rowOnDemand(source: DistancesOnDemand, control: Control) {
  const { size } = source;
  return async (item: number) => {
    const others = Array.from({ length: size }, (_, i) => i).filter((i) => i !== item);
    const values = others.length > 0 ? await source.between(item, others, control) : [];
    const row = new Float64Array(size);
    others.forEach((other, k) => (row[other] = values[k]!));
    return checkedRow(row, item);
  };
}

/** Values below 0 become 0, as does the distance to itself. @throws {NumericalError} naming the pair, for what is not finite. */
function checkedRow(row: Float64Array, item: number): Float64Array {
  const bad = row.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new NumericalError(`Distances must be finite; got ${row[bad]} between items ${item} and ${bad}.`);
  row[item] = 0;
  return row.map((value) => Math.max(0, value));
}

/** All distances are there, so the error is over all of them: twice through the matrix. */
async function fullFit(
  banded: Banded,
  coordinates: Matrix,
  control: Control,
): Promise<Fit & Pick<LandmarkEmbedding, "residual" | "raised">> {
  const { n, unit } = banded;
  const { sums, raised } = await squaredProduct(banded, matrix(n, 1), control);
  const points = scaled(coordinates, 1 / unit).data;
  const setup: FitSetup = { points, dimensions: coordinates.cols, means: sums.map((sum) => sum / n) };
  const { size: _, ...fit } = await fitOfAll(banded, setup, control);
  return { ...fit, raised };
}

async function sampledFit(
  source: DistancesOnDemand,
  coordinates: Matrix,
  { pairs: count, seed }: LandmarkSearch,
  control: Control,
): Promise<SampledFit & { readonly raised: number }> {
  const pairs = drawPairs(source.size, count, seed);
  const distances = await distancesOfPairs(source, pairs, control);
  return { ...fitOfSample(coordinates, pairs, distances), raised: 0 };
}

/** Pairs of one first item are asked for together. */
async function distancesOfPairs(
  source: DistancesOnDemand,
  pairs: readonly ItemPair[],
  control: Control,
): Promise<Float64Array> {
  const found = new Float64Array(pairs.length);
  const byFirst = new Map<number, number[]>();
  pairs.forEach(([row], k) => byFirst.set(row, [...(byFirst.get(row) ?? []), k]));
  let done = 0;
  for (const [row, places] of byFirst) {
    control.signal?.throwIfAborted();
    const values = await source.between(
      row,
      places.map((k) => pairs[k]![1]),
      { ...control, onProgress: undefined },
    );
    places.forEach((k, at) => (found[k] = Math.max(0, values[at]!)));
    done += places.length;
    control.onProgress?.({ phase: "work", done, total: pairs.length });
  }
  const bad = found.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return found;
  throw new NumericalError(
    `Distances must be finite; got ${found[bad]} between items ${pairs[bad]!.join(" and ")}.`,
  );
}
