import { beforeAll, describe, expect, it } from "vitest";
import {
  cluster,
  createEngine,
  embed,
  predict,
  toDistances,
  type Comparisons,
  type Engine,
} from "../../../src/index.ts";
import { matrix } from "../../../src/base/matrix.ts";
import { parseNpy } from "../../../src/data/formats/numpy/npy.ts";
import { gaussian, representation, streamFor } from "../../support/data.ts";

let engine: Engine;
let similarities: Comparisons;
const names = Array.from({ length: 7 }, (_, k) => `net ${k}`);
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
  const nets = names.map((name) => representation(name, gaussian(streamFor(name), 12, 5)));
  similarities = await engine.pairwise(nets, { metric: "cka" });
});

describe("results of the space of networks", () => {
  const angles = ["Similarities were turned into angles: arccos(value), in radians."];

  it("have the names of the networks, and say what was done to similarities", async () => {
    const given = { names, changes: angles };
    expect(await engine.embed(similarities)).toMatchObject(given);
    expect(cluster(similarities, { clusters: 2 })).toMatchObject(given);
    expect(predict(similarities, [...names.keys()], { permutations: 0 })).toMatchObject(given);
  });

  it("are those of the distances that the metric declares", async () => {
    const { square } = toDistances(similarities);
    const plain = await engine.embed(square);
    expect(plain).toMatchObject({ names: ["0", "1", "2", "3", "4", "5", "6"], changes: [] });
    expect((await engine.embed(similarities)).coordinates).toEqual(plain.coordinates);
    const [tree, other] = [cluster(square, { names }), cluster(similarities)];
    expect(tree.linkage).toEqual(other.linkage);
    expect(tree.names).toEqual(names);
  });
});

describe("embed", () => {
  it("writes itself", async () => {
    const found = await embed(similarities, { dimensions: 3 }, { engine });
    const { row, col } = found.worstPair!;
    expect(JSON.parse(found.toJson())).toMatchObject({
      method: "pcoa",
      names,
      coordinates: { length: 7, 6: [...found.coordinates.data.subarray(18)] },
      eigenvalues: [...found.eigenvalues!],
      worstPair: { row, col, names: [names[row], names[col]] },
    });
    expect(found.toCsv()).toMatch(`,axis 1,axis 2,axis 3\nnet 0,${found.coordinates.data[0]},`);
    expect(parseNpy(found.toNpy(), "map")[0]).toMatchObject({ shape: [7, 3], data: found.coordinates.data });
  });

  it.each([
    [{ dims: 2 }, 'embed has no option "dims". Did you mean dimensions?'],
    [{ dimensions: 2.5 }, "embed: dimensions is 2.5; accepted: a whole number from 1 (default 2)."],
    [{ dimensions: 8 }, "embed: dimensions is 8; accepted: a whole number from 1 to 7, the number of items."],
    [{ restarts: -1 }, "embed: restarts is -1; accepted: a whole number from 0 to 10000 (default 8)."],
    [{ seed: -1 }, "embed: seed is -1"],
    [
      { method: "tsne" },
      'embed: method is "tsne"; accepted: "pcoa", "smacof", "randomised", "landmark" (default "pcoa").',
    ],
    [{ names: ["a"] }, "1 names for 7 items"],
  ])("refuses %o", async (options, message) => {
    await expect(embed(similarities, options as object, { engine })).rejects.toThrow(message);
  });
});

describe("cluster", () => {
  it("writes its tree", () => {
    const found = cluster(similarities, { method: "complete", clusters: 3 });
    const { linkage, labels, order } = found;
    expect(JSON.parse(found.toJson())).toMatchObject({
      names,
      linkage: { length: 6, 0: [...linkage!.data.subarray(0, 4)] },
      labels: [...labels!],
      order: [...order!],
      silhouette: found.silhouette,
    });
    expect(found.toCsv()).toMatch(/^,first,second,distance,size\n"7",/);
    expect(parseNpy(found.toNpy(), "tree")[0]).toMatchObject({ shape: [6, 4], data: linkage!.data });
  });

  it("writes the labels where there is no tree", () => {
    const found = cluster(similarities, { method: "k-medoids", clusters: 2 });
    expect(found.toJSON()).toMatchObject({ medoids: [...found.medoids!], labels: [...found.labels!] });
    expect(found.toCsv()).toMatch(`,cluster\nnet 0,${found.labels![0]}\n`);
    const data = Float64Array.from(found.labels!);
    expect(parseNpy(found.toNpy(), "labels")[0]).toMatchObject({ shape: [7], data });
  });

  it.each([
    [{ cluster: 2 }, 'cluster has no option "cluster". Did you mean clusters?'],
    [{ clusters: 2.5 }, "cluster: clusters is 2.5; accepted: a whole number from 1."],
    [{ clusters: 8 }, "cluster: clusters is 8; accepted: a whole number from 1 to 7, the number of items."],
    [{ seed: -1 }, "cluster: seed is -1"],
    [{ method: "k-medoids" }, "cluster: clusters is not given; method k-medoids needs"],
    [
      { method: "median" },
      'method is "median"; accepted: "single", "complete", "average", "ward", "k-medoids"',
    ],
  ])("refuses %o", (options, message) => {
    expect(() => cluster(similarities, options as object)).toThrow(message);
  });

  it("has no silhouette where it is not defined", () => {
    expect(cluster(matrix(3, 3), { clusters: 2 })).not.toHaveProperty("silhouette");
    expect(cluster(similarities, { clusters: 7 })).not.toHaveProperty("silhouette");
  });
});
