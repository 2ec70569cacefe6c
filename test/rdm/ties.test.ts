import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/base/random.ts";
import { compareMetrics, compareRdms, pairwise, rankTransform, rdm, rsa } from "../../src/index.ts";
import { rdmFrom } from "../../src/rdm/rdm.ts";
import { tied } from "../../src/rdm/ranking/ties.ts";
import { toRepresentation } from "../../src/data/representation.ts";

const eps = Number.EPSILON;
const rankComparators = ["spearman", "rho-a", "kendall-tau-a", "kendall-tau-b"] as const;

const distinct = (values: ArrayLike<number>) => new Set(Array.from(values)).size;

/** An array as `rdm` takes it. */
const array = (name: string, shape: number[], data: ArrayLike<number>) =>
  toRepresentation({ name, shape, data: Float64Array.from(data) }, name);

const rdmOf = (name: string, dissimilarity: string, condensed: ArrayLike<number>, m: number) =>
  rdmFrom({
    name,
    dissimilarity,
    stimuli: Array.from({ length: m }, (_, i) => String(i)),
    condensed: Float64Array.from(condensed),
  });

/** 12 rows, each second one a multiple of the one before it: the distances of pairs are 0 in truth. */
function proportional(seed: number, units = 10) {
  const random = createRandom(seed);
  const data = new Float64Array(12 * units);
  for (let pair = 0; pair < 6; pair++) {
    const factor = 0.3 + 3 * random.uniform();
    for (let k = 0; k < units; k++) {
      const value = random.normal();
      data[2 * pair * units + k] = value;
      data[(2 * pair + 1) * units + k] = factor * value;
    }
  }
  return array(`pairs ${seed}`, [12, units], data);
}

/** Of the true distances of `proportional`: the multiples of a row are the row. */
async function truth(seed: number, dissimilarity: "correlation" | "cosine", units = 10) {
  const { data } = proportional(seed, units);
  const rows = Array.from({ length: 12 }, (_, i) =>
    Array.from(data.slice((i - (i % 2)) * units, (i - (i % 2) + 1) * units)),
  );
  return rdm(array("truth", [12, units], rows.flat()), { dissimilarity });
}

describe("values that differ by rounding alone", () => {
  it("are joined below 8 eps of 1 where dissimilarities are bounded", () =>
    expect([...tied(Float64Array.of(1e-16, 0.5, 0, 0.5 + 4 * eps, 0.5 + 60 * eps, NaN), 1)]).toEqual([
      0,
      0.5,
      0,
      0.5,
      0.5 + 60 * eps,
      NaN,
    ]));
  it("are joined below 8 eps of themselves where they are not", () => {
    const values = Float64Array.of(1e-16, 0, 1e6, 1e6 * (1 + 7 * eps), 1e6 * (1 + 20 * eps), Infinity);
    expect([...tied(values, 0)]).toEqual([1e-16, 0, 1e6, 1e6, 1e6 * (1 + 20 * eps), Infinity]);
  });
  it("are joined through neighbours", () =>
    expect(distinct(tied(Float64Array.of(1, 1 + 6 * eps, 1 + 12 * eps, 1 + 18 * eps), 0))).toBe(1));
  it("leave values without ties as they are", () => {
    const random = createRandom(3);
    const values = Float64Array.from({ length: 4000 }, () => random.normal());
    expect(tied(values, 1)).toBe(values);
  });
});

describe.each(["correlation", "cosine"] as const)("%s distances of proportional rows", (dissimilarity) => {
  it.each(rankComparators)("rank as in truth: %s", async (comparator) => {
    for (const seed of [0, 1, 2, 3]) {
      const own = await rdm(proportional(seed), { dissimilarity });
      const right = await truth(seed, dissimilarity);
      // As a file holds it, nobody knows what the values are.
      const { condensed: ofFile } = await rdm(proportional(seed), { dissimilarity });
      const unknown = rdmOf("file", "given", ofFile, 12);
      const random = await rdm(proportional(9), { dissimilarity });
      const values = async (one: typeof own) =>
        (await compareRdms([one, random], [right], { comparator })).values;
      const expected = await values(right);
      expect(await values(own)).toEqual(expected);
      expect(await values(unknown)).toEqual(expected);
    }
  });

  it("have 15 different values, in ranks too", async () => {
    const own = await rdm(proportional(5), { dissimilarity });
    expect(distinct(rankTransform(own).condensed)).toBe(16);
    expect([...rankTransform(own).condensed].filter((rank) => rank === 3.5)).toHaveLength(6);
  });

  it("make rsa and the metric rsa 1 against the truth", async () => {
    const [own, right] = [await rdm(proportional(4), { dissimilarity }), await truth(4, dissimilarity)];
    const result = await rsa({ data: [own], models: [right], comparator: "spearman" });
    expect(result.means[0]).toBeCloseTo(1, 14);
    const [x, seed] = [proportional(4), 4];
    const rows = x.data.map((_, k) => x.data[k - (k % 20) + (k % 10)]!);
    const found = await pairwise([x, { ...array("rows", [12, 10], rows) }], {
      metric: "rsa",
      dissimilarity,
      comparator: "spearman",
    });
    expect(found.values[1], `seed ${seed}`).toBeCloseTo(1, 14);
  });
});

