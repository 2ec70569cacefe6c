import { readFilesLazily, withControl } from "../../../cli/engine.ts";
import { UsageError } from "../../../cli/errors.ts";
import { metricSpec, refuseMetricFlags } from "../../../cli/metric-options.ts";
import type { RunFlags } from "../../../cli/options.ts";
import type { PictureFlags } from "../../../cli/pictures/flags.ts";
import { networksOf } from "../../../cli/pictures/networks.ts";
import { refuseReading } from "../../../cli/reading/flags.ts";
import { schemaOptions } from "../../../cli/schema-flags.ts";
import { type GroupFlags } from "../../groups/command-groups.ts";
import { testedGroupsOptions } from "../../groups/test.ts";
import type { DistanceFlags } from "../command-distances.ts";
import { embed, type EmbedOptions, embedOptions } from "../embed.ts";
import { distancesAmong } from "./among.ts";

type Flags = RunFlags & DistanceFlags & PictureFlags & GroupFlags & EmbedOptions;

/** Whether the files are networks and no matrix. */
export function isOfNetworks(flags: object): boolean {
  return "metric" in flags;
}

/** @throws {UsageError} for several files, or flags of networks. */
export function onlyMatrix(files: readonly string[], flags: Flags): string {
  const own = [...Object.keys(embedOptions), "rename"];
  refuseReading(
    flags,
    "is of networks: give --metric too, or leave it out. A matrix of distances is read as it is.",
    own,
  );
  refuseMetricFlags(flags, own);
  const [file, ...others] = files as [string, ...string[]];
  if (others.length === 0) return file;
  throw new UsageError(
    `embed takes one matrix of distances, got ${files.length} files. For a map of networks give --metric NAME --method landmark; or all distances: repgeom pairwise, then embed.`,
  );
}

/** A map of networks by landmarks: most of their distances are never computed. */
export async function mapOfNetworks(files: readonly string[], flags: Flags, signal: AbortSignal) {
  checkFlags(flags);
  const spec = metricSpec(flags, [...Object.keys(embedOptions), ...Object.keys(testedGroupsOptions)]);
  const networks = await readFilesLazily(files, flags, signal);
  const names = networks.map(({ name }) => name);
  const table = await networksOf([{ names, files }], flags, signal);
  const found = await withControl(flags, signal, async (control) => {
    const distances = await distancesAmong(networks, spec, control);
    return embed(distances, schemaOptions(flags, embedOptions), control);
  });
  return { found, table };
}

function checkFlags({ method, groups, groupTest, toDistance }: Flags): void {
  if (method !== "landmark")
    throw new UsageError(
      `Networks are mapped by --method landmark, which needs few distances. For ${method ?? "pcoa"} all are needed: repgeom pairwise, then embed.`,
    );
  if (groups !== undefined || groupTest !== undefined)
    throw new UsageError(
      "--groups and --group-test need all distances: repgeom pairwise, then embed. Colours need none: --color.",
    );
  if (toDistance !== undefined)
    throw new UsageError(
      "--to-distance is for a matrix of similarities. Those of networks become distances as their metric declares.",
    );
}
