/** RDMs of partly different stimuli: named, placed over all stimuli, cut to some, merged into one. */
import type { Command } from "commander";
import { choice, optional } from "../../base/options.ts";
import { assertLabels } from "../../base/numbers.ts";
import { rdmFrom, type Rdm } from "../../rdm/rdm.ts";
import { rescaleRdmsOptions, rescalings, type RescaleBy } from "../../rdm/rescale.ts";
import { overAllStimuli, subset } from "../../rdm/select.ts";
import { mergeRdms, type MergedRdm } from "../../rdm/derived/merge.ts";
import { readTable } from "../../cli/engine.ts";
import { UsageError } from "../../cli/errors.ts";
import { parsePlaces, type RunFlags } from "../../cli/options.ts";
import { addSchemaFlags } from "../../cli/schema-flags.ts";
import { sameTexts } from "./command-categories.ts";
import { readRdmFiles } from "./command-files.ts";

/** Flags about which stimuli RDMs are of. */
export interface PartialFlags extends RunFlags {
  readonly parts?: readonly string[];
  readonly stimuliOf?: readonly string[];
  readonly subset?: readonly string[];
  readonly overAll?: boolean;
  readonly merge?: boolean;
  readonly rescale?: RescaleBy;
}

const mergeOptions = {
  rescale: optional(
    choice(
      rescalings,
      `With --merge: how the RDMs are brought to one scale. ${rescaleRdmsOptions.by.doc} If not given, evidence.`,
    ),
  ),
};

/** Adds the flags. */
export function addPartialOptions(command: Command): Command {
  command
    .optionsGroup("RDMs of partly different stimuli:")
    .option("--parts <files...>", "more files whose RDMs join those of the first.", parsePlaces("--parts"))
    .option(
      "--stimuli-of <tables...>",
      "tables (.csv, .tsv, with a header) whose first column names the stimuli of the RDMs in a file: one table for all files, or one for each in the order first, second, parts. A square .csv has the names itself.",
      parsePlaces("--stimuli-of"),
    )
    .option(
      "--over-all",
      "bring all RDMs over all stimuli by name: each two are compared on the pairs of stimuli that both have",
    )
    .option("--subset <names>", "compare on these stimuli only: names, separated by commas", parseNames)
    .option(
      "--merge",
      "make one RDM of the first file and --parts: over all stimuli, at one scale, their weighted mean",
    );
  return addSchemaFlags(command, mergeOptions);
}

function parseNames(text: string): string[] {
  const names = text.split(",").map((name) => name.trim());
  if (names.length > 1 && !names.includes("")) return names;
  throw new UsageError(`--subset takes names of stimuli, two or more, e.g. face,house; got "${text}".`);
}

/** Both sides of a comparison. */
export interface Sides {
  readonly first: readonly Rdm[];
  readonly second: readonly Rdm[];
  readonly merged?: MergedRdm;
}

/** Files that the command reads. */
export function filesOf(files: readonly string[], { parts = [], stimuliOf = [] }: PartialFlags): string[] {
  return [...files, ...parts, ...stimuliOf];
}

/** @throws {UsageError} for flags that do not go together, or RDMs whose stimuli have no names */
export async function readSides(
  files: readonly [first: string, second: string],
  flags: PartialFlags,
  signal: AbortSignal,
): Promise<Sides> {
  if (flags.rescale !== undefined && !flags.merge)
    throw new UsageError(
      "--rescale is how --merge brings RDMs to one scale, which is missing: values of each pair of RDMs do not need it.",
    );
  const [first, second, ...parts] = await readNamed([...files, ...(flags.parts ?? [])], flags, signal);
  const rows = [...first!, ...parts.flat()];
  if (flags.overAll || flags.merge) assertNamed([...rows, ...second!], flags);
  const merged = flags.merge ? mergeRdms(rows, { by: flags.rescale }) : undefined;
  const sides = { first: merged ? [merged.merged] : rows, second: second! };
  const aligned = flags.overAll || flags.merge ? together(sides) : sides;
  const { subset: names } = flags;
  const cut = (rdms: readonly Rdm[]) => (names ? rdms.map((rdm) => subset(rdm, names)) : rdms);
  const ready = { first: cut(aligned.first), second: cut(aligned.second) };
  assertTogether([...ready.first, ...ready.second]);
  return { ...ready, ...(merged && { merged }) };
}

/** @throws {UsageError} for RDMs of other named stimuli, which flags can bring together */
function assertTogether(rdms: readonly Rdm[]): void {
  const [first] = rdms;
  const other = rdms.find((rdm) => !sameTexts(rdm.stimuli, first!.stimuli));
  if (!other || isBare(other) || isBare(first!)) return;
  const orders = other.stimuli.length === first!.stimuli.length ? ", or have them in another order" : "";
  throw new UsageError(
    `${first!.name} (${first!.stimuli.length}) and ${other.name} (${other.stimuli.length}) are of other stimuli${orders}. ` +
      `--over-all compares each two on the pairs that both have, --subset on the stimuli that it names.`,
  );
}

/** Whether the stimuli have numbers for names. */
const isBare = ({ stimuli }: Rdm) => stimuli.every((name, i) => name === String(i));

function together({ first, second }: Sides): Sides {
  const all = overAllStimuli([...first, ...second]);
  return { first: all.slice(0, first.length), second: all.slice(first.length) };
}

async function readNamed(
  files: readonly string[],
  flags: PartialFlags,
  signal: AbortSignal,
): Promise<Rdm[][]> {
  const { stimuliOf: tables = [] } = flags;
  if (tables.length > 1 && tables.length !== files.length)
    throw new UsageError(
      `--stimuli-of takes one table for all files or one for each; got ${tables.length} for ${files.length} files (first, second, parts).`,
    );
  const read: Rdm[][] = [];
  for (const [k, file] of files.entries()) {
    const rdms = await readRdmFiles([file], flags, signal);
    const table = tables.length === 1 ? tables[0] : tables[k];
    read.push(table === undefined ? rdms : named(rdms, table, await firstColumn(table, flags, signal)));
  }
  return read;
}

async function firstColumn(table: string, flags: PartialFlags, signal: AbortSignal): Promise<string[]> {
  const names = (await readTable(table, flags, signal)).rows.map((row) => row[0]!);
  assertLabels(names, `--stimuli-of ${table}`, "names");
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice === undefined) return names;
  throw new UsageError(`--stimuli-of ${table}: two stimuli are named ${JSON.stringify(twice)}.`);
}

function named(rdms: readonly Rdm[], table: string, stimuli: readonly string[]): Rdm[] {
  return rdms.map((rdm) => {
    if (rdm.stimuli.length === stimuli.length) return rdmFrom({ ...rdm, stimuli });
    throw new UsageError(
      `--stimuli-of ${table} names ${stimuli.length} stimuli, ${rdm.name} is of ${rdm.stimuli.length}; it needs a row, beside its header, for each.`,
    );
  });
}

/** Numbers in place of names say nothing of which stimuli two RDMs share. */
function assertNamed(rdms: readonly Rdm[], { stimuliOf }: PartialFlags): void {
  if (stimuliOf) return;
  const bare = rdms.find(isBare);
  if (!bare) return;
  throw new UsageError(
    `${bare.name}: its stimuli have no names, by which RDMs are brought together. Give a square .csv with names, or --stimuli-of.`,
  );
}
