import { describe, expect, it } from "vitest";
import { predict } from "../../../src/studies/space/predict.ts";
import type { PredictOptions } from "../../../src/studies/space/predict-options.ts";
import { matrix } from "../../../src/base/matrix.ts";
import { parseNpy } from "../../../src/data/formats/numpy/npy.ts";
import { euclidean, randomPoints, rowsOf, uniform } from "../../geometry/oracles.ts";

const points = randomPoints(40, 2, 3);
const d = euclidean(points);
const along = points.map(([x, y]) => Math.sin(2 * x!) + y!);
const noise = ((next) => points.map(() => next()))(uniform(99));

describe("predict", () => {
  it.each(["kernel-ridge", "neighbors"] as const)("finds what the geometry carries, by %s", (method) => {
    const found = predict(d, along, { method, permutations: 200 });
    expect(found.r2).toBeGreaterThan(0.8);
    expect(found.p).toBeCloseTo(1 / 201, 12);
    const unrelated = predict(d, noise, { method, permutations: 200 });
    expect(unrelated.r2).toBeLessThan(0.3);
    expect(unrelated.p).toBeGreaterThan(0.02);
  });

  it("is the definition of k nearest neighbours when one item is left out at a time", () => {
    const found = predict(d, along, { method: "neighbors", k: 2, folds: 40, permutations: 0 });
    found.predicted.forEach((value, i) => {
      const distances = rowsOf(d)[i]!;
      const order = distances.map((distance, j) => [distance, j] as const).toSorted((a, b) => a[0] - b[0]);
      const [first, second] = order.filter(([, j]) => j !== i).map(([, j]) => along[j]!);
      expect(value).toBeCloseTo((first! + second!) / 2, 12);
    });
    const mean = along.reduce((sum, y) => sum + y / 40, 0);
    const [missed, total] = [found.predicted, Array(40).fill(mean) as number[]].map((other) =>
      along.reduce((sum, y, i) => sum + (y - other[i]!) ** 2, 0),
    );
    expect(found.r2).toBeCloseTo(1 - missed! / total!, 12);
    expect(found).not.toHaveProperty("p");
  });

  it("solves the equations of kernel ridge regression", () => {
    const [three, y] = [euclidean([[0], [1], [3]]), [1, 2, 4]];
    // item 2 from items 0 and 1: their distance 1 is the median, K = [[1, e], [e, 1]]
    const { predicted } = predict(three, y, { folds: 3, ridge: 0.5, permutations: 0 });
    const kernel = (distance: number) => Math.exp(-(distance ** 2) / 2);
    const [a, b] = [1.5, kernel(1)];
    const dual = [-0.5, 0.5].map((own) => (a * own - b * -own) / (a * a - b * b));
    const expected = 1.5 + dual[0]! * kernel(3) + dual[1]! * kernel(2);
    expect(predicted[2]).toBeCloseTo(expected, 12);
  });

  it("predicts classes through their indicators", () => {
    const [left, lower] = [0, 1].map((axis) => points.map((point) => point[axis]!).sort((a, b) => a - b));
    const classOf = (x: number, y: number) => (x < left![15]! ? "deep" : y < lower![20]! ? "wide" : "narrow");
    const classes: string[] = points.map(([x, y]) => classOf(x!, y!));
    const options = { method: "neighbors", k: 3, permutations: 100 } as const;
    const found = predict(d, classes, options);
    const names = [...new Set(classes)];
    const each = names.map((name) => {
      const indicator = classes.map((one) => Number(one === name));
      const mean = indicator.reduce((sum, value) => sum + value / 40, 0);
      const total = indicator.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      const { r2, predicted } = predict(d, indicator, { ...options, permutations: 0 });
      return { total, missed: (1 - r2) * total, predicted };
    });
    const sum = (of: "total" | "missed") => each.reduce((all, one) => all + one[of], 0);
    expect(found.r2).toBeCloseTo(1 - sum("missed") / sum("total"), 10);
    found.predicted.forEach((name, i) => {
      const values = each.map(({ predicted }) => predicted[i]!);
      expect(values[names.indexOf(name)]).toBeCloseTo(Math.max(...values), 10);
    });
    expect(found.accuracy).toBeGreaterThan(0.7);
    expect(found.accuracy).toBeCloseTo(
      classes.filter((name, i) => name === found.predicted[i]).length / 40,
      12,
    );
    expect(found.chance).toBeLessThan(found.accuracy);
    expect(found.p).toBeCloseTo(1 / 101, 12);
    expect(() => predict(d, Array(40).fill("deep"))).toThrow(/deep for every item/);
  });

  it("does not depend on the unit of distances or covariate", () => {
    for (const method of ["kernel-ridge", "neighbors"] as const) {
      const scaled = matrix(
        40,
        40,
        d.data.map((x) => x * 1e150),
      );
      const [plain, other] = [
        predict(d, along, { method, permutations: 20 }),
        predict(
          scaled,
          along.map((y) => 1e-150 * y + 1e-149),
          { method, permutations: 20 },
        ),
      ];
      expect(other.r2).toBeCloseTo(plain.r2, 10);
      expect(other.p).toBe(plain.p);
    }
  });

  it("depends on the seed alone", () => {
    expect(predict(d, along, { seed: 5, permutations: 9 }).toJSON()).toEqual(
      predict(d, along, { seed: 5, permutations: 9 }).toJSON(),
    );
    expect(predict(d, along, { seed: 6, permutations: 0 }).r2).not.toBe(
      predict(d, along, { permutations: 0 }).r2,
    );
  });

  it.each([
    ["a covariate that is too short", () => predict(d, [1, 2]), /2 values of the covariate for 40 items/],
    [
      "a constant",
      () =>
        predict(
          d,
          along.map(() => 0.1),
        ),
      /0.1 for every item/,
    ],
    ["a NaN", () => predict(d, along.with(3, NaN)), /item 3 is NaN/],
    ["two items", () => predict(matrix(2, 2), [1, 2]), /3 items or more/],
    ["one fold", () => predict(d, along, { folds: 1 }), /folds is 1; accepted: a whole number from 2/],
    [
      "no ridge",
      () => predict(d, along, { ridge: 0 }),
      /ridge is 0; accepted: a number above 0 \(default 0.1\)/,
    ],
    [
      "too many neighbours",
      () => predict(d, along, { method: "neighbors", k: 37 }),
      /k is 37; accepted: a whole number from 1 to 36, the items of the smallest training part/,
    ],
    ["41 folds", () => predict(d, along, { folds: 41 }), /folds is 41; .* from 2 to 40, the number of items/],
    ["a share of permutations", () => predict(d, along, { permutations: 2.5 }), /permutations is 2.5/],
    ["a negative seed", () => predict(d, along, { seed: -1 }), /seed is -1/],
    ["too few names", () => predict(d, along, { names: ["a"] }), /1 names for 40 items/],
    [
      "a misspelt option",
      () => predict(d, along, { permutation: 9 } as PredictOptions),
      /predict has no option "permutation". Did you mean permutations\?/,
    ],
    ["equal items", () => predict(matrix(5, 5), [1, 2, 3, 4, 5]), /no bandwidth; use neighbors/],
  ])("refuses %s", (_what, run, message) => expect(run).toThrow(message));

  it("writes itself", () => {
    const names = points.map((_, i) => `net ${i}`);
    const found = predict(d, along, { permutations: 3, names });
    expect(JSON.parse(found.toJson())).toMatchObject({
      method: "kernel-ridge",
      names,
      changes: [],
      r2: found.r2,
      predicted: [...found.predicted],
      permuted: [...found.permuted!],
    });
    expect(found.toCsv()).toMatch(`,predicted\nnet 0,${found.predicted[0]}\nnet 1,`);
    expect(parseNpy(found.toNpy(), "predicted")[0]).toMatchObject({ shape: [40], data: found.predicted });
    const classes = predict(
      d,
      along.map((y) => (y > 0.5 ? "high" : "low")),
      { permutations: 0 },
    );
    expect(classes.toCsv()).toMatch(/^,predicted\n"0",(high|low)\n/);
    expect(() => classes.toNpy()).toThrow(/predicted classes are names/);
  });
});
