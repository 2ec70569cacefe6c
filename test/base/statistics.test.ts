import { describe, expect, it } from "vitest";
import { mean, percentileInterval, permutationP, quantile, reaches } from "../../src/base/statistics.ts";

describe("permutationP", () => {
  it("counts the observed value itself, and what equals it up to rounding", () => {
    expect(permutationP(0.3, [0.1, 0.2, 0.5])).toBe(2 / 4);
    expect(permutationP(0.1 + 0.2, [0.3, 0.1])).toBe(2 / 3);
    expect(permutationP(0, [1e-17, -1e-17, -0.5, 0.5])).toBe(4 / 5);
  });

  it("has the same answer at every scale", () => {
    const [observed, permuted] = [0.1 + 0.2, [0.3, 0.1, 0.7, 0.2]];
    for (const scale of [1e-200, 1e-12, 1, 1e150])
      expect(
        permutationP(
          observed * scale,
          permuted.map((value) => value * scale),
        ),
      ).toBe(3 / 5);
  });

  it("looks at the side that is asked for", () => {
    const permuted = [-3, -1, 0, 1, 2];
    expect(permutationP(-2, permuted, "left")).toBe(2 / 6);
    expect(permutationP(-2, permuted, "two-sided")).toBe(3 / 6);
    expect(permutationP(-2, permuted, "right")).toBe(5 / 6);
  });

  it("takes no NaN for extreme", () => expect(permutationP(1, [NaN, 2])).toBe(2 / 3));
});

it("reaches within 1e-12 of the scale", () => {
  expect(reaches(1 - 1e-13, 1, 1)).toBe(true);
  expect(reaches(1 - 1e-11, 1, 1)).toBe(false);
  expect(reaches(1 - 1e-11, 1, 100)).toBe(true);
});

it("percentileInterval leaves out equal shares, in any order of the values", () => {
  const values = Array.from({ length: 101 }, (_, k) => (k * 37) % 101);
  const { lower, upper } = percentileInterval(values, 0.9);
  expect(lower).toBeCloseTo(5, 12);
  expect(upper).toBeCloseTo(95, 12);
  expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5);
  expect(mean([1, 2, 6])).toBe(3);
  expect(mean([])).toBeNaN();
});
