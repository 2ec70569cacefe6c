import type { Control } from "../../run/control.ts";
import { rdmMovie } from "./rdm.ts";
import { rdm } from "./rdm.ts";
import type { Command } from "commander";
import { dissimilarities } from "../../rdm/dissimilarities/registry.ts";
import type { NoiseOption, RdmOptions } from "../../rdm/options.ts";
import { overAllStimuli } from "../../rdm/select.ts";
import type { Rdm } from "../../rdm/rdm.ts";
import { deliver, titleOf } from "../../cli/deliver.ts";
import { onlyOne, readFiles, withControl } from "../../cli/engine.ts";
import { UsageError } from "../../cli/errors.ts";
import { addOutputOptions, addReportOption, addRunOptions, given } from "../../cli/options.ts";
import { checkOutputs } from "../../cli/output.ts";
import { addMeasureOptions, addRowOptions, type RdmFlags } from "./command-flags.ts";
import { deliveryOf, deliveryOfStack, type RdmDelivery } from "./command-delivery.ts";
import { rdmReport } from "./section.ts";
import { type RdmJob, readJobs } from "./command-rows.ts";
import { unknownName } from "../../base/suggest.ts";

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
    .argument("<files...>", "a file with one representation; with --stack several")
    .option("--dissimilarity <name>", dissimilarityNames.join(", "), parseDissimilarity, "correlation")
    .option("--square", "the whole m × m matrix; default: condensed");
  addReportOption(
    addRunOptions(addOutputOptions(addMeasureOptions(addRowOptions(command)))),
    "the RDM as a heat map",
  )
    .addHelpText("after", examples)
    .action((files: string[], flags: RdmFlags) => computeRdm(files, flags, signal));
}

const dissimilarityNames: readonly string[] = Object.keys(dissimilarities);

function parseDissimilarity(name: string): string {
  if (dissimilarityNames.includes(name)) return name;
  throw new UsageError(unknownName("dissimilarity", name, dissimilarityNames));
}

async function computeRdm(files: string[], flags: RdmFlags, signal: AbortSignal): Promise<void> {
  const { dissimilarity, square = false } = flags;
  await checkOutputs(flags, inputsOf(files, flags));
  const grouped =
    dissimilarities[dissimilarity].accepts === "repeats" || (flags.pooling ?? "means") !== "means";
  const jobs = await readJobs(files, flags, grouped);
  const options = await measureOf(flags);
  const made = await withControl(flags, signal, (control) => {
    return flags.axes?.includes("time")
      ? movieOf(jobs, { ...options, ...given({ bins: flags.bins }) }, control)
      : rdmsOf(jobs, options, control);
  });
  const { rdms, delivery } = finished(made, square);
  const [first] = rdms;
  const size = first!.stimuli.length;
  const missing = rdms.reduce((sum, rdm) => sum + rdm.missing, 0);
  await deliver(
    {
      ...delivery,
      summary: `${rdms.length > 1 ? `${rdms.length} RDMs, ` : ""}${dissimilarity} between ${size} stimuli`,
      warnings:
        missing > 0
          ? [`${missing} of ${rdms.length * first!.condensed.length} pairs have no value (NaN).`]
          : [],
      report: () => rdmReport(rdms, titleOf(files)),
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

async function movieOf(jobs: readonly RdmJob[], options: RdmOptions, control: Control): Promise<Made> {
  const [job, ...rest] = jobs;
  if (rest.length > 0)
    throw new UsageError("--split and axes of time do not go together: use --select, one value at a time.");
  return rdmMovie(job!.representation, { ...options, ...job!.rows }, control);
}

function finished({ rdms, times }: Made, square: boolean): { rdms: readonly Rdm[]; delivery: RdmDelivery } {
  if (rdms.length === 1 && !times) return { rdms, delivery: deliveryOf(rdms[0]!, square) };
  const aligned = overAllStimuli(rdms);
  return { rdms: aligned, delivery: deliveryOfStack(aligned, square, times ? { times } : {}) };
}

/** What is measured, from the flags and the files of the noise. */
async function measureOf(flags: RdmFlags): Promise<RdmOptions> {
  const { dissimilarity, p, perUnit, removeMean, priorLambda, priorWeight, pooling, bins } = flags;
  if (bins && !flags.axes?.includes("time")) {
    throw new UsageError(
      "--bins are ranges of times: say which axis is time, e.g. --axes stimuli,units,time.",
    );
  }
  const noise = await noiseOf(flags);
  return given({ dissimilarity, p, perUnit, removeMean, priorLambda, priorWeight, pooling, noise });
}

async function noiseOf(flags: RdmFlags): Promise<NoiseOption | undefined> {
  const { noise, residuals, precision, dof } = flags;
  if (precision) {
    if (noise !== undefined || residuals !== undefined) {
      throw new UsageError("--precision is the noise already: leave out --noise and --residuals.");
    }
    const read = await readFiles(precision, given({ maxMemory: flags.maxMemory }));
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
  const file = onlyOne("--residuals", await readFiles([residuals], given({ maxMemory: flags.maxMemory })));
  return { residuals: file, ...given({ method: noise, dof }) };
}
