import { beforeAll, describe, expect, it } from "vitest";
// Threads start from built files only.
import { createEngine, type Engine, type MetricSpec } from "repgeom";
import { matrix, toRows, type Matrix } from "../../../src/base/matrix.ts";
import { createRandom } from "../../../src/base/random.ts";
import { maximumMatch } from "../../oracles/alignment.ts";
import { gaussian, multiply, orthogonal, representation } from "../../support/data.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

const random = createRandom(31);
const compare = (x: Matrix, y: Matrix, spec: MetricSpec) =>
  engine.compare(representation("first", x), representation("second", y), spec);
const rows = (...of: number[][]): Matrix => matrix(of.length, of[0]!.length, Float64Array.from(of.flat()));
const scaled = (a: Matrix, by: number): Matrix => ({ ...a, data: a.data.map((v) => v * by) });

const specs: MetricSpec[] = [
  { metric: "aligned-cosine" },
  { metric: "aligned-cosine", center: true },
  { metric: "permutation-aligned-cosine" },
  { metric: "hard-correlation-match" },
  { metric: "soft-correlation-match" },
  { metric: "max-match", epsilon: 0.6 },
];

describe("every measure of alignment and matching", () => {
  const [x, y] = [gaussian(random, 14, 5), gaussian(random, 14, 7)];
  it.each(specs)("%o does not depend on scales of 1e-160 and 1e150", async (spec) => {
    const value = await compare(x, y, spec);
    for (const [p, q] of [
      [1e-160, 1],
      [1e150, 1e-160],
      [1e150, 1e150],
    ] as const)
      expect(Math.abs((await compare(scaled(x, p), scaled(y, q), spec)) - value)).toBeLessThan(1e-13);
  });

  it.each(specs)("%o of two stimuli, and of one unit, is a number in its range", async (spec) => {
    for (const [a, b] of [
      [gaussian(random, 2, 3), gaussian(random, 2, 4)],
      [gaussian(random, 6, 1), gaussian(random, 6, 1)],
      [gaussian(random, 6, 1), gaussian(random, 6, 9)],
    ] as const) {
      const value = await compare(a, b, spec);
      expect(Math.abs(value)).toBeLessThanOrEqual(1);
    }
  });

  it.each(specs)("%o gives the same bits on threads", async (spec) => {
    const nets = [4, 6, 6, 17].map((n, k) => representation(`n${k}`, gaussian(random, 14, n)));
    const threads = await createEngine({ threads: 2 });
    const [alone, together] = [await engine.pairwise(nets, spec), await threads.pairwise(nets, spec)];
    threads.close();
    expect([...together.values]).toEqual([...alone.values]);
  });
});

