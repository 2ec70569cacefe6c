import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type Group } from "../../../src/index.ts";
import { matrix, type Matrix } from "../../../src/base/matrix.ts";
import type { Representation } from "../../../src/data/representation.ts";
import { goldenArray, goldenCases, type GoldenCase } from "../../golden/golden.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

const set = "netrep_multiset";
const casesOf = (fn: string) => goldenCases(set).filter((golden) => golden.fn === fn);
const groups: Record<string, Group> = { orth: "orthogonal", perm: "permutation", identity: "identity" };
const groupOf = ({ params }: GoldenCase) => groups[params["group"] as string]!;

const inputs = ({ in: files }: GoldenCase, name: string): Representation[] =>
  (files[name] as string[]).map((file, k) => ({ ...goldenArray(set, file), name: `${name}${k}` }));

function expectClose(golden: GoldenCase, name: string, got: ArrayLike<number>): void {
  const { file, value, tol } = golden.out[name]!;
  const expected = file === undefined ? [value!] : goldenArray(set, file).data;
  expect(got.length).toBe(expected.length);
  Array.from(got, (one, k) => expect(Math.abs(one - expected[k]!)).toBeLessThanOrEqual(tol));
}

function gramOf({ rows, cols, data }: Matrix): number[] {
  const row = (i: number) => data.subarray(i * cols, (i + 1) * cols);
  const indices = Array.from({ length: rows }, (_, i) => i);
  return indices.flatMap((i) => indices.map((j) => row(i).reduce((sum, x, k) => sum + x * row(j)[k]!, 0)));
}

describe("barycenter agrees with netrep's frechet_mean", () => {
  it.each(casesOf("frechet_mean"))("$id $tag", async (golden) => {
    const found = await engine.barycenter(inputs(golden, "X"), { group: groupOf(golden) });
    const { value, tol } = golden.out["best_known_loss"]!;
    expect(found.loss).toBeLessThanOrEqual(value! + tol);
    // Where the peer found the same minimum, the mean is the same up to a motion.
    if (Math.abs(found.loss - golden.out["loss"]!.value!) > golden.out["loss"]!.tol) return;
    expectClose(golden, "norm", [Math.hypot(...found.mean.data)]);
    expectClose(golden, "gram", gramOf(found.mean));
  });

  it("finds the peer's mean itself from the peer's start", async () => {
    for (const golden of casesOf("frechet_mean").filter(({ params }) => params["warmstart"] === 0)) {
      const found = await engine.barycenter(inputs(golden, "X"), { group: groupOf(golden), restarts: 1 });
      expectClose(golden, "Xbar", found.mean.data);
    }
  });
});

describe("tangentSpace agrees with netrep's euclidean_tangent_space", () => {
  it.each(casesOf("euclidean_tangent_space"))("$id $tag", async (golden) => {
    const { shape, data } = goldenArray(set, golden.in["Xbar"] as string);
    const mean = matrix(shape[0]!, shape[1]!, Float64Array.from(data));
    const { vectors } = await engine.tangentSpace(inputs(golden, "X"), { group: groupOf(golden), mean });
    expectClose(
      golden,
      "tang",
      vectors.flatMap((vector) => [...vector.data]),
    );
  });
});

describe("cross and pairwise agree with netrep's", () => {
  it.each(casesOf("cross_distances"))("$id $tag", async (golden) => {
    const { alpha, center_columns, score_method } = golden.params;
    const result = await engine.cross(inputs(golden, "Xs"), inputs(golden, "Ys"), {
      metric: "procrustes",
      alpha: alpha as number,
      center: center_columns as boolean,
      ground: score_method as "angular",
    });
    expectClose(golden, "D", result.values);
  });

  it.each(casesOf("multiset.pairwise_distances"))("$id $tag", async (golden) => {
    const { metric, alpha, center_columns, score_method } = golden.params;
    const shared = { center: center_columns as boolean, ground: score_method as "angular" | "euclidean" };
    const result = await engine.pairwise(
      inputs(golden, "X"),
      metric === "PermutationMetric"
        ? { metric: "permutation", ...shared }
        : { metric: "procrustes", alpha: alpha as number, ...shared },
    );
    expectClose(golden, "D", result.values);
  });
});
