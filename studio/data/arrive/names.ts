/** Names of new items: no two share one. */
import type { Item, Origin } from "../../session/types.ts";

/**
 * Each with a name that no other has: `layer1`, then with as many folders of its path as tell it from the others,
 * then `layer1 (2)`.
 * @param items - new, named as they were read
 * @param others - those that are there
 * @param depthOf - how many folders a name has at least
 */
export function named<I extends Pick<Item, "name" | "origin">>(
  items: readonly I[],
  others: Iterable<Pick<Item, "name">>,
  depthOf: (item: I) => number = () => 0,
): I[] {
  const taken = new Set([...others].map(({ name }) => name));
  return items.map((item) => {
    const all = spellings(item.name, item.origin).slice(depthOf(item));
    const name = all.find((one) => !taken.has(one)) ?? counted(all.at(-1) ?? item.name, taken);
    taken.add(name);
    return { ...item, name };
  });
}

/** `layer1`, `a/layer1`, `net/a/layer1`. */
function spellings(name: string, origin: Origin): string[] {
  const folders = pathOf(origin).split(/[/\\]/).slice(0, -1);
  return Array.from({ length: folders.length + 1 }, (_, k) =>
    [...folders.slice(folders.length - k), name].join("/"),
  );
}

function counted(name: string, taken: ReadonlySet<string>): string {
  for (let k = 2; ; k++) if (!taken.has(`${name} (${k})`)) return `${name} (${k})`;
}

/**
 * How many folders tell each file from the others that came with it and have its name: `a/x.npy`, `b/x.npy`, `y.npy` → 1, 1, 0.
 * Files of one name in different folders are alike, so none of them goes without.
 */
export function depthsOf(paths: readonly string[]): Map<string, number> {
  const rivals = new Map<string, string[]>();
  for (const path of paths) {
    const stem = stemOf(path);
    const there = rivals.get(stem);
    if (there) there.push(path);
    else rivals.set(stem, [path]);
  }
  return new Map(
    [...rivals.values()].flatMap((some) => some.map((path) => [path, depthThatTells(some)] as const)),
  );
}

function depthThatTells(paths: readonly string[]): number {
  const folders = paths.map((path) => path.split(/[/\\]/).slice(0, -1));
  const deepest = folders.reduce((most, { length }) => Math.max(most, length), 0);
  const isTold = (depth: number) =>
    new Set(folders.map((all) => all.slice(Math.max(0, all.length - depth)).join("/"))).size === paths.length;
  let depth = 0;
  while (depth < deepest && !isTold(depth)) depth++;
  return depth;
}

/** Path of a file, or of the address. */
export function pathOf(origin: Origin): string {
  return origin.from === "url" ? new URL(origin.url, location.href).pathname : origin.path;
}

/** `a/layer1.npy` → `layer1`; `.nii.gz` is one extension. */
export function stemOf(path: string): string {
  const base = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  return base.replace(/(?!^)(\.(nii|zarr))?\.\w+$/, "");
}

/** The folder that a file lies in; empty for none. */
export function folderOf(origin: Origin): string {
  return origin.from === "url" ? "" : (origin.path.split(/[/\\]/).at(-2) ?? "");
}