describe("aligned cosine", () => {
  const spec = { metric: "aligned-cosine" } as const;
  it("counts every stimulus the same, however small its responses", async () => {
    const x = gaussian(random, 8, 3);
    const y = multiply(x, orthogonal(random, 3));
    y.data.subarray(0, 3).forEach((value, k) => (y.data[k] = 1e-30 * value));
    expect(await compare(x, y, spec)).toBeGreaterThan(0.5);
    expect(Math.abs((await compare(y, multiply(y, orthogonal(random, 3)), spec)) - 1)).toBeLessThan(1e-12);
  });

  it("aligns directions whose products are rounding beside those of strong ones", async () => {
    // Stimuli that vary along a direction of 1e-10 alone: resi's single decomposition turns them by chance.
    const x = gaussian(random, 30, 6);
    for (let k = 0; k < x.data.length; k++) x.data[k]! *= k % 6 < 3 === k < 90 ? (k < 90 ? 1 : 1e-10) : 0;
    const copy = multiply(x, orthogonal(random, 6));
    expect(Math.abs((await compare(x, copy, spec)) - 1)).toBeLessThan(1e-5);
  });

  it("is the mean over all best rotations where several are best", async () => {
    // One unit each, and no correlation: turning over is as good as not.
    expect(await compare(rows([1], [1]), rows([1], [-1]), spec)).toBe(0);
    // The first units agree; of the second, both turns are best: cosines (1 ± …) average.
    const x = rows([3, 0], [0, 1], [0, 1]);
    const y = rows([5, 0], [0, 2], [0, -2]);
    expect(await compare(x, y, spec)).toBeCloseTo(1 / 3, 14);
  });

  it("is reached by the motions of align", async () => {
    for (const center of [false, true]) {
      const [x, y] = [gaussian(random, 11, 4), gaussian(random, 11, 6)];
      const { x: a, y: b } = await engine.align(representation("x", x), representation("y", y), {
        ...spec,
        center,
      });
      const cosines = toRows(a.aligned).map((p, i) => {
        const q = toRows(b.aligned)[i]!;
        return p.reduce((sum, v, k) => sum + v * q[k]!, 0) / (Math.hypot(...p) * Math.hypot(...q));
      });
      const mean = cosines.reduce((sum, c) => sum + c, 0) / cosines.length;
      expect(Math.abs(mean - (await compare(x, y, { ...spec, center })))).toBeLessThan(1e-13);
    }
  });

  it("is 1 of a rotated copy on stimuli that the rotation was not fitted on", async () => {
    const x = gaussian(random, 20, 4);
    const nets = [representation("x", x), representation("y", multiply(x, orthogonal(random, 4)))];
    for (const center of [false, true]) {
      const value = (await engine.pairwise(nets, { ...spec, center, folds: 4 })).at(0, 1);
      expect(Math.abs(value - 1)).toBeLessThan(1e-12);
    }
  });

  it.each(["aligned-cosine", "permutation-aligned-cosine"] as const)(
    "%s names a stimulus without a direction",
    async (metric) => {
      const x = gaussian(random, 4, 3);
      x.data.fill(0, 6, 9);
      const call = compare(x, gaussian(random, 4, 3), { metric });
      await expect(call).rejects.toThrow(/first: stimulus 2, counted from 0: its responses are all 0/);
      await expect(call).rejects.toMatchObject({ name: "NumericalError" });
      const level = rows([1, 2], [0.1, 0.7], [-0.8, -0.6], [0.1, 0.7]);
      await expect(compare(level, x, { metric, center: true })).rejects.toThrow(
        /first: stimulus 1, .* mean of its unit/,
      );
      await expect(compare(rows([1, 2]), rows([1, 2]), { metric, center: true })).rejects.toThrow(
        /has 1 stimulus/,
      );
    },
  );
});

/** Every order of some items. */
function permutations(items: readonly number[]): number[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((v, k) => permutations(items.toSpliced(k, 1)).map((rest) => [v, ...rest]));
}

const innerOf = (u: readonly number[], v: readonly number[]) =>
  u.reduce((sum, value, k) => sum + value * v[k]!, 0);

/** ⟨X·P, Y⟩ and the mean cosine of rows under every matching of units; the narrower network has units of zeros. */
function underEachMatching(x: Matrix, y: Matrix): { total: number; cosine: number }[] {
  const width = Math.max(x.cols, y.cols);
  const [a, b] = [x, y].map((one) =>
    toRows(one).map((row) => Array.from({ length: width }, (_, k) => row[k] ?? 0)),
  ) as [number[][], number[][]];
  return permutations([...Array(width).keys()]).map((order) => {
    const turned = a.map((row) => order.map((k) => row[k]!));
    const cosines = turned.map((row, i) => innerOf(row, b[i]!) / (Math.hypot(...row) * Math.hypot(...b[i]!)));
    return {
      total: turned.reduce((sum, row, i) => sum + innerOf(row, b[i]!), 0),
      cosine: cosines.reduce((sum, c) => sum + c, 0) / cosines.length,
    };
  });
}

