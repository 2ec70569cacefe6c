import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, metrics, type Engine, type MetricName, type MetricSpec } from "../../../src/index.ts";
import { matrix, transpose, type Matrix } from "../../../src/base/matrix.ts";
import { createRandom } from "../../../src/base/random.ts";
import type { Representation } from "../../../src/data/representation.ts";
import {
  gaussian,
  inputOf,
  multiply,
  orthogonal,
  representation,
  rowsPerStimulus,
} from "../../support/data.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

const fitted = (Object.keys(metrics) as MetricName[]).filter((name) => "heldOut" in metrics[name]);
/** Searches are kept short. */
const quick = (metric: MetricName): MetricSpec =>
  ("restarts" in metrics[metric].options ? { metric, restarts: 2 } : { metric }) as MetricSpec;

const rows = ({ cols, data }: Matrix, from: number, to: number) =>
  matrix(to - from, cols, data.slice(from * cols, to * cols));
const split = (x: Matrix, at: number): [Matrix, Matrix] => [rows(x, 0, at), rows(x, at, x.rows)];
const pair = (a: Matrix, b: Matrix) => [representation("a", a), representation("b", b)];

/** Two networks that share what the first `shared` of their latent responses are. */
function related(seed: number, count: number, cols: readonly [number, number], noise: number) {
  const random = createRandom(seed);
  const latent = gaussian(random, count, 4);
  return cols.map((width) => {
    const signal = multiply(latent, gaussian(random, 4, width));
    return { ...signal, data: signal.data.map((value) => value + noise * random.normal()) };
  }) as [Matrix, Matrix];
}

describe("metrics that fit something", () => {
  it("are all that align, match or regress, but for those that search long or hold stimuli out themselves", () => {
    const moving = new Set<string>([
      "Alignment of shapes",
      "Matching of units",
      "Canonical correlation and regression",
    ]);
    const others = (Object.keys(metrics) as MetricName[]).filter(
      (name) => moving.has(metrics[name].family) && !fitted.includes(name),
    );
    expect(others).toEqual(["elementwise", "permutation-aligned-cosine", "linear-predictivity", "max-match"]);
    expect(fitted).toEqual(expect.arrayContaining(["gaussian-wasserstein", "energy", "gaussian-process"]));
  });

  it.each(fitted)("%s takes folds and test stimuli, inside the range that it states", async (metric) => {
    const { accepts } = metrics[metric];
    const each = rowsPerStimulus(accepts);
    const [x, y] = related(3, 18 * each, [5, 5], 0.3);
    const inputs = [inputOf(accepts, "x", x), inputOf(accepts, "y", y)];
    const spec = quick(metric);
    const folded = await engine.pairwise(inputs, { ...spec, folds: 3 });
    const again = await engine.pairwise(inputs, { ...spec, test: inputs });
    for (const { values, range } of [folded, again.test!]) {
      expect(values.every((value) => value >= range[0] && value <= range[1])).toBe(true);
    }
    expect(folded.crossvalidation).toEqual({ folds: 3, seed: 1 });
    // Tried on the stimuli of the fit, it is the value of the fit; on others another.
    expect(again.test!.at(0, 1)).toBeCloseTo(again.at(0, 1), 7);
    if (metric !== "energy") expect(Math.abs(folded.at(0, 1) - again.at(0, 1))).toBeGreaterThan(1e-4);
  });

  it("are named where another is asked for", async () => {
    const [x, y] = related(1, 12, [3, 3], 1);
    await expect(engine.pairwise(pair(x, y), { metric: "cka", folds: 2 })).rejects.toThrow(
      "cka fits nothing on the stimuli that could be tried on held-out ones; compare those directly. Metrics that fit: procrustes, ",
    );
  });
});

