import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { matrix } from "../../src/base/matrix.ts";
import { mantel } from "../../src/geometry/mantel.ts";
import { partialMantel } from "../../src/geometry/partial-mantel.ts";
import { euclidean, fromRows, randomPoints, rowsOf } from "./oracles.ts";

interface GoldenPartial {
  id: string;
  x: number[];
  y: number[];
  z: number[];
  correlation: number;
  p?: number;
}

const golden = JSON.parse(readFileSync(new URL("../golden/vegan/groups.json", import.meta.url), "utf8")) as {
  partial: GoldenPartial[];
};

const [x, y, z, w] = [1, 2, 3, 4].map((seed) => euclidean(randomPoints(9, 3, seed)));
const pairs = (a: { rows: number; cols: number; data: Float64Array }) =>
  rowsOf(a).flatMap((row, i) => row.slice(i + 1));

/** Pearson's correlation of pairs. */
function pearson(a: number[], b: number[]): number {
  const centred = [a, b].map((values) => {
    const mean = values.reduce((sum, value) => sum + value / values.length, 0);
    return values.map((value) => value - mean);
  });
  const product = (p: number[], q: number[]) => p.reduce((sum, value, k) => sum + value * q[k]!, 0);
  const [p, q] = centred as [number[], number[]];
  return product(p, q) / Math.sqrt(product(p, p) * product(q, q));
}

/** From the three correlations: Smouse, Long & Sokal 1986, eq. 5. */
function partial(xy: number, xz: number, yz: number): number {
  return (xy - xz * yz) / Math.sqrt((1 - xz ** 2) * (1 - yz ** 2));
}

describe("partialMantel", () => {
  it("is the partial correlation over pairs, of one matrix and of two", () => {
    const [px, py, pz, pw] = [x!, y!, z!, w!].map(pairs) as [number[], number[], number[], number[]];
    const givenZ = (a: number[], b: number[]) => partial(pearson(a, b), pearson(a, pz), pearson(b, pz));
    const few = { permutations: 9 };
    expect(partialMantel(x!, y!, z!, few).correlation).toBeCloseTo(givenZ(px, py), 12);
    const both = partial(givenZ(px, py), givenZ(px, pw), givenZ(py, pw));
    expect(partialMantel(x!, y!, [z!, w!], few).correlation).toBeCloseTo(both, 12);
    expect(partialMantel(x!, y!, [z!, z!], few).correlation).toBeCloseTo(givenZ(px, py), 12);
    expect(partialMantel(x!, y!, [], few)).toEqual(mantel(x!, y!, few));
  });

  it("does not find two matrices that only a third one joins", () => {
    const third = euclidean(randomPoints(20, 2, 7));
    const [one, other] = [31, 32].map((seed) => {
      const own = euclidean(randomPoints(20, 3, seed));
      return fromRows(
        rowsOf(third).map((row, i) => row.map((value, j) => 3 * value + own.data[i * 20 + j]!)),
      );
    });
    expect(mantel(one!, other!, { permutations: 199 }).p).toBe(1 / 200);
    expect(partialMantel(one!, other!, third, { permutations: 199 }).p).toBeGreaterThan(0.05);
    const joined = fromRows(rowsOf(one!).map((row, i) => row.map((value, j) => value + other!.data[i * 20 + j]!))); // prettier-ignore
    expect(partialMantel(joined, other!, third, { permutations: 199 }).p).toBe(1 / 200);
  });

  it.each(golden.partial)("gives what vegan gives: $id", ({ x, y, z, correlation, p }) => {
    const [a, b, c] = [x, y, z].map((values) => Float64Array.from(values));
    const found = partialMantel(a!, b!, c!, { permutations: 4000 });
    expect(found.correlation).toBeCloseTo(correlation, 12);
    if (p !== undefined) expect(Math.abs(found.p - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / 4000));
  });

  it("does not depend on units, also beyond the roots of the largest numbers", () => {
    const large = (a: typeof x) => ({ ...a!, data: a!.data.map((value) => value * 1e200) });
    expect(partialMantel(large(x), large(y), large(z), { permutations: 50 })).toMatchObject({
      p: partialMantel(x!, y!, z!, { permutations: 50 }).p,
    });
  });

  it.each([
    ["other items", () => partialMantel(x!, y!, matrix(5, 5)), "matrices of 9, 9, 5 items"],
    ["three items", () => partialMantel(matrix(3, 3), matrix(3, 3), matrix(3, 3)), "4 or more"],
    [
      "a matrix among those that are partialled out",
      () => partialMantel(x!, y!, [z!, y!]),
      "the second matrix is",
    ],
    ["distances that are all equal", () => partialMantel(matrix(5, 5), euclidean(randomPoints(5, 2, 1)), matrix(5, 5)), "the first matrix is"], // prettier-ignore
    [
      "an option of another name",
      () => partialMantel(x!, y!, z!, { permutation: 9 } as never),
      "Did you mean",
    ],
  ])("refuses %s", (_, call, message) => expect(call).toThrow(message));
});
