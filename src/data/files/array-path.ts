/** `FILE:ARRAY`: one array of a file, or those whose path a pattern fits. */
import { FormatError } from "../../base/errors.ts";
import { questionOf } from "../../base/suggest.ts";
import { literally, wildcards } from "../../base/text.ts";
import { extensions } from "../formats/registry.ts";
import type { StoredArray } from "../formats/opened.ts";

/** A file and which of its arrays is meant; all of them where nothing is said. */
export interface ArrayPath {
  readonly file: string;
  readonly array?: string;
}

/** The first colon behind a known extension divides file and array: `C:\a.npz:layer1`, `http://host:80/a.h5:/group/x`. */
const known = extensions.map(literally).join("|");
const divided = new RegExp(`^(.*?(?:${known}))/*:(.+)$`, "is");

/** A folder as a shell completes its name. */
const completed = new RegExp(`^(.*(?:${known}))/+$`, "is");

/** Divides `layers.npz:layer10` into file and array. Slashes behind a folder that is a file are left out. */
export function arrayPathOf(text: string): ArrayPath {
  const [, file, array] = divided.exec(text) ?? [];
  return file === undefined ? { file: completed.exec(text)?.[1] ?? text } : { file, array: array! };
}

/**
 * The arrays that are meant: all that can be read, the one of that path, or those that the pattern fits.
 * A leading slash means nothing; in a pattern `*` is any text and `?` any letter.
 * @throws {FormatError} if there is none, or it cannot be read, listing those that there are.
 */
export function chosenArrays(
  arrays: readonly StoredArray[],
  asked: string | undefined,
  file: string,
): readonly StoredArray[] {
  const readable = arrays.filter(({ refused }) => refused === undefined);
  if (asked === undefined) {
    if (readable.length > 0) return readable;
    throw complaint(file, "an array of numbers", listed(arrays));
  }
  const wanted = plain(asked);
  const exact = arrays.find(({ path }) => plain(path) === wanted);
  if (exact) return [checked(exact, file)];
  const fits = patternOf(wanted);
  const found = fits ? readable.filter(({ path }) => fits.test(plain(path))) : [];
  if (found.length > 0) return found;
  const paths = arrays.map(({ path }) => path).filter((path) => path !== "");
  if (paths.length === 0)
    throw complaint(file, `an array ${wanted}`, "one array without a name", ` Leave out :${asked}.`);
  throw complaint(
    file,
    `an array ${wanted}`,
    listed(arrays),
    groupHint(file, wanted, paths) || questionOf(wanted, paths),
  );
}

/** A group, structure or dictionary was named where arrays in it are meant. */
function groupHint(file: string, wanted: string, paths: readonly string[]): string {
  const inner = ["/", "."].map((sign) => `${wanted}${sign}`);
  const start = inner.find((one) => paths.some((path) => plain(path).startsWith(one)));
  return start === undefined ? "" : ` For all arrays in it: ${file}:${start}*`;
}

/** As `chosenArrays`, with those that cannot be read. @throws {FormatError} if there is none. */
export function listedArrays(
  arrays: readonly StoredArray[],
  asked: string | undefined,
  file: string,
): readonly StoredArray[] {
  const wanted = asked === undefined ? () => true : wantedBy(asked);
  const found = arrays.filter(({ path }) => wanted(path));
  return found.length > 0 ? found : chosenArrays(arrays, asked, file);
}

/** Whether an array is the one that is asked for, or one that the pattern fits. */
export function wantedBy(asked: string): (path: string) => boolean {
  const wanted = plain(asked);
  const fits = patternOf(wanted);
  return (path) => plain(path) === wanted || Boolean(fits?.test(plain(path)));
}

function checked(array: StoredArray, file: string): StoredArray {
  if (array.refused === undefined) return array;
  throw complaint(`${file}:${array.path}`, "real numbers", array.refused);
}

function plain(path: string): string {
  return path.replace(/^\/+/, "");
}

function patternOf(text: string): RegExp | undefined {
  if (!/[*?]/.test(text)) return undefined;
  return new RegExp(`^${wildcards(text, ".")}$`, "s");
}

/** Arrays that a message lists. */
const shown = 12;

function listed(arrays: readonly StoredArray[]): string {
  if (arrays.length === 0) return "no array at all";
  const words = arrays
    .slice(0, shown)
    .map(({ path, shape, refused }) => `${path || "(no name)"} (${refused ?? shape.join(" × ")})`);
  const more = arrays.length > shown ? ` and ${arrays.length - shown} more` : "";
  return `${words.join(", ")}${more}`;
}

function complaint(file: string, expected: string, got: string, advice = ""): FormatError {
  return new FormatError(
    { file, offset: 0, expected, got },
    `${file}: expected ${expected}, got ${got}.${advice}`,
  );
}
