import type { Command } from "commander";
import { deliver, titleOf } from "../../cli/deliver.ts";
import { withControl } from "../../cli/engine.ts";
import { UsageError } from "../../cli/errors.ts";
import { addOutputOptions, addReportOption } from "../../cli/options.ts";
import { asWritable, checkOutputs } from "../../cli/output.ts";
import type { PictureFlags } from "../../cli/pictures/flags.ts";
import { checkPictures, networksOf, pageOf } from "../../cli/pictures/networks.ts";
import { addSchemaFlags, schemaOptions } from "../../cli/schema-flags.ts";
import { matricesBeside, matrixLines } from "../pairwise/command-validation.ts";
import { report } from "../pairwise/report.ts";
import { addDistanceOptions, type DistanceFlags } from "../space/command-distances.ts";
import { nameOf, readSeveral } from "./command-several.ts";
import { compareMetrics, type CompareMetricsOptions, compareMetricsOptions } from "./compare-metrics.ts";

const examples = `
Examples:
  $ repgeom compare-metrics cka.npy procrustes.npy rsa.npy --comparator cosine
  $ repgeom compare-metrics *.csv --comparator spearman --mantel 1000 --seed 1 --out M.csv
      also M.p.csv: the probability that metrics which have nothing in common are as alike;
      M.p-family-wise.csv and M.p-fdr.csv: the same, corrected for the number of pairs of metrics

Each file is what pairwise wrote for the same networks; pairs i < j are compared. Files of
similarities need --to-distance, which leaves files of distances as they are.
`;

/** Flags of `compare-metrics`. */
interface CompareMetricsFlags extends DistanceFlags, PictureFlags, CompareMetricsOptions {}

/** `repgeom compare-metrics D1 D2 …`: metrics × metrics. */
export function addCompareMetrics(program: Command, signal: AbortSignal): void {
  const command = program
    .command("compare-metrics")
    .description(
      "Compares the matrices that several metrics gave for the same networks, as vectors of pairs.",
    )
    .argument("<files...>", "matrices as pairwise writes them, one a metric, two or more");
  addSchemaFlags(command, compareMetricsOptions);
  addReportOption(
    addDistanceOptions(addOutputOptions(command)),
    "heat map, map and dendrogram of the metrics",
  )
    .addHelpText("after", examples)
    .action((files: string[], flags: CompareMetricsFlags) => compareFiles(files, flags, signal));
}

async function compareFiles(files: string[], flags: CompareMetricsFlags, signal: AbortSignal): Promise<void> {
  checkFlags(files, flags);
  checkPictures(flags);
  const table = await networksOf([{ names: files.map(nameOf), files }], flags, signal);
  await checkOutputs(
    flags,
    [...files, ...(flags.table === undefined ? [] : [flags.table])],
    flags.mantel ? ["p", "p-family-wise", "p-fdr"] : [],
  );
  const { squares, changes } = await readSeveral(files, flags, "compare-metrics", signal);
  const result = await withControl(flags, signal, (control) =>
    compareMetrics(squares, schemaOptions(flags, compareMetricsOptions), control),
  );
  const { metric } = result;
  const beside = matricesBeside(result);
  const size = squares.length;
  const delivery = {
    result: asWritable(result, {}),
    numbers: matrixLines(result, beside),
    beside: beside.map(({ word, values }) => ({ word, result: asWritable(values, {}) })),
    summary: `${size} × ${size} ${metric} of metrics`,
    warnings: [...changes, ...result.warnings],
    report: () => report([result], pageOf(titleOf(files), flags, table), { signal }),
  };
  await deliver(delivery, flags, signal);
}

/** @throws {UsageError} for a single file, or a seed without permutations. */
function checkFlags(files: readonly string[], { seed, mantel }: CompareMetricsFlags): void {
  if (files.length < 2)
    throw new UsageError(
      `compare-metrics takes two files or more, got ${files.length}: ${files.join(", ")}.`,
    );
  if (seed !== undefined && !mantel)
    throw new UsageError("--seed decides the permutations of --mantel, which is missing.");
}
