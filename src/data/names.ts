import { largestOf } from "../base/lists.ts";
import { OptionError } from "../base/errors.ts";
import type { Representation } from "./representation.ts";
import { stemOf } from "./formats/bytes.ts";

/** `file:array`, or just the file's name where it holds one array. */
export function nameArrays<A extends Pick<Representation, "name">>(stem: string, arrays: readonly A[]): A[] {
  if (arrays.length === 1) return [{ ...arrays[0]!, name: stem }];
  return arrays.map((array) => ({ ...array, name: `${stem}:${array.name}` }));
}

/**
 * One name a file: its last part without extension, and as many of its parent
 * folders as tell it from the others. `a/x.npy`, `b/x.npy`, `y.npy` → `a/x`, `b/x`, `y`.
 *
 * @throws {OptionError} if two are alike with all their folders.
 */
export function distinctNames(paths: readonly string[]): string[] {
  const byStem = new Map<string, string[]>();
  for (const path of paths) byStem.set(stemOf(path), [...(byStem.get(stemOf(path)) ?? []), path]);
  const depths = new Map([...byStem].map(([stem, rivals]) => [stem, depthThatTells(rivals)]));
  return paths.map((path) => withFolders(path, depths.get(stemOf(path))!));
}

/** Fewest parent folders with which the paths, all of one stem, differ. */
function depthThatTells(rivals: readonly string[]): number {
  const deepest = largestOf(rivals.map((path) => foldersOf(path).length));
  for (let depth = 0; depth <= deepest; depth++) {
    if (new Set(rivals.map((path) => withFolders(path, depth))).size === rivals.length) return depth;
  }
  throw new OptionError(
    `read: sources with one name, "${stemOf(rivals[0]!)}": ${rivals.join(", ")}. Give each once, and rename those that differ in their extension only.`,
  );
}

function foldersOf(path: string): string[] {
  return path.split(/[/\\]/).slice(0, -1);
}

function withFolders(path: string, depth: number): string {
  const folders = foldersOf(path);
  return [...folders.slice(Math.max(0, folders.length - depth)), stemOf(path)].join("/");
}
