import { beforeAll, describe, expect, it } from "vitest";
import { averaged, movedOnto } from "../../../src/studies/shapes/shapes.ts";
import { createEngine, type Engine } from "../../../src/index.ts";
import { matrix, transpose, type Matrix } from "../../../src/base/matrix.ts";
import { createRandom } from "../../../src/base/random.ts";
import { createKernels } from "../../../src/wasm/create.ts";
import { chooseBuild, loadModule } from "../../../src/wasm/load.ts";
import { gaussian, multiply, orthogonal, representation, streamFor } from "../../support/data.ts";
import { asMatrix, rotatedCopies, sharing, squaredGap, sumOfSquares, worstGap } from "./oracles.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

describe("robustSrm", () => {
  it("separates what is planted: shared responses and a few individual ones", async () => {
    const random = streamFor("robust");
    const [m, n, k] = [60, 12, 2];
    const shared = gaussian(random, m, k);
    const spikes: Matrix[] = [];
    const nets = [0, 1, 2, 3].map((i) => {
      const x = multiply(shared, matrix(k, n, orthogonal(random, n).data.slice(0, k * n)));
      const individual = matrix(m, n);
      for (let s = 0; s < 15; s++) individual.data[random.below(m * n)] = 20;
      spikes.push(individual);
      return representation(
        `n${i}`,
        matrix(
          m,
          n,
          x.data.map((value, e) => value + individual.data[e]!),
        ),
      );
    });
    const found = await engine.robustSrm(nets, { features: k, gamma: 0.5, iterations: 200 });
    spikes.forEach((planted, i) => {
      const large = (one: Matrix) => [...one.data.keys()].filter((e) => Math.abs(one.data[e]!) > 10);
      expect(large(found.individual[i]!)).toEqual(large(planted));
    });
    expect(found.varianceExplained.total).toBeGreaterThan(0.95);
    expect(Math.max(...found.sharedVarianceExplained)).toBeLessThan(0.5);
    for (let t = 1; t < found.objective.length; t++)
      expect(found.objective[t]!).toBeLessThanOrEqual(found.objective[t - 1]! * (1 + 1e-12));
  });

  it("with a large gamma is deterministic SRM", async () => {
    const nets = sharing(streamFor("gamma"), 10, [6, 8, 7], 3, 0.4);
    const start = (await engine.srm(nets, { features: 3, iterations: 1 })).maps;
    const options = { features: 3, iterations: 8, tolerance: 0, start };
    const robust = await engine.robustSrm(nets, { ...options, gamma: 1e6 });
    const plain = await engine.srm(nets, { ...options, kind: "deterministic", perturbation: 1e-300 });
    expect(worstGap(robust.shared, plain.shared)).toBeLessThan(1e-10);
    expect(robust.individual.every(({ data }) => data.every((value) => value === 0))).toBe(true);
  });

  it("refuses a gamma that is not above 0", async () => {
    const nets = sharing(streamFor("gamma"), 10, [6, 8], 3, 0.4);
    await expect(engine.robustSrm(nets, { gamma: 0 })).rejects.toThrow(
      /gamma is 0; accepted: a number above 0/,
    );
    await expect(engine.robustSrm(nets.slice(1), {})).rejects.toThrow(/robustSrm needs at least two/);
  });
});

