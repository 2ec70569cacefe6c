import type { InnerProductMetric } from "../../metrics/metric.ts";
import type { Prepared } from "../../metrics/prepared.ts";
import { metricOf } from "../../metrics/resolve.ts";
import { stimuliCount } from "../../data/representation.ts";
import { tileSide as sideOfProducts } from "../pairs/compare-inner-products.ts";
import { sideOfTiles } from "../pairs/compare-pairs.ts";
import type { Executor, Job } from "../pairs/executor.ts";
import type { Packed } from "../pairs/packed.ts";
import { planWithin } from "../pairs/paging/bands.ts";
import type { Tile } from "../pairs/plan.ts";
import type { PairsAsked } from "../pairs/asked.ts";
import { measured, middleOf, none, times, type Seconds } from "./timing.ts";

/** A run of which a small part is done. */
export interface Trial extends PairsAsked {
  readonly executor: Executor;
  /** Whether the values are kept on the disk alone. */
  readonly isKept?: boolean;
}

/** A tile that was computed, and what all tiles would take. */
export interface Tried {
  readonly compare: Seconds;
  readonly tiles: number;
  readonly side: number;
  /** Pairs that were compared. */
  readonly pairs: number;
  /** What was found, by output: the values first. */
  readonly values: readonly (readonly number[])[];
}

/** Seconds that one tile of the trial may take. */
const longestTile = 0.3;
/** Sides of the tiles that tell what a product costs, and what the features of a network do. */
const [smallSide, largeSide] = [4, 32];

/** @param packed - a few prepared networks @param capacity - how many have room at once */
export async function timeOfTiles(asked: Trial, packed: Packed[], capacity: number): Promise<Tried> {
  const metric = metricOf(asked.spec);
  if (metric.form === "pair") return timeOfPairs(asked, packed, capacity);
  return timeOfProducts(asked, packed, capacity, metric);
}

/** Each pair takes its time: the same for all, but for the sizes of networks, of which the trial has several. */
async function timeOfPairs(asked: Trial, packed: Packed[], capacity: number): Promise<Tried> {
  const { pairs, executor, spec } = asked;
  const { width } = executor;
  const prepared = packed.map(({ data }) => ({ bytes: data.byteLength }));
  const side = sideOfTiles({ pairs, prepared, executor });
  const tiles = planWithin(pairs, side, capacity, width);
  const metric = metricOf(spec);
  const outputs = metric.form === "pair" && !spec.heldOut ? (metric.search?.outputs.length ?? 1) : 1;
  const values: number[][] = Array.from({ length: outputs }, () => []);
  const run = trialOf(asked, packed, largest(side));
  const compare = async (tile: Tile) => {
    const found = await run({ kind: "pairs", tile, pairs: { ...tile, triangle: false, diagonal: false } });
    found.forEach((value, k) => values[k % outputs]!.push(value));
  };
  await compare(tileOf(1, largest(side))); // in which its code is compiled
  const start = performance.now();
  await compare(tileOf(1, largest(side)));
  const once = (performance.now() - start) / 1000;
  const within = Math.max(
    1,
    Math.min(largest(side), Math.floor(Math.sqrt(longestTile / Math.max(once, 1e-9)))),
  );
  const rounds =
    once > 3
      ? [once * width]
      : await measured(() =>
          Promise.all(Array.from({ length: width }, () => compare(tileOf(within, largest(side))))),
        );
  const each = times(middleOf(rounds), 1 / (width * (once > 3 ? 1 : within * within)));
  const count = tiles.reduce((sum, tile) => sum + pairsIn(tile, pairs.triangle), 0);
  return { compare: times(each, count), tiles: tiles.length, side, pairs: values[0]!.length, values };
}

