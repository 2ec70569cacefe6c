import type { Command } from "commander";
import type { Matrix } from "../../base/matrix.ts";
import { optional, whole } from "../../base/options.ts";
import { deliver, titleOf } from "../../cli/deliver.ts";
import { onlyOne, readFiles, withControl } from "../../cli/engine.ts";
import { addMetricOptions, metricSpec } from "../../cli/metric-options.ts";
import { formatColumns } from "../../cli/numbers.ts";
import {
  addOutputOptions,
  addReportOption,
  addRunOptions,
  parsePlace,
  parsePlaces,
  type RunFlags,
} from "../../cli/options.ts";
import { asWritable, checkOutputs } from "../../cli/output.ts";
import type { PictureFlags } from "../../cli/pictures/flags.ts";
import { checkPictures, networksOf, pageOf } from "../../cli/pictures/networks.ts";
import { addSchemaFlags } from "../../cli/schema-flags.ts";
import { toDistances } from "../../geometry/to-distances.ts";
import { reportSections } from "../../report/page.ts";
import { readDistances } from "../space/command-distances.ts";
import { neighborIndex, type NeighborOptions, neighborOptions, type Neighbors } from "./neighbors.ts";
import { neighborsSection } from "./section.ts";

const examples = `
Examples:
  $ repgeom neighbors Q.npy --among nets/*.npy --metric procrustes --k 5 --report nearest.html
  $ repgeom neighbors Q.npy --among nets/*.npy --metric procrustes --distances D.npy

Exact: what the triangle inequality shows to be further away is not compared, the rest is. It needs
distances among the networks: to a few pivots, computed first, or all of them from pairwise in --distances.
`;

/** Flags of `neighbors`. */
interface NeighborFlags extends RunFlags, PictureFlags, Pick<NeighborOptions, "pivots"> {
  readonly among: readonly string[];
  readonly k?: number;
  readonly distances?: string;
}

/** How many neighbours are printed where no number is given. */
const usualCount = 5;

const countOption = {
  k: optional(whole(usualCount, 1, 1e9, `How many. Without it ${usualCount}, or all if there are fewer.`)),
};

/** `repgeom neighbors Q --among FILES --metric M`: the nearest networks. */
export function addNeighbors(program: Command, signal: AbortSignal): void {
  const command = program
    .command("neighbors")
    .description(
      "Finds the representations nearest to one, comparing as few as the triangle inequality allows.",
    )
    .argument("<file>", "the query: a file with one representation")
    .requiredOption("--among <files...>", "where to search.", parsePlaces("--among"));
  addSchemaFlags(addSchemaFlags(command, countOption), neighborOptions).option(
    "--distances <file>",
    "what pairwise gave for --among, in the same order",
    parsePlace("--distances"),
  );
  addReportOption(
    addRunOptions(addOutputOptions(addMetricOptions(command))),
    "the distances and what finding them took",
  )
    .addHelpText("after", examples)
    .action((file: string, flags: NeighborFlags) => findNeighbors(file, flags, signal));
}

async function findNeighbors(file: string, flags: NeighborFlags, signal: AbortSignal): Promise<void> {
  const spec = metricSpec(flags);
  checkPictures(flags);
  await checkOutputs(flags, [
    file,
    ...flags.among,
    ...[flags.distances, flags.table].filter((file) => file !== undefined),
  ]);
  const distances = await givenDistances(flags, signal);
  const query = onlyOne("neighbors", await readFiles([file], flags, signal));
  const among = await readFiles(flags.among, flags, signal);
  const names = among.map(({ name }) => name);
  const table = await networksOf([{ names, files: flags.among }], flags, signal);
  const { index, found } = await withControl(flags, signal, async (control) => {
    const index = await neighborIndex(among, spec, { pivots: flags.pivots, distances }, control);
    return {
      index,
      found: await index.nearest(query, flags.k ?? Math.min(usualCount, among.length), control),
    };
  });
  const size = { networks: index.size, among: index.computed };
  const delivery = {
    result: asWritable(found, { query: query.name, ...spec, ...size }),
    numbers: linesOf(found),
    summary: `${found.neighbors.length} nearest of ${index.size} to ${query.name}`,
    findings: [effortText({ ...size, ...found })],
    report: () => {
      const { metric } = spec;
      const search = { found, query: query.name, metric, size: index.size, before: index.computed };
      return reportSections([neighborsSection(search)], pageOf(titleOf([file]), flags, table));
    },
  };
  await deliver(delivery, flags, signal);
}

async function givenDistances(
  { distances, ...flags }: NeighborFlags,
  signal: AbortSignal,
): Promise<Matrix | undefined> {
  if (distances === undefined) return undefined;
  const { given } = await readDistances(distances, flags, "neighbors", signal);
  return toDistances(given).square;
}

/** What a search took. */
interface Effort extends Pick<Neighbors, "computed" | "fraction"> {
  readonly networks: number;
  readonly among: number;
}

function effortText({ networks, computed, fraction, among }: Effort): string {
  const share = (100 * fraction).toFixed(1);
  const before = among > 0 ? `; ${among} among the networks, for the pivots, before` : "";
  return `computed ${computed} of ${networks} distances from the query, a fraction of ${fraction.toFixed(3)} (${share} %)${before}`;
}

function linesOf({ neighbors }: Neighbors): Iterable<string> {
  return formatColumns(
    ["network", "distance"],
    neighbors.map(({ name, distance }) => [name, distance]),
  );
}
