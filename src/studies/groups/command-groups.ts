import type { Command } from "commander";
import type { NetworkTable } from "../../data/groups/network-table.ts";
import type { PictureFlags } from "../../cli/pictures/flags.ts";
import { toRows } from "../../base/matrix.ts";
import type { Comparisons } from "../../data/comparisons.ts";
import { groupDistances, type GroupDistances } from "../../geometry/groups/group-distances.ts";
import { toDistances } from "../../geometry/to-distances.ts";
import { overall } from "./section.ts";
import { groupsByColumn } from "./by-column.ts";

/** Flags of commands that tell of distances within and between groups. */
export interface GroupFlags {
  readonly groups?: string;
}

/** Adds `--groups`. */
export function addGroupFlags(command: Command): Command {
  return command.option(
    "--groups <column>",
    "column of the table whose groups are compared: mean distances within and between them, on the page and in --json; default: that of --color if it holds texts",
  );
}

/** What a command tells of groups beside its result. */
export interface ToldGroups {
  /** Added to the JSON document. */
  readonly document: object;
  readonly notes: readonly string[];
  readonly findings: readonly string[];
}

/** The means with the number of their pairs; null where there is no pair, as JSON has no NaN. */
function documentOf(found: GroupDistances): object {
  const orNull = (value: number) => (Number.isNaN(value) ? null : value);
  const { groups, sizes, means, pairs } = found;
  const { within, between } = overall(found);
  return {
    groups,
    sizes,
    within: { ...within, mean: orNull(within.mean) },
    between: { ...between, mean: orNull(between.mean) },
    means: toRows(means).map((row) => row.map(orNull)),
    pairs: toRows(pairs),
  };
}

const nothing: ToldGroups = { document: {}, notes: [], findings: [] };

/** Distances within and between the groups of networks, where a column makes groups of them. */
export function groupsOf(
  result: Comparisons,
  names: readonly string[],
  flags: PictureFlags & GroupFlags,
  table: NetworkTable | undefined,
): ToldGroups {
  const grouping = groupsByColumn(names, { table, color: flags.color, groups: flags.groups });
  if (!grouping) return nothing;
  const { column, labels } = grouping;
  const found = foundIn(result, labels);
  if ("without" in found) return { ...nothing, notes: [`no distances of groups: ${found.without}`] };
  const { within, between } = overall(found);
  const told = (what: string, { mean, pairs }: { mean: number; pairs: number }) =>
    pairs === 0 ? `no pair ${what}` : `${mean.toPrecision(4)} ${what} (${pairs} pairs)`;
  return {
    document: { groups: { column, labels, ...documentOf(found) } },
    notes: [],
    findings: [
      `mean distance by ${column}: ${told("within groups", within)}, ${told("between groups", between)}`,
    ],
  };
}

/** Results without distances have no means of them, which is no fault. */
function foundIn(
  result: Comparisons,
  labels: readonly string[],
): GroupDistances | { readonly without: string } {
  try {
    return groupDistances(toDistances(result).square, labels);
  } catch (error) {
    if (error instanceof Error) return { without: error.message };
    throw error;
  }
}
