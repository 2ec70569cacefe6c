import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { StoredArray } from "../../../src/data/formats/opened.ts";
import { formatOf } from "../../../src/data/formats/registry.ts";
import { piecesOf } from "../../../src/data/source.ts";

/** A file of `test/golden/formats/tables`; what is in it says `write.mjs` there. */
export function golden(name: string): string {
  return fileURLToPath(new URL(`../../golden/formats/tables/${name}`, import.meta.url));
}

/** The arrays of a file as its reader opens it. */
export async function arraysIn(path: string, maxMemory = 2 ** 31): Promise<readonly StoredArray[]> {
  const open = await formatOf(path).open!();
  const source = { name: path, bytes: Uint8Array.from(readFileSync(path)) };
  const pieces = async () => (await piecesOf(source))!;
  const { arrays } = await open({ path, source, pieces }, { maxMemory });
  return arrays;
}

const count = 40;
const rows = Array.from({ length: count }, (_, i) => i);

/** Names of the 40 rows. */
export const names = rows.map((i) => `s${i}`);

/** Numbers of a table from a formula of row and place in the row, row-major. */
export function table(each: number, value: (i: number, k: number) => number): number[] {
  return rows.flatMap((i) => Array.from({ length: each }, (_, k) => value(i, k)));
}

/** The columns u0 … u3. */
export const units = table(4, (i, j) => (4 * i + j) / 8 - 3);

/** The columns of integers and the like, in their order. */
export const integers: Readonly<Record<string, (i: number) => number>> = {
  yes: (i) => Number(i % 3 === 0),
  i8: (i) => i - 20,
  i16: (i) => 100 * i - 2000,
  i32: (i) => 10 - 70_000 * i,
  i64: (i) => i * 2 ** 40,
  u8: (i) => 5 * i,
  u32: (i) => 100_000_000 * i,
  f64: (i) => 1 / (i + 1),
};

/** The lists of three, and of two lists of three. */
export const embedding = table(3, (i, k) => (3 * i + k) / 8);
export const matrix = table(6, (i, k) => 6 * i + k);
