import { describe, expect, it } from "vitest";
import { matrix } from "../../src/base/matrix.ts";
import { mantel, type MantelOptions } from "../../src/geometry/mantel.ts";
import { euclidean, randomPoints, rowsOf, uniform } from "./oracles.ts";

const points = randomPoints(40, 2, 3);
const d = euclidean(points);
const noise = ((next) => points.map(() => next()))(uniform(99));

describe("mantel", () => {
  it("is the correlation over pairs, and finds matrices that go together", () => {
    const close = euclidean(points.map((p, i) => p.map((x) => x + 0.1 * noise[i]!)));
    const found = mantel(d, close, { permutations: 99 });
    const pairs = (a: number[][]) => a.flatMap((row, i) => row.slice(i + 1));
    const centred = [d, close].map((a) => {
      const values = pairs(rowsOf(a));
      const mean = values.reduce((sum, x) => sum + x / values.length, 0);
      return values.map((x) => x - mean);
    });
    const product = (a: number[], b: number[]) => a.reduce((sum, x, k) => sum + x * b[k]!, 0);
    const [a, b] = centred as [number[], number[]];
    expect(found.correlation).toBeCloseTo(product(a, b) / Math.sqrt(product(a, a) * product(b, b)), 12);
    expect(found.p).toBeCloseTo(0.01, 12);
  });

  it("gives p near its nominal value for unrelated matrices", () => {
    const p = Array.from({ length: 60 }, (_, seed) => {
      const [x, y] = [2 * seed, 2 * seed + 1].map((s) => euclidean(randomPoints(8, 2, s + 500)));
      return mantel(x!, y!, { permutations: 39, seed }).p;
    });
    expect(p.filter((value) => value <= 0.25).length).toBeGreaterThan(5);
    expect(p.filter((value) => value <= 0.25).length).toBeLessThan(27);
  });

  it("refuses other items and distances that do not vary", () => {
    expect(() => mantel(d, matrix(3, 3))).toThrow(/40 and 3 items/);
    expect(() => mantel(matrix(3, 3), matrix(3, 3))).toThrow(/all equal/);
  });

  it.each([
    [
      { permutations: 0 },
      "mantel: permutations is 0; accepted: a whole number from 1 to 1000000 (default 1000).",
    ],
    [{ permutations: 2.5 }, "permutations is 2.5"],
    [{ seed: -1 }, "seed is -1"],
    [{ permutation: 9 }, "Did you mean permutations?"],
  ])("refuses %o", (options, message) =>
    expect(() => mantel(d, d, options as MantelOptions)).toThrow(message),
  );
});
