import type { Command } from "commander";
import type { Matrix } from "../../base/matrix.ts";
import { type Neighbors, neighborIndex } from "./neighbors.ts";
import { writeCsv, writeNpy } from "../../data/write.ts";
import { deliver, titleOf } from "../../cli/deliver.ts";
import { readDistances } from "../space/command-distances.ts";
import { onlyOne, readFiles, withControl } from "../../cli/engine.ts";
import { addMetricOptions, metricSpec } from "../../cli/metric-options.ts";
import { formatNumber } from "../../cli/numbers.ts";
import {
  addOutputOptions,
  addReportOption,
  addRunOptions,
  given,
  parsePlace,
  parsePlaces,
  parseWhole,
  type RunFlags,
} from "../../cli/options.ts";
import { checkOutputs, type Writable } from "../../cli/output.ts";
import { neighborsSection } from "./section.ts";
import { reportSections } from "../../report/page.ts";

const examples = `
Examples:
  $ repgeom neighbors Q.npy --among nets/*.npy --metric procrustes --k 5 --report nearest.html
  $ repgeom neighbors Q.npy --among nets/*.npy --metric procrustes --distances D.npy

Exact: what the triangle inequality shows to be further away is not compared, the rest is. It needs
distances among the networks: to a few pivots, computed first, or all of them from pairwise in --distances.
`;

/** Flags of `neighbors`. */
interface NeighborFlags extends RunFlags {
  readonly among: readonly string[];
  readonly k?: number;
  readonly pivots?: number;
  readonly distances?: string;
}

/** `repgeom neighbors Q --among FILES --metric M`: the nearest networks. */
export function addNeighbors(program: Command, signal: AbortSignal): void {
  const command = program
    .command("neighbors")
    .summary("the nearest of many representations to one")
    .description(
      "Finds the representations nearest to one, comparing as few as the triangle inequality allows.",
    )
    .argument("<file>", "the query: a file with one representation")
    .requiredOption("--among <files...>", "where to search", parsePlaces("--among"))
    .option("--k <count>", "how many; default: 5, or all if there are fewer", parseWhole("--k", 1))
    .option(
      "--pivots <count>",
      "networks compared with all others first; default: 8",
      parseWhole("--pivots", 0),
    )
    .option(
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
  await checkOutputs(flags, [
    file,
    ...flags.among,
    ...(flags.distances === undefined ? [] : [flags.distances]),
  ]);
  const distances = await givenDistances(flags);
  const query = onlyOne("neighbors", await readFiles([file], flags));
  const among = await readFiles(flags.among, flags);
  const { index, found } = await withControl(flags, signal, async (control) => {
    const options = given({ pivots: flags.pivots, distances });
    const index = await neighborIndex(among, spec, options, control);
    return { index, found: await index.nearest(query, flags.k ?? Math.min(5, among.length), control) };
  });
  const effort = {
    networks: index.size,
    computed: found.computed,
    fraction: found.fraction,
    among: index.computed,
  };
  const delivery = {
    result: writableOf(found, { query: query.name, ...spec, ...effort }),
    numbers: linesOf(found),
    summary: `${found.neighbors.length} nearest of ${index.size} to ${query.name}`,
    findings: [effortText(effort)],
    report: () => {
      const { metric } = spec;
      const search = { found, query: query.name, metric, size: index.size, before: index.computed };
      return reportSections([neighborsSection(search)], { title: titleOf([file]) });
    },
  };
  await deliver(delivery, flags, signal);
}

async function givenDistances({ distances, ...flags }: NeighborFlags): Promise<Matrix | undefined> {
  return distances === undefined ? undefined : (await readDistances(distances, flags, "neighbors")).square;
}

function effortText({ networks, computed, fraction, among }: Record<string, number>): string {
  const share = (100 * fraction!).toFixed(1);
  const before = among! > 0 ? `; ${among} among the networks, for the pivots, before` : "";
  return `computed ${computed} of ${networks} distances from the query, a fraction of ${fraction!.toFixed(3)} (${share} %)${before}`;
}

function* linesOf({ neighbors }: Neighbors): Generator<string> {
  for (const { name, distance } of neighbors) yield `${name}\t${formatNumber(distance)}\n`;
}

function writableOf({ neighbors }: Neighbors, facts: object): Writable {
  const values = neighbors.map(({ distance }) => distance);
  return {
    toNpy: () => writeNpy([values.length], values),
    toCsv: () =>
      writeCsv(
        neighbors.map(({ name }) => name),
        ["distance"],
        values,
      ),
    document: { ...facts, neighbors },
  };
}
