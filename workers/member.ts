import { transfer } from "comlink";
import type { ResolvedSpec } from "../src/metrics/resolve.ts";
import { neededBy, type Job, type PrepareHow } from "../src/run/pairs/executor.ts";
import type { Packed } from "../src/run/pairs/packed.ts";
import type { TrainedRepresentation } from "../src/data/representation.ts";
import { beatCounter } from "../src/base/beat.ts";
import { canShare } from "../src/base/thread-memory.ts";
import { buffersIn, sendable } from "./sendable.ts";
import type { WorkerThread } from "./threads.ts";

/** What a worker receives at the start of a run. */
export interface RunSetup {
  readonly module: WebAssembly.Module;
  readonly spec: ResolvedSpec;
  readonly budget: number;
}

/** One thread in one run. It remembers which prepared representations the thread has. */
export class Member {
  readonly thread: WorkerThread;
  readonly #budget: number;
  readonly #ready: Promise<void>;
  /** The prepared representations on the thread, by index. */
  readonly #held = new Map<number, Packed>();

  constructor(thread: WorkerThread, { module, spec, budget }: RunSetup) {
    this.thread = thread;
    this.#budget = budget;
    this.#ready = thread.call((remote) => remote.init(module, spec, budget, beatCounter()));
    this.#ready.catch(() => {}); // the first call that awaits it reports the error
  }

  async prepare(
    representation: TrainedRepresentation,
    { isGiven, memory }: PrepareHow = {},
  ): Promise<Packed> {
    await this.#ready;
    const sent = sendable(representation, representation.name);
    const given = isGiven ? transfer(sent, [...new Set(buffersIn(sent))]) : sent;
    const how = { isGiven: isGiven === true, memory: canShare ? memory : undefined };
    return this.thread.call((remote) => remote.prepare(given, how));
  }

  async run(job: Job, prepared: readonly Packed[]): Promise<Float64Array> {
    await this.#ready;
    const needed = neededBy(job);
    const gifts = [...this.#makeRoom(needed, prepared), ...this.#give(needed, prepared)];
    const values = this.thread.call((remote) => remote.run(job));
    await Promise.all([...gifts, values]);
    return values;
  }

  #give(needed: readonly number[], prepared: readonly Packed[]): Promise<void>[] {
    const missing = needed.filter((id) => this.#held.get(id) !== prepared[id]);
    return missing.map((id) => {
      this.#held.set(id, prepared[id]!);
      return this.thread.call((remote) => remote.put(id, prepared[id]!));
    });
  }

  /** Drops what the job does not need if everything together exceeds the budget. Shared memory does not count. */
  #makeRoom(needed: readonly number[], prepared: readonly Packed[]): Promise<void>[] {
    if (canShare) return [];
    const held = [...this.#held.values()].reduce((sum, { data }) => sum + data.byteLength, 0);
    const coming = needed.filter((id) => this.#held.get(id) !== prepared[id]);
    if (held + coming.reduce((sum, id) => sum + prepared[id]!.data.byteLength, 0) <= this.#budget) return [];
    const unneeded = [...this.#held.keys()].filter((id) => !needed.includes(id));
    return unneeded.map((id) => {
      this.#held.delete(id);
      return this.thread.call((remote) => remote.drop(id));
    });
  }
}
