import type { Command } from "commander";
import { choice, resolveOptions, type Given } from "../../base/options.ts";
import { withUnknown } from "../../data/groups/join.ts";
import { deliver, titleOf } from "../../cli/deliver.ts";
import { readFiles, withControl } from "../../cli/engine.ts";
import { UsageError } from "../../cli/errors.ts";
import { checkInputs } from "../../cli/inputs.ts";
import { refuseReading } from "../../cli/reading/flags.ts";
import {
  addOutputOptions,
  addReportOption,
  addRunOptions,
  given,
  parsePlaces,
  type RunFlags,
} from "../../cli/options.ts";
import { checkOutputs } from "../../cli/output.ts";
import type { PictureFlags } from "../../cli/pictures/flags.ts";
import { checkPictures, networksOf, pageOf } from "../../cli/pictures/networks.ts";
import { addSchemaFlags, schemaOptions } from "../../cli/schema-flags.ts";
import { dissimilarityNames } from "../../rdm/dissimilarities/registry.ts";
import type { Rdm } from "../../rdm/rdm.ts";
import type { Control } from "../../run/lanes/control.ts";
import { readRdmFiles } from "../rdm/command-files.ts";
import { rdm } from "../rdm/rdm.ts";
import { deliveryOf } from "./command-delivery.ts";
import type { Model } from "./fitting/models.ts";
import { crossvalidationOptions, inferenceOptions, type InferenceOptions } from "./options.ts";
import { asksGroups, groupOptionsOf, groupsDelivery } from "./groups/command-groups.ts";
import { rsaGroups } from "./groups/groups.ts";
import {
  asksRegression,
  regressionDelivery,
  regressionFlags,
  regressModels,
  type RegressionFlags,
} from "./regression/command-regression.ts";
import { rsa } from "./rsa.ts";

const examples = `
Examples:
  $ repgeom rsa --data subj*.npy --models m1.npy m2.npy --comparator cosine --bootstrap stimuli,subjects --samples 1000 --seed 1 --out result.json --report r.html
  $ repgeom rsa --data subjects.npy --models layer*.npy --comparator spearman --permutations 1000
  $ repgeom rsa --data subj*.npy --models m1.npy --weighted m1.npy m2.npy m3.npy --bootstrap subjects --crossvalidate
  $ repgeom rsa --data subj*.npy --models m1.npy m2.npy m3.npy --regression --bootstrap stimuli,subjects --report r.html
  $ repgeom rsa --data subj*.npy --models m1.npy m2.npy --partial-out pixels.npy --comparator spearman
  $ repgeom rsa --data control*.npy --versus patient*.npy --models m1.npy m2.npy --comparator pearson
  $ repgeom rsa --from representations --data regions/*.npy --models layers/*.npy --bootstrap stimuli

A file holds one RDM, condensed or square, or a stack: RDMs × m(m - 1)/2, RDMs × m × m; NaN is a
missing entry. With --from representations it holds stimuli × units. Prints a line a model: name, mean
similarity, bounds of its interval, p against chance (0 with --test t), and p by permutation if
--permutations is given with another test. --out: .json has everything, .csv a line a model, .npy
the evaluations (resamples × models; without a bootstrap models × subjects).

--regression: weights of all models together, R², and for up to five models the parts of it that each
explains alone and that several explain in common. --partial-out: the correlation of each model with the
data after the RDMs of these files are taken out of both. Both have intervals and one-sided p-values of
the partial correlations; .npy holds subjects × statistics, and .json their names.
`;

/** Models that are made of the RDMs of several files. */
const kinds = ["perSubject", "weighted", "selected", "interpolated"] as const;

/** How many parts the data are divided into. Any of these flags turns cross-validation on. */
const foldFlags = {
  subjectFolds: crossvalidationOptions.subjects,
  stimulusFolds: crossvalidationOptions.stimuli,
  repeats: crossvalidationOptions.repeats,
};

/** What only files need. */
const fileFlags = {
  from: choice(["rdms", "representations"], "What the files hold."),
  dissimilarity: choice(dissimilarityNames, "Of the RDMs made from representations."),
};

/** Flags of `rsa`. */
interface RsaFlags
  extends
    RunFlags,
    PictureFlags,
    InferenceOptions,
    RegressionFlags,
    Given<typeof foldFlags>,
    Given<typeof fileFlags> {
  readonly data: readonly string[];
  readonly models?: readonly string[];
  readonly versus?: readonly string[];
  readonly perSubject?: readonly string[];
  readonly weighted?: readonly string[];
  readonly selected?: readonly string[];
  readonly interpolated?: readonly string[];
  readonly crossvalidate?: boolean;
}

/** `repgeom rsa --data FILES --models FILES`: which model explains the data, and how certain that is. */
export function addRsa(program: Command, signal: AbortSignal): void {
  const command = program
    .command("rsa")
    .description("Compares models with the RDMs of subjects: means, intervals, noise ceiling and tests.");
  addFileFlags(command);
  addSchemaFlags(command, inferenceOptions, { without: ["crossvalidation"] }).option(
    "--crossvalidate",
    inferenceOptions.crossvalidation.doc,
  );
  addSchemaFlags(addSchemaFlags(command, foldFlags), fileFlags);
  addRegressionFlags(command);
  addReportOption(addRunOptions(addOutputOptions(command)), "the models with their noise ceiling")
    .addHelpText("after", examples)
    .action((flags: RsaFlags) => evaluateModels(flags, signal));
}

