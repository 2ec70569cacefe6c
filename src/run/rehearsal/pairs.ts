import { isOfArchive } from "../../data/files/read-lazily-beside.ts";
import { isLazy, type TrainedRepresentation } from "../../data/representation.ts";
import type { AnyMetric } from "../../metrics/metric.ts";
import { metricOf, type ResolvedSpec } from "../../metrics/resolve.ts";
import type { Share } from "../ledger/ledger.ts";
import { jobOf } from "../pairs/job.ts";
import { takenBy } from "../pairs/memory-plan.ts";
import { unbounded } from "../pairs/memory-share.ts";
import type { Packed } from "../pairs/packed.ts";
import { plannedSide } from "../pairs/recorded/record.ts";
import { membersOfUnits, planUnits, shareOfUnits, sizeOf } from "../pairs/recorded/units.ts";
import { countBrought } from "../pairs/paging/bands.ts";
import type { Pairs, Range } from "../pairs/plan.ts";
import type { Run } from "../pairs/run.ts";
import type { Input } from "../pairs/store.ts";
import { LostDigits } from "../pairs/way.ts";
import { RehearsalOver, type PairsPart, type Rehearsal, type RunOfPairs } from "./rehearsal.ts";
import { measured, middleOf, times } from "./timing.ts";
import { timeOfTiles, type Trial, type Tried } from "./tile.ts";

/** Networks that are really prepared: two for the rows of a tile, two for its columns. */
const mostNetworks = 4;
/** So few pairs are really compared. */
const fewPairs = 6;
/** Numbers of a matrix that is made up to go on. */
const mostValues = 2 ** 22;

/** Whether a run is so small that it is not rehearsed but done. */
export function isSmall(pairs: Pairs): boolean {
  return countOf(pairs) <= fewPairs;
}

/**
 * Prepares a few networks, compares a tile of them, and adds to `rehearsal` what the whole run would be.
 * @returns a matrix in which each value is one of those that were computed
 * @throws {LostDigits} as the run itself.
 * @throws {RehearsalOver} if the matrix is so large that going on with it would be work.
 */
export async function rehearsePairs(asked: Trial, rehearsal: Rehearsal): Promise<Run> {
  const tried = await rehearsal.addPairs(describe(asked), () => measurePairs(asked, rehearsal));
  if (asked.isKept) throw new RehearsalOver();
  return madeUp(asked, metricOf(asked.spec), tried);
}

/** Of runs of one network against others the sizes do not matter: a search makes hundreds, each of other ones. */
function describe({ inputs, spec: { metric, options, heldOut }, pairs }: Trial): RunOfPairs {
  const { rows, cols, triangle, diagonal, known } = pairs;
  const [networks, numbers] = [inputs.length, numbersIn(inputs)];
  const sizes = size(rows) === 1 ? 1 : [networks, numbers, size(rows), size(cols), rows.start === cols.start];
  const likeness = JSON.stringify({ metric, options, heldOut, sizes, triangle, diagonal, known });
  return { likeness, pairs: countOf(pairs), networks, numbers };
}

async function measurePairs(asked: Trial, rehearsal: Rehearsal): Promise<{ part: PairsPart; found: Tried }> {
  const { inputs, spec, pairs, executor } = asked;
  const metric = metricOf(spec);
  const chosen = sampleOf(inputs);
  const { packed, rounds } = await rehearsal.trying(() => prepareSome(asked, chosen));
  if (packed.some(({ numbers }) => metric.losesDigits?.(numbers))) throw new LostDigits();
  const each = bytesOf(packed) / packed.length;
  const share = asked.share ?? unbounded;
  const room = { ...share, prepared: Math.max(share.prepared, 2 * each) };
  const memory = takenBy(inputs, room, each, executor.width);
  const capacity = memory.held < inputs.length ? memory.held : Infinity;
  const tried = await rehearsal.trying(() => timeOfTiles(asked, packed, capacity));
  const mine = rehearsal.share && partOf(asked, rehearsal.share);
  const preparations =
    mine?.networks ?? countBrought(pairs, tried.side, capacity, executor.width, metric.form);
  const perNetwork = times(middleOf(rounds), numbersIn(inputs) / inputs.length);
  const part: PairsPart = {
    kind: "pairs",
    metric: spec.metric,
    runs: 1,
    networks: inputs.length,
    pairs: mine?.pairs ?? countOf(pairs),
    tiles: mine?.units ?? tried.tiles,
    threads: executor.width,
    preparations,
    prepare: times(perNetwork, preparations),
    compare: mine ? times(tried.compare, mine.pairs / countOf(pairs)) : tried.compare,
    measured: { networks: chosen.length, pairs: tried.pairs },
    preparedBytes: each * inputs.length,
    memory,
    rows: size(pairs.rows),
    cols: size(pairs.cols),
    outputs: outputsOf(metric, spec).length,
  };
  return { part, found: tried };
}

