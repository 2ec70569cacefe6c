import { centeredSquares } from "../../../geometry/pcoa.ts";
import { leaves, optimalLeafOrder } from "../../../geometry/leaf-order.ts";
import { linkage } from "../../../geometry/linkage.ts";
import { toDistances } from "../../../geometry/to-distances.ts";
import type { Distances } from "../../../geometry/to-distances.ts";
import type { Eigh } from "../../../geometry/pcoa.ts";
import type { Matrix } from "../../../base/matrix.ts";
import type { Comparisons } from "../../../data/comparisons.ts";
import { among, block, mostPlaced, mostSeen, placeAll, type Placed } from "./crowd.ts";
import { evenly } from "../../../report/reduce/numbers.ts";
import type { Layout, MapLayout, TreeLayout } from "./layout-data.ts";

/** Average linkage assumes nothing of the distances; Ward's would take them to be Euclidean. */
const method = "average";

/**
 * Map, tree and order for the pictures of one result. A result without distances
 * between the same representations gets its heat map alone, and `without` says why.
 *
 * @param comparisons - of `pairwise` or `cross`
 * @param eigh - solver for the symmetric eigenproblem, for the map
 */
export function layoutOf(comparisons: Comparisons, eigh: Eigh): Layout {
  const seen = distancesSeen(comparisons);
  return "own" in seen ? drawnOf(seen, eigh) : seen;
}

/** As `layoutOf`, with a solver that answers later: that of an engine. */
export async function layoutLater(
  comparisons: Comparisons,
  eigh: (a: Matrix) => Promise<ReturnType<Eigh>>,
): Promise<Layout> {
  const seen = distancesSeen(comparisons);
  if (!("own" in seen)) return seen;
  const solution = await eigh(centeredSquares(seen.own));
  return drawnOf(seen, () => solution);
}

/** Distances of the networks that the pictures show. */
interface Seen {
  /** All networks of the map, by their number in the result. */
  readonly placed: readonly number[];
  /** Their distances. */
  readonly square: Matrix;
  /** Networks of heat map and tree, by their number in `placed`. */
  readonly seen: readonly number[];
  /** Their distances. */
  readonly own: Matrix;
  readonly changes: readonly string[];
}

function distancesSeen(result: Comparisons): Seen | Layout {
  const count = result.rowNames.length;
  const order = evenly(count, count);
  if (count < 2) return { order, changes: [], without: "A map needs two representations or more." };
  const placed = result.colNames.length === count ? evenly(count, mostPlaced) : order;
  const distances = distancesOf(placed.length < count ? among(result, placed) : result);
  if ("without" in distances) return { order, changes: [], ...distances };
  const { square, changes } = distances;
  const seen = evenly(placed.length, mostSeen);
  return { placed, square, seen, own: block(square, seen, seen), changes };
}

function drawnOf({ placed, square, seen, own, changes }: Seen, eigh: Eigh): Layout {
  const z = optimalLeafOrder(linkage(own, method), own);
  const drawn = { order: [...leaves(z)], changes, tree: treeOf(z), map: mapOf(placeAll(square, seen, eigh)) };
  return seen.length === placed.length ? drawn : { ...drawn, placed, seen: seen.map((k) => placed[k]!) };
}

/** The errors of `toDistances` are about results that have no map, which is not a fault in a report. */
function distancesOf(comparisons: Comparisons): Distances | { without: string } {
  try {
    return toDistances(comparisons);
  } catch (error) {
    if (error instanceof Error) return { without: error.message };
    throw error;
  }
}

function treeOf(z: Matrix): TreeLayout {
  const row = (k: number) => [...z.data.subarray(4 * k, 4 * k + 4)];
  return { method, merges: Array.from({ length: z.rows }, (_, k) => row(k)) };
}

function mapOf({ coordinates, varianceExplained, stress, worstPair }: Placed): MapLayout {
  const at = (i: number): [number, number] => [coordinates.data[2 * i]!, coordinates.data[2 * i + 1]!];
  return {
    points: Array.from({ length: coordinates.rows }, (_, i) => at(i)),
    varianceExplained: [varianceExplained[0]!, varianceExplained[1]!],
    stress,
    worstPair: worstPair!, // there are two items or more
  };
}
