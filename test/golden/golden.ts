import { readFileSync } from "node:fs";
import { parseNpy } from "../../src/data/formats/numpy/npy.ts";
import type { Representation } from "../../src/data/representation.ts";

/** A value that a peer's own code gave, and how closely to agree with it. */
interface Expected {
  value?: number;
  file?: string;
  shape?: number[];
  /** Absolute: 20 times what rounding of the inputs does to the value, and at least 1e-12. */
  tol: number;
  /** Largest magnitude of a whole array. */
  max_abs?: number;
}

export interface GoldenCase {
  id: string;
  fn: string;
  tag?: string;
  params: Record<string, unknown>;
  in: Record<string, string | string[]>;
  out: Record<string, Expected>;
  note?: string;
}

const folder = (set: string) => new URL(`${set}/`, import.meta.url);

/** The cases of one set; its index.json says which peer at which commit made them, and how. */
export function goldenCases(set: string): GoldenCase[] {
  return (JSON.parse(readFileSync(new URL("index.json", folder(set)), "utf8")) as { cases: GoldenCase[] }).cases;
}

export function goldenArray(set: string, file: string): Representation {
  return parseNpy(new Uint8Array(readFileSync(new URL(file, folder(set)))), file)[0]!;
}

/** Data below this are compared relatively: an absolute tolerance would accept zeros. */
const tiny = 1e-6;

/** The absolute difference to accept of a value of inputs as large as these. */
export function tolerance(expected: Expected, ...inputs: Representation[]): number {
  const scale = Math.max(...inputs.flatMap(({ data }) => [...data].map(Math.abs)));
  return scale < tiny ? Math.min(expected.tol, 1e-9 * Math.abs(expected.value!)) : expected.tol;
}
