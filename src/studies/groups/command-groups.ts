import type { Command } from "commander";
import type { NetworkTable } from "../../data/groups/network-table.ts";
import type { PictureFlags } from "../../cli/pictures/flags.ts";
import { addSchemaFlags, schemaOptions } from "../../cli/schema-flags.ts";
import { UsageError } from "../../cli/errors.ts";
import { type Matrix, toRows } from "../../base/matrix.ts";
import type { Comparisons } from "../../data/comparisons.ts";
import { groupDistances, type GroupDistances } from "../../geometry/groups/group-distances.ts";
import { toDistances } from "../../geometry/to-distances.ts";
import { squareOf } from "../../geometry/square.ts";
import type { Control } from "../../run/lanes/control.ts";
import { type MeanOfPairs, overall } from "./section.ts";
import { groupsByColumn, type NetworkGroups } from "./by-column.ts";
import { testedGroups, type TestedGroupsOptions, testedGroupsOptions, testText } from "./test.ts";

/** Flags of commands that tell of distances within and between groups. */
export interface GroupFlags extends TestedGroupsOptions {
  readonly groups?: string;
}

/** Adds `--groups`, `--group-test` and `--permutations`. The command has `--seed` itself. */
export function addGroupFlags(command: Command): Command {
  command.option(
    "--groups <column>",
    "column of the table whose groups are compared: mean distances within and between them, on the page and in --json; default: that of --color if it holds texts",
  );
  return addSchemaFlags<TestedGroupsOptions>(command, testedGroupsOptions, {
    without: ["seed"],
    notes: { permutations: "Of --group-test; --seed decides them." },
  });
}

/** @throws {UsageError} for permutations without a test. */
export function checkGroups({ groupTest, permutations }: GroupFlags): void {
  if (permutations !== undefined && groupTest === undefined)
    throw new UsageError(
      "--permutations counts those of --group-test, which is missing. Resamples of stimuli are counted by --samples.",
    );
}

/** What a command tells of groups beside its result. */
export interface ToldGroups {
  /** Added to the JSON document. */
  readonly document: object;
  readonly notes: readonly string[];
  readonly findings: readonly string[];
  /** For a section of the page. */
  readonly groups: NetworkGroups | undefined;
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

/** Where nothing is known of groups. */
export const noGroups: ToldGroups = { document: {}, notes: [], findings: [], groups: undefined };

/** What to tell of groups: names of the networks, their table and the flags. */
export interface AskedGroups {
  readonly names: readonly string[];
  readonly table: NetworkTable | undefined;
  readonly flags: PictureFlags & GroupFlags;
}

/**
 * Distances within and between the groups of networks, where a column makes groups of them, and their test.
 *
 * @throws {UsageError} for a test where no column makes groups.
 */
export async function groupsOf(
  result: Comparisons,
  { names, table, flags }: AskedGroups,
  control: Control,
): Promise<ToldGroups> {
  const { color, groups: column } = flags;
  const grouping = groupsByColumn(names, { table, color, groups: column });
  if (!grouping && flags.groupTest) throw needsGroups;
  if (!grouping) return noGroups;
  const distances = distancesOf(result);
  if ("without" in distances) return { ...noGroups, notes: [`no distances of groups: ${distances.without}`] };
  const groups = await testedGroups(
    distances.square,
    grouping,
    schemaOptions(flags, testedGroupsOptions),
    control,
  );
  return { groups, ...told(groups, groupDistances(distances.square, groups.labels)) };
}

const needsGroups = new UsageError(
  "--group-test needs groups: give --groups with a column of the table, or --color with one that holds texts.",
);

function told({ column, labels, test }: NetworkGroups, found: GroupDistances): Omit<ToldGroups, "groups"> {
  const { within, between } = overall(found);
  const mean = (what: string, { mean, pairs }: MeanOfPairs) =>
    pairs === 0 ? `no pair ${what}` : `${mean.toPrecision(4)} ${what} (${pairs} pairs)`;
  const means = `${mean("within groups", within)}, ${mean("between groups", between)}`;
  return {
    document: { groups: { column, labels, ...documentOf(found), ...(test ? { test } : {}) } },
    notes: test?.warnings ?? [],
    findings: [`mean distance by ${column}: ${means}`, ...(test ? [`${test.name}: ${testText(test)}`] : [])],
  };
}

/** Results without distances have no means of them, which is no fault. */
function distancesOf(result: Comparisons): { readonly square: Matrix } | { readonly without: string } {
  try {
    return { square: squareOf(toDistances(result).square) };
  } catch (error) {
    if (error instanceof Error) return { without: error.message };
    throw error;
  }
}
