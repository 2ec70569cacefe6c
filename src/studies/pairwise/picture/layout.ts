import { centeredSquares, pcoa } from "../../../geometry/pcoa.ts";
import { leaves, optimalLeafOrder } from "../../../geometry/leaf-order.ts";
import { linkage } from "../../../geometry/linkage.ts";
import { toDistances } from "../../../geometry/to-distances.ts";
import type { Distances } from "../../../geometry/to-distances.ts";
import type { Eigh } from "../../../geometry/pcoa.ts";
import type { Matrix } from "../../../base/matrix.ts";
import type { Comparisons } from "../../../data/comparisons.ts";
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
  const order = comparisons.rowNames.map((_, i) => i);
  if (order.length < 2) return { order, changes: [], without: "A map needs two representations or more." };
  const distances = distancesOf(comparisons);
  if ("without" in distances) return { order, changes: [], ...distances };
  const { square, changes } = distances;
  const z = optimalLeafOrder(linkage(square, method), square);
  return { order: [...leaves(z)], changes, tree: treeOf(z), map: mapOf(square, eigh) };
}

/** As `layoutOf`, with a solver that answers later: that of an engine. */
export async function layoutLater(
  comparisons: Comparisons,
  eigh: (a: Matrix) => Promise<ReturnType<Eigh>>,
): Promise<Layout> {
  const distances = distancesOf(comparisons);
  if ("without" in distances) return layoutOf(comparisons, never);
  const solution = await eigh(centeredSquares(distances.square));
  return layoutOf(comparisons, () => solution);
}

const never: Eigh = () => {
  throw new Error("A result without distances has no map to solve for.");
};

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

function mapOf(distances: Matrix, eigh: Eigh): MapLayout {
  const { coordinates, varianceExplained, stress, worstPair } = pcoa(distances, 2, eigh);
  const at = (i: number): [number, number] => [coordinates.data[2 * i]!, coordinates.data[2 * i + 1]!];
  return {
    points: Array.from({ length: distances.rows }, (_, i) => at(i)),
    varianceExplained: [varianceExplained[0]!, varianceExplained[1]!],
    stress,
    worstPair: worstPair!, // there are two items or more
  };
}
