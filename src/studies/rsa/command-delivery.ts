import type { Delivery } from "../../cli/deliver.ts";
import { formatColumns } from "../../cli/numbers.ts";
import { asWritable } from "../../cli/output.ts";
import { type PageOptions, reportSections } from "../../report/page.ts";
import { columnsOf, type RsaResult } from "./result.ts";
import { rsaSection } from "./section.ts";

/** What `repgeom rsa` prints, writes and says. */
export function deliveryOf(result: RsaResult, page: PageOptions): Delivery {
  const { models, subjects, options, noiseCeiling } = result;
  const shown = columnsOf(result).filter(([name]) => printed.has(name));
  return {
    result: asWritable(result, {}),
    numbers: formatColumns(
      ["model", ...shown.map(([name]) => name)],
      models.map((name, m) => [name, ...shown.map(([, at]) => at(m))]),
    ),
    summary: `${models.length} models, ${subjects.length} subjects, ${options.comparator}`,
    warnings: result.warnings,
    findings: [...ceilingOf(noiseCeiling), ...bestOf(result)],
    report: () => reportSections([rsaSection(result)], page),
  };
}

/** Columns on stdout; files have all. */
const printed = new Set(["mean", "lower", "upper", "p against 0", "p against chance", "p by permutation"]);

function ceilingOf({ lower, upper }: RsaResult["noiseCeiling"]): string[] {
  return Number.isNaN(lower) ? [] : [`noise ceiling ${lower.toPrecision(4)} … ${upper.toPrecision(4)}`];
}

function bestOf({ models, means }: RsaResult): string[] {
  if (models.length < 2) return [];
  const best = means.reduce((at, mean, m) => (mean > means[at]! ? m : at), 0);
  return [`best: ${models[best]}, ${means[best]!.toPrecision(4)}`];
}
