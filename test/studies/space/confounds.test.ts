import { describe, expect, it } from "vitest";
import { matrix } from "../../../src/base/matrix.ts";
import { basisOver, designOf } from "../../../src/geometry/confounds.ts";
import { predict } from "../../../src/studies/space/predict.ts";
import { regress } from "../../../src/studies/space/regress.ts";
import { euclidean, fromRows, randomPoints, rowsOf, uniform } from "../../geometry/oracles.ts";

const n = 24;
const points = randomPoints(n, 2, 3);
const d = euclidean(points);
const noise = ((next) => points.map(() => next() - 0.5))(uniform(99));
const depth = points.map(([x], i) => 10 * x! + 5 + 0.3 * noise[i]!);
const family = points.map((_, i) => ["cnn", "vit", "rnn"][(i * 7) % 3]!);
const along = points.map(([x, y], i) => Math.sin(2 * x!) + y! + (family[i] === "vit" ? 4 : 0));

const dot = (a: number[], b: number[]) => a.reduce((sum, x, k) => sum + x * b[k]!, 0);

/** x of A·x = b by elimination, for small well-behaved A. */
function solved(a: number[][], b: number[]): number[] {
  const rows = a.map((row, i) => [...row, b[i]!]);
  for (let k = 0; k < b.length; k++)
    for (let i = 0; i < b.length; i++) {
      if (i === k) continue;
      const factor = rows[i]![k]! / rows[k]![k]!;
      rows[i] = rows[i]!.map((value, j) => value - factor * rows[k]![j]!);
    }
  return rows.map((row, i) => row.at(-1)! / row[i]!);
}

/** The least-squares fit of y over `train`, for all items, by the normal equations. */
function fitOf(columns: number[][], y: readonly number[], train: readonly number[]): number[] {
  const of = (values: readonly number[]) => train.map((i) => values[i]!);
  const gram = columns.map((a) => columns.map((b) => dot(of(a), of(b))));
  const weights = solved(gram, columns.map((a) => dot(of(a), of(y)))); // prettier-ignore
  return y.map((_, i) => columns.reduce((sum, column, c) => sum + weights[c]! * column[i]!, 0));
}

const others = (i: number) => Array.from({ length: n }, (_, j) => j).filter((j) => j !== i);
const columns = [
  depth.map(() => 1),
  depth,
  family.map((name) => Number(name === "vit")),
  family.map((name) => Number(name === "rnn")),
];

describe("predict with confounds", () => {
  const options = { method: "neighbors", k: 3, folds: n, permutations: 0 } as const;

  it("predicts what a fit to the training items leaves", () => {
    const found = predict(d, along, { ...options, confounds: [depth, family] });
    const remaining = along.map((y, i) => y - fitOf(columns, along, others(i))[i]!);
    const predicted = along.map((_, i) => {
      const fit = fitOf(columns, along, others(i));
      const near = others(i).toSorted((a, b) => rowsOf(d)[i]![a]! - rowsOf(d)[i]![b]!);
      return near.slice(0, 3).reduce((sum, j) => sum + (along[j]! - fit[j]!) / 3, 0);
    });
    expect(found.method).toBe("neighbors");
    found.predicted.forEach((value, i) => expect(value).toBeCloseTo(predicted[i]!, 10));
    found.remaining!.forEach((value, i) => expect(value).toBeCloseTo(remaining[i]!, 10));
    const missed = remaining.reduce((sum, e, i) => sum + (e - predicted[i]!) ** 2, 0);
    expect(found.r2).toBeCloseTo(1 - missed / dot(remaining, remaining), 10);
    expect(found.toCsv()).toMatch(/^,predicted,remaining\n/);
    expect(JSON.parse(found.toJson())).toHaveProperty("remaining");
  });

  it("does not see what the confounds say of the covariate", () => {
    const more = along.map((y, i) => y + 40 * depth[i]! - (family[i] === "rnn" ? 70 : 0));
    for (const method of ["kernel-ridge", "neighbors"] as const) {
      const given = { method, confounds: [depth, family], permutations: 50 };
      const [one, other] = [predict(d, along, given), predict(d, more, given)];
      expect(other.r2).toBeCloseTo(one.r2, 8);
      expect(other.p).toBe(one.p);
      // What a fit leaves is permuted, so the confounds are not in these values either.
      one.permuted!.forEach((r2, k) => expect(other.permuted![k]).toBeCloseTo(r2, 8));
    }
    const alone = predict(d, depth.map((x, i) => x + noise[i]!), { confounds: [depth] }); // prettier-ignore
    expect(predict(d, depth).r2).toBeGreaterThan(0.9);
    expect(alone.p).toBeGreaterThan(0.05);
  });

  it("tells of classes what confounds and distances say together, and confounds alone", () => {
    const kind = points.map(([x], i) => (x! + 0.1 * noise[i]! > 0.5 ? "deep" : "flat"));
    const found = predict(d, kind, { ...options, confounds: [depth] });
    const indicator = kind.map((name) => Number(name === "deep"));
    const half = kind.map((_, i) => fitOf(columns.slice(0, 2), indicator, others(i))[i]! > 0.5);
    const right = half.filter((isDeep, i) => isDeep === (kind[i] === "deep")).length;
    expect(found.chance).toBeCloseTo(right / n, 12);
    const both = predict(d, indicator, { ...options, confounds: [depth] });
    const guess = indicator.map((y, i) => y - both.remaining![i]! + both.predicted[i]! > 0.5);
    expect(found.predicted).toEqual(guess.map((isDeep) => (isDeep ? "deep" : "flat")));
  });

  it("is as before without any", () => {
    const [without, none] = [{}, { confounds: [] }].map((one) => predict(d, along, one).toJSON());
    expect(none).toEqual(without);
    expect(without).not.toHaveProperty("remaining");
  });

  it.each([
    ["too short", [depth.slice(1)], "predict: 23 values of confound 0 for 24 items"],
    ["with a gap", [depth, depth.with(2, NaN)], "confound 1 of item 2 is NaN"],
    ["the covariate itself", [along.map((y) => 3 - 2 * y)], "confounds determine the covariate"],
    ["a class for each item", [along.map((_, i) => `c${i}`)], "the confounds have 23 columns"],
    ["no list", depth as never, "confound 0: expected a typed array or a list"],
  ])("refuses confounds: %s", (_, confounds, message) =>
    expect(() => predict(d, along, { confounds })).toThrow(message),
  );
});