describe("a rotated copy", () => {
  const distances: MetricSpec[] = [
    { metric: "bures" },
    { metric: "nbs", ground: "angular" },
    { metric: "cca" },
    { metric: "cca", ground: "euclidean" },
    { metric: "cca", ridge: 3 },
  ];
  const similarities: MetricSpec[] = [
    { metric: "nbs" },
    { metric: "cca", ground: "mean" },
    { metric: "cca", ground: "mean", ridge: 5 },
    { metric: "cca", ground: "mean-squared", center: false },
    { metric: "svcca" },
    { metric: "pwcca" },
  ];
  const random = createRandom(21);
  const x = gaussian(random, 60, 8);
  const y = multiply(x, orthogonal(random, 8));
  const [trainX, testX] = split(x, 40);
  const [trainY, testY] = split(y, 40);
  const measure = async (spec: MetricSpec) =>
    (await engine.pairwise(pair(trainX, trainY), { ...spec, test: pair(testX, testY) })).test!.at(0, 1);

  it.each(distances)("is at 0 on held-out stimuli under %o", async (spec) => {
    expect(await measure(spec)).toBeLessThan(1e-7);
  });

  it.each(similarities)("is at 1 on held-out stimuli under %o", async (spec) => {
    expect(await measure(spec)).toBeCloseTo(1, 12);
  });
});

describe("held-out correlations", () => {
  const [x, y] = related(5, 90, [6, 5], 0.8);
  const [train, test] = [pair(rows(x, 0, 60), rows(y, 0, 60)), pair(rows(x, 60, 90), rows(y, 60, 90))];
  const measure = async (spec: MetricSpec) =>
    (await engine.pairwise(train, { ...spec, test })).test!.at(0, 1);

  /** Correlations over held-out stimuli of the variables that `align` gives on training ones. */
  async function byHand(spec: MetricSpec): Promise<number[]> {
    const found = await engine.align(train[0]!, train[1]!, spec);
    const [p, q] = ([found.x, found.y] as const).map(({ motion, means }, k) => {
      const of = test[k]!;
      const moved = of.data.map((value, at) => value - means.data[at % of.shape[1]!]!);
      return transpose(multiply(matrix(of.shape[0]!, of.shape[1]!, Float64Array.from(moved)), motion));
    }) as [Matrix, Matrix];
    return Array.from({ length: p.rows }, (_, k) =>
      correlation(
        p.data.subarray(k * p.cols, (k + 1) * p.cols),
        q.data.subarray(k * q.cols, (k + 1) * q.cols),
      ),
    );
  }

  it.each([0, 40])("of cca are those of its canonical variables, at ridge %d", async (ridge) => {
    const rho = await byHand({ metric: "cca", ridge });
    expect(rho).toHaveLength(5);
    expect(await measure({ metric: "cca", ground: "mean", ridge })).toBeCloseTo(mean(rho), 12);
    const squares = rho.map((value) => value * Math.abs(value));
    expect(await measure({ metric: "cca", ground: "mean-squared", ridge })).toBeCloseTo(mean(squares), 12);
    expect(await measure({ metric: "cca", ridge: 0 })).toBe(
      await measure({ metric: "procrustes", alpha: 0 }),
    );
  });

  it("of svcca with all variance are those of cca, of pwcca a weighted mean of them", async () => {
    const rho = await byHand({ metric: "cca" });
    expect(await measure({ metric: "svcca", variance: 1 })).toBeCloseTo(mean(rho), 12);
    const found = await engine.align(train[0]!, train[1]!, { metric: "cca" });
    const centred = rows(x, 0, 60).data.map((value, at) => value - found.x.means.data[at % 6]!);
    const used = multiply(transpose(found.x.aligned), matrix(60, 6, centred));
    const weights = rho.map((_, k) =>
      used.data.subarray(k * 6, (k + 1) * 6).reduce((sum, value) => sum + Math.abs(value), 0),
    );
    const weighted =
      rho.reduce((sum, value, k) => sum + weights[k]! * value, 0) / weights.reduce((a, b) => a + b);
    expect(await measure({ metric: "pwcca" })).toBeCloseTo(weighted, 12);
  });

  it("of noise are about 0 where those of the fit are forced to be 1", async () => {
    const random = createRandom(8);
    const [a, b] = [gaussian(random, 60, 50), gaussian(random, 60, 50)];
    for (const spec of [{ metric: "cca", ground: "mean" }, { metric: "pwcca" }] as MetricSpec[]) {
      const result = await engine.pairwise(pair(a, b), { ...spec, folds: 3 });
      expect(Math.abs(result.at(0, 1))).toBeLessThan(0.15);
      expect(await engine.compare(a, b, spec)).toBeGreaterThan(0.8);
    }
  });

  it("need three held-out stimuli", async () => {
    await expect(engine.pairwise(train, { metric: "svcca", folds: 45 })).rejects.toThrow(
      "Hold out at least 3, by fewer folds or more stimuli",
    );
  });
});

