import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { matrix, type Matrix } from "../../src/base/matrix.ts";
import { rdmFrom, type Rdm } from "../../src/rdm/rdm.ts";
import { stimuliOf } from "../../src/rdm/condensed.ts";
import type { Representation } from "../../src/data/representation.ts";
import { goldenArray, goldenCases, type GoldenCase } from "../golden/golden.ts";

/** One golden set: its cases, inputs and comparison. */
export function golden(set: string) {
  const input = ({ in: files }: GoldenCase, name: string): Representation => ({
    ...goldenArray(set, files[name] as string),
    name,
  });
  const output = ({ out }: GoldenCase, name: string) => goldenArray(set, out[name]!.file!);
  return {
    casesOf: (...fns: string[]) => goldenCases(set).filter(({ fn }) => fns.includes(fn)),
    all: goldenCases(set),
    input,
    output,
    has: ({ in: files }: GoldenCase, name: string) => files[name] !== undefined,
    labels: (one: GoldenCase, name: string) => [...input(one, name).data],
    matrix: (one: GoldenCase, name: string) => matrixOf(input(one, name)),
    rdms: (one: GoldenCase, name: string) => rdmsOf(input(one, name)),
    expectClose(one: GoldenCase, name: string, got: ArrayLike<number>, tol = one.out[name]!.tol) {
      expectClose(got, output(one, name).data, tol);
    },
    provenance: (peer: string) =>
      it("comes with its provenance", () => {
        const text = readFileSync(new URL(`../golden/${set}/index.json`, import.meta.url), "utf8");
        expect(JSON.parse(text)).toMatchObject({ set, peer: expect.stringContaining(peer) });
      }),
  };
}

/** All values within `tol`, and missing where they are missing. */
export function expectClose(got: ArrayLike<number>, expected: ArrayLike<number>, tol: number): void {
  expect(got.length).toBe(expected.length);
  Array.from(expected, (value, k) => {
    if (Number.isNaN(value)) expect(got[k]).toBeNaN();
    else expect(Math.abs(got[k]! - value)).toBeLessThanOrEqual(tol);
  });
}

export function matrixOf({ shape, data }: Representation): Matrix {
  const cols = shape.at(-1)!;
  return matrix(data.length / cols, cols, Float64Array.from(data));
}

/** RDMs from a stack, R × P. */
export function rdmsOf(stack: Representation): Rdm[] {
  const { rows, cols, data } = matrixOf(stack);
  const stimuli = Array.from({ length: stimuliOf(cols)! }, (_, i) => String(i));
  return Array.from({ length: rows }, (_, r) =>
    rdmFrom({
      name: `rdm ${r}`,
      dissimilarity: "correlation",
      stimuli,
      condensed: data.slice(r * cols, (r + 1) * cols),
    }),
  );
}

/** The values of several RDMs, one after the other. */
export const stacked = (rdms: readonly Rdm[]) => rdms.flatMap(({ condensed }) => [...condensed]);
