import { OptionError } from "../../base/errors.ts";
import { toRepresentation, type RepresentationLike } from "../../data/representation.ts";
import type { Control } from "../../run/lanes/control.ts";
import { type IndexedNetwork, networksAtHand } from "./networks.ts";
import { comparing, type IndexParts } from "./parts.ts";
import type { Compare, PivotTable } from "./pivots.ts";
import { type NeighborIndex, type Neighbors, neighborsResult } from "./result.ts";
import { nearestOf, search } from "./search.ts";

export function indexOf(parts: IndexParts): NeighborIndex {
  const { networks, spec, table, computed, control } = parts;
  const compare = comparing(networks, spec, control);
  return {
    size: networks.length,
    names: networks.map(({ name }) => name),
    computed,
    nearest: (query, k, own = {}) => nearestIn(networks, table, compare, query, k, own),
    async add(given, own = {}, places) {
      const { withFurther } = await import("./kept.ts");
      const further = networksAtHand(given, "add", places);
      const compareAll = comparing([...networks, ...further], spec, control);
      return indexOf(await withFurther(parts, further, (from, indices) => compareAll(from, indices, own)));
    },
    async toBytes(own = {}, about) {
      const { bytesOf } = await import("./kept.ts");
      return bytesOf(parts, own, about);
    },
  };
}

async function nearestIn(
  networks: readonly IndexedNetwork[],
  table: PivotTable,
  compare: Compare,
  query: RepresentationLike,
  k: number,
  control: Control,
): Promise<Neighbors> {
  const count = networks.length;
  if (!Number.isInteger(k) || k < 1 || k > count) {
    throw new OptionError(
      `nearest: k is ${k}; accepted: a whole number from 1 to ${count}, the number of networks.`,
      "k",
    );
  }
  const found = await search(toRepresentation(query, "query"), k, table, count, compare, control);
  const neighbors = nearestOf(found, k).map(([index, distance]) => ({
    name: networks[index]!.name,
    index,
    distance,
  }));
  return neighborsResult({ neighbors, computed: found.size, fraction: found.size / count });
}
