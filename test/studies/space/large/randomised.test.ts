import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, embed, type EmbedResult, type Engine } from "../../../../src/index.ts";
import { matrix, type Matrix } from "../../../../src/base/matrix.ts";
import { among, angles, centred, euclidean, rowsOf } from "./matrices.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

const randomised = (d: Matrix, options = {}) => embed(d, { method: "randomised", ...options }, { engine });
const exact = (d: Matrix, options = {}) => embed(d, { method: "pcoa", ...options }, { engine });

/** ‖B − X Xᵀ‖ / ‖B‖ by its definition. */
function residualOf(d: Matrix, { coordinates: { data, cols } }: EmbedResult): number {
  const b = centred(d);
  let [left, whole] = [0, 0];
  b.data.forEach((entry, at) => {
    const [i, j] = [Math.floor(at / b.rows), at % b.rows];
    let shown = 0;
    for (let k = 0; k < cols; k++) shown += data[i * cols + k]! * data[j * cols + k]!;
    left += (entry - shown) ** 2;
    whole += entry ** 2;
  });
  return Math.sqrt(left / whole);
}

/** ‖B v − λ v‖ of axis k by its definition, from its coordinates. */
function axisResidual(
  d: Matrix,
  { coordinates: { data, cols }, eigenvalues }: EmbedResult,
  k: number,
): number {
  const b = centred(d);
  const lambda = eigenvalues![k]!;
  const v = Float64Array.from({ length: b.rows }, (_, i) => data[i * cols + k]! / Math.sqrt(lambda));
  const gaps = v.map(
    (_, i) => v.reduce((sum, value, j) => sum + b.data[i * b.rows + j]! * value, 0) - lambda * v[i]!,
  );
  return Math.sqrt(gaps.reduce((sum, gap) => sum + gap * gap, 0));
}

