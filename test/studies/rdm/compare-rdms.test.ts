import { indexNames } from "../../../src/base/lists.ts";
import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type MetricSpec } from "../../../src/index.ts";
import { rdmFrom, type Rdm } from "../../../src/rdm/rdm.ts";
import { comparatorNames } from "../../../src/rdm/comparators/registry.ts";
import { dissimilarities } from "../../../src/rdm/dissimilarities/all.ts";
import { rowDissimilarities } from "../../../src/metrics/rsa/options.ts";
import { gaussian, representation, streamFor } from "../../support/data.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

const make = (name: string, values: readonly number[], stimuli?: readonly string[]): Rdm => {
  const m = (1 + Math.sqrt(1 + 8 * values.length)) / 2;
  return rdmFrom({
    name,
    dissimilarity: "given",
    stimuli: stimuli ?? indexNames(m),
    condensed: Float64Array.from(values),
  });
};
const drawn = (name: string, m = 6) => {
  const random = streamFor(name);
  return make(
    name,
    Array.from({ length: (m * (m - 1)) / 2 }, () => random.uniform() + 0.1),
  );
};

describe("compareRdms", () => {
  it("gives a matrix with the names of both sides", async () => {
    const result = await engine.compareRdms([drawn("a"), drawn("b")], [drawn("c"), drawn("d"), drawn("e")], {
      comparator: "spearman",
    });
    expect([result.rowNames, result.colNames]).toEqual([
      ["a", "b"],
      ["c", "d", "e"],
    ]);
    expect(result).toMatchObject({
      metric: "spearman",
      kind: "similarity",
      compared: 15,
      leftOut: 0,
      warnings: [],
    });
    const one = await engine.compareRdms([drawn("b")], [drawn("e")], { comparator: "spearman" });
    expect(one.at(0, 0)).toBeCloseTo(result.at(1, 2), 14);
    expect(JSON.parse(JSON.stringify(result))).toMatchObject({
      compared: 15,
      leftOut: 0,
      metric: "spearman",
    });
  });

  it.each([1e155, 1e-160])("loses nothing where squares are no doubles: entries times %f", async (unit) => {
    const [a, b] = [drawn("a"), drawn("b")];
    const far = [a, b].map((rdm) =>
      make(
        rdm.name,
        [...rdm.condensed].map((value) => value * unit),
      ),
    );
    for (const comparator of comparatorNames) {
      if (comparator === "riemannian") continue;
      const at = (x: Rdm, y: Rdm) => engine.compareRdms([x], [y], { comparator });
      const [near, distant] = [await at(a, b), await at(far[0]!, far[1]!)];
      const scale = near.kind === "similarity" ? 1 : unit;
      expect(distant.at(0, 0) / scale / near.at(0, 0)).toBeCloseTo(1, 12);
    }
    const same = await engine.compareRdms([far[0]!], [far[0]!], { comparator: "euclidean" });
    expect(same.at(0, 0)).toBe(0);
  });

  it("leaves pairs that are missing in one RDM out of all, and counts them", async () => {
    const [a, b] = [drawn("a"), drawn("b")];
    const [holed, other] = [a.condensed.slice(), b.condensed.slice()];
    [holed[2], other[7]] = [NaN, NaN];
    const result = await engine.compareRdms([make("a", [...holed]), b], [make("b", [...other])]);
    expect(result).toMatchObject({ compared: 13, leftOut: 2 });
    expect(result.warnings[0]).toMatch(/2 of 15 pairs of stimuli/);
    const rest = (x: Float64Array) => [...x].filter((_, k) => k !== 2 && k !== 7);
    const [x, y] = [rest(a.condensed), rest(b.condensed)];
    expect(result.at(0, 0)).toBeCloseTo(pearson(x, y), 13);
    expect(result.at(1, 0)).toBeCloseTo(1, 13);
  });

  it("says which RDM is degenerate", async () => {
    const flat = make("flat", new Array<number>(15).fill(2));
    const asked = (a: Rdm, b: Rdm, comparator: string) =>
      engine.compareRdms([a], [b], { comparator: comparator as never });
    for (const comparator of ["pearson", "spearman", "kendall-tau-b", "pearson-whitened"])
      await expect(asked(drawn("a"), flat, comparator)).rejects.toThrow(
        /^flat: .*all dissimilarities between stimuli are equal/,
      );
    await expect(asked(flat, drawn("a"), "pearson")).rejects.toThrow(/^flat: pearson/);
    expect((await asked(flat, drawn("a"), "kendall-tau-a")).at(0, 0)).toBe(0);
    expect((await asked(make("zero", new Array<number>(15).fill(0)), drawn("a"), "cosine")).at(0, 0)).toBe(0);
    const zero = make("zero", new Array<number>(15).fill(0));
    await expect(asked(zero, drawn("a"), "bures")).rejects.toThrow(
      /^zero: bures: the Gram matrix of its RDM vanishes/,
    );
    await expect(asked(drawn("a"), zero, "riemannian")).rejects.toThrow(
      /^zero: riemannian: .* not positive definite/,
    );
  });

  it("refuses RDMs of other stimuli, entries that are no numbers, and options that are not read", async () => {
    const a = make("a", [1, 2, 3], ["face", "house", "tool"]);
    const swapped = make("b", [1, 2, 3], ["face", "tool", "house"]);
    await expect(engine.compareRdms([a], [swapped])).rejects.toThrow(
      /Stimulus 1 is "house" in a but "tool" in b/,
    );
    expect((await engine.compareRdms([a], [make("b", [1, 2, 4])])).at(0, 0)).toBeGreaterThan(0.9);
    await expect(engine.compareRdms([a], [drawn("six")])).rejects.toThrow(/a is of 3 stimuli, six of 6/);
    await expect(engine.compareRdms([a], [make("b", [1, Infinity, 2])])).rejects.toThrow(
      /b: entry 1.* is Infinity/,
    );
    await expect(engine.compareRdms([a], [make("b", [NaN, NaN, NaN])])).rejects.toThrow(/nothing is left/);
    await expect(engine.compareRdms([a], [make("b", [1, NaN, 2])], { comparator: "bures" })).rejects.toThrow(
      /bures needs all pairs of stimuli; b has missing/,
    );
    await expect(engine.compareRdms([], [])).rejects.toThrow(/no RDMs/);
    await expect(engine.compareRdms([a], [a], { comparator: "spearmn" as never })).rejects.toThrow(
      /compareRdms: comparator is "spearmn"; accepted: "pearson"/,
    );
    await expect(engine.compareRdms([a], [a], { comparator: "pearson", p: 3 })).rejects.toThrow(
      /pearson has no option "p"; it has no options/,
    );
    await expect(engine.compareRdms([a], [a], { comparator: "minkowski", p: 0 })).rejects.toThrow(
      /p is 0; accepted: a number above 0/,
    );
    await expect(
      engine.compareRdms([a], [a], { comparator: "bures", ground: "angular" as never }),
    ).rejects.toThrow(/ground is/);
  });
});

