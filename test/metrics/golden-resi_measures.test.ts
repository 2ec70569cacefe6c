import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type MetricSpec } from "../../src/index.ts";
import { goldenArray, goldenCases, tolerance } from "../golden/golden.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

const set = "resi_measures";
const cases = goldenCases(set);

/** What each of resi's functions is here, and which of its outputs is the definition. */
const ours: [fn: string, output: string, spec: MetricSpec][] = [
  ["cca.get_cca_similarity", "mean_cca", { metric: "cca", ground: "mean" }],
  ["cca.get_cca_similarity", "mean_cca_sq", { metric: "cca", ground: "mean-squared" }],
  ["cca.svcca", "value", { metric: "svcca" }],
  ["cca.pwcca", "by_definition", { metric: "pwcca" }],
  ["cka.centered_kernel_alignment", "value", { metric: "cka" }],
  ["cka.centered_kernel_alignment", "value", { metric: "rv" }],
  ["procrustes.orthogonal_procrustes", "value", { metric: "procrustes", ground: "euclidean", center: false }],
  ["procrustes.orthogonal_procrustes", "value", { metric: "bures", center: false }],
  ["procrustes.procrustes_size_and_shape_distance", "value", { metric: "bures" }],
  ["procrustes.procrustes_size_and_shape_distance", "value", { metric: "procrustes", ground: "euclidean" }],
  ["procrustes.orthogonal_angular_shape_metric_centered", "value", { metric: "procrustes" }],
  ["procrustes.orthogonal_angular_shape_metric_centered", "value", { metric: "nbs", ground: "angular" }],
  ["procrustes.orthogonal_angular_shape_metric", "value", { metric: "procrustes", center: false }],
];

describe.each(ours)("%s: its %s is %o", (fn, output, spec) => {
  const known = cases.filter((golden) => golden.fn === fn);
  it("is among the golden cases", () => expect(known.length).toBeGreaterThan(1));
  it.each(known)("$id $tag", async ({ in: files, out }) => {
    const [x, y] = [goldenArray(set, files["R"] as string), goldenArray(set, files["Rp"] as string)];
    // Where resi's value is wrong, the set gives the definition's beside it.
    const expected = out["by_definition"] ?? out[output]!;
    const value = await engine.compare(x, y, spec);
    expect(Math.abs(value - expected.value!)).toBeLessThanOrEqual(tolerance(expected, x, y));
  });
});

describe("linear_regression.linear_reg predicts the first from the second, ours the second from the first", () => {
  it.each(cases.filter(({ fn }) => fn === "linear_regression.linear_reg"))("$id $tag", async (golden) => {
    const { in: files, out } = golden;
    const [x, y] = [goldenArray(set, files["R"] as string), goldenArray(set, files["Rp"] as string)];
    const value = await engine.compare(y, x, { metric: "linear-regression" });
    expect(Math.abs(value - out["value"]!.value!)).toBeLessThanOrEqual(tolerance(out["value"]!, x, y));
  });
});

describe("procrustes.orthogonal_procrustes_centered_and_normalized is the chord of our angle", () => {
  const fn = "procrustes.orthogonal_procrustes_centered_and_normalized";
  it.each(cases.filter((golden) => golden.fn === fn))("$id $tag", async ({ in: files, out }) => {
    const [x, y] = [goldenArray(set, files["R"] as string), goldenArray(set, files["Rp"] as string)];
    const chord = 2 * Math.sin((await engine.compare(x, y, { metric: "procrustes" })) / 2);
    expect(Math.abs(chord - out["value"]!.value!)).toBeLessThanOrEqual(tolerance(out["value"]!, x, y));
  });
});
