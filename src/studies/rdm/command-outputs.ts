/** RDMs in an archive with an array for each, or in a folder with a file for each. */
import type { Command } from "commander";
import { extname, join } from "node:path";
import { unknownName } from "../../base/suggest.ts";
import { writeNpy, writeNpz } from "../../data/write.ts";
import type { Rdm } from "../../rdm/rdm.ts";
import { writeFiles } from "../../cli/deliver.ts";
import { UsageError } from "../../cli/errors.ts";
import { besideOf, checkOutputs, checkPlaces, ensureFolder, toJsonText } from "../../cli/output.ts";
import { addOutputOptions, type RunFlags } from "../../cli/options.ts";
import type { Arranged } from "./command-arrange.ts";

interface OutputFlags extends RunFlags {
  readonly square?: boolean;
}

/** Adds `--out` and `--json`. */
export function addRdmOutput(command: Command): Command {
  addOutputOptions(command);
  const out = command.options.find(({ long }) => long === "--out");
  out!.description =
    "write to a file: .npy (float64), .npz (an array for each RDM), .csv (with names) or .json; or to a folder, a path without an extension; default: numbers to stdout";
  return command;
}

/** How `--out` holds many RDMs, if by an archive or a folder. */
export function manyOf({ out }: OutputFlags): "npz" | "folder" | undefined {
  if (out === undefined) return undefined;
  const extension = extname(out).toLowerCase();
  return extension === ".npz" ? "npz" : extension === "" || /[/\\]$/.test(out) ? "folder" : undefined;
}

/** Means of categories, beside an archive. */
const besideNpz = (out: string) => besideOf(out, "categories").replace(/npz$/i, "csv");

const extensions = [".npy", ".npz", ".csv", ".json", "none (a folder)"];

function assertExtension(out: string | undefined): void {
  const extension = extname(out ?? "").toLowerCase();
  if (extension === "" || extensions.includes(extension)) return;
  throw new UsageError(`--out ${out}: ${unknownName("extension", extension, extensions)}`);
}

/** As `checkOutputs`, where `--out` may be a .npz or a folder too; a folder is made. */
export async function checkRdmOutputs(
  flags: OutputFlags & { readonly blocks?: string },
  inputs: readonly string[],
): Promise<void> {
  const { out, report, blocks } = flags;
  assertExtension(out);
  const many = manyOf(flags);
  if (many === undefined) return checkOutputs(flags, inputs, blocks === undefined ? [] : ["categories"]);
  await checkOutputs(report === undefined ? {} : { report }, inputs);
  if (many === "npz") {
    const places = [out!, blocks === undefined ? undefined : besideNpz(out!), report];
    return checkPlaces(
      places.filter((place) => place !== undefined),
      inputs,
    );
  }
  return ensureFolder(out!);
}

/** Writes the archive or the folder, if `--out` names one. */
export async function writeMany(found: Arranged, flags: OutputFlags, signal: AbortSignal): Promise<void> {
  const many = manyOf(flags);
  if (many === undefined) return;
  const { rdms, result, means } = found;
  const names = fileNames(rdms);
  const arrays = rdms.map((rdm, r) => ({ name: names[r]!, ...arrayOf(rdm, flags.square ?? false) }));
  const summary = `${rdms.length} RDMs of ${rdms[0]!.stimuli.length} stimuli`;
  if (many === "npz") {
    const beside: [string, string][] = means ? [[besideNpz(flags.out!), means.toCsv()]] : [];
    return writeFiles([[flags.out!, writeNpz(arrays)], ...beside], summary, flags, signal);
  }
  const files = arrays.map(({ name, shape, data }): [string, Uint8Array] => [
    join(flags.out!, `${name}.npy`),
    writeNpy(shape, data),
  ]);
  const facts: [string, string] = [
    join(flags.out!, "summary.json"),
    toJsonText(withoutValues(result.document)),
  ];
  const more: [string, string][] = means ? [[join(flags.out!, "categories.csv"), means.toCsv()]] : [];
  return writeFiles([...files, facts, ...more], summary, flags, signal);
}

function arrayOf(rdm: Rdm, square: boolean): { shape: number[]; data: Float64Array } {
  if (!square) return { shape: [rdm.condensed.length], data: rdm.condensed };
  const { rows, cols, data } = rdm.square();
  return { shape: [rows, cols], data };
}

/** Names of RDMs as names of files. @throws {UsageError} if two become one */
function fileNames(rdms: readonly Rdm[]): string[] {
  const names = rdms.map(({ name }) => name.replaceAll(/[/\\:]/g, "-"));
  const twice = names.find((name, r) => names.indexOf(name) !== r);
  if (twice === undefined) return names;
  throw new UsageError(`Two RDMs would be written as ${twice}.npy: write one .npy, .csv or .json for all.`);
}

/** Names, stimuli, options and categories: the numbers are in files of their own. */
function withoutValues(document: object): object {
  const { condensed: _, square: __, ...facts } = document as Record<string, unknown>;
  return facts;
}