/** A tile computes features of its networks, then products of each with each: two sizes tell one from the other. */
async function timeOfProducts(
  asked: Trial,
  packed: Packed[],
  capacity: number,
  metric: InnerProductMetric<Prepared, object>,
): Promise<Tried> {
  const { pairs, executor, spec, inputs } = asked;
  const { width } = executor;
  const stimuli = packed[0]!.numbers["distinct"] ?? executor.stimuli ?? stimuliCount(inputs[0]!);
  const blocks = metric.blocks(stimuli, spec.options);
  const side = sideOfProducts(executor.budget, blocks);
  const tiles = planWithin(pairs, side, capacity, width, metric.form);
  const block = blocks.reduce((long, one) => (one.length > long.length ? one : long));
  const run = trialOf(asked, packed, largeSide);
  const values: number[] = [];
  const secondsOf = async (length: number) => {
    const tile = tileOf(length, largeSide);
    const rounds = await measured(() =>
      Promise.all(
        Array.from({ length: width }, async () => {
          const sums = await run({ kind: "inner-products", tile, block });
          const [inner, selfX, selfY] = [sums[0]!, sums[length * length]!, sums[length * length + length]!];
          values.push(metric.finish(inner, selfX, selfY, spec.options));
        }),
      ),
    );
    return times(middleOf(rounds), 1 / width);
  };
  const [small, large] = [await secondsOf(smallSide), await secondsOf(largeSide)];
  const share = blocks.reduce((sum, { length }) => sum + length, 0) / block.length;
  const total = { small: smallSide, large: largeSide, tiles, triangle: pairs.triangle };
  const compare = times(timeOfAll(small, large, total), share);
  return { compare, tiles: tiles.length * blocks.length, side, pairs: values.length, values: [values] };
}

/** Solves f · 2s + p · s² = t for two sides, and adds up f and p over all tiles. */
function timeOfAll(
  small: Seconds,
  large: Seconds,
  {
    small: s,
    large: l,
    tiles,
    triangle,
  }: { small: number; large: number; tiles: readonly Tile[]; triangle: boolean },
): Seconds {
  let [features, products] = [0, 0];
  for (const tile of tiles) {
    const [rows, cols] = [tile.rows.end - tile.rows.start, tile.cols.end - tile.cols.start];
    const isDiagonal = triangle && tile.rows.start === tile.cols.start;
    features += isDiagonal ? rows : rows + cols;
    products += isDiagonal ? pairsIn(tile, true) + rows : rows * cols;
  }
  const of = (atSmall: number, atLarge: number) => {
    const product = Math.max(0, (atLarge / l - atSmall / s) / (l - s));
    const feature = Math.max(0, (atSmall / s - product * s) / 2);
    return features * feature + products * product;
  };
  const seconds = of(small.seconds, large.seconds);
  const ratio = (part: "low" | "high") => large[part] / Math.max(large.seconds, 1e-12);
  return large.seconds === 0 ? none : { seconds, low: seconds * ratio("low"), high: seconds * ratio("high") };
}

/** Runs jobs on tiles of the few networks: the first half of them are rows, the others columns, again and again. */
function trialOf({ executor, control: { signal } }: Trial, packed: Packed[], side: number) {
  const half = Math.ceil(packed.length / 2);
  const [rows, cols] = [packed.slice(0, half), packed.slice(half)];
  const local = Array.from({ length: 2 * side }, (_, k) =>
    k < side ? rows[k % rows.length]! : cols[k % cols.length]!,
  );
  return (job: Job) => {
    signal?.throwIfAborted();
    return executor.run(job, local);
  };
}

function tileOf(length: number, side: number): Tile {
  return { rows: { start: 0, end: length }, cols: { start: side, end: side + length } };
}

function largest(side: number): number {
  return Math.min(side, largeSide);
}

function pairsIn({ rows, cols }: Tile, triangle: boolean): number {
  const [height, width] = [rows.end - rows.start, cols.end - cols.start];
  return triangle && rows.start === cols.start ? (height * (height - 1)) / 2 : height * width;
}
