import { titleOf, type Delivery } from "../../cli/deliver.ts";
import { formatColumns } from "../../cli/numbers.ts";
import { asWritable } from "../../cli/output.ts";
import { reportSections } from "../../report/page.ts";
import { numbersOf, type RsaResult } from "./result.ts";
import { rsaSection } from "./section.ts";

/** What `repgeom rsa` prints, writes and says. */
export function deliveryOf(result: RsaResult, files: readonly string[]): Delivery {
  const { models, subjects, options, noiseCeiling } = result;
  const { lower, upper } = noiseCeiling;
  return {
    result: asWritable(result, {}),
    numbers: formatColumns(
      ["model", ...printed],
      models.map((name, m) => [name, ...numbersOf(result, m).slice(0, printed.length)]),
    ),
    summary: `${models.length} models, ${subjects.length} subjects, ${options.comparator}`,
    warnings: result.warnings,
    findings: [`noise ceiling ${lower.toPrecision(4)} … ${upper.toPrecision(4)}`, ...bestOf(result)],
    report: () => reportSections([rsaSection(result)], { title: titleOf(files) }),
  };
}

/** Columns on stdout; files have all. */
const printed = ["mean", "lower", "upper", "p"];

function bestOf({ models, means }: RsaResult): string[] {
  if (models.length < 2) return [];
  const best = means.reduce((at, mean, m) => (mean > means[at]! ? m : at), 0);
  return [`best: ${models[best]}, ${means[best]!.toPrecision(4)}`];
}
