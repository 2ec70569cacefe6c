import { appendFileSync } from "node:fs";
import { hostname } from "node:os";
import type { Command } from "commander";
import { MemoryError } from "../../base/errors.ts";
import { legible, quoted } from "../../base/text.ts";
import { addCacheOptions } from "../../cli/cache/flags.ts";
import { allowRelaxedSimd } from "../../cli/engine.ts";
import { UsageError } from "../../cli/errors.ts";
import { parsePlace, parseSize, parseThreads } from "../../cli/options.ts";
import { takesFiles } from "../../cli/own/known.ts";
import { speaker } from "../../cli/say.ts";
import { untilInterrupted, whileWriting } from "../../cli/thread/link.ts";
import { fittingJob } from "./command-job.ts";
import {
  addQueueOption,
  addressOf,
  queuePackage,
  type QueueFlags,
  type QueuePackage,
} from "./command-package.ts";
import { openTiles, type TileFlags, type Tiles } from "./command-tiles.ts";

const examples = `
Examples:
  $ repgeom work --queue redis://head:6379                                waits for jobs until Ctrl-C or SIGTERM
  $ repgeom work --queue redis://head:6379 --once --threads 8 --log worker-1.log

A worker takes tiles of the job that was announced first. It reads the files by the paths of the coordinator, or by their web
addresses. When it is told to end it hands its tile back. When it dies, its tile is given to another after a while, and is
no try of that tile. When Redis is away it waits for it, however long.
`;

interface WorkFlags extends QueueFlags, TileFlags {
  readonly name?: string;
  readonly once?: boolean;
  readonly log?: string;
}

/** `repgeom work --queue URL`: computes tiles until it is told to end. */
export function addWork(program: Command, signal: AbortSignal): void {
  const command = program
    .command("work")
    .description("Computes tiles of what is coordinated on a queue, until Ctrl-C or SIGTERM.");
  takesFiles(addCacheOptions(addQueueOption(command)))
    .option(
      "--threads <count>",
      "number of threads that share each tile; 0: the command's own, which hears signals between two tiles; default: one for each core",
      parseThreads,
    )
    .option(
      "--name <name>",
      "what the coordinator and logs call this worker; default: host and process",
      parseName,
    )
    .option(
      "--metric <files>",
      "files of metrics of your own that jobs may measure, separated by commas; their code is run",
      (text: string) => text,
    )
    .option("--once", "end when the first job is over; default: wait for the next")
    .option(
      "--log <file>",
      "append what happens to a file, a line for each tile; default: to stderr, without tiles",
      parsePlace("--log"),
    )
    .option(
      "--max-memory <size>",
      "bytes that the worker may hold: itself, a file a thread, what is prepared, the memory to work in. What is prepared and does not fit is made again from its file; a job that cannot fit is left with the size that would do. E.g. 16GB; default: 2GiB",
      parseSize,
    )
    .option("--quiet", "print no messages, only errors")
    .addHelpText("after", examples)
    .action((flags: WorkFlags) => work(flags, signal));
}

function parseName(text: string): string {
  if (/^[\w.:@-]{1,80}$/.test(text)) return text;
  throw new UsageError(`--name takes letters, digits and . _ : @ -, at most 80; got ${quoted(text)}.`);
}

async function work(flags: WorkFlags, signal: AbortSignal): Promise<void> {
  const queue = await queuePackage();
  const url = addressOf(flags, queue);
  const { name = `${hostname()}-${process.pid}`, once } = flags;
  const log = logOf(flags, name);
  allowRelaxedSimd();
  void untilInterrupted(signal); // a signal is how a worker is meant to end
  log.say(`${name} waits for jobs at ${queue.shownAddress(url)}.`);
  const open = async (about: unknown, id: string) => {
    const job = await fittingJob(about);
    const tiles = await openTiles(job, flags, signal);
    log.say(`works on job ${id}: ${job.names.length} networks, ${tiles.count} tiles.`);
    return working(tiles, queue, log);
  };
  const { tiles } = await whileWriting(() => queue.work({ url, name, once, signal, open, say: log.say }));
  log.say(`${name} ends after ${tiles} tiles.`);
}

/** A job of the queue, made of its tiles. */
function working(tiles: Tiles, { LeaveError }: QueuePackage, log: Log) {
  return {
    lanes: 1, // the threads share each tile
    async compute(tile: number) {
      const began = performance.now();
      try {
        const result = await tiles.compute(tile);
        log.note(`tile ${tile} in ${((performance.now() - began) / 1000).toFixed(3)} s.`);
        return result;
      } catch (error) {
        // Another machine may have the memory.
        throw error instanceof MemoryError ? new LeaveError(error.message, { cause: error }) : error;
      }
    },
    async close() {
      await tiles.close();
      log.say("the job is over.");
    },
  };
}

interface Log {
  /** Says what a user may want to know. */
  readonly say: (text: string) => void;
  /** Notes what a log should have besides. */
  readonly note: (text: string) => void;
}

function logOf(flags: WorkFlags, name: string): Log {
  const { log: file } = flags;
  if (file === undefined) return { say: speaker(flags), note: () => {} };
  appendFileSync(file, ""); // a place that is none is said at once
  let failed = false;
  const write = (text: string) => {
    const line = `${new Date().toISOString()} ${name}: ${legible(text)}\n`;
    try {
      appendFileSync(file, line);
    } catch (error) {
      // A full disk is no reason to compute no more. It is said once.
      if (!failed) speaker(flags)(`the log ${file} cannot be written: ${(error as Error).message}`);
      failed = true;
    }
  };
  return { say: write, note: write };
}
