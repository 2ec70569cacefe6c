import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, read, type Engine, type Representation } from "../../../src/index.ts";
import { matrix, type Matrix } from "../../../src/base/matrix.ts";
import { gaussian, multiply, orthogonal, streamFor } from "../../support/data.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

/** Repeats from rows: `counts[s]` for stimulus s, or as many for each. */
const repeats = (name: string, x: Matrix, counts: number | readonly number[]): Representation =>
  typeof counts === "number"
    ? { name, shape: [x.rows / counts, counts, x.cols], data: x.data }
    : { name, shape: [x.rows, x.cols], data: x.data, repeats: counts };

const draw = (label: string, rows: number, cols: number) => gaussian(streamFor(label), rows, cols);

const sum = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0);

const row = ({ cols, data }: Matrix, i: number) => data.subarray(i * cols, (i + 1) * cols);
const gap = (a: Float64Array, b: Float64Array) => Math.hypot(...a.map((value, k) => value - (b[k] ?? 0)));

/** √(E / 2) of rows as they stand, by the definition, pair by pair. */
function definition(x: Matrix, y: Matrix, countsX: number[], countsY: number[], biased: boolean): number {
  let [total, startX, startY] = [0, 0, 0];
  const mean = (a: Matrix, from: number, p: number, b: Matrix, to: number, q: number, different: boolean) => {
    let sum = 0;
    for (let i = 0; i < p; i++)
      for (let j = 0; j < q; j++) if (!different || i !== j) sum += gap(row(a, from + i), row(b, to + j));
    return sum / (different ? p * (p - 1) : p * q);
  };
  for (const [s, p] of countsX.entries()) {
    const q = countsY[s]!;
    total += mean(x, startX, p, y, startY, q, false);
    total -= (mean(x, startX, p, x, startX, p, !biased) + mean(y, startY, q, y, startY, q, !biased)) / 2;
    [startX, startY] = [startX + p, startY + q];
  }
  return Math.sqrt(Math.max(0, total / countsX.length));
}

