import type { Control } from "../../run/lanes/control.ts";
import { rdmMovie } from "./rdm.ts";
import { rdm } from "./rdm.ts";
import type { Command } from "commander";
import { dissimilarities } from "../../rdm/dissimilarities/registry.ts";
import type { NoiseOption } from "../../rdm/noise/noise-option.ts";
import type { MovieOptions, RdmOptions } from "../../rdm/options.ts";
import { overAllStimuli } from "../../rdm/select.ts";
import type { Rdm } from "../../rdm/rdm.ts";
import { squareOf, stackOf } from "../../rdm/stack.ts";
import { deliver, titleOf } from "../../cli/deliver.ts";
import { onlyOne, readFiles, withControl } from "../../cli/engine.ts";
import { UsageError } from "../../cli/errors.ts";
import { addOutputOptions, addReportOption, addRunOptions, given, readingOf } from "../../cli/options.ts";
import { formatRows } from "../../cli/numbers.ts";
import { asWritable, checkOutputs } from "../../cli/output.ts";
import { addSchemaFlags, schemaOptions } from "../../cli/schema-flags.ts";
import { addMeasureOptions, addRowOptions, measureOptions, type RdmFlags } from "./command-flags.ts";
import { checkPictures } from "../../cli/pictures/networks.ts";
import { rdmReport } from "./section.ts";
import { type RdmJob, readJobs } from "./command-rows.ts";

const examples = `
Examples:
  $ repgeom rdm X.npy --dissimilarity correlation --out rdm.npy
  $ repgeom rdm X.npy --dissimilarity euclidean --square --out rdm.csv
  $ repgeom rdm nets/*.npy --stack --dissimilarity euclidean --square --out all.csv
  $ repgeom rdm rows.npy --labels rows.csv --average condition --select region=V1
  $ repgeom rdm rows.npy --labels rows.csv --dissimilarity crossnobis --noise shrinkage-diag
      columns condition and run of the table, or those that --average and --run name
  $ repgeom rdm repeats.npy --dissimilarity crossnobis          stimuli × repeats × units
  $ repgeom rdm X.npy --axes stimuli,units,time --out movie.npy     an RDM at each time: times × pairs

The condensed form is the upper triangle row by row, (0,1), (0,2), …: m(m - 1)/2 numbers.
A .csv of one RDM always holds the square, with the names of the stimuli.
`;

/** `repgeom rdm X`: dissimilarities between the stimuli of one representation. */
export function addRdm(program: Command, signal: AbortSignal): void {
  const command = program
    .command("rdm")
    .summary("dissimilarities between the stimuli of one representation")
    .description("Computes the representational dissimilarity matrix (RDM) of one representation.")
    .argument("<files...>", "a file with one representation; with --stack several");
  addSchemaFlags(command, { dissimilarity: measureOptions.dissimilarity }).option(
    "--square",
    "the whole m × m matrix; default: condensed",
  );
  addReportOption(addRunOptions(addOutputOptions(command)), "the RDM as a heat map", ["title"]);
  addMeasureOptions(addRowOptions(command))
    .addHelpText("after", examples)
    .action((files: string[], flags: RdmFlags) => computeRdm(files, flags, signal));
}

