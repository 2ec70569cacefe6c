import { beforeAll, describe, expect, it } from "vitest";
import {
  createEngine,
  type Engine,
  type IscOptions,
  NumericalError,
  OptionError,
  ShapeError,
} from "../../../src/index.ts";
import { fourierMatrix, frequenciesOf, withPhases } from "../../../src/studies/isc/resampling/spectrum.ts";
import { matrix, type Matrix } from "../../../src/base/matrix.ts";
import { createRandom } from "../../../src/base/random.ts";
import { gaussian, multiply } from "../../support/data.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

/** Subjects that share a course in the first half of their units. */
function subjects(count: number, time: number, units: number, seed = 1): Matrix[] {
  const random = createRandom(seed);
  const common = gaussian(random, time, units);
  return Array.from({ length: count }, () => {
    const own = gaussian(random, time, units);
    own.data.forEach((_, k) => {
      if (k % units < units / 2) own.data[k]! += common.data[k]!;
    });
    return own;
  });
}

const columnOf = ({ cols, data }: Matrix, unit: number) => [...data].filter((_, k) => k % cols === unit);
function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k]!;
  return sum / values.length;
}

function pearson(x: number[], y: number[]): number {
  const [a, b] = [x, y].map((values) => values.map((value) => value - meanOf(values)));
  const dot = (u: number[], v: number[]) => u.reduce((sum, value, k) => sum + value * v[k]!, 0);
  return dot(a!, b!) / Math.sqrt(dot(a!, a!) * dot(b!, b!));
}

const close = (found: number, expected: number) => expect(Math.abs(found - expected)).toBeLessThan(1e-12);

describe("isc by the definition", () => {
  const data = subjects(5, 30, 300); // more units than one block holds

  it("correlates each subject with the mean of the others", async () => {
    const { values, rows } = await engine.isc(data, { summary: "none" });
    expect([values.rows, values.cols, rows.length]).toEqual([5, 300, 5]);
    for (const unit of [0, 255, 256, 299]) {
      const columns = data.map((subject) => columnOf(subject, unit));
      columns.forEach((own, s) => {
        const others = own.map((_, t) => meanOf(columns.filter((_, k) => k !== s).map((one) => one[t]!)));
        close(values.data[s * 300 + unit]!, pearson(own, others));
      });
    }
  });

  it("correlates pairs, named and in the order of the upper triangle", async () => {
    const named = data.map((one, k) => ({ name: `s${k}`, ...one }));
    const { values, rows, summary } = await engine.isc(named, { method: "pairwise", summary: "median" });
    expect(rows.slice(0, 5)).toEqual(["s0 – s1", "s0 – s2", "s0 – s3", "s0 – s4", "s1 – s2"]);
    close(values.data[4 * 300 + 7]!, pearson(columnOf(data[1]!, 7), columnOf(data[2]!, 7)));
    const all = columnOf(values, 7).toSorted((a, b) => a - b);
    close(summary![7]!, (all[4]! + all[5]!) / 2);
  });

  it("correlates patterns over units at each time, if spatial", async () => {
    const { values } = await engine.isc(data, { spatial: true, summary: "none", method: "pairwise" });
    expect(values.cols).toBe(30);
    const row = (subject: Matrix, t: number) => [...subject.data.subarray(t * 300, (t + 1) * 300)];
    close(values.data[3]!, pearson(row(data[0]!, 3), row(data[1]!, 3)));
  });

  it("does not depend on scale and offset of each subject's unit in pairs", async () => {
    const moved = data.map((one, s) =>
      matrix(
        one.rows,
        one.cols,
        one.data.map((value, k) => (s + 1) * 1e3 * value + (k % 300)),
      ),
    );
    const options = { method: "pairwise", summary: "none" } as const;
    const [plain, other] = [await engine.isc(data, options), await engine.isc(moved, options)];
    plain.values.data.forEach((value, k) =>
      expect(Math.abs(value - other.values.data[k]!)).toBeLessThan(1e-10),
    );
  });

  it("gives functional connectivity whose diagonal is isc", async () => {
    const few = subjects(4, 20, 6);
    const { matrices } = await engine.isfc(few);
    const { values } = await engine.isc(few, { summary: "none" });
    matrices.forEach(({ data: entries }, s) => {
      for (let unit = 0; unit < 6; unit++) close(entries[unit * 7]!, values.data[s * 6 + unit]!);
      close(entries[1]!, entries[6]!);
    });
  });
});