describe("embed by method randomised", () => {
  const cases: [string, Matrix, number][] = [
    ["points in five dimensions", euclidean(120, 5, 1), 3],
    ["angles", angles(120, 40, 2, 0.3), 2],
    ["fewer items than the subspace has columns", euclidean(7, 3, 3), 3],
    ["items fewer than twice the axes", euclidean(5, 9, 4), 4],
    ["single precision apart", euclidean(90, 60, 5, () => 1), 2],
  ];

  it.each(cases)("is within its stated errors of the exact axes: %s", async (_, d, dimensions) => {
    const [found, whole] = [await randomised(d, { dimensions }), await exact(d, { dimensions })];
    const within = Math.sqrt(found.eigenvalues!.length) * Math.max(...found.axisResiduals!);
    const floor = 1e-12 * whole.eigenvalues![0]!;
    for (let k = 0; k < dimensions; k++) {
      const nearest = Math.min(
        ...whole.eigenvalues!.map((value) => Math.abs(value - found.eigenvalues![k]!)),
      );
      expect(nearest).toBeLessThanOrEqual(found.axisResiduals![k]! + floor);
      if (found.leading)
        expect(Math.abs(whole.eigenvalues![k]! - found.eigenvalues![k]!)).toBeLessThanOrEqual(within + floor);
      if (found.eigenvalues![k]! > 1e-9)
        expect(found.axisResiduals![k]!).toBeCloseTo(axisResidual(d, found, k), 9);
    }
    expect(found.residual).toBeCloseTo(residualOf(d, found), 10);
  });

  it("gives the exact map, its stress, Shepard correlation and worst pair, where the subspace holds all of B", async () => {
    const d = euclidean(150, 6, 7);
    const [found, whole] = [await randomised(d, { dimensions: 4 }), await exact(d, { dimensions: 4 })];
    const gap = Math.max(
      ...found.coordinates.data.map((value, at) => Math.abs(value - whole.coordinates.data[at]!)),
    );
    expect(gap).toBeLessThan(1e-9);
    expect(found.leading).toBe(true);
    expect(found.stress).toBeCloseTo(whole.stress, 12);
    expect(found.shepard).toBeCloseTo(whole.shepard!, 11);
    expect(found.worstPair).toMatchObject({ row: whole.worstPair!.row, col: whole.worstPair!.col });
    expect(found.varianceExplained![0]).toBeCloseTo(whole.varianceExplained![0]!, 12);
    expect(found.passes).toBeLessThan(6);
  });

  it("finds eigenvalues that are equal, and their space", async () => {
    // A regular simplex with each corner twice: B has n/2 − 1 equal eigenvalues.
    const d = among(40, (i, j) => (i % 20 === j % 20 ? 0 : 1));
    const found = await randomised(d, { dimensions: 5 });
    const whole = await exact(d, { dimensions: 5 });
    for (let k = 0; k < 5; k++) expect(found.eigenvalues![k]).toBeCloseTo(whole.eigenvalues![k]!, 10);
    expect(Math.max(...found.axisResiduals!)).toBeLessThan(1e-10);
    expect(found.residual).toBeCloseTo(
      whole.eigenvalues!.filter((x) => x > 1e-9).length === 19 ? Math.sqrt(14 / 19) : NaN,
      8,
    );
  });

  it("is not led away by negative eigenvalues that are larger than the positive ones that are asked for", async () => {
    // Two equal groups: near within, of which each second pair breaks the triangle inequality by much.
    const base = euclidean(60, 3, 8);
    const d = among(60, (i, j) => base.data[i * 60 + j]! + ((i ^ j) & 1 ? 4 : 0) + ((i ^ j) & 2 ? 0 : 3));
    const whole = await exact(d, { dimensions: 2 });
    expect(whole.eigenvalues!.at(-1)!).toBeLessThan(-0.1 * whole.eigenvalues![1]!);
    const found = await randomised(d, { dimensions: 2, oversampling: 6, passes: 40 });
    for (let k = 0; k < 2; k++)
      expect(Math.abs(found.eigenvalues![k]! / whole.eigenvalues![k]! - 1)).toBeLessThan(1e-6);
    expect(found.warnings.join()).toContain("no Euclidean space");
  });

  it("finds the leading axis among more negative ones of larger size than the subspace has columns", async () => {
    // B = J + v vᵀ − 4 Σ w wᵀ, of eight w: eigenvalues 2, 1 (many), −3 (eight).
    const n = 200;
    const wave = (k: number) => (i: number) =>
      Math.sqrt(2 / n) * Math.cos((Math.PI * k * (2 * i + 1)) / (2 * n));
    const b = (i: number, j: number) => {
      let entry = (i === j ? 1 : 0) - 1 / n + wave(1)(i) * wave(1)(j);
      for (let k = 2; k < 10; k++) entry -= 4 * wave(k)(i) * wave(k)(j);
      return entry;
    };
    const d = among(n, (i, j) => Math.sqrt(b(i, i) + b(j, j) - 2 * b(i, j)));
    const found = await randomised(d, { dimensions: 1, oversampling: 4, passes: 80 });
    expect(found.eigenvalues![0]).toBeCloseTo(2, 6);
    // The trace is 2 + 190 − 24; at most five of the eigenvalues were seen, so the share is an upper bound.
    expect(found.varianceExplained![0]).toBeGreaterThanOrEqual(2 / 192 - 1e-9);
    expect(found.varianceExplained![0]).toBeLessThanOrEqual(2 / 168 + 1e-9);
  });

  it.each([
    ["all distances 0", among(30, () => 0)],
    ["one item", matrix(1, 1)],
    ["all distances equal", among(50, () => 2)],
  ])("has numbers and no NaN for %s", async (_, d) => {
    const found = await randomised(d, { dimensions: 1 });
    expect(
      [...found.coordinates.data, ...found.eigenvalues!, found.stress, found.residual].every(Number.isFinite),
    ).toBe(true);
    expect(Math.max(...found.axisResiduals!)).toBeLessThanOrEqual(1e-10);
    if (d.rows === 50) expect(found.eigenvalues![0]).toBeCloseTo(2, 10);
  });

  it("says what is not converged, and what is not proven", async () => {
    const d = euclidean(200, 150, 9, () => 1);
    const found = await randomised(d, { passes: 2, oversampling: 0 });
    expect(found.leading).toBe(false);
    expect(found.warnings.join()).toMatch(/not converged.*raise passes.*not proven to be the leading axes/s);
    const whole = await exact(d);
    expect(found.unseen!).toBeGreaterThanOrEqual(whole.eigenvalues![0]! - found.eigenvalues![0]!);
  });

  it("gives the same bits from rows that are read, each as often as passes are told, and on threads", async () => {
    const d = euclidean(160, 30, 10);
    const found = await randomised(d, { seed: 4 });
    const rows = rowsOf(d);
    const read = await embed(rows, { method: "randomised", seed: 4 }, { engine });
    expect(read.toJson()).toBe(found.toJson());
    expect(rows.read[0]).toBe(found.passes! + 1);
    expect(rows.read.slice(1)).toEqual(Array.from({ length: 159 }, () => found.passes));
    expect((await randomised(d, { seed: 5 })).eigenvalues).not.toEqual(found.eigenvalues);
  });

  it("is independent of the unit, as far as doubles go", async () => {
    const d = euclidean(60, 4, 11);
    const found = await randomised(d);
    for (const exponent of [-450, 300]) {
      const factor = 2 ** exponent;
      const other = await randomised(
        matrix(
          60,
          60,
          d.data.map((value) => value * factor),
        ),
      );
      expect(other.coordinates.data.map((value) => value / factor)).toEqual(found.coordinates.data);
      expect(other.residual).toBe(found.residual);
    }
  });

  it("is what pcoa does of more items than exactUpTo, and says so", async () => {
    const d = euclidean(50, 4, 12);
    const found = await exact(d, { exactUpTo: 49 });
    expect(found.method).toBe("randomised");
    expect(found.warnings[0]).toMatch(/50 items are computed by method randomised/);
    expect((await exact(d, { exactUpTo: 50 })).method).toBe("pcoa");
  });

  it.each([
    ["are not symmetric", (d: Matrix) => (d.data[3] = 1.01), /must be symmetric/],
    ["are not finite", (d: Matrix) => (d.data[3] = NaN), /must be finite; got NaN between items 0 and 3/],
    [
      "are similarities",
      (d: Matrix) => (d.data[41 * 5] = 1),
      /from an item to itself must be 0; got 1 for item 5/,
    ],
  ])("refuses rows that %s", async (_, spoil, message) => {
    const d = among(40, (i, j) => 1 + ((i * j) % 7) / 7);
    spoil(d);
    await expect(embed(rowsOf(d), { method: "randomised" }, { engine })).rejects.toThrow(message);
  });

  it("takes similarities by rows, and values below 0 as 0", async () => {
    const n = 30;
    const d = euclidean(n, 3, 13);
    const similar = matrix(
      n,
      n,
      d.data.map((value) => 1 - value),
    );
    const given = { ...rowsOf(similar), toDistance: "one-minus" as const };
    const found = await embed(given, { method: "randomised" }, { engine });
    expect(found.changes).toEqual(["Similarities were turned into dissimilarities: 1 − value."]);
    expect(found.eigenvalues![0]).toBeCloseTo((await exact(d)).eigenvalues![0]!, 9);
    const below = among(n, (i, j) => (i === 0 && j === 1 ? -0.1 : d.data[i * n + j]!));
    const raised = await embed(rowsOf(below), { method: "randomised" }, { engine });
    expect(raised.changes).toEqual(["1 negative value was drawn as 0."]);
  });
});
