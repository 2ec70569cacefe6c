import type { Representation } from "../../data/representation.ts";
import type { Control } from "../../run/lanes/control.ts";
import type { Compare, PivotTable } from "./pivots.ts";

/** Comparisons that go to the engine together: enough for its threads, few enough to prune between them. */
const batchSize = 8;

/** Lower bounds must be above the k-th distance by this share, so that rounding never prunes a neighbour. */
const slack = 1e-9;

/** Distances from the query to all networks that may be among the k nearest, by index. */
export async function search(
  query: Representation,
  k: number,
  table: PivotTable,
  count: number,
  compare: Compare,
  control: Control,
): Promise<Map<number, number>> {
  const known = new Map<number, number>();
  const bounds = new Float64Array(count);
  const learn = async (indices: readonly number[]) => {
    const values = await compare(query, indices, control);
    indices.forEach((index, at) => {
      known.set(index, values[at]!);
      const row = table.get(index);
      row?.forEach((distance, i) => (bounds[i] = Math.max(bounds[i]!, lowerBound(values[at]!, distance))));
    });
  };
  await learn(firstBatch(table, k, count));
  for (;;) {
    const furthest = nearestOf(known, k).at(k - 1)?.[1] ?? Infinity;
    const left = Array.from({ length: count }, (_, i) => i).filter(
      (i) => !known.has(i) && bounds[i]! <= furthest,
    );
    if (left.length === 0) return known;
    await learn(left.toSorted((a, b) => bounds[a]! - bounds[b]!).slice(0, batchSize));
  }
}

/** The pivots, as only they tell of others; of a full table, a few. At least k, or nothing can be left out yet. */
function firstBatch(table: PivotTable, k: number, count: number): number[] {
  const pivots = table.size === count ? spread(count) : [...table.keys()];
  const others = Array.from({ length: count }, (_, i) => i).filter((i) => !pivots.includes(i));
  return [...pivots, ...others.slice(0, table.size > 0 ? 0 : k)].slice(0, count);
}

/** A few indices from all over a list, whose order may mean something. */
function spread(count: number): number[] {
  const few = Math.min(batchSize / 2, count);
  return Array.from({ length: few }, (_, i) => Math.floor((i * count) / few));
}

function lowerBound(toPivot: number, fromPivot: number): number {
  return Math.abs(toPivot - fromPivot) - slack * (toPivot + fromPivot);
}

/** The k smallest of the known distances with their indices, equal ones in the order of the list. */
export function nearestOf(known: ReadonlyMap<number, number>, k: number): [number, number][] {
  return [...known].toSorted(([i, a], [j, b]) => a - b || i - j).slice(0, k);
}
