import { describe, expect, it } from "vitest";
import { toDistances } from "../../src/geometry/to-distances.ts";
import { comparisonsOf } from "../report/samples.ts";

describe("toDistances", () => {
  it("takes distances as they stand", () => {
    const { square, changes } = toDistances(
      comparisonsOf([
        [0, 2],
        [2, 0],
      ]),
    );
    expect([...square.data]).toEqual([0, 2, 2, 0]);
    expect(changes).toEqual([]);
  });

  it("turns cosines into angles, beyond ±1 too, and says so", () => {
    const values = [
      [1, 1 + 1e-15, -1.2],
      [1 + 1e-15, 1, 0],
      [-1.2, 0, 1],
    ];
    const { square, changes } = toDistances(
      comparisonsOf(values, { kind: "similarity", toDistance: "arccos" }),
    );
    expect([...square.data]).toEqual([0, 0, Math.PI, 0, 0, Math.PI / 2, Math.PI, Math.PI / 2, 0]);
    expect(changes).toEqual(["Similarities were turned into angles: arccos(value), in radians."]);
  });

  it("subtracts a similarity from 1, whatever its diagonal, and says so", () => {
    const values = [
      [0.9, 0.25],
      [0.25, 0.8],
    ];
    const { square, changes } = toDistances(
      comparisonsOf(values, { kind: "similarity", toDistance: "one-minus" }),
    );
    expect([...square.data]).toEqual([0, 0.75, 0.75, 0]);
    expect(changes).toEqual(["Similarities were turned into dissimilarities: 1 − value."]);
  });

  it("averages both directions and raises negatives to 0, and says so", () => {
    const values = [
      [0, 1, -0.5],
      [3, 0, 4],
      [0.25, 4, 0],
    ];
    const { square, changes } = toDistances(comparisonsOf(values, { kind: "dissimilarity" }));
    expect([...square.data]).toEqual([0, 2, 0, 2, 0, 4, 0, 4, 0]);
    expect(changes).toEqual([
      "The two directions of each pair were averaged.",
      "1 negative value was drawn as 0.",
    ]);
  });

  it("refuses what has no map: a rectangle, an undeclared similarity, a NaN", () => {
    expect(() => toDistances(comparisonsOf([[0, 1]]))).toThrow(
      /same representations as rows and columns; got 1 rows and 2/,
    );
    expect(() =>
      toDistances(
        comparisonsOf(
          [
            [1, 0],
            [0, 1],
          ],
          { kind: "similarity" },
        ),
      ),
    ).toThrow(/arccos or one-minus/);
    expect(() =>
      toDistances(
        comparisonsOf([
          [0, NaN],
          [NaN, 0],
        ]),
      ),
    ).toThrow(/got NaN between "net 0" and "net 1"/);
  });
});
