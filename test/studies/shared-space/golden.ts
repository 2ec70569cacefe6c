import { expect } from "vitest";
import { matrix, transpose, type Matrix } from "../../../src/base/matrix.ts";
import type { Representation } from "../../../src/data/representation.ts";
import { goldenArray, goldenCases, type GoldenCase } from "../../golden/golden.ts";

const set = "brainiak_srm";

export const casesOf = (fn: string): GoldenCase[] => goldenCases(set).filter((golden) => golden.fn === fn);

/** An array of a case as a matrix; a vector as one row. */
export function arrayOf(file: string): Matrix {
  const { shape, data } = goldenArray(set, file);
  const [rows, cols] = shape.length === 1 ? [1, shape[0]!] : (shape as [number, number]);
  return matrix(rows, cols, Float64Array.from(data));
}

export const input = ({ in: files }: GoldenCase, name: string): Matrix => arrayOf(files[name] as string);
export const output = ({ out }: GoldenCase, name: string): Matrix => arrayOf(out[name]!.file!);

/** The peer has voxels × time. */
export function asRepresentation(name: string, voxels: Matrix): Representation {
  const { rows, cols, data } = transpose(voxels);
  return { name, shape: [rows, cols], data };
}

/** X0, X1, … of a case. */
export function subjectsOf(golden: GoldenCase): Representation[] {
  return numbered(golden, /^X\d+$/).map((name) => asRepresentation(name, input(golden, name)));
}

/** W0_0, W0_1, … of a case: voxels × features, as ours. */
export function startOf(golden: GoldenCase): Matrix[] {
  return numbered(golden, /^W0_\d+$/).map((name) => input(golden, name));
}

function numbered({ in: files }: GoldenCase, pattern: RegExp): string[] {
  return Object.keys(files).filter((name) => pattern.test(name));
}

/** Every element within the tolerance of that output. */
export function expectClose(golden: GoldenCase, name: string, got: ArrayLike<number>): void {
  const expected = output(golden, name).data;
  expect([name, got.length]).toEqual([name, expected.length]);
  let worst = 0;
  for (let k = 0; k < expected.length; k++) worst = Math.max(worst, Math.abs(got[k]! - expected[k]!));
  const { tol } = golden.out[name]!;
  if (!(worst <= tol)) expect.unreachable(`${name} is off by ${worst}, tolerance ${tol}`);
}
