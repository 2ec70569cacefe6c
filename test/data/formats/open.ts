import { FormatError } from "../../../src/base/errors.ts";
import { readFileSync } from "node:fs";
import { unzipSync } from "fflate";
import {
  allRows,
  type OpenedFile,
  type OpenFile,
  type StoredArray,
} from "../../../src/data/formats/opened.ts";
import { opened, rejected } from "./opening.ts";

/** Files that other programs wrote, and what those programs read from them; `make.py` beside them says how. */
export function goldenFiles<Expected>(set: string): {
  files: Record<string, Uint8Array>;
  expected: Expected;
} {
  const folder = new URL(`../../golden/formats/${set}/`, import.meta.url);
  return {
    files: unzipSync(readFileSync(new URL("files.zip", folder))),
    expected: JSON.parse(readFileSync(new URL("expected.json", folder), "utf8")) as Expected,
  };
}

/** Opens bytes as a file of this name. */
export function openBytes(
  open: OpenFile,
  name: string,
  bytes: Uint8Array,
  maxMemory = 2 ** 28,
): Promise<OpenedFile> {
  return opened(open, name, bytes, { maxMemory });
}

/** The array of this path. */
export function arrayAt(opened: OpenedFile, path: string): StoredArray {
  const found = opened.arrays.find((array) => array.path === path);
  if (!found)
    throw new Error(`no array ${path} among ${opened.arrays.map((array) => array.path).join(", ")}`);
  return found;
}

/** All its numbers, each as it is. */
export async function numbersIn(opened: OpenedFile, path: string): Promise<number[]> {
  const array = arrayAt(opened, path);
  return Array.from(await array.read(allRows(array)));
}

/** Doubles from their bits in base64. */
export function doublesOf(bits: string): number[] {
  const bytes = new Uint8Array(Buffer.from(bits, "base64"));
  return Array.from(new Float64Array(bytes.buffer));
}

/** The error that the reading ends with, which must be a FormatError. */
export async function caughtFrom(reading: Promise<unknown>): Promise<FormatError> {
  const error = await rejected(reading);
  if (error instanceof FormatError) return error;
  throw error;
}
