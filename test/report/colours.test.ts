import { describe, expect, it } from "vitest";
import { spanOf } from "../../src/report/span.ts";
import { colourScaleOf } from "../../src/studies/pairwise/picture/colour-scale.ts";

const panel = (values: readonly number[]) => [
  { rowNames: ["a", "b"], colNames: ["a", "b"], values: Float64Array.from(values) },
];

describe("the colours of a matrix", () => {
  const similarity = colourScaleOf("similarity", [0, 1]);

  it("do not tell values apart that differ by rounding", () => {
    const { domain, clamped } = spanOf(similarity, panel([1, 0.9999999999999998, 0.9999999999999994, 1]));
    expect([domain[0] < 0.6, domain[1] > 1.4, clamped]).toEqual([true, true, false]);
    const equal = spanOf(similarity, panel([1, 0.5, 0.5 + 1e-15, 1]));
    expect(equal).toEqual({ domain: [0.5, 1], clamped: false });
  });

  it("show distances that are 0 but for rounding as one", () => {
    const bounded = colourScaleOf("distance", [0, Math.PI / 2]);
    expect(spanOf(bounded, panel([0, 3e-17, 1e-16, 0])).domain).toEqual([-0.5, 0.5]);
  });

  it("span small differences that are none of rounding", () => {
    expect(spanOf(similarity, panel([1, 0.9, 0.9 + 1e-9, 1])).domain).toEqual([0.9, 0.9 + 1e-9]);
    const unbounded = colourScaleOf("distance", [0, Infinity]);
    expect(spanOf(unbounded, panel([0, 3e-17, 1e-16, 0])).domain).toEqual([3e-17, 1e-16]);
  });
});