describe("whole numbers", () => {
  it("have whole squared distances", async () => {
    const one = await rdm([[1], [0], [0]], { dissimilarity: "squared-euclidean" });
    expect([...one.condensed]).toEqual([1, 1, 0]);
  });

  it("have two Euclidean distances where they code 7 categories of 3", async () => {
    const data = Array.from({ length: 21 * 7 }, (_, k) => Number(Math.floor(k / 7 / 3) === k % 7));
    for (const scale of [1, 0.25, 3]) {
      const one = await rdm(
        array(
          "one-hot",
          [21, 7],
          data.map((v) => v * scale),
        ),
        { dissimilarity: "euclidean" },
      );
      expect([...new Set(one.condensed)].sort()).toEqual([0, Math.sqrt(2 * scale * scale)]);
    }
  });

  it.each(["euclidean", "squared-euclidean", "nan-euclidean"] as const)(
    "have the distances of their differences: %s",
    async (dissimilarity) => {
      const [random, m, n] = [createRandom(7), 40, 100];
      for (const offset of [0, 1000, 2 ** 40]) {
        const data = Float64Array.from({ length: m * n }, () => random.below(2) + offset);
        const one = await rdm(array("binary", [m, n], data), { dissimilarity });
        let pair = 0;
        for (let i = 0; i < m; i++) {
          for (let j = i + 1; j < m; j++) {
            let square = 0;
            for (let k = 0; k < n; k++) square += (data[i * n + k]! - data[j * n + k]!) ** 2;
            const expected = dissimilarity === "squared-euclidean" ? square : Math.sqrt(square);
            expect(one.condensed[pair++]).toBe(expected);
          }
        }
      }
    },
  );

  it("with missing responses tie where they are equal", async () => {
    const one = await rdm(array("holes", [4, 3], [1, 0, NaN, 0, 1, NaN, 0, 0, NaN, 1, 1, NaN]), {
      dissimilarity: "nan-euclidean",
    });
    expect(distinct(one.condensed)).toBe(2);
  });
});

describe("metrics compared by ranks", () => {
  it("tie distances that differ by rounding", async () => {
    const result = (name: string, values: number[]) => ({
      name,
      items: ["a", "b", "c", "d"],
      square: { rows: 4, cols: 4, data: squareOf(values) },
    });
    const [exact, rounded] = [result("exact", [0, 0, 1, 2, 3, 4]), result("rounded", [0, 1e-16, 1, 2, 3, 4])];
    const within = [
      ...(await compareMetrics([exact, { ...rounded, isBounded: true }], { comparator: "spearman" })).values,
    ];
    expect(within[1]).toBeCloseTo(1, 14);
  });
});

function squareOf(values: number[]): Float64Array {
  const data = new Float64Array(16);
  let next = 0;
  for (let i = 0; i < 4; i++)
    for (let j = i + 1; j < 4; j++) data[i * 4 + j] = data[j * 4 + i] = values[next++]!;
  return data;
}

describe("rankTransform", () => {
  const one = rdmOf("R", "given", [3, 1, 3, NaN, 2, 1], 4);
  it.each([
    ["average", [4.5, 1.5, 4.5, NaN, 3, 1.5]],
    ["min", [4, 1, 4, NaN, 3, 1]],
    ["max", [5, 2, 5, NaN, 3, 2]],
    ["dense", [3, 1, 3, NaN, 2, 1]],
    ["ordinal", [4, 1, 5, NaN, 3, 2]],
  ] as const)("%s ties are those of scipy.stats.rankdata", (ties, expected) =>
    expect([...rankTransform(one, { ties }).condensed]).toEqual(expected),
  );
});
