/** Names of new items: no two share one. */
import type { Item, Origin } from "../../session/types.ts";

/**
 * Each with a name that no other has: `layer1`, then with as many folders of its path as tell it from the others,
 * then `layer1 (2)`.
 * @param items - new, named as they were read
 * @param others - those that are there
 */
export function named<I extends Pick<Item, "name" | "origin">>(
  items: readonly I[],
  others: Iterable<Pick<Item, "name">>,
): I[] {
  const taken = new Set([...others].map(({ name }) => name));
  return items.map((item) => {
    const name =
      spellings(item.name, item.origin).find((one) => !taken.has(one)) ?? counted(item.name, taken);
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
