import { pairwise } from "./pairwise.ts";
import type { Command } from "commander";
import { pairwiseOptions, type PairwiseOptions } from "./options.ts";
import type { MetricSpec } from "../../metrics/registry.ts";
import { schemaOptions } from "../../cli/schema-flags.ts";
import type { Outline, Representation } from "../../data/representation.ts";
import { deliver, titleOf } from "../../cli/deliver.ts";
import { readFiles, readFilesLazily, withControl } from "../../cli/engine.ts";
import { UsageError } from "../../cli/errors.ts";
import type { PictureFlags } from "../../cli/pictures/flags.ts";
import { checkPictures, networksOf, pageOf } from "../../cli/pictures/networks.ts";
import { metricsNamed, wordsOf } from "../../cli/metric-list.ts";
import { addMetricOptions, metricSpecs } from "../../cli/metric-options.ts";
import { addOutputOptions, addReportOption, addRunOptions, type RunFlags } from "../../cli/options.ts";
import { arrangingOptions, withoutArranging } from "../../cli/reading/flags.ts";
import { checkOutputs } from "../../cli/output.ts";
import { addGroupFlags, checkGroups, type GroupFlags, groupsOf } from "../groups/command-groups.ts";
import {
  addValidationOptions,
  checkValidation,
  type ValidationFlags,
  wordsBeside,
} from "./command-validation.ts";
import { agreementSections, type Measured, oneOf, severalOf, severalWords } from "./command-several.ts";
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
  $ repgeom pairwise nets/*.npy --metric cka --permutation stimuli --out D.npy    also D.p.npy and its corrections

  $ repgeom pairwise nets/*.npy --metric cka,rsa,procrustes:alpha=0.5 --out D.npy --report report.html
      D.cka.npy, D.rsa.npy and D.procrustes.npy; a section each, and how the metrics agree; --json prints { results }

Several metrics share the flags of options that they have; an option behind a colon is for one of them alone.
Without --out further matrices follow the first, each after an empty line.
`;

/** Flags of `pairwise`. */
interface PairwiseFlags extends RunFlags, PictureFlags, GroupFlags, ValidationFlags {
  readonly metric?: readonly string[];
}

/** `repgeom pairwise FILES --metric M`: the K × K square of all pairs. */
export function addPairwise(program: Command, signal: AbortSignal): void {
  const command = program
    .command("pairwise")
    .description("Compares every two of K representations of the same stimuli: a K × K matrix.")
    .argument("<files...>", "files of representations; the order of the matrix is theirs");
  addReportOption(
    addRunOptions(
      addOutputOptions(addMetricOptions(addValidationOptions(addGroupFlags(command)), { several: true })),
    ),
    "heat map, map and dendrogram",
  )
    .addHelpText("after", examples)
    .action((files: string[], flags: PairwiseFlags) => comparePairs(files, flags, signal));
}

async function comparePairs(files: string[], flags: PairwiseFlags, signal: AbortSignal): Promise<void> {
  const specs = metricSpecs(flags, ["seed"]);
  const words = wordsOf(metricsNamed(flags.metric));
  const isSeeded = specs.some((spec) => "seed" in spec);
  checkValidation(flags, isSeeded || flags.groupTest !== undefined);
  checkGroups(flags);
  checkPictures(flags, true);
  const beside = wordsBeside(flags);
  await checkOutputs(flags, inputsOf(files, flags), specs.length > 1 ? severalWords(words, beside) : beside);
  // Where some stimuli are held out, units are arranged by what the others say.
  const holds = Boolean(flags.test) || flags.folds !== undefined;
  const reading = holds ? withoutArranging(flags) : flags;
  const representations = await readFilesLazily(files, reading, signal);
  const names = representations.map(({ name }) => name);
  const table = await networksOf([{ names, files }], flags, signal);
  const test = await readTests(representations, reading, signal);
  const arrange = holds ? arrangingOptions(flags) : undefined;
  const about = { ...schemaOptions(flags, pairwiseOptions), test, arrange };
  const all = await withControl(flags, signal, async (control) => {
    const found: Measured[] = [];
    for (const [k, spec] of specs.entries()) {
      const asked = { ...spec, ...about } as MetricSpec & PairwiseOptions;
      const result = await pairwise(representations, asked, control);
      const { document, ...groups } = await groupsOf(result, { names, table, flags }, control);
      found.push({ word: words[k]!, result, added: { names: result.rowNames, ...document }, ...groups });
    }
    return found;
  });
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

function inputsOf(files: readonly string[], { test = [], table }: PairwiseFlags): string[] {
  return [...files, ...test, ...(table === undefined ? [] : [table])];
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
