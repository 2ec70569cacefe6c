import { beforeAll, describe, expect, it } from "vitest";
// A worker starts from built files only.
import { createEngine as createBuilt } from "repgeom";
import { createEngine, type Engine, type Matrix, type MetricSpec } from "../../../src/index.ts";
import { createRandom } from "../../../src/base/random.ts";
import { gaussian } from "../../support/data.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

const of = (...rows: number[][]): Matrix => ({
  rows: rows.length,
  cols: rows[0]!.length,
  data: Float64Array.from(rows.flat()),
});
const scaled = (x: Matrix, factor: number): Matrix => ({ ...x, data: x.data.map((value) => value * factor) });
const rowsOf = ({ rows, cols, data }: Matrix) =>
  Array.from({ length: rows }, (_, i) => [...data.subarray(i * cols, (i + 1) * cols)]);
const softmax = (row: number[]) => {
  const powers = row.map((value) => Math.exp(value - Math.max(...row)));
  return powers.map((value) => value / powers.reduce((sum, one) => sum + one, 0));
};
/** Lin 1991 by Kullback and Leibler, in bits. */
const divergence = (p: number[], q: number[]) => {
  const kl = (a: number[], b: number[]) =>
    a.reduce((sum, value, c) => (value > 0 ? sum + value * Math.log2(value / b[c]!) : sum), 0);
  const mean = p.map((value, c) => (value + q[c]!) / 2);
  return (kl(p, mean) + kl(q, mean)) / 2;
};
const js = { metric: "jensen-shannon" } as const;

describe("jensen-shannon", () => {
  it.each([
    [1, 20, 5],
    [30, 13, 7],
    [0.1, 9, 2],
  ])("is the definition for logits of size %d, %i stimuli, %i classes", async (size, m, n) => {
    const random = createRandom(m);
    const [x, y] = [scaled(gaussian(random, m, n), size), scaled(gaussian(random, m, n), size)];
    const each = rowsOf(x).map((row, i) => divergence(softmax(row), softmax(rowsOf(y)[i]!)));
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / m;
    expect(await engine.compare(x, y, js)).toBeCloseTo(mean(each), 13);
    expect(await engine.compare(x, y, { ...js, ground: "distance" })).toBeCloseTo(
      mean(each.map(Math.sqrt)),
      12,
    );
    const [p, q] = [x, y].map((one) => of(...rowsOf(one).map(softmax))) as [Matrix, Matrix];
    expect(await engine.compare(p, q, { ...js, scores: "probabilities" })).toBeCloseTo(mean(each), 13);
  });

  it("is 1 bit for certain classes that differ, also of huge logits and exact zeros", async () => {
    const [x, y] = [of([1000, -1000, 0], [1, 0, 0]), of([-1000, 1000, 0], [0, 0, 1])];
    expect(await engine.compare(of([1000, -1000, 0]), of([-1000, 1000, 0]), js)).toBe(1);
    expect(await engine.compare(of([1, 0, 0]), of([0, 0, 1]), { ...js, scores: "probabilities" })).toBe(1);
    expect(await engine.compare(x, y, js)).toBeLessThan(1);
    expect(await engine.compare(scaled(x, 1e305), scaled(y, 1e305), js)).toBe(1);
  });

  it("keeps all digits of outputs that are nearly the same", async () => {
    // Of two classes at ½ ± e the divergence is (2e² + (4/3)·e⁴ + …)·log₂e, with p − q = 2e.
    for (const e of [1e-2, 1e-4, 1e-7, 1e-10]) {
      const [x, y] = [of([0.5 + e, 0.5 - e]), of([0.5 - e, 0.5 + e])];
      const exact = 2 * e * e * (1 + (2 / 3) * e * e + (16 / 15) * e ** 4) * Math.LOG2E;
      const found = await engine.compare(x, y, { ...js, scores: "probabilities" });
      expect(Math.abs(found / exact - 1)).toBeLessThan(e > 1e-5 ? 1e-11 : 1e-15 / e);
    }
  });

  it("does not see a constant added to all logits of a stimulus", async () => {
    const x = gaussian(createRandom(1), 8, 4);
    const moved = { ...x, data: x.data.map((value, k) => value + 100 * Math.floor(k / 4)) };
    expect(await engine.compare(x, moved, js)).toBeLessThan(1e-25);
  });

  it("refuses what are no probabilities, naming the stimulus", async () => {
    const good = of([0.5, 0.5], [0.25, 0.75]);
    const refused = (bad: Matrix, text: RegExp, metric: "jensen-shannon" | "disagreement" | "cohen-kappa") =>
      expect(
        engine.compare(good, { name: "bad", ...bad }, { metric, scores: "probabilities" }),
      ).rejects.toThrow(text);
    for (const metric of ["jensen-shannon", "disagreement", "cohen-kappa"] as const) {
      await refused(
        of([0.5, 0.5], [0.5, 0.500002]),
        /bad: the scores of stimulus 1 are no probabilities: they sum to/,
        metric,
      );
      await refused(
        of([-0.1, 1.1], [0.5, 0.5]),
        /stimulus 0 .*class 0 has -0.1, which is negative.*"logits"/,
        metric,
      );
    }
    const near = of([0.5, 0.5], [0.5, 0.5000005]);
    expect(await engine.compare(good, near, { ...js, scores: "probabilities" })).toBeGreaterThan(0);
  });
});

