/** Patterns of files that the command itself expands, because the shell sees `V1=sub-*.npy` as one word. */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { FileError } from "./errors.ts";

/** `layer2` before `layer10`. */
const natural = new Intl.Collator("en", { numeric: true });

/**
 * The files that a word stands for: itself, or those that match it as a pattern, in natural order.
 * `*` and `?` stand for characters of a name other than `/`, `**` for folders at any depth; names that
 * begin with a dot are matched by patterns that do. A file that has the very name is that file.
 *
 * @throws {FileError} for a pattern that matches no file
 */
export async function expandPattern(pattern: string): Promise<string[]> {
  if (!/[*?]/.test(pattern) || (await stat(pattern).catch(() => undefined))) return [pattern];
  const isAbsolute = pattern.startsWith("/");
  const parts = pattern.split("/").filter((part) => part !== "");
  const found = await matching(isAbsolute ? "/" : "", parts);
  if (found.length > 0) return [...new Set(found)].sort(natural.compare);
  throw new FileError(
    `${pattern}: no file matches this pattern. * and ? stand for characters of one name, ** for folders at any depth.`,
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
  const start = /^[*?]/.test(part) ? "(?!\\.)" : "";
  const literal = part.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${start}${literal.replaceAll(/\*+/g, "[^/]*").replaceAll("?", "[^/]")}$`, "u");
}
