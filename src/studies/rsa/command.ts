import type { Control } from "../../run/control.ts";
import { rsa } from "./rsa.ts";
import { rdm } from "../rdm/rdm.ts";
import { type Command, Option } from "commander";
import { comparators, type ComparatorName } from "../../rdm/comparators/registry.ts";
import type { CrossvalidationOptions, Dimension, RsaOptions } from "./options.ts";
import { dissimilarities, type DissimilarityName } from "../../rdm/dissimilarities/registry.ts";
import type { Model } from "./fitting/models.ts";
import type { Rdm } from "../../rdm/rdm.ts";
import { readRdms } from "../../rdm/read-rdms.ts";
import type { RsaResult } from "./result.ts";
import { writeCsv, writeNpy } from "../../data/write.ts";
import { rsaSection } from "./section.ts";
import { reportSections } from "../../report/page.ts";
import { deliver, titleOf } from "../../cli/deliver.ts";
import { readFiles, withControl } from "../../cli/engine.ts";
import { UsageError } from "../../cli/errors.ts";
import { checkInputs } from "../../cli/inputs.ts";
import { formatNumber } from "../../cli/numbers.ts";
import {
  addOutputOptions,
  addReportOption,
  addRunOptions,
  given,
  parseNumber,
  parsePlaces,
  parseWhole,
  type RunFlags,
} from "../../cli/options.ts";
import { checkOutputs, type Writable } from "../../cli/output.ts";
import { unknownName } from "../../base/suggest.ts";

const examples = `
Examples:
  $ repgeom rsa --data subj*.npy --models m1.npy m2.npy --comparator cosine --bootstrap stimuli,subjects --samples 1000 --seed 1 --out result.json --report r.html
  $ repgeom rsa --data subjects.npy --models layer*.npy --comparator spearman --permutations 1000
  $ repgeom rsa --data subj*.npy --models m1.npy --weighted m1.npy m2.npy m3.npy --bootstrap subjects --crossvalidate
  $ repgeom rsa --from representations --data regions/*.npy --models layers/*.npy --bootstrap stimuli

A file holds one RDM, condensed or square, or a stack: RDMs × m(m - 1)/2, RDMs × m × m; NaN is a
missing entry. With --from representations it holds stimuli × units. Prints a line a model: name, mean
similarity, bounds of its interval, p against 0. --out: .json has everything, .csv a line a model, .npy
the evaluations (resamples × models; without a bootstrap models × subjects).
`;

/** Flags of `rsa`. */
interface RsaFlags extends RunFlags {
  readonly data: readonly string[];
  readonly models?: readonly string[];
  readonly weighted?: readonly string[];
  readonly selected?: readonly string[];
  readonly interpolated?: readonly string[];
  readonly comparator: ComparatorName;
  readonly bootstrap?: readonly Dimension[];
  readonly samples?: number;
  readonly seed?: number;
  readonly dual: boolean;
  readonly crossvalidate?: boolean;
  readonly subjectFolds?: number;
  readonly stimulusFolds?: number;
  readonly repeats?: number;
  readonly noiseCeiling?: RsaOptions["noiseCeiling"];
  readonly test?: RsaOptions["test"];
  readonly confidence?: number;
  readonly permutations?: number;
  readonly from: "rdms" | "representations";
  readonly dissimilarity: DissimilarityName;
}

/** `repgeom rsa --data FILES --models FILES`: which model explains the data, and how certain that is. */
export function addRsa(program: Command, signal: AbortSignal): void {
  const command = program
    .command("rsa")
    .summary("models against the RDMs of subjects, with inference")
    .description("Compares models with the RDMs of subjects: means, intervals, noise ceiling and tests.")
    .requiredOption("--data <files...>", "RDMs of the subjects", parsePlaces("--data"))
    .option("--models <files...>", "RDMs, each of them a model", parsePlaces("--models"))
    .option(
      "--weighted <files...>",
      "RDMs that one model adds up with weights ≥ 0",
      parsePlaces("--weighted"),
    )
    .option("--selected <files...>", "RDMs of which one model takes the best", parsePlaces("--selected"))
    .option(
      "--interpolated <files...>",
      "RDMs in a sequence, one model between",
      parsePlaces("--interpolated"),
    );
  addInference(command);
  command
    .addOption(
      new Option("--from <what>", "what the files hold").choices(["rdms", "representations"]).default("rdms"),
    )
    .option(
      "--dissimilarity <name>",
      "of the RDMs made from representations",
      parseName("dissimilarity", dissimilarities),
      "correlation",
    );
  addReportOption(addRunOptions(addOutputOptions(command)), "the models with their noise ceiling")
    .addHelpText("after", examples)
    .action((flags: RsaFlags) => evaluateModels(flags, signal));
}

function addInference(command: Command): void {
  command
    .option(
      "--comparator <name>",
      Object.keys(comparators).join(", "),
      parseName("comparator", comparators),
      "cosine",
    )
    .option("--bootstrap <dimensions>", "draw again: stimuli, subjects, or stimuli,subjects", parseDimensions)
    .option("--samples <count>", "resamples; default: 1000", parseWhole("--samples", 2))
    .option(
      "--seed <number>",
      "decides resamples, folds and permutations; default: 1",
      parseWhole("--seed", 0),
    )
    .option("--no-dual", "with both dimensions: not the corrected variance from three bootstraps")
    .option("--crossvalidate", "fit models on other data than they are tested on")
    .option(
      "--subject-folds <count>",
      "parts of the subjects; 1: not divided",
      parseWhole("--subject-folds", 1),
    )
    .option(
      "--stimulus-folds <count>",
      "parts of the stimuli; 1: not divided",
      parseWhole("--stimulus-folds", 1),
    )
    .option("--repeats <count>", "divisions of each resample; default: 2", parseWhole("--repeats", 1))
    .addOption(
      new Option("--noise-ceiling <how>", "in its test: drawn again too (default), or known").choices([
        "resampled",
        "known",
      ]),
    )
    .addOption(new Option("--test <name>", "default: t").choices(["t", "percentile", "signed-rank"]))
    .option("--confidence <share>", "of the intervals; default: 0.95", parseNumber("--confidence"))
    .option(
      "--permutations <count>",
      "also test against shuffled stimulus labels",
      parseWhole("--permutations", 1),
    );
}

