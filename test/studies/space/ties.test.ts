import { describe, expect, it } from "vitest";
import { canExchange, codesOf, exchangeBy, foldsOf } from "../../../src/geometry/exchange.ts";
import { predict } from "../../../src/studies/space/predict.ts";
import { regress } from "../../../src/studies/space/regress.ts";
import { matrix } from "../../../src/base/matrix.ts";
import { euclidean, randomPoints, uniform } from "../../geometry/oracles.ts";

/** Orders of 0 … n − 1, from a stream. */
function orders(n: number, count: number, seed: number): number[][] {
  const next = uniform(seed);
  return Array.from({ length: count }, () => {
    const keys = Array.from({ length: n }, next);
    return [...keys.keys()].toSorted((a, b) => keys[a]! - keys[b]!);
  });
}

/** Two networks of each of `cells` configurations, which lie near each other and share a covariate. */
function pairsOfSeeds(cells: number, seed: number) {
  const centres = randomPoints(cells, 3, seed);
  const next = uniform(seed + 1);
  const points = centres.flatMap((p) => [0, 1].map(() => p.map((x) => x + 0.02 * (next() - 0.5))));
  const covariate = centres.flatMap(() => ((value) => [value, value])(next()));
  const configuration = centres.flatMap((_, c) => [`cell ${c}`, `cell ${c}`]);
  return { points, covariate, configuration, d: euclidean(points) };
}

describe("exchanges that keep ties", () => {
  it("are the orders themselves without ties", () => {
    for (const order of orders(7, 5, 1)) expect(exchangeBy(7, {})(order)).toEqual(order);
  });

  it("are the eight of two pairs, each as often", () => {
    const counts = new Map<string, number>();
    for (const order of orders(4, 4000, 2)) {
      const key = exchangeBy(4, { together: codesOf(["a", "b", "b", "a"]) })(order).join("");
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect([...counts.keys()].toSorted()).toEqual(
      ["0123", "0213", "1032", "1302", "2031", "2301", "3120", "3210"].toSorted(),
    );
    for (const count of counts.values()) expect(Math.abs(count - 500)).toBeLessThan(90); // four standard errors
  });

  it("stay within blocks, and exchange only units of one size", () => {
    const within = codesOf([1, 1, 1, 1, 2, 2, 2]);
    const together = codesOf(["a", "a", "b", "b", "c", "d", "d"]);
    for (const order of orders(7, 200, 3)) {
      const from = exchangeBy(7, { within, together })(order);
      expect(from.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6]);
      from.forEach((source, i) => expect(within[source]).toBe(within[i]));
      expect(from[4]).toBe(4);
      expect(together[from[0]!]).toBe(together[from[1]!]);
    }
    expect(canExchange(2, { within: codesOf([1, 2]) })).toBe(false);
  });

  it("hold items of one unit out together, in folds as even as without", () => {
    const together = codesOf(["a", "b", "c", "d", "e", "f"].flatMap((name) => [name, name]));
    for (const order of orders(12, 20, 4)) {
      const folds = foldsOf(order, 3, { together });
      together.forEach((code, i) => expect(folds[i]).toBe(folds[together.indexOf(code)]));
      for (const fold of [0, 1, 2]) expect(folds.filter((one) => one === fold)).toHaveLength(4);
    }
  });
});

describe("predict of networks that belong together", () => {
  it("does not predict a network from another of its configuration", () => {
    const { d, covariate, configuration, points } = pairsOfSeeds(15, 7);
    const options = { method: "neighbors", k: 1, folds: 15, permutations: 0 } as const;
    expect(predict(d, covariate, { ...options, seed: 1 }).r2).toBeGreaterThan(0.5);
    expect(predict(d, covariate, { ...options, together: configuration }).r2).toBeLessThan(0);
    const rows = matrix(30, 3, Float64Array.from(points.flat()));
    expect(regress(rows, covariate, { together: configuration, permutations: 0 }).r2).toBeLessThan(0.2);
  });

  it("finds what is not there in 5 % of data sets, and without `together` far more often", () => {
    let [alone, together] = [0, 0];
    const options = { method: "neighbors", k: 2, permutations: 39 } as const;
    for (let set = 0; set < 200; set++) {
      const { d, covariate, configuration } = pairsOfSeeds(8, 100 + 2 * set);
      if (predict(d, covariate, options).p! <= 0.05) alone++;
      if (predict(d, covariate, { ...options, together: configuration }).p! <= 0.05) together++;
    }
    expect(together).toBeLessThan(22); // 10 expected, four standard errors above it
    expect(alone).toBeGreaterThan(100);
  });

  it("finds no difference of blocks where it exchanges within them", () => {
    const block = Array.from({ length: 20 }, (_, i) => (i < 10 ? "cnn" : "mlp"));
    const points = randomPoints(20, 2, 5).map(([x, y], i) => [x! + (i < 10 ? 5 : 0), y!]);
    const next = uniform(9);
    const covariate = block.map((name) => (name === "cnn" ? 10 : 0) + next());
    const d = euclidean(points);
    expect(predict(d, covariate, { permutations: 199 }).p).toBe(0.005);
    expect(predict(d, covariate, { permutations: 199, within: block }).p).toBeGreaterThan(0.05);
  });

  it("says what is wrong with the ties", () => {
    const { d, covariate, configuration } = pairsOfSeeds(4, 11);
    const asking = (options: object) => () => predict(d, covariate, options);
    expect(asking({ together: ["a"] })).toThrow("1 values of together for 8 items");
    expect(asking({ together: configuration.map(() => "a") })).toThrow(/together has one value/);
    expect(asking({ together: configuration, within: [1, 2, 3, 4, 5, 6, 7, 8] })).toThrow(
      /different values of within \(item 1/,
    );
    expect(asking({ within: [1, 2, 3, 4, 5, 6, 7, 8] })).toThrow(/within leaves nothing to exchange/);
    expect(asking({ within: [1, 2, 3, 4, 5, 6, 7, 8], permutations: 0 })).not.toThrow();
    expect(asking({ together: configuration, folds: 5 })).toThrow(
      /from 2 to 4, the number of values of together/,
    );
    expect(asking({ together: 3 })).toThrow(/a number or a name for each item/);
  });
});
