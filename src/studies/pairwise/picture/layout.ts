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
  const found = pictured(comparisons);
  if ("without" in found) return found;
  return drawn(found, inTurn(treeSteps(found.square)), pcoa(found.square, 2, eigh));
}

/** As `layoutOf`, on the threads of an engine: the tree of thousands takes seconds. */
export async function layoutLater(comparisons: Comparisons, control: Control): Promise<Layout> {
  const found = pictured(comparisons);
  if ("without" in found) return found;
  const tree = await onThreads(treeSteps(found.square), control);
  return drawn(found, tree, await principal(found.square, 2, control));
}

/** The distances that are drawn; or the layout of a result that has none. */
function pictured(comparisons: Comparisons): Distances | (Layout & { readonly without: string }) {
  const order = comparisons.rowNames.map((_, i) => i);
  if (order.length < 2) return { order, changes: [], without: "A map needs two representations or more." };
  const distances = distancesOf(comparisons);
  return "without" in distances ? { order, changes: [], ...distances } : distances;
}

/** The linkage in the optimal leaf order. */
function* treeSteps(square: Matrix): Steps<Matrix> {
  return yield* leafOrderSteps(yield* linkageSteps(square, method), square);
}

function drawn({ square, changes }: Distances, z: Matrix, embedding: Embedding): Layout {
  return { order: [...leaves(z)], changes, tree: treeOf(z), map: mapOf(square.rows, embedding) };
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

function mapOf(items: number, { coordinates, varianceExplained, stress, worstPair }: Embedding): MapLayout {
  const at = (i: number): [number, number] => [coordinates.data[2 * i]!, coordinates.data[2 * i + 1]!];
  return {
    points: Array.from({ length: items }, (_, i) => at(i)),
    varianceExplained: [varianceExplained[0]!, varianceExplained[1]!],
    stress,
    worstPair: worstPair!, // there are two items or more
  };
}
