import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type MetricSpec } from "../../../src/index.ts";
import { goldenArray, goldenCases, tolerance, type GoldenCase } from "../../golden/golden.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

/** What each of resi's functions is here. */
const ofResi: [fn: string, spec: (params: GoldenCase["params"]) => MetricSpec][] = [
  ["rsm_norm_difference.rsm_norm_diff", () => ({ metric: "rsm-difference", norm: "spectral" })],
  ["distance_correlation.distance_correlation", () => ({ metric: "distance-correlation" })],
  ["eigenspace_overlap.eigenspace_overlap_score", () => ({ metric: "eigenspace-overlap" })],
  ["gulp.gulp", ({ lmbda }) => ({ metric: "gulp", lambda: lmbda as number, squared: true })],
];

describe.each(ofResi)("resi's %s", (fn, spec) => {
  const set = "resi_measures";
  const known = goldenCases(set).filter((golden) => golden.fn === fn);
  it("is among the golden cases", () => expect(known.length).toBeGreaterThan(2));
  it.each(known)("$id $tag", async ({ in: files, out, params }) => {
    const [x, y] = [goldenArray(set, files["R"] as string), goldenArray(set, files["Rp"] as string)];
    const value = await engine.compare(x, y, spec(params));
    expect(Math.abs(value - out["value"]!.value!)).toBeLessThanOrEqual(tolerance(out["value"]!, x, y));
    expect(Math.abs((await engine.compare(y, x, spec(params))) - value)).toBeLessThanOrEqual(1e-12);
  });
});

describe.each(["cka", "unbiased_cka"])("platonic-rep's %s, with its epsilon", (fn) => {
  const set = "platonic_metrics";
  const known = goldenCases(set).filter((golden) => golden.fn === `AlignmentMetrics.${fn}`);
  it("is among the golden cases", () => expect(known.length).toBeGreaterThan(1));
  it.each(known)("$id $tag", async ({ in: files, out, params }) => {
    const [x, y] = ["feats_A", "feats_B"].map((name) => goldenArray(set, files[name] as string));
    const { kernel_metric, rbf_sigma } = params;
    const value = await engine.compare(x!, y!, {
      metric: "cka",
      debiased: fn === "unbiased_cka",
      epsilon: 1e-6,
      ...(kernel_metric === "rbf" && {
        kernel: "rbf",
        bandwidth: rbf_sigma as number,
        bandwidthUnit: "responses",
      }),
    });
    expect(Math.abs(value - out["exact"]!.value!)).toBeLessThanOrEqual(tolerance(out["exact"]!, x!, y!));
  });
});
