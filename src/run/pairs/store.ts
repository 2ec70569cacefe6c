import { isLazy, type UnreadRepresentation, type TrainedRepresentation } from "../../data/representation.ts";
import { runLanes } from "../lanes/lanes.ts";
import { neededBy, type Executor, type Job } from "./executor.ts";
import { tooSmall, unbounded, type MemoryShare } from "./memory-share.ts";
import type { Packed } from "./packed.ts";

/** What a run compares: in memory, or read when it is prepared. */
export type Input = TrainedRepresentation | UnreadRepresentation;

/** What is known of a prepared representation wherever its matrices are. */
export interface Facts extends Pick<Packed, "numbers"> {
  /** Bytes of its matrices. */
  readonly bytes: number;
}

/**
 * The prepared representations of one run, within a number of bytes. Where they do not all fit, and can be read
 * again, those that are needed latest are dropped, and made again when a job needs them. Their bits are the same.
 */
export class Store {
  /** Of each representation, from when it was prepared first. */
  readonly facts: Facts[] = [];
  readonly #inputs: Input[];
  readonly #executor: Executor;
  readonly #signal: AbortSignal | undefined;
  /** What the run may hold; none where nothing can be made again. */
  readonly #share: MemoryShare;
  /** Those that are here, by index. */
  readonly #packed: Packed[] = [];
  /** Being read or prepared. */
  readonly #making = new Map<number, Promise<void>>();
  /** How many jobs are using each. */
  readonly #users = new Map<number, number>();
  /** Memory of what was dropped: shared memory that is let go stays for an unknown time, so it is used again. */
  readonly #spare: Float64Array[] = [];
  /** Memory of files that were read, for those to come. */
  readonly #left: ArrayBuffer[] = [];
  #bytes = 0;
  /** How many were prepared for the first time. */
  #known = 0;
  /** Bytes of wasm memory of the thread that has most. */
  #reserved = 0;

  /** @param inputs - what is in memory is removed from this list when it is prepared, so that it can be freed */
  constructor(
    inputs: Input[],
    executor: Executor,
    share: MemoryShare | undefined,
    signal: AbortSignal | undefined,
  ) {
    this.#inputs = inputs;
    this.#executor = executor;
    this.#signal = signal;
    this.#share = share && inputs.every(isLazy) ? share : unbounded;
  }

