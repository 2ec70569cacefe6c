import type { Command } from "commander";
import { openFolders } from "../../cli/checkpoint/union.ts";
import { runAgain } from "../../cli/checkpoint/recipe.ts";
import { flagWords, runWords } from "../../cli/checkpoint/again.ts";
import {
  addOutputOptions,
  addPrecisionOption,
  addReportOption,
  addThreadOptions,
  maxMemoryHelp,
  parseSize,
} from "../../cli/options.ts";

const examples = `
Examples:
  $ repgeom pairwise nets/*.npy --metric cka --shard 1/8 --checkpoint parts/1      … 8/8, on any machines, in any order
  $ repgeom merge parts/* --out D.npy --report report.html
  $ repgeom merge runs/tonight                                                    a checkpoint that is complete: its numbers

The command of the shards runs again with what they have left: nothing is computed but what follows from it, and files are
read only where resampling needs them, from the folder in which the shards ran. Flags of pictures are given here.
`;

/** `repgeom merge DIR... --out D.npy`: the result of shards, or of a checkpoint that is complete. */
export function addMerge(program: Command, signal: AbortSignal): void {
  const command = program
    .command("merge")
    .description("Writes the result of shards: of checkpoints of one job, which together are complete.")
    .argument("<folders...>", "the checkpoints, each once, in any order");
  addReportOption(
    addThreadOptions(addPrecisionOption(addOutputOptions(command))),
    "the pictures of the command",
  )
    .option("--max-memory <size>", maxMemoryHelp, parseSize)
    .option("--quiet", "print no progress and no messages, only errors")
    .addHelpText("after", examples)
    .action((folders: string[]) => merge(command, folders, signal));
}

async function merge(command: Command, folders: readonly string[], signal: AbortSignal): Promise<void> {
  const { ledger, job } = openFolders(folders);
  try {
    runAgain({ ledger, recipe: job.recipe });
    await runWords([job.command, ...job.recipe.words, ...flagWords(command)], signal);
  } finally {
    ledger.close();
  }
}
