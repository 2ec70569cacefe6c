import { largestOf } from "../../base/lists.ts";
import type { Prepared } from "../../metrics/prepared.ts";
import type { SearchForm } from "../../metrics/search/search.ts";
import type { Executor } from "./executor.ts";
import { pairsOf, type Pairs } from "./plan.ts";
import type { Course } from "./course.ts";

/** Larger tiles save hardly any copying, and they make progress and cancelling coarse. */
const largestSide = 16;
/** With this many pairs for each thread, threads need not share the search of one pair. */
const enoughPairs = 8;

/** Compares by metrics that need a computation for each pair. Each tile is one job. */
export async function comparePairs(course: Course, search?: SearchForm<Prepared, object>): Promise<void> {
  const { pairs, set, setOutputs, report, executor } = course;
  const tiles = course.tiles(sideOfTiles(course));
  const count = tiles.reduce((sum, tile) => sum + [...pairsOf(tile, pairs)].length, 0);
  if (search && executor.width > 1 && count < enoughPairs * executor.width) {
    const { compareSearches } = await import("./compare-searches.ts");
    return compareSearches(course, search);
  }
  const outputs = search?.outputs.length ?? 1;
  const jobs = tiles.map((tile) => ({ kind: "pairs", tile, pairs }) as const);
  await course.do(jobs, ({ tile }, values) => {
    let next = 0;
    for (const [i, j] of pairsOf(tile, pairs)) {
      if (search) setOutputs(i, j, values.slice(next * outputs, (next + 1) * outputs));
      else set(i, j, values[next]!);
      next++;
    }
    report(next);
  });
}

/** The side of a tile: both sides fit in a thread's budget, and every thread gets several tiles. */
export function sideOfTiles({
  pairs,
  prepared,
  executor,
}: {
  readonly pairs: Pairs;
  readonly prepared: readonly { readonly bytes: number }[];
  readonly executor: Pick<Executor, "budget" | "width">;
}): number {
  const bytes = Math.max(1, largestOf(Object.values(prepared).map(({ bytes }) => bytes)));
  const fits = Math.floor(executor.budget / (2 * bytes));
  const longest = Math.max(pairs.rows.end - pairs.rows.start, pairs.cols.end - pairs.cols.start);
  const shares = Math.ceil(longest / (4 * Math.sqrt(executor.width)));
  return Math.max(1, Math.min(fits, shares, largestSide));
}
