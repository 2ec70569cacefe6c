import { FormatError } from "../../../base/errors.ts";
import type { TrainedRepresentation, UnreadRepresentation } from "../../../data/representation.ts";
import { runLanes } from "../../lanes/lanes.ts";
import { contentOf } from "../content.ts";
import { neededBy, type Executor, type Job, type PrepareHow } from "../executor.ts";
import { tooSmall, unbounded, type MemoryShare } from "../memory-share.ts";
import type { Packed } from "../packed.ts";
import type { AnyMetric } from "../../../metrics/metric.ts";
import type { Pairs, Tile } from "../plan.ts";
import type { Facts, Input, Store } from "../store.ts";
import { planWithin } from "./bands.ts";
import { Uses } from "./uses.ts";
import type { Outside } from "./prepared-cache.ts";

/**
 * The prepared representations of one run, within a number of bytes. Where they do not all fit, and can be read
 * again, those that are needed latest are dropped, and made again when a job needs them, or read from a cache. Their
 * bits are the same.
 */
export class PagedStore implements Store {
  /** Of each representation, from when it was prepared first. */
  readonly facts: Facts[] = [];
  readonly #inputs: Input[];
  readonly #executor: Executor;
  readonly #signal: AbortSignal | undefined;
  readonly #outside: Outside | undefined;
  /** Of what each was made of, where there is something outside. */
  readonly #digests: string[] = [];
  /** What the run may hold; none where nothing can be made again. */
  readonly #share: MemoryShare;
  /** Those that are here, by index. */
  readonly #packed: Packed[] = [];
  /** Their indices. */
  readonly #here = new Set<number>();
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

  /**
   * @param inputs - what is in memory is removed from this list when it is prepared, so that it can be freed
   * @param outside - without it nothing is digested
   */
  constructor(
    inputs: Input[],
    executor: Executor,
    share: MemoryShare | undefined,
    signal: AbortSignal | undefined,
    outside?: Outside,
  ) {
    this.#inputs = inputs;
    this.#executor = executor;
    this.#signal = signal;
    this.#outside = outside;
    this.#share = share && inputs.every(isUnread) ? share : unbounded;
  }