describe("energy", () => {
  it.each([
    [true, [3, 2, 5, 1], [2, 4, 1, 3]],
    [false, [3, 2, 5, 2], [2, 4, 3, 3]],
  ] as const)(
    "is its definition under group identity (biased: %s), repeats unequal in number",
    async (biased, p, q) => {
      const [x, y] = [draw("x", sum(p), 4), draw("y", sum(q), 4)];
      const value = await engine.compare(repeats("x", x, p), repeats("y", y, q), {
        metric: "energy",
        group: "identity",
        within: biased ? "biased" : "unbiased",
      });
      expect(value).toBeCloseTo(definition(x, y, [...p], [...q], biased), 12);
    },
  );

  it.each([0, 1e3, 1e6])("keeps its digits %d away from the origin", async (offset) => {
    const [x, y] = ["x", "y"].map((name) => {
      const rows = draw(name, 12, 3);
      return { ...rows, data: rows.data.map((value) => value + offset) };
    }) as [Matrix, Matrix];
    const spec = { metric: "energy", group: "identity" } as const;
    const value = await engine.compare(repeats("x", x, 3), repeats("y", y, 3), spec);
    expect(value).toBeCloseTo(definition(x, y, [3, 3, 3, 3], [3, 3, 3, 3], false), 9);
  });

  it.each(["orthogonal", "permutation"] as const)(
    "reports the value at the motion it returns (%s)",
    async (group) => {
      for (const [p, q] of [
        [4, 4],
        [3, 5],
        [5, 3],
        [30, 4],
      ] as const) {
        const [x, y] = [draw("x", 12, p), draw("y", 18, q)];
        const pair = [repeats("x", x, 2), repeats("y", y, 3)] as const;
        const value = await engine.compare(...pair, { metric: "energy", group });
        const { x: a, y: b, search } = await engine.align(...pair, { metric: "energy", group });
        expect(definition(a.aligned, b.aligned, Array(6).fill(2), Array(6).fill(3), false)).toBeCloseTo(
          value,
          10,
        );
        for (const { motion } of [a, b]) {
          const square = multiply(motion, { rows: motion.cols, cols: motion.rows, data: transposed(motion) });
          square.data.forEach((entry, k) =>
            expect(entry).toBeCloseTo(k % (square.cols + 1) === 0 ? 1 : 0, 11),
          );
          if (group === "permutation") motion.data.forEach((entry) => expect([0, 1]).toContain(entry));
        }
        expect([...search!.history]).toEqual([...search!.history].sort((u, v) => v - u));
        expect(search!.minima).toBeGreaterThanOrEqual(1);
        expect(Math.min(...search!.losses)).toBe(search!.history.at(-1));
      }
    },
  );

  it("finds the best of all matchings of 5 units", async () => {
    const [x, y] = [draw("all x", 24, 5), draw("all y", 24, 5)];
    const counts = Array<number>(6).fill(4);
    const values = permutations(5).map((order) => {
      const data = y.data.map((_, k) => y.data[k - (k % 5) + order[k % 5]!]!);
      return definition(x, { ...y, data }, counts, counts, true);
    });
    const spec = { metric: "energy", group: "permutation", within: "biased" } as const;
    const value = await engine.compare(repeats("x", x, 4), repeats("y", y, 4), spec);
    expect(value).toBeCloseTo(Math.min(...values), 12);
  });

  it.each(["a", "b", "c", "d", "e", "f"])(
    "ends a single search where no exchange of two units helps (%s)",
    async (label) => {
      const [x, y] = [draw(`one ${label}`, 24, 7), draw(`other ${label}`, 24, 7)];
      const counts = Array<number>(6).fill(4);
      const spec = { metric: "energy", group: "permutation", within: "biased", restarts: 1 } as const;
      const { y: moved } = await engine.align(repeats("x", x, 4), repeats("y", y, 4), spec);
      const reached = definition(x, moved.aligned, counts, counts, true);
      for (let a = 0; a < 7; a++) {
        for (let b = 0; b < a; b++) {
          const source = (j: number) => (j === a ? b : j === b ? a : j);
          const data = moved.aligned.data.map((_, k, all) => all[k - (k % 7) + source(k % 7)]!);
          expect(definition(x, { ...y, data }, counts, counts, true)).toBeGreaterThanOrEqual(reached - 1e-12);
        }
      }
    },
  );

  it("is 0 for a rotated copy, in more units too, and the same for every order of the repeats", async () => {
    const x = draw("copy", 20, 4);
    const wide = matrix(20, 7);
    for (let i = 0; i < 20; i++) wide.data.set(row(x, i), i * 7);
    const copy = multiply(wide, orthogonal(streamFor("turn"), 7));
    const spec = { metric: "energy", within: "biased" } as const;
    expect(await engine.compare(repeats("x", x, 4), repeats("copy", copy, 4), spec)).toBe(0);
    const backwards = {
      ...x,
      data: Float64Array.from({ length: 80 }, (_, k) => x.data[(19 - Math.floor(k / 4)) * 4 + (k % 4)]!),
    };
    const reversed = matrix(20, 4);
    for (let i = 0; i < 20; i++)
      reversed.data.set(row(backwards, (4 - Math.floor(i / 4)) * 4 + (i % 4)), i * 4);
    const y = repeats("y", draw("other", 20, 4), 4);
    const [a, b] = [
      await engine.compare(repeats("x", x, 4), y, spec),
      await engine.compare(repeats("r", reversed, 4), y, spec),
    ];
    expect(a).toBeCloseTo(b, 11);
  });

  it("grows as a root under scaling, and is symmetric to the bit", async () => {
    const [x, y] = [repeats("x", draw("x", 20, 3), 4), repeats("y", draw("y", 20, 5), 4)];
    const spec = { metric: "energy", restarts: 4 } as const;
    const value = await engine.compare(x, y, spec);
    expect(await engine.compare(y, x, spec)).toBe(value);
    const larger = [x, y].map((one) => ({ ...one, data: one.data.map((v) => v * 2 ** 200) })) as [
      Representation,
      Representation,
    ];
    expect((await engine.compare(...larger, spec)) / 2 ** 100).toBeCloseTo(value, 12);
  });

  it("is the same for a pair alone and beside others, and when done again", async () => {
    const all = ["a", "b", "c"].map((name) => repeats(name, draw(name, 24, 6), 3));
    const spec = { metric: "energy", restarts: 3, init: "random", seed: 7 } as const;
    const first = await engine.pairwise(all, spec);
    expect(first.at(0, 1)).toBe(await engine.compare(all[0]!, all[1]!, spec));
    expect([...(await engine.pairwise(all, spec)).values]).toEqual([...first.values]);
  });
});

