import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type MetricSpec } from "../../../src/index.ts";
import { goldenArray, goldenCases, tolerance, type GoldenCase } from "../../golden/golden.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

const set = "netrep_conv";

function specOf({ params }: GoldenCase): MetricSpec & { metric: "convolutional" } {
  return {
    metric: "convolutional",
    group: params["metric"] === "PermutationMetric" ? "permutation" : "orthogonal",
    alpha: (params["alpha"] as number | undefined) ?? 1,
    ground: params["score_method"] as "angular" | "euclidean",
    center: params["center_columns"] as boolean,
  };
}

describe("convolutional agrees with netrep's convolve_metric", () => {
  it.each(goldenCases(set))("$id $tag", async (golden) => {
    const images = (file: unknown) => ({ ...goldenArray(set, file as string), layout: "nhwc" as const });
    const [x, y] = [images(golden.in["X"]), images(golden.in["Y"])];
    const [dists, min] = [golden.out["dists"]!, golden.out["min"]!];
    const table = await engine.table(x, y, specOf(golden));
    const expected = goldenArray(set, dists.file!);
    expect([table.rows, table.cols]).toEqual(expected.shape);
    table.data.forEach((value, k) =>
      expect(Math.abs(value - expected.data[k]!)).toBeLessThanOrEqual(tolerance(dists, x, y)),
    );
    const value = await engine.compare(x, y, specOf(golden));
    expect(Math.abs(value - min.value!)).toBeLessThanOrEqual(tolerance(min, x, y));
    if (golden.tag!.includes("minimum 0")) expect(value).toBeLessThanOrEqual(1e-13);
  });
});
