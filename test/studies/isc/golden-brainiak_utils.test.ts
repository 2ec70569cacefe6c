import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine } from "../../../src/index.ts";
import { pValue } from "../../../src/studies/isc/resampling/judge.ts";
import type { Side } from "../../../src/base/statistics.ts";
import { matrix, transpose, type Matrix } from "../../../src/base/matrix.ts";
import { goldenArray, goldenCases, type GoldenCase } from "../../golden/golden.ts";

// Of the set's functions there is nothing here like cov2corr, from_sym_2_tri, circ_dist,
// sumexp_stable and center_mass_exp (case misc_a): they serve models that are not part of this library.
const set = "brainiak_utils";
let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

const casesOf = (fn: string) => goldenCases(set).filter((golden) => golden.fn === fn);

function input({ in: files }: GoldenCase, name: string): Matrix {
  const { shape, data } = goldenArray(set, files[name] as string);
  const [rows, cols] = shape.length === 1 ? [1, shape[0]!] : (shape as [number, number]);
  return matrix(rows, cols, Float64Array.from(data));
}

function expectClose({ out }: GoldenCase, name: string, values: ArrayLike<number>): void {
  const { file, tol } = out[name]!;
  const expected = goldenArray(set, file!).data;
  expect(values.length).toBe(expected.length);
  for (let k = 0; k < expected.length; k++) {
    if (Number.isNaN(expected[k])) expect(values[k]).toBeNaN();
    else expect(Math.abs(values[k]! - expected[k]!)).toBeLessThanOrEqual(tol);
  }
}

it("comes with its provenance", () => {
  const text = readFileSync(new URL(`../../golden/${set}/index.json`, import.meta.url), "utf8");
  expect(JSON.parse(text)).toMatchObject({ set, peer: "brainiak", commit: "123f6e1" });
});

describe("isfc of one subject with the targets of another is compute_correlation", () => {
  it.each(casesOf("compute_correlation"))("$id $tag", async (golden) => {
    const [a, b] = [transpose(input(golden, "matrix1")), transpose(input(golden, "matrix2"))];
    const { matrices } = await engine.isfc([a, a], { targets: [b, b] });
    const found = matrices[0]!.data;
    // Without return_nans the peer says 0 of a constant course; here that is never a value.
    const isKept = golden.params["return_nans"] === true;
    expectClose(golden, "corr", isKept ? found : found.map((value) => (Number.isNaN(value) ? 0 : value)));
  });
});

describe("isc of two subjects is array_correlation", () => {
  it.each(casesOf("array_correlation"))("$id $tag", async (golden) => {
    const subjects = [input(golden, "x"), input(golden, "y")];
    const { values } = await engine.isc(subjects, { spatial: golden.params["axis"] === 1 });
    expectClose(golden, "r", values.data);
  });
});

describe("p is p_from_null", () => {
  it.each(casesOf("p_from_null"))("$id $tag", (golden) => {
    const [observed, { rows, cols, data }] = [input(golden, "observed"), input(golden, "distribution")];
    const { side, exact } = golden.params as { side: Side; exact: boolean };
    const p = Array.from({ length: cols }, (_, unit) => {
      const column = Float64Array.from({ length: rows }, (_, sample) => data[sample * cols + unit]!);
      return pValue(observed.data[unit]!, column, 0, side, exact);
    });
    expectClose(golden, "p", p);
  });
});
