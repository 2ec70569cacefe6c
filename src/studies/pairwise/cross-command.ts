import { cross } from "./pairwise.ts";
import type { Command } from "commander";
import { addCacheOptions } from "../../cli/cache/flags.ts";
import type { Outline } from "../../data/representation.ts";
import { addShardOption } from "../../cli/checkpoint/flags.ts";
import { deliver, titleOf } from "../../cli/deliver.ts";
import { readFilesLazily, withControl } from "../../cli/engine.ts";
import { metricsNamed, wordsOf } from "../../cli/metric-list.ts";
import { metricFiles, withFiles } from "../../cli/metric-files.ts";
import { addMetricOptions, metricSpecs, takesSeed } from "../../cli/metric-options.ts";
import {
  addOutputOptions,
  addPrecisionOption,
  addReportOption,
  addRunOptions,
  parsePlaces,
  type RunFlags,
} from "../../cli/options.ts";
import { checkPrecision } from "../../cli/encode.ts";
import { checkOutputs } from "../../cli/output.ts";
import { addSchemaFlags, schemaOptions } from "../../cli/schema-flags.ts";
import type { MetricSpec } from "../../metrics/registry.ts";
import type { PictureFlags } from "../../cli/pictures/flags.ts";
import { checkPictures, networksOf, pageOf } from "../../cli/pictures/networks.ts";
import { agreementSections, type Measured, oneOf, severalOf, severalWords } from "./command-several.ts";
import { checkValidation, wordsBeside } from "./command-validation.ts";
import { crossOptions, type CrossOptions } from "./options.ts";
import { compareLarge, isLarge, sayShard } from "./large/command-large.ts";
import { report } from "./report.ts";

const examples = `
Examples:
  $ repgeom cross layers/*.npy --against regions/*.npy --metric cka --out D.csv
  $ repgeom cross before.npy --against after-*.npy --metric procrustes
  $ repgeom cross layers/*.npy --against regions/*.npy --metric cka,rsa --out D.csv      D.cka.csv and D.rsa.csv
  $ repgeom cross layers/*.npy --against regions/*.npy --metric cka --bootstrap stimuli --out D.npy
      also D.se.npy, D.lower.npy and D.upper.npy: standard errors and 95 % intervals; --permutation stimuli for p-values
`;

/** Flags of `cross`. */
interface CrossFlags extends RunFlags, PictureFlags, CrossOptions {
  readonly against: readonly string[];
  readonly metric?: readonly string[];
}

/** `repgeom cross FILES --against FILES --metric M`: a rectangle. */
export function addCross(program: Command, signal: AbortSignal): void {
  const command = program
    .command("cross")
    .description("Compares each representation of one set with each of another: a rectangular matrix.")
    .argument("<files...>", "the rows")
    .requiredOption("--against <files...>", "the columns", parsePlaces("--against"));
  addReportOption(
    addShardOption(
      addRunOptions(
        addPrecisionOption(
          addOutputOptions(
            addCacheOptions(addMetricOptions(addSchemaFlags(command, crossOptions), { several: true })),
          ),
        ),
      ),
    ),
    "the heat map",
  )
    .addHelpText("after", examples)
    .action((files: string[], flags: CrossFlags) => compareSets(files, flags, signal));
}

async function compareSets(files: string[], flags: CrossFlags, signal: AbortSignal): Promise<void> {
  const chosen = metricSpecs(flags, ["seed", "samples"]);
  checkValidation(flags, chosen.some(takesSeed), false);
  const words = wordsOf(metricsNamed(flags.metric));
  checkPictures(flags);
  const inputs = [
    ...files,
    ...flags.against,
    ...(flags.table === undefined ? [] : [flags.table]),
    ...metricFiles(chosen),
  ];
  const beside = wordsBeside(flags);
  checkPrecision(flags);
  await checkOutputs(flags, inputs, chosen.length > 1 ? severalWords(words, beside) : beside);
  const rows = await readFilesLazily(files, flags, signal);
  const { names: _, ...unnamed } = flags;
  const cols = await readFilesLazily(flags.against, unnamed, signal);
  const specs = await withFiles(chosen, flags, signal);
  const isPlain = flags.bootstrap === undefined && flags.permutation === undefined;
  const work = { rows, cols, specs, words };
  if (isPlain && isLarge(rows.length, cols.length, flags)) return compareLarge(work, flags, signal);
  const named = (some: readonly Outline[], files: readonly string[]) => ({
    names: some.map(({ name }) => name),
    files,
  });
  const table = await networksOf([named(rows, files), named(cols, flags.against)], flags, signal);
  const about = schemaOptions(flags, crossOptions);
  const all = await withControl(flags, signal, async (control) => {
    const found: Measured[] = [];
    for (const [k, spec] of specs.entries()) {
      const asked = { ...spec, ...about } as MetricSpec & CrossOptions;
      found.push({ word: words[k]!, result: await cross(rows, cols, asked, control) });
    }
    return found;
  });
  if (flags.shard) return sayShard(flags);
  // Its sections say what was read.
  const page = { ...pageOf(titleOf(files), flags, table), notes: [] };
  const delivery = {
    ...(all.length === 1 ? oneOf(all[0]!) : severalOf(all)),
    report: () => report(all.map(({ result }) => result), page, { signal }, agreementSections(all)), // prettier-ignore
  };
  await deliver(delivery, flags, signal);
}
