/** Names and order of what was read. */
import { quoted } from "../../base/text.ts";
import { naturalOrder } from "../../data/files/natural-order.ts";
import { readLabels } from "../../data/label-table.ts";
import type { Outline } from "../../data/representation.ts";
import { UsageError } from "../errors.ts";
import type { ReadingFlags } from "./flags.ts";
import { speaker } from "../say.ts";

/** Flags whose values stand in the order of the files. */
type Ordered = ReadingFlags & { readonly groups?: unknown; readonly quiet?: boolean };

/** Files of a shell's pattern come in alphabetical order and are put in natural order: layer2 before layer10. */
export function inOrder(files: readonly string[], flags: Ordered): string[] {
  // A list of groups counts the files; a text is a column of a table.
  const isCounted = flags.names !== undefined || Array.isArray(flags.groups);
  const order = flags.keepOrder || isCounted ? undefined : naturalOrder(files);
  if (!order) return [...files];
  speaker(flags)(
    "note: the files came in alphabetical order and were put in natural order (layer2 before layer10); --keep-order keeps them.",
  );
  return order.map((place) => files[place]!);
}

/**
 * The representations under the names that the flags give them.
 * @throws {UsageError} for another number of names, or a change that is none.
 */
export async function withNames<R extends Outline>(
  read: readonly R[],
  flags: ReadingFlags,
  signal: AbortSignal,
): Promise<R[]> {
  const { names } = flags;
  if (names && names.length !== read.length)
    throw new UsageError(
      `--names has ${names.length} names, and ${read.length} representations were read: ${read.map(({ name }) => name).join(", ")}.`,
    );
  const rename = flags.rename === undefined ? undefined : await renaming(flags.rename, signal);
  if (!names && !rename) return [...read];
  const made = read.map((one, k) => renamed(one, rename ? rename(names?.[k] ?? one.name) : names![k]!));
  read.forEach(({ name }, k) => renames.set(name, made[k]!.name));
  const all = made.map(({ name }) => name);
  if (all.includes(""))
    throw new UsageError(`${rename ? "--rename" : "--names"} leaves a representation without a name.`);
  const twice = all.find((name, k) => all.indexOf(name) !== k);
  if (twice === undefined) return made;
  throw new UsageError(
    `${rename ? "--rename" : "--names"} names two representations ${quoted(twice)}; each needs a name of its own.`,
  );
}

/** What this process, which is one command, renamed. */
const renames = new Map<string, string>();

/** Keeps in mind that other names than those of files were changed: of what a matrix is between. */
export function noteRenames(from: readonly string[], to: readonly string[]): void {
  from.forEach((name, k) => renames.set(name, to[k]!));
}

/** @throws {UsageError} where `--rename` changed no name of all that were read. */
export function assertRenamed({ rename, names }: ReadingFlags): void {
  if (rename === undefined || names || [...renames].some(([from, to]) => from !== to)) return;
  const some = [...renames.keys()].slice(0, 5);
  throw new UsageError(
    `--rename ${quoted(rename)} changes no name; the names are ${some.join(", ")}${renames.size > some.length ? ", …" : ""}.`,
  );
}

/** Under another name; what is still to be read keeps it. */
function renamed<R extends Outline>(one: R, name: string): R {
  const { load } = one as { load?: (...given: unknown[]) => Promise<object> };
  if (!load) return { ...one, name };
  return { ...one, name, load: async (...given: unknown[]) => ({ ...(await load(...given)), name }) };
}

/** What changes a name: `s/pattern/replacement/`, or a table of old and new names. */
export async function renaming(how: string, signal: AbortSignal): Promise<(name: string) => string> {
  const [, delimiter] = /^s([/|#,])/.exec(how) ?? [];
  if (delimiter === undefined) return byTable(how, signal);
  const [pattern, replacement, marks, ...rest] = how.slice(2).split(delimiter);
  if (
    pattern &&
    replacement !== undefined &&
    marks !== undefined &&
    rest.length === 0 &&
    /^[gi]*$/.test(marks)
  ) {
    const found = expressionOf(pattern, marks);
    // As sed has it: \1 for the first group.
    const text = replacement.replaceAll("$", "$$$$").replaceAll(/\\(\d)/g, "$$$1");
    return (name) => name.replace(found, text);
  }
  throw new UsageError(
    `--rename takes s/pattern/replacement/, with g or i behind it, or a table; got ${quoted(how)}.`,
  );
}

function expressionOf(pattern: string, marks: string): RegExp {
  try {
    return new RegExp(pattern, marks);
  } catch (error) {
    throw new UsageError(`--rename: ${(error as Error).message}.`);
  }
}

async function byTable(file: string, signal: AbortSignal): Promise<(name: string) => string> {
  if (!/\.(csv|tsv)$/i.test(file))
    throw new UsageError(
      `--rename takes s/pattern/replacement/ or a table (.csv, .tsv), got ${quoted(file)}.`,
    );
  const { columns, rows } = await readLabels(file, { bytes: 0 }, undefined, signal);
  if (columns.length < 2)
    throw new UsageError(`--rename ${file}: expected two columns, the old and the new name.`);
  const names = new Map(rows.map(([from, to]) => [from!, to!]));
  return (name) => names.get(name) ?? name;
}
