import type { Command } from "commander";
import { deliver, titleOf } from "../../cli/deliver.ts";
import { withControl } from "../../cli/engine.ts";
import { formatRows } from "../../cli/numbers.ts";
import { addOutputOptions, addReportOption } from "../../cli/options.ts";
import { asWritable, checkOutputs } from "../../cli/output.ts";
import type { PictureFlags } from "../../cli/pictures/flags.ts";
import { checkPictures, pageOf } from "../../cli/pictures/networks.ts";
import { addSchemaFlags, schemaOptions } from "../../cli/schema-flags.ts";
import { reportSections } from "../../report/page.ts";
import { addGroupFlags, checkGroups, type GroupFlags, groupsOf } from "../groups/command-groups.ts";
import { addDistanceOptions, type DistanceFlags, readNetworkDistances } from "./command-distances.ts";
import { embedSection } from "./embed-section.ts";
import { embed, type EmbedOptions, embedOptions, type EmbedResult } from "./embed.ts";

const examples = `
Examples:
  $ repgeom embed D.npy --out E.npy
  $ repgeom embed D.csv --method smacof --dimensions 3 --seed 1 --out E.csv
  $ repgeom embed cka.npy --to-distance arccos --report map.html
  $ repgeom embed D.csv --table networks.csv --color model --shape region --label layer --report map.html

Stress, Shepard correlation and the worst pair are told on stderr and in --json.
`;

/** Flags of `embed`. */
interface EmbedFlags extends DistanceFlags, PictureFlags, GroupFlags, EmbedOptions {}

/** `repgeom embed D`: a map of the items. */
export function addEmbed(program: Command, signal: AbortSignal): void {
  const command = program
    .command("embed")
    .description("Finds points in few dimensions whose Euclidean distances resemble given ones.")
    .argument("<file>", "a matrix of distances, as pairwise writes it");
  addSchemaFlags(addGroupFlags(command), embedOptions);
  addReportOption(addDistanceOptions(addOutputOptions(command)), "the map and how far to trust it")
    .addHelpText("after", examples)
    .action((file: string, flags: EmbedFlags) => embedFile(file, flags, signal));
}

async function embedFile(file: string, flags: EmbedFlags, signal: AbortSignal): Promise<void> {
  checkPictures(flags, true);
  checkGroups(flags);
  await checkOutputs(flags, [file, ...(flags.table === undefined ? [] : [flags.table])]);
  const { given, table } = await readNetworkDistances(file, flags, "embed", signal);
  const { found, groups } = await withControl(flags, signal, async (control) => {
    const found = await embed(given, schemaOptions(flags, embedOptions), control);
    return { found, groups: await groupsOf(given, { names: found.names, table, flags }, control) };
  });
  const { coordinates, method, changes } = found;
  const delivery = {
    result: asWritable(found, groups.document),
    numbers: formatRows(coordinates.data, coordinates.cols),
    summary: `${coordinates.rows} points in ${coordinates.cols} dimensions by ${method}`,
    warnings: [...changes, ...found.warnings, ...groups.notes],
    findings: [describe(found), ...groups.findings],
    report: () => {
      const section = embedSection({ found, distances: given, groups: groups.groups });
      return reportSections([section], pageOf(titleOf([file]), flags, table));
    },
  };
  await deliver(delivery, flags, signal);
}

function describe({ stress, shepard, worstPair, names }: EmbedResult): string {
  const parts = [`stress ${stress.toPrecision(4)}`];
  if (shepard !== undefined) parts.push(`Shepard correlation ${shepard.toPrecision(4)}`);
  if (worstPair) {
    const { row, col, distance, embedded } = worstPair;
    const [shown, wanted] = [embedded, distance].map((value) => value.toPrecision(4));
    parts.push(`worst pair ${names[row]} and ${names[col]}: ${shown} on the map, ${wanted} given`);
  }
  return parts.join("; ");
}
