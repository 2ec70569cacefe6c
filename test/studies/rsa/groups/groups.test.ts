// Two groups of subjects: differences, intervals and the permutation of groups, against their definitions.
import { describe, expect, it } from "vitest";
import { createEngine, rsa, rsaGroups } from "../../../../src/index.ts";
import { createRandom } from "../../../../src/base/random.ts";
import { condensedIndex } from "../../../../src/rdm/condensed.ts";
import { drawAt } from "../../../../src/studies/rsa/inference/draws.ts";
import { noisy, points, rdmOf } from "../simulated.ts";
import { correlation, mean } from "../regression/oracles.ts";

const random = createRandom(9);
const count = 10;
const truth = points(random, count, 5);
const subjects = (size: number, noise: number) =>
  Array.from({ length: size }, (_, t) => rdmOf(`s${size}${t}`, noisy(random, truth, noise)));
const groups = [
  { name: "one", data: subjects(4, 1.2) },
  { name: "two", data: subjects(3, 0.4) },
];
const models = [rdmOf("true", truth), rdmOf("other", points(random, count, 5))];
const comparator = "pearson";
const variance = (values: number[]) =>
  values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1);

/** Similarities of a model with each subject of a group, from the definition. */
const similarities = (group: number, model: number) =>
  groups[group]!.data.map(({ condensed }) => correlation([...condensed], [...models[model]!.condensed]));

describe("rsaGroups", () => {
  it("has the difference of the means, with Welch's interval", async () => {
    const found = await rsaGroups({ groups, models, comparator, permutations: 0 });
    for (const m of [0, 1]) {
      const [a, b] = [similarities(0, m), similarities(1, m)];
      expect(found.differences[m]).toBeCloseTo(mean(b) - mean(a), 12);
      const parts = [variance(a) / 4, variance(b) / 3];
      expect(found.standardErrors[m]).toBeCloseTo(Math.sqrt(parts[0]! + parts[1]!), 12);
      const dof = (parts[0]! + parts[1]!) ** 2 / (parts[0]! ** 2 / 3 + parts[1]! ** 2 / 2);
      expect(found.dof[m]).toBeCloseTo(dof, 9);
    }
    expect(found.test).toBeUndefined();
  });

  it("counts all ways to divide the subjects, and the largest of all models", async () => {
    const { test } = await rsaGroups({ groups, models, comparator });
    const values = [0, 1].map((m) => [...similarities(0, m), ...similarities(1, m)]);
    const ways: number[][] = [];
    for (let bits = 0; bits < 2 ** 7; bits++) {
      const first = Array.from({ length: 7 }, (_, t) => t).filter((t) => (bits >> t) & 1);
      if (first.length === 4) ways.push(first);
    }
    const moved = ways.map((first) =>
      values.map(
        (row) =>
          mean(row.filter((_, t) => !first.includes(t))) - mean(row.filter((_, t) => first.includes(t))),
      ),
    );
    const observed = [0, 1].map((m) => mean(similarities(1, m)) - mean(similarities(0, m)));
    expect(test!.permutations).toBe(34);
    for (const m of [0, 1]) {
      const reached = (of: (row: number[]) => number) =>
        moved.filter((row) => of(row) >= Math.abs(observed[m]!) - 1e-12).length / 35;
      expect(test!.raw[m]).toBeCloseTo(
        reached((row) => Math.abs(row[m]!)),
        12,
      );
      expect(test!.max[m]).toBeCloseTo(
        reached((row) => Math.max(...row.map(Math.abs))),
        12,
      );
    }
  });

  it("draws subjects within their group: the variance is Welch's", async () => {
    const plain = await rsaGroups({ groups, models, comparator, permutations: 0 });
    const drawn = await rsaGroups({
      groups,
      models,
      comparator,
      permutations: 0,
      bootstrap: ["subjects"],
      samples: 4000,
    });
    drawn.standardErrors.forEach((error, m) => expect(error / plain.standardErrors[m]!).toBeCloseTo(1, 1));
  });

  it("draws the same stimuli for both groups", async () => {
    const samples = 30;
    const found = await rsaGroups({
      groups,
      models,
      comparator,
      permutations: 0,
      bootstrap: ["stimuli"],
      samples,
      seed: 2,
    });
    const drawn = Array.from({ length: samples }, (_, n) => {
      const { draw } = drawAt(2, n, { subjects: 7, stimuli: count }, { subjects: false, stimuli: true });
      const items = [...draw.stimuli].flatMap((copies, i) => new Array<number>(copies).fill(i));
      const section = (row: Float64Array) =>
        items.flatMap((i, k) =>
          items.slice(k + 1).flatMap((j) => (i === j ? [] : [row[condensedIndex(count, i, j)]!])),
        );
      const model = section(models[0]!.condensed);
      const of = (g: number) =>
        mean(groups[g]!.data.map((one) => correlation(section(one.condensed), model)));
      return of(1) - of(0);
    });
    expect(found.standardErrors[0]).toBeCloseTo(Math.sqrt((variance(drawn) * count) / (count - 1)), 10);
  });

  it("gives the same bits on one thread and on three, and the values of rsa", async () => {
    const asked = { groups, models, comparator, bootstrap: ["stimuli", "subjects"], samples: 120 } as const;
    const texts = [];
    for (const threads of [0, 3]) {
      const engine = await createEngine({ threads });
      texts.push((await engine.rsaGroups(asked)).toJson());
      engine.close();
    }
    expect(texts[0]).toBe(texts[1]);
    const alone = await rsa({ data: groups[1]!.data, models, comparator });
    const { means } = await rsaGroups(asked);
    alone.means.forEach((value, m) => expect(means.data[2 * m + 1]).toBeCloseTo(value, 12));
  });

  it.each([
    [{ groups: groups.slice(1), models }, "groups has 1; expected two"],
    [
      { groups: [groups[0]!, { name: "alone", data: groups[1]!.data.slice(2) }], models },
      "alone has 1 subjects",
    ],
    [{ groups, models: [{ kind: "weighted", name: "w", rdms: models } as const] }, "w has weights to fit"],
    [{ groups, models: [] }, "models is empty"],
  ])("refuses %#", async (options, message) => {
    await expect(rsaGroups(options)).rejects.toThrow(message);
  });
});
