/** How code names the files and values of a question. */
import type { Item } from "../../session/types.ts";

/** A value as source text of a program: `{ metric: "cka", debiased: true }`. */
export function source(value: unknown): string {
  if (typeof value === "number") return String(value); // JSON has no Infinity, which is the order of a distance
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "undefined";
  if (Array.isArray(value)) return value.length > 3 ? longList(value) : `[${value.map(source).join(", ")}]`;
  const parts = Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .map(([name, one]) => `${/^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name)}: ${source(one)}`);
  return parts.length === 0 ? "{}" : `{ ${parts.join(", ")} }`;
}

/** A line each. */
function longList(values: readonly unknown[]): string {
  return `[\n${values.map((one) => `  ${source(one)},\n`).join("")}]`;
}

/** A value of an option behind a colon of `--metric`. */
export function wordOf(value: unknown): string {
  return typeof value === "boolean" ? (value ? "yes" : "no") : String(value);
}

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
