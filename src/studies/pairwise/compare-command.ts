import { comparisons } from "../../data/comparisons.ts";
import { loaded, type Representation, type UnreadRepresentation } from "../../data/representation.ts";
import type { MetricSpec } from "../../metrics/registry.ts";
import type { Control } from "../../run/lanes/control.ts";
import { estimate, estimateText } from "./single/estimate.ts";
import { cross } from "./pairwise.ts";
import type { Command } from "commander";
import { addCacheOptions } from "../../cli/cache/flags.ts";
import { type Delivery, deliver } from "../../cli/deliver.ts";
import { onlyTwo, readFilesLazily, readPair, withControl } from "../../cli/engine.ts";
import { metricsNamed, wordsOf } from "../../cli/metric-list.ts";
import { metricFiles, withFiles } from "../../cli/metric-files.ts";
import { addMetricOptions, metricSpecs } from "../../cli/metric-options.ts";
import { formatNumber, formatRows } from "../../cli/numbers.ts";
import { addOutputOptions, addRunOptions, type RunFlags } from "../../cli/options.ts";
import { asWritable, checkOutputs } from "../../cli/output.ts";
import { type Measured, severalOf, severalWords } from "./command-several.ts";

const examples = `
Examples:
  $ repgeom compare A.npy B.npy --metric procrustes --alpha 0.5
  $ repgeom compare layers.npz --metric cka --json        a file with two arrays
  $ repgeom compare A.npy B.npy --metric cka,procrustes,procrustes:alpha=0
`;

/** Flags of `compare`. */
interface CompareFlags extends RunFlags {
  readonly metric?: readonly string[];
}

/** `repgeom compare A B --metric M`: one number. */
export function addCompare(program: Command, signal: AbortSignal): void {
  const command = program
    .command("compare")
    .description("Compares two representations of the same stimuli and prints one number.")
    .argument("<files...>", "two files, or one file with two arrays");
  addRunOptions(addOutputOptions(addCacheOptions(addMetricOptions(command, { several: true }))))
    .addHelpText("after", examples)
    .action((files: string[], flags: CompareFlags) => compareFiles(files, flags, signal));
}

async function compareFiles(files: string[], flags: CompareFlags, signal: AbortSignal): Promise<void> {
  const asked = metricSpecs(flags);
  const words = wordsOf(metricsNamed(flags.metric));
  await checkOutputs(
    flags,
    [...files, ...metricFiles(asked)],
    asked.length > 1 ? severalWords(words, []) : [],
  );
  const [x, y] = onlyTwo("compare", await readPair(files, flags, signal, readFilesLazily));
  const specs = await withFiles(asked, flags, signal);
  const all = await withControl(flags, signal, async (control) => {
    const found: Measured[] = [];
    for (const [k, spec] of specs.entries()) {
      const result = await cross([x], [y], spec, control);
      const added = { names: [x.name, y.name], value: result.at(0, 0) };
      const isEstimate = "estimator" in spec && spec.estimator !== "plug-in";
      if (!isEstimate) found.push({ word: words[k]!, result, added });
      else found.push(await estimated({ word: words[k]!, result, added }, [x, y], spec, control));
    }
    return found;
  });
  await deliver(
    all.length === 1 ? singleOf(all[0]!) : { ...severalOf(all), numbers: linesOf(all) },
    flags,
    signal,
  );
}

/** With the standard error of the value, in the document and in a note. */
async function estimated(
  measured: Measured,
  inputs: readonly (Representation | UnreadRepresentation)[],
  spec: MetricSpec,
  control: Control,
): Promise<Measured> {
  const [x, y] = await loaded(inputs, control.signal);
  const { value: _, ...known } = await estimate(x!, y!, spec, control);
  const note = `${measured.result.metric}: ${estimateText({ value: 0, ...known })}`;
  const result = comparisons({ ...measured.result, warnings: [...measured.result.warnings, note] });
  return { ...measured, result, added: { ...measured.added, ...known } };
}

/** One metric as it is. */
function singleOf({ result, added = {} }: Measured): Delivery {
  const [[x], [y]] = [result.rowNames, result.colNames] as [[string], [string]];
  return {
    result: asWritable(result, added),
    numbers: formatRows(result.values, 1),
    summary: `${result.metric} of ${x} and ${y}`,
    warnings: result.warnings,
  };
}

/** A line a metric: its word and the value, with all digits. */
function linesOf(all: readonly Measured[]): string[] {
  return all.map(({ word, result }) => `${word}\t${formatNumber(result.at(0, 0))}\n`);
}
