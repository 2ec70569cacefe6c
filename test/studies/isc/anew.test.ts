import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type IscOptions } from "../../../src/index.ts";
import { matrix, type Matrix } from "../../../src/base/matrix.ts";
import { createRandom } from "../../../src/base/random.ts";
import { frequenciesOf, withPhases } from "../../../src/studies/isc/resampling/spectrum.ts";
import { gaussian } from "../../support/data.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

const [subjects, time, units] = [5, 13, 4];
const random = createRandom(11);
const data = Array.from({ length: subjects }, () => gaussian(random, time, units));

function mapped({ rows, cols, data: values }: Matrix, of: (value: number, unit: number) => number): Matrix {
  return matrix(
    rows,
    cols,
    values.map((value, k) => of(value, k % cols)),
  );
}

function rolled({ rows, cols, data: values }: Matrix, shift: number): Matrix {
  const by = ((shift % rows) + rows) % rows;
  return matrix(
    rows,
    cols,
    Float64Array.from(
      values,
      (_, k) => values[((Math.floor(k / cols) - by + rows) % rows) * cols + (k % cols)]!,
    ),
  );
}

/** Every number close to the one beside it, NaN to NaN. */
function expectClose(found: ArrayLike<number>, expected: ArrayLike<number>, within = 1e-12): void {
  expect(found.length).toBe(expected.length);
  for (let k = 0; k < found.length; k++) {
    if (Number.isNaN(expected[k])) expect(found[k]).toBeNaN();
    else expect(Math.abs(found[k]! - expected[k]!)).toBeLessThan(within);
  }
}

const numbers = (from: number, to: number) =>
  Array.from({ length: subjects }, () => from + random.below(to - from + 1));
const tries = [0, 1, 2];

/** For each null: draws, and the courses that they make of the given ones. */
const signs = tries.map(() => numbers(0, 1).map((one) => 2 * one - 1));
const shifts = tries.map(() => numbers(-3, time));
const phases = tries.map(() =>
  data.map(() => Array.from({ length: frequenciesOf(time) }, () => 6 * random.uniform())),
);
const moves = [
  {
    null: "permutation" as const,
    draws: { signs },
    of: (one: Matrix, s: number, b: number) => mapped(one, (value) => signs[b]![s]! * value),
  },
  {
    null: "time-shift" as const,
    draws: { shifts },
    of: (one: Matrix, s: number, b: number) => rolled(one, shifts[b]![s]!),
  },
  {
    null: "phase-shift" as const,
    draws: { phases },
    of: (one: Matrix, s: number, b: number) => withPhases(one, phases[b]![s]!),
  },
];

describe.each(moves)(
  "null $null moves every subject and takes the correlations anew",
  ({ draws, of, ...rest }) => {
    const check = async (given: readonly Matrix[], options: IscOptions, within?: number) => {
      const { distribution } = await engine.isc(given, { ...rest, ...options, draws, distribution: true });
      for (const b of tries) {
        const { summary } = await engine.isc(
          given.map((one, s) => of(one, s, b)),
          options,
        );
        expectClose(distribution!.data.subarray(b * units, (b + 1) * units), summary!, within);
      }
    };

    it.each(["leave-one-out", "pairwise"] as const)("%s, mean and median", async (method) => {
      await check(data, { method });
      await check(data, { method, summary: "median" });
    });

    it("whose draws are of other subjects is refused", async () => {
      const few = engine.isc(data.slice(0, 3), { ...rest, draws });
      await expect(few).rejects.toThrow(/draw 0 of .* (5 numbers|3 lists)/);
    });

    it("follows offsets and scales of units", async () => {
      await check(
        data.map((one) => mapped(one, (value, unit) => value * 10 ** unit + 7)),
        {},
      );
    });

    it("keeps its digits where one subject is far larger in one unit", async () => {
      const uneven = data.map((one, s) =>
        mapped(one, (value, unit) => (s === 2 && unit === 1 ? 1e9 * value : value)),
      );
      await check(uneven, {}, 1e-9);
    });

    it("leaves out a constant subject", async () => {
      await check(
        data.map((one, s) => (s === 1 ? mapped(one, () => 3) : one)),
        {},
      );
    });

    it("takes what is missing as the mean of its course, and p stays a share of what is alike", async () => {
      const holes = data.map((one, s) =>
        matrix(
          time,
          units,
          one.data.map((value, k) => (s === 3 && k === 5 ? Number.NaN : value)),
        ),
      );
      const filled = holes.map((one, s) => {
        if (s !== 3) return one;
        const there = [...one.data].filter((value, k) => k % units === 1 && !Number.isNaN(value));
        const mean = there.reduce((sum, value) => sum + value, 0) / there.length;
        return mapped(one, (value) => (Number.isNaN(value) ? mean : value));
      });
      const { distribution, p } = await engine.isc(holes, { ...rest, draws, distribution: true });
      expect(p!.every((one) => one > 0 && one <= 1)).toBe(true);
      for (const b of tries) {
        const { values } = await engine.isc(
          filled.map((one, s) => of(one, s, b)),
          { summary: "none" },
        );
        const z = [0, 1, 2, 4].map((s) => Math.atanh(values.data[s * units + 1]!));
        const expected = Math.tanh(z.reduce((sum, one) => sum + one, 0) / 4);
        expectClose([distribution!.data[b * units + 1]!], [expected]);
      }
    });
  },
);

