import type { Command } from "commander";
import type * as Queue from "repgeom-queue";
import { parseNumber } from "../../cli/options.ts";
import { FileError, UsageError } from "../../cli/errors.ts";

/** What moves jobs and results. It is a package of its own, because few need it. */
export type QueuePackage = typeof Queue;

/** @throws {FileError} saying how to install it. */
export async function queuePackage(): Promise<QueuePackage> {
  try {
    return await import("repgeom-queue");
  } catch (error) {
    if ((error as { code?: unknown }).code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new FileError(
      "coordinate and work need the package repgeom-queue, which is not installed: npm install repgeom-queue, beside repgeom (with -g if repgeom was installed so).",
    );
  }
}

/** Flags of all who use a queue. */
export interface QueueFlags {
  readonly queue?: string;
}

export function addQueueOption(command: Command): Command {
  return command.option(
    "--queue <url>",
    "the Redis server: redis://host:port, or rediss://user:password@host:port/db; default: the environment variable REPGEOM_QUEUE, which other users of the machine do not see",
  );
}

/** Adds a flag that takes seconds. */
export function addPatienceOption(command: Command): Command {
  return command.option(
    "--patience <seconds>",
    "seconds of silence after which the tiles of a worker are given to another, from 1 to 3600; default: 30",
    parsePatience,
  );
}

function parsePatience(text: string): number {
  const seconds = parseNumber("--patience")(text);
  if (seconds >= 1 && seconds <= 3600) return seconds;
  throw new UsageError(`--patience takes seconds from 1 to 3600, got ${seconds}.`);
}

/** The address of the queue. @throws {UsageError} if there is none, or it is no such address. */
export function addressOf({ queue }: QueueFlags, { addressOf: check }: QueuePackage): string {
  const url = queue ?? process.env["REPGEOM_QUEUE"];
  if (url === undefined || url === "")
    throw new UsageError(
      "--queue is missing: the address of the Redis server, such as --queue redis://localhost:6379, or REPGEOM_QUEUE in the environment.",
    );
  try {
    check(url);
  } catch (error) {
    throw new UsageError(`--queue: ${(error as Error).message}`);
  }
  return url;
}
