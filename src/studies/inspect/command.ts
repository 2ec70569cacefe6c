import type { Command } from "commander";
import { inspect } from "./inspect.ts";
import type { InspectedArray, Inspection } from "./inspection.ts";
import { largestOf } from "../../base/lists.ts";
import { visible } from "../../base/text.ts";
import { FileError, readingInFlags } from "../../cli/errors.ts";
import { checkInputs } from "../../cli/inputs.ts";
import { sizeText } from "../../cli/sizes.ts";
import { addTableOptions, given, maxMemoryHelp, parseSize, type RunFlags } from "../../cli/options.ts";
import { toJsonText } from "../../cli/output.ts";
import { addReadingOptions, readingOptions } from "../../cli/reading/flags.ts";
import { inOrder } from "../../cli/reading/names.ts";
import { speaker } from "../../cli/say.ts";
import { print } from "../../cli/stdout.ts";

const examples = `
Examples:
  $ repgeom inspect activations/*.npy
  $ repgeom inspect session.h5                             every array of the file, by its path
  $ repgeom inspect model.safetensors:encoder.*
  $ repgeom inspect conv.npy --axes stimuli,channels,height,width --pool mean:height,width

A line an array: its name as other commands take it, shape, type, size in memory, what it is read as, and its first
numbers. Warnings follow: missing or infinite numbers, constant units, a probable transpose.
`;

/** `repgeom inspect FILES`: which arrays are in files, and what may be wrong with them. */
export function addInspect(program: Command, signal: AbortSignal): void {
  const command = program
    .command("inspect")
    .description("Lists the arrays in files, with what may be wrong with them, and computes nothing.")
    .argument("<files...>", "files of any format that repgeom reads");
  addReadingOptions(addTableOptions(command), "arrays")
    .option("--json", "print one JSON document: arrays, failures, warnings")
    .option("--max-memory <size>", maxMemoryHelp, parseSize)
    .option("--quiet", "print no messages, only errors")
    .addHelpText("after", examples)
    .action((files: string[], flags: RunFlags) => inspectFiles(files, flags, signal));
}

async function inspectFiles(files: string[], flags: RunFlags, signal: AbortSignal): Promise<void> {
  await checkInputs(files);
  const found = await inspect(inOrder(files, flags), given(readingOptions(flags)), { signal });
  const say = speaker({ quiet: false });
  if (flags.json) await print([toJsonText(found)]);
  else await print([tableOf(found.arrays)]);
  if (!flags.json && !flags.quiet) for (const warning of warningsOf(found)) say(`note: ${warning}`);
  for (const { message } of found.failures) say(readingInFlags(message));
  if (found.failures.length === 0) return;
  throw new FileError(`${found.failures.length} of ${files.length} files cannot be read.`);
}

function* warningsOf({ arrays, warnings }: Inspection): Generator<string> {
  for (const { name, warnings: own } of arrays) for (const warning of own) yield `${name}: ${warning}`;
  yield* warnings;
}

const head = ["array", "shape", "type", "size", "read as", "first"];

function tableOf(arrays: readonly InspectedArray[]): string {
  if (arrays.length === 0) return "";
  const rows = [head, ...arrays.map(cellsOf)];
  const widths = head.map((_, column) => largestOf(rows.map((row) => row[column]!.length)));
  const line = (row: readonly string[]) => row.map((cell, column) => cell.padEnd(widths[column]!)).join("  ");
  return rows.map((row) => `${line(row).trimEnd()}\n`).join("");
}

function cellsOf({ name, shape, type, bytes, readAs, first, refused }: InspectedArray): string[] {
  const size = shape.join(" × ");
  const made =
    readAs &&
    (readAs.shape.join() === shape.join() ? readAs.axes : `${readAs.axes}: ${readAs.shape.join(" × ")}`);
  const numbers = `${first.map((value) => String(Number(value.toPrecision(4)))).join(" ")}${first.length > 0 ? " …" : ""}`;
  if (refused !== undefined)
    return [visible(name), size, visible(type), "", `not read: ${visible(refused)}`, ""];
  return [visible(name), size, visible(type), sizeText(bytes), made ?? "", numbers];
}
