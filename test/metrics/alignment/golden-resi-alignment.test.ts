import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type MetricSpec } from "../../../src/index.ts";
import { goldenArray, goldenCases, tolerance } from "../../golden/golden.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

const set = "resi_measures";

/** What each of resi's functions is here. */
const ours: [fn: string, spec: MetricSpec][] = [
  ["procrustes.orthogonal_procrustes_centered_and_normalized", { metric: "procrustes", ground: "unit-norm" }],
  ["procrustes.permutation_procrustes", { metric: "permutation", ground: "euclidean", center: false }],
  ["procrustes.permutation_angular_shape_metric", { metric: "permutation", center: false }],
  ["procrustes.aligned_cossim", { metric: "aligned-cosine" }],
  ["procrustes.permutation_aligned_cossim", { metric: "permutation-aligned-cosine" }],
  ["correlation_match.hard_correlation_match", { metric: "hard-correlation-match" }],
  ["correlation_match.hard_correlation_match", { metric: "permutation", ground: "correlation" }],
  ["correlation_match.soft_correlation_match", { metric: "soft-correlation-match" }],
];

describe.each(ours)("%s is %o", (fn, spec) => {
  const known = goldenCases(set).filter((golden) => golden.fn === fn);
  it("is among the golden cases", () => expect(known.length).toBeGreaterThan(1));
  it.each(known)("$id $tag", async ({ in: files, out }) => {
    const [x, y] = [goldenArray(set, files["R"] as string), goldenArray(set, files["Rp"] as string)];
    const value = await engine.compare(x, y, spec);
    expect(Math.abs(value - out["value"]!.value!)).toBeLessThanOrEqual(tolerance(out["value"]!, x, y));
  });
});