  /** Bytes of prepared representations that may be here: what threads have taken beyond their part is theirs. */
  get #budget(): number {
    const { prepared, arena } = this.#share;
    return prepared - this.#executor.width * Math.max(0, this.#reserved - arena);
  }

  /** The digest of a representation as it was read: of all that results depend on. Undefined where nothing is outside. */
  digestOf(index: number): string | undefined {
    return this.#digests[index];
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

  tiles(pairs: Pairs, side: number, form: AnyMetric["form"]): Tile[] {
    return planWithin(pairs, side, this.capacity, this.lanes, form);
  }

  /** Prepares one for the first time. Those that come when there is no room are known from then on, but not kept. */
  async prepare(index: number): Promise<void> {
    const packed = await this.#make(index);
    this.#reserved = Math.max(this.#reserved, packed.reserved ?? 0);
    const bytes = packed.data.byteLength;
    this.facts[index] = { numbers: packed.numbers, bytes };
    if (!isUnread(this.#inputs[index])) delete this.#inputs[index];
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
    const places = [...jobs].map((job, place) => ({ job, place, needed: neededBy(job) }));
    const uses = new Uses(places.map(({ needed }) => needed));
    const runOne = (one: (typeof places)[number]) => this.#with(one, uses);
    return runLanes(places, lanes, runOne, ({ job }, values) => accept(job, values), this.#signal);
  }

  /** Runs a job while what it needs is here. */
  async #with({ job, place, needed }: Placed, uses: Uses): Promise<Float64Array> {
    uses.start(place);
    for (const id of needed) this.#users.set(id, (this.#users.get(id) ?? 0) + 1);
    try {
      for (const id of needed) await this.#fetch(id, uses);
      return await this.#executor.run(job, this.#packed);
    } finally {
      for (const id of needed) this.#users.set(id, this.#users.get(id)! - 1);
    }
  }

  async #fetch(id: number, uses: Uses): Promise<void> {
    if (this.#packed[id]) return;
    const making =
      this.#making.get(id) ??
      this.#again(id, uses).finally(() => {
        this.#making.delete(id);
      });
    this.#making.set(id, making);
    await making;
  }

  async #again(id: number, uses: Uses): Promise<void> {
    const { bytes } = this.facts[id]!;
    this.#makeRoom(bytes, uses);
    this.#bytes += bytes; // so that another job that makes one meanwhile does not take its place
    try {
      this.#packed[id] = await this.#make(id);
      this.#here.add(id);
    } catch (error) {
      this.#bytes -= bytes;
      throw error;
    }
  }

  async #make(index: number): Promise<Packed> {
    const input = this.#inputs[index]!;
    const memory = this.#takeSpare(this.facts[index]?.bytes ?? 0);
    return (
      (await this.#readAgain(index, memory)) ??
      (isUnread(input) ? this.#makeUnread(index, input, memory) : this.#makeOf(index, input, {}))
    );
  }

  /** What the cache has of something that was read before: its file need not be. */
  async #readAgain(index: number, memory: Float64Array | undefined): Promise<Packed | undefined> {
    const cache = this.#outside?.cache;
    const digest = this.#digests[index];
    if (!cache || digest === undefined) return undefined;
    return cache.find(digest, this.#inputs[index]!.name, { memory, isAgain: true });
  }

  async #makeUnread(
    index: number,
    input: UnreadRepresentation,
    memory: Float64Array | undefined,
  ): Promise<Packed> {
    const read = await input.load(this.#signal, this.#left.pop());
    const { left, ...packed } = await this.#makeOf(index, read, { isGiven: true, memory });
    if (left) this.#left.push(left);
    return packed;
  }

  /** From the cache, or prepared and put there. */
  async #makeOf(index: number, read: TrainedRepresentation, how: PrepareHow): Promise<Packed> {
    const isFirst = this.#digests[index] === undefined;
    const digest = this.#identify(index, read);
    const cache = this.#outside?.cache;
    if (!cache || digest === undefined) return this.#executor.prepare(read, how);
    const found = isFirst ? await cache.find(digest, read.name, how) : undefined;
    if (found) return { ...found, ...leftOf(read, how) };
    const packed = await this.#executor.prepare(read, how);
    await cache.keep(digest, packed, !isFirst);
    return packed;
  }

  /**
   * Takes the digest of what was read, before its memory goes to another thread.
   * @throws {FormatError} if it was another one when it was read before.
   */
  #identify(index: number, read: TrainedRepresentation): string | undefined {
    if (!this.#outside) return undefined;
    const digest = this.#outside.digest(contentOf(read));
    const before = (this.#digests[index] ??= digest);
    if (before === digest) return digest;
    throw new FormatError({
      file: read.name,
      offset: 0,
      expected: "the numbers that the run read before",
      got: "others",
      advice: "The file was changed during the run: start it again.",
    });
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
    this.#here.add(index);
    this.#bytes += packed.data.byteLength;
  }

  /** Drops what no job is using, what is needed last first. What jobs are using stays, even beyond the budget. */
  #makeRoom(bytes: number, uses: Uses): void {
    while (this.#bytes + bytes > this.#budget) {
      const id = uses.latest([...this.#here].filter((one) => !this.#users.get(one)));
      if (id === undefined) return;
      const { data } = this.#packed[id]!;
      this.#bytes -= data.byteLength;
      this.#spare.push(data);
      delete this.#packed[id];
      this.#here.delete(id);
    }
  }

  #largest(): number {
    return this.facts.reduce((most, { bytes }) => Math.max(most, bytes), 1);
  }
}

/** A job in the order of a run. */
interface Placed {
  readonly job: Job;
  readonly place: number;
  readonly needed: readonly number[];
}

/** The memory of what was read and given, where nothing was made of it. */
function leftOf({ data: { buffer } }: TrainedRepresentation, { isGiven }: PrepareHow): Pick<Packed, "left"> {
  return isGiven && buffer instanceof ArrayBuffer ? { left: buffer } : {};
}

/** As `isLazy`, whose module has much that a page would get in a script of its own if this one, which is loaded late, used it. */
function isUnread(input: Input | undefined): input is UnreadRepresentation {
  return input !== undefined && "load" in input;
}
