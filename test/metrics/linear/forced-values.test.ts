import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type MetricSpec } from "../../../src/index.ts";
import { createRandom } from "../../../src/base/random.ts";
import { gaussian, representation } from "../../support/data.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

/** Independent noise of one network a number of units, for the same stimuli. */
const noise = (stimuli: number, ...units: number[]) => {
  const random = createRandom(stimuli);
  return units.map((cols, k) => representation(`n${k}`, gaussian(random, stimuli, cols)));
};
const noteOf = async (inputs: ReturnType<typeof noise>, spec: MetricSpec) =>
  (await engine.pairwise(inputs, spec)).warnings.join();

const correlations: MetricSpec[] = [
  { metric: "cca", ground: "mean" },
  { metric: "pwcca" },
  { metric: "svcca", variance: 1 },
];

describe("a network that spans all stimuli", () => {
  it.each(correlations)("alone makes every correlation with it 1, which is said: %o", async (spec) => {
    for (const inputs of [noise(40, 200, 5), noise(40, 5, 200)]) {
      expect((await engine.pairwise(inputs, spec)).at(0, 1)).toBeCloseTo(1, 10);
      const note = await noteOf(inputs, spec);
      expect(note).toContain("has as many independent directions as the stimuli allow (39)");
      expect(note).toContain("all canonical correlations with it are 1 whatever the data");
      expect(note).toContain("pairwise with folds (--folds 5)");
    }
  });

  it("predicts all of any other, and need not be predicted", async () => {
    const inputs = noise(40, 200, 5);
    const result = await engine.pairwise(inputs, { metric: "linear-regression" });
    expect(result.at(0, 1)).toBeCloseTo(1, 12);
    expect(result.at(1, 0)).toBeLessThan(0.4);
    expect(result.warnings.join()).toContain("the R² of what it predicts is 1 whatever the data");
    const [wide, narrow] = inputs as [(typeof inputs)[0], (typeof inputs)[0]];
    const forth = await engine.cross([wide], [narrow], { metric: "linear-regression" });
    expect(forth.warnings.join()).toContain("n0 has as many");
    const back = await engine.cross([narrow], [wide], { metric: "linear-regression" });
    expect(back.warnings.join()).not.toContain("has as many");
  });

  it("is every one of two noise files of 5 stimuli", async () => {
    for (const spec of [...correlations, { metric: "linear-regression" } as const]) {
      const note = await noteOf(noise(5, 40, 40), spec);
      expect(note).toContain("n0, n1 have as many independent directions as the stimuli allow (4)");
    }
  });

  it("is counted without centring too, where all stimuli are a direction more", async () => {
    const spec = { metric: "cca", ground: "mean", center: false } as const;
    expect(await noteOf(noise(6, 5, 3), { ...spec, center: true })).toContain("allow (5)");
    expect(await noteOf(noise(6, 5, 1), spec)).toBe("");
    expect(await noteOf(noise(6, 6, 1), spec)).toContain("allow (6)");
  });

  it("is undone by a ridge, or by keeping fewer directions", async () => {
    const inputs = noise(40, 200, 5);
    expect(await noteOf(inputs, { metric: "cca", ridge: 10 })).toBe("");
    expect(await noteOf(inputs, { metric: "svcca", variance: 1, maxDirections: 20 })).toBe("");
  });
});

describe("ranks that sum to more than the stimuli allow", () => {
  it.each(correlations)("force some correlations, which is said: %o", async (spec) => {
    const note = await noteOf(noise(60, 40, 35), spec);
    expect(note).toMatch(/In (1 of 1|2 of 2) pairs the ranks sum to more than the 59 directions/);
    expect(await noteOf(noise(60, 30, 29), spec)).toBe("");
    expect(await noteOf(noise(60, 30, 30), spec)).toContain("some canonical correlations are 1");
  });

  it("are counted over pairs", async () => {
    expect(await noteOf(noise(60, 40, 35, 10), { metric: "linear-regression" })).toContain("In 2 of 6 pairs");
    expect(await noteOf(noise(60, 40, 35, 10), { metric: "procrustes", alpha: 0 })).toContain(
      "In 1 of 3 pairs",
    );
    expect(await noteOf(noise(60, 40, 35), { metric: "procrustes" })).toBe("");
  });
});

