// Each dissimilarity against its definition, element by element, and its faults.
import { describe, expect, it } from "vitest";
import {
  createEngine,
  dissimilarities,
  type DissimilarityName,
  type RdmOptions,
} from "../../../src/index.ts";
import { createRandom } from "../../../src/base/random.ts";
import { condense } from "../../../src/rdm/condensed.ts";
import { gaussian, representation } from "../../support/data.ts";
import { expectClose } from "../support.ts";

const engine = await createEngine({ threads: 0 });
const random = createRandom(6);

type Pair = (a: readonly number[], b: readonly number[]) => number;

const sum = (a: readonly number[], b: readonly number[], term: (x: number, y: number) => number) =>
  a.reduce((total, x, k) => total + term(x, b[k]!), 0);
const rate = (x: number) => (x + 0.1) / 1.1;

/** The definitions, of two rows. */
const definitions: Partial<Record<DissimilarityName, Pair>> = {
  euclidean: (a, b) => Math.sqrt(sum(a, b, (x, y) => (x - y) ** 2)),
  "squared-euclidean": (a, b) => sum(a, b, (x, y) => (x - y) ** 2),
  cityblock: (a, b) => sum(a, b, (x, y) => Math.abs(x - y)),
  minkowski: (a, b) => sum(a, b, (x, y) => Math.abs(x - y) ** 3) ** (1 / 3),
  chebyshev: (a, b) => Math.max(...a.map((x, k) => Math.abs(x - b[k]!))),
  "nan-euclidean": (a, b) => {
    const both = a.flatMap((x, k) => (Number.isNaN(x) || Number.isNaN(b[k]!) ? [] : [(x - b[k]!) ** 2]));
    return Math.sqrt((a.length / both.length) * both.reduce((total, square) => total + square, 0));
  },
  poisson: (a, b) => sum(a, b, (x, y) => (rate(x) - rate(y)) * (Math.log(rate(x)) - Math.log(rate(y)))),
};

const optionsOf = (dissimilarity: DissimilarityName): RdmOptions => ({
  dissimilarity,
  ...(dissimilarity === "minkowski" && { p: 3 }),
});

const rowsOf = (data: Float64Array, n: number) =>
  Array.from({ length: data.length / n }, (_, i) => [...data.subarray(i * n, (i + 1) * n)]);

describe.each(Object.entries(definitions) as [DissimilarityName, Pair][])("%s", (name, pair) => {
  // below, at and above what the kernels take at once
  it.each([
    [2, 1],
    [5, 3],
    [9, 17],
    [33, 40],
  ])("is its definition for %i stimuli of %i units", async (m, n) => {
    const x = gaussian(random, m, n);
    const { counts, missing } = { counts: false, missing: false, ...dissimilarities[name] };
    if (counts) x.data.forEach((value, k, all) => (all[k] = Math.floor(Math.abs(value) * 4)));
    if (missing && n > 1) for (let k = 0; k < x.data.length; k += 4) x.data[k] = NaN;
    const rows = rowsOf(x.data, n);
    const { condensed } = await engine.rdm(representation("x", x), optionsOf(name));
    expectClose(
      condensed,
      condense(m, (i, j) => pair(rows[i]!, rows[j]!)),
      1e-11,
    );
  });

  it("is 0 between equal stimuli, and small between nearly equal ones", async () => {
    const x = gaussian(random, 3, 20);
    if (dissimilarities[name].counts) x.data.forEach((value, k, all) => (all[k] = Math.abs(value)));
    x.data.copyWithin(20, 0, 20);
    x.data.copyWithin(40, 0, 20);
    x.data[40]! += 1e-7;
    const [equal, near] = (await engine.rdm(representation("x", x), optionsOf(name))).condensed;
    expect(equal).toBe(0);
    const rows = rowsOf(x.data, 20);
    expect(near! / pair(rows[0]!, rows[2]!)).toBeCloseTo(1, 5);
  });
});

describe("perUnit", () => {
  const x = gaussian(random, 6, 10);
  x.data.forEach((value, k, all) => (all[k] = Math.abs(value)));
  const roots: Partial<Record<DissimilarityName, number>> = {
    euclidean: 1 / 2,
    "squared-euclidean": 1,
    cityblock: 1,
    minkowski: 1 / 3,
    "nan-euclidean": 1 / 2,
    poisson: 1,
  };
  it.each(Object.entries(roots) as [DissimilarityName, number][])(
    "of %s gives the mean over units",
    async (name, root) => {
      const whole = await engine.rdm(representation("x", x), optionsOf(name));
      const mean = await engine.rdm(representation("x", x), { ...optionsOf(name), perUnit: true });
      expectClose(
        mean.condensed,
        whole.condensed.map((value) => value / 10 ** root),
        1e-12,
      );
    },
  );

  it("does not change with the number of copies of the units", async () => {
    const twice = rowsOf(x.data, 10).map((row) => [...row, ...row]);
    const options = { dissimilarity: "squared-euclidean", perUnit: true } as const;
    const [one, two] = [await engine.rdm(representation("x", x), options), await engine.rdm(twice, options)];
    expectClose(two.condensed, one.condensed, 1e-12);
  });
});

