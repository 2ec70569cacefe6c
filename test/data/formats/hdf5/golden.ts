import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defaultLimits } from "../../../../src/data/formats/bytes.ts";
import type { OpenedFile, OpenFile, OpenHow, StoredArray } from "../../../../src/data/formats/opened.ts";
import { allRows } from "../../../../src/data/formats/opened.ts";
import { piecesOf, type Source } from "../../../../src/data/source.ts";

const folder = new URL("../../../golden/formats/hdf5/", import.meta.url);

/** What the writers say that their files hold: `FILE:ARRAY` → numbers, or words of the refusal. */
export const golden = JSON.parse(readFileSync(new URL("index.json", folder), "utf8")) as {
  arrays: Record<string, { shape: number[]; values: (number | string)[]; unequal?: number[][][] }>;
  refused: Record<string, string>;
  names: Record<string, string[]>;
  axes: Record<string, string[]>;
};

export function goldenPath(file: string): string {
  return fileURLToPath(new URL(file, folder));
}

export function goldenBytes(file: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(file, folder)));
}

/** The arrays of one file: path and what is expected. */
export function expectedIn(file: string) {
  return Object.entries(golden.arrays)
    .filter(([key, { unequal }]) => key.startsWith(`${file}:`) && !unequal)
    .map(([key, { shape, values }]) => ({
      path: key.slice(file.length + 1),
      shape,
      values: values.map(Number),
    }));
}

/** Opens a source, and closes it after `work`. */
export async function withOpened<T>(
  open: OpenFile,
  source: Source,
  work: (file: OpenedFile) => Promise<T>,
  how: OpenHow = defaultLimits as OpenHow,
): Promise<T> {
  const path = typeof source === "string" ? source : (source as { name: string }).name;
  const pieces = (await piecesOf(source))!;
  try {
    const opened = await open({ path, source, pieces: async () => pieces }, how);
    try {
      return await work(opened);
    } finally {
      await opened.close();
    }
  } finally {
    await pieces.close();
  }
}

export function arrayAt({ arrays }: OpenedFile, path: string): StoredArray {
  const array = arrays.find((one) => one.path === path);
  if (!array) throw new Error(`no ${path}; there are ${arrays.map((one) => one.path).join(", ")}`);
  return array;
}

export async function numbersOf(array: StoredArray): Promise<number[]> {
  return Array.from(await array.read(allRows(array)));
}
