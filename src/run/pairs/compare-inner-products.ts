import { largestOf, pushAll } from "../../base/lists.ts";
import type { Block, InnerProductMetric } from "../../metrics/metric.ts";
import type { Prepared } from "../../metrics/prepared.ts";
import type { JobOf, NearPair } from "./executor.ts";
import { indices, pairsOf, type Tile } from "./plan.ts";
import type { Course } from "./course.ts";

type Metric = InnerProductMetric<Prepared, object>;

/** Inner products of one tile: rows × columns, then each row with itself, then each column with itself. */
interface Sums {
  readonly total: Float64Array;
  /** Partial sums that arrived too early, by block. They wait until the blocks before them are added. */
  readonly early: Map<number, Float64Array>;
  added: number;
}

/**
 * Compares by metrics that are inner products of features. Each block of features of a
 * tile is a job. Partial sums are always added in the order of the blocks, whichever
 * job ends first, so that rounding is always the same.
 */
export async function compareInnerProducts(course: Course, metric: Metric): Promise<void> {
  const blocks = metric.blocks(course.stimuli, course.options);
  const tiles = course.tiles(tileSide(course.executor.budget, blocks));
  const open = new Map<Tile, Sums>();
  const near: NearPair[] = [];
  const jobs = jobsOf(tiles, blocks, (tile) => {
    const before = course.sums?.of(tile);
    if (before) open.set(tile, begun(before.total, before.added));
    return before?.added ?? 0;
  });
  await course.do(jobs, ({ tile, index }, partial) => {
    const sums = open.get(tile) ?? begun(new Float64Array(partial.length));
    open.set(tile, sums);
    addInOrder(sums, index, partial);
    if (sums.added < blocks.length) return course.sums?.told(tile, sums.added, sums.total);
    open.delete(tile);
    pushAll(near, finishTile(course, metric, tile, sums.total));
  });
  await compareNear(course, metric, near, blocks);
}

/** @param addedTo - how many blocks of a tile are added already */
function* jobsOf(tiles: readonly Tile[], blocks: readonly Block[], addedTo: (tile: Tile) => number) {
  for (const tile of tiles) {
    const added = addedTo(tile);
    for (const [index, block] of blocks.entries())
      if (index >= added) yield { kind: "inner-products", tile, block, index } as const;
  }
}

function begun(total: Float64Array, added = 0): Sums {
  return { total, early: new Map(), added };
}

function addInOrder(sums: Sums, index: number, partial: Float64Array): void {
  sums.early.set(index, partial);
  for (let next = sums.early.get(sums.added); next; next = sums.early.get(sums.added)) {
    sums.early.delete(sums.added++);
    for (let k = 0; k < next.length; k++) sums.total[k]! += next[k]!;
  }
}

/** Records the values of a tile. @returns pairs so alike that their value needs the difference of their features. */
function finishTile(
  { pairs, options, set, report }: Course,
  metric: Metric,
  tile: Tile,
  sums: Float64Array,
): NearPair[] {
  const [rows, cols] = [indices(tile.rows), indices(tile.cols)];
  const selfRows = sums.subarray(rows.length * cols.length);
  const selfCols = selfRows.subarray(rows.length);
  const near: NearPair[] = [];
  let done = 0;
  for (const [i, j] of pairsOf(tile, pairs)) {
    const [row, col] = [i - tile.rows.start, j - tile.cols.start];
    const inner = sums[row * cols.length + col]!;
    const [selfI, selfJ] = [selfRows[row]!, selfCols[col]!];
    if (metric.near?.applies(inner, selfI, selfJ, options)) {
      near.push({ i, j, normI: Math.sqrt(selfI), normJ: Math.sqrt(selfJ) });
    } else {
      set(i, j, metric.finish(inner, selfI, selfJ, options));
      done++;
    }
  }
  report(done);
  return near;
}

/** One more pass over the features of pairs that are nearly equal. */
async function compareNear(course: Course, metric: Metric, near: NearPair[], blocks: Block[]): Promise<void> {
  const jobs = near.map((pair): JobOf<"gaps"> => ({ kind: "gaps", near: [pair], blocks }));
  await course.do(jobs, ({ near: [pair] }, gaps) => {
    const { i, j, normI, normJ } = pair!;
    course.set(i, j, metric.near!.finish(gaps[0]!, course.options, normI, normJ));
    course.report(1);
  });
}

/** The largest side whose features fit in the budget, because every tile computes its features again. */
export function tileSide(budget: number, blocks: readonly Block[]): number {
  const longest = Math.max(1, largestOf(blocks.map(({ length }) => length)));
  return Math.max(16, Math.floor(budget / (2 * 8 * longest)));
}
