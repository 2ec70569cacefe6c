import { indexNames } from "../../../src/base/lists.ts";
import { describe, expect, it } from "vitest";
import { createEngine } from "../../../src/engine.ts";
import { createRandom } from "../../../src/base/random.ts";
import type { ComparatorName } from "../../../src/rdm/comparators/registry.ts";
import { rdmFrom, type Rdm } from "../../../src/rdm/rdm.ts";
import { rsaSection } from "../../../src/studies/rsa/section.ts";
import type { BarsFigure } from "../../../src/report/figures.ts";
import { noisy, points, rdmOf, simulate } from "./simulated.ts";

const engine = await createEngine({ threads: 0 });

const make = (name: string, values: readonly number[], dissimilarity = "given"): Rdm =>
  rdmFrom({
    name,
    dissimilarity,
    stimuli: indexNames((1 + Math.sqrt(1 + 8 * values.length)) / 2),
    condensed: Float64Array.from(values),
  });

function cosine(x: readonly number[], y: readonly number[]): number {
  const kept = [...x.keys()].filter((k) => !Number.isNaN(x[k]! + y[k]!));
  const sum = (f: (k: number) => number) => kept.reduce((total, k) => total + f(k), 0);
  return sum((k) => x[k]! * y[k]!) / Math.sqrt(sum((k) => x[k]! ** 2) * sum((k) => y[k]! ** 2));
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("subjects with pairs missing", () => {
  const model = make("model", [1, 2, 3, 4, 5, 6]);
  const [a, b] = [make("a", [1, 2, NaN, 3, NaN, NaN]), make("b", [NaN, NaN, 1, NaN, 2, 3])];

  it("have the values of their own pairs, and no ceiling where they share none", async () => {
    const found = await engine.rsa({ data: [a, b], models: [model] });
    expect([...found.bySubject.data]).toEqual([expect.closeTo(0.9915, 4), expect.closeTo(0.9903, 4)]);
    expect(found.pairs).toEqual([3, 3]);
    expect(found.noiseCeiling).toEqual({ lower: NaN, upper: NaN });
    expect(found.warnings).toEqual([
      "Pairs of stimuli are missing: each subject is compared on its own, 3 of 6.",
      "There is no noise ceiling: no subject shares enough pairs of stimuli with the others.",
    ]);
    // 24 orders, the given one among them.
    const p = found.tests!.againstZero.raw[0]!;
    expect(p * 24).toBeCloseTo(Math.round(p * 24), 12);
    const compared = await engine.compareRdms([a, b], [model], { comparator: "cosine" });
    expect([...compared.values]).toEqual([...found.bySubject.data].map((value) => expect.closeTo(value, 14)));
    expect(compared).toMatchObject({ compared: 3, leftOut: 3 });
  });

  it.each([
    "cosine",
    "pearson",
    "spearman",
    "rho-a",
    "kendall-tau-b",
    "cosine-whitened",
    "pearson-whitened",
  ] as const)("are refused by %s where too few are left", async (comparator: ComparatorName) => {
    const few = make("few", [1, NaN, NaN, NaN, NaN, NaN]);
    await expect(engine.rsa({ data: [few, a], models: [model], comparator })).rejects.toThrow(
      /few and the models have 1 of 6 pairs of stimuli in common; .* needs at least [23]/,
    );
    await expect(engine.compareRdms([few], [model], { comparator })).rejects.toThrow(
      /few and model share 1 pair of stimuli; .* needs at least [23]/,
    );
  });

  it("are refused by comparators that need every pair", async () => {
    await expect(engine.rsa({ data: [a, b], models: [model], comparator: "bures" })).rejects.toThrow(
      /bures needs all pairs of stimuli; a or a model misses 3 of 6/,
    );
  });

  const { data, models } = simulate(41, { stimuli: 9, subjects: 4 });
  const holes = data.map((rdm, t) =>
    make(
      rdm.name,
      [...rdm.condensed].map((value, k) => ((k + t) % 5 === 0 && t < 3 ? NaN : value)),
    ),
  );

  it.each([
    "cosine",
    "pearson",
    "spearman",
    "rho-a",
    "kendall-tau-a",
    "cosine-whitened",
    "pearson-whitened",
  ] as const)("are as if alone under %s, and have a ceiling by what they share", async (comparator) => {
    const found = await engine.rsa({ data: holes, models, comparator });
    for (const [t, rdm] of holes.entries()) {
      const { values } = await engine.compareRdms([rdm], models, { comparator });
      values.forEach((value, m) => expect(found.bySubject.data[m * 4 + t]).toBeCloseTo(value, 12));
    }
    expect(found.noiseCeiling.lower).toBeGreaterThan(found.bySubject.data[2 * 4]! - 1);
    expect(found.noiseCeiling.upper).toBeGreaterThan(found.noiseCeiling.lower);
  });

  it("have the lower ceiling of the mean of the others, each over its root mean square, where it has a value", async () => {
    const { noiseCeiling } = await engine.rsa({ data: holes, models });
    const scaled = holes.map(({ condensed }) => {
      const there = [...condensed].filter((value) => !Number.isNaN(value));
      const rms = Math.sqrt(mean(there.map((value) => value ** 2)));
      return [...condensed].map((value) => value / rms);
    });
    const bound = (isOther: (t: number, s: number) => boolean) =>
      mean(
        scaled.map((own, t) => {
          const others = scaled.filter((_, s) => isOther(t, s));
          const pool = own.map((_, k) => mean(others.map((one) => one[k]!).filter((v) => !Number.isNaN(v))));
          return cosine(pool, own);
        }),
      );
    expect(noiseCeiling.lower).toBeCloseTo(
      bound((t, s) => s !== t),
      12,
    );
    expect(noiseCeiling.upper).toBeCloseTo(
      bound(() => true),
      12,
    );
  });

  it("are resampled, cross-validated and fitted on their own pairs", async () => {
    const weighted = { kind: "weighted", name: "w", rdms: models } as const;
    const options = { data: holes, models: [weighted, models[0]!], samples: 20, permutations: 10 } as const;
    const drawn = await engine.rsa({
      ...options,
      bootstrap: ["stimuli", "subjects"],
      crossvalidation: { stimuli: 1 },
    });
    expect(drawn.means.every((value) => value > 0.5 && value < 1)).toBe(true);
    expect(drawn.noiseCeiling.upper).toBeGreaterThan(drawn.noiseCeiling.lower);
    // The weights minimise Σ over subjects of ‖Xθ − y/rms(y)‖² on their own pairs: its gradient along them vanishes.
    const theta = drawn.weights[0]!;
    const slopes = models.map((one) => {
      let [along, own] = [0, 0];
      for (const { condensed } of holes) {
        const there = [...condensed.keys()].filter((k) => !Number.isNaN(condensed[k]!));
        const rms = Math.sqrt(mean(there.map((k) => condensed[k]! ** 2)));
        for (const k of there) {
          along += (one.condensed[k]! * condensed[k]!) / rms;
          own += one.condensed[k]! * models.reduce((sum, x, s) => sum + theta[s]! * x.condensed[k]!, 0);
        }
      }
      return along / own;
    });
    const positive = slopes.filter((_, s) => theta[s]! > 0);
    positive.forEach((slope) => expect(slope / positive[0]!).toBeCloseTo(1, 9));
  });
});

describe("the noise ceiling of few subjects", () => {
  it.each(["pearson", "spearman"] as const)(
    "of %s leaves out resamples with one different subject, and counts them",
    async (comparator) => {
      const { data, models } = simulate(43, { stimuli: 8, subjects: 2, noise: 3 });
      const plain = await engine.rsa({ data, models, comparator });
      const found = await engine.rsa({
        data,
        models,
        comparator,
        bootstrap: ["subjects"],
        samples: 200,
      });
      expect(found.noiseCeiling.lower).toBeCloseTo(plain.noiseCeiling.lower, 12);
      expect(found.noiseCeiling.upper).toBeCloseTo(plain.noiseCeiling.upper, 12);
      const { withoutCeiling } = found.resamples!;
      expect(withoutCeiling).toBeGreaterThan(70);
      expect(withoutCeiling).toBeLessThan(130);
      expect(found.warnings.join()).toContain(`${withoutCeiling} resamples have no noise ceiling`);
      expect(JSON.parse(found.toJson())).toMatchObject({ withoutCeiling, skipped: 0 });
      expect(found.evaluations!.rows).toBe(200);
    },
  );
});

describe("chance", () => {
  const random = createRandom(47);
  const truth = points(random, 10, 6);
  const data = Array.from({ length: 8 }, (_, t) => rdmOf(`s${t}`, noisy(random, truth, 0.5)));
  const other = rdmOf("other", points(random, 10, 6));

  it("is not 0 for the cosine of an unrelated model: the default test permutes, t says so", async () => {
    const found = await engine.rsa({ data, models: [other] });
    expect(found.means[0]).toBeGreaterThan(0.7);
    expect(found.tests!.againstZero.raw[0]).toBeGreaterThan(0.05);
    expect(found.permutation!.chance[0]).toBeGreaterThan(0.7);
    const t = await engine.rsa({ data, models: [other], test: "t" });
    expect(t.tests!.againstZero.raw[0]).toBeLessThan(1e-5);
    expect(t.warnings.join()).toContain("Chance is not 0 for cosine");
    expect(t.warnings.join()).toContain("these stimuli and other subjects");
    const correlated = await engine.rsa({ data, models: [other], comparator: "spearman" });
    expect(correlated.options.test).toBe("t");
    expect(correlated.warnings.join()).toContain("these stimuli and other subjects");
  });

  it("of 4 stimuli is counted over all orders: p and chance are those of the definition", async () => {
    const four = [1, 2, 3].map((k) =>
      make(
        `s${k}`,
        Array.from({ length: 6 }, () => 1 + random.uniform()),
      ),
    );
    const model = make(
      "m",
      Array.from({ length: 6 }, () => random.uniform()),
    );
    const { permutation } = await engine.rsa({ data: four, models: [model] });
    const { data: square } = model.square();
    const orders = permutationsOf([0, 1, 2, 3]);
    const values = orders.map((order) => {
      const moved = order.flatMap((a, i) => order.slice(i + 1).map((b) => square[a * 4 + b]!));
      return mean(four.map(({ condensed }) => cosine(moved, [...condensed])));
    });
    const reached = values.filter((value) => value >= values[0]! - 1e-12).length;
    expect(permutation!.raw[0]).toBeCloseTo(reached / 24, 14);
    expect(permutation!.chance[0]).toBeCloseTo(mean(values), 13);
    expect(permutation!.permutations).toBe(23);
  });

  it("is a dashed line across each bar of the report, and in every output", async () => {
    const found = await engine.rsa({ data, models: [other], bootstrap: ["stimuli"], samples: 20 });
    const bars = [rsaSection(found).figures].flat(2).find(({ kind }) => kind === "bars") as BarsFigure;
    expect(bars.bars[0]!.level).toEqual({ at: found.permutation!.chance[0], label: "chance" });
    expect(found.toCsv()).toContain(String(found.permutation!.chance[0]));
    expect(JSON.parse(found.toJson())).toMatchObject({
      permutation: { chance: [found.permutation!.chance[0]], permutations: 1000 },
    });
  });

  it("of fitted weights is above 0 under every comparator", async () => {
    const rdms = [1, 2, 3, 4].map((k) => rdmOf(`n${k}`, points(random, 10, 6)));
    const weighted = { kind: "weighted", name: "w", rdms } as const;
    const fitted = await engine.rsa({
      data,
      models: [weighted],
      comparator: "pearson",
      permutations: 99,
      test: "permutation",
    });
    expect(fitted.permutation!.chance[0]).toBeGreaterThan(0.05);
    const usual = await engine.rsa({ data, models: [weighted], comparator: "pearson" });
    expect(usual.options.test).toBe("permutation");
    const held = await engine.rsa({ data, models: [weighted], comparator: "pearson", crossvalidation: true });
    expect([held.options.test, held.tests]).toEqual(["t", undefined]);
    const tested = await engine.rsa({
      data,
      models: [weighted],
      crossvalidation: true,
      permutations: 99,
      test: "permutation",
    });
    // Held-out values of permuted models, on the same folds.
    expect(tested.permutation!.chance[0]).toBeGreaterThan(0.5);
    expect(tested.tests!.againstZero.raw[0]).toBeGreaterThan(0.01);
    await expect(
      engine.rsa({ data, models: [weighted], test: "permutation", permutations: 0 }),
    ).rejects.toThrow(/test "permutation" needs permutations, got 0/);
  });
});

describe("percentiles over subjects and stimuli", () => {
  it("are of what was drawn over both, as without the corrected variance", async () => {
    const { data, models } = simulate(53, { stimuli: 9, subjects: 5 });
    const options = {
      data,
      models,
      bootstrap: ["stimuli", "subjects"],
      samples: 60,
      test: "percentile",
    } as const;
    const [dual, both] = [await engine.rsa(options), await engine.rsa({ ...options, dual: false })];
    expect(dual.evaluations).toEqual(both.evaluations);
    expect(dual.intervals).toEqual(both.intervals);
    expect(dual.tests).toEqual(both.tests);
    expect(dual.means).toEqual(both.means);
  });
});

describe("a network whose rows are all alike", () => {
  const direction = [0.13, -0.27, 0.41, 0.35];
  const factors = [1.1, 2.3, 0.7, 1.9, 3.1];
  const alike = {
    name: "alike",
    shape: [5, 4],
    data: Float64Array.from(factors.flatMap((c) => direction.map((v) => c * v))),
  };
  const random = createRandom(59);
  const other = {
    name: "other",
    shape: [5, 4],
    data: Float64Array.from({ length: 20 }, () => random.normal()),
  };

  it.each(["pearson", "spearman", "kendall-tau-b", "pearson-whitened", "cosine"] as const)(
    "has no %s with anything",
    async (comparator) => {
      for (const dissimilarity of ["correlation", "cosine"] as const) {
        const spec = { metric: "rsa", comparator, dissimilarity } as const;
        await expect(engine.compare(alike, other, spec)).rejects.toThrow(
          /alike: all dissimilarities .* (equal|0)/,
        );
        const [x, y] = [
          await engine.rdm(alike, { dissimilarity }),
          await engine.rdm(other, { dissimilarity }),
        ];
        if (comparator === "cosine") continue; // rsatoolbox's 0 of an RDM of zeros
        await expect(engine.compareRdms([x], [y], { comparator })).rejects.toThrow(/alike: .*equal/);
        await expect(engine.rsa({ data: [y, y], models: [x], comparator })).rejects.toThrow(
          /model alike .* not defined/,
        );
      }
    },
  );

  it("has a value where its distances differ by more than rounding, or have a unit of their own", async () => {
    const spec = { metric: "rsa", comparator: "pearson" } as const;
    const moved = { ...alike, data: alike.data.map((value, k) => value + 1e-6 * (k % 3)) };
    expect(Math.abs(await engine.compare(moved, other, spec))).toBeLessThanOrEqual(1);
    const small = make(
      "small",
      [1, 2, 3].map((v) => v * 1e-30),
    );
    expect((await engine.compareRdms([small], [make("m", [1, 2, 3])])).at(0, 0)).toBeCloseTo(1, 12);
  });
});

function permutationsOf(items: readonly number[]): number[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((first) =>
    permutationsOf(items.filter((item) => item !== first)).map((rest) => [first, ...rest]),
  );
}
