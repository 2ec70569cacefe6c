import { read } from "../../../src/data/read.ts";
import { describe, expect, it } from "vitest";
import { createEngine } from "../../../src/engine.ts";
import { matrix, type Matrix } from "../../../src/base/matrix.ts";
import { regress } from "../../../src/studies/predictivity/regression.ts";
import { createRandom } from "../../../src/base/random.ts";
import { createKernels } from "../../../src/wasm/create.ts";
import { chooseBuild, loadModule } from "../../../src/wasm/load.ts";
import { predictivitySection } from "../../../src/studies/predictivity/section.ts";
import { renderSections } from "../../../src/report/render.ts";
import { gaussian, multiply, orthogonal } from "../../support/data.ts";

const engine = await createEngine({ threads: 0 });
const kernels = await createKernels(await loadModule(chooseBuild(true)));

/** Responses that a share of which units explain linearly, with noise between repeats. */
function simulate({
  stimuli = 60,
  units = 8,
  voxels = 12,
  repeats = 6,
  explained = 1,
  noise = 0.5,
  seed = 1,
} = {}) {
  const random = createRandom(seed);
  const x = gaussian(random, stimuli, units);
  const linear = multiply(x, gaussian(random, units, voxels));
  const other = gaussian(random, stimuli, voxels);
  const data = new Float64Array(stimuli * repeats * voxels);
  for (let k = 0; k < data.length; k++) {
    const [i, v] = [Math.floor(k / (repeats * voxels)), k % voxels];
    const signal =
      Math.sqrt(explained / units) * linear.data[i * voxels + v]! +
      Math.sqrt(1 - explained) * other.data[i * voxels + v]!;
    data[k] = signal + noise * random.normal();
  }
  return { x, responses: { name: "voxels", shape: [stimuli, repeats, voxels], data } };
}

