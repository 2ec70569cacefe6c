import type { Command } from "commander";
import { type DissimilarityName, dissimilarities, type Rdm } from "../../index.ts";
import { deliver } from "../deliver.ts";
import { onlyOne, readFiles, withEngine } from "../engine.ts";
import { UsageError } from "../errors.ts";
import { formatRows } from "../numbers.ts";
import { addOutputOptions, addRunOptions, type RunFlags } from "../options.ts";
import { checkOutputs, rowsOf, type Writable } from "../output.ts";
import { unknownName } from "../suggest.ts";

const examples = `
Examples:
  $ repgeom rdm X.npy --dissimilarity correlation --out rdm.npy
  $ repgeom rdm X.npy --dissimilarity euclidean --square --out rdm.csv

The condensed form is the upper triangle row by row, (0,1), (0,2), …: m(m - 1)/2 numbers.
A .csv always holds the square, with the names of the stimuli.
`;

/** Flags of `rdm`. */
interface RdmFlags extends RunFlags {
  readonly dissimilarity: DissimilarityName;
  readonly square?: boolean;
}

/** `repgeom rdm X`: dissimilarities between the stimuli of one representation. */
export function addRdm(program: Command, signal: AbortSignal): void {
  const command = program
    .command("rdm")
    .summary("dissimilarities between the stimuli of one representation")
    .description("Computes the representational dissimilarity matrix (RDM) of one representation.")
    .argument("<file>", "a file with one representation")
    .option("--dissimilarity <name>", dissimilarityNames.join(", "), parseDissimilarity, "correlation")
    .option("--square", "the whole m × m matrix; default: condensed");
  addRunOptions(addOutputOptions(command))
    .addHelpText("after", examples)
    .action((file: string, flags: RdmFlags) => computeRdm(file, flags, signal));
}

const dissimilarityNames: readonly string[] = Object.keys(dissimilarities);

function parseDissimilarity(name: string): string {
  if (dissimilarityNames.includes(name)) return name;
  throw new UsageError(unknownName("dissimilarity", name, dissimilarityNames));
}

async function computeRdm(file: string, flags: RdmFlags, signal: AbortSignal): Promise<void> {
  await checkOutputs(flags, [file]);
  const x = onlyOne("rdm", await readFiles([file], flags));
  const { dissimilarity, square = false } = flags;
  const rdm = await withEngine(flags, (engine, onProgress) =>
    engine.rdm(x, { dissimilarity }, { signal, onProgress }),
  );
  const size = rdm.stimuli.length;
  const delivery = {
    result: writableOf(rdm, square),
    numbers: square ? formatRows(rdm.square().data, size) : formatRows(rdm.condensed, 1),
    summary: `${dissimilarity} between ${size} stimuli`,
  };
  await deliver(delivery, flags, signal);
}

/** `.csv` is the square in either case: names need it. */
function writableOf(rdm: Rdm, square: boolean): Writable {
  const { name, dissimilarity, stimuli, toCsv } = rdm;
  return {
    toNpy: () => rdm.toNpy({ square }),
    toCsv,
    document: square ? { name, dissimilarity, stimuli, square: rowsOf(rdm.square()) } : rdm.toJSON(),
  };
}