describe("fastSrm", () => {
  const nets = sharing(streamFor("fast"), 12, [40, 25, 30], 3, 0.3);

  it("loses nothing by each subject's own components", async () => {
    const options = { features: 3, iterations: 300, tolerance: 1e-14 };
    const fast = await engine.fastSrm(nets, options);
    const plain = await engine.srm(nets, { ...options, kind: "deterministic" });
    expect(fast.varianceExplained.total).toBeCloseTo(plain.varianceExplained.total, 6);
    nets.forEach((one, k) => {
      const map = fast.maps[k]!;
      const gap = squaredGap(asMatrix(one), multiply(fast.shared, transpose(map)));
      expect(fast.varianceExplained.subjects[k]).toBeCloseTo(1 - gap / sumOfSquares(asMatrix(one)), 12);
    });
  });

  it("asks for each subject twice, holds as many as there are threads, and hands maps over", async () => {
    const asked: number[] = [];
    const maps: Matrix[] = [];
    const lazy = nets.map((one, k) => async () => {
      asked.push(k);
      return one;
    });
    const options = { features: 2, components: 6, iterations: 5 };
    const found = await engine.fastSrm(lazy, { ...options, onMap: (map) => void maps.push(map) });
    expect(asked).toEqual([0, 1, 2, 0, 1, 2]);
    expect(found.maps).toEqual([]);
    const whole = await engine.fastSrm(nets, options);
    expect(Array.from(found.shared.data)).toEqual(Array.from(whole.shared.data));
    expect(maps.map(({ data }) => Array.from(data))).toEqual(whole.maps.map(({ data }) => Array.from(data)));
  });

  it("keeps no component below rounding", async () => {
    const flat = sharing(streamFor("fast-flat"), 12, [40, 25, 30], 3, 0);
    expect((await engine.fastSrm(flat, { center: true })).features).toBe(3);
  });

  it("goes through units in blocks", async () => {
    const many = sharing(streamFor("blocks"), 6, [2500, 4100], 2, 0.2);
    const fast = await engine.fastSrm(many, { features: 2, iterations: 3, tolerance: 0 });
    many.forEach((one, k) => {
      const inner = multiply(transpose(fast.maps[k]!), fast.maps[k]!);
      expect(worstGap(inner, matrix(2, 2, Float64Array.from([1, 0, 0, 1])))).toBeLessThan(1e-12);
      expect(worstGap(fast.aligned[k]!, multiply(asMatrix(one), fast.maps[k]!))).toBeLessThan(1e-9);
    });
  });

  it("labels and their indicator weights are the same up to the size of regions", async () => {
    const same = sharing(streamFor("atlas"), 9, [8, 8, 8], 2, 0.3);
    const labels = [1, 1, 2, 2, 7, 7, 0, 7];
    const weights = matrix(3, 8);
    labels.forEach((label, j) => {
      const region = [1, 2, 7].indexOf(label);
      if (region >= 0) weights.data[region * 8 + j] = 1;
    });
    const options = { features: 2, iterations: 4, tolerance: 0 };
    const [a, b] = [
      await engine.fastSrm(same, { ...options, atlas: labels }),
      await engine.fastSrm(same, { ...options, atlas: weights }),
    ];
    expect(worstGap(a.shared, b.shared)).toBeLessThan(1e-10);
  });

  it("refuses atlases that do not fit", async () => {
    const refused = (options: object, message: RegExp) =>
      expect(engine.fastSrm(nets, options)).rejects.toThrow(message);
    await refused({ atlas: [1, 2] }, /the atlas is of 2 units, net 0 has 40/);
    await refused({ atlas: [0, 0] }, /labels no unit/);
    await refused({ atlas: [1, 0.5] }, /unit 1 has 0.5/);
    await refused({ atlas: [1], components: 3 }, /give one/);
    await refused({ components: 0 }, /components is 0; accepted: a whole number from 1/);
    await refused({ components: 2, features: 3 }, /from 1 to 2/);
    await refused({ atlas: "1,2" }, /atlas is "1,2"; accepted: a list of labels, or a matrix/);
    await refused({ onMap: "maps" }, /onMap is "maps"; accepted: a function/);
    await expect(engine.fastSrm(nets.slice(1, 2))).rejects.toThrow(/at least two/);
    const longer = representation("longer", gaussian(createRandom(1), 13, 9));
    await expect(engine.fastSrm([nets[0]!, () => longer])).rejects.toThrow(/longer is 13 × 9/);
  });
});

describe("hyperalign", () => {
  it("is the three passes of its definition", async () => {
    const kernels = await createKernels(await loadModule(chooseBuild()));
    const nets = rotatedCopies(createRandom(3), 4, 12, 5, 1);
    const xs = nets.map(asMatrix);
    const onto = (x: Matrix, target: Matrix) => movedOnto(x, target, "orthogonal", kernels);
    const first = [xs[0]!];
    for (const x of xs.slice(1)) first.push(onto(x, averaged(first)));
    const second = xs.map((x, k) => onto(x, averaged(first.filter((_, other) => other !== k))));
    const template = averaged(second);
    const found = await engine.hyperalign(nets);
    expect(worstGap(found.shared, template)).toBeLessThan(1e-10);
    xs.forEach((x, k) => expect(worstGap(found.aligned[k]!, onto(x, template))).toBeLessThan(1e-10));
  });

  it("undoes rotations", async () => {
    const copies = rotatedCopies(createRandom(8), 4, 15, 6);
    const found = await engine.hyperalign(copies);
    expect(found.features).toBe(6);
    expect(found.varianceExplained.total).toBeGreaterThan(1 - 1e-12);
    for (const one of found.aligned) expect(worstGap(one, found.aligned[0]!)).toBeLessThan(1e-12);
  });

  it("needs no more dimensions than stimuli, and no rotation of the units", async () => {
    const wide = sharing(streamFor("hyper"), 7, [20, 5, 30], 3, 0.2);
    const found = await engine.hyperalign(wide);
    expect(found.features).toBe(7);
    expect(found.maps.map(({ rows, cols }) => [rows, cols])).toEqual([
      [20, 7],
      [5, 7],
      [30, 7],
    ]);
    wide.forEach((one, k) => {
      const x = asMatrix(one);
      expect(worstGap(found.aligned[k]!, multiply(x, found.maps[k]!))).toBeLessThan(1e-10);
      // Procrustes keeps distances between stimuli: all units' directions find a place
      const gram = (a: Matrix) => multiply(a, transpose(a));
      expect(worstGap(gram(found.aligned[k]!), gram(x))).toBeLessThan(1e-8);
    });
    expect(found.objective).toHaveLength(3);
  });

  it("comes near the barycenter, of which it is three passes", async () => {
    const copies = rotatedCopies(createRandom(4), 5, 20, 6, 0.4);
    const { objective } = await engine.hyperalign(copies);
    const { loss } = await engine.barycenter(copies);
    expect(objective[2]! / 5).toBeGreaterThanOrEqual(loss * (1 - 1e-9));
    expect(objective[2]! / 5).toBeLessThan(loss * 1.01);
    expect(objective[2]!).toBeLessThanOrEqual(objective[0]!);
  });

  it("refuses one network", async () => {
    await expect(engine.hyperalign(rotatedCopies(createRandom(8), 1, 5, 3))).rejects.toThrow(
      /hyperalign needs at least two/,
    );
  });
});