describe("predictivity", () => {
  it("draws itself: medians with intervals, and the voxels from worst to best", async () => {
    const { x, responses } = simulate({ voxels: 5, stimuli: 20 });
    const predictivity = await engine.predictivity(x, responses, { splits: 2, samples: 50 });
    const section = predictivitySection([{ name: "layer 4", predictivity }]);
    expect(renderSections({ title: "t", sections: [section] }, "")).toContain("layer 4");
    const [medians, spread] = (section.figures as unknown as {
      bars: { value: number }[];
      series: { y: number[] }[];
    }[])!;
    expect(medians!.bars[0]).toMatchObject({ value: predictivity.median, low: predictivity.interval.lower });
    const { y } = spread!.series[0]!;
    expect([y[0], y[100]]).toEqual([Math.min(...predictivity.values), Math.max(...predictivity.values)]);
  });

  it.each(["ridge", "pls"] as const)("is 1 where units explain all but the noise, by %s", async (method) => {
    const { x, responses } = simulate({ noise: 1.5 });
    const found = await engine.predictivity(x, responses, { method, components: 6, correction: "halves" });
    const published = await engine.predictivity(x, responses, { method, components: 6 });
    expect(published.median).toBeLessThan(found.median);
    expect(found.median).toBeGreaterThan(0.9);
    expect(found.median).toBeLessThan(1.1);
    expect(found.raw.every((value, v) => value < found.values[v]!)).toBe(true);
    expect(found.interval.lower).toBeLessThanOrEqual(found.median);
    expect(found.interval.upper).toBeGreaterThanOrEqual(found.median);
  });

  it("falls with what units do not explain, and is 0 where they explain nothing", async () => {
    const medians = [];
    for (const explained of [1, 0.5, 0]) {
      const { x, responses } = simulate({ explained, stimuli: 120, voxels: 30 });
      medians.push((await engine.predictivity(x, responses)).median);
    }
    expect(medians[0]!).toBeGreaterThan(medians[1]! + 0.1);
    expect(medians[1]!).toBeCloseTo(Math.SQRT1_2, 0);
    expect(Math.abs(medians[2]!)).toBeLessThan(0.35);
  });

  it("is the equation", async () => {
    const { x, responses } = simulate({ explained: 0.7 });
    const found = await engine.predictivity(x, responses, { ridge: 0.1 });
    const brown = (r: number) => (2 * r) / (1 + r);
    found.values.forEach((value, v) =>
      expect(value).toBeCloseTo(
        found.raw[v]! /
          Math.sqrt(brown(found.predictionReliability[v]!) * brown(found.responseReliability[v]!)),
        12,
      ),
    );
  });

  it("does not depend on rotations of the units, nor on more units than stimuli", async () => {
    const { x, responses } = simulate({ stimuli: 30 });
    const random = createRandom(4);
    const wide = multiply(x, gaussian(random, 8, 50));
    const padded = matrix(30, 60);
    for (let i = 0; i < 30; i++) padded.data.set(wide.data.subarray(i * 50, (i + 1) * 50), i * 60);
    for (const method of ["ridge", "pls"] as const) {
      const [a, b] = [
        await engine.predictivity(wide, responses, { method, splits: 2, components: 3 }),
        await engine.predictivity(padded, responses, { method, splits: 2, components: 3 }),
      ];
      a.values.forEach((value, v) => expect(b.values[v]).toBeCloseTo(value, 8));
    }
  });

  it("is the same for units that are turned into more units than stimuli", async () => {
    const { x, responses } = simulate({ stimuli: 30, explained: 0.5 });
    const turned = multiply(x, { ...orthogonal(createRandom(6), 50), rows: 8 });
    for (const method of ["ridge", "pls"] as const) {
      const options = { method, splits: 2, components: 3 };
      const [a, b] = [
        await engine.predictivity(x, responses, options),
        await engine.predictivity(turned, responses, options),
      ];
      a.raw.forEach((value, v) => expect(b.raw[v]).toBeCloseTo(value, 9));
    }
  });

  it("gives the same numbers for the same seed", async () => {
    const { x, responses } = simulate();
    const run = (seed: number) => engine.predictivity(x, responses, { seed, splits: 3 });
    expect((await run(2)).values).toEqual((await run(2)).values);
    expect((await run(2)).values).not.toEqual((await run(3)).values);
  });

  it("writes itself: a row a voxel, and the values", async () => {
    const { x, responses } = simulate();
    const found = await engine.predictivity(x, responses, { splits: 2 });
    expect(JSON.parse(found.toJson())).toEqual(JSON.parse(JSON.stringify(found)));
    const [header, first] = found.toCsv().split("\n");
    expect(header).toBe(",values,raw,predictionReliability,responseReliability");
    expect(first).toMatch(new RegExp(`^voxel 0,${found.values[0]},${found.raw[0]},`));
    const [values] = await read([{ name: "p.npy", bytes: found.toNpy() }]);
    expect(values!.data).toEqual(found.values);
  });

  it("leaves voxels out that have no signal, and says so", async () => {
    const { x, responses } = simulate();
    for (let k = 0; k < responses.data.length; k += 12) responses.data[k] = 1;
    const found = await engine.predictivity(x, responses);
    expect(found.values[0]).toBeNaN();
    expect(found.leftOut).toBe(1);
    expect(found.warnings[0]).toContain("1 of 12 voxels");
  });

  it.each([1, 2, 100, 0.1, -1e6 / 3])("has no value for voxels that are all %s", async (constant) => {
    for (const { stimuli, repeats } of [
      { stimuli: 24, repeats: 3 },
      { stimuli: 150, repeats: 5 },
      { stimuli: 310, repeats: 2 },
    ]) {
      const { x, responses } = simulate({ stimuli, repeats, voxels: 4 });
      for (let k = 0; k < responses.data.length; k += 2) responses.data[k] = constant;
      for (const method of ["ridge", "pls"] as const) {
        const found = await engine.predictivity(x, responses, { method, splits: 2, samples: 1 });
        expect([found.values[0], found.values[2], found.raw[0]]).toEqual([NaN, NaN, NaN]);
        expect(found.values[1]).toBeGreaterThan(0.5);
        expect(found.leftOut).toBe(2);
        expect(found.warnings[0]).toContain("2 of 4 voxels");
      }
    }
  });

  it.each([
    ["one repeat", (r: any) => ({ ...r, shape: [60, 1, 72] }), {}, /at least 2/],
    [
      "a matrix",
      (r: any) => ({ ...r, shape: [60, 72] }),
      {},
      /expected responses, stimuli × repeats × voxels/,
    ],
    ["other stimuli", (r: any) => ({ ...r, shape: [30, 12, 12] }), {}, /number of stimuli/],
    [
      "too many folds",
      (r: any) => r,
      { folds: 31 },
      /folds is 31; accepted for 60 stimuli: a whole number from 2 to 30/,
    ],
    ["a negative penalty", (r: any) => r, { ridge: -1 }, /ridge is -1/],
    ["an unknown method", (r: any) => r, { method: "lasso" as never }, /"lasso"; accepted: "ridge", "pls"/],
    ["half a split", (r: any) => r, { splits: 2.5 }, /splits is 2.5; accepted: a whole number from 1/],
    ["a seed below 0", (r: any) => r, { seed: -1 }, /seed is -1; accepted: a whole number from 0/],
    ["one fold", (r: any) => r, { folds: 1 }, /folds is 1; accepted: a whole number from 2/],
    ["no penalties", (r: any) => r, { ridge: [] }, /ridge is \[\]; accepted: a number from 0, or a list/],
    [
      "a misspelt option",
      (r: any) => r,
      { spilts: 3 } as never,
      /has no option "spilts". Did you mean splits\?/,
    ],
    ["no signal", (r: any) => ({ ...r, data: r.data.map(() => 1) }), {}, /no voxel/],
  ])("refuses %s", async (_name, change, options, message) => {
    const { x, responses } = simulate();
    await expect(engine.predictivity(x, change(responses), options)).rejects.toThrow(message);
  });
});