async function computeRdm(files: string[], flags: RdmFlags, signal: AbortSignal): Promise<void> {
  const { dissimilarity = measureOptions.dissimilarity.default, square = false } = flags;
  checkPictures(flags);
  await checkOutputs(flags, inputsOf(files, flags));
  const grouped =
    dissimilarities[dissimilarity].accepts === "repeats" || (flags.pooling ?? "means") !== "means";
  const jobs = await readJobs(files, flags, grouped, signal);
  const options = await measureOf(flags, signal);
  const made = await withControl(flags, signal, (control) => {
    return flags.axes?.includes("time")
      ? movieOf(jobs, { ...options, bins: flags.bins }, control)
      : rdmsOf(jobs, options, control);
  });
  const { rdms, result, numbers } = finished(made, square);
  const [first] = rdms;
  const size = first!.stimuli.length;
  const missing = rdms.reduce((sum, rdm) => sum + rdm.missing, 0);
  await deliver(
    {
      result,
      numbers,
      summary: `${rdms.length > 1 ? `${rdms.length} RDMs, ` : ""}${dissimilarity} between ${size} stimuli`,
      warnings:
        missing > 0
          ? [`${missing} of ${rdms.length * first!.condensed.length} pairs have no value (NaN).`]
          : [],
      report: () => rdmReport(rdms, flags.title ?? titleOf(files)),
    },
    flags,
    signal,
  );
}

function inputsOf(files: readonly string[], { labels, residuals, precision = [] }: RdmFlags): string[] {
  return [...files, ...[labels, residuals].filter((file) => file !== undefined), ...precision];
}

interface Made {
  readonly rdms: readonly Rdm[];
  /** Of a movie. */
  readonly times?: readonly number[];
}

async function rdmsOf(jobs: readonly RdmJob[], options: RdmOptions, control: Control): Promise<Made> {
  const rdms: Rdm[] = [];
  for (const { representation, rows } of jobs)
    rdms.push(await rdm(representation, { ...options, ...rows }, control));
  return { rdms };
}

async function movieOf(jobs: readonly RdmJob[], options: MovieOptions, control: Control): Promise<Made> {
  const [job, ...rest] = jobs;
  if (rest.length > 0)
    throw new UsageError("--split and axes of time do not go together: use --select, one value at a time.");
  return rdmMovie(job!.representation, { ...options, ...job!.rows }, control);
}

/** One RDM, or several over the stimuli of all of them: as files, and as lines for stdout. */
function finished({ rdms, times }: Made, square: boolean) {
  const [only] = rdms;
  if (rdms.length === 1 && !times) {
    const result = asWritable(square ? squareOf(only!) : only!, {});
    return { rdms, result, numbers: square ? squares(rdms) : formatRows(only!.condensed, 1) };
  }
  const aligned = overAllStimuli(rdms);
  const result = asWritable(stackOf(aligned, square), times ? { times } : {});
  return { rdms: aligned, result, numbers: square ? squares(aligned) : condensedLines(aligned) };
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
async function measureOf(flags: RdmFlags, signal: AbortSignal): Promise<RdmOptions> {
  if (flags.bins && !flags.axes?.includes("time")) {
    throw new UsageError(
      "--bins are ranges of times: say which axis is time, e.g. --axes stimuli,units,time.",
    );
  }
  return { ...schemaOptions(flags, measureOptions), noise: await noiseOf(flags, signal) };
}

async function noiseOf(flags: RdmFlags, signal: AbortSignal): Promise<NoiseOption | undefined> {
  const { noise, residuals, precision, dof } = flags;
  if (precision) {
    if (noise !== undefined || residuals !== undefined) {
      throw new UsageError("--precision is the noise already: leave out --noise and --residuals.");
    }
    const read = await readFiles(precision, readingOf(flags), signal);
    const matrices = read.map(({ name, shape, data }) => {
      if (shape.length !== 2)
        throw new UsageError(`--precision ${name} is ${shape.join(" × ")}; expected units × units.`);
      return { rows: shape[0]!, cols: shape[1]!, data: Float64Array.from(data) };
    });
    return matrices.length === 1 ? matrices[0]! : matrices;
  }
  if (residuals === undefined) {
    if (dof !== undefined) throw new UsageError("--dof is the free rows of --residuals, which is missing.");
    return noise;
  }
  if (noise === "none") throw new UsageError("--noise none takes no --residuals.");
  const file = onlyOne("--residuals", await readFiles([residuals], readingOf(flags), signal));
  return { residuals: file, ...given({ method: noise, dof }) };
}
