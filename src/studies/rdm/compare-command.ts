import type { Command } from "commander";
import type { PictureFlags } from "../../cli/pictures/flags.ts";
import { withUnknown } from "../../data/groups/join.ts";
import { checkPictures, networksOf, pageOf } from "../../cli/pictures/networks.ts";
import { compareRdmsOptions } from "./compare-options.ts";
import { compareRdms, type CompareRdmsOptions } from "./compare-rdms.ts";
import type { Matrix } from "../../base/matrix.ts";
import { report } from "../pairwise/report.ts";
import { addPartialOptions, filesOf, readSides, type PartialFlags } from "./command-partial.ts";
import { rdmSection } from "./section.ts";
import { deliver, titleOf } from "../../cli/deliver.ts";
import { onlyOne, readFiles, withControl } from "../../cli/engine.ts";
import { checkInputs } from "../../cli/inputs.ts";
import { UsageError } from "../../cli/errors.ts";
import { formatRows } from "../../cli/numbers.ts";
import {
  addOutputOptions,
  addReportOption,
  addRunOptions,
  given,
  parsePlace,
  readingOf,
} from "../../cli/options.ts";
import { asWritable, checkOutputs } from "../../cli/output.ts";
import { addSchemaFlags, schemaOptions } from "../../cli/schema-flags.ts";

const examples = `
Examples:
  $ repgeom compare-rdms R1.npy R2.npy --comparator spearman              one number
  $ repgeom compare-rdms subjects.npy models.npy --comparator cosine-whitened --out S.csv
  $ repgeom compare-rdms a.npy b.npy --comparator pearson-whitened --sigma-k noise.npy
  $ repgeom compare-rdms a.csv b.csv --over-all                      RDMs of partly different stimuli
  $ repgeom compare-rdms a.csv model.csv --parts b.csv c.csv --merge --out S.csv
      one RDM of a, b and c is compared with the model, and written as S.merged.csv
  $ repgeom compare-rdms R1.npy R2.npy --stimuli-of names.csv --subset face1,face2,house1,house2

A file holds one RDM, condensed or square, or a stack: RDMs × m(m - 1)/2, RDMs × m × m. Every RDM of
the first file is compared with every one of the second. NaN is a missing entry: two RDMs are
compared on the pairs of stimuli that both have.
`;

/** Flags of `compare-rdms`. */
interface CompareRdmsFlags extends PartialFlags, PictureFlags, Omit<CompareRdmsOptions, "sigmaK"> {
  readonly sigmaK?: string;
}

/** `repgeom compare-rdms R1 R2 --comparator C`: a number, or RDMs × RDMs. */
export function addCompareRdms(program: Command, signal: AbortSignal): void {
  const command = program
    .command("compare-rdms")
    .description("Compares representational dissimilarity matrices (RDMs) of the same stimuli.")
    .argument("<first>", "RDMs: the rows of the result")
    .argument("<second>", "RDMs: the columns");
  addSchemaFlags(command, compareRdmsOptions).option(
    "--sigma-k <file>",
    `${compareRdmsOptions.sigmaK.doc} m numbers, or m × m.`,
    parsePlace("--sigma-k"),
  );
  addReportOption(addRunOptions(addOutputOptions(command), "rdms"), "the values as a heat map");
  addPartialOptions(command)
    .addHelpText("after", examples)
    .action((first: string, second: string, flags: CompareRdmsFlags) =>
      compareFiles([first, second], flags, signal),
    );
}

async function compareFiles(
  files: [string, string],
  flags: CompareRdmsFlags,
  signal: AbortSignal,
): Promise<void> {
  checkPictures(flags);
  const inputs = filesOf(files, flags);
  const isMerge = flags.merge ?? false;
  const beside = [flags.sigmaK, flags.table].filter((file) => file !== undefined);
  await checkOutputs(flags, [...inputs, ...beside], isMerge ? ["merged"] : []);
  await checkInputs(inputs);
  const { first, second, merged } = await readSides(files, flags, signal);
  const names = [...first, ...second].map(({ name }) => name);
  const known = await networksOf([{ names, files: [] }], flags, signal);
  const table = known && merged ? withUnknown(known, ["merged"]) : known;
  const sigmaK = await sigmaOf(flags, signal);
  const options = { ...schemaOptions(flags, compareRdmsOptions), ...given({ sigmaK }) };
  const result = await withControl(flags, signal, (control) => compareRdms(first, second, options, control));
  const [rows, cols] = [result.rowNames.length, result.colNames.length];
  const page = pageOf(titleOf(files), flags, table);
  const delivery = {
    result: asWritable(result, merged ? { merged: merged.merged.toJSON() } : {}),
    numbers: formatRows(result.values, cols),
    summary: `${rows} × ${cols} ${result.metric} over ${result.compared} pairs of stimuli`,
    warnings: [...(merged?.warnings ?? []), ...result.warnings],
    beside: merged ? [{ word: "merged", result: asWritable(merged.merged, {}) }] : [],
    report: () => report([result], page, { signal }, merged ? [rdmSection([merged.merged])] : []),
  };
  await deliver(delivery, flags, signal);
}

async function sigmaOf(
  { sigmaK, ...flags }: CompareRdmsFlags,
  signal: AbortSignal,
): Promise<Float64Array | Matrix | undefined> {
  if (sigmaK === undefined) return undefined;
  const { shape, data } = onlyOne("--sigma-k", await readFiles([sigmaK], readingOf(flags), signal));
  const values = Float64Array.from(data);
  if (shape.length === 1) return values;
  if (shape.length === 2) return { rows: shape[0]!, cols: shape[1]!, data: values };
  throw new UsageError(
    `--sigma-k ${sigmaK} is ${shape.join(" × ")}; expected stimuli, or stimuli × stimuli.`,
  );
}
