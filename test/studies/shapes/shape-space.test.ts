import { beforeAll, describe, expect, it } from "vitest";
import { adjustedRand, createEngine, type Engine } from "../../../src/index.ts";
import { matrix, type Matrix } from "../../../src/base/matrix.ts";
import { parseNpy } from "../../../src/data/formats/numpy/npy.ts";
import { createRandom, shuffled, type Random } from "../../../src/base/random.ts";
import type { Representation } from "../../../src/data/representation.ts";
import { movedOnto, squaredGap } from "../../../src/studies/shapes/shapes.ts";
import { createKernels } from "../../../src/wasm/create.ts";
import { chooseBuild, loadModule } from "../../../src/wasm/load.ts";
import { gaussian, multiply, orthogonal, representation } from "../../support/data.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

const scaled = ({ rows, cols, data }: Matrix, factor: number) =>
  matrix(
    rows,
    cols,
    data.map((x) => x * factor),
  );
const sum = (a: Matrix, b: Matrix) =>
  matrix(
    a.rows,
    a.cols,
    a.data.map((x, k) => x + b.data[k]!),
  );
const named = (matrices: readonly Matrix[]) => matrices.map((x, k) => representation(`net ${k}`, x));
const norm = ({ data }: Matrix) => Math.hypot(...data);

function permutedUnits(random: Random, x: Matrix): Matrix {
  const order = shuffled(x.cols, random);
  const out = matrix(x.rows, x.cols);
  for (let i = 0; i < x.rows; i++)
    order.forEach((to, j) => (out.data[i * x.cols + to] = x.data[i * x.cols + j]!));
  return out;
}

/** K networks: rotated (or permuted) copies of one, and noise. */
function copies(seed: number, k: number, noise: number, move = orthogonalMove): Representation[] {
  const random = createRandom(seed);
  const x = gaussian(random, 12, 5);
  return named(Array.from({ length: k }, () => move(random, sum(x, scaled(gaussian(random, 12, 5), noise)))));
}

const orthogonalMove = (random: Random, x: Matrix) => multiply(x, orthogonal(random, x.cols));