describe("isfc of more units than one tile", () => {
  const [count, time, units] = [4, 15, 70];
  const many = subjects(count, time, units, 5);
  const courseOf = ({ cols, data }: Matrix, unit: number) =>
    Array.from({ length: time }, (_, t) => data[t * cols + unit]!);
  const meanWithout = (s: number) => {
    const others = many.filter((_, k) => k !== s);
    return matrix(
      time,
      units,
      others[0]!.data.map((_, k) => others.reduce((sum, { data }) => sum + data[k]!, 0) / others.length),
    );
  };
  const expected = many.map((own, s) => {
    const rest = meanWithout(s);
    return (i: number, j: number) =>
      (pearson(courseOf(own, i), courseOf(rest, j)) + pearson(courseOf(own, j), courseOf(rest, i))) / 2;
  });
  /** Corners and the places on both sides of the edges of a tile. */
  const some = [0, 1, 31, 32, 33, 63, 64, 69].flatMap((i) => [0, 31, 32, 64, 69].map((j) => [i, j] as const));

  it("is the mean of both directions in every row, as one by one", async () => {
    const { matrices } = await engine.isfc(many, { summary: "none" });
    expect(matrices).toHaveLength(count);
    matrices.forEach(({ data }, s) => {
      for (const [i, j] of some) {
        close(data[i * units + j]!, expected[s]!(i, j));
        expect(data[i * units + j]).toBe(data[j * units + i]);
      }
    });
  });

  it("sums up both sides of the diagonal, and tells targets apart from courses", async () => {
    const fisher = (values: number[]) =>
      Math.tanh(values.reduce((sum, value) => sum + Math.atanh(value), 0) / values.length);
    const plain = (await engine.isfc(many, { summary: "mean" })).matrices[0]!.data;
    for (const [i, j] of some) {
      close(plain[i * units + j]!, fisher(expected.map((of) => of(i, j))));
      expect(plain[i * units + j]).toBe(plain[j * units + i]);
    }
    const directed = (await engine.isfc(many, { targets: many, summary: "mean" })).matrices[0]!.data;
    for (const [i, j] of some) {
      const each = many.map((own, s) => pearson(courseOf(own, i), courseOf(meanWithout(s), j)));
      close(directed[i * units + j]!, fisher(each));
    }
  });

  it("of missing responses and constant courses leaves the same entries out on both sides", async () => {
    const damaged = many.map(({ data }) => matrix(time, units, data.slice()));
    for (let t = 0; t < time; t++) damaged[0]!.data[t * units + 40] = 2;
    damaged[1]!.data[3 * units + 7] = Number.NaN;
    const { matrices, warnings } = await engine.isfc(damaged, { summary: "none", method: "pairwise" });
    const [first] = matrices;
    const lost = matrices.map(({ data }) => data.filter(Number.isNaN).length);
    expect(lost).toEqual([2, 1, 1, 1, 1, 0].map((out) => units ** 2 - (units - out) ** 2));
    expect(warnings[0]).toContain(`${lost.reduce((sum, one) => sum + one, 0)} correlations have no value`);
    const directed = await engine.isfc(damaged, { targets: many, method: "pairwise" });
    expect(directed.warnings[0]).toContain(`${5 * units} correlations have no value`);
    for (let i = 0; i < units; i++) {
      for (let j = 0; j < units; j++) {
        const isLost = i === 40 || j === 40 || i === 7 || j === 7;
        expect(Number.isNaN(first!.data[i * units + j]!)).toBe(isLost);
      }
    }
  });
});

