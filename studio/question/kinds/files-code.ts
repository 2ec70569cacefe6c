/** How code names the files and values of a question. */
import type { Item } from "../../session/types.ts";

/** A value as source text of a program. */
export function source(value: unknown): string {
  // JSON has no Infinity, which is the order of a distance.
  const marked = JSON.stringify(value, (_key, part: unknown) => (part === Infinity ? infinity : part));
  return marked.replaceAll(JSON.stringify(infinity), "Infinity");
}

const infinity = "\u0000Infinity";

/** The files of the items, each with its array where it holds several. */
export function filesOf(items: readonly Item[]): string[] {
  return items.map(fileOf);
}

function fileOf({ origin, readAs }: Item): string {
  const path = "path" in origin ? origin.path : new URL(origin.url, globalThis.location?.href).href;
  const stem = stemOf(path);
  return readAs.startsWith(`${stem}:`) ? `${path}${readAs.slice(stem.length)}` : path;
}

/** Its last part without the extension, as `read` names it. */
function stemOf(path: string): string {
  const last = path.split(/[?#]/)[0]!.split(/[/\\]/).at(-1)!;
  return last.replace(/\.(nii\.gz|zarr\.zip|[^.]+)$/i, "");
}

/** Whether names are not those that reading all files at once gives. */
export function hasOwnNames(items: readonly Item[]): boolean {
  return (
    new Set(items.map(({ readAs }) => readAs)).size < items.length ||
    items.some(({ name, readAs }) => name !== readAs)
  );
}
