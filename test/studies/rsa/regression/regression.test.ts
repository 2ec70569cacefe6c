// Partial correlations and regressions of RDMs, against least squares from the definition.
import { describe, expect, it } from "vitest";
import { createEngine, partialRsa, regressRdms, rdmFrom, type Rdm } from "../../../../src/index.ts";
import { createRandom } from "../../../../src/base/random.ts";
import { drawAt } from "../../../../src/studies/rsa/inference/draws.ts";
import { condensedIndex } from "../../../../src/rdm/condensed.ts";
import { noisy, points, rdmOf } from "../simulated.ts";
import { explained, leastSquares, mean, partial, ranks } from "./oracles.ts";

const random = createRandom(3);
const count = 9;
const [a, b] = [points(random, count, 4), points(random, count, 4)];
const models = [
  rdmOf("a", a),
  rdmOf(
    "ab",
    a.map((row, i) => [...row, ...b[i]!]),
  ),
  rdmOf("c", points(random, count, 3)),
];
const data = [1, 2, 3].map((k) =>
  rdmOf(
    `s${k}`,
    noisy(
      random,
      a.map((row, i) => [...row, ...b[i]!]),
      0.6,
    ),
  ),
);
const few = { permutations: 0, samples: 20 };
const lists = (rdms: readonly Rdm[]) => rdms.map(({ condensed }) => [...condensed]);
const others = (columns: number[][], k: number) => columns.filter((_, j) => j !== k);

describe("regressRdms", () => {
  it.each(["pearson", "spearman"] as const)("is least squares with a constant (%s)", async (correlation) => {
    const found = await regressRdms({ data, models, correlation, standardize: false, ...few });
    const as = (rdms: readonly Rdm[]) =>
      lists(rdms).map((row) => (correlation === "spearman" ? ranks(row) : row));
    const [x, y] = [as(models), as(data)];
    for (const k of [0, 1, 2]) {
      expect(found.weight(k).value).toBeCloseTo(mean(y.map((one) => leastSquares(one, x)[k]!)), 10);
      expect(found.partial(k).value).toBeCloseTo(mean(y.map((one) => partial(one, x[k]!, others(x, k)))), 10);
      const unique = y.map((one) => explained(one, x) - explained(one, others(x, k)));
      expect(found.common([k]).value).toBeCloseTo(mean(unique), 10);
    }
    const constant = found.places.findIndex(({ kind }) => kind === "constant");
    expect(found.values[constant]).toBeCloseTo(mean(y.map((one) => leastSquares(one, x)[3]!)), 9);
    expect(found.explained().value).toBeCloseTo(mean(y.map((one) => explained(one, x))), 10);
  });

  it("has standardized weights that no scale or shift of an RDM changes", async () => {
    const moved = models.map((rdm, k) =>
      rdmFrom({ ...rdm, condensed: rdm.condensed.map((value) => 10 ** (3 * k) * value + k) }),
    );
    const [one, other] = await Promise.all(
      [models, moved].map((some) => regressRdms({ data, models: some, ...few })),
    );
    one!.values.forEach((value, k) => expect(other!.values[k]).toBeCloseTo(value, 9));
  });

  it("parts R² so that the parts of each subset add up to its R²", async () => {
    const found = await regressRdms({ data: data.slice(0, 1), models, ...few });
    const [y] = lists(data);
    const x = lists(models);
    const subsets = found.places.filter(({ kind }) => kind === "common").map(({ of }) => of);
    expect(subsets.map((of) => of.join(""))).toEqual(["0", "1", "2", "01", "02", "12", "012"]);
    // R² of some models is the sum of all parts that any of them has a share in.
    for (const some of subsets) {
      const parts = subsets.filter((of) => of.some((k) => some.includes(k)));
      const sum = parts.reduce((total, of) => total + found.common(of).value, 0);
      expect(sum).toBeCloseTo(
        explained(
          y!,
          some.map((k) => x[k]!),
        ),
        10,
      );
    }
  });

  it("keeps weights at 0 or more, and is then the best such fit", async () => {
    const negative = rdmFrom({
      ...models[0]!,
      name: "−a",
      condensed: models[0]!.condensed.map((value, k) => 9 - value + 0.1 * (k % 3)),
    });
    const four = [...models, negative];
    for (const some of [
      four,
      [...four, rdmOf("d", points(random, count, 3)), rdmOf("e", points(random, count, 2))],
    ]) {
      const found = await regressRdms({ data: data.slice(0, 1), models: some, fit: "non-negative", ...few });
      const [y, x] = [lists(data)[0]!, lists(some)];
      const weights = some.map((_, k) => found.weight(k).value);
      expect(Math.min(...weights)).toBe(0);
      // The best of all subsets in which least squares has no weight below 0.
      let best = 0;
      for (let bits = 1; bits < 2 ** some.length; bits++) {
        const columns = x.filter((_, k) => (bits >> k) & 1);
        if (
          leastSquares(y, columns)
            .slice(0, -1)
            .every((weight) => weight >= 0)
        )
          best = Math.max(best, explained(y, columns));
      }
      expect(found.explained().value).toBeCloseTo(best, 10);
    }
  });

  it("compares each subject on the pairs that it and all models have", async () => {
    const holed = (rdm: Rdm, at: number[]) =>
      rdmFrom({ ...rdm, condensed: rdm.condensed.map((value, k) => (at.includes(k) ? NaN : value)) });
    const [gap, ofModel] = [[3, 17, 20], [5]];
    const found = await regressRdms({
      data: [holed(data[0]!, gap), data[1]!],
      models: [holed(models[0]!, ofModel), models[1]!, models[2]!],
      correlation: "spearman",
      ...few,
    });
    const keep = (at: number[]) => (row: number[]) =>
      ranks(row.filter((_, k) => !at.includes(k) && !ofModel.includes(k)));
    const expected = [gap, []].map((at, t) => {
      const x = lists(models).map(keep(at));
      return partial(keep(at)(lists(data)[t]!), x[1]!, others(x, 1));
    });
    expect(found.partial(1).value).toBeCloseTo(mean(expected), 10);
    expect([found.pairs, found.warnings[0]]).toEqual([[32, 35], expect.stringContaining("missing")]);
  });

  it("takes a resample as an RDM of the drawn stimuli, copies counted and not compared with themselves", async () => {
    const found = await regressRdms({
      data,
      models,
      bootstrap: ["stimuli"],
      correlation: "spearman",
      permutations: 0,
      samples: 40,
      seed: 5,
    });
    const drawn = Array.from({ length: 40 }, (_, n) => {
      const { draw } = drawAt(5, n, { subjects: 3, stimuli: count }, { subjects: false, stimuli: true });
      const items = [...draw.stimuli].flatMap((copies, i) => new Array<number>(copies).fill(i));
      const section = (row: number[]) =>
        ranks(
          items.flatMap((i, k) =>
            items.slice(k + 1).flatMap((j) => (i === j ? [] : [row[condensedIndex(count, i, j)]!])),
          ),
        );
      const x = lists(models).map(section);
      return mean(lists(data).map((row) => partial(section(row), x[0]!, others(x, 0))));
    });
    const centre = mean(drawn);
    const variance = drawn.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (drawn.length - 1);
    // n / (n − 1): a bootstrap over n stimuli underestimates a variance by so much.
    expect(found.partial(0).standardError).toBeCloseTo(Math.sqrt((variance * count) / (count - 1)), 10);
  });

  it("has the spread of the subjects where nothing is drawn, and nothing for one subject", async () => {
    const found = await regressRdms({ data, models, ...few });
    const x = lists(models);
    const each = lists(data).map((y) => partial(y, x[2]!, others(x, 2)));
    const spread = Math.sqrt(each.reduce((sum, value) => sum + (value - mean(each)) ** 2, 0) / 2 / 3);
    expect(found.partial(2).standardError).toBeCloseTo(spread, 10);
    const { standardErrors, partialTests } = await regressRdms({ data: data.slice(0, 1), models, ...few });
    expect([standardErrors, partialTests]).toEqual([undefined, undefined]);
  });

  it("gives the same bits on one thread and on three", async () => {
    const options = {
      data,
      models,
      bootstrap: ["stimuli", "subjects"] as const,
      samples: 120,
      permutations: 120,
    };
    const found = [];
    for (const threads of [0, 3]) {
      const engine = await createEngine({ threads });
      found.push(await engine.regressRdms(options));
      engine.close();
    }
    expect(found[0]!.toJson()).toBe(found[1]!.toJson());
  });

  it("writes a row for each model", async () => {
    const found = await regressRdms({ data, models, permutations: 20 });
    const [header, first] = found.toCsv().split("\n");
    expect(header).toBe(
      ",partial correlation,partial correlation lower,partial correlation upper,p by permutation,FDR,weight,weight lower,weight upper,unique R²,unique R² lower,unique R² upper",
    );
    expect(first!.split(",")[1]).toBe(String(found.partial(0).value));
  });
});