describe("barycenter", () => {
  it("of moved copies is a copy, at no loss", async () => {
    const rotated = await engine.barycenter(copies(1, 4, 0));
    expect(rotated.loss).toBeLessThan(1e-24);
    const permuted = await engine.barycenter(copies(2, 4, 0, permutedUnits), { group: "permutation" });
    expect(permuted.loss).toBe(0);
  });

  it("has the loss of its mean: the mean squared Procrustes distance to it", async () => {
    const nets = copies(3, 5, 0.7);
    const { mean, loss, losses } = await engine.barycenter(nets);
    const spec = { metric: "procrustes", ground: "euclidean", center: false } as const;
    const D = await engine.cross(nets, [representation("mean", mean)], spec);
    D.values.forEach((d, k) => expect(losses[k]).toBeCloseTo(d * d, 10));
    expect(loss).toBeCloseTo(
      D.values.reduce((total, d) => total + (d * d) / 5, 0),
      10,
    );
  });

  it.each(["orthogonal", "permutation"] as const)("is not bettered near by (%s)", async (group) => {
    const nets = copies(4, 4, 1);
    const { mean, loss } = await engine.barycenter(nets, { group });
    const metric = group === "orthogonal" ? "procrustes" : "permutation";
    const random = createRandom(8);
    const near = Array.from({ length: 20 }, () => sum(mean, scaled(gaussian(random, 12, 5), 1e-3)));
    const spec = { metric, ground: "euclidean", center: false } as const;
    const D = await engine.cross(named(near), nets, spec);
    for (let k = 0; k < 20; k++) {
      const other = [0, 1, 2, 3].reduce((total, j) => total + D.at(k, j) ** 2 / 4, 0);
      expect(other).toBeGreaterThan(loss);
    }
  });

  it("is the best of all permutations of three units in four networks", async () => {
    const orders = [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ];
    for (let seed = 40; seed < 52; seed++) {
      const random = createRandom(seed);
      const nets = Array.from({ length: 4 }, () => gaussian(random, 5, 3));
      const moved = nets.map((x) =>
        orders.map((order) => x.data.map((_, k) => x.data[k - (k % 3) + order[k % 3]!]!)),
      );
      let best = Infinity;
      for (const a of moved[1]!) {
        for (const b of moved[2]!) {
          for (const c of moved[3]!) best = Math.min(best, spread([nets[0]!.data, a, b, c]));
        }
      }
      const { loss } = await engine.barycenter(named(nets), { group: "permutation" });
      expect(loss).toBeCloseTo(best, 10);
    }
  });

  it("takes networks of unequal width: spare units never respond", async () => {
    const random = createRandom(6);
    const x = gaussian(random, 10, 4);
    const wide = multiply(matrix(10, 6, padded(x, 6)), orthogonal(random, 6));
    const { mean, loss } = await engine.barycenter(named([x, wide]));
    expect([mean.rows, mean.cols]).toEqual([10, 6]);
    expect(loss).toBeLessThan(1e-24);
    await expect(engine.barycenter(named([x, wide]), { group: "identity" })).rejects.toThrow(
      /net 0 has 4, net 1 6/,
    );
  });

  it("is the same with more units than stimuli as in the space that they span", async () => {
    const random = createRandom(7);
    const small = Array.from({ length: 3 }, () => gaussian(random, 4, 4));
    const wide = small.map((x) => multiply(matrix(4, 9, padded(x, 9)), orthogonal(random, 9)));
    const [a, b] = [await engine.barycenter(named(small)), await engine.barycenter(named(wide))];
    expect(b.loss).toBeCloseTo(a.loss, 9);
    expect([b.mean.rows, b.mean.cols]).toEqual([4, 9]);
  });

  it.each([1e150, 1e-150])("is right at scale %d", async (factor) => {
    const nets = copies(3, 4, 0.5);
    const far = nets.map((net) => ({ ...net, data: net.data.map((x) => x * factor) as Float64Array }));
    const [a, b] = [await engine.barycenter(nets), await engine.barycenter(far)];
    expect(b.loss / factor / factor / a.loss).toBeCloseTo(1, 9);
    expect(norm(scaled(b.mean, 1 / factor))).toBeCloseTo(norm(a.mean), 9);
  });

  it("of one network is that network, of silent ones silence, of constant units nothing when centred", async () => {
    const one = await engine.barycenter(copies(5, 1, 0));
    expect(one.loss).toBeLessThan(1e-24);
    const silent = await engine.barycenter(named([matrix(3, 2), matrix(3, 2)]));
    expect([silent.loss, norm(silent.mean)]).toEqual([0, 0]);
    const constant = matrix(4, 2, new Float64Array(8).fill(3));
    expect(norm((await engine.barycenter(named([constant, constant]), { center: true })).mean)).toBe(0);
  });

  it("refuses what cannot be", async () => {
    const nets = copies(1, 2, 1);
    await expect(engine.barycenter(nets, { group: "affine" as "identity" })).rejects.toThrow(
      /barycenter: group is "affine"; accepted: "orthogonal", "permutation", "identity"/,
    );
    await expect(engine.barycenter(nets, { restarts: 0 })).rejects.toThrow(
      /restarts is 0; accepted: a whole number from 1/,
    );
    await expect(engine.barycenter(nets, { iterations: 2.5 })).rejects.toThrow(/iterations is 2.5/);
    await expect(engine.barycenter(nets, { tolerance: -1 })).rejects.toThrow(
      /tolerance is -1; accepted: a number from 0 \(default 1e-10\)/,
    );
    await expect(engine.barycenter(nets, { grup: "identity" } as object)).rejects.toThrow(
      /barycenter has no option "grup". Did you mean group\?/,
    );
    await expect(engine.barycenter([])).rejects.toThrow(/no representations/);
    const other = representation("other", gaussian(createRandom(1), 7, 5));
    await expect(engine.barycenter([...nets, other])).rejects.toThrow(/other is 7 × 5/);
    const huge = nets.map((net) => ({ ...net, data: net.data.map((x) => x * 1e200) as Float64Array }));
    await expect(engine.barycenter(huge)).rejects.toThrow(/beyond the range/);
    const abort = AbortSignal.abort(new Error("enough"));
    await expect(engine.barycenter(nets, {}, { signal: abort })).rejects.toThrow("enough");
  });
});