describe("classes", () => {
  it("are the largest score, and of equal ones the one with the smaller number", async () => {
    const [x, y] = [
      of([1, 1, 0], [0, 2, 2], [3, 3, 3], [-1, -2, -1]),
      of([1, 0, 0], [0, 1, 0], [1, 0, 0], [1, 0, 0]),
    ];
    expect(await engine.compare(x, y, { metric: "disagreement" })).toBe(0);
    expect(
      await engine.compare(x, of([0, 1, 0], [0, 0, 1], [0, 0, 1], [0, 0, 1]), { metric: "disagreement" }),
    ).toBe(1);
  });

  it("of other numbers of classes are refused with both shapes", async () => {
    const random = createRandom(1);
    for (const metric of ["disagreement", "jensen-shannon", "cohen-kappa"] as const) {
      const call = engine.compare(gaussian(random, 6, 3), gaussian(random, 6, 4), { metric });
      await expect(call).rejects.toMatchObject({ name: "ShapeError" });
      await expect(call).rejects.toThrow(/6 × 3.*6 × 4/);
    }
  });
});

describe("cohen-kappa", () => {
  const kappa = { metric: "cohen-kappa" } as const;
  const oneHot = (classes: number[], count: number) =>
    of(...classes.map((one) => Array.from({ length: count }, (_, c) => +(c === one))));

  it("is that of a table: 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no give 0.4", async () => {
    const pairs = [
      { count: 20, pair: [1, 1] },
      { count: 5, pair: [1, 0] },
      { count: 10, pair: [0, 1] },
      { count: 15, pair: [0, 0] },
    ].flatMap(({ count, pair }) => Array.from({ length: count }, () => pair));
    const [x, y] = [0, 1].map((k) =>
      oneHot(
        pairs.map((pair) => pair[k]!),
        2,
      ),
    ) as [Matrix, Matrix];
    expect(await engine.compare(x, y, kappa)).toBeCloseTo(0.4, 15);
  });

  it("is −1 for two classes that are always the other one, 0 for one class against many", async () => {
    expect(await engine.compare(oneHot([0, 1, 0, 1], 2), oneHot([1, 0, 1, 0], 2), kappa)).toBe(-1);
    expect(await engine.compare(oneHot([0, 0, 0, 0], 2), oneHot([1, 0, 1, 0], 2), kappa)).toBe(0);
    expect(await engine.compare(oneHot([0, 0, 0], 3), oneHot([1, 1, 1], 3), kappa)).toBe(0);
  });

  it("is refused where both give one and the same class to all", async () => {
    await expect(engine.compare(oneHot([2, 2, 2], 3), oneHot([2, 2, 2], 3), kappa)).rejects.toThrow(
      /both networks give all 3 stimuli class 2/,
    );
  });
});

it("threads give the same bits", async () => {
  const random = createRandom(4);
  const nets = Array.from({ length: 5 }, () => gaussian(random, 60, 7));
  const two = await createBuilt({ threads: 2 });
  for (const metric of ["disagreement", "jensen-shannon", "cohen-kappa"] as const) {
    const spec: MetricSpec = { metric };
    const [a, b] = [await engine.pairwise(nets, spec), await two.pairwise(nets, spec)];
    expect(b.values).toEqual(a.values);
  }
  two.close();
});
