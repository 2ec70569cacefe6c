import { describe, expect, it } from "vitest";
import { arrangeUnits, pairwise, type Representation } from "../../../src/index.ts";
import { createRandom } from "../../../src/base/random.ts";

const random = createRandom(5);
const net = (name: string, m: number, n: number): Representation => ({
  name,
  shape: [m, n],
  data: Float64Array.from({ length: m * n }, (_, k) => random.normal() * (1 + (k % n))),
});

/** Covariance of two columns, divisor m. */
function covariance({ shape, data }: Representation, i: number, j: number): number {
  const [m, n] = shape as [number, number];
  const column = (unit: number) => Array.from({ length: m }, (_, row) => data[row * n + unit]!);
  const mean = (values: number[]) => values.reduce((a, b) => a + b) / m;
  const [x, y] = [column(i), column(j)];
  return mean(x.map((value, row) => (value - mean(x)) * (y[row]! - mean(y))));
}

const squaredDistance = ({ shape, data }: Representation, a: number, b: number) =>
  Array.from(
    { length: shape[1]! },
    (_, k) => (data[a * shape[1]! + k]! - data[b * shape[1]! + k]!) ** 2,
  ).reduce((x, y) => x + y);

describe("arrangeUnits: pca", () => {
  it.each([
    [30, 6],
    [6, 30],
  ])("turns %i × %i to uncorrelated components of falling variance, and keeps distances", async (m, n) => {
    const x = net("x", m, n);
    const [scores] = await arrangeUnits([x], { pca: 1000 });
    const count = Math.min(n, m - 1);
    expect(scores!.shape).toEqual([m, count]);
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < i; j++) expect(Math.abs(covariance(scores!, i, j))).toBeLessThan(1e-10);
      if (i > 0) expect(covariance(scores!, i, i)).toBeLessThanOrEqual(covariance(scores!, i - 1, i - 1));
    }
    for (const [a, b] of [
      [0, 1],
      [2, 5],
    ] as const)
      expect(squaredDistance(scores!, a, b)).toBeCloseTo(squaredDistance(x, a, b), 8);
  });

  it("takes the fewest components that hold a share of the variance", async () => {
    const x = net("x", 40, 8);
    const total = Array.from({ length: 8 }, (_, k) => covariance(x, k, k)).reduce((a, b) => a + b);
    for (const share of [0.3, 0.6, 0.9, 0.99]) {
      const [scores] = await arrangeUnits([x], { pca: share });
      const variances = Array.from({ length: scores!.shape[1]! }, (_, k) => covariance(scores!, k, k));
      const held = variances.reduce((a, b) => a + b) / total;
      expect(held).toBeGreaterThanOrEqual(share - 1e-9);
      expect(held - variances.at(-1)! / total).toBeLessThan(share);
      expect(scores!.arranged![0]).toContain(`${scores!.shape[1]} principal components`);
    }
  });

  it("projects held-out stimuli on what was fitted on the others", async () => {
    const [train, test] = [net("x", 30, 5), net("x", 12, 5)];
    const [scores] = await arrangeUnits([test], { pca: 2, train: [train] });
    const [both] = await arrangeUnits([train], { pca: 2, train: [train] });
    // The components of the training stimuli, as the solution of a regression of scores on units.
    const own = await arrangeUnits([{ ...test, name: "own" }], { pca: 2 });
    expect(scores!.shape).toEqual([12, 2]);
    expect(Array.from(scores!.data)).not.toEqual(Array.from(own[0]!.data));
    const stacked = { ...train, shape: [42, 5], data: Float64Array.from([...train.data, ...test.data]) };
    const [together] = await arrangeUnits([stacked], { pca: 2, train: [train] });
    expect(Array.from(together!.data.subarray(0, 60))).toEqual(Array.from(both!.data));
    expect(Array.from(together!.data.subarray(60))).toEqual(Array.from(scores!.data));
  });

  it("z-scores before, by the training stimuli, and normalizes after", async () => {
    const train = { name: "x", shape: [2, 2], data: Float64Array.of(0, 10, 2, 30) };
    const test = { name: "x", shape: [1, 2], data: Float64Array.of(4, 20) };
    const [scored] = await arrangeUnits([test], { zscore: true, train: [train] });
    expect([...scored!.data]).toEqual([3, 0]);
    const [normal] = await arrangeUnits([net("x", 10, 4)], { pca: 2, normalize: "frobenius" });
    expect(Math.hypot(...normal!.data)).toBeCloseTo(1, 12);
  });

  it("refuses what has no components", async () => {
    const constant = { name: "c", shape: [3, 2], data: new Float64Array(6).fill(2) };
    await expect(arrangeUnits([constant], { pca: 1 })).rejects.toThrow("no unit varies");
    await expect(arrangeUnits([net("x", 5, 3)], { pca: 1.5 })).rejects.toThrow("pca is 1.5");
    await expect(arrangeUnits([{ ...net("x", 4, 6), shape: [4, 3, 2] }], { pca: 1 })).rejects.toThrow(
      "Flatten",
    );
    await expect(arrangeUnits([net("x", 5, 3)], { pca: 1, train: [net("x", 5, 4)] })).rejects.toThrow(
      "fitted on 4",
    );
  });
});

describe("pairwise: arrange", () => {
  it("fits on the training stimuli of each fold", async () => {
    const nets = [net("a", 40, 6), net("b", 40, 8)];
    const options = { metric: "procrustes", folds: 4, seed: 2 } as const;
    const arranged = await pairwise(nets, { ...options, arrange: { pca: 3 } });
    const before = await pairwise(await arrangeUnits(nets, { pca: 3 }), options);
    const all = await pairwise(nets, { ...options, arrange: { pca: 40 } });
    expect(arranged.at(0, 1)).not.toBeCloseTo(before.at(0, 1), 6);
    // All components are a rotation, which the metric does not see.
    expect(all.at(0, 1)).toBeCloseTo((await pairwise(nets, options)).at(0, 1), 6);
  });

  it("fits on the networks where test has other stimuli, and says what it did", async () => {
    const nets = [net("a", 40, 6), net("b", 40, 8)];
    const test = [net("a", 15, 6), net("b", 15, 8)];
    const result = await pairwise(nets, { metric: "procrustes", test, arrange: { pca: 3 } });
    const trains = await arrangeUnits(nets, { pca: 3 });
    const tests = await arrangeUnits(test, { pca: 3, train: nets });
    const expected = await pairwise(trains, { metric: "procrustes", test: tests });
    expect(result.test!.values).toEqual(expected.test!.values);
    expect(result.values).toEqual(expected.values);
    expect(JSON.stringify(result.toJSON())).toContain("3 principal components");
  });
});