function addFileFlags(command: Command): void {
  const files = (name: string, text: string) => command.option(`${name} <files...>`, text, parsePlaces(name));
  command.requiredOption("--data <files...>", "RDMs of the subjects.", parsePlaces("--data"));
  files(
    "--versus",
    "RDMs of a second group of subjects: its mean similarities less those of --data, with a test.",
  );
  files("--models", "RDMs, each of them a model.");
  files("--per-subject", "RDMs of one model that has an RDM for each subject, in the order of --data.");
  files("--weighted", "RDMs that one model adds up with weights ≥ 0.");
  files("--selected", "RDMs of which one model takes the best.");
  files("--interpolated", "RDMs in a sequence; one model lies between two neighbours.");
}

/** What models explain beside one another. */
function addRegressionFlags(command: Command): void {
  command
    .option("--regression", "Regress the data on all --models together.")
    .option(
      "--partial-out <files...>",
      "RDMs to take out of the data and of each model.",
      parsePlaces("--partial-out"),
    );
  addSchemaFlags(command, regressionFlags, {
    notes: { fit: "Of --regression.", standardize: "Of --regression." },
  });
}

async function evaluateModels(flags: RsaFlags, signal: AbortSignal): Promise<void> {
  const { data, models = [], partialOut = [], versus = [] } = flags;
  const isGroups = asksGroups(flags);
  const isRegression = asksRegression(flags);
  const files = [...data, ...models, ...kinds.flatMap((kind) => flags[kind] ?? []), ...partialOut, ...versus];
  if (files.length === data.length + partialOut.length + versus.length)
    throw new UsageError(
      "rsa needs a model: --models, --per-subject, --weighted, --selected or --interpolated with files.",
    );
  checkReading(flags);
  checkPictures(flags);
  await checkOutputs(flags, [...files, ...(flags.table === undefined ? [] : [flags.table])]);
  await checkInputs(files);
  const delivery = await withControl(flags, signal, async (control) => {
    const rdms = (some: readonly string[]) => rdmsOf(some, flags, control, signal);
    const read = await rdms(models);
    const page = { title: flags.title ?? titleOf(data) };
    if (isRegression) {
      const input = { data: await rdms(data), models: read, controls: await rdms(partialOut) };
      return regressionDelivery(await regressModels(input, flags, control), page);
    }
    const evaluated: Model[] = [...read];
    for (const kind of kinds) if (flags[kind]) evaluated.push(modelOf(kind, await rdms(flags[kind])));
    if (isGroups) {
      const groups = [
        { name: "data", data: await rdms(data) },
        { name: "versus", data: await rdms(versus) },
      ];
      return groupsDelivery(
        await rsaGroups({ ...groupOptionsOf(flags), groups, models: evaluated }, control),
        page,
      );
    }
    const names = read.map(({ name }) => name);
    const known = await networksOf([{ names, files: models }], flags, signal);
    // Made of several RDMs, they are in no table.
    const table =
      known &&
      withUnknown(
        known,
        evaluated.slice(read.length).map(({ name }) => name!),
      );
    const asked = { ...inferenceOf(flags), data: await rdms(data), models: evaluated };
    const result = await rsa(asked, control).catch((error: unknown) => {
      throw inFoldFlags(error);
    });
    return deliveryOf(result, pageOf(titleOf(data), flags, table));
  });
  await deliver(delivery, flags, signal);
}

/** @throws {UsageError} for flags that mean nothing with RDMs. */
function checkReading(flags: RsaFlags): void {
  if (flags.from === "representations") return;
  const why =
    "is of representations, and the files hold RDMs. Leave it out, or say --from representations where they hold stimuli × units.";
  refuseReading(flags, why, ["seed"]);
  if (flags.dissimilarity) throw new UsageError(`--dissimilarity ${why}`);
}

function modelOf(flag: (typeof kinds)[number], rdms: readonly Rdm[]): Model {
  if (flag === "perSubject") return { kind: "per-subject", name: "per-subject", rdms };
  return { kind: flag, name: flag, rdms };
}

async function rdmsOf(
  files: readonly string[],
  flags: RsaFlags,
  control: Control,
  signal: AbortSignal,
): Promise<Rdm[]> {
  if (files.length === 0) return [];
  const { from, dissimilarity } = resolveOptions("rsa", fileFlags, schemaOptions(flags, fileFlags));
  if (from === "rdms") return readRdmFiles(files, flags, signal);
  const made: Rdm[] = [];
  for (const representation of await readFiles(files, flags, signal))
    made.push(await rdm(representation, { dissimilarity }, control));
  return made;
}

function inferenceOf(flags: RsaFlags): InferenceOptions {
  const { subjectFolds: subjects, stimulusFolds: stimuli, repeats } = flags;
  const folds = given({ subjects, stimuli, repeats });
  const isDivided = flags.crossvalidate || Object.keys(folds).length > 0;
  return { ...schemaOptions(flags, inferenceOptions), crossvalidation: isDivided ? folds : false };
}

/** Members of `crossvalidation` have flags of other names: `subjects` is `--subject-folds`. */
function inFoldFlags(error: unknown): unknown {
  if (!(error instanceof Error) || error.name !== "OptionError") return error;
  const flags = { subjects: "--subject-folds", stimuli: "--stimulus-folds", repeats: "--repeats" };
  const [start, name] = /^rsa: crossvalidation: (\w+)/.exec(error.message) ?? [];
  const flag = flags[name as keyof typeof flags];
  return flag ? new UsageError(flag + error.message.slice(start!.length)) : error;
}
