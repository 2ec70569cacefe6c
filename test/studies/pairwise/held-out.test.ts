import { beforeAll, describe, expect, it } from "vitest";
import { foldsOf } from "../../../src/studies/pairwise/held-out.ts";
import { takeStimuli } from "../../../src/data/stimuli.ts";
import { createEngine, type Engine, type MetricSpec } from "../../../src/index.ts";
import { matrix, type Matrix } from "../../../src/base/matrix.ts";
import { createRandom } from "../../../src/base/random.ts";
import { gaussian, multiply, orthogonal, representation } from "../../support/data.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

const random = createRandom(21);
const pair = (a: Matrix, b: Matrix) => [representation("a", a), representation("b", b)];
const rows = ({ cols, data }: Matrix, from: number, to: number) =>
  matrix(to - from, cols, data.slice(from * cols, to * cols));

describe("held-out stimuli", () => {
  const specs: MetricSpec[] = [
    { metric: "procrustes" },
    { metric: "procrustes", ground: "euclidean" },
    { metric: "procrustes", alpha: 0.4 },
    { metric: "procrustes", alpha: 0, ground: "euclidean" },
  ];
  it.each(specs)("of a rotated copy are at 0 under %o", async (spec) => {
    const x = gaussian(random, 60, 8);
    const y = multiply(x, orthogonal(random, 8));
    const [train, test] = [pair(rows(x, 0, 40), rows(y, 0, 40)), pair(rows(x, 40, 60), rows(y, 40, 60))];
    const result = await engine.pairwise(train, spec, { test });
    expect(result.test!.at(0, 1)).toBeLessThan(1e-12);
    expect(result.test!.at(0, 0)).toBeLessThan(1e-12);
    expect(result.values).toEqual((await engine.pairwise(train, spec)).values);
  });

  it("count in full where no motion was fitted: more units than training stimuli", async () => {
    // Training varies along the first two axes only; the third is seen in the test alone.
    const train = matrix(4, 3, Float64Array.of(1, 0, 0, -1, 0, 0, 0, 2, 0, 0, -2, 0));
    const test = matrix(1, 3, Float64Array.of(3, 4, 5));
    const result = await engine.pairwise(
      pair(train, train),
      { metric: "procrustes", ground: "euclidean" },
      {
        test: pair(test, test),
      },
    );
    // (3, 4) is aligned with itself, 5 with nothing: √(0 + 5² + 5²).
    expect(result.test!.at(0, 1)).toBeCloseTo(Math.sqrt(50), 12);
  });

  it("are refused for a metric that fits nothing, for other units, for missing networks", async () => {
    const [a, b] = [gaussian(random, 12, 4), gaussian(random, 12, 5)];
    const run = (metric: "cka" | "procrustes", test: readonly ReturnType<typeof representation>[]) =>
      engine.pairwise(pair(a, b), { metric }, { test });
    await expect(run("cka", pair(a, b))).rejects.toThrow("cka fits nothing on the stimuli");
    await expect(run("procrustes", pair(b, a))).rejects.toThrow("a is 12 × 4, held out 12 × 5");
    await expect(run("procrustes", [representation("a", a)])).rejects.toThrow(
      "2 representations to fit on, 1 held-out",
    );
  });
});

describe("cross-validation", () => {
  it("holds out every stimulus once, in an order that the seed decides", () => {
    const folds = foldsOf(23, 5, 7);
    expect(folds.flatMap(({ test }) => test).toSorted((a, b) => a - b)).toEqual([...Array(23).keys()]);
    for (const { train, test } of folds)
      expect([...train, ...test].toSorted((a, b) => a - b)).toEqual([...Array(23).keys()]);
    expect(foldsOf(23, 5, 7)).toEqual(folds);
    expect(foldsOf(23, 5, 8)).not.toEqual(folds);
  });

  it("gives mean and standard error of the held-out values over the parts", async () => {
    const nets = [6, 9, 5].map((n, k) => representation(`net ${k}`, gaussian(random, 30, n)));
    const spec: MetricSpec = { metric: "procrustes", ground: "euclidean" };
    const result = await engine.pairwise(nets, spec, { folds: 3, seed: 4 });
    const parts = [];
    for (const { train, test } of foldsOf(30, 3, 4)) {
      const take = (picked: readonly number[]) => nets.map((net) => takeStimuli(net, picked));
      parts.push((await engine.pairwise(take(train), spec, { test: take(test) })).test!.at(0, 2));
    }
    const mean = parts.reduce((a, b) => a + b) / 3;
    const deviation = Math.sqrt(parts.reduce((sum, part) => sum + (part - mean) ** 2, 0) / 2);
    expect(result.at(0, 2)).toBeCloseTo(mean, 12);
    expect(result.standardError!.at(0, 2)).toBeCloseTo(deviation / Math.sqrt(3), 12);
    expect(result.crossvalidation).toEqual({ folds: 3, seed: 4 });
  });

  it("refuses a number of parts that cannot be", async () => {
    const nets = pair(gaussian(random, 6, 2), gaussian(random, 6, 3));
    for (const folds of [1, 7, 2.5]) {
      await expect(engine.pairwise(nets, { metric: "procrustes" }, { folds })).rejects.toThrow(
        /a whole number from 2/,
      );
    }
  });
});

describe("takeStimuli", () => {
  const numbers = (length: number) => Float64Array.from({ length }, (_, k) => k);

  it("takes the repeats of each stimulus together, however many it has", () => {
    const ragged = {
      name: "ragged",
      shape: [6, 2],
      data: numbers(12),
      repeats: [1, 3, 2],
      stimuli: ["a", "b", "c"],
    };
    expect(takeStimuli(ragged, [2, 0, 2])).toEqual({
      name: "ragged",
      shape: [5, 2],
      data: Float64Array.of(8, 9, 10, 11, 0, 1, 8, 9, 10, 11),
      repeats: [2, 1, 2],
      stimuli: ["c", "a", "c"],
    });
  });

  it("takes covariances and factors with their means", () => {
    const covariances = { shape: [3, 2, 2], data: numbers(12) };
    const factors = { shape: [3, 2, 1], data: numbers(6) };
    const taken = takeStimuli({ name: "g", shape: [3, 2], data: numbers(6), covariances, factors }, [1, 1]);
    expect(taken.covariances).toEqual({ shape: [2, 2, 2], data: Float64Array.of(4, 5, 6, 7, 4, 5, 6, 7) });
    expect(taken.factors).toEqual({ shape: [2, 2, 1], data: Float64Array.of(2, 3, 2, 3) });
    expect(taken.shape).toEqual([2, 2]);
  });
});
