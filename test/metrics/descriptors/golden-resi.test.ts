import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type MetricSpec } from "../../../src/index.ts";
import { goldenArray, goldenCases, tolerance } from "../../golden/golden.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

const set = "resi_measures";
const cases = goldenCases(set);

/** resi's nrmse of two representations is 1/2 whatever they are: no golden value of anything. */
const ours: [fn: string, spec: MetricSpec][] = [
  ["statistics.magnitude_difference", { metric: "magnitude" }],
  ["statistics.uniformity_difference", { metric: "uniformity" }],
  ["statistics.concentricity_difference", { metric: "concentricity" }],
  ["output_similarity.Disagreement", { metric: "disagreement" }],
  ["output_similarity.JSD", { metric: "jensen-shannon" }],
];

describe.each(ours)("resi's %s is %o", (fn, spec) => {
  const known = cases.filter((golden) => golden.fn === fn);
  it("is among the golden cases", () => expect(known.length).toBeGreaterThan(1));
  it.each(known)("$id $tag", async ({ in: files, out }) => {
    const [x, y] = [goldenArray(set, files["R"] as string), goldenArray(set, files["Rp"] as string)];
    const expected = out["value"]!;
    const value = await engine.compare(x, y, spec);
    expect(Math.abs(value - expected.value!)).toBeLessThanOrEqual(tolerance(expected, x, y));
  });
});