function pearson(x: readonly number[], y: readonly number[]): number {
  const mean = (v: readonly number[]) => v.reduce((sum, e) => sum + e, 0) / v.length;
  const [a, b] = [x.map((e) => e - mean(x)), y.map((e) => e - mean(y))];
  const dot = (u: number[], v: number[]) => u.reduce((sum, e, k) => sum + e * v[k]!, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

const nets = ["x", "y", "z"].map((name, k) => representation(name, gaussian(streamFor(name), 7, 4 + k)));

describe("rsa is compareRdms of the RDMs", () => {
  const sets = [
    ...rowDissimilarities
      .filter((name) => !dissimilarities[name].counts)
      .flatMap((dissimilarity) =>
        ["pearson", "euclidean"].map((comparator) => ({ dissimilarity, comparator })),
      ),
    ...comparatorNames.map((comparator) => ({ dissimilarity: "euclidean", comparator })),
  ];
  it.each(sets)("$dissimilarity, $comparator", async ({ dissimilarity, comparator }) => {
    const spec = { metric: "rsa", dissimilarity, comparator } as MetricSpec;
    const D = await engine.pairwise(nets, spec);
    const rdms = await Promise.all(
      nets.map((net) => engine.rdm(net, { dissimilarity: dissimilarity as never })),
    );
    const expected = await engine.compareRdms(rdms, rdms, { comparator: comparator as never });
    for (let i = 0; i < 3; i++)
      for (let j = 0; j < 3; j++) expect(D.at(i, j)).toBeCloseTo(expected.at(i, j), 9);
    expect(await engine.compare(nets[0]!, nets[2]!, spec)).toBe(D.at(0, 2));
  });

  it("of counts by the Poisson dissimilarity", async () => {
    const counts = nets.map((net) => ({ ...net, data: net.data.map((v) => Math.round(3 * Math.abs(v))) }));
    const options = { dissimilarity: "poisson", priorLambda: 2, priorWeight: 0.3 } as const;
    const value = await engine.compare(counts[0]!, counts[1]!, { metric: "rsa", ...options });
    const [a, b] = [await engine.rdm(counts[0]!, options), await engine.rdm(counts[1]!, options)];
    expect(value).toBeCloseTo((await engine.compareRdms([a], [b])).at(0, 0), 12);
  });

  it("keeps the unit of the responses, and says why an RDM cannot be compared", async () => {
    const large = nets.map((net) => ({ ...net, data: net.data.map((v) => v * 2 ** 80) }));
    const spec = { metric: "rsa", dissimilarity: "cityblock", comparator: "chebyshev" } as const;
    const ratio =
      (await engine.compare(large[0]!, large[1]!, spec)) / (await engine.compare(nets[0]!, nets[1]!, spec));
    expect(ratio / 2 ** 80).toBeCloseTo(1, 12);
    const two = nets.map((net) => representation(net.name, gaussian(streamFor(net.name), 2, 3)));
    await expect(engine.pairwise(two, { metric: "rsa" })).rejects.toThrow(/at least 3 stimuli, got 2/);
    await expect(engine.pairwise(two, { metric: "rsa", comparator: "kendall-tau-a" })).rejects.toThrow(
      /at least 3 stimuli, got 2/,
    );
    await expect(
      engine.pairwise(nets, { metric: "rsa", dissimilarity: "squared-euclidean", comparator: "riemannian" }),
    ).rejects.toThrow(/x: the Gram matrix of its RDM is not positive definite/);
  });
});

describe("elementwise", () => {
  const [x, y] = ["x", "y"].map((name) => representation(name, gaussian(streamFor(`e ${name}`), 5, 3))) as [
    (typeof nets)[0],
    (typeof nets)[0],
  ];
  const gaps = Array.from(x.data, (v, k) => Math.abs(v - y.data[k]!));
  const sum = (values: readonly number[]) => values.reduce((total, v) => total + v, 0);
  const cosine =
    sum(Array.from(x.data, (v, k) => v * y.data[k]!)) /
    Math.sqrt(sum(Array.from(x.data, (v) => v * v)) * sum(Array.from(y.data, (v) => v * v)));
  const expected: [object, number][] = [
    [{ dissimilarity: "correlation" }, 1 - pearson([...x.data], [...y.data])],
    [{ dissimilarity: "cosine" }, 1 - cosine],
    [{ dissimilarity: "euclidean" }, Math.sqrt(sum(gaps.map((g) => g * g)))],
    [{ dissimilarity: "squared-euclidean" }, sum(gaps.map((g) => g * g))],
    [{ dissimilarity: "cityblock" }, sum(gaps)],
    [{ dissimilarity: "chebyshev" }, Math.max(...gaps)],
    [{ dissimilarity: "minkowski", p: 4 }, sum(gaps.map((g) => g ** 4)) ** 0.25],
    [{ dissimilarity: "nan-euclidean" }, Math.sqrt(sum(gaps.map((g) => g * g)))],
  ];
  it.each(expected)("%o of all responses in a row", async (options, distance) => {
    expect(await engine.compare(x, y, { metric: "elementwise", ...options } as MetricSpec)).toBeCloseTo(
      distance,
      12,
    );
  });

  it("of counts is the symmetrised divergence of rates", async () => {
    const [a, b] = [x, y].map((net) => ({ ...net, data: net.data.map((v) => Math.round(4 * Math.abs(v))) }));
    const rate = (v: number) => (v + 0.1) / 1.1;
    const divergence = sum(
      Array.from(a!.data, (v, k) => (rate(v) - rate(b!.data[k]!)) * Math.log(rate(v) / rate(b!.data[k]!))),
    );
    expect(await engine.compare(a!, b!, { metric: "elementwise", dissimilarity: "poisson" })).toBeCloseTo(
      divergence,
      12,
    );
  });

  it("refuses other units and vectors without direction", async () => {
    await expect(engine.compare(nets[0]!, nets[1]!, { metric: "elementwise" })).rejects.toThrow(
      /7 × 4, y is 7 × 5; .*units/,
    );
    const flat = { ...x, name: "flat", data: new Float64Array(15).fill(3) };
    await expect(engine.compare(x, flat, { metric: "elementwise" })).rejects.toThrow(
      /flat: all responses are equal/,
    );
    const zero = { ...x, name: "zero", data: new Float64Array(15) };
    await expect(engine.compare(x, zero, { metric: "elementwise", dissimilarity: "cosine" })).rejects.toThrow(
      /zero: all responses are 0/,
    );
  });
});
