import type { Command } from "commander";
import { deliver, titleOf } from "../../cli/deliver.ts";
import { withControl } from "../../cli/engine.ts";
import { UsageError } from "../../cli/errors.ts";
import { formatRows } from "../../cli/numbers.ts";
import { addOutputOptions, addReportOption } from "../../cli/options.ts";
import { asWritable, checkOutputs } from "../../cli/output.ts";
import type { PictureFlags } from "../../cli/pictures/flags.ts";
import { checkPictures, networksOf, pageOf } from "../../cli/pictures/networks.ts";
import { addSchemaFlags, schemaOptions } from "../../cli/schema-flags.ts";
import { written } from "../../data/written.ts";
import { toRows } from "../../base/matrix.ts";
import { reportSections } from "../../report/page.ts";
import { addDistanceOptions, type DistanceFlags } from "../space/command-distances.ts";
import { readSeveral } from "../compare-metrics/command-several.ts";
import { consensusSection } from "./consensus-section.ts";
import { consensus, type Consensus } from "./consensus.ts";
import { consensusOptions, type ConsensusOptions } from "./options.ts";

const examples = `
Examples:
  $ repgeom consensus cka.npy procrustes.npy rsa.npy --to-distance arccos --dimensions 2 --out E.npy
      E.npy: the map, and E.weights.npy: matrices × axes
  $ repgeom consensus *.csv --method indscal --dimensions 3 --seed 1 --out E.csv --report consensus.html

Each file is what pairwise wrote for the same networks. Files of similarities need --to-distance, which
leaves files of distances as they are. How well the map fits each matrix is told on stderr and in --json.
`;

/** Flags of `consensus`. */
interface ConsensusFlags extends DistanceFlags, PictureFlags, ConsensusOptions {}

/** `repgeom consensus D1 D2 …`: one map for several matrices. */
export function addConsensus(program: Command, signal: AbortSignal): void {
  const command = program
    .command("consensus")
    .description(
      "One map for the matrices that several metrics gave for the same networks, and the weights of each.",
    )
    .argument("<files...>", "matrices of distances as pairwise writes them, two or more");
  addSchemaFlags(command, consensusOptions);
  addReportOption(addDistanceOptions(addOutputOptions(command)), "the map, weights and fit of each matrix")
    .addHelpText("after", examples)
    .action((files: string[], flags: ConsensusFlags) => mapFiles(files, flags, signal));
}

async function mapFiles(files: readonly string[], flags: ConsensusFlags, signal: AbortSignal): Promise<void> {
  if (flags.seed !== undefined && flags.method !== "indscal")
    throw new UsageError("--seed decides the random starts of --method indscal, which is missing.");
  checkPictures(flags, true);
  await checkOutputs(flags, [...files, ...(flags.table === undefined ? [] : [flags.table])], ["weights"]);
  const { squares, changes } = await readSeveral(files, flags, "consensus", signal);
  const found = await withControl(flags, signal, (control) =>
    consensus(squares, schemaOptions(flags, consensusOptions), control),
  );
  const table = await networksOf([{ names: found.names, files: [] }], flags, signal);
  const { coordinates, method } = found;
  const delivery = {
    result: asWritable(found, {}),
    numbers: formatRows(coordinates.data, coordinates.cols),
    beside: [{ word: "weights", result: asWritable(weightsOf(found), {}) }],
    summary: `${method} of ${found.labels.length} matrices: ${coordinates.rows} points in ${coordinates.cols} dimensions`,
    warnings: [...changes, ...found.changes, ...found.warnings],
    findings: [describe(found)],
    report: () => reportSections([consensusSection(found)], pageOf(titleOf(files), flags, table)),
  };
  await deliver(delivery, flags, signal);
}

function weightsOf({ weights, labels }: Consensus) {
  const colNames = Array.from({ length: weights.cols }, (_, k) => `axis ${k + 1}`);
  return written({
    document: () => ({ labels, weights: toRows(weights) }),
    table: () => ({ rowNames: labels, colNames, values: weights.data }),
  });
}

function describe({ labels, fit, weights }: Consensus): string {
  const own = toRows(weights).map((row) => row.map((value) => value.toPrecision(3)).join(" "));
  return labels.map((label, v) => `${label}: fit ${fit[v]!.toPrecision(4)}, weights ${own[v]}`).join("; ");
}
