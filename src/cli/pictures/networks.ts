import { OptionError } from "../../base/errors.ts";
import { unknownName } from "../../base/suggest.ts";
import { joinTable, mergeTables } from "../../data/groups/join.ts";
import type { NetworkTable } from "../../data/groups/network-table.ts";
import { tableFromPattern } from "../../data/groups/pattern.ts";
import { readNetworkTable } from "../../data/groups/read-network-table.ts";
import { distinctNames } from "../../data/names.ts";
import { pathOf } from "../../data/source.ts";
import type { LookOptions } from "../../report/look/options.ts";
import { held } from "../engine.ts";
import { UsageError } from "../errors.ts";
import { checkInputs } from "../inputs.ts";
import type { RunFlags } from "../options.ts";
import { arrangedNotes } from "../reading/arranged.ts";
import { inOrder } from "../reading/names.ts";
import { speaker } from "../say.ts";
import { columnFlags, type PictureFlags } from "./flags.ts";

/** Representations as they were read: their names, and the files that hold them. */
export interface FromFiles {
  readonly names: readonly string[];
  readonly files: readonly string[];
}

type NetworkFlags = RunFlags & PictureFlags & { readonly groups?: unknown };

/**
 * Checks what can be wrong with the flags of pictures before anything is read.
 * @param told - whether the command tells of groups without a page, too
 * @throws {UsageError} for a column without a table, or a flag of the page without a page.
 */
export function checkPictures(flags: NetworkFlags, told = false): void {
  const column = [...columnFlags, ...(told ? (["groups"] as const) : [])].find(
    (name) => flags[name] !== undefined,
  );
  if (column && flags.table === undefined && flags.pattern === undefined)
    throw new UsageError(
      `--${column} names a column of a table: give --table networks.csv, or --pattern "{model}_{layer}.npy".`,
    );
  if (flags.report !== undefined) return;
  const ofPage = [
    ...(told ? [] : (["table", "pattern", "color"] as const)),
    "shape",
    "label",
    "order",
    "title",
  ] as const;
  const idle = ofPage.find((name) => flags[name] !== undefined);
  if (idle) throw new UsageError(`--${idle} is for the page: give --report page.html too.`);
}

/**
 * The table of these networks, if there is one: from `--table`, from `--pattern`, or both joined by name.
 * Says how many of its rows are not used, and where values are missing.
 *
 * @throws {UsageError} for a name without a row, a name that the pattern does not fit, or an unknown column.
 */
export async function networksOf(
  sides: readonly FromFiles[],
  flags: NetworkFlags,
  signal: AbortSignal,
): Promise<NetworkTable | undefined> {
  const { table: file, pattern } = flags;
  if (file === undefined && pattern === undefined) return undefined;
  const table = file === undefined ? undefined : await readNetworks(file, flags, signal);
  return joined(table, sides, flags);
}

/** Reads `--table`. */
export async function readNetworks(
  file: string,
  { maxMemory }: Pick<RunFlags, "maxMemory">,
  signal: AbortSignal,
): Promise<NetworkTable> {
  await checkInputs([file]);
  return readNetworkTable(file, held, maxMemory, signal).catch(inFlags);
}

/** The rows of a table that was read, and what the pattern says. */
export function joined(
  table: NetworkTable | undefined,
  sides: readonly FromFiles[],
  flags: NetworkFlags,
): NetworkTable {
  try {
    const spelled = spellingsOf(sides, flags);
    const names = [...spelled.keys()];
    const { pattern, table: file = "--table" } = flags;
    const fromNames =
      pattern === undefined ? undefined : tableFromPattern(names, pattern, [...spelled.values()]);
    const found = table
      ? fromNames
        ? mergeTables(table, fromNames, file)
        : joinTable(table, names, file)
      : { table: fromNames!, unused: 0 };
    checkColumns(found.table, flags);
    sayOf(found.table, found.unused, flags);
    return found.table;
  } catch (error) {
    return inFlags(error);
  }
}

/** What a page takes of the flags, and of what was read. */
type Page = LookOptions & {
  readonly title: string;
  readonly notes: readonly string[];
  readonly table?: NetworkTable;
};

/** What `reportSections` takes of the flags. @param title - where no other is given */
export function pageOf(title: string, flags: PictureFlags, table?: NetworkTable): Page {
  const { color, shape, label, order } = flags;
  return {
    title: flags.title ?? title,
    notes: arrangedNotes(),
    ...(table && { table, color, shape, label, order }),
  };
}

/** Messages of the library about the table, as those of a wrong command line. */
function inFlags(error: unknown): never {
  if (!(error instanceof OptionError)) throw error;
  const { message } = error;
  throw new UsageError(message.startsWith("pattern ") ? `--${message}` : message);
}

/** Every name once, with the paths that a pattern may fit. @throws {OptionError} where two files share a name. */
function spellingsOf(sides: readonly FromFiles[], flags: NetworkFlags): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const side of sides) {
    const paths = pathsOf(side, flags);
    for (const [k, name] of side.names.entries()) {
      const own = paths[k] === undefined ? [] : [paths[k]];
      const other = found.get(name);
      if (other && other.join() !== own.join())
        throw new OptionError(
          `two networks are called ${name}: ${other.join()} and ${own.join()}. A table cannot tell them apart; rename a file.`,
        );
      found.set(name, own);
    }
  }
  return found;
}

/** The file of each name: the one that it is called after, else, of renamed ones, the one in its place. */
function pathsOf({ names, files }: FromFiles, flags: NetworkFlags): (string | undefined)[] {
  const paths = files.map(pathOf);
  const isSplit = paths.some((path) => /:[^/\\]+$/.test(path)); // FILE:ARRAY
  const stems = isSplit ? [] : distinctNames(paths);
  const inPlace = names.length === files.length ? inOrder(files, { ...flags, quiet: true }).map(pathOf) : [];
  return names.map((name, place) => {
    const k = stems.findIndex((stem) => name === stem || name.startsWith(`${stem}:`));
    return k < 0 ? inPlace[place] : paths[k]! + name.slice(stems[k]!.length);
  });
}

function checkColumns({ columns }: NetworkTable, flags: NetworkFlags): void {
  const known = Object.keys(columns);
  for (const name of [...columnFlags, "groups"] as const) {
    const column = flags[name];
    if (typeof column !== "string" || known.includes(column)) continue;
    throw new UsageError(
      known.length === 0
        ? `--${name} ${column}: the table has no column beside the names.`
        : `--${name}: ${unknownName("column", column, known)}`,
    );
  }
}

function sayOf({ columns }: NetworkTable, unused: number, flags: NetworkFlags): void {
  const say = speaker(flags);
  if (unused > 0)
    say(
      `note: ${flags.table}: ${unused === 1 ? "1 row is of a network" : `${unused} rows are of networks`} that ${unused === 1 ? "is" : "are"} not here`,
    );
  const shown = new Set([...columnFlags, "groups" as const].map((name) => flags[name]));
  for (const [column, cells] of Object.entries(columns)) {
    const missing = shown.has(column) ? cells.filter((cell) => cell === null).length : 0;
    if (missing > 0)
      say(
        `note: ${column} is missing for ${missing} of ${cells.length} networks, which are the group "(none)"`,
      );
  }
}