describe("isfc with targets", () => {
  const column = (...values: number[]) => matrix(3, 1, Float64Array.from(values));
  const two = [column(1, 2, 4), column(1, 3, 2)];
  const targets = [column(2, 1, 0), column(0, 1, 5)];

  it("gives both of two subjects", async () => {
    const { matrices, rows } = await engine.isfc(two, { targets });
    expect(rows).toEqual(["0", "1"]);
    close(matrices[0]!.data[0]!, pearson([1, 2, 4], [0, 1, 5]));
    close(matrices[1]!.data[0]!, -0.5);
    expect(matrices[0]!.data[0]).toBeCloseTo(0.99, 3);
  });

  it("sums both up", async () => {
    const { matrices, toCsv } = await engine.isfc(two, { targets, summary: "median" });
    close(matrices[0]!.data[0]!, (pearson([1, 2, 4], [0, 1, 5]) - 0.5) / 2);
    expect(toCsv()).toContain("summary, unit 0");
  });

  it("of pairs are the courses of the first with the targets of the second", async () => {
    const named = two.map((one, k) => ({ name: `s${k}`, ...one }));
    const { matrices, rows } = await engine.isfc(named, { targets, method: "pairwise" });
    expect([rows, matrices.length]).toEqual([["s0 – targets of s1"], 1]);
    close(matrices[0]!.data[0]!, pearson([1, 2, 4], [0, 1, 5]));
  });

  it("says what has no value", async () => {
    const { warnings } = await engine.isfc([column(1, 1, 1), ...two]);
    expect(warnings[0]).toMatch(/1 correlations have no value.*constant/);
  });
});

describe("what is missing or constant", () => {
  it.each([0.1, 0.7, 1 / 3])("has no correlation, however long the course: %s", async (constant) => {
    const courses = subjects(3, 1000, 2);
    for (const { data } of courses) for (let k = 0; k < data.length; k += 2) data[k] = constant;
    for (const method of ["leave-one-out", "pairwise"] as const) {
      const { values } = await engine.isc(courses, { method });
      expect(columnOf(values, 0)).toEqual([NaN, NaN, NaN]);
      expect(columnOf(values, 1).every(Number.isFinite)).toBe(true);
    }
  });

  it("is counted, NaN in the values and left out of the summary", async () => {
    const data = subjects(4, 12, 5);
    for (let t = 0; t < 12; t++) data[1]!.data[t * 5 + 2] = 0.1; // its mean is not exactly 0.1
    data[2]!.data[3] = Number.NaN;
    const { values, summary, undefinedValues, undefinedUnits, warnings } = await engine.isc(data);
    expect([undefinedValues, undefinedUnits]).toEqual([2, 0]);
    expect([values.data[1 * 5 + 2], values.data[2 * 5 + 3]]).toEqual([Number.NaN, Number.NaN]);
    expect(warnings[0]).toMatch(/2 correlations have no value/);
    const there = [0, 2, 3].map((s) => Math.atanh(values.data[s * 5 + 2]!));
    close(summary![2]!, Math.tanh(meanOf(there)));
  });

  it("excludes a unit with too few complete subjects, and spoils the mean if not tolerated", async () => {
    const data = subjects(4, 12, 3);
    data[0]!.data[1] = data[1]!.data[1] = Number.NaN;
    expect((await engine.isc(data, { tolerateNans: 0.6 })).undefinedUnits).toBe(1);
    expect((await engine.isc(data, { tolerateNans: 0.5 })).undefinedUnits).toBe(0);
    expect((await engine.isc(data, { tolerateNans: false })).undefinedUnits).toBe(1);
  });
});

it("keeps its digits where one subject is far larger than the others", async () => {
  const data = subjects(5, 30, 4, 2);
  const large = matrix(
    30,
    4,
    data[0]!.data.map((value) => 1e9 * value),
  );
  const [small, scaled] = [await engine.isc(data), await engine.isc([large, ...data.slice(1)])];
  for (let unit = 0; unit < 4; unit++) close(scaled.values.data[unit]!, small.values.data[unit]!);
});

it.each([5, 70])("medians of drawn subjects are those of the sorted draws, of %i", async (count) => {
  const data = subjects(count, 12, 3, 1);
  data[1]!.data[4] = Number.NaN;
  const draws = Array.from({ length: 6 }, (_, b) => Array.from({ length: count }, (_, k) => (k * b) % count));
  const options: IscOptions = { summary: "median", null: "brainiak-bootstrap", distribution: true };
  const { values, distribution } = await engine.isc(data, { ...options, draws: { subjects: draws } });
  for (const [b, drawn] of draws.entries()) {
    for (let unit = 0; unit < 3; unit++) {
      const there = drawn.map((k) => values.data[k * 3 + unit]!).filter((value) => !Number.isNaN(value));
      const sorted = there.sort((x, y) => x - y);
      const half = sorted.length >> 1;
      const expected = sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
      if (Number.isNaN(expected)) expect(distribution!.data[b * 3 + unit]).toBeNaN();
      else close(distribution!.data[b * 3 + unit]!, expected);
    }
  }
});

