import { comparisons, type Comparisons } from "../../../data/comparisons.ts";
import { matrix, takeRows, type Matrix } from "../../../base/matrix.ts";
import { placeOnto, type Embedding } from "../../../geometry/pcoa.ts";
import { goodnessOfFit, type Fit } from "../../../geometry/goodness.ts";

/** More leaves than this are thinner than a pixel, and their best order takes minutes. */
export const mostSeen = 1000;

/** More points than this hide each other, and their distances take hundreds of megabytes. */
export const mostPlaced = 4000;

/** The comparisons of these networks with one another, with what is known of them. */
export function among(result: Comparisons, keep: readonly number[]): Comparisons {
  const n = result.colNames.length;
  const names = keep.map((i) => result.rowNames[i]!);
  const values = block(matrix(n, n, result.values), keep, keep).data;
  const { details: _details, estimands: _estimands, ...facts } = result;
  const parts = matricesOf(result).map(([name, one]) => [name, among(one, keep)]);
  const { interval } = result;
  const bounds = interval && { lower: among(interval.lower, keep), upper: among(interval.upper, keep) };
  const own = { ...facts, rowNames: names, colNames: names, values, ...Object.fromEntries(parts) };
  return { ...comparisons(bounds ? { ...own, interval: bounds } : own), version: result.version };
}

function matricesOf({ test, standardError, p, pFamilyWise, pFdr }: Comparisons): [string, Comparisons][] {
  const parts = Object.entries({ test, standardError, p, pFamilyWise, pFdr });
  return parts.filter((part): part is [string, Comparisons] => part[1] !== undefined);
}

/** These rows and columns of a matrix. */
export function block({ cols: n, data }: Matrix, rows: readonly number[], cols: readonly number[]): Matrix {
  const found = matrix(rows.length, cols.length);
  let next = 0;
  for (const i of rows) for (const j of cols) found.data[next++] = data[i * n + j]!;
  return found;
}

/**
 * All networks in the order of some: each other one follows the one of these that it resembles most, the most
 * alike first.
 * @param ordered - those that have an order, by their number in the result
 */
export function besideNearest(
  { rowNames, values, kind }: Pick<Comparisons, "rowNames" | "values" | "kind">,
  ordered: readonly number[],
): number[] {
  const n = rowNames.length;
  const sign = kind === "similarity" ? -1 : 1;
  const has = new Set(ordered);
  const followers = ordered.map((): { item: number; far: number }[] => []);
  for (let item = 0; item < n; item++) {
    if (has.has(item)) continue;
    let [place, far] = [0, Infinity];
    for (let k = 0; k < ordered.length; k++) {
      const own = sign * values[item * n + ordered[k]!]!;
      if (own < far) [place, far] = [k, own];
    }
    followers[place]!.push({ item, far });
  }
  return ordered.flatMap((leaf, k) => [
    leaf,
    ...followers[k]!.sort((a, b) => a.far - b.far || a.item - b.item).map(({ item }) => item),
  ]);
}

/** Points of all items on the axes of some. */
export type Placed = Pick<Embedding, "coordinates" | "varianceExplained"> & Fit;

/**
 * A map in two dimensions whose axes are those of `seen`, so that the eigenproblem is of their size. The
 * other items are placed onto them.
 *
 * @param of - distances of all, and of those that are seen
 * @param found - the map of those
 */
export function placeAll(
  { square, seen, own }: { readonly square: Matrix; readonly seen: readonly number[]; readonly own: Matrix },
  found: Embedding,
): Placed {
  if (seen.length === square.rows) return found;
  const isSeen = new Set(seen);
  const others = Array.from({ length: square.rows }, (_, i) => i).filter((i) => !isSeen.has(i));
  const coordinates = matrix(square.rows, 2);
  const put = (items: readonly number[], points: Matrix) =>
    items.forEach((item, k) => coordinates.data.set(takeRows(points, [k]).data, 2 * item));
  put(seen, found.coordinates);
  put(others, placeOnto(found, own, block(square, others, seen)));
  return {
    coordinates,
    varianceExplained: found.varianceExplained,
    ...goodnessOfFit(square, coordinates),
  };
}

/** What a page of very many networks shows of them; undefined where it shows all. */
export function crowdText(all: number, placed: number, seen: number): string | undefined {
  if (all === seen) return undefined;
  const map =
    placed === all
      ? `the map shows all: its axes are those of the ${seen}, and the others are placed onto them by their distances (Gower, 1968)`
      : `the map shows ${placed}, on the axes of the ${seen} (Gower, 1968)`;
  return `Of ${all} networks, the tree shows ${seen}, evenly spaced in their order; the heat map shows all, each of the others beside the one of these that it resembles most; ${map}. The files of the result hold everything.`;
}
