import { withFiles } from "../../cli/metric-files.ts";
import { jsonOf } from "../../run/ledger/json.ts";
import { defaultLimits } from "../../data/formats/bytes.ts";
import { openCache } from "../../cli/cache/open.ts";
import { values as digests } from "../../cli/checkpoint/ledger.ts";
import { readFilesLazily } from "../../cli/engine.ts";
import { given, type RunFlags } from "../../cli/options.ts";
import { useExecutor } from "../../run/pair-executor.ts";
import { bytesOfNumbers } from "../../run/ledger/ledger.ts";
import type { Executor } from "../../run/pairs/executor.ts";
import { membersOf } from "../../run/pairs/plan.ts";
import type { Known } from "../../run/pairs/recorded/record.ts";
import { beside } from "../../run/pairs/paging/prepared-cache.ts";
import { TileWorker, type UnitResult } from "../../run/pairs/recorded/tile-worker.ts";
import { planUnits } from "../../run/pairs/recorded/units.ts";
import { LostDigits } from "../../run/pairs/way.ts";
import { createHandle, runtimeOf } from "../../run/runtime.ts";
import { roomOf } from "../pairwise/square.ts";
import { jobOf } from "../../run/pairs/job.ts";
import { assertSameNetworks, specOf, type QueueJob } from "./command-job.ts";

/** What is known of a network, with its place among all. */
export type Network = Known & { readonly index: number };

/** What a worker sends beside the numbers of a tile. */
export interface Notes {
  /** Networks of the tile that the coordinator may not know yet, as JSON. */
  readonly networks: string;
  /** The job must go the other way. */
  readonly lostDigits?: boolean;
}

/** The tiles of one job on a worker. */
export interface Tiles {
  readonly count: number;
  /** One after the other, whenever they are asked for. */
  compute(tile: number): Promise<{ bytes: Uint8Array; notes: Notes }>;
  close(): Promise<void>;
}

/** Flags of a worker. */
export type TileFlags = Pick<RunFlags, "threads" | "maxMemory" | "quiet" | "cache" | "cacheSize">;

/** Opens the files of a job, and starts what computes its tiles. @throws what reading throws, and UnfitError. */
export async function openTiles(job: QueueJob, flags: TileFlags, signal: AbortSignal): Promise<Tiles> {
  const { threads, maxMemory = defaultLimits.maxMemory } = flags;
  const reading = { ...job.flags, ...given({ maxMemory }), keepOrder: true, quiet: true } as RunFlags;
  const read = await readFilesLazily(job.files, reading, signal);
  assertSameNetworks(read, job);
  const inputs = read.map((one, k) => ({ ...one, name: job.names[k]! }));
  const spec = await specOf(job, (specs) => withFiles(specs, reading, signal));
  const { deterministic } = job;
  const engine = await createHandle(given({ threads, deterministic, maxMemory }));
  const runtime = await runtimeOf({ engine });
  const cache = await openCache({ ...flags, deterministic }, signal);
  const share = await roomOf(inputs, runtime);
  const { executor, free } = await held((run) => useExecutor(runtime, spec, inputs, { signal }, run, share));
  const worker = new TileWorker(
    inputs,
    spec,
    job,
    { executor, share, outside: beside(spec, cache, digests)! },
    signal,
  );
  const units = planUnits(jobOf(inputs, spec, job.pairs).pairs, job.side);
  const news = new News();
  let last: Promise<unknown> = Promise.resolve();
  return {
    count: worker.units,
    compute(tile) {
      const result = last.then(() => resultOf(worker.compute(tile, { signal }), (networks) =>
        news.of(tile, membersOf(units[tile]!), networks),
      )); // prettier-ignore
      last = result.catch(() => {});
      return result;
    },
    async close() {
      await free();
      engine.close();
    },
  };
}

/** A tile that cannot be computed in this way of the job is an answer, too. */
async function resultOf(
  computing: Promise<UnitResult>,
  newsOf: (networks: readonly Network[]) => readonly Network[],
): Promise<{ bytes: Uint8Array; notes: Notes }> {
  try {
    const { values, networks } = await computing;
    return {
      bytes: bytesOfNumbers(values),
      notes: { networks: jsonOf(newsOf(networks)) },
    };
  } catch (error) {
    if (error instanceof LostDigits)
      return { bytes: new Uint8Array(), notes: { networks: "[]", lostDigits: true } };
    throw error;
  }
}

/**
 * What is known of a network is sent with the first tile that needs it. A result may be lost with the last second of a
 * server: a tile that is computed again comes with all that it needs.
 */
export class News {
  readonly #known = new Map<number, Network>();
  readonly #sent = new Set<number>();
  readonly #tiles = new Set<number>();

  of(tile: number, members: readonly number[], networks: readonly Network[]): readonly Network[] {
    for (const network of networks) this.#known.set(network.index, network);
    const isAgain = this.#tiles.has(tile);
    const news = members.filter((index) => isAgain || !this.#sent.has(index));
    this.#tiles.add(tile);
    for (const index of news) this.#sent.add(index);
    return news.map((index) => this.#known.get(index)!);
  }
}

/** An executor that stays until it is let go: `use` gives it back when what it runs has ended. */
async function held(
  use: (run: (executor: Executor) => Promise<void>) => Promise<void>,
): Promise<{ executor: Executor; free: () => Promise<void> }> {
  return new Promise((resolve, reject) => {
    let end = () => {};
    const over: Promise<void> = use((executor) => {
      resolve({
        executor,
        free: () => {
          end();
          return over.catch(() => {});
        },
      });
      return new Promise<void>((done) => (end = done));
    });
    over.catch(reject);
  });
}
