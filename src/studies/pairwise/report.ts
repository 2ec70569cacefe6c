import { OptionError } from "../../base/errors.ts";
import type { Comparisons } from "../../data/comparisons.ts";
import type { Section } from "../../report/figures.ts";
import { reportSections, type PageOptions } from "../../report/page.ts";
import type { Control } from "../../run/lanes/control.ts";
import { layoutLater } from "./picture/layout.ts";
import { groupsByColumn, type GroupingOptions, type NetworkGroups } from "../groups/by-column.ts";
import { toDistances } from "../../geometry/to-distances.ts";
import { testedGroups, type TestedGroupsOptions } from "../groups/test.ts";
import { resultSection, titleOf } from "./section.ts";

/** Title and notes of a page, which network is which, and which column makes groups of them. */
export interface ComparisonsPage extends PageOptions, GroupingOptions, TestedGroupsOptions {}

/**
 * One self-contained HTML file: heat map, map and dendrogram of each result.
 *
 *   report([D], { title: "Layers", table: networkTable(rows), color: "model", order: "layer" })
 *
 * @param further - sections that follow those of the results
 * @param known - the groups of each result, where they were made and tested before
 * @throws {ShapeError} naming the figure whose numbers do not fit together.
 * @throws {OptionError} for what is no result of `pairwise` or `cross`; for a column that the table does not have,
 *   or a network without a row; for a test of groups unless there are two or more, one of them with two networks or more.
 */
export async function report(
  results: readonly Comparisons[],
  { groups, groupTest, permutations, seed, ...page }: ComparisonsPage,
  control: Control = {},
  further: readonly Section[] = [],
  known?: readonly (NetworkGroups | undefined)[],
): Promise<string> {
  assertComparisons(results);
  const { table, color } = page;
  const asked = { table, color, groups, groupTest, permutations, seed };
  return reportSections([...(await resultSections(results, control, asked, known)), ...further], page);
}

function assertComparisons(results: readonly Comparisons[]): void {
  const at = Array.isArray(results) ? results.findIndex((one) => !Array.isArray(one?.rowNames)) : 0;
  if (at < 0) return;
  throw new OptionError(
    `report: ${Array.isArray(results) ? `result ${at}` : "the first argument"} is not what pairwise or cross gave; expected a list of such results. ` +
      "Other results have sections of their own, such as rsaSection: give those to reportSections.",
    "results",
  );
}

/**
 * A section for each result of `pairwise` or `cross`, with heat map, map and dendrogram; of groups also
 * the distances within and between them.
 */
export function resultSections(
  results: readonly Comparisons[],
  control: Control = {},
  groups: GroupingOptions & TestedGroupsOptions = {},
  known?: readonly (NetworkGroups | undefined)[],
): Promise<Section[]> {
  const headings = headingsOf(results);
  return Promise.all(
    results.map(async (result, k) => {
      const layout = await layoutLater(result, control);
      const make = () => (known ? known[k] : groupsIn(result, groups, control));
      return resultSection(result, layout, headings[k]!, layout.map ? await make() : undefined);
    }),
  );
}

/** The groups of the networks of a result, with their test, if a column makes any. */
async function groupsIn(
  result: Comparisons,
  groups: GroupingOptions & TestedGroupsOptions,
  control: Control,
): Promise<NetworkGroups | undefined> {
  const found = groupsByColumn(result.rowNames, groups);
  return found && testedGroups(toDistances(result).square, found, groups, control);
}

/** The metric's title; where two share it, with the options in which they differ. */
export function headingsOf(results: readonly Comparisons[]): string[] {
  return results.map((one) => {
    const others = results.filter((other) => other !== one && other.metric === one.metric);
    const differs = Object.entries(one.options).filter(([name, value]) =>
      others.some((other) => JSON.stringify(other.options[name]) !== JSON.stringify(value)),
    );
    const options = differs.map(([name, value]) => `${name} = ${String(value)}`).join(", ");
    return options ? `${titleOf(one)}, ${options}` : titleOf(one);
  });
}
