// Many patches in one call: each as if alone, and none the error of all.
import { afterAll, describe, expect, it } from "vitest";
import { createEngine, meanRdm, rdmFrom, read, type SearchlightOptions } from "../../../src/index.ts";
import { createRandom } from "../../../src/base/random.ts";
import { gaussian, representation } from "../../support/data.ts";

const engine = await createEngine({ threads: 0 });
afterAll(() => engine.close());
const random = createRandom(36);

const [m, n] = [6, 40];
const x = representation("X", gaussian(random, m, n));
const patches = Array.from({ length: 90 }, (_, centre) =>
  Array.from({ length: 5 }, (__, k) => (centre * 3 + k * 7) % n),
);
const unitsOf = (patch: readonly number[]) => ({
  name: "patch",
  shape: [m, patch.length],
  data: Float64Array.from(
    { length: m * patch.length },
    (_, at) => x.data[Math.floor(at / patch.length) * n + patch[at % patch.length]!]!,
  ),
});
const models = [1, 2].map((seed) =>
  rdmFrom({
    name: `model ${seed}`,
    dissimilarity: "given",
    stimuli: ["0", "1", "2", "3", "4", "5"],
    condensed: gaussian(createRandom(seed), 1, 15).data,
  }),
);

describe("searchlight", () => {
  it.each([{ dissimilarity: "correlation" }, { dissimilarity: "cityblock", perUnit: true }] as const)(
    "gives each patch the RDM of its units alone: $dissimilarity",
    async (options) => {
      const { rdms, rdm } = await engine.searchlight(x, patches, options);
      expect([rdms!.rows, rdms!.cols]).toEqual([90, 15]);
      for (const at of [0, 1, 63, 64, 89]) {
        const alone = await engine.rdm(unitsOf(patches[at]!), options);
        expect(rdm(at).condensed).toEqual(alone.condensed);
      }
    },
  );

  it("compares each with the models as compareRdms does", async () => {
    const options: SearchlightOptions = {
      dissimilarity: "euclidean",
      models,
      comparator: "spearman",
      keepRdms: true,
    };
    const found = await engine.searchlight(x, patches, options);
    expect(found.models).toEqual(["model 1", "model 2"]);
    for (const at of [0, 70]) {
      const expected = await engine.compareRdms([found.rdm(at)], models, { comparator: "spearman" });
      expect([...found.values!.data.subarray(at * 2, at * 2 + 2)]).toEqual([...expected.values]);
    }
    expect(found.failures).toEqual([]);
  });

  it("compares each patch and model on the pairs of stimuli that both have, as compareRdms does", async () => {
    const without = (k: number, ...places: number[]) => {
      const condensed = Float64Array.from(models[k]!.condensed);
      for (const place of places) condensed[place] = NaN;
      return { ...models[k]!, name: `without ${places}`, condensed };
    };
    const holey = [models[0]!, without(1, 2, 9), without(0, 2, 9), without(1, 0)];
    // Stimuli 0 and 1 have no common unit in the first patch.
    const data = Float64Array.from(x.data);
    for (const unit of [1, 2]) data[unit] = NaN;
    for (const unit of [3, 4]) data[n + unit] = NaN;
    const lists = [[1, 2, 3, 4], [6, 7, 8], ...patches.slice(60, 64)];
    for (const comparator of ["pearson", "spearman", "kendall-tau-b", "cosine-whitened"] as const) {
      const options = { dissimilarity: "nan-euclidean", comparator, models: holey } as const;
      const found = await engine.searchlight({ ...x, data }, lists, { ...options, keepRdms: true });
      expect(found.failures).toEqual([]);
      for (const at of lists.keys()) {
        const expected = await engine.compareRdms([found.rdm(at)], holey, { comparator });
        expected.values.forEach((value, k) => expect(found.values!.data[at * 4 + k]).toBeCloseTo(value, 12));
      }
      expect(found.rdm(0).condensed[0]).toBeNaN();
    }
    const few = {
      dissimilarity: "nan-euclidean",
      models: [without(0, ...Array(12).keys()), models[1]!],
    } as const;
    for (const unit of [5, 6, 7]) data[5 * n + unit] = NaN;
    const found = await engine.searchlight(
      { ...x, data },
      [
        [5, 6, 7],
        [10, 11],
      ],
      few,
    );
    expect(found.failures).toEqual([
      {
        patch: 0,
        centre: 5,
        reason: expect.stringMatching(/and without .* share 1 pair of stimuli; pearson needs at least 3/),
      },
    ]);
    expect([...found.values!.data].map(Number.isNaN)).toEqual([true, false, false, false]);
    const all = { dissimilarity: "nan-euclidean", comparator: "bures", models } as const;
    const refused = await engine.searchlight(
      { ...x, data },
      [
        [5, 6, 7],
        [10, 11],
      ],
      all,
    );
    expect(refused.failures.map(({ reason }) => reason)).toEqual([
      "Its RDM has missing entries; bures needs all pairs of stimuli.",
    ]);
  });

  it("does not give the RDMs back beside models unless asked", async () => {
    const found = await engine.searchlight(x, patches, { models });
    expect(found.rdms).toBeUndefined();
    expect(() => found.rdm(0)).toThrow(/not kept/);
  });

  it("gives NaN and a reason where a patch has NaN or is degenerate, and the others as before", async () => {
    const data = Float64Array.from(x.data);
    data[3] = NaN;
    for (let k = 0; k < n; k++) if (k % 10 === 5) data[2 * n + k] = 1;
    const damaged = { ...x, data };
    const four = [
      [0, 1, 2],
      [3, 4, 6],
      [5, 15, 25],
      [6, 7, 8],
    ];
    const [found, before] = [
      await engine.searchlight(damaged, four, { models, keepRdms: true }),
      await engine.searchlight(x, four, { models, keepRdms: true }),
    ];
    expect(found.failures.map(({ patch, centre }) => [patch, centre])).toEqual([
      [1, 3],
      [2, 5],
    ]);
    expect(found.failures[0]!.reason).toMatch(/NaN/);
    expect(found.failures[1]!.reason).toMatch(/stimulus 2: its responses are all equal/);
    for (const at of [1, 2]) {
      expect([...found.values!.data.subarray(at * 2, at * 2 + 2)]).toEqual([NaN, NaN]);
      expect(found.rdm(at).missing).toBe(15);
    }
    for (const at of [0, 3]) expect(found.rdm(at).condensed).toEqual(before.rdm(at).condensed);
  });

  it("gives NaN where the comparator is not defined", async () => {
    const data = Float64Array.from(x.data);
    for (let row = 0; row < m; row++) data[row * n] = 2;
    const options = { dissimilarity: "euclidean", models, comparator: "pearson" } as const;
    const found = await engine.searchlight({ ...x, data }, [[0], [1, 2]], options);
    expect(found.failures).toHaveLength(1);
    expect(found.failures[0]!.reason).toMatch(/pearson is not defined/);
  });

  it("crossvalidates, with noise from the repeats of each patch", async () => {
    const repeats = { name: "R", shape: [3, 4, n], data: gaussian(random, 12, n).data };
    const options = { dissimilarity: "crossnobis", noise: "shrinkage-diag" } as const;
    const found = await engine.searchlight(repeats, patches.slice(0, 3), options);
    const patch = patches[1]!;
    const data = Float64Array.from(
      { length: 60 },
      (_, at) => repeats.data[Math.floor(at / 5) * n + patch[at % 5]!]!,
    );
    const alone = await engine.rdm({ name: "p", shape: [3, 4, 5], data }, options);
    expect(found.rdm(1).condensed).toEqual(alone.condensed);
  });

  it("takes the residuals of the units of each patch", async () => {
    const residuals = gaussian(random, 50, n);
    const pick = (row: number, k: number) => residuals.data[row * n + patches[0]![k]!]!;
    const part = Array.from({ length: 50 }, (_, row) => Array.from({ length: 5 }, (__, k) => pick(row, k)));
    const found = await engine.searchlight(x, patches.slice(0, 2), {
      dissimilarity: "mahalanobis",
      noise: { residuals },
    });
    const alone = await engine.rdm(unitsOf(patches[0]!), {
      dissimilarity: "mahalanobis",
      noise: { residuals: part },
    });
    expect(found.rdm(0).condensed).toEqual(alone.condensed);
  });

  it("writes centres and models by name", async () => {
    const found = await engine.searchlight(x, [[7, 8, 9]], { models });
    expect(found.toCsv()).toMatch(/^,model 1,model 2\n"7",/);
    expect(found.toJSON()).toMatchObject({
      centres: [7],
      comparator: "pearson",
      dissimilarity: "correlation",
    });
  });

  it("writes the RDMs where there are no models, and its failures", async () => {
    const found = await engine.searchlight(x, patches.slice(0, 3), { dissimilarity: "euclidean" });
    const [rdms] = await read([{ name: "s.npy", bytes: found.toNpy() }]);
    expect(rdms!.shape).toEqual([3, 15]);
    expect(rdms!.data).toEqual(found.rdms!.data);
    expect(found.toCsv().trim().split("\n")).toHaveLength(4);
    expect(JSON.parse(found.toJson())).toMatchObject({ failures: [], centres: [0, 3, 6], models: [] });
  });

  it.each([
    [[[1, 2]], { keepRdms: 1 as never }, /searchlight: keepRdms is 1; accepted: true, false/],
    [[[1, 2]], { keepRdsm: true } as never, /searchlight has no option "keepRdsm". Did you mean keepRdms\?/],
    [[[1, 2]], { models: 2 as never }, /searchlight: models is 2; accepted: a list of RDMs/],
    [[[1, 2]], { comparator: "pearsn" as never }, /searchlight: comparator is "pearsn"; accepted: "pearson"/],
    [[[1, 2]], { models, comparatorOptions: { p: 3 } }, /pearson has no option "p"/],
    [[[0, n]], {}, /patch 0 has unit 40; units are numbers from 0 to 39/],
    [[[1], []], {}, /patch 1 has no units/],
    [
      [[1, 2]],
      { models: [rdmFrom({ ...models[0]!, condensed: new Float64Array(15).fill(NaN) })] },
      /share no pair of stimuli; pearson needs at least 3/,
    ],
    [
      [[1, 2]],
      { models: [rdmFrom({ ...models[0]!, stimuli: ["a", "b"], condensed: Float64Array.of(1) })] },
      /of 6 stimuli, model 1 of 2/,
    ],
    [
      [[1, 2]],
      { dissimilarity: "mahalanobis", noise: { rows: 1, cols: 1, data: Float64Array.of(1) } },
      /precision is of all units together/,
    ],
  ] as [number[][], SearchlightOptions, RegExp][])(
    "refuses what is wrong with the call: %#",
    (lists, options, message) => expect(engine.searchlight(x, lists, options)).rejects.toThrow(message),
  );
});

it("a mean of kept RDMs is an RDM", async () => {
  const { rdm } = await engine.searchlight(x, patches, {});
  expect(meanRdm([rdm(0), rdm(1)]).missing).toBe(0);
});
