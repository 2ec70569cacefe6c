import type { Command } from "commander";
import { deliver, titleOf } from "../../cli/deliver.ts";
import { readFiles, withControl } from "../../cli/engine.ts";
import { UsageError } from "../../cli/errors.ts";
import { addOutputOptions, addReportOption, addRunOptions, type RunFlags } from "../../cli/options.ts";
import { asWritable, checkOutputs } from "../../cli/output.ts";
import type { PictureFlags } from "../../cli/pictures/flags.ts";
import { checkPictures, networksOf, pageOf } from "../../cli/pictures/networks.ts";
import { withoutOwn } from "../../cli/reading/flags.ts";
import { addSchemaFlags, schemaOptions } from "../../cli/schema-flags.ts";
import { reportSections } from "../../report/page.ts";
import { kmeansSection } from "./kmeans-section.ts";
import { groups, kMeansOptions, type KMeansOptions, shapeOptions } from "./options.ts";
import { kmeans, tangentSpace } from "./shape-space.ts";

const examples = `
Examples:
  $ repgeom kmeans nets/*.npy --clusters 4 --seed 1 --report clusters.html
  $ repgeom kmeans nets/*.npy --clusters 3 --group permutation --out labels.csv

Prints the cluster of each network, one a line in the order of the files, counted from 0. Their numbers mean nothing.
A note says where a start did not converge; large networks take long, --restarts 2 --iterations 30 gives a first look.
--json also has the centers. The number of clusters is yours: that some are found does not say that there are any.
`;

/** Flags of `kmeans`. */
interface KMeansFlags extends RunFlags, PictureFlags, Omit<KMeansOptions, "clusters"> {
  readonly clusters?: number;
}

/** `repgeom kmeans FILES --clusters K`: which representations are one shape. */
export function addKMeans(program: Command, signal: AbortSignal): void {
  const command = program
    .command("kmeans")
    .description(
      "k-means of representations: each belongs to the nearest center, a center is the mean of its own, both under the best motion.",
    )
    .argument("<files...>", "files of representations of the same stimuli");
  addSchemaFlags(command, kMeansOptions);
  addReportOption(addRunOptions(addOutputOptions(command)), "a map of the clusters and their members")
    .addHelpText("after", examples)
    .action((files: string[], flags: KMeansFlags) => clusterFiles(files, flags, signal));
}

async function clusterFiles(files: string[], flags: KMeansFlags, signal: AbortSignal): Promise<void> {
  const { clusters } = flags;
  if (clusters === undefined) throw new UsageError("--clusters is missing: say how many, --clusters 3.");
  checkPictures(flags);
  await checkOutputs(flags, [...files, ...(flags.table === undefined ? [] : [flags.table])]);
  const representations = await readFiles(files, withoutOwn(flags, "normalize"), signal);
  const names = representations.map(({ name }) => name);
  const table = await networksOf([{ names, files }], flags, signal);
  const options = { ...schemaOptions(flags, kMeansOptions), clusters };
  const shape = schemaOptions(flags, shapeOptions);
  const { found, tangent } = await withControl(flags, signal, async (control) => {
    const found = await kmeans(representations, options, control);
    if (flags.report === undefined) return { found, tangent: undefined };
    return { found, tangent: await tangentSpace(representations, shape, control) };
  });
  const { group = groups[0] } = shape;
  const delivery = {
    result: asWritable(found, options),
    numbers: Array.from(found.labels, (label) => `${label}\n`),
    summary: `${clusters} clusters of ${names.length} under the ${group} group`,
    warnings: found.warnings,
    findings: [
      `loss ${found.loss.toPrecision(6)}, the sum of the squared distances of ${names.length} networks to their centers`,
    ],
    report: () =>
      reportSections(
        [kmeansSection({ found, group, tangent: tangent! })],
        pageOf(titleOf(files), flags, table),
      ),
  };
  await deliver(delivery, flags, signal);
}
