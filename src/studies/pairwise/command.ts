import { pairwise } from "./pairwise.ts";
import type { Command } from "commander";
import { addCacheOptions } from "../../cli/cache/flags.ts";
import { pairwiseOptions, type PairwiseOptions } from "./options.ts";
import type { MetricSpec } from "../../metrics/registry.ts";
import { schemaOptions } from "../../cli/schema-flags.ts";
import type { Outline, Representation } from "../../data/representation.ts";
import { addShardOption } from "../../cli/checkpoint/flags.ts";
import { deliver, titleOf } from "../../cli/deliver.ts";
import { readFiles, readFilesLazily, withControl } from "../../cli/engine.ts";
import { UsageError } from "../../cli/errors.ts";
import type { PictureFlags } from "../../cli/pictures/flags.ts";
import { checkPictures, networksOf, pageOf } from "../../cli/pictures/networks.ts";
import { metricsNamed, wordsOf } from "../../cli/metric-list.ts";
import { metricFiles, withFiles } from "../../cli/metric-files.ts";
import { addMetricOptions, metricSpecs, takesSeed } from "../../cli/metric-options.ts";
import {
  addOutputOptions,
  addPrecisionOption,
  addReportOption,
  addRunOptions,
  type RunFlags,
} from "../../cli/options.ts";
import { arrangingOptions, withoutArranging } from "../../cli/reading/flags.ts";
import { checkPrecision } from "../../cli/encode.ts";
import { checkOutputs } from "../../cli/output.ts";
import { addGroupFlags, checkGroups, type GroupFlags, groupsOf } from "../groups/command-groups.ts";
import {
  addValidationOptions,
  checkValidation,
  type ValidationFlags,
  wordsBeside,
} from "./command-validation.ts";
import { agreementSections, type Measured, oneOf, severalOf, severalWords } from "./command-several.ts";
import { compareLarge, isLarge, type LargeWork, sayShard } from "./large/command-large.ts";
import { addExtendOptions, checkExtend, type ExtendFlags, readExtended } from "./known/command-extend.ts";
import { report } from "./report.ts";

const examples = `
Examples:
  $ repgeom pairwise nets/*.npy --metric cka --out D.npy --report report.html
  $ repgeom pairwise nets/*.npy --metric procrustes --alpha 0.5 > D.tsv
  $ repgeom pairwise train/*.npy --test test/*.npy --metric procrustes --out D.npy    also D.test.npy
  $ repgeom pairwise nets/*.npy --metric procrustes --folds 5 --seed 1 --out D.npy    also D.se.npy
  $ repgeom pairwise nets/*.npy --metric cka --bootstrap stimuli --out D.npy
      also D.se.npy, D.lower.npy and D.upper.npy: standard errors and 95 % intervals; --json says what each is for
  $ repgeom pairwise nets/*.npy --metric cka --pattern '{model}_{layer}_{seed}' --color model --order layer --report r.html
  $ repgeom pairwise nets/*.npy --metric cka --confound pixels.npy --out D.npy
      without what the similarity of the images themselves explains; pixels.npy may also be an RSM, stimuli × stimuli
  $ repgeom pairwise nets/*.npy --metric cka --permutation stimuli --out D.npy    also D.p.npy and its corrections

  $ repgeom pairwise nets/*.npy --metric cka --extrapolate stimuli,units --out D.npy --report r.html
      also D.extrapolated.npy and D.extrapolated-se.npy: what endlessly many stimuli and units would give; the page has the curve
  $ repgeom pairwise nets/*.npy --metric cka,rsa,procrustes:alpha=0.5 --out D.npy --report report.html
      D.cka.npy, D.rsa.npy and D.procrustes.npy; a section each, and how the metrics agree; --json prints { results }
  $ repgeom pairwise new/*.npy --extend D.npy --among old/*.npy --metric cka --out E.npy
      adds new networks to a result: old ones first, then the new; only the new rows are computed

Several metrics share the flags of options that they have; an option behind a colon is for one of them alone.
Without --out further matrices follow the first, each after an empty line.
`;

/** Flags of `pairwise`. */
interface PairwiseFlags extends RunFlags, PictureFlags, GroupFlags, ValidationFlags, ExtendFlags {
  readonly metric?: readonly string[];
}

/** The flags of `pairwise`, but for what says where it computes. */
export function addPairwiseFlags(command: Command): Command {
  command.argument("<files...>", "files of representations; the order of the matrix is theirs");
  const output = addOutputOptions(
    addCacheOptions(addMetricOptions(addValidationOptions(addGroupFlags(command)), { several: true })),
  );
  return addReportOption(addRunOptions(addPrecisionOption(output)), "heat map, map and dendrogram");
}

