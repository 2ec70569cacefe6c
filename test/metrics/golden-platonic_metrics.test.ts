import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine } from "../../src/index.ts";
import type { Representation } from "../../src/data/representation.ts";
import { goldenArray, goldenCases, tolerance, type GoldenCase } from "../golden/golden.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

const set = "platonic_metrics";
const casesOf = (fn: string) => goldenCases(set).filter((golden) => golden.fn === `AlignmentMetrics.${fn}`);
const inputs = ({ in: files }: GoldenCase) =>
  ["feats_A", "feats_B"].map((name) => goldenArray(set, files[name] as string)) as [
    Representation,
    Representation,
  ];

describe.each(["cka", "unbiased_cka"])("cka agrees with platonic-rep's %s", (fn) => {
  it.each(casesOf(fn))("$id $tag", async (golden) => {
    const [x, y] = inputs(golden);
    const { kernel_metric, rbf_sigma } = golden.params;
    const kernel = kernel_metric === "rbf" ? "rbf" : "linear";
    const value = await engine.compare(x, y, {
      metric: "cka",
      kernel,
      debiased: fn === "unbiased_cka",
      ...(kernel === "rbf" ? { bandwidth: rbf_sigma as number, bandwidthUnit: "responses" } : {}),
    });
    // The peer adds 1e-6 to the denominator; what that changes is known from its size.
    const expected = golden.out["exact"]!;
    const peer = value / (1 + 1e-6 / denominator(x, y, golden));
    expect(Math.abs(peer - expected.value!)).toBeLessThanOrEqual(tolerance(expected, x, y));
  });
});

/** The peer's √(HSIC·HSIC), from its definition. */
function denominator(x: Representation, y: Representation, { fn, params }: GoldenCase): number {
  const sigma = params["rbf_sigma"] as number | undefined;
  const hsic = fn.endsWith("unbiased_cka") ? unbiasedSelf : biasedSelf;
  return Math.sqrt(hsic(gram(x, sigma)) * hsic(gram(y, sigma)));
}

function gram({ shape, data }: Representation, sigma: number | undefined): number[][] {
  const [m, n] = shape as [number, number];
  const row = (i: number) => Array.from(data.subarray(i * n, (i + 1) * n));
  const entry = (a: number[], b: number[]) =>
    sigma === undefined
      ? a.reduce((sum, v, k) => sum + v * b[k]!, 0)
      : Math.exp(-(Math.hypot(...a.map((v, k) => v - b[k]!)) ** 2) / (2 * sigma * sigma));
  return Array.from({ length: m }, (_, i) =>
    Array.from({ length: m }, (_column, j) => entry(row(i), row(j))),
  );
}

const sumOf = (values: number[]) => values.reduce((a, b) => a + b, 0);

/** tr(KHKH). */
function biasedSelf(k: number[][]): number {
  const m = k.length;
  const means = k.map((row) => sumOf(row) / m);
  const all = sumOf(means) / m;
  return sumOf(k.flatMap((row, i) => row.map((v, j) => (v - means[i]! - means[j]! + all) ** 2)));
}

/** Song et al. 2012, equation 5. */
function unbiasedSelf(k: number[][]): number {
  const m = k.length;
  const hollow = k.map((row, i) => row.map((v, j) => (i === j ? 0 : v)));
  const rows = hollow.map(sumOf);
  const trace = sumOf(hollow.flatMap((row) => row.map((v) => v * v)));
  const cross = sumOf(rows.map((r) => r * r));
  return (trace + sumOf(rows) ** 2 / ((m - 1) * (m - 2)) - (2 * cross) / (m - 2)) / (m * (m - 3));
}

describe("svcca agrees with platonic-rep's, computed exactly, of standardised units", () => {
  it.each(casesOf("svcca"))("$id $tag", async (golden) => {
    const [x, y] = inputs(golden).map(standardized) as [Representation, Representation];
    const maxDirections = golden.params["cca_dim"] as number;
    const value = await engine.compare(x, y, { metric: "svcca", variance: 1, maxDirections });
    const expected = golden.out["exact_definition"]!;
    expect(Math.abs(value - expected.value!)).toBeLessThanOrEqual(tolerance(expected, x, y));
  });
});

/** As the peer does: less the mean, over the sample standard deviation + 1e-8. */
function standardized(x: Representation): Representation {
  const [m, n] = x.shape as [number, number];
  const data = Float64Array.from(x.data);
  for (let j = 0; j < n; j++) {
    const unit = Array.from({ length: m }, (_, i) => data[i * n + j]!);
    const mean = unit.reduce((sum, v) => sum + v, 0) / m;
    const deviation = Math.hypot(...unit.map((v) => v - mean)) / Math.sqrt(m - 1);
    unit.forEach((v, i) => (data[i * n + j] = (v - mean) / (deviation + 1e-8)));
  }
  return { ...x, data };
}