describe("two groups", () => {
  const four = [
    [1, 2, 3, 4],
    [1, 2, 4, 3],
    [4, 3, 2, 1],
    [4, 3, 1, 2],
  ].map((course) => matrix(4, 1, Float64Array.from(course)));
  const groups = ["a", "a", "b", "b"];

  it("correlate each subject with the mean of its own group", async () => {
    const { values, summary, rows } = await engine.isc(four, { null: "permutation", groups });
    expectClose(values.data, [0.8, 0.8, 0.8, 0.8]);
    expectClose(summary!, [0]);
    expect(rows).toHaveLength(4);
    const theirs = await engine.isc(four, { null: "brainiak-permutation", groups });
    expectClose(theirs.values.data, [-1, -1, -1, -1]);
  });

  it("are divided otherwise and taken anew", async () => {
    const labels = [0, 0, 1, 0, 1];
    const names = labels.map((label) => "ab"[label]!);
    const given = { null: "permutation" as const, groups: names, distribution: true };
    const drawn = [
      [1, 0, 0, 1, 0],
      [0, 1, 0, 1, 0],
    ];
    const { distribution } = await engine.isc(data, { ...given, draws: { groups: drawn } });
    for (const [b, list] of drawn.entries()) {
      const of = async (group: number) =>
        (await engine.isc(data.filter((_, s) => list[s] === group))).summary!;
      const [first, second] = [await of(0), await of(1)];
      expectClose(
        distribution!.data.subarray(b * units, (b + 1) * units),
        first.map((value, unit) => value - second[unit]!),
      );
    }
  });

  it("give all divisions, the observed one among them", async () => {
    const { distribution, summary, p } = await engine.isc(data, {
      null: "permutation",
      groups: ["a", "a", "b", "a", "b"],
      side: "right",
      distribution: true,
    });
    expect(distribution!.rows).toBe(10);
    for (let unit = 0; unit < units; unit++) {
      const column = [...distribution!.data].filter((_, k) => k % units === unit);
      expect(Math.min(...column.map((value) => Math.abs(value - summary![unit]!)))).toBeLessThan(1e-12);
      expect(p![unit]).toBe(column.filter((value) => value >= summary![unit]! - 1e-12).length / 10);
    }
  });

  it("have two subjects or more each", async () => {
    const lonely = { null: "permutation" as const, groups: ["a", "b", "b", "b"] };
    await expect(engine.isc(four, lonely)).rejects.toThrow(/group a has one subject/);
    await expect(engine.isc(four, { ...lonely, method: "pairwise" })).rejects.toThrow(/two or more/);
  });
});

