/** `repgeom rsa --versus`: whether models fit one group of subjects better than another. */
import type { Delivery } from "../../../cli/deliver.ts";
import { UsageError } from "../../../cli/errors.ts";
import { flagOf } from "../../../base/flag-names.ts";
import { formatColumns } from "../../../cli/numbers.ts";
import { asWritable } from "../../../cli/output.ts";
import { type PageOptions, reportSections } from "../../../report/page.ts";
import { evaluationFlags } from "../command-evaluation.ts";
import type { InferenceOptions } from "../options.ts";
import type { RsaGroupsOptions } from "./options.ts";
import { groupColumns, type RsaGroups } from "./result.ts";
import { groupsSection } from "./section.ts";

/** Flags that mean nothing for two groups. */
const alien = [...evaluationFlags, "test", "regression", "partialOut"] as const;

/** Whether two groups are asked; checks the flags. @throws {UsageError} for flags that do not go together */
export function asksGroups(flags: { readonly versus?: readonly string[] }): boolean {
  if (!flags.versus) return false;
  const wrong = alien.find((name) => (flags as Record<string, unknown>)[name] !== undefined);
  if (wrong) throw new UsageError(`${flagOf(wrong)} does not go with --versus.`);
  return true;
}

/** Options of `rsaGroups` among the flags. */
export function groupOptionsOf(flags: InferenceOptions): Omit<RsaGroupsOptions, "groups" | "models"> {
  const { comparator, bootstrap, samples, seed, dual, permutations, confidence } = flags;
  return { comparator, bootstrap, samples, seed, dual, permutations, confidence };
}

/** What the command prints, writes and says. */
export function groupsDelivery(result: RsaGroups, page: PageOptions): Delivery {
  const columns = groupColumns(result);
  const { models, groups, options } = result;
  const sizes = groups.map(({ subjects }) => subjects.length).join(" and ");
  return {
    result: asWritable(result, {}),
    numbers: formatColumns(
      ["model", ...columns.map(([name]) => name)],
      models.map((name, m) => [name, ...columns.map(([, at]) => at(m))]),
    ),
    summary: `${models.length} models, ${sizes} subjects, ${options.comparator}`,
    report: () => reportSections([groupsSection(result)], page),
  };
}
