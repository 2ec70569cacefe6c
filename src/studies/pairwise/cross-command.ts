import { cross } from "./pairwise.ts";
import type { Command } from "commander";
import { deliver, titleOf } from "../../cli/deliver.ts";
import { readFilesLazily, withControl } from "../../cli/engine.ts";
import { addMetricOptions, metricSpec } from "../../cli/metric-options.ts";
import { formatRows } from "../../cli/numbers.ts";
import {
  addOutputOptions,
  addReportOption,
  addRunOptions,
  parsePlaces,
  type RunFlags,
} from "../../cli/options.ts";
import { asWritable, checkOutputs } from "../../cli/output.ts";
import { report } from "./report.ts";

const examples = `
Examples:
  $ repgeom cross layers/*.npy --against regions/*.npy --metric cka --out D.csv
  $ repgeom cross before.npy --against after-*.npy --metric procrustes
`;

/** Flags of `cross`. */
interface CrossFlags extends RunFlags {
  readonly against: readonly string[];
}

/** `repgeom cross FILES --against FILES --metric M`: a rectangle. */
export function addCross(program: Command, signal: AbortSignal): void {
  const command = program
    .command("cross")
    .summary("one set against another: a rectangular matrix")
    .description("Compares each representation of one set with each of another: a rectangular matrix.")
    .argument("<files...>", "the rows")
    .requiredOption("--against <files...>", "the columns", parsePlaces("--against"));
  addReportOption(addRunOptions(addOutputOptions(addMetricOptions(command))), "the heat map")
    .addHelpText("after", examples)
    .action((files: string[], flags: CrossFlags) => compareSets(files, flags, signal));
}

async function compareSets(files: string[], flags: CrossFlags, signal: AbortSignal): Promise<void> {
  const spec = metricSpec(flags);
  await checkOutputs(flags, [...files, ...flags.against]);
  const rows = await readFilesLazily(files, flags, signal);
  const { names: _, ...unnamed } = flags;
  const cols = await readFilesLazily(flags.against, unnamed, signal);
  const result = await withControl(flags, signal, (control) => cross(rows, cols, spec, control));
  const delivery = {
    result: asWritable(result, {}),
    numbers: formatRows(result.values, cols.length),
    summary: `${rows.length} × ${cols.length} ${result.metric}`,
    warnings: result.warnings,
    report: () => report([result], { title: titleOf(files) }, { signal }),
  };
  await deliver(delivery, flags, signal);
}
