import type { PictureFlags } from "../../cli/pictures/flags.ts";
import { checkPictures, networksOf, pageOf } from "../../cli/pictures/networks.ts";
import type { Command } from "commander";
import { optional } from "../../base/options.ts";
import { quoted } from "../../base/text.ts";
import type { Representation } from "../../data/representation.ts";
import { deliver, titleOf } from "../../cli/deliver.ts";
import { readFiles, withControl } from "../../cli/engine.ts";
import { UsageError } from "../../cli/errors.ts";
import {
  addOutputOptions,
  addReportOption,
  addRunOptions,
  parsePlaces,
  type RunFlags,
} from "../../cli/options.ts";
import { mapSpace } from "../../cli/maps.ts";
import { checkOutputs } from "../../cli/output.ts";
import { addSchemaFlags, schemaOptions } from "../../cli/schema-flags.ts";
import type { Control } from "../../run/lanes/control.ts";
import { bandedPredictivity } from "./banded/banded.ts";
import { bandedOptions } from "./banded/options.ts";
import { deliveryOf } from "./command-delivery.ts";
import { responsesOf } from "./command-runs.ts";
import { predictivityOptions, type PredictivityOptions } from "./options.ts";
import { predictivity } from "./predictivity.ts";
import type { Predictivity } from "./result.ts";
import type { NamedPredictivity } from "./section.ts";
import { NoSignalError } from "./summary.ts";

const examples = `
Examples:
  $ repgeom predictivity layers/*.npy --target V1.npy --report predictivity.html
  $ repgeom predictivity layer4.npy --target sub-1.npy sub-2.npy --method pls --components 25 --out p.csv
  $ repgeom predictivity layer*.npy --runs --target run-*_betas.nii.gz --mask brain.nii.gz --out map.nii.gz
  $ repgeom predictivity motion.npy semantic.npy --banded --target V1.npy --seed 1 --out p.npy

FILES hold the features, stimuli × units: each file is a model (a layer, a network). With --banded they are the
feature spaces of one model, each with a penalty of its own. --target: responses, stimuli × repeats × voxels
with at least 2 repeats, a file a region or subject; or with --runs stimuli × voxels, a file a repeat.
Every value is of stimuli that the regression has not seen: penalties, and the weights of --banded, are
chosen on the training stimuli of each fold alone.
Prints a line a model and target: the median over voxels and its interval, and what it is made of. --out: .csv
and .npy voxels × models, beside it .raw (not corrected) and .reliability (of the responses), and with --banded
.parts (what each space adds to the raw correlation) and .weights, voxels × spaces; .json has everything.
Of NIfTI volumes --out map.nii.gz (or .nii) holds volumes in their space: target by target, model by model (or
space by space); voxels that are no unit are 0, those without a value NaN.
The interval is about other voxels, not about other stimuli: with new stimuli each time, 95 % intervals held
the value in 0.77 of the simulations.
`;

/** Flags of `predictivity`. */
interface PredictivityFlags extends RunFlags, PictureFlags, Omit<PredictivityOptions, "ridge"> {
  readonly target?: readonly string[];
  readonly runs?: boolean;
  readonly ridge?: readonly number[];
  readonly banded?: boolean;
  readonly candidates?: number;
}

/** `repgeom predictivity FEATURES --target RESPONSES`: how well units predict voxels. */
export function addPredictivity(program: Command, signal: AbortSignal): void {
  const command = program
    .command("predictivity")
    .description(
      "Predicts responses from the units of networks by cross-validated regression, corrected for noise.",
    )
    .argument("<files...>", "features, stimuli × units: a file a model")
    .option("--target <files...>", "responses, stimuli × repeats × voxels", parsePlaces("--target"))
    .option("--runs", "the files of --target are runs of one subject, stimuli × voxels each: a repeat each")
    .option("--banded", "all files are the feature spaces of one model: banded ridge");
  addSchemaFlags(command, predictivityOptions, { without: ["ridge"] }).option(
    "--ridge <numbers>",
    `${predictivityOptions.ridge.doc} One or several, with commas. Default: ${String(predictivityOptions.ridge.default)}.`,
    parseNumbers,
  );
  addSchemaFlags(
    command,
    { candidates: optional(bandedOptions.candidates) },
    { notes: { candidates: `For --banded. Default: ${bandedOptions.candidates.default}.` } },
  );
  addReportOption(
    addRunOptions(addOutputOptions(command, true)),
    "medians, and the voxels from worst to best",
  )
    .addHelpText("after", examples)
    .action((files: string[], flags: PredictivityFlags) => predictVoxels(files, flags, signal));
}

