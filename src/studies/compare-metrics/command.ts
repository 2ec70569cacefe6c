import { compareMetrics } from "./compare-metrics.ts";
import { basename } from "node:path";
import { type Command, Option } from "commander";
import { metricComparators, type MetricComparator } from "./compare-metrics.ts";
import { report } from "../pairwise/report.ts";
import { deliver, titleOf } from "../../cli/deliver.ts";
import {
  addDistanceOptions,
  type DistanceFlags,
  type NamedDistances,
  readDistances,
} from "../space/command-distances.ts";
import { withControl } from "../../cli/engine.ts";
import { UsageError } from "../../cli/errors.ts";
import { formatRows } from "../../cli/numbers.ts";
import { addOutputOptions, addReportOption, given, parseWhole } from "../../cli/options.ts";
import { asWritable, checkOutputs } from "../../cli/output.ts";

const examples = `
Examples:
  $ repgeom compare-metrics cka.npy procrustes.npy rsa.npy --comparator cosine
  $ repgeom compare-metrics *.csv --comparator spearman --mantel 1000 --seed 1 --out M.csv
      also M.p.csv: the probability that metrics which have nothing in common are as alike

Each file is what pairwise wrote for the same networks; pairs i < j are compared. Files of
similarities need --to-distance, which leaves files of distances as they are.
`;

/** Flags of `compare-metrics`. */
interface CompareMetricsFlags extends DistanceFlags {
  readonly comparator: MetricComparator;
  readonly mantel?: number;
  readonly seed?: number;
}

/** `repgeom compare-metrics D1 D2 …`: metrics × metrics. */
export function addCompareMetrics(program: Command, signal: AbortSignal): void {
  const command = program
    .command("compare-metrics")
    .summary("metric by metric: how alike their matrices are")
    .description(
      "Compares the matrices that several metrics gave for the same networks, as vectors of pairs.",
    )
    .argument("<files...>", "matrices as pairwise writes them, one a metric, two or more")
    .addOption(
      new Option("--comparator <name>", "of the values of pairs")
        .choices(metricComparators)
        .default("cosine"),
    )
    .option("--mantel <count>", "permutations of the networks for p-values", parseWhole("--mantel", 1))
    .option("--seed <number>", "decides the permutations; default: 1", parseWhole("--seed", 0))
    .option("--threads <count>", "workers; default: one for each core", parseWhole("--threads", 1))
    .option("--progress", "a progress bar although stderr is not a terminal");
  addReportOption(
    addDistanceOptions(addOutputOptions(command)),
    "heat map, map and dendrogram of the metrics",
  )
    .addHelpText("after", examples)
    .action((files: string[], flags: CompareMetricsFlags) => compareFiles(files, flags, signal));
}

async function compareFiles(files: string[], flags: CompareMetricsFlags, signal: AbortSignal): Promise<void> {
  const { comparator, mantel, seed } = flags;
  if (files.length < 2)
    throw new UsageError(
      `compare-metrics takes two files or more, got ${files.length}: ${files.join(", ")}.`,
    );
  if (seed !== undefined && mantel === undefined)
    throw new UsageError("--seed decides the permutations of --mantel, which is missing.");
  await checkOutputs(flags, files, mantel === undefined ? [] : ["p"]);
  const read: NamedDistances[] = [];
  for (const file of files) read.push(await distancesIn(file, flags));
  const squares = read.map(({ square, names, named }, k) => ({
    name: nameOf(files[k]!),
    square,
    ...(named ? { items: names } : {}),
  }));
  const result = await withControl(flags, signal, (control) =>
    compareMetrics(squares, given({ comparator, mantel, seed }), control),
  );
  const { p } = result;
  const size = squares.length;
  const delivery = {
    result: asWritable(result, {}),
    numbers: numbersOf([result.values, ...(p ? [p.values] : [])], size),
    beside: p ? [{ word: "p", result: asWritable(p, {}) }] : [],
    summary: `${size} × ${size} ${comparator} of metrics`,
    warnings: [
      ...read.flatMap(({ changes }, k) => changes.map((change) => `${files[k]}: ${change}`)),
      ...result.warnings,
    ],
    report: () => report([result], { title: titleOf(files) }),
  };
  await deliver(delivery, flags, signal);
}

/** Distances as they stand; similarities by the conversion that was named. */
async function distancesIn(file: string, flags: CompareMetricsFlags): Promise<NamedDistances> {
  const { toDistance, ...rest } = flags;
  if (!toDistance) return readDistances(file, rest, "compare-metrics");
  return readDistances(file, rest, "compare-metrics").catch((error: unknown) => {
    if (error instanceof UsageError) return readDistances(file, flags, "compare-metrics");
    throw error;
  });
}

/** `out/cka.npy` is `cka`. */
function nameOf(file: string): string {
  return basename(file).replace(/\.[^.]+$/, "");
}

/** Without `--out` the p-values follow after an empty line. */
function* numbersOf(matrices: readonly Float64Array[], size: number): Generator<string> {
  for (const [k, values] of matrices.entries()) {
    if (k > 0) yield "\n";
    yield* formatRows(values, size);
  }
}
