import { describe, expect, it } from "vitest";
import { assertComparable, type Kind } from "../../src/data/kinds.ts";
import { assertFinite, toRepresentation, type Representation } from "../../src/data/representation.ts";

const zeros = (...shape: number[]) => ({
  shape,
  data: new Float64Array(shape.reduce((product, axis) => product * axis, 1)),
});
const given = (name: string, shape: number[], parts: Partial<Representation> = {}): Representation => ({
  name,
  ...zeros(...shape),
  ...parts,
});

const matrix = given("matrix", [4, 3]);
const repeats = given("repeats", [4, 5, 3]);
const ragged = given("ragged", [7, 3], { repeats: [1, 2, 3, 1] });
const gaussians = given("gaussians", [4, 3], { covariances: zeros(4, 3, 3) });
const factored = given("factored", [4, 3], { factors: zeros(4, 3, 1) });
const repeatedTrajectories = given("repeated", [4, 5, 2, 3]);
const images = given("images", [4, 5, 2, 3], { layout: "nhwc" });
const processes = given("processes", [4, 2, 3], { covariances: zeros(4, 6, 6) });

const accepted: Record<Kind, Representation[]> = {
  matrix: [matrix],
  images: [images],
  repeats: [repeats, ragged],
  gaussians: [gaussians, factored],
  trajectories: [repeatedTrajectories, processes],
  courses: [repeats], // three axes: what the second is, only the metric can say
};
const all = [matrix, repeats, ragged, gaussians, factored, images, repeatedTrajectories, processes];

describe("a metric", () => {
  it.each(Object.entries(accepted) as [Kind, Representation[]][])("of %s takes those only", (kind, own) => {
    for (const one of all) {
      const check = () => assertComparable([one], "it", kind);
      if (own.includes(one)) expect(check).not.toThrow();
      else expect(check).toThrow(one.name);
    }
  });

  it("of two kinds takes both beside each other", () => {
    const both = [repeats, ragged, gaussians, factored];
    expect(() => assertComparable(both, "it", ["repeats", "gaussians"])).not.toThrow();
  });

  it("names the kinds that it takes and the kind that it got", () => {
    expect(() => assertComparable([matrix], "it", ["repeats", "gaussians"])).toThrow(
      "it accepts repeats (stimuli × repeats × units) or gaussians (means, stimuli × units, with covariances or factors); " +
        "matrix is a matrix, 4 × 3. Give every response to each stimulus, not their mean.",
    );
    expect(() => assertComparable([gaussians], "it", "matrix")).toThrow(
      "gaussians is gaussians (means, stimuli × units, with covariances or factors), 4 × 3",
    );
  });

  it("compares the numbers of stimuli, also of repeats in a list", () => {
    const other = given("other", [7, 3], { repeats: [3, 3, 1] });
    expect(() => assertComparable([repeats, other], "it", "repeats")).toThrow(
      "repeats is 4 × 5 × 3, other is 7 × 3 (repeats of 3 stimuli × units); the number of stimuli (rows) must be the same.",
    );
  });

  it("compares the axes that representations share, in whichever form they are", () => {
    const longer = given("longer", [4, 3, 3], { factors: zeros(4, 9, 2) });
    expect(() =>
      assertComparable([repeatedTrajectories, processes], "it", "trajectories", ["time"]),
    ).not.toThrow();
    expect(() => assertComparable([repeatedTrajectories, longer], "it", "trajectories", ["time"])).toThrow(
      "repeated is 4 × 5 × 2 × 3, longer is 4 × 3 × 3; the time must be the same.",
    );
    const wider = given("wider", [7, 4], { repeats: [1, 2, 3, 1] });
    expect(() => assertComparable([repeats, wider], "it", "repeats", ["units"])).toThrow(
      "the units must be the same",
    );
  });
});

describe("what stands beside the responses", () => {
  it.each([
    [
      { repeats: [1, 2] },
      "repeats of each stimulus must be whole numbers from 1 that sum to the 4 rows of 4 × 3; got 1, 2, in all 3",
    ],
    [{ repeats: [4, 0] }, "got 4, 0, in all 4"],
    [{ covariances: zeros(4, 3, 3), factors: zeros(4, 3, 1) }, "give covariances or factors, not both"],
    [{ covariances: zeros(3, 3, 3) }, "the covariances must be 4 × 3 × 3; got 3 × 3 × 3"],
    [{ factors: zeros(4, 2, 1) }, "the factors must be 4 × 3 × rank; got 4 × 2 × 1"],
    [
      { covariances: { shape: [4, 3, 3], data: new Float64Array(35) } },
      "covariances of 4 × 3 × 3 are 36 numbers; got 35",
    ],
  ])("must fit: %o", (parts, message) => {
    expect(() => toRepresentation(given("x", [4, 3], parts), "x")).toThrow(message);
  });

  it("must be finite, and where it is not the place is named", () => {
    const spoiled = (one: Representation, index: number) => {
      const data = one.data.slice();
      data[index] = NaN;
      return { ...one, data };
    };
    expect(() => assertFinite(spoiled(repeats, 2 * 15 + 3 * 3 + 1))).toThrow(
      "unit 1 in repeat 3 to stimulus 2,",
    );
    expect(() => assertFinite(spoiled(ragged, 4 * 3 + 2))).toThrow("unit 2 in repeat 1 to stimulus 2,");
    expect(() => assertFinite(spoiled(gaussians, 4))).toThrow("unit 1 to stimulus 1,");
    const covariances = spoiled(given("c", [4, 3, 3]), 2 * 9 + 5);
    expect(() => assertFinite({ ...gaussians, covariances, stimuli: ["a", "b", "c", "d"] })).toThrow(
      "gaussians: entry 1, 2 of the covariance of stimulus 2 (c), counted from 0, is NaN",
    );
    const factors = spoiled(given("f", [4, 3, 1]), 11);
    expect(() => assertFinite({ ...factored, factors })).toThrow("entry 2, 0 of the factor of stimulus 3,");
  });
});
