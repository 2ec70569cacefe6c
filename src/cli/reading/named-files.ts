/**
 * Flags that take files under a name: `--region V1='V1/sub-*.npy'`. The shell sees that as one word, so
 * patterns are expanded here.
 */
import type { Command } from "commander";
import { existsSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { naturalCompare, pushAll } from "../../base/lists.ts";
import { quoted, wildcards } from "../../base/text.ts";
import { FileError, UsageError } from "../errors.ts";
import { arrayPathOf } from "../../data/files/array-path.ts";
import { parsePlaces } from "../options.ts";

/** Files that belong together, under the name that the user gave. */
export interface NamedFiles {
  readonly name: string;
  readonly files: readonly string[];
}

/** Adds a flag that takes `name=files`, several times. */
export function addNamedFiles(command: Command, flag: string, text: string): Command {
  return command.option(`${flag} <name=files...>`, text, parsePlaces(flag));
}

/**
 * The words after such a flag, as files under names. `name=` begins a list; words without one, up to the
 * next name, belong to it too. A pattern is expanded, in natural order. The same name again adds files.
 *
 * @throws {UsageError} for a list without a name, or a name without files
 * @throws {FileError} for a pattern that matches no file
 */
export async function namedFiles(flag: string, words: readonly string[] = []): Promise<NamedFiles[]> {
  if (words.length === 0)
    throw new UsageError(`${flag} is missing: a name and its files, e.g. ${exampleOf(flag)}.`);
  const lists = new Map<string, string[]>();
  let current: string[] | undefined;
  for (const word of words) {
    const { name, pattern } = partsOf(word);
    if (name !== undefined) {
      current = lists.get(name) ?? [];
      lists.set(name, current);
    }
    if (!current || name === "" || pattern === "") throw unnamed(flag, word);
    pushAll(current, await expandPattern(pattern));
  }
  return [...lists].map(([name, files]) => ({ name, files }));
}

/** `V1=a.npy` in two; a path that has the sign itself, in a folder or as a file that is there, is whole. */
function partsOf(word: string): { name?: string; pattern: string } {
  const at = word.indexOf("=");
  if (at < 0 || word.slice(0, at).includes("/") || existsSync(word)) return { pattern: word };
  return { name: word.slice(0, at).trim(), pattern: word.slice(at + 1) };
}

function unnamed(flag: string, word: string): UsageError {
  return new UsageError(
    `${flag} takes a name and its files, e.g. ${exampleOf(flag)}; got ${quoted(word)}. In quotes, patterns are expanded here.`,
  );
}

function exampleOf(flag: string): string {
  return `${flag} ${flag === "--region" ? "V1='V1/sub-*.npy'" : "name='folder/*.npy'"}`;
}

/**
 * The files that a word stands for: itself, or those that match it as a pattern, in natural order.
 * `*` and `?` stand for characters of a name other than `/`, `[1-4]` and `[!0]` for one of them, `**` for folders at any depth; names that
 * begin with a dot are matched by patterns that do. A file that has the very name is that file. What stands behind
 * the colon of `FILE:ARRAY` is a pattern of arrays, and stays.
 *
 * @throws {FileError} for a pattern that matches no file
 */
export async function expandPattern(pattern: string): Promise<string[]> {
  const { file, array } = arrayPathOf(pattern);
  if (array !== undefined) return (await expandPattern(file)).map((one) => `${one}:${array}`);
  if (!(/[*?]/.test(pattern) || classes.test(pattern)) || (await stat(pattern).catch(() => undefined)))
    return [pattern];
  const isAbsolute = pattern.startsWith("/");
  const parts = pattern.split("/").filter((part) => part !== "");
  const found = await matching(isAbsolute ? "/" : "", parts);
  if (found.length > 0) return [...new Set(found)].sort(naturalCompare);
  throw new FileError(
    `${pattern}: no file matches this pattern. * and ? stand for characters of one name, [1-4] for one of them, ** for folders at any depth.`,
  );
}

/** Files below `folder` that match the parts of a pattern. */
async function matching(folder: string, [part, ...rest]: readonly string[]): Promise<string[]> {
  if (part === undefined) return [];
  const entries = await readdir(folder === "" ? "." : folder, { withFileTypes: true }).catch(() => []);
  if (part === "**") {
    const deeper = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith("."));
    const below = deeper.map(({ name }) => matching(join(folder, name), ["**", ...rest]));
    return [...(await matching(folder, rest)), ...(await Promise.all(below)).flat()];
  }
  const pattern = expressionOf(part);
  const here = [".", ".."].includes(part)
    ? [part]
    : entries.map(({ name }) => name).filter((name) => pattern.test(name));
  // `join` would take "./" away, with which a name may have been written.
  const paths = here.map((name) =>
    folder === "" || folder.endsWith("/") ? folder + name : `${folder}/${name}`,
  );
  if (rest.length > 0) return (await Promise.all(paths.map((path) => matching(path, rest)))).flat();
  const kinds = await Promise.all(paths.map((path) => stat(path).catch(() => undefined)));
  return paths.filter((_, k) => kinds[k] && !kinds[k].isDirectory());
}

function expressionOf(part: string): RegExp {
  const start = /^[*?[]/.test(part) ? "(?!\\.)" : "";
  const source = (piece: string) => (isClass(piece) ? classOf(piece) : wildcards(piece, "[^/]"));
  return new RegExp(`^${start}${part.split(classes).map(source).join("")}$`, "u");
}

/** One of several characters: `[1-4]`, `[abc]`, `[!0]`. */
const classes = /(\[!?[^\]/]+\])/;

function isClass(piece: string): boolean {
  return piece.startsWith("[") && piece.endsWith("]");
}

function classOf(piece: string): string {
  const [, not, inside] = /^\[(!?)(.+)\]$/.exec(piece) as RegExpExecArray;
  return `[${not ? "^/" : ""}${inside!.replaceAll(/[\\^[\]]/g, String.raw`\$&`)}]`;
}
