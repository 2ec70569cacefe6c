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
import { clusterSection } from "./cluster-section.ts";
import { clusterAsync, type Clustering, type ClusterOptions, clusterOptions } from "./cluster.ts";
import { addGroupFlags, checkGroups, type GroupFlags, groupsOf } from "../groups/command-groups.ts";
import { addDistanceOptions, type DistanceFlags, readNetworkDistances } from "./command-distances.ts";

const examples = `
Examples:
  $ repgeom cluster D.npy --method average --clusters 4
  $ repgeom cluster D.npy --method ward --out linkage.npy --report tree.html
  $ repgeom cluster D.csv --method k-medoids --clusters 3 --json
  $ repgeom cluster D.csv --table networks.csv --color model --label layer --report tree.html

Labels, one a line in the order of the matrix, count from 0. --out holds the tree: a row a merge,
the two clusters, their distance, the size of the union (SciPy's form); of k-medoids, the labels.
`;

/** Flags of `cluster`. */
interface ClusterFlags extends DistanceFlags, PictureFlags, GroupFlags, ClusterOptions {}

/** `repgeom cluster D`: groups of the items, or their tree. */
export function addCluster(program: Command, signal: AbortSignal): void {
  const command = program
    .command("cluster")
    .description("Clusters items by their distances: a tree that is cut, or k-medoids.")
    .argument("<file>", "a matrix of distances, as pairwise writes it");
  addSchemaFlags(addGroupFlags(command), clusterOptions);
  addReportOption(addDistanceOptions(addOutputOptions(command)), "tree, heat map, silhouettes and labels")
    .addHelpText("after", examples)
    .action((file: string, flags: ClusterFlags) => clusterFile(file, flags, signal));
}

async function clusterFile(file: string, flags: ClusterFlags, signal: AbortSignal): Promise<void> {
  checkPictures(flags, true);
  checkGroups(flags);
  await checkOutputs(flags, [file, ...(flags.table === undefined ? [] : [flags.table])]);
  const { given, table } = await readNetworkDistances(file, flags, "cluster", signal);
  const { found, groups } = await withControl(flags, signal, async (control) => {
    const found = await clusterAsync(given, schemaOptions(flags, clusterOptions), control);
    return { found, groups: await groupsOf(given, { names: found.names, table, flags }, control) };
  });
  const { labels, linkage, method, names, changes } = found;
  const delivery = {
    result: asWritable(found, groups.document),
    numbers: labels ? labelLines(labels) : formatRows(linkage!.data, 4),
    always: labels !== undefined && linkage !== undefined,
    summary: `${linkage ? "tree" : "labels"} of ${names.length} by ${method}`,
    warnings: [...changes, ...groups.notes],
    findings: [...describe(found), ...groups.findings],
    report: () => {
      const section = clusterSection({ found, distances: given, groups: groups.groups });
      return reportSections([section], pageOf(titleOf([file]), flags, table));
    },
  };
  await deliver(delivery, flags, signal);
}

function* labelLines(labels: Int32Array): Generator<string> {
  for (const label of labels) yield `${label}\n`;
}

function describe({ silhouette, medoids, loss, names }: Clustering): string[] {
  const parts = silhouette === undefined ? [] : [`mean silhouette ${silhouette.toPrecision(4)}`];
  if (medoids)
    parts.push(
      `medoids ${Array.from(medoids, (item) => names[item]).join(", ")}; sum of distances ${loss!.toPrecision(4)}`,
    );
  return parts;
}
