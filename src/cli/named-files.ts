/** Flags that take files under a name: `--region V1='V1/sub-*.npy'`. */
import type { Command } from "commander";
import { existsSync } from "node:fs";
import { pushAll } from "../base/lists.ts";
import { quoted } from "../base/text.ts";
import { UsageError } from "./errors.ts";
import { expandPattern } from "./glob.ts";
import { parsePlaces } from "./options.ts";

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