function parseNumbers(text: string): number[] {
  const numbers = text.split(",").map((one) => (one.trim() === "" ? NaN : Number(one)));
  if (numbers.every((one) => one >= 0 && one < Infinity)) return numbers;
  throw new UsageError(
    `--ridge takes numbers from 0, with commas between, e.g. 0.1,1,10; got ${quoted(text)}.`,
  );
}

async function predictVoxels(files: string[], flags: PredictivityFlags, signal: AbortSignal): Promise<void> {
  const targets = checkedTargets(flags);
  const words = flags.banded ? ["raw", "reliability", "parts", "weights"] : ["raw", "reliability"];
  checkPictures(flags);
  const tables = flags.table === undefined ? [] : [flags.table];
  await checkOutputs(flags, [...files, ...targets, ...tables], words, true);
  const features = await readFiles(files, flags, signal);
  const read = await readFiles(targets, flags, signal);
  const responses = responsesOf(read, flags.runs);
  const space = mapSpace(flags.out, read);
  const table = await networksOf([{ names: features.map(({ name }) => name), files }], flags, signal);
  const { found, failures } = await withControl(flags, signal, (control) =>
    predicted(features, responses, flags, control),
  );
  await deliver(deliveryOf(found, failures, space, pageOf(titleOf(files), flags, table)), flags, signal);
}

/** @throws {UsageError} without a target, or for a flag that means nothing with or without `--banded`. */
function checkedTargets({
  target = [],
  banded,
  method,
  components,
  candidates,
  ...flags
}: PredictivityFlags): readonly string[] {
  if (target.length === 0)
    throw new UsageError("--target is missing: files of responses, stimuli × repeats × voxels.");
  if (banded && (method !== undefined || components !== undefined))
    throw new UsageError("--banded is a ridge regression of its own: leave out --method and --components.");
  if (banded && (flags.table ?? flags.pattern) !== undefined)
    throw new UsageError("--banded makes one model of all files: leave out --table and --pattern.");
  if (!banded && candidates !== undefined)
    throw new UsageError("--candidates are weights of feature spaces: give --banded.");
  return target;
}

interface Found {
  readonly found: NamedPredictivity[];
  /** What is said of models without a value. */
  readonly failures: string[];
}

/** Every model against every target. @throws the error of the first, if none has a value. */
async function predicted(
  features: readonly Representation[],
  responses: readonly Representation[],
  flags: PredictivityFlags,
  control: Control,
): Promise<Found> {
  const [found, failures]: [NamedPredictivity[], string[]] = [[], []];
  let first: unknown;
  for (const target of responses) {
    const of = responses.length > 1 ? { target: target.name } : {};
    for (const { name, run } of modelsOf(features, flags, control)) {
      try {
        found.push({ name, ...of, predictivity: await run(target) });
      } catch (error) {
        if (!(error instanceof NoSignalError)) throw error;
        first ??= error;
        failures.push(`${name}: ${error.message}`);
      }
    }
  }
  if (found.length === 0) throw first;
  return { found, failures };
}

interface Model {
  readonly name: string;
  run(target: Representation): Promise<Predictivity>;
}

function modelsOf(features: readonly Representation[], flags: PredictivityFlags, control: Control): Model[] {
  if (flags.banded) {
    const options = schemaOptions(flags, bandedOptions);
    return [
      { name: "banded ridge", run: (target) => bandedPredictivity(features, target, options, control) },
    ];
  }
  const options = schemaOptions(flags, predictivityOptions);
  return features.map((units) => ({
    name: units.name,
    run: (target) => predictivity(units, target, options, control),
  }));
}
