import type { Command } from "commander";
import { quoted } from "../../base/text.ts";
import type { Share } from "../../run/ledger/ledger.ts";
import { dryRun } from "../dry-run/state.ts";
import { UsageError } from "../errors.ts";

/** Where what was finished is kept, and which part is computed. */
export interface CheckpointFlags {
  readonly checkpoint?: string;
  readonly shard?: Share;
}

/** Adds `--checkpoint`. */
export function addCheckpointOption(command: Command): Command {
  return command.option(
    "--checkpoint <folder>",
    "keep what is finished in this folder, so that the same command goes on after an interrupt, a crash or a loss of power; see repgeom status",
    parseFolder,
  );
}

/** Adds `--shard`, for commands whose work several machines can share without speaking to each other. */
export function addShardOption(command: Command): Command {
  return command.option(
    "--shard <i/n>",
    "compute the i-th of n parts of the work, i from 1 to n, into --checkpoint, and write no result; repgeom merge makes it of all parts",
    parseShard,
  );
}

function parseFolder(text: string): string {
  if (text !== "" && !text.startsWith("--")) return text;
  throw new UsageError(
    `--checkpoint takes a folder, got ${text === "" ? "an empty text" : `the flag ${text}`}. For a folder of that name, write ./${text}.`,
  );
}

/** @throws {UsageError} */
export function parseShard(text: string): Share {
  const [, i, n] = /^(\d{1,9})\/(\d{1,9})$/.exec(text.trim()) ?? [];
  const [index, count] = [Number(i), Number(n)];
  if (i !== undefined && index >= 1 && index <= count) return { index: index - 1, count };
  throw new UsageError(
    `--shard takes i/n, i from 1 to n, such as 3/8; got ${quoted(text)}.${index === 0 ? " It counts from 1: add one to an index from 0." : ""}`,
  );
}

/** A shard as the flag writes it. */
export function shardWord({ index, count }: Share): string {
  return `${index + 1}/${count}`;
}

/** @throws {UsageError} for flags that do not go together. */
export function checkCheckpoint(flags: CheckpointFlags & { readonly [name: string]: unknown }): void {
  if (flags.shard === undefined) return;
  const word = shardWord(flags.shard);
  if (flags.checkpoint === undefined && !flags["dryRun"])
    throw new UsageError(
      `--shard ${word} needs --checkpoint FOLDER: that is where a shard leaves what it computes.`,
    );
  const refused = ["out", "report", ...(dryRun() ? [] : ["json"])].find(
    (name) => flags[name] !== undefined && flags[name] !== false,
  );
  if (refused === undefined) return;
  throw new UsageError(
    `--shard ${word} computes a part, so there is no result for --${refused} yet. Leave it out here, and give it to repgeom merge ${flags.checkpoint}.`,
  );
}
