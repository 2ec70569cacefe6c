import { foldWeights, permutedR2s } from "./crossvalidate.ts";
import { fits } from "./goodness.ts";
import { groupCounts } from "./groups/permutations.ts";
import { leafOrders } from "./leaf-order.ts";
import { trees } from "./linkage.ts";
import { counts } from "./mantel.ts";
import { swaps } from "./medoids.ts";
import { silhouettes } from "./partition.ts";
import { partialCounts } from "./partial-mantel.ts";
import type { PartWork } from "./parts.ts";
import { fusions } from "./several/network-fusion.ts";
import { descents } from "./smacof.ts";

/** Every work in parts; threads find it by its name. */
export const works = [
  counts,
  descents,
  fits,
  foldWeights,
  fusions,
  groupCounts,
  leafOrders,
  partialCounts,
  permutedR2s,
  silhouettes,
  swaps,
  trees,
] as unknown as readonly PartWork<unknown, unknown, unknown>[];
