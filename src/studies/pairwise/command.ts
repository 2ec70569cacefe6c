import { pairwise } from "./pairwise.ts";
import type { Command } from "commander";
import { pairwiseOptions, type PairwiseOptions } from "./options.ts";
import type { MetricSpec } from "../../metrics/registry.ts";
import { schemaOptions } from "../../cli/schema-flags.ts";
import type { Outline, Representation } from "../../data/representation.ts";
import { deliver, titleOf } from "../../cli/deliver.ts";
import { readFiles, readFilesLazily, withControl } from "../../cli/engine.ts";
import { UsageError } from "../../cli/errors.ts";
import { addMetricOptions, metricSpec } from "../../cli/metric-options.ts";
import { addOutputOptions, addReportOption, addRunOptions, type RunFlags } from "../../cli/options.ts";
import { arrangingOptions, withoutArranging } from "../../cli/reading/flags.ts";
import { asWritable, checkOutputs } from "../../cli/output.ts";
import {
  addValidationOptions,
  checkValidation,
  matricesBeside,
  matrixLines,
  type ValidationFlags,
  wordsBeside,
} from "./command-validation.ts";
import { report } from "./report.ts";

const examples = `
Examples:
  $ repgeom pairwise nets/*.npy --metric cka --out D.npy --report report.html
  $ repgeom pairwise nets/*.npy --metric procrustes --alpha 0.5 > D.tsv
  $ repgeom pairwise train/*.npy --test test/*.npy --metric procrustes --out D.npy    also D.test.npy
  $ repgeom pairwise nets/*.npy --metric procrustes --folds 5 --seed 1 --out D.npy    also D.se.npy
  $ repgeom pairwise nets/*.npy --metric cka --bootstrap stimuli --out D.npy
      also D.se.npy, D.lower.npy and D.upper.npy: standard errors and 95 % intervals; --json says what each is for
  $ repgeom pairwise nets/*.npy --metric cka --permutation stimuli --out D.npy    also D.p.npy and its corrections

Without --out further matrices follow the first, each after an empty line.
`;

/** Flags of `pairwise`. */
interface PairwiseFlags extends RunFlags, ValidationFlags {}

/** `repgeom pairwise FILES --metric M`: the K × K square of all pairs. */
export function addPairwise(program: Command, signal: AbortSignal): void {
  const command = program
    .command("pairwise")
    .summary("all pairs of many representations: a K × K matrix")
    .description("Compares every two of K representations of the same stimuli: a K × K matrix.")
    .argument("<files...>", "files of representations; the order of the matrix is theirs");
  addReportOption(
    addRunOptions(addOutputOptions(addMetricOptions(addValidationOptions(command)))),
    "heat map, map and dendrogram",
  )
    .addHelpText("after", examples)
    .action((files: string[], flags: PairwiseFlags) => comparePairs(files, flags, signal));
}

async function comparePairs(files: string[], flags: PairwiseFlags, signal: AbortSignal): Promise<void> {
  const spec = metricSpec(flags, ["seed"]);
  checkValidation(flags, "seed" in spec);
  await checkOutputs(flags, [...files, ...(flags.test ?? [])], wordsBeside(flags));
  // Where some stimuli are held out, units are arranged by what the others say.
  const holds = Boolean(flags.test) || flags.folds !== undefined;
  const reading = holds ? withoutArranging(flags) : flags;
  const representations = await readFilesLazily(files, reading, signal);
  const test = await readTests(representations, reading, signal);
  const arrange = holds ? arrangingOptions(flags) : undefined;
  const asked = { ...spec, ...schemaOptions(flags, pairwiseOptions), test, arrange } as MetricSpec &
    PairwiseOptions;
  const result = await withControl(flags, signal, (control) => pairwise(representations, asked, control));
  const size = result.rowNames.length;
  const beside = matricesBeside(result);
  const delivery = {
    result: asWritable(result, { names: result.rowNames }),
    numbers: matrixLines(result, beside),
    beside: beside.map(({ word, values }) => ({ word, result: asWritable(values, {}) })),
    summary: `${size} × ${size} ${result.metric}`,
    warnings: [...(size === 1 ? [lonely] : []), ...result.warnings],
    report: () => report([result], { title: titleOf(files) }, { signal }),
  };
  await deliver(delivery, flags, signal);
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
      `Keep the two sets in two folders, under the same names.`,
  );
}