/** Mean squared distance to the plain mean. */
function spread(points: readonly Float64Array[]): number {
  const mean = points[0]!.map((_, k) => points.reduce((total, x) => total + x[k]! / points.length, 0));
  const gap = (x: Float64Array) => x.reduce((total, value, k) => total + (value - mean[k]!) ** 2, 0);
  return points.reduce((total, x) => total + gap(x) / points.length, 0);
}

function padded({ rows, cols, data }: Matrix, width: number): Float64Array {
  const wide = new Float64Array(rows * width);
  for (let i = 0; i < rows; i++) wide.set(data.subarray(i * cols, (i + 1) * cols), i * width);
  return wide;
}

describe("tangentSpace", () => {
  it("has vectors of the length of the distance to the mean, which add up to 0 at it", async () => {
    const nets = copies(11, 5, 0.4);
    const { mean, losses } = await engine.barycenter(nets);
    const { vectors } = await engine.tangentSpace(nets);
    vectors.forEach((vector, k) => expect(norm(vector) ** 2).toBeCloseTo(losses[k]!, 9));
    const total = vectors.reduce(sum);
    expect(norm(total)).toBeLessThan(1e-7 * norm(mean));
  });

  it("keeps all variance in as many components as networks, the first ones most", async () => {
    const nets = copies(12, 4, 0.5);
    const { coordinates, varianceExplained, vectors } = await engine.tangentSpace(nets, { dimensions: 4 });
    expect(varianceExplained.reduce((total, part) => total + part)).toBeCloseTo(1, 10);
    expect([...varianceExplained]).toEqual([...varianceExplained].toSorted((a, b) => b - a));
    for (const [i, j] of [
      [0, 1],
      [2, 3],
    ] as const) {
      const row = (k: number) => coordinates.data.subarray(4 * k, 4 * k + 4);
      const apart = Math.hypot(...row(i).map((x, k) => x - row(j)[k]!));
      expect(apart).toBeCloseTo(norm(sum(vectors[i]!, scaled(vectors[j]!, -1))), 9);
    }
  });

  it("refuses a mean of another shape and too many components", async () => {
    const nets = copies(13, 3, 0.5);
    await expect(engine.tangentSpace(nets, { mean: matrix(12, 4) })).rejects.toThrow(/12 × 4.*12 × 5/);
    await expect(engine.tangentSpace(nets, { dimensions: 4 })).rejects.toThrow(
      /dimensions is 4; accepted: a whole number from 1 to 3, the number of networks/,
    );
    await expect(engine.tangentSpace(nets, { dimensions: 0 })).rejects.toThrow(/dimensions is 0/);
    await expect(engine.tangentSpace(nets, { dimensons: 1 } as object)).rejects.toThrow(
      /Did you mean dimensions\?/,
    );
  });
});

describe("kmeans", () => {
  const groupsOf = (move = orthogonalMove) => [21, 22, 23].flatMap((seed) => copies(seed, 4, 0.2, move));
  const truth = Array.from({ length: 12 }, (_, k) => Math.floor(k / 4));

  it("finds groups of networks up to the motion", async () => {
    const rotated = await engine.kmeans(groupsOf(), { clusters: 3 });
    expect(adjustedRand(rotated.labels, truth)).toBe(1);
    const permuted = await engine.kmeans(groupsOf(permutedUnits), { clusters: 3, group: "permutation" });
    expect(adjustedRand(permuted.labels, truth)).toBe(1);
    expect(permuted.converged).toBe(true);
  });

  it("has the loss of its centers, and none with a center each", async () => {
    const nets = groupsOf();
    const { labels, centers, loss } = await engine.kmeans(nets, { clusters: 2, seed: 4 });
    const spec = { metric: "procrustes", ground: "euclidean", center: false } as const;
    const D = await engine.cross(nets, named(centers), spec);
    const own = Array.from(labels, (label, i) => D.at(i, label));
    expect(own.reduce((total, d) => total + d * d, 0)).toBeCloseTo(loss, 9);
    own.forEach((d, i) => expect(d).toBeLessThanOrEqual(Math.min(D.at(i, 0), D.at(i, 1)) + 1e-9));
    expect((await engine.kmeans(nets, { clusters: 12 })).loss).toBeLessThan(1e-20);
  });

  it("with one cluster is the barycenter", async () => {
    const nets = copies(31, 5, 0.3);
    const [one, middle] = [await engine.kmeans(nets, { clusters: 1 }), await engine.barycenter(nets)];
    expect(one.loss / 5).toBeCloseTo(middle.loss, 8);
  });

  it("refuses more clusters than networks", async () => {
    const nets = copies(1, 3, 1);
    const refused = (options: object, message: RegExp) =>
      expect(engine.kmeans(nets, options as { clusters: number })).rejects.toThrow(message);
    await refused(
      { clusters: 4 },
      /clusters is 4; accepted: a whole number from 1 to 3, the number of networks/,
    );
    await refused({}, /clusters is undefined; accepted: a whole number from 1 to 3/);
    await refused({ clusters: 2.5 }, /clusters is 2.5/);
    await refused({ clusters: 2, seed: -1 }, /seed is -1; accepted: a whole number from 0/);
    await refused({ clustres: 2 }, /Did you mean clusters\?/);
  });
});