describe("two stimuli", () => {
  const specs: MetricSpec[] = [
    { metric: "cka" },
    { metric: "rv" },
    { metric: "nbs" },
    { metric: "procrustes" },
    { metric: "cca", ground: "mean" },
    { metric: "svcca" },
    { metric: "linear-regression" },
    { metric: "kernel-procrustes" },
  ];
  it.each(specs)("make any two networks equal, which is said: %o", async (spec) => {
    const inputs = noise(2, 40, 35);
    const { warnings } = await engine.pairwise(inputs, spec);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain("There are two stimuli");
    expect((await engine.pairwise(noise(3, 40, 35), spec)).warnings.join()).not.toContain("two stimuli");
  });

  it("span all that pwcca sees, and decide nothing where scale counts or nothing is centred", async () => {
    expect(await noteOf(noise(2, 40, 35), { metric: "pwcca" })).toContain("as the stimuli allow (1)");
    expect(await noteOf(noise(2, 40, 35), { metric: "bures" })).toBe("");
    expect(await noteOf(noise(2, 40, 35), { metric: "nbs", center: false })).toBe("");
  });
});

describe("the ends of the range", () => {
  const random = createRandom(3);
  const [x, y] = [gaussian(random, 50, 6), gaussian(random, 50, 5)];
  y.data.forEach((value, k) => (y.data[k] = value + x.data[Math.floor(k / 5) * 6 + (k % 5)]!));
  const scaled = (a: typeof x, by: number) => ({ ...a, data: a.data.map((value) => value * by) });

  it("leave a ridge what it is: correlations of squares of 1e-154 are right", async () => {
    const at = (ground: "mean" | "mean-squared", by: number) =>
      engine.compare(scaled(x, by), scaled(y, by), { metric: "cca", ground, ridge: 1 });
    const mean = (await at("mean", 1e-20)) / 1e-40;
    const squared = (await at("mean-squared", 1e-20)) / 1e-80;
    for (const by of [1e-60, 1e-77, 1e-78, 1e-140]) {
      expect((await at("mean", by)) / by / by / mean).toBeCloseTo(1, 12);
    }
    for (const by of [1e-60, 1e-70, 1e-76]) {
      expect((await at("mean-squared", by)) / by ** 4 / squared).toBeCloseTo(1, 12);
    }
  });

  it.each([0, -500, -530])("leave a ridge its share of the data at 2^%d", async (exponent) => {
    const c = 2 ** exponent;
    const value = await engine.compare(scaled(x, c), scaled(y, c), { metric: "cca", ridge: 30 * c * c });
    expect(value).toBeCloseTo(await engine.compare(x, y, { metric: "cca", ridge: 30 }), 12);
  });

  it("are whitened as by alpha 0 where 1 is beyond the largest double at their scale", async () => {
    const [p, q] = [scaled(x, 1e-310), scaled(y, 1e-310)];
    const partly = await engine.compare(p, q, { metric: "procrustes", alpha: 0.3 });
    expect(partly).toBeCloseTo(await engine.compare(p, q, { metric: "procrustes", alpha: 0 }), 12);
  });

  it("give subnormal responses their R², without a word about a ridge that is 0", async () => {
    const value = await engine.compare(scaled(x, 1e-310), scaled(y, 1e-310), { metric: "linear-regression" });
    expect(value).toBeCloseTo(await engine.compare(x, y, { metric: "linear-regression" }), 8);
  });

  it("are an error where a value has no double", async () => {
    const spec = { metric: "elementwise", dissimilarity: "squared-euclidean" } as const;
    const [a, b] = [scaled(x, 1e160), scaled(x, -1e160)];
    await expect(engine.compare(a, b, spec)).rejects.toThrow("a value is beyond the largest double, 1.8e308");
    expect(await engine.compare(a, b, { ...spec, dissimilarity: "euclidean" })).toBeGreaterThan(1e160);
    await expect(engine.rdm(a, { dissimilarity: "squared-euclidean" })).rejects.toThrow(
      "beyond the largest double",
    );
    const [p, q] = [scaled(x, 2e307), scaled(x, -2e307)];
    await expect(engine.compare(p, q, { metric: "permutation", ground: "euclidean" })).rejects.toThrow(
      "A distance is beyond the largest double",
    );
  });
});
