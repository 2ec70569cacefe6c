// A model of which each subject has its own RDM.
import { describe, expect, it } from "vitest";
import { compareRdms, rsa, type RsaOptions } from "../../../src/index.ts";
import { createRandom } from "../../../src/base/random.ts";
import { noisy, points, rdmOf, simulate } from "./simulated.ts";

const { data, models, truth } = simulate(12, { stimuli: 10, subjects: 4 });
const random = createRandom(4);
const own = data.map((_, t) => rdmOf(`model of ${t}`, noisy(random, truth, 0.5)));
const each = { kind: "per-subject", name: "own", rdms: own } as const;

describe("a per-subject model", () => {
  it.each(["pearson", "cosine", "spearman", "rho-a"] as const)(
    "is compared with its own subject alone (%s)",
    async (comparator) => {
      const { bySubject, weights } = await rsa({
        data,
        models: [models[0]!, each],
        comparator,
        permutations: 0,
        test: "t",
      });
      const expected = await Promise.all(
        own.map(async (rdm, t) => (await compareRdms([rdm], [data[t]!], { comparator })).at(0, 0)),
      );
      expected.forEach((value, t) => expect(bySubject.data[4 + t]).toBeCloseTo(value, 12));
      const shared = await rsa({ data, models: [models[0]!], comparator, permutations: 0, test: "t" });
      shared.bySubject.data.forEach((value, t) => expect(bySubject.data[t]).toBeCloseTo(value, 12));
      expect(weights).toEqual([undefined, undefined]);
    },
  );

  const inferences: Omit<RsaOptions, "data" | "models">[] = [
    { comparator: "pearson", bootstrap: ["stimuli", "subjects"], samples: 60 },
    { comparator: "spearman", bootstrap: ["subjects"], samples: 60 },
    { comparator: "cosine", permutations: 60 },
    { comparator: "pearson", crossvalidation: { subjects: 2, stimuli: 2 } },
    { comparator: "pearson", crossvalidation: { subjects: 2, stimuli: 1 }, permutations: 30 },
  ];
  it.each(inferences)("is a fixed model where all subjects have the same RDM: %j", async (asked) => {
    const same = { ...each, rdms: data.map(() => own[0]!) };
    const [one, other] = [
      await rsa({ data, models: [same], ...asked }),
      await rsa({ data, models: [own[0]!], ...asked }),
    ];
    const numbers = ({ means, standardErrors, tests, permutation, folds }: typeof one) => [
      ...means,
      ...(standardErrors ?? []),
      ...(tests?.againstZero.raw ?? []),
      ...(permutation?.raw ?? []),
      ...(folds?.data ?? []),
    ];
    const expected = numbers(other);
    expect(numbers(one)).toHaveLength(expected.length);
    numbers(one).forEach((value, k) => expect(value).toBeCloseTo(expected[k]!, 10));
  });

  it("needs as many RDMs as there are subjects, and says that the ceiling is none of it", async () => {
    await expect(rsa({ data, models: [{ ...each, rdms: own.slice(1) }] })).rejects.toThrow(
      "expected 4, got 3",
    );
    const { warnings } = await rsa({ data, models: [each], comparator: "pearson" });
    expect(warnings.join()).toContain("own: each subject has its own RDM");
  });

  it("is found where subjects differ and the shared model says nothing of that", async () => {
    const alone = [1, 2, 3, 4].map(() => points(random, 10, 6));
    const mine = alone.map((x, t) => rdmOf(`s${t}`, noisy(random, x, 0.3)));
    const theirs = { ...each, rdms: alone.map((x, t) => rdmOf(`m${t}`, x)) };
    const { means } = await rsa({
      data: mine,
      models: [theirs, rdmOf("first", alone[0]!)],
      comparator: "pearson",
      permutations: 0,
    });
    expect(means[0]).toBeGreaterThan(0.8);
    expect(means[1]).toBeLessThan(0.5);
  });
});
