import { describe, expect, it } from "vitest";
import { centeredSquares } from "../../src/geometry/pcoa.ts";
import { createEngine } from "../../src/index.ts";
import { layoutLater, layoutOf } from "../../src/studies/pairwise/picture/layout.ts";
import { euclidean, jacobi, randomPoints, rowsOf } from "../geometry/oracles.ts";
import { comparisonsOf } from "./samples.ts";

describe("layoutOf", () => {
  it("shows points of a plane exactly, each tree's leaf once", () => {
    const d = euclidean(randomPoints(11, 2, 6));
    const { order, map, tree, changes } = layoutOf(comparisonsOf(rowsOf(d)), jacobi);
    expect(order.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 11 }, (_, i) => i));
    expect(map!.stress).toBeLessThan(1e-12);
    const redrawn = euclidean(map!.points.map((point) => [...point]));
    redrawn.data.forEach((value, at) => expect(value).toBeCloseTo(d.data[at]!, 12));
    expect(tree).toMatchObject({ method: "average", merges: { length: 10 } });
    expect(changes).toEqual([]);
  });

  it("passes on what was done to similarities", () => {
    const over = { kind: "similarity", toDistance: "arccos" } as const;
    const { changes } = layoutOf(
      comparisonsOf(
        [
          [1, 0.3],
          [0.3, 1],
        ],
        over,
      ),
      jacobi,
    );
    expect(changes).toEqual(["Similarities were turned into angles: arccos(value), in radians."]);
  });

  it.each([
    ["one representation", comparisonsOf([[0]]), /two representations or more/],
    [
      "a rectangle",
      comparisonsOf([
        [0, 1, 2],
        [3, 4, 5],
      ]),
      /same representations/,
    ],
    [
      "a similarity without conversion",
      comparisonsOf(
        [
          [1, 0],
          [0, 1],
        ],
        { kind: "similarity" },
      ),
      /declared conversion/,
    ],
    [
      "a NaN",
      comparisonsOf([
        [0, NaN],
        [NaN, 0],
      ]),
      /finite values/,
    ],
  ])("gives %s the order as given, no map, and the reason", (_name, comparisons, reason) => {
    const layout = layoutOf(comparisons, jacobi);
    expect(layout.order).toEqual(comparisons.rowNames.map((_, i) => i));
    expect(layout).not.toHaveProperty("map");
    expect(layout.without).toMatch(reason);
  });

  it("is the same on the threads of an engine", async () => {
    const engine = await createEngine({ threads: 0 });
    const square = euclidean(randomPoints(6, 3, 1));
    const solution = await engine.eigh(centeredSquares(square));
    for (const values of [rowsOf(square), [[0]], [[0, 1, 2]]]) {
      const comparisons = comparisonsOf(values);
      expect(await layoutLater(comparisons, { engine })).toEqual(layoutOf(comparisons, () => solution));
    }
  });

  it("does not hide the fault of a solver", () => {
    const broken = () => {
      throw new Error("did not converge");
    };
    expect(() =>
      layoutOf(
        comparisonsOf([
          [0, 1],
          [1, 0],
        ]),
        broken,
      ),
    ).toThrow("did not converge");
  });
});
