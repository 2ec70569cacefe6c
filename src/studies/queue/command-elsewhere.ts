import { fromJson } from "../../run/ledger/json.ts";
import { createHash } from "node:crypto";
import { CheckpointError } from "../../base/errors.ts";
import { readJob } from "../../cli/checkpoint/job.ts";
import { formatSeconds } from "../../cli/progress.ts";
import { whileWriting } from "../../cli/thread/link.ts";
import { numbersOfBytes } from "../../run/ledger/ledger.ts";
import { membersOf } from "../../run/pairs/plan.ts";
import type { Elsewhere, Request } from "../../run/pairs/recorded/run.ts";
import type { Unit } from "../../run/pairs/recorded/units.ts";
import { LostDigits } from "../../run/pairs/way.ts";
import { jobFrom, type QueueJob, type Reading } from "./command-job.ts";
import type { QueuePackage } from "./command-package.ts";
import type { Network, Notes } from "./command-tiles.ts";

/** What coordinates the runs of a command. */
export interface Coordination {
  readonly queue: QueuePackage;
  readonly url: string;
  /** The checkpoint. */
  readonly folder: string;
  readonly patience?: number | undefined;
  reading(): Promise<Reading>;
  say(text: string): void;
}

/** Seconds after which a lack of workers is said, and between two lines of progress. */
const [lonely, often] = [10, 60];

/** Has tiles computed by the workers of a queue. */
export function elsewhereOn(coordination: Coordination): Elsewhere {
  return async (request, { signal }) => {
    const { queue, url, folder, patience, say } = coordination;
    const about = jobFrom(await coordination.reading(), request);
    const units = new Map(request.units.map((unit) => [unit.id, unit]));
    const totals = await whileWriting(() =>
      queue.coordinate({
        url,
        id: idOf(folder, about),
        about,
        tiles: 1 + request.units.reduce((most, { id }) => Math.max(most, id), 0),
        has: (tile) => !units.has(tile),
        accept: ({ tile, worker, notes, bytes }) => {
          const unit = units.get(tile)!;
          const taken = take(request, unit, worker, notes as Notes, bytes);
          if (taken) units.delete(tile);
          return taken;
        },
        onProgress: teller(request.units.length, say, queue.shownAddress(url)),
        signal,
        say,
        ...(patience !== undefined && { patience }),
      }),
    );
    if (totals.addedAgain > 0) say(`${totals.addedAgain} tiles that the server had lost were added again.`);
  };
}

/** The same run of the same folder is the same job in the queue, so that it goes on with what is there. */
function idOf(folder: string, { spec, pairs, side }: QueueJob): string {
  const text = JSON.stringify([readJob(folder)?.id, spec, pairs, side]);
  return createHash("sha256").update(text).digest("hex").slice(0, 24);
}

/** @returns whether all is known that belongs to it; otherwise it is computed again */
export function take(request: Request, unit: Unit, worker: string, notes: Notes, bytes: Uint8Array): boolean {
  if (notes.lostDigits) throw new LostDigits();
  const networks = fromJson(notes.networks) as Network[];
  const told = new Set(networks.map(({ index }) => index));
  if (!membersOf(unit).every((index) => told.has(index) || request.isKnown(index))) return false;
  try {
    request.accept(unit.id, numbersOfBytes(bytes), networks);
  } catch (error) {
    if (!(error instanceof CheckpointError)) throw error;
    throw new CheckpointError(`${error.message} The worker ${worker} read it.`);
  }
  return true;
}

/** Says now and then how far the job is. */
function teller(tiles: number, say: (text: string) => void, place: string) {
  const began = performance.now();
  let said = 0;
  return ({
    done,
    total,
    workers,
    perSecond,
    secondsLeft,
  }: Parameters<NonNullable<Parameters<QueuePackage["coordinate"]>[0]["onProgress"]>>[0]) => {
    // prettier-ignore
    const now = (performance.now() - began) / 1000;
    if (now - said < (said === 0 ? lonely : often)) return;
    said = now;
    const there = done - (total - tiles);
    if (workers.length === 0)
      return say(`no worker sends results: start some with repgeom work --queue ${place}.`);
    const rate = perSecond >= 10 ? Math.round(perSecond) : perSecond.toPrecision(2);
    say(
      `${there} of ${tiles} tiles, ${rate} a second, ${formatSeconds(secondsLeft)} left; workers: ${few(workers)}.`,
    );
  };
}

function few(names: readonly string[]): string {
  return names.length > 8 ? `${names.length}` : names.join(", ");
}
