import { NumericalError, OptionError, ShapeError } from "../../base/errors.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import { finish, type Steps } from "../../base/steps.ts";
import { sharedDoubles } from "../../base/thread-memory.ts";
import { allFinite } from "../condensed.ts";
import { levelled } from "../level.ts";
import { assertRdm, type RdmFacts } from "../rdm.ts";
import { floorOf, tiedFor } from "../ranking/ties.ts";
import type { Comparator } from "./comparator.ts";
import { groupsByMissing } from "./missing-pairs.ts";
import type { ComparatorName } from "./registry.ts";

/** What is compared: an RDM of a network, a model or a subject. */
export type ComparableRdm = Pick<RdmFacts, "name" | "stimuli" | "condensed"> &
  Partial<Pick<RdmFacts, "dissimilarity">>;

/** RDMs as rows of the entries that are compared. */
export interface Stacks {
  readonly x: Matrix;
  readonly y: Matrix;
  /** Their condensed positions, where some are left out. */
  readonly entries: Int32Array | undefined;
  readonly leftOut: number;
  /** Of each RDM the floor to which `prepare` joins what differs by rounding alone, where that is not done yet. */
  readonly floors: { readonly x: readonly number[]; readonly y: readonly number[] } | undefined;
}

/** The RDMs of both sides that are compared on the same entries. */
export interface Block {
  /** Their places in `a`, and in `b`. */
  readonly rows: readonly number[];
  readonly cols: readonly number[];
  readonly stacks: Stacks;
}

/**
 * Each two RDMs are compared on the pairs of stimuli that both have, so RDMs that miss the same pairs go
 * together. One block where nothing is missing.
 * @throws as `stackRdms`.
 */
export function* stackBlocks(
  a: readonly ComparableRdm[],
  b: readonly ComparableRdm[],
  name: ComparatorName,
  comparator: Comparator,
): Steps<Block[]> {
  assertSameStimuli([...a, ...b]);
  const together = (rdms: readonly ComparableRdm[]) =>
    comparator.missing === "own" || rdms.every(isWhole)
      ? [[...rdms.keys()]]
      : groupsByMissing(rdms.map(({ condensed }) => condensed)).map(({ members }) => members);
  const [ofA, ofB] = [together(a), together(b)];
  const take = (rdms: readonly ComparableRdm[], some: readonly number[]) => some.map((k) => rdms[k]!);
  const blocks: Block[] = [];
  for (const rows of ofA) {
    for (const cols of ofB) {
      const stacks = yield* stackSteps(take(a, rows), take(b, cols), name, comparator, true);
      blocks.push({ rows, cols, stacks });
    }
  }
  return blocks;
}

/**
 * The entries to compare, a row for each RDM: those that are present in all of `a` and `b`. For a
 * comparator that ranks them, entries that differ by rounding alone are equal.
 * @throws {ShapeError} naming RDMs whose stimuli are not the same in the same order.
 * @throws {NumericalError} if too few are left for the comparator, or none may be missing; for an infinite entry.
 */
export function stackRdms(
  a: readonly ComparableRdm[],
  b: readonly ComparableRdm[],
  name: ComparatorName,
  comparator: Comparator,
): Stacks {
  return finish(stackSteps(a, b, name, comparator, false));
}

/**
 * The same, an RDM in a step: ranking millions of entries takes a second.
 * @param defer - leave ties by rounding to a comparator that joins them
 */
function* stackSteps(
  a: readonly ComparableRdm[],
  b: readonly ComparableRdm[],
  name: ComparatorName,
  comparator: Comparator,
  defer: boolean,
): Steps<Stacks> {
  const { missing, leastPairs } = comparator;
  const rdms = [...a, ...b];
  assertSameStimuli(rdms);
  const length = rdms[0]!.condensed.length;
  const isDense = rdms.every(isWhole);
  if (!isDense) assertNotInfinite(rdms);
  const entries = isDense || missing === "own" ? undefined : present(rdms);
  const left = entries?.length ?? length;
  const leftOut = length - left;
  if (leftOut > 0 && missing === "refused") throw incomplete(name, rdms);
  if (missing !== "own" && left < leastPairs) throw tooFew(name, left, leastPairs, rdms);
  const kept = leftOut > 0 ? entries : undefined;
  const joins = defer && !kept && comparator.form === "pair" && comparator.joins === true;
  const tie = joins ? (rdm: ComparableRdm) => rdm : (rdm: ComparableRdm) => tiedFor(rdm, name);
  const [x, y] = [yield* rowsOf(a, tie, kept), yield* rowsOf(b, tie, kept)];
  const floorsOf = (some: readonly ComparableRdm[]) =>
    some.map(({ condensed, dissimilarity }) => floorOf(condensed, dissimilarity));
  return { x, y, entries: kept, leftOut, floors: joins ? { x: floorsOf(a), y: floorsOf(b) } : undefined };
}