/** The pairs of a shard: its units, and how many networks they need. */
function partOf(
  { inputs, spec, pairs: asked }: Trial,
  share: Share,
): { units: number; pairs: number; networks: number } {
  const job = jobOf([...inputs], spec, asked);
  const { pairs } = job;
  const units = shareOfUnits(planUnits(pairs, plannedSide(job, inputs, share.count)), pairs, share);
  return {
    units: units.length,
    pairs: units.reduce((sum, unit) => sum + sizeOf(unit, { ...pairs, diagonal: false }), 0),
    networks: membersOfUnits(units).length,
  };
}

/** Places of a few networks all over the list, with the smallest and the largest among them. */
function sampleOf(inputs: readonly Input[]): number[] {
  const bySize = inputs
    .map((_, k) => k)
    .sort((a, b) => numbersIn([inputs[a]!]) - numbersIn([inputs[b]!]) || a - b);
  const count = Math.min(mostNetworks, inputs.length);
  return Array.from(
    { length: count },
    (_, k) => bySize[Math.round((k * (inputs.length - 1)) / (count - 1))]!,
  );
}

/** Reads and prepares them, so many at once as in the run. @returns seconds per number of a network, too */
async function prepareSome({ inputs, executor, control: { signal } }: Trial, chosen: readonly number[]) {
  const packed: Packed[] = [];
  const kept: TrainedRepresentation[] = [];
  const read = async (k: number) => {
    const input = inputs[chosen[k]!]!;
    if (!isLazy(input)) return input;
    if (!isOfArchive(input)) return input.load(signal);
    return (kept[k] ??= await input.load(signal)); // a run reads it once, with all others of its file
  };
  const prepare = async (k: number) => void (packed[k] = await executor.prepare(await read(k)));
  for (const k of chosen.keys()) await prepare(k);
  const { width } = executor;
  const perNumber: number[] = [];
  const lanes = (round: number) =>
    Array.from({ length: width }, (_, lane) => (round * width + lane) % chosen.length);
  let rounds = 0;
  const seconds = await measured(async (round) => {
    signal?.throwIfAborted();
    rounds = round + 1;
    await Promise.all(lanes(round).map(prepare));
  });
  const first = rounds - seconds.length;
  for (const [round, took] of seconds.entries())
    perNumber.push(took / numbersIn(lanes(round + first).map((k) => inputs[chosen[k]!]!)));
  return { packed, rounds: perNumber };
}

/** A matrix of the middle of the values that were computed. */
function madeUp({ spec, pairs }: Trial, metric: AnyMetric, { values }: Tried): Run {
  const length = size(pairs.rows) * size(pairs.cols);
  if (length > mostValues) throw new RehearsalOver();
  const [, ...names] = outputsOf(metric, spec);
  const fill = (of: readonly number[]) =>
    new Float64Array(length).fill(of.length > 0 ? middleOf(of).seconds : NaN);
  const details = Object.fromEntries(names.map((name, k) => [name, fill(values[k + 1]!)]));
  return { values: fill(values[0]!), warnings: [], ...(names.length > 0 ? { details } : {}) };
}

/** Names of the numbers of each pair, the value first. */
function outputsOf(metric: AnyMetric, { heldOut }: ResolvedSpec): readonly string[] {
  const search = heldOut || metric.form !== "pair" ? undefined : metric.search;
  return search?.outputs ?? ["value"];
}

/** Pairs of different networks; the value of one with itself is counted where it is computed. */
function countOf({ rows, cols, triangle, known = 0 }: Pairs): number {
  if (known > 0) {
    const before = { start: 0, end: known };
    return countOf({ rows, cols, triangle, diagonal: false }) - countOf({ rows: before, cols: before, triangle, diagonal: false }); // prettier-ignore
  }
  const all = size(rows) * size(cols);
  if (rows.start !== cols.start) return all;
  return triangle ? (all - size(rows)) / 2 : all - size(rows);
}

function bytesOf(packed: readonly Packed[]): number {
  return packed.reduce((sum, { data }) => sum + data.byteLength, 0);
}

function numbersIn(inputs: readonly Input[]): number {
  return inputs.reduce((sum, { shape }) => sum + shape.reduce((product, length) => product * length, 1), 0);
}

function size({ start, end }: Range): number {
  return end - start;
}