describe("energy between isotropic noises", () => {
  /** Of a normal vector of unit variance in 3 dimensions. */
  const meanLength = 2 * Math.sqrt(2 / Math.PI);

  it.each([
    [40, 0.06],
    [200, 0.03],
  ])("comes to its expectation with %d repeats", async (count, tolerance) => {
    // E|x − y| of noises of variance s² and t² in 3 dimensions: √(s² + t²) times the mean length.
    const [s, t] = [1, 3];
    const [x, y] = [draw("s", 4 * count, 3), draw("t", 4 * count, 3)];
    y.data.forEach((value, k) => (y.data[k] = t * value));
    const within = (Math.SQRT2 * (s + t)) / 2;
    const expected = Math.sqrt(meanLength * (Math.hypot(s, t) - within));
    const spec = { metric: "energy", restarts: 2 } as const;
    const value = await engine.compare(repeats("x", x, count), repeats("y", y, count), spec);
    expect(Math.abs(value - expected)).toBeLessThan(tolerance);
  });
});

describe("energy refuses", () => {
  const x = repeats("x", draw("x", 12, 3), 3);
  const compare = (y: Representation, options = {}) => engine.compare(x, y, { metric: "energy", ...options });

  it("a single repeat, which biased takes", async () => {
    const one = {
      name: "one",
      shape: [4, 1, 3],
      data: draw("one", 4, 3).data,
      stimuli: ["cat", "dog", "sun", "sea"],
    };
    await expect(compare(one)).rejects.toThrow(/one: stimulus 0 \(cat\) has one repeat.*"biased"/);
    expect(await compare(one, { within: "biased" })).toBeGreaterThan(0);
  });

  it("a plain matrix, other stimuli, NaN", async () => {
    await expect(compare({ name: "m", shape: [4, 3], data: new Float64Array(12) })).rejects.toThrow(
      /accepts repeats/,
    );
    await expect(compare(repeats("y", draw("y", 15, 3), 3))).rejects.toThrow(/number of stimuli/);
    const data = draw("y", 12, 3).data.with(7, NaN);
    await expect(compare({ name: "y", shape: [4, 3, 3], data })).rejects.toThrow(/y: .*NaN/);
  });

  it("unequal widths where units are compared one by one", async () => {
    await expect(compare(repeats("y", draw("y", 12, 5), 3), { group: "identity" })).rejects.toThrow(
      /units must be the same/,
    );
  });
});

function transposed({ rows, cols, data }: Matrix): Float64Array {
  return Float64Array.from(
    { length: rows * cols },
    (_, k) => data[(k % rows) * cols + Math.floor(k / rows)]!,
  );
}

function permutations(n: number): number[][] {
  if (n === 1) return [[0]];
  return permutations(n - 1).flatMap((rest) =>
    Array.from({ length: n }, (_, at) => [...rest.slice(0, at), n - 1, ...rest.slice(at)]),
  );
}

describe("energy on the shipped networks", () => {
  it.each([
    ["control-01", "control-02", 1.9875242216642368],
    ["control-01", "control-05", 1.688687851685743],
  ])("finds for %s and %s what a slower search found, or less", async (x, y, known) => {
    const files = [x, y].map((name) => `examples/rnn-dms/${name}.repeats.npy`);
    const [a, b] = (await read(files)) as [Representation, Representation];
    const value = await engine.compare(a, b, { metric: "energy", restarts: 1 });
    expect(value).toBeLessThanOrEqual(known * (1 + 1e-8));
    expect(value).toBeGreaterThan(known * (1 - 1e-6));
  });
});