describe("phases", () => {
  it.each([7, 8])("of %i times: the transform is orthonormal without the mean", (time) => {
    const basis = fourierMatrix(time);
    const gram = multiply(
      basis,
      matrix(
        time,
        time - 1,
        Float64Array.from(
          basis.data,
          (_, k) => basis.data[(k % (time - 1)) * time + Math.floor(k / (time - 1))]!,
        ),
      ),
    );
    gram.data.forEach((value, k) => close(value, Number(k % time === 0)));
    expect(2 * frequenciesOf(time) + Number(time % 2 === 0)).toBe(time - 1);
  });

  it("of a roll are those of the shift theorem", () => {
    const course = gaussian(createRandom(4), 9, 1);
    const phases = Array.from({ length: frequenciesOf(9) }, (_, f) => (-2 * Math.PI * (f + 1) * 2) / 9);
    withPhases(course, phases).data.forEach((value, t) => close(value, course.data[(t + 7) % 9]!));
  });
});

describe("tests", () => {
  const data = subjects(8, 60, 40, 3);
  const nulls = ["bootstrap", "permutation", "time-shift", "phase-shift"] as const;

  it.each(nulls)("%s finds the shared half and spares the other", async (name) => {
    for (const method of ["leave-one-out", "pairwise"] as const) {
      const { p, summary } = await engine.isc(data, { null: name, method, samples: 200, side: "right" });
      const [shared, own] = [p!.slice(0, 20), p!.slice(20)];
      expect(Math.max(...shared)).toBeLessThan(0.05);
      expect(own.filter((value) => value < 0.05).length).toBeLessThan(7);
      expect(meanOf(summary!.slice(0, 20))).toBeGreaterThan(0.3);
    }
  });

  it("of two groups find where they differ", async () => {
    const random = createRandom(9);
    const mixed = data.map((one, s) => (s < 4 ? one : gaussian(random, 60, 40)));
    const groups = [0, 0, 0, 0, 1, 1, 1, 1];
    const options: IscOptions = { null: "permutation", groups, method: "pairwise", samples: 500 };
    const { p } = await engine.isc(mixed, options);
    expect(Math.max(...p!.slice(0, 20))).toBeLessThan(0.06); // 70 divisions: the least p is 2 / 70
    expect(p![0]! * 70).toBeCloseTo(Math.round(p![0]! * 70), 9);
  });

  it("of a group that is a number less one that is a text, whichever comes first", async () => {
    const given = (groups: (string | number)[], rows: typeof data) =>
      engine.isc(rows, { null: "permutation", groups, method: "pairwise", samples: 70 });
    const one = await given([7, 7, 7, 7, "a", "a", "a", "a"], data);
    const other = await given(["a", "a", "a", "a", 7, 7, 7, 7], [...data.slice(4), ...data.slice(0, 4)]);
    expect(one.summary!.some((value) => Math.abs(value) > 1e-3)).toBe(true);
    other.summary!.forEach((value, unit) => expect(value).toBeCloseTo(one.summary![unit]!, 12));
  });

  it("have the same bits on any number of blocks, and another seed other draws", async () => {
    const options: IscOptions = { null: "phase-shift", samples: 20, distribution: true };
    const [all, few] = [
      await engine.isc(data, options),
      await engine.isc(
        data.map((one) => half(one)),
        options,
      ),
    ];
    for (let b = 0; b < 20; b++) expect(few.distribution!.data[b * 20]).toBe(all.distribution!.data[b * 40]);
    expect((await engine.isc(data, { ...options, seed: 2 })).distribution).not.toEqual(all.distribution);
  });

  it("leave resamples out that have no value: one subject alone makes no pair", async () => {
    const options = { method: "pairwise", null: "bootstrap", side: "right", confidence: 0.5 } as const;
    const three = data.slice(0, 3);
    const without = await engine.isc(three, {
      ...options,
      draws: {
        subjects: [
          [0, 1, 2],
          [0, 1, 1],
        ],
      },
    });
    const draws = {
      subjects: [
        [0, 1, 2],
        [2, 2, 2],
        [0, 1, 1],
      ],
    };
    const withOne = await engine.isc(three, { ...options, draws });
    expect([withOne.p, withOne.interval]).toEqual([without.p, without.interval]);
    expect(withOne.p!.every((p) => p * 3 >= 1 && p <= 1)).toBe(true);
  });

  it.each([
    [8, 8, undefined],
    [7, 7, undefined],
    [9, 8, undefined],
    [3, 3, ["a", "b", "b"]],
    [2, 2, ["a", "b", "b"]],
    [4, 3, ["a", "b", "b"]],
  ])("%i asked are %i resamples of three subjects", async (samples, expected, groups) => {
    const options = { null: "brainiak-permutation", samples, distribution: true } as const;
    const { distribution } = await engine.isc(data.slice(0, 3), {
      ...options,
      ...(groups ? { groups } : {}),
    });
    expect(distribution!.rows).toBe(expected);
  });

  it("give the bootstrap interval around the summary", async () => {
    const { interval, summary } = await engine.isc(data, { null: "bootstrap", samples: 300 });
    summary!.forEach((value, unit) => {
      expect(interval!.lower[unit]).toBeLessThan(value);
      expect(interval!.upper[unit]).toBeGreaterThan(value);
    });
  });
});

