import { afterAll, beforeAll, describe, expect, it } from "vitest";
// A worker starts from built files only.
import {
  anosim,
  cluster,
  createEngine,
  kMedoids,
  linkage,
  mantel,
  optimalLeafOrder,
  partialMantel,
  permanova,
  predict,
  regress,
  silhouette,
  smacof,
  type ClusterOptions,
  type Engine,
  type PredictOptions,
  type Progress,
} from "repgeom";
import { ordersOf } from "../../../src/geometry/parts.ts";
import { createRandom, shuffled } from "../../../src/base/random.ts";
import { euclidean, randomPoints } from "../../geometry/oracles.ts";

/** Distances between n points. Every size below is enough that the work goes to threads. */
const of = (n: number) => euclidean(randomPoints(n, 4, n));
const labels = (n: number) => Array.from({ length: n }, (_, i) => i % 7);
const depths = (n: number) => Array.from({ length: n }, (_, i) => Math.sin(i));
const kinds = (n: number) => Array.from({ length: n }, (_, i) => ["cnn", "vit", "rnn"][i % 3]!);

const [large, middle, small, tiny] = [of(1300), of(410), of(110), of(11)];
const other = euclidean(randomPoints(110, 3, 7));
const third = euclidean(randomPoints(110, 2, 9));
const coordinates = { rows: 110, cols: 3, data: Float64Array.from(randomPoints(110, 3, 4).flat()) };
const search = { restarts: 2, iterations: 150, seed: 2 };
const few = { permutations: 300, seed: 5 };
const tree = linkage(middle, "average");
const chosen: [ClusterOptions, PredictOptions] = [
  { clusters: 3, method: "k-medoids", seed: 4 },
  { method: "neighbors", permutations: 200, seed: 3 },
];

/** The function on this thread, and the same on the threads of an engine. */
const pairs: Record<string, [() => unknown, (engine: Engine) => Promise<unknown>]> = {
  linkage: [() => linkage(large, "ward"), (e) => e.linkageAsync(large, "ward")],
  "linkage, single": [() => linkage(large, "single"), (e) => e.linkageAsync(large, "single")],
  optimalLeafOrder: [() => optimalLeafOrder(tree, middle), (e) => e.optimalLeafOrderAsync(tree, middle)],
  smacof: [() => smacof(small, search), (e) => e.smacofAsync(small, search)],
  kMedoids: [() => kMedoids(middle, 5, { seed: 1 }), (e) => e.kMedoidsAsync(middle, 5, { seed: 1 })],
  mantel: [() => mantel(small, other, few), (e) => e.mantelAsync(small, other, few)],
  partialMantel: [
    () => partialMantel(small, other, third, few),
    (e) => e.partialMantelAsync(small, other, third, few),
  ],
  regress: [
    () => regress(coordinates, depths(110), few),
    (e) => e.regressAsync(coordinates, depths(110), few),
  ],
  "predict, confounds": [
    () => predict(small, depths(110), { ...few, confounds: [kinds(110)] }),
    (e) => e.predictAsync(small, depths(110), { ...few, confounds: [kinds(110)] }),
  ],
  anosim: [() => anosim(small, kinds(110), few), (e) => e.anosimAsync(small, kinds(110), few)],
  permanova: [() => permanova(small, kinds(110), few), (e) => e.permanovaAsync(small, kinds(110), few)],
  "permanova, all divisions": [
    () => permanova(tiny, kinds(11), { permutations: 20000 }),
    (e) => e.permanovaAsync(tiny, kinds(11), { permutations: 20000 }),
  ],
  silhouette: [() => silhouette(large, labels(1300)), (e) => e.silhouetteAsync(large, labels(1300))],
  cluster: [() => cluster(middle, { clusters: 4 }), (e) => e.clusterAsync(middle, { clusters: 4 })],
  "cluster, k-medoids": [() => cluster(middle, chosen[0]), (e) => e.clusterAsync(middle, chosen[0])],
  predict: [() => predict(small, depths(110), few), (e) => e.predictAsync(small, depths(110), few)],
  "predict, classes": [
    () => predict(small, kinds(110), chosen[1]),
    (e) => e.predictAsync(small, kinds(110), chosen[1]),
  ],
};

const engines: Engine[] = [];
beforeAll(async () => {
  for (const threads of [0, 1, 3]) engines.push(await createEngine({ threads }));
});
afterAll(() => engines.forEach((engine) => engine.close()));

/** Without the writers, which are functions. */
const plain = (result: unknown) => JSON.parse(JSON.stringify(result)) as unknown;

describe("a function of distances on the threads of an engine", () => {
  it.each(Object.entries(pairs))(
    "gives the bits of %s on any number of threads",
    async (_, [here, there]) => {
      const expected = plain(here());
      for (const engine of engines) expect(plain(await there(engine))).toEqual(expected);
    },
  );

  it("gives the map of smacof on any number of threads", async () => {
    const maps = await Promise.all(
      engines.map((engine) => engine.embed(small, { ...search, method: "smacof" })),
    );
    for (const map of maps) expect(plain(map)).toEqual(plain(maps[0]));
  });

  it("tells of its progress", async () => {
    const told: Progress[] = [];
    const onProgress = (progress: Progress) => void told.push(progress);
    await engines[1]!.mantelAsync(small, small, { permutations: 300 }, { onProgress });
    expect(told[0]).toMatchObject({ phase: "work", done: 0 });
    expect(told.at(-1)).toMatchObject({ done: told.at(-1)!.total });
    expect(told.length).toBeGreaterThan(50);
  });

  it("rejects with the errors of the function", async () => {
    const asymmetric = { ...small, data: small.data.map((value, k) => value * k) };
    await expect(engines[1]!.linkageAsync(asymmetric, "ward")).rejects.toThrow("must be symmetric");
    await expect(engines[1]!.kMedoidsAsync(small, 111)).rejects.toThrow("from 1 to 110");
    const equal = { ...small, data: small.data.map((_, k) => Number(k % 111 !== 0)) };
    const huge = { ...large, data: large.data.map((value) => value * 2 ** 1021) };
    await expect(engines[1]!.mantelAsync(equal, small)).rejects.toMatchObject({ name: "NumericalError" });
    await expect(engines[1]!.linkageAsync(huge, "ward")).rejects.toMatchObject({ name: "NumericalError" });
  });
});

describe("ordersOf", () => {
  it("gives the orders of one stream, wherever a thread begins", () => {
    const random = createRandom(8);
    const inTurn = Array.from({ length: 6 }, () => shuffled(9, random));
    const orderOf = ordersOf(9, 8);
    expect([3, 4, 1, 5, 0, 2].map(orderOf)).toEqual([3, 4, 1, 5, 0, 2].map((k) => inTurn[k]));
  });
});
