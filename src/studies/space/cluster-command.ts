import { toRows } from "../../base/matrix.ts";
import { type Command, Option } from "commander";
import { cluster, type Clustering, type ClusterMethod, clusterMethods } from "../../geometry/cluster.ts";
import { writeCsv, writeNpy } from "../../data/write.ts";
import { deliver, titleOf } from "../../cli/deliver.ts";
import {
  addDistanceOptions,
  type DistanceFlags,
  type NamedDistances,
  readDistances,
} from "./command-distances.ts";
import { UsageError } from "../../cli/errors.ts";
import { formatRows } from "../../cli/numbers.ts";
import { addOutputOptions, addReportOption, given, parseWhole } from "../../cli/options.ts";
import { checkOutputs, type Writable } from "../../cli/output.ts";
import { clusterSection } from "./cluster-section.ts";
import { reportSections } from "../../report/page.ts";

const examples = `
Examples:
  $ repgeom cluster D.npy --method average --clusters 4
  $ repgeom cluster D.npy --method ward --out linkage.npy --report tree.html
  $ repgeom cluster D.csv --method k-medoids --clusters 3 --json

Labels, one a line in the order of the matrix, count from 0. --out holds the tree: a row a merge,
the two clusters, their distance, the size of the union (SciPy's form); of k-medoids, the labels.
`;

/** Flags of `cluster`. */
interface ClusterFlags extends DistanceFlags {
  readonly method: ClusterMethod;
  readonly clusters?: number;
  readonly restarts?: number;
  readonly seed?: number;
}

/** `repgeom cluster D`: groups of the items, or their tree. */
export function addCluster(program: Command, signal: AbortSignal): void {
  const command = program
    .command("cluster")
    .summary("groups, from a matrix of distances")
    .description("Clusters items by their distances: a tree that is cut, or k-medoids.")
    .argument("<file>", "a matrix of distances, as pairwise writes it")
    .addOption(new Option("--method <name>", "how").choices(clusterMethods).default("average"))
    .option("--clusters <count>", "how many; without it the tree is printed", parseWhole("--clusters", 1))
    .option(
      "--restarts <count>",
      "k-medoids: random starts beside the greedy one; default: 8",
      parseWhole("--restarts", 0),
    )
    .option("--seed <number>", "k-medoids: decides the random starts; default: 1", parseWhole("--seed", 0));
  addReportOption(addDistanceOptions(addOutputOptions(command)), "tree, heat map, silhouettes and labels")
    .addHelpText("after", examples)
    .action((file: string, flags: ClusterFlags) => clusterFile(file, flags, signal));
}

async function clusterFile(file: string, flags: ClusterFlags, signal: AbortSignal): Promise<void> {
  const { method, clusters, restarts, seed } = flags;
  if (method === "k-medoids" && clusters === undefined) throw new UsageError("k-medoids needs --clusters.");
  await checkOutputs(flags, [file]);
  const distances = await readDistances(file, flags, "cluster");
  const found = cluster(distances.square, { method, ...given({ clusters, restarts, seed }) });
  const { labels, linkage } = found;
  const delivery = {
    result: writableOf(found, distances),
    numbers: labels ? labelLines(labels) : formatRows(linkage!.data, 4),
    always: labels !== undefined && linkage !== undefined,
    summary: linkage
      ? `tree of ${distances.names.length} by ${method}`
      : `labels of ${distances.names.length} by ${method}`,
    warnings: distances.changes,
    findings: describe(found, distances.names),
    report: () => {
      const { square, names, changes } = distances;
      return reportSections([clusterSection({ found, distances: square, names, changes })], {
        title: titleOf([file]),
      });
    },
  };
  await deliver(delivery, flags, signal);
}

function* labelLines(labels: Int32Array): Generator<string> {
  for (const label of labels) yield `${label}\n`;
}

function describe({ silhouette, medoids, loss }: Clustering, names: readonly string[]): string[] {
  const parts = silhouette === undefined ? [] : [`mean silhouette ${silhouette.toPrecision(4)}`];
  if (medoids)
    parts.push(
      `medoids ${Array.from(medoids, (item) => names[item]).join(", ")}; sum of distances ${loss!.toPrecision(4)}`,
    );
  return parts;
}

function writableOf(found: Clustering, { names, changes }: NamedDistances): Writable {
  const { linkage, labels, ...facts } = found;
  const document = { ...facts, names, labels, linkage: linkage && toRows(linkage), changes };
  if (!linkage) {
    const column = Float64Array.from(labels!);
    return {
      toNpy: () => writeNpy([column.length], column),
      toCsv: () => writeCsv(names, ["cluster"], column),
      document,
    };
  }
  const merges = Array.from({ length: linkage.rows }, (_, k) => String(names.length + k));
  return {
    toNpy: () => writeNpy([linkage.rows, 4], linkage.data),
    toCsv: () => writeCsv(merges, ["first", "second", "distance", "size"], linkage.data),
    document,
  };
}
