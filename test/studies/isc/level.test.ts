import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type IscOptions } from "../../../src/index.ts";
import { matrix, type Matrix } from "../../../src/base/matrix.ts";
import { createRandom } from "../../../src/base/random.ts";
import { gaussian } from "../../support/data.ts";

// A quick simulation; scripts/calibrate/isc.mjs is the long one, whose figures are in the docs.
const [time, units] = [40, 600];
let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});
afterAll(() => engine.close());

function noise(subjects: number, seed: number, before = 0): Matrix[] {
  const random = createRandom(seed);
  return Array.from({ length: subjects }, () => {
    const one = gaussian(random, time, units);
    for (let k = units; k < one.data.length; k++) one.data[k]! += before * one.data[k - units]!;
    return one;
  });
}

async function rate(data: readonly Matrix[], options: IscOptions): Promise<number> {
  const { p } = await engine.isc(data, { samples: 300, ...options });
  return p!.filter((one) => one <= 0.05).length / units;
}

/** 0.05 and three standard errors of a rate from so many units. */
const highest = 0.05 + 3 * Math.sqrt((0.05 * 0.95) / units);

describe("of units of pure noise no more are found than the level says", () => {
  it.each<[string, IscOptions, number]>([
    ["permutation", { null: "permutation" }, 0.01],
    ["time-shift", { null: "time-shift" }, 0.025],
    ["phase-shift", { null: "phase-shift" }, 0.025],
    ["phase-shift of medians", { null: "phase-shift", summary: "median" }, 0.025],
    ["bootstrap, which is conservative", { null: "bootstrap" }, 0],
    ["groups", { null: "permutation", side: "right", groups: ["a", "a", "a", "b", "b", "b"] }, 0.025],
  ])("%s", async (_, options, least) => {
    for (const before of [0, 0.5]) {
      const found = await rate(noise(6, 5, before), options);
      expect(found).toBeLessThan(highest);
      expect(found).toBeGreaterThanOrEqual(least);
    }
  });
});

it("BrainIAK's resampling of dependent values finds far more, and the result says so", async () => {
  const data = noise(6, 5);
  for (const name of ["bootstrap", "permutation", "time-shift", "phase-shift"] as const) {
    expect(await rate(data, { null: `brainiak-${name}` })).toBeGreaterThan(0.08);
    const { warnings } = await engine.isc(data, { null: `brainiak-${name}`, samples: 20 });
    expect(warnings.join(" ")).toMatch(new RegExp(`not at its level.*Take null ${name}`));
  }
});

it("a shared course is found by every null", async () => {
  const common = gaussian(createRandom(8), time, units);
  const data = noise(6, 3).map((one) =>
    matrix(
      time,
      units,
      one.data.map((value, k) => value + 2 * common.data[k]!),
    ),
  );
  for (const name of ["bootstrap", "permutation", "time-shift", "phase-shift"] as const)
    expect(await rate(data, { null: name })).toBeGreaterThan(0.95);
});

it("the family-wise rate is that of sets of units in which anything is found", async () => {
  const sets = 100;
  let found = 0;
  for (let set = 0; set < sets; set++) {
    const random = createRandom(100 + set);
    const data = Array.from({ length: 6 }, () => gaussian(random, 20, 8));
    const { pFamilyWise } = await engine.isc(data, { null: "time-shift", samples: 100, seed: set });
    found += Number(pFamilyWise!.some((one) => one <= 0.05));
  }
  expect(found / sets).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / sets));
});

describe("bootstrap", () => {
  it("takes pairs, and says so", async () => {
    const { rows, options, warnings } = await engine.isc(noise(4, 1), { null: "bootstrap", samples: 20 });
    expect([rows.length, options.method]).toEqual([6, "pairwise"]);
    expect(warnings[0]).toMatch(/takes method pairwise.*Chen et al. 2016/);
  });

  it.each(["bootstrap", "brainiak-bootstrap"] as const)("%s needs three subjects", async (name) => {
    await expect(engine.isc(noise(2, 1), { null: name })).rejects.toThrow(/three subjects or more/);
  });

  it("counts the resamples that have no pair", async () => {
    const { warnings } = await engine.isc(noise(3, 1), { null: "bootstrap", samples: 200 });
    expect(warnings.join("\n")).toMatch(/\d+ of 200 resamples have no value.*one subject only/);
  });
});

it("says where no p can be small: all signs of four subjects, groups of two", async () => {
  const data = noise(4, 1);
  const signs = await engine.isc(data, { null: "permutation" });
  expect(Math.min(...signs.p!)).toBe(1 / 8);
  expect(signs.warnings.join(" ")).toContain("p cannot be below 0.125");
  const groups = await engine.isc(data, { null: "permutation", groups: [1, 1, 2, 2] });
  expect(Math.min(...groups.p!)).toBe(1 / 3);
  expect(groups.warnings.join(" ")).toContain("p cannot be below 0.333");
});
