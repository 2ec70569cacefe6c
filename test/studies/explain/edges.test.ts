import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type MetricSpec } from "../../../src/index.ts";
import { beside, matrix, transpose, type Matrix } from "../../../src/base/matrix.ts";
import { createRandom } from "../../../src/base/random.ts";
import { gaussian, multiply, representation } from "../../support/data.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

const random = createRandom(23);
const of = (one: Matrix, name = "x") => representation(name, one);
const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);
const times = (one: Matrix, factor: number) =>
  matrix(
    one.rows,
    one.cols,
    one.data.map((value) => value * factor),
  );
const [x, y] = [gaussian(random, 20, 5), gaussian(random, 20, 8)];

describe("shares", () => {
  it.each([
    { metric: "procrustes", ground: "euclidean" },
    { metric: "bures" },
    { metric: "permutation", ground: "euclidean" },
    { metric: "soft-matching" },
    { metric: "cca", ground: "euclidean" },
  ] as const)(
    "add up to the square of a distance of numbers that are scaled by themselves: %j",
    async (spec) => {
      const [large, larger] = [of(times(x, 1e25)), of(times(y, 1e30), "y")];
      const value = await engine.compare(large, larger, spec);
      const found = await engine.explain(large, larger, spec);
      for (const { shares, rest = 0, total } of [
        found.stimuli!,
        ...(found.unitsX ? [found.unitsX, found.unitsY!] : []),
      ]) {
        expect(total / (value * value)).toBeCloseTo(1, 12);
        expect((sum(shares) + rest) / total).toBeCloseTo(1, 12);
      }
    },
  );

  it("of stimuli in features of a linear Gram matrix are those of procrustes", async () => {
    const [k, l] = [of(multiply(x, transpose(x))), of(multiply(y, transpose(y)), "y")];
    for (const ground of ["angular", "euclidean"] as const) {
      const plain = await engine.explain(
        of(x),
        of(y, "y"),
        { metric: "procrustes", ground },
        { leaveOut: 0 },
      );
      const spec = { metric: "kernel-procrustes", kernel: "given", ground } as const;
      const { stimuli } = await engine.explain(k, l, spec, { leaveOut: 0 });
      plain.stimuli!.shares.forEach((share, i) => expect(stimuli!.shares[i]).toBeCloseTo(share, 8));
    }
  });

  it("of rsa by bures are those of the shapes that have the distances", async () => {
    const spec = { metric: "rsa", dissimilarity: "squared-euclidean", comparator: "bures" } as const;
    const [rsa, nbs] = [
      await engine.explain(of(x), of(y, "y"), spec, { leaveOut: 0 }),
      await engine.explain(of(x), of(y, "y"), { metric: "nbs" }, { leaveOut: 0 }),
    ];
    nbs.stimuli!.shares.forEach((share, i) => expect(rsa.stimuli!.shares[i]).toBeCloseTo(share, 10));
    nbs.differences!.shares.forEach((share, i) => expect(rsa.differences!.shares[i]).toBeCloseTo(share, 10));
  });

  it("of the whitened cosine of squared distances are those of cka", async () => {
    const spec = {
      metric: "rsa",
      dissimilarity: "squared-euclidean",
      comparator: "cosine-whitened",
    } as const;
    const [rsa, cka] = [
      await engine.explain(of(x), of(y, "y"), spec, { leaveOut: 0 }),
      await engine.explain(of(x), of(y, "y"), { metric: "cka" }, { leaveOut: 0 }),
    ];
    cka.pairs!.square.data.forEach((share, k) => expect(rsa.pairs!.square.data[k]).toBeCloseTo(share, 12));
  });

  it("of tied dissimilarities add up to the rank correlations", async () => {
    const coarse = (one: Matrix) => of(matrix(one.rows, one.cols, one.data.map(Math.round)));
    for (const comparator of ["kendall-tau-a", "kendall-tau-b", "spearman", "rho-a"] as const) {
      const spec = { metric: "rsa", dissimilarity: "cityblock", comparator } as const;
      const found = await engine.explain(coarse(x), coarse(y), spec, { leaveOut: 0 });
      expect(sum(found.stimuli!.shares)).toBeCloseTo(found.value, 12);
    }
  });

  it("add up to pwcca where both networks span some of the same directions", async () => {
    const shared = gaussian(random, 20, 3);
    const [p, q] = [
      beside([shared, gaussian(random, 20, 2)]),
      beside([multiply(shared, gaussian(random, 3, 3)), gaussian(random, 20, 3)]),
    ];
    const { value, stimuli, unitsX, unitsY, directions } = await engine.explain(of(p), of(q, "y"), {
      metric: "pwcca",
    });
    for (const part of [stimuli!, unitsX!, unitsY!, directions!])
      expect(sum(part.shares)).toBeCloseTo(value, 10);
  });

  it("add up where Gram matrices are made some rows at a time", async () => {
    const [many, others] = [of(gaussian(random, 1100, 3)), of(gaussian(random, 1100, 2), "y")];
    const { value, stimuli, unitsX, pairs } = await engine.explain(
      many,
      others,
      { metric: "cka", debiased: true },
      { dimensions: 0 },
    );
    expect(pairs).toBeUndefined();
    expect(sum(stimuli!.shares)).toBeCloseTo(value, 12);
    expect(sum(unitsX!.shares)).toBeCloseTo(value, 12);
  });

  it("are those of entries that both have where responses are missing", async () => {
    const holes = of(
      matrix(
        20,
        5,
        x.data.map((value, k) => (k % 23 === 4 ? NaN : value)),
      ),
    );
    const spec = { metric: "rsa", dissimilarity: "nan-euclidean", comparator: "nan-euclidean" } as const;
    const found = await engine.explain(holes, of(y, "y"), spec, { leaveOut: 0 });
    expect(sum(found.stimuli!.shares)).toBeCloseTo(found.value ** 2, 10);
    expect(found.common).toBeUndefined();
  });

  it("are of networks of one unit, too, and of two stimuli", async () => {
    const one = (name: string) => of(gaussian(random, 9, 1), name);
    for (const metric of ["procrustes", "cka", "cca", "permutation", "linear-regression"] as const) {
      const { stimuli, common } = await engine.explain(one("x"), one("y"), { metric });
      expect(sum(stimuli!.shares)).toBeCloseTo(stimuli!.total, 12);
      expect(common!.x.cols).toBe(1);
    }
    const two = (name: string) => of(gaussian(random, 2, 3), name);
    const { stimuli, omissions, warnings } = await engine.explain(two("x"), two("y"), {
      metric: "procrustes",
    });
    expect(stimuli!.shares).toHaveLength(2);
    expect([...omissions!.shares]).toEqual([NaN, NaN]);
    expect(warnings.join()).toMatch(/There are two stimuli.*Without 2 of the 2 stimuli there is no value/s);
  });

  it("are all 0 of a network with itself, or add up to 1", async () => {
    const specs: readonly MetricSpec[] = [
      { metric: "procrustes" },
      { metric: "bures" },
      { metric: "permutation" },
    ];
    for (const spec of specs) {
      const { stimuli } = await engine.explain(of(x), of(x), spec, { leaveOut: 0 });
      stimuli!.shares.forEach((share) => expect(share).toBeCloseTo(0, 20));
    }
    for (const metric of ["cka", "rsa", "nbs", "svcca"] as const) {
      const { stimuli, differences } = await engine.explain(of(x), of(x), { metric }, { leaveOut: 0 });
      expect(sum(stimuli!.shares)).toBeCloseTo(1, 12);
      differences!.shares.forEach((share) => expect(share).toBeCloseTo(0, 12));
    }
  });
});
