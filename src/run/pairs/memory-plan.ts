import { MemoryError } from "../../base/errors.ts";
import { largestOf } from "../../base/lists.ts";
import type { Outline } from "../../data/representation.ts";
import type { MemoryShare } from "./memory-share.ts";

/** What the process takes before it works, and each thread without its wasm memory: measured in Node, about. */
const [processBytes, threadBytes] = [80 * 2 ** 20, 48 * 2 ** 20];
/** Bytes of a file that are read at once, and of wasm memory that is for products. */
const [sliceBytes, scratchBytes] = [2 ** 23, 2 ** 24];
/** Vectors over stimuli and units that a metric may keep beside a matrix: sums, a diagonal, singular values. */
const vectors = 4;

interface Resources {
  readonly threads: number;
  readonly budget: number;
  readonly maxMemory: number;
}

/**
 * How a run divides what the process may hold: beside the process itself, for each thread a file that it reads
 * and the wasm memory in which it prepares one network or compares two, and what is prepared of all networks, of
 * which each thread needs two at once. Prepared networks are taken to be as large as their responses in double
 * precision and some vectors, which is right for most metrics; what they turn out to be is seen by the `Store`.
 *
 * @throws {MemoryError} with the size that would fit, if not even one thread does.
 */
export function shareOf(inputs: readonly Outline[], { threads, budget, maxMemory }: Resources): MemoryShare {
  const sizes = sizesOf(inputs);
  const largest = largestOf(sizes);
  const each = threadBytes + sliceBytes + rawBytes(inputs) + scratchBytes + 2 * largest;
  const least = (lanes: number) => processBytes + lanes * (each + 2 * largest);
  if (least(1) > maxMemory) throw refused(inputs, least(1), maxMemory);
  const lanes = Math.max(1, Math.min(threads, Math.floor((maxMemory - processBytes) / (each + 2 * largest))));
  const all = sizes.reduce((sum, size) => sum + size, 0);
  // What nothing else needs, threads may hold as copies of what is prepared, and as features made of it.
  const free = Math.max(0, maxMemory - processBytes - lanes * each - Math.max(all, 2 * lanes * largest));
  const more = Math.min(2 * budget, free / lanes);
  return {
    maxMemory,
    lanes,
    budget: Math.max(1, Math.floor(Math.min(budget, more / 2 + 2 * largest))),
    arena: scratchBytes + 2 * largest + more,
    prepared: maxMemory - processBytes - lanes * (each + more),
  };
}

/** What a run takes of the memory, in bytes, about. */
export interface MemoryTaken {
  /** Of the whole process, when it holds most. */
  readonly bytes: number;
  /** Prepared networks that are held at once, of `networks`. */
  readonly held: number;
  readonly networks: number;
}

/**
 * What a run with this share will take, when it is known how large a prepared network is.
 * @param each - bytes of a prepared network
 * @param width - threads that work
 */
export function takenBy(
  inputs: readonly Outline[],
  share: MemoryShare,
  each: number,
  width: number,
): MemoryTaken {
  const networks = inputs.length;
  const held = Math.min(networks, Math.floor(share.prepared / Math.max(1, each)));
  const largest = largestOf(sizesOf(inputs));
  const working = scratchBytes + 2 * largest + Math.min(share.budget, networks * each);
  const bytes = processBytes + held * each + width * (threadBytes + rawBytes(inputs) + working);
  return { bytes: Math.min(bytes, share.maxMemory), held, networks };
}

/** Bytes of each network when it is prepared, as far as its shape tells. */
function sizesOf(inputs: readonly Outline[]): number[] {
  return inputs.map(({ shape }) => {
    const [stimuli, units] = [shape[0]!, numbersIn(shape) / shape[0]!];
    return 8 * (stimuli * units + vectors * (stimuli + units));
  });
}

/** The largest array as it is read. */
function rawBytes(inputs: readonly Outline[]): number {
  return largestOf(inputs.map(({ shape, stored }) => numbersIn(shape) * (stored === undefined ? 8 : 4)));
}

function numbersIn(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

function refused(inputs: readonly Outline[], needed: number, maxMemory: number): MemoryError {
  const sizes = inputs.map(({ shape }) => numbersIn(shape));
  const { name, shape } = inputs[sizes.indexOf(largestOf(sizes))]!;
  return new MemoryError(
    `The process may hold ${maxMemory} bytes (option maxMemory). Two networks as large as ${name}, ${shape.join(" × ")}, ` +
      `need about ${Math.ceil(needed)} on one thread: raise maxMemory to that, or take fewer stimuli or units.`,
    { needed, limit: maxMemory },
  );
}
