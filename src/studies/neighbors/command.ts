import type { Command } from "commander";
import { addCacheOptions } from "../../cli/cache/flags.ts";
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
} from "../../cli/options.ts";
import { asWritable, checkOutputs } from "../../cli/output.ts";
import { checkPictures, networksOf, pageOf } from "../../cli/pictures/networks.ts";
import { addSchemaFlags } from "../../cli/schema-flags.ts";
import { toDistances } from "../../geometry/to-distances.ts";
import { reportSections } from "../../report/page.ts";
import { readDistances } from "../space/command-distances.ts";
import type { NetworkTable } from "../../data/groups/network-table.ts";
import { askedOf, type NeighborFlags } from "./command-asked.ts";
import { buildIndex, growIndex, openIndex } from "./command-index.ts";
import { neighborIndex, neighborOptions } from "./neighbors.ts";
import type { NeighborIndex, Neighbors } from "./result.ts";
import { neighborsSection } from "./section.ts";

const examples = `
Examples:
  $ repgeom neighbors Q.npy --among nets/*.npy --metric procrustes --k 5 --report nearest.html
  $ repgeom neighbors Q.npy --among nets/*.npy --metric procrustes --distances D.npy
  $ repgeom neighbors --index near --build --among nets/*.npy --metric procrustes --pivots 16
  $ repgeom neighbors Q.npy --index near --k 5
  $ repgeom neighbors --index near --add new/*.npy

Exact: what the triangle inequality shows to be further away is not compared, the rest is. It needs
distances among the networks: to a few pivots, computed first, or all of them from pairwise in --distances.
An index keeps those of the pivots in a folder, with names, places and digests of the networks; a query then
reads only the files that it must. A file that was changed since is refused.
`;

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
    .argument("[file]", "the query: a file with one representation")
    .option("--among <files...>", "where to search", parsePlaces("--among"))
    .option("--index <folder>", "where to search: an index that --build made", parsePlace("--index"))
    .option("--build", "make the index in --index of the networks in --among, in place of an older one")
    .option("--add <files...>", "add these networks to the index in --index", parsePlaces("--add"));
  addSchemaFlags(addSchemaFlags(command, countOption), neighborOptions).option(
    "--distances <file>",
    "what pairwise gave for --among, in the same order",
    parsePlace("--distances"),
  );
  addReportOption(
    addRunOptions(addOutputOptions(addCacheOptions(addMetricOptions(command)))),
    "the distances and what finding them took",
  )
    .addHelpText("after", examples)
    .action((file: string | undefined, flags: NeighborFlags) => {
      const asked = askedOf(file, flags);
      if (asked.what === "build")
        return buildIndex(asked.among, metricSpec(flags, ["k"]), asked.flags, signal);
      if (asked.what === "add") return growIndex(asked.add, asked.flags, signal);
      if (asked.what === "ask") return askIndex(asked.file, asked.flags, signal);
      return findNeighbors(asked.file, asked.flags, signal);
    });
}

/** Answers from an index: of the networks only those are read that their bounds do not rule out. */
async function askIndex(
  file: string,
  flags: NeighborFlags & { readonly index: string },
  signal: AbortSignal,
): Promise<void> {
  checkPictures(flags);
  await checkOutputs(flags, [file, ...(flags.table === undefined ? [] : [flags.table])]);
  const asked = "metric" in flags ? metricSpec(flags, ["k"]) : undefined;
  const { saved, reading, open } = await openIndex(flags, asked);
  const query = onlyOne("neighbors", await readFiles([file], { ...reading, ...flags }, signal));
  const names = saved.entries.map(({ name }) => name);
  const table = await networksOf([{ names, files: [] }], flags, signal);
  const { index, found } = await withControl(flags, signal, async (control) => {
    const index = await open(control);
    return { index, found: await index.nearest(query, flags.k ?? Math.min(usualCount, index.size), control) };
  });
  const spec = { metric: saved.metric, ...saved.options };
  await tell({ file, query: query.name, spec, index, found, table, before: 0 }, flags, signal);
}

async function findNeighbors(
  file: string,
  flags: NeighborFlags & { readonly among: readonly string[] },
  signal: AbortSignal,
): Promise<void> {
  const spec = metricSpec(flags, ["k"]);
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
  await tell({ file, query: query.name, spec, index, found, table, before: index.computed }, flags, signal);
}

/** What was found, and where. */
interface Answer {
  readonly file: string;
  readonly query: string;
  readonly spec: { readonly metric: string };
  readonly index: NeighborIndex;
  readonly found: Neighbors;
  readonly table: NetworkTable | undefined;
  /** Distances among the networks that were computed by this command. */
  readonly before: number;
}

async function tell(
  { file, query, spec, index, found, table, before }: Answer,
  flags: NeighborFlags,
  signal: AbortSignal,
): Promise<void> {
  const size = { networks: index.size, among: before };
  const delivery = {
    result: asWritable(found, { query, ...spec, ...size }),
    numbers: linesOf(found),
    summary: `${found.neighbors.length} nearest of ${index.size} to ${query}`,
    findings: [effortText({ ...size, ...found })],
    report: () => {
      const { metric } = spec;
      const search = { found, query, metric, size: index.size, before };
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
