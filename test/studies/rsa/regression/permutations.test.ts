// Tests of partial correlations by double semi-partialling, against the definition and for their level.
import { describe, expect, it } from "vitest";
import { partialRsa, regressRdms, rdmFrom, type Rdm } from "../../../../src/index.ts";
import { createRandom, type Random } from "../../../../src/base/random.ts";
import { condensedIndex } from "../../../../src/rdm/condensed.ts";
import { noisy, points, rdmOf } from "../simulated.ts";
import { explained, mean, partial, ranks, residual } from "./oracles.ts";

/** All orders of 0 … n − 1. */
function orders(n: number): number[][] {
  if (n === 0) return [[]];
  return orders(n - 1).flatMap((order) => Array.from({ length: n }, (_, k) => order.toSpliced(k, 0, n - 1)));
}

const relabelled = (row: number[], order: number[]) =>
  order.flatMap((i, k) => order.slice(k + 1).map((j) => row[condensedIndex(order.length, i, j)]!));

describe("the permutation tests", () => {
  const random = createRandom(8);
  const truth = points(random, 5, 2);
  const models = [
    rdmOf("near", noisy(random, truth, 0.7)),
    rdmOf("other", noisy(random, truth, 1)),
    rdmOf("free", points(random, 5, 2)),
  ];
  const data = [rdmOf("s1", noisy(random, truth, 0.5)), rdmOf("s2", noisy(random, truth, 0.5))];
  const all = orders(5);
  const x = models.map(({ condensed }) => [...condensed]);
  const y = data.map(({ condensed }) => [...condensed]);

  it.each(["pearson", "spearman"] as const)(
    "move what the other models leave of a model, in all orders (%s)",
    async (correlation) => {
      const { partialTests, permutations } = await partialRsa({ data, models, correlation });
      const [a, b] = [x, y].map((rows) => (correlation === "spearman" ? rows.map(ranks) : rows));
      for (const k of [0, 1, 2]) {
        const others = a!.filter((_, j) => j !== k);
        const left = residual(a![k]!, others);
        const values = all.map((order) =>
          mean(b!.map((one) => partial(one, relabelled(left, order), others))),
        );
        const observed = values[all.findIndex((order) => order.every((at, i) => at === i))]!;
        const reached = values.filter((value) => value >= observed - 1e-12).length;
        expect(partialTests!.raw[k]).toBeCloseTo(reached / all.length, 12);
      }
      expect(permutations).toBe(119);
    },
  );

  it("move all models together for R²", async () => {
    const { explainedP } = await regressRdms({ data, models });
    const values = all.map((order) =>
      mean(
        y.map((one) =>
          explained(
            one,
            x.map((row) => relabelled(row, order)),
          ),
        ),
      ),
    );
    const observed = mean(y.map((one) => explained(one, x)));
    expect(explainedP).toBeCloseTo(
      values.filter((value) => value >= observed - 1e-12).length / all.length,
      12,
    );
  });

  it("leave out the pairs that a moved model does not have", async () => {
    const [five, at] = [rdmOf("five", points(random, 7, 3)), 4];
    const rest = [rdmOf("given", points(random, 7, 3)), rdmOf("s", points(random, 7, 3))];
    const holed = rdmFrom({ ...five, condensed: five.condensed.with(at, NaN) });
    const { partialTests } = await partialRsa({
      data: [rest[1]!],
      models: [holed],
      controls: [rest[0]!],
      permutations: 200,
      seed: 3,
    });
    const { orderAt } = await import("../../../../src/studies/rsa/inference/permute.ts");
    const lists = [holed, ...rest].map(({ condensed }) => [...condensed]);
    const without = (row: number[], gone: boolean[]) => row.filter((_, p) => !gone[p]);
    const hole = lists[0]!.map(Number.isNaN);
    const short = residual(without(lists[0]!, hole), [without(lists[1]!, hole)]);
    const left = hole.map((gone) => (gone ? NaN : short.shift()!));
    const statistic = (moved: number[]) => {
      const gone = moved.map((value, p) => Number.isNaN(value) || hole[p]!);
      const [m, given, own] = [moved, lists[1]!, lists[2]!].map((row) => without(row, gone));
      return partial(own!, m!, [given!]);
    };
    const observed = statistic(left);
    const reached = Array.from({ length: 200 }, (_, n) =>
      statistic(relabelled(left, orderAt(7, 3, n))),
    ).filter((value) => value >= observed - 1e-12);
    expect(partialTests!.raw[0]).toBeCloseTo((1 + reached.length) / 201, 12);
  });
});

/** Subjects that share a geometry of which `near` knows half and `decoy` only what `near` has. */
function nullCase(random: Random): { data: Rdm[]; models: Rdm[] } {
  const shared = points(random, 10, 4);
  const join = (...parts: number[][][]) => shared.map((_, i) => parts.flatMap((part) => part[i]!));
  const truth = join(shared, points(random, 10, 4));
  return {
    data: [1, 2, 3].map((k) => rdmOf(`s${k}`, noisy(random, truth, 0.5))),
    models: [rdmOf("decoy", join(shared, points(random, 10, 2))), rdmOf("near", shared)],
  };
}

it("rejects a model that shares only what another explains about as often as it says", async () => {
  const random = createRandom(21);
  let rejected = 0;
  const runs = 120;
  for (let run = 0; run < runs; run++) {
    const { partialTests } = await partialRsa({ ...nullCase(random), permutations: 99, seed: run });
    if (partialTests!.raw[0]! <= 0.05) rejected++;
  }
  // Nominal 0.05; the larger run stands in the help. 14 of 120 or more has probability 0.003 there.
  expect(rejected).toBeLessThan(14);
});
