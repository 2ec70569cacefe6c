import type { Command } from "commander";
import { falseDiscoveryRate } from "../../base/multiple.ts";
import { resolveOptions } from "../../base/options.ts";
import { deliver, titleOf } from "../../cli/deliver.ts";
import { withControl } from "../../cli/engine.ts";
import { UsageError } from "../../cli/errors.ts";
import { formatColumns } from "../../cli/numbers.ts";
import { addOutputOptions, addReportOption, parsePlaces } from "../../cli/options.ts";
import { asWritable, checkOutputs, type Writable } from "../../cli/output.ts";
import type { PictureFlags } from "../../cli/pictures/flags.ts";
import { checkPictures, pageOf } from "../../cli/pictures/networks.ts";
import { addSchemaFlags, schemaOptions } from "../../cli/schema-flags.ts";
import { written } from "../../data/written.ts";
import { mantelOptions, type Mantel, type MantelOptions } from "../../geometry/mantel.ts";
import { reportSections } from "../../report/page.ts";
import { mantelAsync, partialMantelAsync } from "../geometry/async.ts";
import { addCovariateOptions, type CovariateFlags } from "./command-covariates.ts";
import { addDistanceOptions, type DistanceFlags } from "./command-distances.ts";
import { readMatrices, type NamedDistances } from "./command-matrices.ts";
import { mantelSection } from "./mantel-section.ts";

const examples = `
Examples:
  $ repgeom mantel cka.npy procrustes.npy --seed 1
  $ repgeom mantel D.csv --covariates networks.csv --column accuracy,architecture
  $ repgeom mantel D.npy behaviour.npy --partial size.npy --report mantel.html
  $ repgeom mantel D.csv --covariates networks.json --column accuracy --confound depth

Prints the correlation of two matrices of distances over pairs, and p from permuting the items of the second, one-sided.
A column of the table stands for the distances by it: differences of numbers, 0 or 1 for classes. Of several columns
a line each, with p-values corrected for their number (p-fdr, false discovery rate); --json prints { results }.

With --partial or --confound it is the partial Mantel test: a linear fit of those distances is subtracted from both.
What depends on them in another way than linearly is found as if it were the two's own: of two matrices that share
an axis whose square alone was partialled out, 51 to 78 % were found at 0.05, of linear ones 5 to 7 %.
`;

/** Flags of `mantel`. */
interface MantelFlags extends DistanceFlags, PictureFlags, CovariateFlags, MantelOptions {
  readonly partial?: readonly string[];
}

/** `repgeom mantel A B`: whether two matrices of distances go together, beyond others. */
export function addMantel(program: Command, signal: AbortSignal): void {
  const command = program
    .command("mantel")
    .description(
      "Mantel test of two matrices of distances, or of one and a covariate; with --partial or --confound against further ones.",
    )
    .argument("<files...>", "one or two matrices of distances, as pairwise writes them")
    .option(
      "--partial <files...>",
      "matrices of distances that are partialled out.",
      parsePlaces("--partial"),
    );
  addCovariateOptions(command, {
    column: "a column whose distances are the second matrix, or several, separated by commas.",
    confound: "columns whose distances are partialled out.",
    isRequired: false,
  });
  addSchemaFlags(command, mantelOptions);
  addReportOption(addDistanceOptions(addOutputOptions(command)), "pairs by both distances", [
    "table",
    "pattern",
    "title",
  ])
    .addHelpText("after", examples)
    .action((files: string[], flags: MantelFlags) => testMatrices(files, flags, signal));
}

async function testMatrices(files: string[], asGiven: MantelFlags, signal: AbortSignal): Promise<void> {
  const { covariates, ...rest } = asGiven;
  const flags = covariates === undefined ? rest : { ...rest, table: covariates };
  if (covariates !== undefined && rest.table !== undefined)
    throw new UsageError("--covariates and --table name the same table: give one of them.");
  checkPictures(flags, true);
  const all = [...files, ...(flags.partial ?? []), ...(flags.table === undefined ? [] : [flags.table])];
  await checkOutputs(flags, all);
  const { first, others, partial, names } = await readMatrices(files, flags, signal);
  const options = schemaOptions(flags, mantelOptions);
  const found = await withControl(flags, signal, async (control) => {
    const further = partial.map(({ square }) => square);
    const tests: Mantel[] = [];
    for (const { square } of others)
      tests.push(
        further.length > 0
          ? await partialMantelAsync(first.square, square, further, options, control)
          : await mantelAsync(first.square, square, options, control),
      );
    return tests;
  });
  const tests = { first, others, partial, found };
  await deliver(
    {
      result: writableOf(tests, { ...resolveOptions("mantel", mantelOptions, options), names }),
      numbers: linesOf(tests),
      always: true,
      summary: `Mantel ${found.length === 1 ? "test" : "tests"} of ${first.name} and ${others.map(({ name }) => name).join(", ")}`,
      findings: found.map((one, k) => sentenceOf(one, first.name, others[k]!.name, partial)),
      report: () =>
        reportSections(
          others.map((other, k) => mantelSection({ found: found[k]!, first, other, partial, names })),
          pageOf(titleOf(files), flags),
        ),
    },
    flags,
    signal,
  );
}

/** One matrix against others, and what was found of each. */
interface Tests {
  readonly first: NamedDistances;
  readonly others: readonly NamedDistances[];
  readonly partial: readonly NamedDistances[];
  readonly found: readonly Mantel[];
}

/** Benjamini and Hochberg's; absent for one test. */
function correctedOf({ found }: Tests): Float64Array | undefined {
  return found.length > 1 ? falseDiscoveryRate(found.map(({ p }) => p)) : undefined;
}

function linesOf(tests: Tests): Iterable<string> {
  const pFdr = correctedOf(tests);
  if (!pFdr) return formatColumns(["r", "p"], tests.found.map(({ correlation, p }) => [correlation, p])); // prettier-ignore
  const rows = tests.found.map(({ correlation, p }, k) => [tests.others[k]!.name, correlation, p, pFdr[k]!]);
  return formatColumns(["with", "r", "p", "p-fdr"], rows);
}

/** One test as it is, several under `results`; a row a test in tables. */
function writableOf(tests: Tests, facts: object): Writable {
  const { first, others, partial, found } = tests;
  const added = partial.length > 0 ? { partial: partial.map(({ name }) => name) } : {};
  const results = found.map((one, k) => ({ of: first.name, with: others[k]!.name, ...one, ...added }));
  const pFdr = correctedOf(tests);
  const document = () => (pFdr ? { results, pFdr: [...pFdr], ...facts } : { ...results[0]!, ...facts });
  const table = () => ({
    rowNames: others.map(({ name }) => name),
    colNames: ["r", "p", ...(pFdr ? ["p-fdr"] : [])],
    values: found.flatMap(({ correlation, p }, k) => [correlation, p, ...(pFdr ? [pFdr[k]!] : [])]),
  });
  return asWritable(written({ document, table }), {});
}

function sentenceOf(
  { correlation, p }: Mantel,
  a: string,
  b: string,
  partial: readonly NamedDistances[],
): string {
  const given = partial.length > 0 ? ` given ${partial.map(({ name }) => name).join(", ")}` : "";
  return `${a} and ${b}${given}: correlation ${correlation.toPrecision(4)}, permutation p ${p.toPrecision(4)}, one-sided`;
}