describe("regressions", () => {
  const random = createRandom(9);
  const [x, y, test] = [gaussian(random, 20, 6), gaussian(random, 20, 3), gaussian(random, 5, 6)];

  /** X and y centred, (XᵀX + λ)⁻¹Xᵀy by Gauss elimination. */
  function ridgeByDefinition(train: Matrix, targets: Matrix, tested: Matrix, penalty: number): number[] {
    const mean = ({ rows, cols, data }: Matrix, j: number) =>
      Array.from({ length: rows }, (_, i) => data[i * cols + j]!).reduce((sum, value) => sum + value, 0) /
      rows;
    const [mx, my] = [
      Array.from({ length: train.cols }, (_, j) => mean(train, j)),
      Array.from({ length: targets.cols }, (_, j) => mean(targets, j)),
    ];
    const at = (m: Matrix, means: number[], i: number, j: number) => m.data[i * m.cols + j]! - means[j]!;
    const n = train.cols;
    const system = Array.from({ length: n }, (_, a) => [
      ...Array.from({ length: n }, (_, b) => {
        let sum = a === b ? penalty : 0;
        for (let i = 0; i < train.rows; i++) sum += at(train, mx, i, a) * at(train, mx, i, b);
        return sum;
      }),
      ...my.map((_, v) => {
        let sum = 0;
        for (let i = 0; i < train.rows; i++) sum += at(train, mx, i, a) * at(targets, my, i, v);
        return sum;
      }),
    ]);
    for (let p = 0; p < n; p++) {
      for (let r = 0; r < n; r++) {
        if (r === p) continue;
        const factor = system[r]![p]! / system[p]![p]!;
        system[r] = system[r]!.map((value, k) => value - factor * system[p]![k]!);
      }
    }
    return Array.from({ length: tested.rows * my.length }, (_, k) => {
      const [i, v] = [Math.floor(k / my.length), k % my.length];
      return mx.reduce(
        (sum, _, a) => sum + at(tested, mx, i, a) * (system[a]![n + v]! / system[a]![a]!),
        my[v]!,
      );
    });
  }
  /** Mean eigenvalue of the training Gram matrix. */
  const scale = kernels.scope(() => kernels.norm(kernels.centerColumns(x).centered) ** 2 / x.rows);

  it("ridge solves the penalised normal equations", () => {
    const found = kernels.detach(
      regress(x, y, test, { method: "ridge", ridges: [0.3], components: 1 }, kernels),
    );
    const expected = ridgeByDefinition(x, y, test, 0.3 * scale);
    found.data.forEach((value, k) => expect(value).toBeCloseTo(expected[k]!, 11));
  });

  it("ridge takes for each voxel the penalty with the least leave-one-out error", () => {
    // Close to each other, so that an error of a leverage chooses another one.
    const ridges = Array.from({ length: 60 }, (_, k) => 0.01 * 1.15 ** k);
    const found = kernels.detach(regress(x, y, test, { method: "ridge", ridges, components: 1 }, kernels));
    const without = (m: Matrix, row: number) =>
      matrix(
        m.rows - 1,
        m.cols,
        m.data.filter((_, k) => Math.floor(k / m.cols) !== row),
      );
    const errors = ridges.map((share) => {
      const sums = new Float64Array(3);
      for (let i = 0; i < x.rows; i++) {
        const one = matrix(1, x.cols, x.data.slice(i * x.cols, (i + 1) * x.cols));
        const guess = ridgeByDefinition(without(x, i), without(y, i), one, share * scale);
        guess.forEach((value, v) => (sums[v]! += (y.data[i * 3 + v]! - value) ** 2));
      }
      return sums;
    });
    for (let v = 0; v < 3; v++) {
      const best = ridges.reduce((at, _, p) => (errors[p]![v]! < errors[at]![v]! ? p : at), 0);
      const expected = ridgeByDefinition(x, y, test, ridges[best]! * scale);
      for (let i = 0; i < 5; i++) expect(found.data[i * 3 + v]).toBeCloseTo(expected[i * 3 + v]!, 10);
    }
  });

  it("pls with all components is least squares, and with one goes along XᵀY", () => {
    const all = kernels.detach(regress(x, y, test, { method: "pls", ridges: [0], components: 25 }, kernels));
    ridgeByDefinition(x, y, test, 0).forEach((value, k) => expect(all.data[k]).toBeCloseTo(value, 9));
    const single = matrix(
      20,
      1,
      y.data.filter((_, k) => k % 3 === 0),
    );
    const one = kernels.detach(
      regress(x, single, test, { method: "pls", ridges: [0], components: 1 }, kernels),
    );
    const centered = kernels.detach(kernels.centerColumns(x).centered);
    const level = single.data.reduce((sum, value) => sum + value, 0) / 20;
    const direction = multiply({ ...kernels.detach(kernels.transpose(centered)) }, single);
    const scores = multiply(centered, direction).data;
    const slope =
      scores.reduce((sum, t, i) => sum + t * single.data[i]!, 0) / scores.reduce((sum, t) => sum + t * t, 0);
    const moved = kernels.detach(
      kernels.addRow(kernels.place(5, 6, test.data), kernels.centerColumns(x).means, -1),
    );
    multiply(moved, direction).data.forEach((t, i) => expect(one.data[i]).toBeCloseTo(level + slope * t, 11));
  });
});
