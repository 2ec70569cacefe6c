import { largestOf } from "../base/lists.ts";
import { OptionError } from "../base/errors.ts";
import type { Representation } from "./representation.ts";
import { stemOf } from "./formats/bytes.ts";

/** `file:array`, or just the file's name where it holds one array. */
export function nameArrays<A extends Pick<Representation, "name">>(stem: string, arrays: readonly A[]): A[] {
  if (arrays.length === 1) return [{ ...arrays[0]!, name: stem }];
  return arrays.map((array) => ({ ...array, name: `${stem}:${array.name}` }));
}

/** How a path is shortened: to its last part, with some of its parent folders, and with its extension or without. */
interface Shortening {
  readonly depth: number;
  readonly extension: boolean;
}

/**
 * One name a file: its last part without extension, and as many of its parent
 * folders as tell it from the others. `a/x.npy`, `b/x.npy`, `y.npy` → `a/x`, `b/x`, `y`.
 * Files that differ in their extension only keep it: `x.mat`, `x.npy`.
 *
 * @throws {OptionError} if two are alike.
 */
export function distinctNames(paths: readonly string[]): string[] {
  const byStem = new Map<string, string[]>();
  for (const path of paths) byStem.set(stemOf(path), [...(byStem.get(stemOf(path)) ?? []), path]);
  const found = new Map([...byStem].map(([stem, rivals]) => [stem, shorteningThatTells(rivals)]));
  return paths.map((path) => shortened(path, found.get(stemOf(path))!));
}

/** The shortest with which the paths, all of one stem, differ. */
function shorteningThatTells(rivals: readonly string[]): Shortening {
  const deepest = largestOf(rivals.map((path) => foldersOf(path).length));
  for (const extension of [false, true]) {
    for (let depth = 0; depth <= deepest; depth++) {
      const names = rivals.map((path) => shortened(path, { depth, extension }));
      if (new Set(names).size === rivals.length) return { depth, extension };
    }
  }
  throw new OptionError(
    `read: sources with one name, "${stemOf(rivals[0]!)}": ${rivals.join(", ")}. Give each once.`,
  );
}

function foldersOf(path: string): string[] {
  return path.split(/[/\\]/).slice(0, -1);
}

function shortened(path: string, { depth, extension }: Shortening): string {
  const folders = foldersOf(path);
  const last = extension ? path.split(/[/\\]/).at(-1)! : stemOf(path);
  return [...folders.slice(Math.max(0, folders.length - depth)), last].join("/");
}
