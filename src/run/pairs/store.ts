import { isLazy, type UnreadRepresentation, type TrainedRepresentation } from "../../data/representation.ts";
import { runLanes } from "../lanes/lanes.ts";
import type { Signal } from "../../base/host/types.ts";
import type { Executor, Job } from "./executor.ts";
import type { AnyMetric } from "../../metrics/metric.ts";
import type { Packed } from "./packed.ts";
import { planTiles, type Pairs, type Tile } from "./plan.ts";

/** What a run compares: in memory, or read when it is prepared. */
export type Input = TrainedRepresentation | UnreadRepresentation;

/** What is known of a prepared representation wherever its matrices are. */
export interface Facts extends Pick<Packed, "numbers"> {
  /** Bytes of its matrices. */
  readonly bytes: number;
}

/** The prepared representations of one run. */
export interface Store {
  /** Of each representation, from when it was prepared first. */
  readonly facts: readonly Facts[];
  /** How many of the largest of them may be here at once; Infinity where all are. */
  readonly capacity: number;
  /** How many jobs may run at once. */
  readonly lanes: number;
  /** @throws {MemoryError} where not even those fit that one job needs. */
  assertFits(): void;
  /** Tiles of at most this side that hold all pairs, in an order in which few representations are needed anew. */
  tiles(pairs: Pairs, side: number, form: AnyMetric["form"]): Tile[];
  /** Prepares one for the first time. */
  prepare(index: number): Promise<void>;
  /** Runs all jobs on the executor. Results arrive in any order. */
  run<J extends Job>(jobs: Iterable<J>, accept: (job: J, values: Float64Array) => void): Promise<void>;
}

/** All of them in memory: what most runs need. */
export class WholeStore implements Store {
  readonly facts: Facts[] = [];
  readonly capacity = Infinity;
  readonly #inputs: Input[];
  readonly #executor: Executor;
  readonly #signal: Signal | undefined;
  readonly #packed: Packed[] = [];
  /** Memory of files that were read, for those to come. */
  readonly #left: ArrayBuffer[] = [];

  /** @param inputs - what is in memory is removed from this list when it is prepared, so that it can be freed */
  constructor(inputs: Input[], executor: Executor, signal: Signal | undefined) {
    this.#inputs = inputs;
    this.#executor = executor;
    this.#signal = signal;
  }

  get lanes(): number {
    return this.#executor.width;
  }

  assertFits(): void {}

  tiles(pairs: Pairs, side: number): Tile[] {
    return planTiles(pairs, side);
  }

  async prepare(index: number): Promise<void> {
    const input = this.#inputs[index]!;
    const packed = isLazy(input) ? await this.#read(input) : await this.#executor.prepare(input);
    if (!isLazy(input)) delete this.#inputs[index];
    this.#packed[index] = packed;
    this.facts[index] = { numbers: packed.numbers, bytes: packed.data.byteLength };
  }

  run<J extends Job>(jobs: Iterable<J>, accept: (job: J, values: Float64Array) => void): Promise<void> {
    this.#left.length = 0; // all is read
    const runOne = (job: J) => this.#executor.run(job, this.#packed);
    return runLanes(jobs, this.lanes, runOne, accept, this.#signal);
  }

  async #read(input: UnreadRepresentation): Promise<Packed> {
    const read = await input.load(this.#signal, this.#left.pop());
    const { left, ...packed } = await this.#executor.prepare(read, { isGiven: true });
    if (left) this.#left.push(left);
    return packed;
  }
}
