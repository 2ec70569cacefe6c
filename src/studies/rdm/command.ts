import type { Control } from "../../run/lanes/control.ts";
import { rdm, rdmMovie } from "./rdm.ts";
import type { Command } from "commander";
import { dissimilarities } from "../../rdm/dissimilarities/all.ts";
import type { CategoryMeans } from "../../rdm/derived/categories.ts";
import type { MovieOptions, RdmOptions } from "../../rdm/options.ts";
import type { Rdm } from "../../rdm/rdm.ts";
import { deliver, titleOf, type Delivery } from "../../cli/deliver.ts";
import { withControl } from "../../cli/engine.ts";
import { UsageError } from "../../cli/errors.ts";
import { addReportOption, addRunOptions, given } from "../../cli/options.ts";
import { asWritable } from "../../cli/output.ts";
import { formatRows } from "../../cli/numbers.ts";
import { addSchemaFlags, schemaOptions } from "../../cli/schema-flags.ts";
import { checkPictures, pageOf } from "../../cli/pictures/networks.ts";
import { reportSections } from "../../report/page.ts";
import {
  addMeasureOptions,
  addPageOptions,
  addRowOptions,
  measureOptions,
  type RdmFlags,
} from "./command-flags.ts";
import { arranged, type Arranged, type Made } from "./command-arrange.ts";
import { checkFrame } from "./command-frame.ts";
import { noiseOf, noisesOf } from "./command-noise.ts";
import { checkRdmOutputs, addRdmOutput, manyOf, writeMany } from "./command-outputs.ts";
import type { RdmJob } from "./command-files.ts";
import { readJobs } from "./command-rows.ts";
import { stimulusMaps } from "./map.ts";
import { rdmSection } from "./section.ts";

const examples = `
Examples:
  $ repgeom rdm X.npy --dissimilarity correlation --out rdm.npy
  $ repgeom rdm X.npy --dissimilarity euclidean --square --out rdm.csv
  $ repgeom rdm layers/*.npy --out rdms.npz --report rdms.html      an RDM for each file
  $ repgeom rdm layers/*.npy --labels stimuli.csv --blocks category --report rdms.html
  $ repgeom rdm X.npy --labels stimuli.csv --color category --label word --report rdm.html    columns of the stimuli
  $ repgeom rdm nets/*.npy --stack --dissimilarity euclidean --square --out all.csv
  $ repgeom rdm rows.npy --labels rows.csv --average condition --select region=V1
  $ repgeom rdm rows.npy --labels rows.csv --dissimilarity crossnobis --noise shrinkage-diag
      columns condition and run of the table, or those that --average and --run name
  $ repgeom rdm repeats.npy --dissimilarity crossnobis          stimuli × repeats × units
  $ repgeom rdm X.npy --axes stimuli,units,time --out movie.npy     an RDM at each time: times × pairs

The condensed form is the upper triangle row by row, (0,1), (0,2), …: m(m - 1)/2 numbers.
A .csv of one RDM always holds the square, with the names of the stimuli. Several RDMs are a line each:
RDMs × pairs as .npy, with names as .csv and .json; as .npz, or in a folder (a path without an
extension), an array for each. compare-rdms and rsa read them all.
`;

/** `repgeom rdm FILES`: dissimilarities between the stimuli of each representation. */
export function addRdm(program: Command, signal: AbortSignal): void {
  const command = program
    .command("rdm")
    .description("Computes the representational dissimilarity matrix (RDM) of each representation.")
    .argument("<files...>", "files with representations: an RDM for each, or with --stack one over all rows");
  addSchemaFlags(command, { dissimilarity: measureOptions.dissimilarity }).option(
    "--square",
    "the whole m × m matrix; default: condensed",
  );
  addReportOption(
    addRunOptions(addRdmOutput(command)),
    "the RDMs, a map of the stimuli, and means of categories",
    [...shownColumns, "title"],
  );
  addMeasureOptions(addPageOptions(addRowOptions(command)))
    .addHelpText("after", examples)
    .action((files: string[], flags: RdmFlags) => computeRdm(files, flags, signal));
}

async function computeRdm(files: string[], flags: RdmFlags, signal: AbortSignal): Promise<void> {
  const { dissimilarity = measureOptions.dissimilarity.default, report, title } = flags;
  // Columns are of --labels here, and --order needs no page.
  checkPictures(given({ report, title }));
  const idle = report === undefined && shownColumns.find((name) => flags[name] !== undefined);
  if (idle) throw new UsageError(`--${idle} is for the page: give --report page.html too.`);
  await checkRdmOutputs(flags, inputsOf(files, flags));
  checkFrame(flags, dissimilarity);
  const grouped =
    dissimilarities[dissimilarity].accepts === "repeats" || (flags.pooling ?? "means") !== "means";
  const { count, jobs } = await readJobs(files, flags, grouped, signal);
  const options = await measureOf(flags, signal);
  const isMovie = flags.axes?.includes("time") ?? false;
  if (isMovie && count > 1)
    throw new UsageError("With axes of time rdm takes one file: an RDM at each time. Run it for each file.");
  await withControl(flags, signal, async (control) => {
    const made = isMovie
      ? await movieOf(jobs(), { ...options, bins: flags.bins }, control)
      : await rdmsOf(jobs(), options, control);
    const found = arranged(made, flags);
    await writeMany(found, flags, signal);
    await deliver(deliveryOf(found, files, flags, control), restOf(flags), signal);
  });
}