describe("corrections over units", () => {
  const options = { samples: 60, distribution: true } as const;
  it.each(["permutation", "time-shift", "phase-shift", "bootstrap", "brainiak-bootstrap"] as const)(
    "of null %s are those of the largest summary and of Benjamini and Hochberg",
    async (name) => {
      for (const side of ["two-sided", "right", "left"] as const) {
        const { p, pFamilyWise, pFdr, summary, distribution } = await engine.isc(data, {
          ...options,
          null: name,
          side,
        });
        const isAround = name.endsWith("bootstrap");
        const size = (value: number) =>
          side === "left" ? -value : side === "right" ? value : Math.abs(value);
        const exact = name === "permutation";
        const extremes = Array.from({ length: distribution!.rows }, (_, b) =>
          Math.max(
            ...Array.from({ length: units }, (_, unit) =>
              size(distribution!.data[b * units + unit]! - (isAround ? summary![unit]! : 0)),
            ),
          ),
        );
        const reached = (unit: number) =>
          extremes.filter((one) => one >= size(summary![unit]!) - 1e-12).length;
        expectClose(
          pFamilyWise!,
          Array.from({ length: units }, (_, unit) =>
            exact ? reached(unit) / extremes.length : (1 + reached(unit)) / (1 + extremes.length),
          ),
        );
        const rising = [...p!].sort((a, b) => a - b);
        expectClose(
          pFdr!,
          [...p!].map((one) =>
            Math.min(1, ...rising.map((value, k) => (value >= one ? (value * units) / (k + 1) : 1))),
          ),
        );
      }
    },
  );

  it("leave out units without a value", async () => {
    const partly = data.map((one) => mapped(one, (value, unit) => (unit === 2 ? 1 : value)));
    const { p, pFamilyWise, pFdr } = await engine.isc(partly, { null: "time-shift", samples: 50 });
    const without = partly.map((one) =>
      matrix(
        time,
        3,
        one.data.filter((_, k) => k % units !== 2),
      ),
    );
    const three = await engine.isc(without, { null: "time-shift", samples: 50 });
    for (const [all, some] of [
      [p, three.p],
      [pFamilyWise, three.pFamilyWise],
      [pFdr, three.pFdr],
    ]) {
      expect(all![2]).toBeNaN();
      expect([...all!].filter((value) => !Number.isNaN(value))).toEqual([...some!]);
    }
  });
});

it("phases of more samples than one piece holds are the same samples", async () => {
  const many = Array.from({ length: 5 }, () => gaussian(random, 160, 1));
  const options = { null: "phase-shift" as const, samples: 6000, distribution: true };
  for (const method of ["leave-one-out", "pairwise"] as const) {
    const { distribution } = await engine.isc(many, { ...options, method });
    const first = await engine.isc(many, { ...options, method, samples: 10 });
    expect(distribution!.rows).toBe(6000);
    expectClose(distribution!.data.slice(0, 10), first.distribution!.data);
    const half = distribution!.data.subarray(0, 3000);
    expect(distribution!.data.subarray(3000).some((value, k) => value !== half[k])).toBe(true);
    expect(distribution!.data.every((value) => Math.abs(value) < 0.5 && value !== 0)).toBe(true);
  }
});

describe("many subjects", () => {
  it("whose correlations are nearly 1 have the mean of Fisher z, although the odds of all have no double", async () => {
    const one = gaussian(random, time, units);
    const near = Array.from({ length: 60 }, () => {
      const noise = gaussian(random, time, units).data;
      return matrix(
        time,
        units,
        one.data.map((value, k) => value + 1e-5 * noise[k]!),
      );
    });
    const draws = { signs: [near.map(() => 1)] };
    const { distribution, summary } = await engine.isc(near, {
      null: "permutation",
      draws,
      distribution: true,
    });
    expect(summary!.every((value) => value < 1 - 1e-11)).toBe(true);
    expectClose(distribution!.data, summary!, 1e-13);
  });

  it("of more samples than lie together: each has the bits that it has alone", async () => {
    const wide = Array.from({ length: 20 }, () => gaussian(random, 7, 40));
    const drawn = Array.from({ length: 200 }, () => wide.map(() => (random.below(2) ? 1 : -1)));
    const of = async (signs: number[][]) => {
      const options: IscOptions = { null: "permutation", draws: { signs }, distribution: true };
      return (await engine.isc(wide, options)).distribution!.data;
    };
    const all = await of(drawn);
    for (const b of [0, 81, 82, 199])
      expect(all.subarray(b * 40, (b + 1) * 40)).toEqual(await of([drawn[b]!]));
  });
});