function half({ rows, cols, data }: Matrix): Matrix {
  return matrix(
    rows,
    cols / 2,
    data.filter((_, k) => k % cols < cols / 2),
  );
}

function cutTo({ cols, data }: Matrix, time: number): Matrix {
  return matrix(time, cols, data.slice(0, time * cols));
}

function turned({ rows, cols, data }: Matrix): Matrix {
  return matrix(cols, rows, data);
}

function spoilt({ rows, cols, data }: Matrix): Matrix {
  return matrix(
    rows,
    cols,
    data.map((value, k) => (k === 2 * cols + 3 ? -Infinity : value)),
  );
}

describe("what is refused", () => {
  const data = subjects(3, 10, 4);
  it.each<[Matrix[], object, new (message: string) => Error, RegExp]>([
    [data.slice(0, 1), {}, OptionError, /two or more, got 1/],
    [[data[0]!, spoilt(data[1]!)], {}, NumericalError, /1 has -Infinity at time 2 in unit 3, counted from 0/],
    [[data[0]!, half(data[1]!)], {}, ShapeError, /10 × 4.*10 × 2.*4 and 2 units.*srm/],
    [
      [data[0]!, cutTo(data[1]!, 8)],
      {},
      ShapeError,
      /10 × 4.*8 × 4.*10 and 8 times.*cut all to the same times/,
    ],
    [[data[0]!, turned(data[1]!)], {}, ShapeError, /10 and 4 times.*transpose/],
    [data, { method: "both" }, OptionError, /method is "both"; accepted: "leave-one-out", "pairwise"/],
    [data, { null: "shuffle" }, OptionError, /null is "shuffle"/],
    [data, { null: "bootstrap", summary: "none" }, OptionError, /summary mean or median/],
    [data, { null: "permutation", groups: [1, 2] }, OptionError, /2 groups for 3 subjects/],
    [data, { null: "permutation", groups: [1, 2, 3] }, OptionError, /two can be compared/],
    [data, { null: "bootstrap", groups: [1, 2, 2] }, OptionError, /for null permutation/],
    [
      data,
      { tolerateNans: 2 },
      OptionError,
      /tolerateNans is 2; accepted: true, false, or a number from 0 to 1/,
    ],
    [data, { null: "bootstrap", samples: 0.5 }, OptionError, /samples is 0.5/],
    [data, { methd: "pairwise" }, OptionError, /has no option "methd". Did you mean method\?/],
    [data, { seed: -1 }, OptionError, /seed is -1; accepted: a whole number from 0/],
    [data, { null: "time-shift", draws: { shifts: [[1, 2]] } }, OptionError, /draw 0 of shifts has 2/],
  ])("%#", async (given, options, kind, message) => {
    await expect(engine.isc(given, options)).rejects.toThrow(kind);
    await expect(engine.isc(given, options)).rejects.toThrow(message);
  });
});