const isWhole = ({ condensed }: ComparableRdm) => allFinite(condensed);

/** Loops, because RDMs have millions of entries. */
function assertNotInfinite(rdms: readonly ComparableRdm[]): void {
  for (const { name, condensed } of rdms) {
    for (let k = 0; k < condensed.length; k++) {
      if (Math.abs(condensed[k]!) < Infinity || Number.isNaN(condensed[k]!)) continue;
      throw new NumericalError(
        `${name}: entry ${k}, counted from 0, is ${condensed[k]}; finite numbers are needed, or NaN where one is missing.`,
      );
    }
  }
}

function incomplete(name: string, rdms: readonly ComparableRdm[]): NumericalError {
  const rdm = rdms.find(({ condensed }) => condensed.some(Number.isNaN))!;
  return new NumericalError(
    `${name} needs all pairs of stimuli; ${rdm.name} has missing entries. Take a subset of the stimuli, or another comparator.`,
  );
}

/** Two RDMs that share so few pairs. */
function tooFew(name: string, shared: number, least: number, rdms: readonly ComparableRdm[]): NumericalError {
  const [first, second] = [rdms[0]!.name, rdms.at(-1)!.name];
  const what = shared === 0 ? "no pair" : shared === 1 ? "1 pair" : `${shared} pairs`;
  const then = shared === 0 ? "nothing is left to compare" : "with fewer its value is forced";
  return new NumericalError(
    `${first} and ${second} share ${what} of stimuli; ${name} needs at least ${least}: ${then}.`,
  );
}

function assertSameStimuli(rdms: readonly ComparableRdm[]): void {
  const [first] = rdms;
  if (!first) throw new OptionError("compareRdms: no RDMs were given.");
  for (const rdm of rdms) {
    assertRdm(rdm, "compareRdms");
    const [m, other] = [first.stimuli.length, rdm.stimuli.length];
    if (m !== other) {
      throw new ShapeError(
        `${first.name} is of ${m} stimuli, ${rdm.name} of ${other}; RDMs of the same stimuli can be compared: take a subset first, or bring them over all stimuli.`,
      );
    }
    if (unnamed(first) || unnamed(rdm)) continue;
    const row = first.stimuli.findIndex((name, i) => name !== rdm.stimuli[i]);
    if (row < 0) continue;
    throw new ShapeError(
      `Stimulus ${row} is ${JSON.stringify(first.stimuli[row])} in ${first.name} but ${JSON.stringify(rdm.stimuli[row])} in ${rdm.name}; ` +
        `the stimuli must be the same, in the same order.`,
    );
  }
}

/** Whether the stimuli have their indices for names: they go with any others. */
function unnamed({ stimuli }: ComparableRdm): boolean {
  return stimuli.every((name, i) => name === String(i));
}

/** Positions that have a value in every RDM. */
function present(rdms: readonly ComparableRdm[]): Int32Array {
  const length = rdms[0]!.condensed.length;
  const missing = new Uint8Array(length);
  for (const { condensed } of rdms) {
    for (let k = 0; k < length; k++) if (Number.isNaN(condensed[k]!)) missing[k] = 1;
  }
  const positions = new Int32Array(length);
  let count = 0;
  for (let k = 0; k < length; k++) if (missing[k] === 0) positions[count++] = k;
  return positions.subarray(0, count);
}

/** In memory that threads share: the comparison need not copy it. */
function* rowsOf(
  rdms: readonly ComparableRdm[],
  tie: (rdm: ComparableRdm) => ComparableRdm,
  entries: Int32Array | undefined,
): Steps<Matrix> {
  const width = entries?.length ?? rdms[0]?.condensed.length ?? 0;
  const rows = matrix(rdms.length, width, sharedDoubles(rdms.length * width));
  for (const [i, rdm] of rdms.entries()) {
    const { condensed, dissimilarity } = tie(rdm);
    const values = levelled(condensed, dissimilarity);
    if (!entries) rows.data.set(values, i * width);
    else for (let k = 0; k < width; k++) rows.data[i * width + k] = values[entries[k]!]!;
    yield;
  }
  return rows;
}
