import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type MetricSpec } from "../../../src/index.ts";
import type { Matrix } from "../../../src/base/matrix.ts";
import type { Representation } from "../../../src/data/representation.ts";
import { goldenArray, goldenCases, tolerance, type GoldenCase } from "../../golden/golden.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

/** Whether the value, given its two inputs, is the golden one. */
async function agrees(
  set: string,
  { in: files, out }: GoldenCase,
  [first, second]: readonly [string, string],
  valueOf: (x: Representation, y: Representation) => Promise<number>,
): Promise<void> {
  const [x, y] = [goldenArray(set, files[first] as string), goldenArray(set, files[second] as string)];
  const expected = out["value"]!;
  expect(Math.abs((await valueOf(x, y)) - expected.value!)).toBeLessThanOrEqual(tolerance(expected, x, y));
}

describe("permutation agrees with netrep's PermutationMetric", () => {
  const set = "netrep_perm_cka";
  const cases = goldenCases(set).filter(({ fn }) => fn === "PermutationMetric.fit_score");
  it.each(cases)("$id $tag", (golden) =>
    agrees(set, golden, ["X", "Y"], (x, y) =>
      engine.compare(x, y, {
        metric: "permutation",
        ground: golden.params["score_method"] as "angular" | "euclidean",
        center: golden.params["center_columns"] as boolean,
      }),
    ),
  );
  it("is at 1e-13 where the true distance is 0", async () => {
    const zero = cases.filter(({ tag }) => tag!.includes("zero distance"));
    expect(zero.length).toBeGreaterThanOrEqual(2);
    for (const golden of zero) {
      const [x, y] = ["X", "Y"].map((name) => goldenArray(set, golden.in[name] as string));
      expect(await engine.compare(x!, y!, { metric: "permutation" })).toBeLessThanOrEqual(1e-13);
    }
  });
});

describe("permutation agrees with resi", () => {
  const set = "resi_measures";
  const ours: Record<string, MetricSpec & { metric: "permutation" }> = {
    "procrustes.permutation_procrustes": { metric: "permutation", ground: "euclidean", center: false },
    "procrustes.permutation_angular_shape_metric": { metric: "permutation", center: false },
    "correlation_match.hard_correlation_match": { metric: "permutation", ground: "correlation" },
  };
  const cases = goldenCases(set);
  const known = cases.filter(({ fn }) => Object.hasOwn(ours, fn));
  it.each(known)("$id $tag", (golden) =>
    agrees(set, golden, ["R", "Rp"], (x, y) => engine.compare(x, y, ours[golden.fn]!)),
  );
  it.each(cases.filter(({ fn }) => fn === "procrustes.permutation_aligned_cossim"))(
    "align: $id $tag",
    (golden) =>
      agrees(set, golden, ["R", "Rp"], async (x, y) => {
        const moved = await engine.align(x, y, { metric: "permutation", center: false });
        return meanCosineOfRows(moved.x.aligned, moved.y.aligned);
      }),
  );
});

function meanCosineOfRows(a: Matrix, b: Matrix): number {
  const row = ({ data, cols }: Matrix, i: number) => [...data.subarray(i * cols, (i + 1) * cols)];
  let sum = 0;
  for (let i = 0; i < a.rows; i++) {
    const [p, q] = [row(a, i), row(b, i)];
    sum += p.reduce((dot, v, k) => dot + v * q[k]!, 0) / (Math.hypot(...p) * Math.hypot(...q));
  }
  return sum / a.rows;
}
