import { createRandom, shuffled } from "../base/random.ts";

/** Work in independent parts: one thread does them in turn, or several share them. */
export interface Parts<Setup, Piece, Found, Result> {
  /** What all pieces share: plain data. */
  readonly setup: Setup;
  readonly pieces: readonly Piece[];
  /** Approximate floating-point operations of all pieces. */
  readonly operations: number;
  /** The result, from what the pieces found, in their order. */
  finish(found: readonly Found[]): Result;
}

/** What is done with one piece after the other. What a piece finds depends on the setup and the piece alone. */
export interface PartWork<Setup, Piece, Found> {
  /** A thread finds the work by this name, in the list in `works.ts`. */
  readonly name: string;
  open(setup: Setup): (piece: Piece) => Found;
  /** Whether its pieces are draws or starts, of which there may be many: what they find is kept where something keeps it. */
  readonly durable?: true;
}

/** Work that cannot be divided. */
export function onePart<Setup, Found>(setup: Setup, operations: number): Parts<Setup, null, Found, Found> {
  return { setup, pieces: [null], operations, finish: ([found]) => found! };
}

/** One step of a computation: work in parts. */
export interface Step {
  readonly work: PartWork<unknown, unknown, unknown>;
  readonly parts: Parts<unknown, unknown, unknown, unknown>;
}

/** A computation in steps, written once: `inTurn` does them on this thread, an engine on its threads. */
export type Steps<Result> = Generator<Step, Result, unknown>;

/** A step with the types of its parts. */
export function* step<Setup, Piece, Found, Result>(
  work: PartWork<Setup, Piece, Found>,
  parts: Parts<Setup, Piece, Found, Result>,
): Steps<Result> {
  return (yield { work, parts } as unknown as Step) as Result;
}

/** Does all steps on this thread. */
export function inTurn<Result>(steps: Steps<Result>): Result {
  let at = steps.next();
  while (!at.done) {
    const { work, parts } = at.value;
    const one = work.open(parts.setup);
    at = steps.next(parts.finish(parts.pieces.map((piece) => one(piece))));
  }
  return at.value;
}

/** Numbers start … end − 1. */
export type Range = readonly [start: number, end: number];

/** A piece takes a few milliseconds: an abort is heard between pieces, and progress is told after each. */
const pieceOperations = 2e7;

/** The numbers from `first` to `end` − 1 in pieces, of which each number takes so many operations. */
export function rangesOf(first: number, end: number, each: number): Range[] {
  const share = Math.max(1, Math.min(Math.ceil((end - first) / 64), Math.floor(pieceOperations / each)));
  const ranges: Range[] = [];
  for (let start = first; start < end; start += share) ranges.push([start, Math.min(end, start + share)]);
  return ranges;
}

/**
 * Random orders of 0 … n − 1, by their number from 0. They are those that one stream of the seed
 * gives one after the other, so a thread that starts in the middle draws the earlier ones first.
 */
export function ordersOf(n: number, seed: number): (number: number) => number[] {
  let [random, next] = [createRandom(seed), 0];
  return (number) => {
    if (number < next) [random, next] = [createRandom(seed), 0];
    for (; next < number; next++) shuffled(n, random);
    next++;
    return shuffled(n, random);
  };
}