function parseName(word: string, known: object): (name: string) => string {
  const names = Object.keys(known);
  return (name) => {
    if (names.includes(name)) return name;
    throw new UsageError(unknownName(word, name, names));
  };
}

function parseDimensions(text: string): Dimension[] {
  return text.split(",").map((word) => {
    const dimension = word.trim();
    if (dimension === "stimuli" || dimension === "subjects") return dimension;
    throw new UsageError(`--bootstrap: ${unknownName("dimension", dimension, ["stimuli", "subjects"])}`);
  });
}

async function evaluateModels(flags: RsaFlags, signal: AbortSignal): Promise<void> {
  const { data, models = [], weighted, selected, interpolated } = flags;
  const sets = { weighted, selected, interpolated };
  const files = [...data, ...models, ...Object.values(sets).flatMap((set) => set ?? [])];
  if (files.length === data.length)
    throw new UsageError("rsa needs a model: --models, --weighted, --selected or --interpolated with files.");
  await checkOutputs(flags, files);
  await checkInputs(files);
  const result = await withControl(flags, signal, async (control) => {
    const rdms = (some: readonly string[]) => rdmsOf(some, flags, control);
    const evaluated: Model[] = await rdms(models);
    for (const kind of ["weighted", "selected", "interpolated"] as const)
      if (sets[kind]) evaluated.push({ kind, name: kind, rdms: await rdms(sets[kind]) });
    const options = { ...optionsOf(flags), data: await rdms(data), models: evaluated };
    return rsa(options, control);
  });
  await deliver(deliveryOf(result, flags), flags, signal);
}

async function rdmsOf(files: readonly string[], flags: RsaFlags, control: Control): Promise<Rdm[]> {
  if (files.length === 0) return [];
  if (flags.from === "rdms") {
    const limits = given({ maxMemory: flags.maxMemory });
    return (await Promise.all(files.map((file) => readRdms(file, limits)))).flat();
  }
  const { dissimilarity } = flags;
  const made: Rdm[] = [];
  for (const representation of await readFiles(files, flags))
    made.push(await rdm(representation, { dissimilarity }, control));
  return made;
}

function optionsOf(flags: RsaFlags): Omit<RsaOptions, "data" | "models"> {
  const { comparator, bootstrap, samples, seed, dual, noiseCeiling, test, confidence, permutations } = flags;
  const { subjectFolds: subjects, stimulusFolds: stimuli, repeats } = flags;
  const folds: CrossvalidationOptions = given({ subjects, stimuli, repeats });
  const crossvalidation = flags.crossvalidate || Object.keys(folds).length > 0 ? folds : undefined;
  const inference = {
    bootstrap,
    samples,
    seed,
    noiseCeiling,
    test,
    confidence,
    permutations,
    crossvalidation,
  };
  return { comparator, dual, ...given(inference) };
}

function deliveryOf(result: RsaResult, flags: RsaFlags) {
  const { models, subjects, options, noiseCeiling } = result;
  const { lower, upper } = noiseCeiling;
  return {
    result: writableOf(result),
    numbers: models.map((name, m) => `${[name, ...numbersOf(result, m).slice(0, 4).map(cell)].join("\t")}\n`),
    summary: `${models.length} models, ${subjects.length} subjects, ${options.comparator}`,
    warnings: result.warnings,
    findings: [`noise ceiling ${lower.toPrecision(4)} … ${upper.toPrecision(4)}`, ...bestOf(result)],
    report: () => reportSections([rsaSection(result)], { title: titleOf(flags.data) }),
  };
}

/** Mean, interval, p against 0, p against the ceiling, standard error; NaN for what was not computed. */
function numbersOf({ means, intervals, tests, standardErrors, permutation }: RsaResult, m: number): number[] {
  return [
    means[m]!,
    intervals?.lower[m] ?? NaN,
    intervals?.upper[m] ?? NaN,
    (tests?.againstZero ?? permutation)?.raw[m] ?? NaN,
    tests?.againstCeiling.raw[m] ?? NaN,
    standardErrors?.[m] ?? NaN,
  ];
}

/** Empty where there is no value. */
function cell(value: number): string {
  return Number.isNaN(value) ? "" : formatNumber(value);
}

function bestOf({ models, means }: RsaResult): string[] {
  if (models.length < 2) return [];
  const best = means.reduce((at, mean, m) => (mean > means[at]! ? m : at), 0);
  return [`best: ${models[best]}, ${means[best]!.toPrecision(4)}`];
}

function writableOf(result: RsaResult): Writable {
  const { models, evaluations, bySubject } = result;
  const columns = ["mean", "lower", "upper", "p against 0", "p against ceiling", "standard error"];
  const { rows, cols, data } = evaluations ?? bySubject;
  return {
    toNpy: () => writeNpy([rows, cols], data),
    toCsv: () => writeCsv(models, columns, Float64Array.from(models.flatMap((_, m) => numbersOf(result, m)))),
    document: result.toJSON(),
  };
}
