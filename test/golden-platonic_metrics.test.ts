import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine } from "../src/index.ts";
import type { Representation } from "../src/representation.ts";
import { goldenArray, goldenCases, tolerance, type GoldenCase } from "./golden/golden.ts";

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