describe("permutation-aligned cosine", () => {
  const metric = "permutation-aligned-cosine";

  it("is the cosine of rows after the matching that is found by trying all", async () => {
    for (const [p, q] of [
      [4, 4],
      [3, 5],
      [5, 2],
    ] as const) {
      const [x, y] = [gaussian(random, 6, p), gaussian(random, 6, q)];
      const best = underEachMatching(x, y).reduce((most, one) => (one.total > most.total ? one : most));
      expect(Math.abs((await compare(x, y, { metric })) - best.cosine)).toBeLessThan(1e-14);
    }
  });

  /** Units in the opposite order. */
  const turned = (one: Matrix) => rows(...toRows(one).map((row) => [...row].reverse()));

  it("takes the largest cosine of equally good matchings, whatever the order of units and of networks", async () => {
    let ties = 0;
    for (let draw = 0; draw < 30; draw++) {
      const [x, y] = [5, 4].map((units) => {
        const one = gaussian(random, 6, units);
        one.data.set(one.data.map((value) => +(value > 0)));
        for (let i = 0; i < 6; i++) one.data[i * units + (i % units)] = 1; // no stimulus without a direction
        return one;
      }) as [Matrix, Matrix];
      const all = underEachMatching(x, y);
      const most = Math.max(...all.map(({ total }) => total));
      const cosines = all.filter(({ total }) => total === most).map(({ cosine }) => cosine);
      const expected = Math.max(...cosines);
      if (expected - Math.min(...cosines) > 1e-3) ties++;
      for (const [p, q] of [
        [x, y],
        [y, x],
        [turned(x), y],
      ] as const)
        // prettier-ignore
        expect(Math.abs((await compare(p, q, { metric })) - expected)).toBeLessThan(1e-12);
    }
    expect(ties).toBeGreaterThan(5);
  });

  it("takes it also of networks that are nearly equal", async () => {
    // Units 0 and 1 are alike but to the last two stimuli, whose responses are small. Exchanging them leaves ‖X·P − Y‖.
    const large = [[1, 1, 1], [2, 2, -1], [1, 1, -2], [3, 3, 1]]; // prettier-ignore
    const small = (...row: number[]) => row.map((value) => value / 512);
    const x = rows(...large, small(1, 0, 0), small(2, 0, 4));
    const y = rows(...large, small(1, 0, 0), small(0, 0.5, 1));
    const expected = (4 + 1 + 0.8) / 6;
    for (const [p, q] of [
      [x, y],
      [y, x],
      [turned(x), y],
      [turned(x), turned(y)],
    ] as const)
      // prettier-ignore
      expect(Math.abs((await compare(p, q, { metric })) - expected)).toBeLessThan(1e-12);
  });

  it("aligns by the matching that its value is of", async () => {
    const [x, y] = [rows([1, 1, 0], [0, 1, 1], [1, 0, 0]), rows([1, 0, 1], [1, 1, 1], [0, 0, 1])];
    const value = await compare(x, y, { metric });
    const found = await engine.align(representation("x", x), representation("y", y), { metric });
    const [a, b] = [found.x.aligned, found.y.aligned].map((one) => toRows(one)) as [number[][], number[][]];
    const cosines = a.map((row, i) => innerOf(row, b[i]!) / (Math.hypot(...row) * Math.hypot(...b[i]!)));
    expect(cosines.reduce((sum, c) => sum + c, 0) / 3).toBeCloseTo(value, 12);
  });
});

describe("correlation matches", () => {
  it("are signed: an opposite unit is no match", async () => {
    const [x, y] = [rows([1], [2], [4]), rows([-1], [-2], [-4])];
    for (const metric of ["hard-correlation-match", "soft-correlation-match"] as const)
      expect(await compare(x, y, { metric })).toBeCloseTo(-1, 14);
  });

  it("differ where two units share a partner: the hard match gives it to one", async () => {
    const a = [1, -1, 1, -1, 1, -1, 1, -1];
    const b = [1, 1, -1, -1, 1, 1, -1, -1];
    const x = rows(...a.map((v) => [v, v]));
    const y = rows(...a.map((v, k) => [v, b[k]!]));
    expect(await compare(x, y, { metric: "hard-correlation-match" })).toBeCloseTo(0.5, 14);
    expect(await compare(x, y, { metric: "soft-correlation-match" })).toBeCloseTo(0.75, 14);
  });

  it("are measured with the same partners on held-out stimuli", async () => {
    const x = gaussian(random, 30, 4);
    const y: Matrix = { ...x, data: x.data.map((_, k) => x.data[k - (k % 4) + ((k + 1) % 4)]!) };
    const nets = [representation("x", x), representation("y", y)];
    for (const metric of ["hard-correlation-match", "soft-correlation-match"] as const) {
      expect((await engine.pairwise(nets, { metric, folds: 3 })).at(0, 1)).toBeCloseTo(1, 13);
    }
  });

  it("name a unit that is constant", async () => {
    const x = gaussian(random, 5, 3);
    for (let i = 0; i < 5; i++) x.data[i * 3 + 1] = 0.1;
    for (const metric of ["hard-correlation-match", "soft-correlation-match"] as const)
      await expect(compare(x, x, { metric })).rejects.toThrow(
        /first: unit 1, counted from 0, is constant across stimuli/,
      );
  });
});

