import { describe, expect, it } from "vitest";
// A worker starts from built files only.
import { createEngine } from "repgeom";
import { matrix } from "../../../src/base/matrix.ts";
import { softKnnByDefinition } from "../../oracles/soft-knn.ts";
import { gaussian, streamFor } from "../../support/data.ts";

const engine = await createEngine({ threads: 0 });
const random = streamFor("soft-knn");
const value = (x: ReturnType<typeof gaussian>, y: ReturnType<typeof gaussian>, options = {}) =>
  engine.compare(x, y, { metric: "soft-knn", ...options });

describe("soft-knn", () => {
  it.each(["cosine", "euclidean", "correlation", "inner-product"] as const)(
    "is its definition for %s, in one block of features and in several",
    async (neighbors) => {
      for (const [m, p, q] of [
        [3, 2, 4],
        [14, 5, 3],
        [230, 6, 9],
        // So many units that similarities are kept, half of them, in two ranges.
        [230, 60, 58],
      ] as const) {
        const [x, y] = [gaussian(random, m, p), gaussian(random, m, q)];
        for (const temperature of [0.05, 1])
          expect(await value(x, y, { neighbors, temperature })).toBeCloseTo(
            softKnnByDefinition(x, y, neighbors, temperature),
            13,
          );
      }
    },
  );

  it("becomes the share of common nearest neighbours as the temperature falls", async () => {
    // On a line 0 and 1 are each other's nearest, and so are 10 and 11; in the second network 1 and 10 are.
    const line = (places: number[]) => matrix(places.length, 1, Float64Array.from(places));
    const options = { neighbors: "euclidean", temperature: 1e-4 };
    expect(await value(line([0, 1, 10, 11.5]), line([0, 1.2, 20, 21]), options)).toBeCloseTo(1, 12);
    expect(await value(line([0, 1, 10, 11.5]), line([0, 9, 10, 30]), options)).toBeCloseTo(0.5, 12);
  });

  it("keeps its digits at any scale, and for weights that vanish", async () => {
    const [x, y] = [gaussian(random, 12, 4), gaussian(random, 12, 4)];
    for (const neighbors of ["cosine", "euclidean", "correlation", "inner-product"] as const) {
      const usual = await value(x, y, { neighbors });
      for (const factor of [1e-160, 1e150]) {
        const scaled = matrix(
          12,
          4,
          x.data.map((entry) => entry * factor),
        );
        expect(await value(scaled, y, { neighbors })).toBeCloseTo(usual, 13);
      }
      expect(await value(x, y, { neighbors, temperature: 1e-6 })).toBeGreaterThanOrEqual(0);
    }
  });

  it("has equal weights for equal stimuli", async () => {
    const twins = matrix(4, 2, Float64Array.of(1, 0, 1, 0, 1, 0, 0, 1));
    expect(await value(twins, twins)).toBe(1);
    expect(await value(twins, gaussian(random, 4, 3), { neighbors: "euclidean" })).toBeLessThan(1);
  });

  it.each([
    [gaussian(random, 2, 3), {}, /x: soft-knn needs at least 3 stimuli, got 2/],
    [matrix(4, 2, new Float64Array(8)), {}, /x: stimulus 0: its responses are all 0/],
    [
      matrix(4, 2, new Float64Array(8).fill(1)),
      { neighbors: "correlation" },
      /x: stimulus 0: its responses are all equal/,
    ],
    [
      matrix(4, 2, new Float64Array(8).fill(1)),
      { neighbors: "euclidean" },
      /x: every unit is constant across stimuli/,
    ],
    [matrix(4, 2, new Float64Array(8)), { neighbors: "inner-product" }, /x: every response is 0/],
  ])("is refused where it is not defined", async (x, options, why) => {
    await expect(value(x, gaussian(random, x.rows, 3), options)).rejects.toThrow(why);
    await expect(value(x, gaussian(random, x.rows, 3), options)).rejects.toHaveProperty(
      "name",
      "NumericalError",
    );
  });

  it("has the same bits on threads", async () => {
    const nets = [3, 5, 8].map((n) => gaussian(random, 260, n));
    const other = await createEngine({ threads: 2 });
    const [one, two] = await Promise.all(
      [engine, other].map((each) => each.pairwise(nets, { metric: "soft-knn" })),
    );
    other.close();
    expect(two!.values).toEqual(one!.values);
  });
});
