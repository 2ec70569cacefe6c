import { cross } from "./pairwise.ts";
import type { Command } from "commander";
import { deliver } from "../../cli/deliver.ts";
import { onlyTwo, readFilesLazily, readPair, withControl } from "../../cli/engine.ts";
import { addMetricOptions, metricSpec } from "../../cli/metric-options.ts";
import { formatRows } from "../../cli/numbers.ts";
import { addOutputOptions, addRunOptions, type RunFlags } from "../../cli/options.ts";
import { asWritable, checkOutputs } from "../../cli/output.ts";

const examples = `
Examples:
  $ repgeom compare A.npy B.npy --metric procrustes --alpha 0.5
  $ repgeom compare layers.npz --metric cka --json        a file with two arrays
`;

/** `repgeom compare A B --metric M`: one number. */
export function addCompare(program: Command, signal: AbortSignal): void {
  const command = program
    .command("compare")
    .summary("two representations: one number")
    .description("Compares two representations of the same stimuli and prints one number.")
    .argument("<files...>", "two files, or one file with two arrays");
  addRunOptions(addOutputOptions(addMetricOptions(command)))
    .addHelpText("after", examples)
    .action((files: string[], flags: RunFlags) => compareFiles(files, flags, signal));
}

async function compareFiles(files: string[], flags: RunFlags, signal: AbortSignal): Promise<void> {
  const spec = metricSpec(flags);
  await checkOutputs(flags, files);
  const [x, y] = onlyTwo("compare", await readPair(files, flags, signal, readFilesLazily));
  const result = await withControl(flags, signal, (control) => cross([x], [y], spec, control));
  const summary = `${result.metric} of ${x.name} and ${y.name}`;
  await deliver(
    {
      result: asWritable(result, { names: [x.name, y.name], value: result.at(0, 0) }),
      numbers: formatRows(result.values, 1),
      summary,
      warnings: result.warnings,
    },
    flags,
    signal,
  );
}