const shownColumns = ["color", "shape", "label"] as const;

/** What is left for `deliver` where the RDMs are in files of their own. */
function restOf(flags: RdmFlags): RdmFlags {
  if (!manyOf(flags)) return flags;
  const { out: _, ...rest } = flags;
  return rest;
}

function deliveryOf(found: Arranged, files: readonly string[], flags: RdmFlags, control: Control): Delivery {
  const { rdms, categories, means, table } = found;
  const { stimuli, dissimilarity, condensed } = rdms[0]!;
  const missing = rdms.reduce((sum, one) => sum + one.missing, 0);
  const report = async () => {
    const maps = await stimulusMaps(rdms, flags.mds ?? "mean", control);
    const { order: _, ...look } = flags; // is that of the stimuli in the result
    const isColoured = (flags.color ?? flags.shape) !== undefined;
    return reportSections(
      [rdmSection(rdms, { categories, means, maps, isColoured })],
      pageOf(titleOf(files), look, table),
    );
  };
  return {
    result: found.result,
    numbers: manyOf(flags) ? [] : linesOf(rdms, flags.square ?? false),
    summary: `${rdms.length > 1 ? `${rdms.length} RDMs, ` : ""}${dissimilarity} between ${stimuli.length} stimuli`,
    warnings:
      missing > 0 ? [`${missing} of ${rdms.length * condensed.length} pairs have no value (NaN).`] : [],
    findings: means ? findingsOf(means) : [],
    beside: means ? [{ word: "categories", result: asWritable(means, {}) }] : [],
    report,
  };
}

/** Of many RDMs the first few: the others are in the file and on the page. */
const mostFindings = 20;

function findingsOf({ names, within, between }: CategoryMeans): string[] {
  const digits = (value: number) => value.toPrecision(4);
  const lines = names
    .slice(0, mostFindings)
    .map(
      (name, r) => `${name}: mean within categories ${digits(within[r]!)}, between ${digits(between[r]!)}`,
    );
  return names.length > mostFindings ? [...lines, `… and ${names.length - mostFindings} more`] : lines;
}

function inputsOf(
  files: readonly string[],
  { labels, residuals, precisionAt, precision = [] }: RdmFlags,
): string[] {
  return [...files, ...[labels, residuals, precisionAt].filter((file) => file !== undefined), ...precision];
}

async function rdmsOf(jobs: AsyncIterable<RdmJob>, options: RdmOptions, control: Control): Promise<Made> {
  const [rdms, kept]: [Rdm[], RdmJob[]] = [[], []];
  for await (const job of jobs) {
    rdms.push(await rdm(job.representation, { ...options, ...job.rows }, control));
    kept.push(withoutNumbers(job));
  }
  return { rdms, jobs: kept };
}

async function movieOf(jobs: AsyncIterable<RdmJob>, options: MovieOptions, control: Control): Promise<Made> {
  const kept: RdmJob[] = [];
  for await (const job of jobs) kept.push(job);
  const [job, ...rest] = kept;
  if (rest.length > 0)
    throw new UsageError("--split and axes of time do not go together: use --select, one value at a time.");
  const movie = await rdmMovie(job!.representation, { ...options, ...job!.rows }, control);
  return { ...movie, jobs: movie.rdms.map(() => job!) };
}

/** Responses are let go once their RDM is there. */
function withoutNumbers(job: RdmJob): RdmJob {
  return { ...job, representation: { ...job.representation, data: new Float64Array(0) } };
}

/** One RDM or several, as lines for stdout. */
function linesOf(rdms: readonly Rdm[], square: boolean): Iterable<string> {
  if (square) return squares(rdms);
  return rdms.length === 1 ? formatRows(rdms[0]!.condensed, 1) : condensedLines(rdms);
}

/** A line an RDM. */
function* condensedLines(rdms: readonly Rdm[]): Generator<string> {
  for (const { condensed } of rdms) yield* formatRows(condensed, condensed.length);
}

/** One square after the other, an empty line between. */
function* squares(rdms: readonly Rdm[]): Generator<string> {
  for (const [r, rdm] of rdms.entries()) {
    if (r > 0) yield "\n";
    yield* formatRows(rdm.square().data, rdm.stimuli.length);
  }
}

/** What is measured, from the flags and the files of the noise. */
async function measureOf(flags: RdmFlags, signal: AbortSignal): Promise<MovieOptions> {
  if (flags.bins && !flags.axes?.includes("time")) {
    throw new UsageError(
      "--bins are ranges of times: say which axis is time, e.g. --axes stimuli,units,time.",
    );
  }
  const noiseAt = await noisesOf(flags, signal);
  const noise = noiseAt ? { noiseAt } : { noise: await noiseOf(flags, signal) };
  return { ...schemaOptions(flags, measureOptions), ...noise };
}