describe("extreme scales", () => {
  const x = gaussian(random, 5, 7);
  x.data.forEach((value, k, all) => (all[k] = Math.abs(value)));
  const names: DissimilarityName[] = ["euclidean", "cityblock", "minkowski", "chebyshev", "nan-euclidean"];
  it.each(names.flatMap((name) => [1e-170, 1e170].map((scale) => [name, scale] as const)))(
    "%s of responses at %d neither overflows nor vanishes",
    async (name, scale) => {
      const scaled = { ...x, data: x.data.map((value) => value * scale) };
      const [one, other] = [
        await engine.rdm(representation("x", x), optionsOf(name)),
        await engine.rdm(representation("x", scaled), optionsOf(name)),
      ];
      expectClose(
        other.condensed.map((value) => value / scale),
        one.condensed,
        1e-12,
      );
    },
  );

  it.each([1e-100, 1e100])(
    "squared-euclidean of responses at %d comes back by the square of it",
    async (scale) => {
      const scaled = { ...x, data: x.data.map((value) => value * scale) };
      const options = { dissimilarity: "squared-euclidean" } as const;
      const [one, other] = [
        await engine.rdm(representation("x", x), options),
        await engine.rdm(representation("x", scaled), options),
      ];
      expectClose(
        other.condensed.map((value) => value / scale / scale),
        one.condensed,
        1e-12,
      );
    },
  );
});

describe("values beyond the range of numbers", () => {
  const x = gaussian(createRandom(3), 4, 3);
  const at = (unit: number) => representation("X", { ...x, data: x.data.map((value) => value * unit) });

  it("are an error, and no Infinity and no zeros", async () => {
    for (const dissimilarity of ["squared-euclidean", "squared-mahalanobis"] as const) {
      const options = {
        dissimilarity,
        ...(dissimilarity === "squared-mahalanobis" && { noise: "none" as const }),
      };
      await expect(engine.rdm(at(1e160), options)).rejects.toThrow(
        /beyond the largest double.*divide the responses/,
      );
      await expect(engine.rdm(at(1e-170), options)).rejects.toThrow(
        /below the smallest double.*multiply the responses/,
      );
    }
  });

  it("are an error between two networks", async () => {
    const spec = { metric: "elementwise", dissimilarity: "squared-euclidean" } as const;
    await expect(engine.compare(at(1e160), at(2e160), spec)).rejects.toThrow(/beyond the largest double/);
    await expect(engine.compare(at(1e-170), at(2e-170), spec)).rejects.toThrow(/below the smallest double/);
  });

  it("do not matter to ranks", async () => {
    const spec = { metric: "rsa", dissimilarity: "squared-euclidean", comparator: "spearman" } as const;
    const y = representation("Y", gaussian(createRandom(4), 4, 3));
    expect(await engine.compare(at(2 ** 530), y, spec)).toBe(await engine.compare(at(1), y, spec));
  });
});

describe("faults", () => {
  const x = representation("X", gaussian(random, 4, 3));
  const with3 = (value: number) => ({ ...x, data: Float64Array.from(x.data).fill(value, 3, 4) });
  const fails = (given: Parameters<typeof engine.rdm>[0], options: object, message: RegExp) =>
    expect(engine.rdm(given, options as RdmOptions)).rejects.toThrow(message);

  it("refuses one stimulus", () =>
    fails([[1, 2, 3]], { dissimilarity: "euclidean" }, /x has 1 stimulus; .* at least 2 are needed/));
  it("refuses NaN, and says which dissimilarity takes it", () =>
    fails(
      with3(NaN),
      { dissimilarity: "euclidean" },
      /X: the response of unit 0 in row 1, .* is NaN; .*nan-euclidean/,
    ));
  it("refuses infinity where NaN is missing", () =>
    fails(
      with3(Infinity),
      { dissimilarity: "nan-euclidean" },
      /unit 0 in row 1, .* is Infinity; .* NaN for a missing/,
    ));
  it("refuses counts below 0", () =>
    fails(with3(-1), { dissimilarity: "poisson" }, /X: stimulus \d, unit \d: the count is -\d/));
  it("refuses counts of 0 without a prior", () =>
    fails(
      [
        [0, 1],
        [1, 2],
      ],
      { dissimilarity: "poisson", priorWeight: 0 },
      /stimulus 0, unit 0: the count is 0 and so is the prior/,
    ));
  it("takes counts of 0 with the prior", async () =>
    expect(
      (
        await engine.rdm(
          [
            [0, 1],
            [1, 2],
          ],
          { dissimilarity: "poisson" },
        )
      ).condensed[0],
    ).toBeGreaterThan(0));
  it("refuses repeats unless told to average them", async () => {
    const repeats = { name: "R", shape: [2, 2, 3], data: gaussian(random, 4, 3).data };
    await fails(
      repeats,
      { dissimilarity: "cosine" },
      /cosine is of one row a stimulus; R has repeats, 2 × 2 × 3.*average "repeats"/,
    );
    const mean = await engine.rdm(repeats, { dissimilarity: "cityblock", average: "repeats" });
    const means = [0, 6].map((at) =>
      [0, 1, 2].map((k) => (repeats.data[at + k]! + repeats.data[at + 3 + k]!) / 2),
    );
    expect(mean.condensed[0]).toBeCloseTo(definitions.cityblock!(means[0]!, means[1]!), 12);
  });
  it("refuses an option of another dissimilarity", () =>
    fails(x, { dissimilarity: "cosine", p: 3 }, /cosine has no option "p"\. It has no options/));
  it("refuses an order of 0", () =>
    fails(x, { dissimilarity: "minkowski", p: 0 }, /p is 0; accepted: a number above 0/));
  it("refuses an unknown dissimilarity", () =>
    fails(x, { dissimilarity: "euclidian" }, /rdm: dissimilarity is "euclidian"; accepted: "correlation"/));
  it("refuses noise where none is taken", () =>
    fails(x, { dissimilarity: "cosine", noise: "full" }, /cosine takes no noise/));
  it("refuses pooling of a dissimilarity of means", () =>
    fails(
      [
        [1, 2],
        [2, 3],
        [1, 1],
      ],
      { dissimilarity: "cosine", pooling: "number", conditions: [0, 0, 1] },
      /pooling "number" is for correlation, squared-euclidean, .*; cosine is of means/,
    ));
});
