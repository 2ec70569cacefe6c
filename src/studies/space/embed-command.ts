import type { Command } from "commander";
import { deliver, titleOf } from "../../cli/deliver.ts";
import { withControl } from "../../cli/engine.ts";
import { addMetricOptions } from "../../cli/metric-options.ts";
import { addReadingOptions } from "../../cli/reading/flags.ts";
import { formatRows } from "../../cli/numbers.ts";
import { addOutputOptions, addReportOption } from "../../cli/options.ts";
import { asWritable, checkOutputs } from "../../cli/output.ts";
import type { PictureFlags } from "../../cli/pictures/flags.ts";
import { checkPictures, networksOf, pageOf } from "../../cli/pictures/networks.ts";
import { addSchemaFlags, schemaOptions } from "../../cli/schema-flags.ts";
import { reportSections } from "../../report/page.ts";
import { addGroupFlags, checkGroups, type GroupFlags, groupsOf, noGroups } from "../groups/command-groups.ts";
import { addDistanceOptions, type DistanceFlags, readNetworkDistances } from "./command-distances.ts";
import type { Control } from "../../run/lanes/control.ts";
import { openDistances } from "./large/command-rows.ts";
import { isOfNetworks, mapOfNetworks, onlyMatrix } from "./large/command-networks.ts";
import { embedSection } from "./embed-section.ts";
import { embed, type EmbedOptions, embedOptions, type EmbedResult } from "./embed.ts";

const examples = `
Examples:
  $ repgeom embed D.npy --out E.npy
  $ repgeom embed D.csv --method smacof --dimensions 3 --seed 1 --out E.csv
  $ repgeom embed cka.npy --to-distance arccos --report map.html
  $ repgeom embed D.csv --table networks.csv --color model --shape region --label layer --report map.html
  $ repgeom embed D.npy --method randomised --dimensions 10 --seed 1 --out E.npy
  $ repgeom embed D.npy --method landmark --landmarks 200 --out E.npy
  $ repgeom embed nets/*.npy --metric procrustes --method landmark --landmarks 200 --out E.csv

Stress, Shepard correlation and the worst pair are told on stderr and in --json. So are the errors of the methods
for many items: what of the centred matrix is not on the map, and the residual of each axis. A matrix that does
not fit in --max-memory is read band by band, where its format allows that (.npy, .h5, .zarr). With --metric the files
are networks: of their distances only those to the landmarks are computed, and some for the error.
`;

/** Flags of `embed`. */
interface EmbedFlags extends DistanceFlags, PictureFlags, GroupFlags, EmbedOptions {}

/** `repgeom embed D`: a map of the items. */
export function addEmbed(program: Command, signal: AbortSignal): void {
  const command = program
    .command("embed")
    .description("Finds points in few dimensions whose Euclidean distances resemble given ones.")
    .argument("<files...>", "a matrix of distances, as pairwise writes it; or with --metric networks");
  addSchemaFlags(addGroupFlags(command), embedOptions);
  const distances = addReadingOptions(addDistanceOptions(addOutputOptions(command)));
  addReportOption(addMetricOptions(distances, { required: false }), "the map and how far to trust it")
    .addHelpText("after", examples)
    .action((files: string[], flags: EmbedFlags) => embedFiles(files, flags, signal));
}

async function embedFiles(files: readonly string[], flags: EmbedFlags, signal: AbortSignal): Promise<void> {
  checkPictures(flags, true);
  checkGroups(flags);
  await checkOutputs(flags, [...files, ...(flags.table === undefined ? [] : [flags.table])]);
  const { found, groups, given, table } = isOfNetworks(flags)
    ? { ...(await mapOfNetworks(files, flags, signal)), given: undefined, groups: noGroups }
    : await mapped(onlyMatrix(files, flags), flags, signal);
  const { coordinates, method, changes } = found;
  const delivery = {
    result: asWritable(found, groups.document),
    numbers: formatRows(coordinates.data, coordinates.cols),
    summary: `${coordinates.rows} points in ${coordinates.cols} dimensions by ${method}`,
    warnings: [...changes, ...found.warnings, ...groups.notes],
    findings: [describe(found), ...groups.findings],
    report: () => {
      const section = embedSection({ found, distances: given, groups: groups.groups });
      return reportSections([section], pageOf(titleOf(files), flags, table));
    },
  };
  await deliver(delivery, flags, signal);
}

/** The map of a matrix in memory; or of one that is read band by band, which no more is told of. */
async function mapped(file: string, flags: EmbedFlags, signal: AbortSignal) {
  const options = schemaOptions(flags, embedOptions);
  const opened = await openDistances(file, flags, signal);
  if (opened) {
    const work = (control: Control) => embed(opened.rows, options, control);
    const found = await withControl(flags, signal, work).finally(() => opened.close());
    const { names } = found;
    const table = await networksOf([{ names, files: [] }], flags, signal);
    return { found, table, given: undefined, groups: noGroups };
  }
  const { given, table } = await readNetworkDistances(file, flags, "embed", signal);
  return withControl(flags, signal, async (control) => {
    const found = await embed(given, options, control);
    const groups = await groupsOf(given, { names: found.names, table, flags }, control);
    return { found, groups, given, table };
  });
}

function describe(found: EmbedResult): string {
  const { stress, shepard, worstPair, names, sample } = found;
  const error = sample
    ? ` ± ${sample.standardError.toPrecision(2)} (standard error, ${sample.pairs} pairs)`
    : "";
  const parts = [`stress ${stress.toPrecision(4)}${error}`];
  if (shepard !== undefined) parts.push(`Shepard correlation ${shepard.toPrecision(4)}`);
  if (worstPair) {
    const { row, col, distance, embedded } = worstPair;
    const [shown, wanted] = [embedded, distance].map((value) => value.toPrecision(4));
    parts.push(`worst pair ${names[row]} and ${names[col]}: ${shown} on the map, ${wanted} given`);
  }
  return [...parts, ...errorsOf(found)].join("; ");
}

/** How far the axes of many items are off. */
function errorsOf({
  residual,
  axisResiduals,
  eigenvalues,
  leading,
  passes,
  landmarks,
}: EmbedResult): string[] {
  const parts: string[] = [];
  if (residual !== undefined)
    parts.push(`${(100 * residual).toPrecision(3)} % of the centred matrix is not on the map`);
  if (axisResiduals) {
    const largest = axisResiduals.reduce((most, value) => Math.max(most, value), 0);
    const share = eigenvalues![0]! > 0 ? largest / eigenvalues![0]! : 0;
    parts.push(
      `axes are off by at most ${share.toPrecision(2)} of the first eigenvalue, after ${passes} passes`,
    );
    if (leading) parts.push("they are the leading ones");
  }
  if (landmarks) parts.push(`placed by ${landmarks.length} landmarks`);
  return parts;
}
