import type { Command } from "commander";
import { deliver, titleOf } from "../deliver.ts";
import { readFiles, withEngine } from "../engine.ts";
import { addMetricOptions, metricSpec } from "../metric-options.ts";
import { formatRows } from "../numbers.ts";
import { addOutputOptions, addReportOption, addRunOptions, type RunFlags } from "../options.ts";
import { asWritable, checkOutputs } from "../output.ts";
import { reportOf } from "../report.ts";

const examples = `
Examples:
  $ repgeom pairwise nets/*.npy --metric cka --out D.npy --report report.html
  $ repgeom pairwise nets/*.npy --metric procrustes --alpha 0.5 > D.tsv
`;

/** `repgeom pairwise FILES --metric M`: the K × K square of all pairs. */
export function addPairwise(program: Command, signal: AbortSignal): void {
  const command = program
    .command("pairwise")
    .summary("all pairs of many representations: a K × K matrix")
    .description("Compares every two of K representations of the same stimuli: a K × K matrix.")
    .argument("<files...>", "files of representations; the order of the matrix is theirs");
  addReportOption(addRunOptions(addOutputOptions(addMetricOptions(command))), "heat map, map and dendrogram")
    .addHelpText("after", examples)
    .action((files: string[], flags: RunFlags) => comparePairs(files, flags, signal));
}

async function comparePairs(files: string[], flags: RunFlags, signal: AbortSignal): Promise<void> {
  const spec = metricSpec(flags);
  await checkOutputs(flags, files);
  const representations = await readFiles(files, flags);
  const result = await withEngine(flags, (engine, onProgress) =>
    engine.pairwise(representations, spec, { signal, onProgress }),
  );
  const size = result.rowNames.length;
  const delivery = {
    result: asWritable(result, { names: result.rowNames }),
    numbers: formatRows(result.values, size),
    summary: `${size} × ${size} ${result.metric}`,
    warnings: result.warnings,
    report: () => reportOf(titleOf(files), [result]),
  };
  await deliver(delivery, flags, signal);
}