describe("partialRsa", () => {
  it("partials out the controls alone, or all other models", async () => {
    const x = lists(models);
    const alone = await partialRsa({ data, models: models.slice(0, 2), controls: models.slice(2), ...few });
    const all = await partialRsa({ data, models, ...few });
    const expected = (given: number[][]) => mean(lists(data).map((y) => partial(y, x[0]!, given)));
    expect(alone.partial(0).value).toBeCloseTo(expected([x[2]!]), 10);
    expect(all.partial(0).value).toBeCloseTo(expected([x[1]!, x[2]!]), 10);
    expect([alone.controls, alone.explained().value]).toEqual([["c"], NaN]);
  });

  it.each([
    [{ data, models: models.slice(0, 1) }, "one model has nothing to partial out"],
    [{ data: [], models }, "data is empty"],
    [{ data, models, controls: [] }, "controls is empty"],
    [{ data, models: [rdmOf("small", points(random, 5, 2))], controls: models }, "small of 5"],
    [
      { data, models: [models[0]!, { ...models[0]!, name: "again" }] },
      "s1: the 2 RDMs depend on one another",
    ],
    [
      {
        data,
        models: [
          models[0]!,
          rdmFrom({ ...models[0]!, name: "flat", condensed: new Float64Array(36).fill(2) }),
        ],
      },
      "flat has the same dissimilarity",
    ],
    [{ data: data.slice(0, 1), models, bootstrap: ["subjects"] as const }, "at least 2 of them, got 1"],
    [{ data, models, bogus: 1 }, 'no option "bogus"'],
  ])("refuses %#", async (options, message) => {
    await expect(partialRsa(options)).rejects.toThrow(message);
  });
});