describe("maximum matching similarity", () => {
  it("equals the largest of all pairs of sets that match", async () => {
    let between = 0;
    for (let trial = 0; trial < 60; trial++) {
      const [p, q] = [1 + random.below(4), 1 + random.below(4)];
      const x = gaussian(random, 5, p);
      const y = gaussian(random, 5, q);
      // Some units near the span of the others.
      for (let i = 0; i < 5; i++)
        y.data[i * q] = x.data[i * p]! + (p > 1 ? 0.5 * x.data[i * p + 1]! : 0) + 0.2 * random.normal();
      for (const epsilon of [0.1, 0.25, 0.5, 0.8]) {
        const expected = maximumMatch(toRows(x), toRows(y), epsilon);
        expect(await compare(x, y, { metric: "max-match", epsilon })).toBeCloseTo(expected, 14);
        between += +(expected > 0 && expected < 1);
      }
    }
    expect(between).toBeGreaterThan(30);
  });

  it("is 1 of the same span and 0 of orthogonal ones, at epsilon 0 and 1e-6 too", async () => {
    const x = gaussian(random, 20, 5);
    const same = multiply(x, gaussian(random, 5, 7));
    const q = orthogonal(random, 20);
    const part = (start: number) =>
      multiply(
        q,
        matrix(
          20,
          3,
          Float64Array.from({ length: 60 }, (_, k) => +(Math.floor(k / 3) === start + (k % 3))),
        ),
      );
    for (const epsilon of [0, 1e-6, 0.25, 0.9]) {
      expect(await compare(x, same, { metric: "max-match", epsilon })).toBe(1);
      expect(await compare(part(0), part(10), { metric: "max-match", epsilon })).toBe(0);
    }
    expect(await compare(part(0), part(10), { metric: "max-match", epsilon: 1 })).toBe(1);
  });

  it("decides to full accuracy at a tiny epsilon", async () => {
    const q = orthogonal(random, 12);
    const unit = (tilt: number) =>
      matrix(
        12,
        1,
        Float64Array.from({ length: 12 }, (_, i) => q.data[i * 12]! + tilt * q.data[i * 12 + 1]!),
      );
    for (const epsilon of [1e-3, 1e-6, 1e-9]) {
      expect(await compare(unit(0), unit(0.999 * epsilon), { metric: "max-match", epsilon })).toBe(1);
      expect(await compare(unit(0), unit(1.001 * epsilon), { metric: "max-match", epsilon })).toBe(0);
    }
  });

  it("counts units of zeros as matched, and says so; copies of a unit are all matched", async () => {
    const x = rows([1, 0, 1], [2, 0, 2], [0, 0, 0], [1, 0, 1]);
    const y = rows([0], [0], [1], [0]);
    expect(await compare(x, y, { metric: "max-match" })).toBe(0.25);
    const result = await engine.pairwise([representation("x", x), representation("y", y)], {
      metric: "max-match",
    });
    expect(result.warnings.join()).toContain(
      "x has 1 unit that is 0 for every stimulus, which counts as matched",
    );
    await expect(compare(matrix(4, 2), y, { metric: "max-match" })).rejects.toThrow(
      /first: every response is 0/,
    );
  });

  it("says where as many units as stimuli force a match", async () => {
    const nets = [8, 9].map((n, k) => representation(`n${k}`, gaussian(random, 6, n)));
    const result = await engine.pairwise(nets, { metric: "max-match" });
    expect(result.at(0, 1)).toBe(1);
    expect(result.warnings.join()).toContain("whatever the data");
  });
});