  /** Bytes of prepared representations that may be here: what threads have taken beyond their part is theirs. */
  get #budget(): number {
    const { prepared, arena } = this.#share;
    return prepared - this.#executor.width * Math.max(0, this.#reserved - arena);
  }

  /** Whether some do not fit beside the others. */
  get isTight(): boolean {
    return this.facts.some((_, id) => !this.#packed[id]);
  }

  /** How many of the largest of them may be here at once. */
  get capacity(): number {
    return this.isTight ? Math.floor(this.#budget / this.#largest()) : Infinity;
  }

  /** How many jobs may run at once: each needs two or more. */
  get lanes(): number {
    return Math.min(this.#executor.width, Math.floor(this.capacity / 2));
  }

  /** @throws {MemoryError} where not even those fit that one job needs. */
  assertFits(): void {
    if (this.lanes >= 1) return;
    throw tooSmall(this.#share.maxMemory, 2 * this.#largest() - this.#budget, this.#executor.width);
  }

  /** Prepares one for the first time. Those that come when there is no room are known from then on, but not kept. */
  async prepare(index: number): Promise<void> {
    const packed = await this.#make(index);
    this.#reserved = Math.max(this.#reserved, packed.reserved ?? 0);
    const bytes = packed.data.byteLength;
    this.facts[index] = { numbers: packed.numbers, bytes };
    if (!isLazy(this.#inputs[index])) delete this.#inputs[index];
    // Room is left for those that come: one for each thread.
    const coming = Math.min(this.#executor.width, this.#inputs.length - ++this.#known);
    if (this.#bytes + (1 + coming) * bytes <= this.#budget) this.#keep(index, packed);
    else this.#spare.push(packed.data);
  }

  /** Runs all jobs on the executor. Results arrive in any order. */
  async run<J extends Job>(jobs: Iterable<J>, accept: (job: J, values: Float64Array) => void): Promise<void> {
    const { lanes } = this;
    if (!this.isTight) {
      this.#left.length = 0; // all is read
      const runOne = (job: J) => this.#executor.run(job, this.#packed);
      return runLanes(jobs, lanes, runOne, accept, this.#signal);
    }
    const places = [...jobs].map((job, place) => ({ job, place }));
    const uses = usesOf(places.map(({ job }) => job));
    const runOne = ({ job, place }: { job: J; place: number }) => this.#with(job, () => uses(place));
    return runLanes(places, lanes, runOne, ({ job }, values) => accept(job, values), this.#signal);
  }

  /** Runs a job while what it needs is here. @param upcoming - gives the next use of each representation */
  async #with(job: Job, upcoming: () => (id: number) => number): Promise<Float64Array> {
    const needed = neededBy(job);
    const next = upcoming();
    for (const id of needed) this.#users.set(id, (this.#users.get(id) ?? 0) + 1);
    try {
      for (const id of needed) await this.#fetch(id, next);
      return await this.#executor.run(job, this.#packed);
    } finally {
      for (const id of needed) this.#users.set(id, this.#users.get(id)! - 1);
    }
  }

  async #fetch(id: number, next: (id: number) => number): Promise<void> {
    if (this.#packed[id]) return;
    const making =
      this.#making.get(id) ??
      this.#again(id, next).finally(() => {
        this.#making.delete(id);
      });
    this.#making.set(id, making);
    await making;
  }

  async #again(id: number, next: (id: number) => number): Promise<void> {
    const { bytes } = this.facts[id]!;
    this.#makeRoom(bytes, next);
    this.#bytes += bytes; // so that another job that makes one meanwhile does not take its place
    try {
      this.#packed[id] = await this.#make(id);
    } catch (error) {
      this.#bytes -= bytes;
      throw error;
    }
  }

  async #make(index: number): Promise<Packed> {
    const input = this.#inputs[index]!;
    if (!isLazy(input)) return this.#executor.prepare(input);
    const memory = this.#takeSpare(this.facts[index]?.bytes ?? 0);
    const read = await input.load(this.#signal, this.#left.pop());
    const { left, ...packed } = await this.#executor.prepare(read, { isGiven: true, memory });
    if (left) this.#left.push(left);
    return packed;
  }

  /** The smallest memory of so many bytes. Where all are smaller, the largest is let go: another will be made. */
  #takeSpare(bytes: number): Float64Array | undefined {
    this.#spare.sort((a, b) => a.buffer.byteLength - b.buffer.byteLength);
    const place = this.#spare.findIndex(({ buffer }) => buffer.byteLength >= bytes);
    if (place >= 0) return this.#spare.splice(place, 1)[0];
    this.#spare.pop();
    return undefined;
  }

  #keep(index: number, packed: Packed): void {
    this.#packed[index] = packed;
    this.#bytes += packed.data.byteLength;
  }

  /** Drops what no job is using, what is needed last first. What jobs are using stays, even beyond the budget. */
  #makeRoom(bytes: number, next: (id: number) => number): void {
    const idle = Object.keys(this.#packed)
      .map(Number)
      .filter((id) => !this.#users.get(id));
    idle.sort((a, b) => next(a) - next(b));
    while (this.#bytes + bytes > this.#budget && idle.length > 0) {
      const id = idle.pop()!;
      this.#bytes -= this.#packed[id]!.data.byteLength;
      this.#spare.push(this.#packed[id]!.data);
      delete this.#packed[id];
    }
  }

  #largest(): number {
    return this.facts.reduce((most, { bytes }) => Math.max(most, bytes), 1);
  }
}

/** For a place in a list of jobs: the place of the first job after it that needs a representation, or Infinity. */
function usesOf(jobs: readonly Job[]): (place: number) => (id: number) => number {
  const places = new Map<number, number[]>();
  for (const [place, job] of jobs.entries()) {
    for (const id of neededBy(job)) {
      const list = places.get(id);
      if (list) list.push(place);
      else places.set(id, [place]);
    }
  }
  return (place) => (id) => places.get(id)?.find((use) => use > place) ?? Infinity;
}
