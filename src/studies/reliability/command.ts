import type { Command } from "commander";
import { deliver, titleOf } from "../../cli/deliver.ts";
import { readFiles, withControl } from "../../cli/engine.ts";
import { formatColumns } from "../../cli/numbers.ts";
import { addOutputOptions, addReportOption, addRunOptions, type RunFlags } from "../../cli/options.ts";
import { asWritable, checkOutputs } from "../../cli/output.ts";
import type { PictureFlags } from "../../cli/pictures/flags.ts";
import { checkPictures, networksOf, pageOf } from "../../cli/pictures/networks.ts";
import { addSchemaFlags, schemaOptions } from "../../cli/schema-flags.ts";
import { reportSections } from "../../report/page.ts";
import { reliabilityOptions, type ReliabilityOptions } from "./options.ts";
import { reliability } from "./reliability.ts";
import { reliabilityColumns, type Reliability } from "./result.ts";
import { reliabilitySection } from "./section.ts";

const examples = `
Examples:
  $ repgeom reliability sub*.npy --dissimilarity correlation --report reliability.html
  $ repgeom reliability one.npy --axes stimuli,repeats,units --permutations 10000 --out cross.npy

A file holds stimuli × repeats × units of a subject; a repeat is a run. Prints a line a subject: its exemplar
discriminability (other stimuli less same stimulus, across runs), p by permutation, both means, and how the
RDMs of two runs correlate. --out: .csv a line a subject, .npy the cross-run RDMs (subjects × m × m), .json all.
`;

/** Flags of `reliability`. */
interface ReliabilityFlags extends RunFlags, PictureFlags, Omit<ReliabilityOptions, "noise"> {}

/** `repgeom reliability FILES`: do responses tell stimuli apart from one run to another? */
export function addReliability(program: Command, signal: AbortSignal): void {
  const command = program
    .command("reliability")
    .description("Compares the stimuli of one run with those of another: cross-run RDMs with a diagonal.")
    .argument("<files...>", "files of subjects: stimuli × repeats × units");
  addSchemaFlags(command, reliabilityOptions, { without: ["noise"] });
  addReportOption(addRunOptions(addOutputOptions(command)), "the cross-run RDMs and what they say")
    .addHelpText("after", examples)
    .action((files: string[], flags: ReliabilityFlags) => ofFiles(files, flags, signal));
}

async function ofFiles(files: string[], flags: ReliabilityFlags, signal: AbortSignal): Promise<void> {
  checkPictures(flags);
  await checkOutputs(flags, [...files, ...(flags.table === undefined ? [] : [flags.table])]);
  const subjects = await readFiles(files, flags, signal);
  const table = await networksOf([{ names: subjects.map(({ name }) => name), files }], flags, signal);
  const options = schemaOptions(flags, reliabilityOptions);
  const found = await withControl(flags, signal, (control) => reliability(subjects, options, control));
  const columns = reliabilityColumns(found);
  const delivery = {
    result: asWritable(found, {}),
    numbers: formatColumns(
      ["subject", ...columns.map(([name]) => name)],
      found.names.map((name, k) => [name, ...columns.map(([, at]) => at(k))]),
    ),
    summary: `${found.names.length} subjects, ${found.stimuli.length} stimuli`,
    findings: findingsOf(found),
    report: () => reportSections([reliabilitySection(found)], pageOf(titleOf(files), flags, table)),
  };
  await deliver(delivery, flags, signal);
}

function findingsOf({ group }: Reliability): string[] {
  return group
    ? [`mean discriminability ${group.mean.toPrecision(4)}, p ${group.p.toPrecision(2)} (t over subjects)`]
    : [];
}