describe("stochastic metrics", () => {
  const random = createRandom(31);
  const [stimuli, repeats, units] = [16, 6, 3];
  const all = gaussian(random, stimuli * repeats, units);
  all.data.forEach(
    (value, k) => (all.data[k] = value * (1 + (k % units)) + (Math.floor(k / (units * repeats)) % 5)),
  );
  const other = multiply(all, orthogonal(random, units));
  other.data.forEach((value, k) => (other.data[k] = value + 0.4 * random.normal()));
  const part = (x: Matrix, from: number, to: number): Representation => ({
    name: "net",
    shape: [to - from, repeats, x.cols],
    data: x.data.slice(from * repeats * x.cols, to * repeats * x.cols),
  });
  const moved = (one: Representation, motion: Matrix): Representation => ({
    ...one,
    data: multiply(matrix(one.data.length / units, units, Float64Array.from(one.data)), motion).data,
  });

  it.each([
    { metric: "gaussian-wasserstein", restarts: 3 },
    { metric: "gaussian-wasserstein", restarts: 3, group: "permutation", alpha: 0.5 },
    { metric: "energy", restarts: 3, within: "biased" },
    { metric: "energy", restarts: 3, group: "permutation", within: "biased" },
  ] as MetricSpec[])("measure held-out stimuli under the motion that others gave: %o", async (spec) => {
    const train = [part(all, 0, 10), part(other, 0, 10)];
    const test = [part(all, 10, 16), part(other, 10, 16)];
    const { motion } = (await engine.align(train[0]!, train[1]!, spec)).y;
    const value = (await engine.pairwise(train, { ...spec, test })).test!.at(0, 1);
    const still = { ...spec, group: "identity" } as MetricSpec;
    expect(value).toBeCloseTo(await engine.compare(test[0]!, moved(test[1]!, motion), still), 9);
    expect(value).toBeGreaterThanOrEqual((await engine.compare(test[0]!, test[1]!, spec)) * (1 - 1e-12));
    expect(value).toBeGreaterThan(0);
  });

  it.each(["gaussian-wasserstein", "energy"] as const)(
    "count what lies outside the training axes in full: %s",
    async (metric) => {
      // Training responses have no third unit.
      const flat = { ...all, data: all.data.map((value, k) => (k % units === 2 ? 0 : value)) };
      const single = matrix(repeats, units, all.data.slice(0, repeats * units));
      const train = [part(flat, 0, 10), part(flat, 0, 10)];
      const test = [part(single, 0, 1), part(single, 0, 1)];
      const result = await engine.pairwise(train, { metric, restarts: 1, test });
      // The same responses with their third unit as the third of one network, and the fourth of the other.
      const wide = (third: number) => {
        const data = new Float64Array(repeats * 4);
        for (let i = 0; i < repeats; i++) {
          data.set(single.data.subarray(i * units, i * units + 2), i * 4);
          data[i * 4 + third] = single.data[i * units + 2]!;
        }
        return { name: "wide", shape: [1, repeats, 4], data };
      };
      const expected = await engine.compare(wide(2), wide(3), { metric, group: "identity" });
      expect(result.test!.at(0, 1)).toBeCloseTo(expected, 9);
    },
  );
});