describe("basisOver", () => {
  it("leaves out what training items cannot tell apart", () => {
    const twice = designOf([depth, depth.map((x) => 2 * x), family], n);
    expect(twice.cols).toBe(5);
    expect(basisOver(twice, others(0))).toHaveLength(4);
    const withoutRnn = others(-1).filter((i) => family[i] !== "rnn");
    expect(basisOver(designOf([family], n), withoutRnn)).toHaveLength(2);
    expect(designOf([depth.map(() => 7), family.map(() => "x")], n).cols).toBe(1);
  });
});

describe("regress", () => {
  const line = points.map(([x, y]) => 3 * x! - 2 * y! + 1);
  const coordinates = fromRows(points);

  it("solves the equations of ridge regression", () => {
    const found = regress(coordinates, along, { folds: n, ridge: 0.3, permutations: 0 });
    for (const i of [0, 11, 23]) {
      const train = others(i);
      const mean = (values: number[]) => train.reduce((sum, j) => sum + values[j]! / train.length, 0);
      const centre = [0, 1].map((k) => mean(points.map((p) => p[k]!)));
      const x = train.map((j) => points[j]!.map((value, k) => value - centre[k]!));
      const lambda = (0.3 * x.reduce((sum, row) => sum + dot(row, row), 0)) / train.length;
      const gram = [0, 1].map((a) =>
        [0, 1].map((b) => x.reduce((sum, row) => sum + row[a]! * row[b]!, 0) + (a === b ? lambda : 0)),
      );
      const y = train.map((j) => along[j]! - mean(along));
      const weights = solved(gram, [0, 1].map((a) => dot(x.map((row) => row[a]!), y))); // prettier-ignore
      const expected = mean(along) + dot(weights, points[i]!.map((value, k) => value - centre[k]!)); // prettier-ignore
      expect(found.predicted[i]).toBeCloseTo(expected, 10);
    }
    expect(found.method).toBe("linear-ridge");
  });

  it("finds a linear covariate wherever the origin and whatever the unit is", () => {
    const found = regress(coordinates, line, { ridge: 1e-6, permutations: 99 });
    expect(found.r2).toBeCloseTo(1, 6);
    expect(found.p).toBe(0.01);
    const moved = fromRows(points.map((p) => p.map((x) => 2 ** 700 * (x + 1))));
    expect(regress(moved, line, { permutations: 0 }).r2).toBeCloseTo(
      regress(coordinates, line, { permutations: 0 }).r2,
      8,
    );
  });

  it("takes classes, confounds and names", () => {
    const kind = points.map(([x]) => (x! > 0.5 ? "deep" : "flat"));
    expect(regress(coordinates, kind).accuracy).toBeGreaterThan(0.8);
    const left = regress(coordinates, line, { confounds: [points.map((p) => p[1]!)], names: family.map((name, i) => `${name}-${i}`) }); // prettier-ignore
    expect(left.r2).toBeGreaterThan(0.9);
    expect(left.names[1]).toBe("vit-1");
    expect(left.toCsv()).toContain("\ncnn-0,");
  });

  it.each([
    ["a NaN", () => regress(matrix(3, 1, Float64Array.of(1, NaN, 2)), [1, 2, 3]), "NaN in row 1, column 0"],
    ["points that are the same", () => regress(matrix(6, 2), [1, 2, 3, 4, 5, 6]), "are all the same"],
    ["too few values", () => regress(coordinates, [1, 2]), "regress: 2 values of the covariate for 24 items"],
    ["an option of predict", () => regress(coordinates, along, { k: 2 } as never), 'no option "k"'],
    ["too few names", () => regress(coordinates, along, { names: ["a"] }), "regress: 1 names for 24 items"],
  ])("refuses %s", (_, call, message) => expect(call).toThrow(message));
});
