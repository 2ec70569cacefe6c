import type { Command } from "commander";
import { runWords } from "../../cli/checkpoint/again.ts";
import { wordsWithout } from "../../cli/checkpoint/recipe.ts";
import { compareElsewhere } from "../../cli/outside/elsewhere.ts";
import { UsageError } from "../../cli/errors.ts";
import type { RunFlags } from "../../cli/options.ts";
import { speaker } from "../../cli/say.ts";
import { flagOf } from "../../base/flag-names.ts";
import { addPairwiseFlags } from "../pairwise/command.ts";
import { elsewhereOn } from "./command-elsewhere.ts";
import { readingOf } from "./command-job.ts";
import {
  addPatienceOption,
  addQueueOption,
  addressOf,
  queuePackage,
  type QueueFlags,
} from "./command-package.ts";

const examples = `
Examples:
  $ repgeom coordinate --queue redis://head:6379 nets/*.npy --metric procrustes --checkpoint run --out D.npy
  $ repgeom work --queue redis://head:6379          on any machine that sees the files, as often as you like

The result is that of pairwise with the same flags, bit for bit. The coordinator compares nothing: it reads each
file once, to know whether workers read the same, plans, keeps what they compute in --checkpoint, and writes the result. Workers
come and go at any time. A tile that fails three times ends the run with its error. After an interrupt or a crash the same command goes on; so does pairwise --checkpoint, without a queue.
Never let Redis listen to a network without a password.
`;

/** Flags of `coordinate`. */
interface CoordinateFlags extends RunFlags, QueueFlags {
  readonly patience?: number;
}

/** What needs more than the values of pairs is not computed by workers. */
const refused = ["test", "folds", "bootstrap", "permutation"];

/** `repgeom coordinate --queue URL FILES --metric M --checkpoint DIR --out D.npy`: `pairwise` by other machines. */
export function addCoordinate(program: Command, signal: AbortSignal): void {
  const command = program
    .command("coordinate")
    .description("Has the tiles of pairwise computed by the workers of a queue, and writes the result.");
  addPatienceOption(addQueueOption(addPairwiseFlags(command)))
    .addHelpText("after", examples)
    .action((files: string[], flags: CoordinateFlags) => coordinate(command, files, flags, signal));
}

async function coordinate(
  command: Command,
  files: readonly string[],
  flags: CoordinateFlags,
  signal: AbortSignal,
): Promise<void> {
  const { checkpoint: folder, patience } = flags;
  checkAsked({ ...flags });
  const queue = await queuePackage();
  const url = addressOf(flags, queue);
  if (folder === undefined)
    throw new UsageError(
      "--checkpoint is missing: the folder in which the coordinator keeps what workers have computed.",
    );
  const reading = () => readingOf(files, flags);
  compareElsewhere(elsewhereOn({ queue, url, folder, patience, reading, say: speaker(flags) }));
  // The folder is that of pairwise, with which it can be completed, looked at and merged.
  await runWords(["pairwise", ...wordsWithout(command, new Set(["--queue", "--patience"]))], signal);
}

/** @throws {UsageError} for flags that ask for more than values. */
function checkAsked(flags: Readonly<Record<string, unknown>>): void {
  const asked = refused.find((name) => flags[name] !== undefined);
  if (asked === undefined) return;
  throw new UsageError(
    `${flagOf(asked)}: workers compute values alone. For this take pairwise --checkpoint, with --shard i/n for several machines.`,
  );
}
