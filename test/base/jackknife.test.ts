import { describe, expect, it } from "vitest";
import { bcaInterval, jackknife, jackknifeInterval, scaleOf } from "../../src/base/jackknife.ts";
import { createRandom } from "../../src/base/random.ts";
import { mean } from "../../src/base/statistics.ts";
import { normalQuantile, normalTail, upperQuantile } from "../../src/base/student.ts";

const random = createRandom(4);
const sample = Array.from({ length: 24 }, () => 3 + random.normal());

/** A statistic on all, and without each of the parts that have these sizes. */
function leaveOut(statistic: (values: readonly number[]) => number, sizes: readonly number[]) {
  let start = 0;
  const without = sizes.map((size) => {
    const rest = sample.filter((_, k) => k < start || k >= start + size);
    start += size;
    return statistic(rest);
  });
  return { value: statistic(sample), without, sizes };
}

const ones = sample.map(() => 1);
const biasedVariance = (values: readonly number[]) => mean(values.map((v) => (v - mean(values)) ** 2));
const variance = (values: readonly number[]) =>
  (biasedVariance(values) * values.length) / (values.length - 1);

describe("jackknife", () => {
  it("gives the standard error of a mean, and no bias", () => {
    const { bias, standardError } = jackknife(leaveOut(mean, ones));
    expect(bias).toBeCloseTo(0, 12);
    expect(standardError).toBeCloseTo(Math.sqrt(variance(sample) / 24), 12);
  });

  it("removes the bias of a variance exactly", () => {
    const { bias } = jackknife(leaveOut(biasedVariance, ones));
    expect(biasedVariance(sample) - bias).toBeCloseTo(variance(sample), 12);
  });

  it("takes parts of unequal sizes", () => {
    const sizes = [2, 3, 5, 1, 4, 6, 3];
    const { bias, standardError } = jackknife(leaveOut(mean, sizes));
    expect(bias).toBeCloseTo(0, 12);
    // Of a mean the pseudo-value of a part is the mean of the part.
    let start = 0;
    const terms = sizes.map((size) => {
      const part = mean(sample.slice(start, (start += size)));
      return (part - mean(sample)) ** 2 / (24 / size - 1);
    });
    expect(standardError).toBeCloseTo(Math.sqrt(mean(terms)), 12);
  });
});

describe("scaleOf", () => {
  it.each([
    [[-1, 1], 0.3],
    [[0, Math.PI / 2], 1.2],
    [[0, Infinity], 7],
    [[-Infinity, 1], -4],
    [[-Infinity, Infinity], 5],
  ] as const)("%j goes there and back, with its slope", (range, value) => {
    const { to, from, slope } = scaleOf(range);
    expect(from(to(value))).toBeCloseTo(value, 12);
    expect((to(value + 1e-6) - to(value - 1e-6)) / 2e-6).toBeCloseTo(slope(value), 5);
  });

  it("is twice Fisher's z of a correlation", () =>
    expect(scaleOf([-1, 1]).to(0.7)).toBeCloseTo(2 * Math.atanh(0.7), 12));
});

describe("jackknifeInterval", () => {
  const all = [-Infinity, Infinity] as const;

  it("is Student's interval of a mean", () => {
    const { lower, upper, about } = jackknifeInterval(leaveOut(mean, ones), { range: all, confidence: 0.9 });
    const half = upperQuantile(0.05, 23) * Math.sqrt(variance(sample) / 24);
    expect(lower).toBeCloseTo(mean(sample) - half, 10);
    expect(upper).toBeCloseTo(mean(sample) + half, 10);
    expect(about).toBe("population");
  });

  it("stays inside the range, whatever the confidence", () => {
    const odds = (values: readonly number[]) => 1 / (1 + Math.exp(-mean(values)));
    const question = { range: [0, 1], confidence: 0.999999 } as const;
    const { lower, upper } = jackknifeInterval(leaveOut(odds, ones), question);
    expect(lower).toBeGreaterThan(0);
    expect(upper).toBeLessThan(1);
  });

  /** Far biased beside its standard error: bias 12/n. */
  const shifted = (values: readonly number[]) => mean(values) + 12 / values.length;
  const halves = (statistic: (values: readonly number[]) => number) => ({
    values: [statistic(sample.slice(0, 12)), statistic(sample.slice(12))],
    size: 12,
  });

  it("centres on a value without its bias where halves confirm it", () => {
    const question = { range: all, confidence: 0.95, halves: halves(shifted) };
    const found = jackknifeInterval(leaveOut(shifted, ones), question);
    expect(found.about).toBe("debiased");
    expect(found.estimate).toBeCloseTo(mean(sample), 10);
    expect(found.lower + found.upper).toBeCloseTo(2 * mean(sample), 10);
  });

  it("is for the expectation where halves do not confirm the bias, or there are none", () => {
    const slow = (values: readonly number[]) => mean(values) + 12 / Math.sqrt(values.length);
    for (const more of [{ halves: halves(slow) }, {}]) {
      const found = jackknifeInterval(leaveOut(slow, ones), { range: all, confidence: 0.95, ...more });
      expect(found).toMatchObject({ about: "expectation", estimate: slow(sample) });
      expect(found.lower).toBeLessThan(slow(sample));
    }
  });

  it.each([
    ["at an end of the range", [1, 0.9], [0, 1]],
    ["at an end without one part", [0.9, 1], [0, 1]],
    ["not defined without one part", [0.9, NaN], [0, 1]],
    ["the same without any part", [0.9, 0.9], [0, 1]],
    ["0 of what has no upper bound", [0, 0.1], [0, Infinity]],
  ] as const)("has none %s", (_, [value, left], range) => {
    const given = { value, without: [value, left, value], sizes: [1, 1, 1] };
    expect(jackknifeInterval(given, { range, confidence: 0.95 })).toMatchObject({
      about: "none",
      lower: NaN,
      upper: NaN,
    });
  });
});

describe("bcaInterval", () => {
  const draws = Array.from({ length: 4001 }, (_, k) => normalQuantile((k + 0.5) / 4001));

  it("is the percentile interval where nothing is skewed or biased", () => {
    const even = { value: 0, without: [-1, 1, -2, 2], sizes: [1, 1, 1, 1] };
    const { lower, upper } = bcaInterval(even, draws, 0.95)!;
    expect(lower).toBeCloseTo(-1.96, 2);
    expect(upper).toBeCloseTo(1.96, 2);
  });

  it("moves by twice the bias of the draws, and by the skewness", () => {
    const even = { value: 0.3, without: [-1, 1], sizes: [1, 1] };
    expect(bcaInterval(even, draws, 0.95)!.lower).toBeCloseTo(2 * 0.3 - 1.96, 1);
    const skewed = { value: 0, without: [-4, 1, 1, 1, 1], sizes: [1, 1, 1, 1, 1] };
    const acceleration = (64 - 4) / (6 * 20 ** 1.5);
    expect(bcaInterval(skewed, draws, 0.95)!.upper).toBeCloseTo(1.96 / (1 - 1.96 * acceleration), 1);
  });

  it("is none where next to all draws lie on one side of the value", () => {
    const given = { value: 2.5, without: [1, 2], sizes: [1, 1] };
    expect(bcaInterval(given, draws, 0.95)).toBeUndefined();
    expect(bcaInterval({ ...given, value: -2.5 }, draws, 0.95)).toBeUndefined();
  });
});

describe("normalQuantile", () => {
  it("inverts the tail", () => {
    for (const share of [1e-9, 0.025, 0.5, 0.975])
      expect(normalTail(-normalQuantile(share))).toBeCloseTo(share, 12);
  });
});