describe("kernels", () => {
  const [x, y] = related(9, 50, [4, 4], 0.5);
  const [train, test] = [pair(rows(x, 0, 35), rows(y, 0, 35)), pair(rows(x, 35, 50), rows(y, 35, 50))];
  const measure = async (spec: MetricSpec) =>
    (await engine.pairwise(train, { ...spec, test })).test!.at(0, 1);

  it("of great width are linear ones", async () => {
    const wide = { bandwidth: 3000, bandwidthUnit: "responses" } as const;
    expect(await measure({ metric: "kernel-procrustes", ...wide })).toBeCloseTo(
      await measure({ metric: "procrustes" }),
      4,
    );
    const ridge = 50;
    expect(await measure({ metric: "kernel-cca", ...wide, ridge: ridge / 3000 ** 2 })).toBeCloseTo(
      await measure({ metric: "cca", ridge }),
      3,
    );
  });

  it("that are given say nothing about other stimuli", async () => {
    const gram = multiply(rows(x, 0, 35), transpose(rows(x, 0, 35)));
    const inputs = pair(gram, gram);
    await expect(
      engine.pairwise(inputs, { metric: "kernel-procrustes", kernel: "given", test: inputs }),
    ).rejects.toThrow("A given Gram matrix says nothing about other stimuli");
  });
});

describe("convolutional layers", () => {
  const [stimuli, height, width, channels] = [9, 2, 3, 4];
  const random = createRandom(12);
  const images = gaussian(random, stimuli * height * width, channels);
  const shape = [stimuli, height, width, channels];
  const first = (count: number, from: number, x: Matrix): Representation => ({
    name: "net",
    shape: [count, height, width, channels],
    layout: "nhwc",
    data: x.data.slice(from * height * width * channels, (from + count) * height * width * channels),
  });
  const rolled = matrix(images.rows, channels);
  for (let row = 0; row < images.rows; row++) {
    const [image, i, j] = [Math.floor(row / 6), Math.floor(row / 3) % 2, row % 3];
    const to = image * 6 + ((i + 1) % 2) * 3 + ((j + 2) % 3);
    rolled.data.set(images.data.subarray(row * channels, (row + 1) * channels), to * channels);
  }

  it.each([
    { group: "orthogonal" },
    { group: "orthogonal", alpha: 0.5, ground: "euclidean" },
    { group: "permutation" },
  ] as const)("keep the shift and the motion that training images gave: %o", async (options) => {
    const motion = options.group === "permutation" ? reversed(channels) : orthogonal(random, channels);
    const other = multiply(rolled, motion);
    expect(shape[0]).toBe(stimuli);
    const train = [first(6, 0, images), first(6, 0, other)];
    const test = [first(3, 6, images), first(3, 6, other)];
    const spec = { metric: "convolutional", ...options } as MetricSpec;
    const result = await engine.pairwise(train, { ...spec, test });
    expect(result.test!.at(0, 1)).toBeLessThan(1e-7);
    const unshifted = await engine.pairwise(train, { ...spec, positions: "stimuli", test } as never);
    expect(unshifted.test!.at(0, 1)).toBeGreaterThan(0.1);
  });

  it("are held out with images of the same size", async () => {
    const train = [first(6, 0, images), first(6, 0, rolled)];
    const test = train.map((one) => ({ ...one, shape: [6, 3, 2, 4] }));
    await expect(engine.pairwise(train, { metric: "convolutional", test })).rejects.toThrow(
      "the height must be the same",
    );
  });
});

function reversed(n: number): Matrix {
  const motion = matrix(n, n);
  for (let i = 0; i < n; i++) motion.data[i * n + (n - 1 - i)] = 1;
  return motion;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function correlation(a: Float64Array, b: Float64Array): number {
  const [p, q] = [mean([...a]), mean([...b])];
  const sum = (f: (i: number) => number) => a.reduce((total, _, i) => total + f(i), 0);
  const [x, y] = [sum((i) => (a[i]! - p) ** 2), sum((i) => (b[i]! - q) ** 2)];
  return sum((i) => (a[i]! - p) * (b[i]! - q)) / Math.sqrt(x * y);
}