describe("files", () => {
  const nets = copies(51, 3, 0.5);
  const lines = (csv: string) => csv.trimEnd().split("\n");

  it("of a barycenter hold the mean, with the stimuli in the table", async () => {
    const stimuli = Array.from({ length: 12 }, (_, i) => `s${i}`);
    const found = await engine.barycenter(nets.map((one) => ({ ...one, stimuli })));
    expect(parseNpy(found.toNpy(), "mean")[0]).toMatchObject({ shape: [12, 5], data: found.mean.data });
    expect(lines(found.toCsv())).toHaveLength(13);
    expect(lines(found.toCsv())[1]).toMatch(/^s0,/);
    expect(lines((await engine.barycenter(nets)).toCsv())[0]).toBe(',"0","1","2","3","4"');
    const told = JSON.parse(found.toJson()) as { mean: number[][]; losses: number[] };
    expect(told).toMatchObject({ names: ["net 0", "net 1", "net 2"], losses: [...found.losses] });
    expect(told.mean.flat()).toEqual([...found.mean.data]);
  });

  it("of a tangent space hold the coordinates", async () => {
    const found = await engine.tangentSpace(nets);
    const { coordinates, vectors } = found;
    expect(parseNpy(found.toNpy(), "coordinates")[0]).toMatchObject({
      shape: [3, 2],
      data: coordinates.data,
    });
    expect(lines(found.toCsv())[0]).toBe(",component 0,component 1");
    const told = JSON.parse(found.toJson()) as { vectors: number[][][] };
    expect(told.vectors[2]!.flat()).toEqual([...vectors[2]!.data]);
  });

  it("of clusters hold the labels", async () => {
    const found = await engine.kmeans(nets, { clusters: 2 });
    expect([...parseNpy(found.toNpy(), "labels")[0]!.data]).toEqual([...found.labels]);
    expect(lines(found.toCsv())[0]).toBe(",cluster");
    expect(lines(found.toCsv())[3]).toBe(`net 2,${found.labels[2]}`);
    expect(JSON.parse(found.toJson())).toMatchObject({ labels: [...found.labels], loss: found.loss });
  });
});

it("units that a narrower network lacks do not change where the others go best", async () => {
  const kernels = await createKernels(await loadModule(chooseBuild(true)));
  const random = createRandom(5);
  const target = gaussian(random, 6, 4);
  const narrow = gaussian(random, 6, 4);
  for (let i = 0; i < 6; i++) narrow.data[i * 4 + 1] = narrow.data[i * 4 + 3] = 0;
  const gaps = Array.from({ length: 16 }, (_, k) => [k >> 2, k & 3] as const)
    .filter(([a, b]) => a !== b)
    .map(([a, b]) => {
      const moved = matrix(6, 4);
      for (let i = 0; i < 6; i++) {
        moved.data[i * 4 + a] = narrow.data[i * 4]!;
        moved.data[i * 4 + b] = narrow.data[i * 4 + 2]!;
      }
      return squaredGap(moved, target);
    });
  const found = squaredGap(movedOnto(narrow, target, "permutation", kernels), target);
  expect(found).toBeCloseTo(Math.min(...gaps), 12);
});
