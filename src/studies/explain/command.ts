import type { Command } from "commander";
import { addCacheOptions } from "../../cli/cache/flags.ts";
import { deliver, titleOf, type Delivery } from "../../cli/deliver.ts";
import { onlyTwo, readFiles, readPair, withControl } from "../../cli/engine.ts";
import { UsageError } from "../../cli/errors.ts";
import { addMetricOptions, metricSpec } from "../../cli/metric-options.ts";
import { formatColumns, formatNumber } from "../../cli/numbers.ts";
import { addOutputOptions, addReportOption, addRunOptions, type RunFlags } from "../../cli/options.ts";
import { asWritable, checkOutputs } from "../../cli/output.ts";
import type { PictureFlags } from "../../cli/pictures/flags.ts";
import { checkPictures, networksOf, pageOf } from "../../cli/pictures/networks.ts";
import { addSchemaFlags, schemaOptions } from "../../cli/schema-flags.ts";
import { choice, whole } from "../../base/options.ts";
import { reportSections } from "../../report/page.ts";
import { explain } from "./explain.ts";
import type { ShareKind } from "./facts.ts";
import { explainOptions, type ExplainOptions } from "./options.ts";
import type { Explanation } from "./result.ts";
import { explainSection } from "./section.ts";

const examples = `
Examples:
  $ repgeom explain A.npy B.npy --metric procrustes --top 10
  $ repgeom explain A.npy B.npy --metric cka --by differences      which stimuli lower the similarity
  $ repgeom explain A.npy B.npy --metric cka --by units
  $ repgeom explain A.npy B.npy --metric rsa --by pairs --top 20
  $ repgeom explain A.npy B.npy --metric procrustes --report why.html --out shares.csv

Prints a line a stimulus (unit, pair, direction), the largest share first: its share, and the fraction of what is shared
out, which stderr says in a sentence. A share is a part of a sum where the metric is one; else it is the value
less the value without that stimulus or unit: above 0 what raises the value, of a distance what differs.
Changes of an angle stand beside the sum behind it: --by omissions.
--out: .csv all shares, a line each; .json all, with common axes and spectrum; .npy the shares of the stimuli.
`;

/** Which shares are printed, by the word of the flag. */
const printed = {
  stimuli: ["stimuli"],
  units: ["unitsX", "unitsY"],
  pairs: ["pairs"],
  matches: ["matches"],
  directions: ["directions"],
  differences: ["differences"],
  omissions: ["omissions"],
} as const satisfies Readonly<Record<string, readonly ShareKind[]>>;

type By = keyof typeof printed;

const flagSchemas = {
  top: whole(20, 1, 1e9, "Print so many of the largest shares, and draw so many."),
  by: choice(
    Object.keys(printed) as [By, ...By[]],
    "Whose shares are printed: of stimuli, units of both, pairs of stimuli, matched units, directions that both share (canonical variables); differences: of a similarity, what each stimulus has of that which is missing to 1; omissions: what an angle loses without each stimulus.",
  ),
};

/** Flags of `explain`. */
interface ExplainFlags extends RunFlags, PictureFlags, Omit<ExplainOptions, "dimensions"> {
  readonly top?: number;
  readonly by?: By;
}

/** `repgeom explain A B --metric M`: which stimuli and which units carry the value. */
export function addExplain(program: Command, signal: AbortSignal): void {
  const command = program
    .command("explain")
    .description("Shares out the value of two representations: which stimuli and which units carry it.")
    .argument("<files...>", "two files, or one file with two arrays");
  addSchemaFlags(command, flagSchemas);
  addSchemaFlags(command, explainOptions, { without: ["dimensions"] });
  addReportOption(
    addRunOptions(addOutputOptions(addCacheOptions(addMetricOptions(command)))),
    "the largest shares, both in common axes, and the spectrum",
  )
    .addHelpText("after", examples)
    .action((files: string[], flags: ExplainFlags) => explainFiles(files, flags, signal));
}

async function explainFiles(files: string[], flags: ExplainFlags, signal: AbortSignal): Promise<void> {
  const spec = metricSpec(flags, Object.keys(explainOptions));
  const options = schemaOptions(flags, explainOptions);
  const { top, by } = {
    top: flagSchemas.top.default,
    by: flagSchemas.by.default,
    ...schemaOptions(flags, flagSchemas),
  };
  checkPictures(flags);
  await checkOutputs(flags, files);
  const [x, y] = onlyTwo("explain", await readPair(files, flags, signal, readFiles));
  const table = await networksOf([{ names: [x.name, y.name], files: [...new Set(files)] }], flags, signal);
  const found = await withControl(flags, signal, (control) => explain(x, y, spec, options, control));
  const delivery: Delivery = {
    result: asWritable(found, {}),
    numbers: linesOf(found, by as By, top as number),
    summary: `${found.metric} of ${x.name} and ${y.name}, shared out`,
    warnings: found.warnings,
    findings: findingsOf(found, by as By),
    report: () =>
      reportSections([explainSection({ found, top: top as number })], pageOf(titleOf(files), flags, table)),
  };
  await deliver(delivery, flags, signal);
}

/** The value, and in a sentence what is shared out. */
function findingsOf(found: Explanation, by: By): string[] {
  const part = printed[by].map((kind) => found[kind]).find((one) => one !== undefined);
  const value = `${found.metric} ${Number(formatNumber(found.value)).toPrecision(6)}`;
  return [
    part
      ? `${value}; ${part.form === "sum" ? `shared out: ${part.of} (${part.total.toPrecision(6)})` : part.of}`
      : value,
  ];
}

/** @throws {UsageError} where there are no such shares, with those that there are. */
function linesOf(found: Explanation, by: By, top: number): Iterable<string> {
  const kinds = printed[by].filter((kind) => found[kind]);
  if (kinds.length === 0) throw none(found, by);
  const of = (kind: ShareKind) =>
    kind === "unitsX" ? [found.names[0]] : kind === "unitsY" ? [found.names[1]] : [];
  const rows = kinds.flatMap((kind) =>
    found
      .top(top, kind)
      .map(({ name, partner, share, fraction }) => [
        ...of(kind),
        name,
        ...(partner === undefined ? [] : [partner]),
        share,
        fraction,
      ]),
  );
  const word = {
    stimuli: "stimulus",
    units: "unit",
    pairs: "stimulus",
    matches: "unit",
    directions: "direction",
    differences: "stimulus",
    omissions: "stimulus",
  }[by];
  const couple = by === "pairs" || by === "matches" ? [`other ${word}`] : [];
  return formatColumns([...(by === "units" ? ["network"] : []), word, ...couple, "share", "fraction"], rows);
}

function none(found: Explanation, by: By): UsageError {
  const there = (Object.keys(printed) as By[]).filter((one) => printed[one].some((kind) => found[kind]));
  const instead = there.length > 0 ? `there are ${there.join(", ")}` : "there are none";
  return new UsageError(
    `${found.metric} has no shares of ${by} for these two; ${instead}. ${found.warnings.join(" ")}`.trim(),
  );
}
