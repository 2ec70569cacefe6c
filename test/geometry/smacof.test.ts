import { describe, expect, it } from "vitest";
import { goodnessOfFit } from "../../src/geometry/goodness.ts";
import { pcoa, placeOnto } from "../../src/geometry/pcoa.ts";
import { smacof, type SmacofOptions } from "../../src/geometry/smacof.ts";
import { matrix } from "../../src/base/matrix.ts";
import { parseNpy } from "../../src/data/formats/numpy/npy.ts";
import { euclidean, fromRows, jacobi, randomPoints, rowsOf } from "./oracles.ts";

const rawStress = (d: number[][], points: number[][]) =>
  rowsOf(euclidean(points)).reduce(
    (sum, row, i) => sum + row.slice(0, i).reduce((part, x, j) => part + (x - d[i]![j]!) ** 2, 0),
    0,
  );
const times = (factor: number, points: number[][]) => points.map((row) => row.map((x) => x * factor));

describe("smacof", () => {
  it("recovers points in as many dimensions", () => {
    const d = euclidean(randomPoints(10, 2, 3));
    const found = smacof(d, { tolerance: 1e-14, iterations: 5000 });
    expect(found.stress).toBeLessThan(1e-5);
    expect(found.shepard).toBeCloseTo(1, 9);
  });

  it("has no better configuration near by, and reports the stress of the one it gives", () => {
    const d = euclidean(randomPoints(9, 4, 5));
    const found = smacof(d, { tolerance: 1e-13, iterations: 10_000 });
    const points = rowsOf(found.coordinates);
    expect(found.rawStress).toBeCloseTo(rawStress(rowsOf(d), points), 12);
    for (let seed = 0; seed < 40; seed++) {
      const noise = randomPoints(9, 2, seed);
      const moved = points.map((p, i) => p.map((x, k) => x + 1e-3 * (noise[i]![k]! - 0.5)));
      expect(rawStress(rowsOf(d), moved)).toBeGreaterThanOrEqual(found.rawStress - 1e-12);
    }
  });

  it("is at least as good as principal coordinates from which it starts", () => {
    const d = euclidean(randomPoints(12, 5, 8));
    const start = pcoa(d, 2, jacobi);
    const found = smacof(d, { starts: [start.coordinates], restarts: 0 });
    expect(found.stress).toBeLessThan(start.stress);
  });

  it("never gets worse by a step, and depends on the seed alone", () => {
    const d = euclidean(randomPoints(8, 3, 1));
    const after = (iterations: number) => smacof(d, { restarts: 1, iterations, tolerance: 0 }).rawStress;
    for (let k = 1; k < 12; k++) expect(after(k + 1)).toBeLessThanOrEqual(after(k));
    expect(smacof(d, { seed: 3 }).toJSON()).toEqual(smacof(d, { seed: 3 }).toJSON());
  });

  it.each([1e150, 1e-150])("has the same shape at scale %d", (scale) => {
    const points = randomPoints(7, 3, 2);
    const [plain, scaled] = [smacof(euclidean(points)), smacof(euclidean(times(scale, points)))];
    expect(scaled.stress).toBeCloseTo(plain.stress, 10);
    expect(scaled.shepard).toBeCloseTo(plain.shepard!, 10);
    expect(scaled.worstPair!.distance / scale).toBeCloseTo(plain.worstPair!.distance, 10);
  });

  it("puts equal items in one place and one item at the origin", () => {
    expect(smacof(matrix(3, 3)).rawStress).toBeLessThan(1e-20);
    expect([...smacof(matrix(1, 1), { dimensions: 1 }).coordinates.data]).toEqual([0]);
  });

  it.each([
    [{ dimensions: 0 }, /dimensions is 0; accepted: a whole number from 1 \(default 2\)/],
    [{ dimensions: 4 }, /dimensions is 4; accepted: a whole number from 1 to 3, the number of items/],
    [{ restarts: 0 }, /restarts is 0 and no starts are given/],
    [{ iterations: 1.5 }, /iterations is 1.5; accepted: a whole number from 1 \(default 1000\)/],
    [{ tolerance: -1 }, /tolerance is -1; accepted: a number from 0/],
    [{ seed: -1 }, /seed is -1/],
    [{ iteration: 5 }, /smacof has no option "iteration". Did you mean iterations\?/],
    [{ starts: [matrix(3, 1)] }, /a start must be 3 × 2; got 3 × 1/],
  ])("refuses %o", (options, message) =>
    expect(() => smacof(matrix(3, 3), options as SmacofOptions)).toThrow(message),
  );

  it("writes itself", () => {
    const found = smacof(euclidean([[0], [1], [3]]), { dimensions: 1 });
    const [a, b, c] = found.coordinates.data;
    expect(JSON.parse(found.toJson())).toMatchObject({
      coordinates: [[a], [b], [c]],
      stress: found.stress,
      converged: true,
    });
    expect(found.toCsv()).toBe(`,axis 1\n"0",${a}\n"1",${b}\n"2",${c}\n`);
    expect(parseNpy(found.toNpy(), "map")[0]).toMatchObject({ shape: [3, 1], data: found.coordinates.data });
  });
});

describe("placeOnto", () => {
  it("puts an item of the embedding on its own point", () => {
    const d = euclidean(randomPoints(9, 4, 6));
    const embedding = pcoa(d, 3, jacobi);
    const placed = placeOnto(embedding, d, d);
    placed.data.forEach((x, at) => expect(x).toBeCloseTo(embedding.coordinates.data[at]!, 11));
  });

  it("keeps the distances of a further point in a space of enough dimensions", () => {
    const points = randomPoints(11, 3, 4);
    const [inside, further] = [points.slice(0, 8), points.slice(8)];
    const toThem = fromRows(further.map((p) => inside.map((q) => Math.hypot(...p.map((x, k) => x - q[k]!)))));
    const embedding = pcoa(euclidean(inside), 3, jacobi);
    const placed = placeOnto(embedding, euclidean(inside), toThem);
    const all = euclidean([...rowsOf(embedding.coordinates), ...rowsOf(placed)]);
    all.data.forEach((x, at) => expect(x).toBeCloseTo(euclidean(points).data[at]!, 11));
  });

  it("refuses distances to other items", () => {
    const d = euclidean(randomPoints(4, 2, 1));
    expect(() => placeOnto(pcoa(d, 2, jacobi), d, matrix(1, 3))).toThrow(/4 items.*q × 4/s);
    expect(() => placeOnto(pcoa(d, 2, jacobi), d, matrix(1, 4, new Float64Array(4).fill(-1)))).toThrow(
      /got -1 from further item 0/,
    );
  });
});

describe("goodnessOfFit", () => {
  it("correlates given and shown distances, where both vary", () => {
    const d = euclidean([[0], [1], [3]]);
    expect(goodnessOfFit(d, fromRows([[0], [2], [6]])).shepard).toBeCloseTo(1, 14);
    expect(goodnessOfFit(d, matrix(3, 1))).not.toHaveProperty("shepard");
    // given 1, 3, 2 against shown 1, 1, 2
    const shepard = goodnessOfFit(d, fromRows([[0], [1], [-1]])).shepard;
    expect(shepard).toBeCloseTo(0, 14);
  });
});

describe("pcoa", () => {
  it("refuses distances whose squares vanish", () => {
    expect(() => pcoa(matrix(2, 2, Float64Array.of(0, 1e-160, 1e-160, 0)), 1, jacobi)).toThrow(/vanish/);
  });
});