/** `repgeom pairwise FILES --metric M`: the K × K square of all pairs. */
export function addPairwise(program: Command, signal: AbortSignal): void {
  const command = program
    .command("pairwise")
    .description("Compares every two of K representations of the same stimuli: a K × K matrix.");
  addShardOption(addExtendOptions(addPairwiseFlags(command)))
    .addHelpText("after", examples)
    .action((files: string[], flags: PairwiseFlags) => comparePairs(files, flags, signal));
}

async function comparePairs(files: string[], flags: PairwiseFlags, signal: AbortSignal): Promise<void> {
  const asked = metricSpecs(flags, ["seed", "samples"]);
  const words = wordsOf(metricsNamed(flags.metric));
  const isSeeded = asked.some(takesSeed);
  checkValidation(flags, isSeeded || flags.groupTest !== undefined);
  checkGroups(flags);
  checkPictures(flags, true);
  const beside = wordsBeside(flags);
  checkPrecision(flags);
  checkExtend(flags, isPlain({ ...flags, groupTest: undefined }), asked.length);
  const inputs = [...inputsOf(files, flags), ...metricFiles(asked)];
  await checkOutputs(flags, inputs, asked.length > 1 ? severalWords(words, beside) : beside);
  const added = await readFilesLazily(files, holdsOut(flags) ? withoutArranging(flags) : flags, signal);
  const specs = await withFiles(asked, flags, signal);
  if (flags.extend === undefined) return compareThese(files, { rows: added, specs, words }, flags, signal);
  const { rows, known } = await readExtended(added, flags, signal);
  try {
    await compareThese([...flags.among!, ...files], { rows, specs, words, known }, flags, signal);
  } finally {
    await known.close();
  }
}

async function compareThese(
  files: readonly string[],
  work: LargeWork,
  flags: PairwiseFlags,
  signal: AbortSignal,
): Promise<void> {
  const { rows: representations, specs, words, known } = work;
  const names = representations.map(({ name }) => name);
  if (isPlain(flags) && isLarge(names.length, names.length, flags)) return compareLarge(work, flags, signal);
  const table = await networksOf([{ names, files }], flags, signal);
  const holds = holdsOut(flags);
  const test = await readTests(representations, holds ? withoutArranging(flags) : flags, signal);
  const arrange = holds ? arrangingOptions(flags) : undefined;
  const about = { ...schemaOptions(flags, pairwiseOptions), test, arrange, extend: known };
  const all = await withControl(flags, signal, async (control) => {
    const found: Measured[] = [];
    for (const [k, spec] of specs.entries()) {
      const asked = { ...spec, ...about } as MetricSpec & PairwiseOptions;
      const result = await pairwise(representations, asked, control);
      if (flags.shard) continue;
      const { document, ...groups } = await groupsOf(result, { names, table, flags }, control);
      found.push({ word: words[k]!, result, added: { names: result.rowNames, ...document }, ...groups });
    }
    return found;
  });
  if (flags.shard) return sayShard(flags);
  const page = {
    ...pageOf(titleOf(files), flags, table),
    notes: [], // its sections say what was read
  };
  const delivery = {
    ...(all.length === 1 ? oneOf(all[0]!) : severalOf(all)),
    report: () => {
      const [results, groups] = [all.map(({ result }) => result), all.map((one) => one.groups)];
      return report(results, page, { signal }, agreementSections(all), groups);
    },
  };
  const alone = names.length === 1 ? [lonely] : [];
  await deliver({ ...delivery, warnings: [...alone, ...(delivery.warnings ?? [])] }, flags, signal);
}

/** Whether some stimuli are held out: units are arranged by what the others say then. */
function holdsOut({ test, folds }: PairwiseFlags): boolean {
  return Boolean(test) || folds !== undefined;
}

/** Whether only values are asked for. */
function isPlain({ test, folds, bootstrap, permutation, groupTest, extrapolate }: PairwiseFlags): boolean {
  return [test, folds, bootstrap, permutation, groupTest, extrapolate].every((flag) => flag === undefined);
}

function inputsOf(
  files: readonly string[],
  { test = [], among = [], table, extend }: PairwiseFlags,
): string[] {
  const further = [table, extend].filter((file) => file !== undefined);
  return [...files, ...test, ...among, ...further];
}

const lonely = "one representation makes no pair: give several files, nets/*.npy.";

async function readTests(
  trains: readonly Outline[],
  flags: PairwiseFlags,
  signal: AbortSignal,
): Promise<Representation[] | undefined> {
  if (!flags.test) return undefined;
  const tests = await readFiles(flags.test, flags, signal);
  const names = (list: readonly Outline[]) => list.map(({ name }) => name).join(", ");
  if (names(trains) === names(tests)) return tests;
  throw new UsageError(
    `--test needs the same names in the same order: expected ${names(trains)}; got ${names(tests)}. ` +
      `Keep the two sets in two folders, under the same names, or map names that differ in a part: --rename 's/\\.(train|repeats)$//'.`,
  );
}
