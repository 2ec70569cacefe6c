import { describe, expect, it } from "vitest";
import { createEngine } from "../../../src/index.ts";
import type { Matrix } from "../../../src/base/matrix.ts";
import { createRandom, type Random } from "../../../src/base/random.ts";
import { overlapsOf } from "../../../src/metrics/spectral/overlaps.ts";
import { populationOf } from "../../../src/metrics/spectral/population.ts";
import { createKernels } from "../../../src/wasm/create.ts";
import { loadModule } from "../../../src/wasm/load.ts";
import { gaussian, multiply, orthogonal } from "../../support/data.ts";

const kernels = await createKernels(await loadModule("simd"));
const engine = await createEngine({ threads: 0 });

/** Orthonormal directions of sum 0, stimuli × (stimuli − 1). */
function directions(stimuli: number, random: Random): Matrix {
  const raw = gaussian(random, stimuli, stimuli);
  for (let i = 0; i < stimuli; i++) raw.data[i * stimuli] = 1;
  const { q } = kernels.qr(kernels.place(stimuli, stimuli, raw.data));
  return kernels.detach(kernels.columns(q, 1, stimuli));
}

const turned = (v: Matrix, angle: number, random: Random): Matrix => {
  const n = v.cols;
  const turn = Float64Array.from({ length: n * n }, (_, k) => (k % (n + 1) === 0 ? 1 : 0));
  for (let step = 0; step < 4 * n; step++) {
    const [i, j] = [random.below(n), random.below(n)];
    if (i === j) continue;
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    for (let k = 0; k < n; k++) {
      const [a, b] = [turn[k * n + i]!, turn[k * n + j]!];
      [turn[k * n + i], turn[k * n + j]] = [c * a - s * b, s * a + c * b];
    }
  }
  return multiply(v, { rows: n, cols: n, data: turn });
};

/** Responses of a few units of a population whose eigenvalues fall as 1/rank. */
function sample(v: Matrix, units: number, random: Random): Matrix {
  const { data, cols } = v;
  const scaled = { ...v, data: data.map((value, k) => value / Math.sqrt(1 + (k % cols))) };
  return multiply(scaled, gaussian(random, cols, units));
}

const leading = (v: Matrix, w: Matrix, k: number) => {
  let sum = 0;
  for (let i = 0; i < k; i++)
    for (let j = 0; j < k; j++) {
      let inner = 0;
      for (let s = 0; s < v.rows; s++) inner += v.data[s * v.cols + i]! * w.data[s * w.cols + j]!;
      sum += inner * inner;
    }
  return sum / k;
};

describe("cca with estimator spectral", () => {
  const [stimuli, units, components] = [50, 25, 4];
  const spec = { metric: "cca", ground: "mean-squared", estimator: "spectral", components } as const;
  /** What the plug-in says of the same components. */
  const plugIn = async (x: Matrix, y: Matrix) => {
    const [u, w] = [x, y].map((one) =>
      kernels.detach(
        kernels.leftSvd(kernels.centerColumns(kernels.place(one.rows, one.cols, one.data)).centered).u,
      ),
    );
    return leading(u!, w!, components);
  };

  it.each([
    ["alike", 0.01, 0.7],
    ["unrelated", 3, 1.5],
  ])("is nearer to the populations of networks that are %s", async (_word, angle, share) => {
    const random = createRandom(8);
    const draws = 10;
    let [truth, plain, estimated] = [0, 0, 0];
    for (let draw = 0; draw < draws; draw++) {
      const v = directions(stimuli, random);
      const w = turned(v, angle, random);
      truth += leading(v, w, components) / draws;
      const [x, y] = [sample(v, units, random), sample(w, units, random)];
      plain += (await plugIn(x, y)) / draws;
      estimated += (await engine.compare(x, y, spec)) / draws;
    }
    expect(Math.abs(estimated - truth)).toBeLessThan(share * Math.abs(plain - truth) + 0.03);
  });

  it("takes the side that is no sample as it is", async () => {
    const random = createRandom(9);
    const v = directions(stimuli, random);
    const all = sample(v, 600, random);
    const draws = 8;
    let [plain, estimated] = [0, 0];
    for (let draw = 0; draw < draws; draw++) {
      const few = sample(v, units, random);
      const one = await engine.compare(few, all, { ...spec, sampled: "first" });
      expect(await engine.compare(all, few, { ...spec, sampled: "second" })).toBeCloseTo(one, 9);
      estimated += one / draws;
      plain += (await plugIn(few, all)) / draws;
    }
    expect(estimated).toBeGreaterThan(plain + 0.05);
    expect(estimated).toBeLessThan(1.1);
  });

  it("depends on nothing but the geometry, and refuses what it does not have", async () => {
    const random = createRandom(3);
    const [x, y] = [gaussian(random, 20, 8), gaussian(random, 20, 9)];
    const value = await engine.compare(x, y, spec);
    expect(await engine.compare(multiply(x, orthogonal(random, 8)), y, spec)).toBeCloseTo(value, 9);
    const refused = (more: object) => engine.compare(x, y, { ...spec, ...more } as typeof spec);
    await expect(refused({ ground: "angular" })).rejects.toThrow(/ground mean-squared/);
    await expect(refused({ ridge: 1 })).rejects.toThrow(/ridge/);
    await expect(refused({ components: 9 })).rejects.toThrow(/vary in 8; ask for fewer/);
  });
});

describe("its parts", () => {
  it("find eigenvalues whose samples have those that were found, with the same sum", () => {
    const found = Float64Array.of(5, 2, 1, 0.5);
    const { values, overlaps } = populationOf(found, { directions: 10, units: 4, seed: 1 }, kernels);
    expect(values.data.reduce((a, b) => a + b, 0)).toBeCloseTo(8.5, 10);
    expect([overlaps.rows, overlaps.cols]).toEqual([4, 10]);
    for (let i = 0; i < 4; i++)
      expect(overlaps.data.subarray(i * 10, (i + 1) * 10).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 10);
    expect(overlaps.data[0]).toBeGreaterThan(overlaps.data[3]!);
  });

  it("undo a blur that is known", () => {
    const blur = { rows: 3, cols: 3, data: Float64Array.of(0.8, 0.1, 0.1, 0.1, 0.7, 0.2, 0.1, 0.2, 0.7) };
    const truth = { rows: 3, cols: 3, data: Float64Array.of(0.9, 0.1, 0, 0.1, 0.6, 0.3, 0, 0.3, 0.7) };
    const transposed = kernels.detach(kernels.transpose(blur));
    const found = multiply(multiply(blur, truth), transposed);
    const made = overlapsOf(found, blur, blur, kernels);
    made.data.forEach((value, k) => expect(Math.abs(value - truth.data[k]!)).toBeLessThan(0.08));
    expect(overlapsOf(truth, undefined, undefined, kernels).data[0]).toBeCloseTo(0.9, 10);
  });
});
