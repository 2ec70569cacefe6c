import { pairsOf, planTiles } from "./plan.ts";
import type { Course } from "./run.ts";

/** Beyond this a larger tile saves no copying worth having, and progress and cancelling get coarse. */
const largestSide = 16;

/** Metrics that need a computation for each pair: one job a tile. */
export async function comparePairs(course: Course): Promise<void> {
  const { pairs, set, report } = course;
  const jobs = planTiles(pairs, tileSide(course)).map((tile) => ({ kind: "pairs", tile, pairs }) as const);
  await course.do(jobs, ({ tile }, values) => {
    let next = 0;
    for (const [i, j] of pairsOf(tile, pairs)) set(i, j, values[next++]!);
    report(next);
  });
}

/** Two sides of a tile fit in a thread's budget, and every thread gets several tiles. */
function tileSide({ pairs, prepared, executor }: Course): number {
  const bytes = Math.max(...prepared.map(({ data }) => data.byteLength), 1);
  const fits = Math.floor(executor.budget / (2 * bytes));
  const longest = Math.max(pairs.rows.end - pairs.rows.start, pairs.cols.end - pairs.cols.start);
  const shares = Math.ceil(longest / (4 * Math.sqrt(executor.width)));
  return Math.max(1, Math.min(fits, shares, largestSide));
}
