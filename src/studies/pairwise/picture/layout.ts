import { leaves, leafOrderSteps } from "../../../geometry/leaf-order.ts";
import { linkageSteps } from "../../../geometry/linkage.ts";
import { inTurn, type Steps } from "../../../geometry/parts.ts";
import { pcoa, type Eigh, type Embedding } from "../../../geometry/pcoa.ts";
import { toDistances } from "../../../geometry/to-distances.ts";
import type { Distances } from "../../../geometry/to-distances.ts";
import type { Matrix } from "../../../base/matrix.ts";
import type { Comparisons } from "../../../data/comparisons.ts";
import type { Control } from "../../../run/lanes/control.ts";
import { onThreads, principal } from "../../geometry/on-threads.ts";
import { among, besideNearest, block, mostPlaced, mostSeen, placeAll, type Placed } from "./crowd.ts";
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
  if (!("own" in seen)) return seen;
  return withEveryone(comparisons, drawn(seen, inTurn(treeSteps(seen.own)), pcoa(seen.own, 2, eigh)));
}

/** As `layoutOf`, on the threads of an engine: the tree of a thousand takes seconds. */
export async function layoutLater(comparisons: Comparisons, control: Control): Promise<Layout> {
  const seen = distancesSeen(comparisons);
  if (!("own" in seen)) return seen;
  const tree = await onThreads(treeSteps(seen.own), control);
  return withEveryone(comparisons, drawn(seen, tree, await principal(seen.own, 2, control)));
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

/** What is drawn; or the layout of a result that has no map. */
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

/** The linkage in the optimal leaf order. */
function* treeSteps(square: Matrix): Steps<Matrix> {
  return yield* leafOrderSteps(yield* linkageSteps(square, method), square);
}

function drawn(of: Seen, z: Matrix, own: Embedding): Layout {
  const { placed, seen, changes } = of;
  const layout = { order: [...leaves(z)], changes, tree: treeOf(z), map: mapOf(placeAll(of, own)) };
  return seen.length === placed.length ? layout : { ...layout, placed, seen: seen.map((k) => placed[k]!) };
}

function withEveryone(result: Comparisons, layout: Layout): Layout {
  const { seen, order } = layout;
  if (!seen) return layout;
  return { ...layout, everyone: besideNearest(result, order.map((k) => seen[k]!)) }; // prettier-ignore
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
