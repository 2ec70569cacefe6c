/** `repgeom rsa --regression` and `--partial-out`: what models explain beside one another. */
import type { Delivery } from "../../../cli/deliver.ts";
import { UsageError } from "../../../cli/errors.ts";
import { flagOf } from "../../../base/flag-names.ts";
import { formatColumns } from "../../../cli/numbers.ts";
import type { RunFlags } from "../../../cli/options.ts";
import { asWritable } from "../../../cli/output.ts";
import type { Rdm } from "../../../rdm/rdm.ts";
import { type PageOptions, reportSections } from "../../../report/page.ts";
import type { Control } from "../../../run/lanes/control.ts";
import { evaluationFlags } from "../command-evaluation.ts";
import type { InferenceOptions } from "../options.ts";
import { rdmCorrelations, regressRdmsOptions, type RdmCorrelation, type RegressionFit } from "./options.ts";
import { partialRsa, regressRdms } from "./regression.ts";
import { regressionColumns, type RegressionResult } from "./result.ts";
import { regressionSection } from "./section.ts";

/** Options with flags of their own; the others are those of `rsa`. */
export const regressionFlags = { fit: regressRdmsOptions.fit, standardize: regressRdmsOptions.standardize };

/** Flags of `rsa` that count here. */
export interface RegressionFlags extends RunFlags, InferenceOptions {
  readonly regression?: boolean;
  readonly partialOut?: readonly string[];
  readonly fit?: RegressionFit;
  readonly standardize?: boolean;
}

/** RDMs that were read. */
export interface RegressionInput {
  readonly data: readonly Rdm[];
  readonly models: readonly Rdm[];
  readonly controls: readonly Rdm[];
}

/** Flags that mean nothing for a regression. */
const alien = [...evaluationFlags, "perSubject"] as const;

/** Whether a regression is asked; checks its flags. @throws {UsageError} for flags that do not go together */
export function asksRegression(flags: RegressionFlags): boolean {
  const { regression = false, partialOut, fit, standardize, comparator, test } = flags;
  if (!regression && !partialOut) {
    const own = fit === undefined ? (standardize === false ? "--no-standardize" : undefined) : "--fit";
    if (own) throw new UsageError(`${own} is of the regression: give --regression.`);
    return false;
  }
  if (regression && partialOut)
    throw new UsageError(
      "--regression has all --models beside one another, --partial-out only its own files; give one of them.",
    );
  const wrong = alien.find((name) => name in flags && (flags as Record<string, unknown>)[name] !== undefined);
  if (wrong) throw new UsageError(`${flagOf(wrong)} does not go with --regression or --partial-out.`);
  if (comparator !== undefined && !(rdmCorrelations as readonly string[]).includes(comparator))
    throw new UsageError(`--comparator ${comparator}: a regression takes ${rdmCorrelations.join(" or ")}.`);
  if (test !== undefined && test !== "permutation" && test !== "t")
    throw new UsageError(`--test ${test}: a regression takes permutation or t.`);
  return true;
}

/** Computes, prints and writes. */
export async function regressModels(
  { data, models, controls }: RegressionInput,
  flags: RegressionFlags,
  control: Control,
): Promise<RegressionResult> {
  const { bootstrap, samples, seed, dual, confidence, test, fit, standardize } = flags;
  const permutations = flags.permutations ?? (test === "t" ? 0 : undefined);
  const correlation = flags.comparator as RdmCorrelation | undefined;
  const asked = { data, models, correlation, bootstrap, samples, seed, dual, confidence, permutations };
  return flags.partialOut
    ? partialRsa({ ...asked, controls }, control)
    : regressRdms({ ...asked, fit, standardize }, control);
}

/** What the command prints, writes and says. */
export function regressionDelivery(result: RegressionResult, page: PageOptions): Delivery {
  const columns = regressionColumns(result);
  const { models, subjects, options, explainedP } = result;
  const explained = result.explained();
  const p = explainedP === undefined ? "" : `, p ${explainedP.toPrecision(2)}`;
  return {
    result: asWritable(result, {}),
    numbers: formatColumns(
      ["model", ...columns.map(([name]) => name)],
      models.map((name, m) => [name, ...columns.map(([, at]) => at(m))]),
    ),
    summary: `${models.length} models, ${subjects.length} subjects, ${options.correlation}`,
    warnings: result.warnings,
    findings: Number.isNaN(explained.value) ? [] : [`R² ${explained.value.toPrecision(4)}${p}`],
    report: () => reportSections([regressionSection(result)], page),
  };
}
