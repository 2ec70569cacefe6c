import { falseDiscoveryRate } from "../../base/multiple.ts";
import { UsageError } from "../../cli/errors.ts";
import { formatColumns, formatNumber } from "../../cli/numbers.ts";
import { asWritable, holdsNumbers, type Writable } from "../../cli/output.ts";
import { written } from "../../data/written.ts";
import type { Section } from "../../report/figures.ts";
import { isClasses, type Column } from "./command-covariates.ts";
import type { Classification, Prediction } from "./predict-result.ts";
import type { RegressOptions } from "./predict-options.ts";
import { predictSection } from "./predict-section.ts";

/** Covariates and how well each is predicted, as commands deliver them. */
export interface Predictions {
  readonly columns: readonly Column[];
  readonly confounds: readonly Column[];
  /** What is held out together, and what is exchanged alone. */
  readonly ties: { readonly together?: Column; readonly within?: Column };
  /** One for each column. */
  readonly found: readonly (Prediction | Classification)[];
  /** As given, for documents. */
  readonly options: object;
}

/** @throws {UsageError} if a file of numbers alone were to hold names of classes. */
export function checkWritable(columns: readonly Column[], out: string | undefined): void {
  if (columns.some(({ values }) => isClasses(values)) && out !== undefined && holdsNumbers(out))
    throw new UsageError(`--out ${out}: predicted classes are names; write .csv or .json.`);
}

/** One prediction as it is; several as a table with a column for each, and a list of the documents. */
export function writableOf(predictions: Predictions): Writable {
  const documents = documentsOf(predictions);
  const { found, columns } = predictions;
  if (found.length === 1) return { ...asWritable(found[0]!, {}), document: documents[0]! };
  const { names } = found[0]!;
  const values = names.flatMap((_, i) => found.map(({ predicted }) => predicted[i]!));
  const table = () => ({ rowNames: names, colNames: columns.map(({ name }) => name), values });
  const pFdr = correctedOf(predictions);
  const document = () => ({ results: documents, ...(pFdr ? { pFdr: [...pFdr] } : {}) });
  return asWritable(written({ document, table }), {});
}

/** What `--json` tells of each covariate. */
export function documentsOf({ columns, confounds, ties, found, options }: Predictions): object[] {
  return found.map((one, k) => ({
    ...one.toJSON(),
    column: columns[k]!.name,
    ...options,
    covariate: columns[k]!.values,
    ...(confounds.length === 0
      ? {}
      : { confounds: confounds.map(({ name, values }) => ({ column: name, values })) }),
    ...Object.fromEntries(
      Object.entries(ties).map(([option, { name, values }]) => [option, { column: name, values }]),
    ),
  }));
}

/** Confounds and ties as options of `predict` and `regress`. */
export function limitsOf({ confounds, ties }: Pick<Predictions, "confounds" | "ties">): RegressOptions {
  const { together, within } = ties;
  return {
    ...(confounds.length > 0 ? { confounds: confounds.map(({ values }) => values) } : {}),
    ...(together ? { together: together.values } : {}),
    ...(within ? { within: within.values } : {}),
  };
}

/** R² and p of each covariate: one alone as numbers, several as a table with the p-values corrected for their number. */
export function linesOf(predictions: Predictions): Iterable<string> {
  const { columns, found } = predictions;
  const [{ r2, p }] = found as [Prediction];
  if (found.length === 1)
    return p === undefined ? [`${formatNumber(r2)}\n`] : formatColumns(["R2", "p"], [[r2, p]]);
  const pFdr = correctedOf(predictions);
  const rows = found.map((one, k) => [columns[k]!.name, one.r2, ...(pFdr ? [one.p!, pFdr[k]!] : [])]);
  return formatColumns(["covariate", "R2", ...(pFdr ? ["p", "p-fdr"] : [])], rows);
}

/** Benjamini and Hochberg's; absent without a test. */
function correctedOf({ found }: Predictions): Float64Array | undefined {
  const p = found.map((one) => one.p);
  return p.includes(undefined) ? undefined : falseDiscoveryRate(p as number[]);
}

/** What was found, a sentence for each covariate. */
export function sentencesOf({ columns, found }: Predictions): string[] {
  return found.map((one, k) => (found.length === 1 ? "" : `${columns[k]!.name}: `) + describe(one));
}

function describe(found: Prediction | Classification): string {
  const { r2, p, method } = found;
  const test = p === undefined ? "" : `, permutation p ${p.toPrecision(4)}`;
  const evidence = `cross-validated R² ${r2.toPrecision(4)}${test}, by ${method}`;
  if (!("accuracy" in found)) return evidence;
  return `${evidence}; accuracy ${found.accuracy.toPrecision(4)}, by chance ${found.chance.toPrecision(4)}`;
}

/** A section for each covariate. */
export function sectionsOf(predictions: Predictions): Section[] {
  const { columns, confounds, ties, found } = predictions;
  const names = confounds.map(({ name }) => name);
  const pFdr = found.length > 1 ? correctedOf(predictions) : undefined;
  return found.map((one, k) =>
    predictSection({
      found: one,
      column: columns[k]!.name,
      covariate: columns[k]!.values,
      ...(names.length > 0 ? { confounds: names } : {}),
      ...(ties.together ? { together: ties.together.name } : {}),
      ...(ties.within ? { within: ties.within.name } : {}),
      ...(pFdr ? { among: { count: found.length, pFdr: pFdr[k]! } } : {}),
    }),
  );
}
