// What is done to RDMs, by its properties and faults.
import { describe, expect, it } from "vitest";
import {
  createEngine,
  geodesic,
  geotopological,
  meanRdm,
  minmax,
  overAllStimuli,
  poolRdms,
  positive,
  rankTransform,
  rdmFrom,
  rescaleRdms,
  sortStimuli,
  squareRoot,
  subset,
  type Rdm,
} from "../../src/index.ts";
import { createRandom } from "../../src/base/random.ts";
import { parseNpy } from "../../src/data/formats/numpy/npy.ts";

const random = createRandom(26);
const names = ["c", "a", "d", "b"];
const rdmOf = (values: readonly number[], stimuli: readonly string[] = names, name = "R"): Rdm =>
  rdmFrom({ name, dissimilarity: "squared-euclidean", stimuli, condensed: Float64Array.from(values) });
const six = rdmOf([1, 2, 3, 4, 5, 6]);
const at = ({ stimuli, square }: Rdm, a: string, b: string) =>
  square().data[stimuli.indexOf(a) * stimuli.length + stimuli.indexOf(b)];

describe("rdmFrom", () => {
  it("counts missing entries and keeps them in every form", () => {
    const rdm = rdmOf([1, NaN, 3, NaN, 5, 6]);
    expect(rdm.missing).toBe(2);
    expect(rdm.square().data[2]).toBeNaN();
    expect(rdm.toCsv().split("\n")[1]).toBe("c,0,1,NaN,3");
  });
  it("writes condensed and square .npy", () => {
    const shapeOf = (bytes: Uint8Array<ArrayBuffer>) => parseNpy(bytes, "r.npy")[0]!.shape;
    expect(shapeOf(six.toNpy())).toEqual([6]);
    expect(shapeOf(six.toNpy({ square: true }))).toEqual([4, 4]);
  });
  it("refuses values that are not one for each pair", () =>
    expect(() => rdmOf([1, 2])).toThrow(/R: 4 stimuli make 6 pairs, got 2/));
  it("refuses one stimulus", () => expect(() => rdmOf([], ["a"])).toThrow(/at least 2 stimuli, got 1/));
});

describe("subset and sortStimuli", () => {
  it("keep the dissimilarity of each two stimuli", () => {
    const sorted = sortStimuli(six);
    expect(sorted.stimuli).toEqual(["a", "b", "c", "d"]);
    for (const a of names) for (const b of names) expect(at(sorted, a, b)).toBe(at(six, a, b));
    const part = subset(six, ["b", "c"]);
    expect([...part.condensed]).toEqual([at(six, "b", "c")]);
  });
  it("take numbers of stimuli, and numbers as names by value", () => {
    expect(subset(six, [3, 0]).stimuli).toEqual(["b", "c"]);
    expect(sortStimuli(rdmOf([1, 2, 3], ["10", "9", "1"])).stimuli).toEqual(["1", "9", "10"]);
    expect(sortStimuli(six, (_, index) => -index).stimuli).toEqual(["b", "d", "a", "c"]);
  });
  it("refuse unknown and repeated stimuli", () => {
    expect(() => subset(six, ["a", "z"])).toThrow(/R: there is no stimulus "z"; it has 4: c, a, d, b/);
    expect(() => subset(six, ["a", "a"])).toThrow(/stimulus a is given twice/);
  });
});

describe("transforms", () => {
  it("give ranks that do not change under a rising function", () => {
    const values = Array.from({ length: 6 }, () => random.normal());
    const [one, two] = [rdmOf(values), rdmOf(values.map((value) => Math.exp(value)))];
    expect(rankTransform(one).condensed).toEqual(rankTransform(two).condensed);
  });
  it("share the mean of ties and leave missing entries out", () =>
    expect([...rankTransform(rdmOf([2, NaN, 2, 1, 7, 2])).condensed]).toEqual([3, NaN, 3, 1, 5, 3]));
  it("clip and take roots, missing entries staying so", () => {
    const rdm = rdmOf([-1, 4, NaN, 0, 9, 1]);
    expect([...positive(rdm).condensed]).toEqual([0, 4, NaN, 0, 9, 1]);
    expect([...squareRoot(rdm).condensed]).toEqual([0, 2, NaN, 0, 3, 1]);
    expect(squareRoot(rdm).dissimilarity).toBe("euclidean");
  });
  it("are shortest paths that no triangle shortens", () => {
    const rdm = geodesic(
      rdmOf(
        Array.from({ length: 45 }, () => random.uniform()),
        Array.from({ length: 10 }, (_, i) => String(i)),
      ),
    );
    const { data } = rdm.square();
    for (let i = 0; i < 10; i++)
      for (let j = 0; j < 10; j++)
        for (let k = 0; k < 10; k++)
          expect(data[i * 10 + j]!).toBeLessThanOrEqual(data[i * 10 + k]! + data[k * 10 + j]! + 1e-15);
  });
  it("keep what lies between two quantiles in proportion", () => {
    const [rdm] = geotopological([rdmOf([0, 1, 2, 3, 4, 5])], { lower: 0.2, upper: 0.8 });
    expect([...rdm!.condensed]).toEqual([0, 0, 1 / 3, 2 / 3, 1, 1]);
  });
  it("ignore missing entries in quantiles and extremes", () => {
    const [rdm] = geotopological([rdmOf([NaN, 1, 2, 3, NaN, 0])], { lower: 0, upper: 1 });
    expect([...rdm!.condensed]).toEqual([NaN, 1 / 3, 2 / 3, 1, NaN, 0]);
    expect([...minmax(rdmOf([NaN, 1, 2, 3, NaN, 0])).condensed]).toEqual([NaN, 1 / 3, 2 / 3, 1, NaN, 0]);
  });
  it("refuse what has no range", () => {
    expect(() => minmax(rdmOf([1, 1, 1, 1, 1, 1]))).toThrow(/R: all dissimilarities are equal/);
    expect(() => geotopological([six], { lower: 0.8, upper: 0.2 })).toThrow(
      /accepted: 0 ≤ lower < upper ≤ 1/,
    );
    expect(() => geotopological([rdmOf([1, 1, 1, 1, 1, 9])], { lower: 0, upper: 0.5 })).toThrow(/are both 1/);
    expect(() => geodesic(rdmOf([0, NaN, NaN, NaN, NaN, 1]))).toThrow(/no path joins all stimuli/);
    expect(() => rankTransform(six, { ties: "densest" as never })).toThrow(
      /ties is "densest"; accepted: "average", "min", "max", "dense", "ordinal"/,
    );
  });
});

