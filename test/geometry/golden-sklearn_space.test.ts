import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { adjustedRand, silhouette } from "../../src/geometry/partition.ts";
import { pcoa } from "../../src/geometry/pcoa.ts";
import { smacof } from "../../src/geometry/smacof.ts";
import { matrix, type Matrix } from "../../src/base/matrix.ts";
import { jacobi } from "./oracles.ts";
import { goldenArray, goldenCases, type GoldenCase } from "../golden/golden.ts";

const set = "sklearn_space";
const casesOf = (fn: string) => goldenCases(set).filter((golden) => golden.fn === fn);
const input = ({ in: files }: GoldenCase, name: string) => goldenArray(set, files[name] as string);

function matrixOf(golden: GoldenCase, name: string): Matrix {
  const { shape, data } = input(golden, name);
  return matrix(shape[0]!, shape[1]!, Float64Array.from(data));
}

const output = ({ out }: GoldenCase, name: string): ArrayLike<number> => {
  const expected = out[name]!;
  return expected.file === undefined ? [expected.value!] : goldenArray(set, expected.file).data;
};

function expectClose(golden: GoldenCase, name: string, got: ArrayLike<number>): void {
  const expected = output(golden, name);
  expect(got.length).toBe(expected.length);
  Array.from(got, (value, k) =>
    expect(Math.abs(value - expected[k]!)).toBeLessThanOrEqual(golden.out[name]!.tol),
  );
}

it("comes with its provenance", () => {
  const text = readFileSync(new URL(`../golden/${set}/index.json`, import.meta.url), "utf8");
  expect(JSON.parse(text)).toMatchObject({ set, peer: expect.stringContaining("scikit-learn") });
});

describe("pcoa agrees with the definition", () => {
  it.each(casesOf("cmds"))("$id $tag", (golden) => {
    const found = pcoa(matrixOf(golden, "D"), golden.params["n_components"] as number, jacobi);
    expectClose(golden, "eigvals", found.eigenvalues);
    expectClose(golden, "coords", found.coordinates.data);
    expectClose(golden, "stress1", [found.stress]);
  });
});

describe("smacof agrees with scikit-learn", () => {
  const run = (golden: GoldenCase, iterations: number, tolerance: number) => {
    const start = matrixOf(golden, "init");
    const search = { dimensions: start.cols, restarts: 0, starts: [start], iterations, tolerance };
    return smacof(matrixOf(golden, "D"), search);
  };
  const [steps, toConvergence] = [
    casesOf("smacof").filter(({ params }) => params["eps"] === 0),
    casesOf("smacof").filter(({ params }) => params["eps"] !== 0),
  ];

  it.each(steps)("$id: after so many steps", (golden) => {
    const last = golden.params["max_iter"] as number;
    const found = run(golden, last, 0);
    expectClose(golden, "coords", found.coordinates.data);
    expectClose(golden, "raw_stress_at_coords", [found.rawStress]);
    expectClose(golden, "n_iter", [found.iterations]);
    // its stress is that of the step before
    expectClose(golden, "stress", [run(golden, last - 1, 0).rawStress]);
  });

  it.each(toConvergence)("$id: at the end", (golden) => {
    const found = run(golden, golden.params["max_iter"] as number, 1e-13);
    expectClose(golden, "coords", found.coordinates.data);
    expectClose(golden, "stress", [found.rawStress]);
    expect(found.converged).toBe(true);
  });
});

describe("partitions agree with scikit-learn", () => {
  it.each(casesOf("adjusted_rand_score"))("$id $tag", (golden) =>
    expectClose(golden, "value", [adjustedRand(input(golden, "a").data, input(golden, "b").data)]),
  );
  it.each(casesOf("silhouette_score"))("$id $tag", (golden) => {
    const { mean, values } = silhouette(matrixOf(golden, "D"), input(golden, "labels").data);
    expectClose(golden, "score", [mean]);
    expectClose(golden, "samples", values);
  });
});