describe("combinations", () => {
  const other = rdmOf([3, NaN, 5, 6, 7, 8], names, "S");
  it("are the mean of what is there", () => {
    expect([...meanRdm([six, other]).condensed]).toEqual([2, 2, 4, 5, 6, 7]);
    expect(meanRdm([six, other], { weights: [3, 1] }).condensed[0]).toBe(1.5);
  });
  it("are missing where none has a value", () =>
    expect(meanRdm([rdmOf([1, NaN, 3, 4, 5, 6]), other]).condensed[1]).toBeNaN());
  it("rescale to the same when one is a multiple of the other", () => {
    const double = rdmOf([2, 4, 6, 8, 10, 12]);
    const { rdms } = rescaleRdms([six, double], { by: "simple" });
    rdms[0]!.condensed.forEach((value, k) => expect(rdms[1]!.condensed[k]).toBeCloseTo(value, 12));
  });
  it("pool so that the scale of each does not matter", () => {
    const scaled = (rdm: Rdm, factor: number) =>
      rdmFrom({ ...rdm, condensed: rdm.condensed.map((value) => value * factor) });
    const complete = rdmOf([3, 1, 5, 6, 2, 8], names, "S");
    for (const comparator of ["cosine", "pearson", "spearman"] as const) {
      const [one, two] = [
        poolRdms([six, complete], comparator),
        poolRdms([scaled(six, 9), complete], comparator),
      ];
      one.condensed.forEach((value, k) => expect(two.condensed[k]).toBeCloseTo(value, 12));
    }
  });
  it("bring RDMs of partly different stimuli together", () => {
    const [a, b] = overAllStimuli([rdmOf([1], ["x", "y"]), rdmOf([2], ["z", "y"])]);
    expect(a!.stimuli).toEqual(["x", "y", "z"]);
    expect([...a!.condensed]).toEqual([1, NaN, NaN]);
    expect([...b!.condensed]).toEqual([NaN, NaN, 2]);
  });
  it("refuse other stimuli, weights that do not fit, and nothing at all", () => {
    expect(() => meanRdm([six, rdmOf([1, 2, 3, 4, 5, 6], ["c", "a", "d", "e"], "T")])).toThrow(
      /stimulus 3 is "b" in R but "e" in T/,
    );
    expect(() => meanRdm([six, rdmOf([1], ["a", "b"], "T")])).toThrow(
      /R is of 4 stimuli, T of 2.*overAllStimuli/,
    );
    expect(() => meanRdm([six], { weights: [1, 2] })).toThrow(/a weight for each of 1 RDMs/);
    expect(() => meanRdm([six], { weights: [-1] })).toThrow(/a weight is below 0/);
    expect(() => meanRdm([six], { wieghts: [1] } as never)).toThrow(/Did you mean weights\?/);
    expect(() => rescaleRdms([six], { threshold: -1 })).toThrow(/threshold is -1; accepted: a number from 0/);
    expect(() => meanRdm([])).toThrow(/no RDMs were given/);
    expect(() => poolRdms([rdmOf([2, 2, 2, 2, 2, 2])], "pearson")).toThrow(
      /all its dissimilarities are equal/,
    );
    expect(() => poolRdms([six], "pearsn" as never)).toThrow(
      /Unknown comparator "pearsn". Did you mean pearson/,
    );
    expect(() => rescaleRdms([six], { by: "size" as never })).toThrow(
      /by is "size"; accepted: "evidence", "setsize", "simple"/,
    );
  });
});

describe("an RDM that was computed", () => {
  it("says with what options, as JSON too", async () => {
    const engine = await createEngine({ threads: 0 });
    const x = [
      [1, 2],
      [3, 5],
      [0, 1],
    ];
    const rdm = await engine.rdm(x, { dissimilarity: "minkowski", p: 3 });
    expect(rdm.options).toEqual({ p: 3, perUnit: false });
    expect(rdm.toJSON()).toMatchObject({ options: { p: 3 }, version: expect.any(String) });
    const repeats = {
      name: "R",
      shape: [3, 2, 2],
      data: Float64Array.of(1, 2, 2, 4, 5, 1, 6, 8, 3, 3, 4, 1),
    };
    const noisy = await engine.rdm(repeats, { dissimilarity: "crossnobis", noise: "diagonal" });
    expect(noisy.options).toMatchObject({ noise: "diagonal from repeats" });
  });
});
