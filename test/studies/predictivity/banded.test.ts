import { createEngine as createBuilt } from "repgeom";
import { describe, expect, it } from "vitest";
import { matrix, type Matrix } from "../../../src/base/matrix.ts";
import { createRandom } from "../../../src/base/random.ts";
import { createEngine } from "../../../src/engine.ts";
import { candidateWeights } from "../../../src/studies/predictivity/banded/candidates.ts";
import { foldGram, gramOf } from "../../../src/studies/predictivity/banded/kernels.ts";
import { openSearch } from "../../../src/studies/predictivity/banded/search.ts";
import { createKernels } from "../../../src/wasm/create.ts";
import { chooseBuild, loadModule } from "../../../src/wasm/load.ts";
import { gaussian, multiply } from "../../support/data.ts";

const engine = await createEngine({ threads: 0 });
const kernels = await createKernels(await loadModule(chooseBuild(true)));
const named = (name: string, { rows, cols, data }: Matrix) => ({ name, shape: [rows, cols], data });

/** Voxels that follow the first space, the second, or neither; noise between repeats. */
function simulate({ stimuli = 40, repeats = 4, noise = 0.5, seed = 3 } = {}) {
  const random = createRandom(seed);
  const spaces = [gaussian(random, stimuli, 5), gaussian(random, stimuli, 60)];
  const voxels = 6;
  const weights = [gaussian(random, 5, voxels), gaussian(random, 60, voxels)];
  const signals = spaces.map((x, s) =>
    multiply(x, weights[s]!).data.map((value) => value / Math.sqrt(x.cols)),
  );
  const data = new Float64Array(stimuli * repeats * voxels);
  for (let k = 0; k < data.length; k++) {
    const [i, v] = [Math.floor(k / (repeats * voxels)), k % voxels];
    data[k] = (v < 3 ? signals[0]! : signals[1]!)[i * voxels + v]! + noise * random.normal() + 3;
  }
  return {
    spaces: [named("few", spaces[0]!), named("many", spaces[1]!)],
    responses: { name: "voxels", shape: [stimuli, repeats, voxels], data },
  };
}

/** argmin ‖y − x b‖² + λ‖b‖² with means taken out, by Gauss elimination; the prediction of other rows. */
function ridge(x: number[][], y: number[], penalty: number, tested: number[][]): number[] {
  const n = x[0]!.length;
  const means = Array.from({ length: n }, (_, j) => x.reduce((sum, row) => sum + row[j]!, 0) / x.length);
  const level = y.reduce((sum, value) => sum + value, 0) / y.length;
  const c = x.map((row) => row.map((value, j) => value - means[j]!));
  const system = Array.from({ length: n }, (_, a) => [
    ...Array.from({ length: n }, (_, b) =>
      c.reduce((sum, row) => sum + row[a]! * row[b]!, a === b ? penalty : 0),
    ),
    c.reduce((sum, row, i) => sum + row[a]! * (y[i]! - level), 0),
  ]);
  for (let p = 0; p < n; p++)
    for (let r = 0; r < n; r++) {
      if (r === p) continue;
      const factor = system[r]![p]! / system[p]![p]!;
      for (let k = p; k <= n; k++) system[r]![k]! -= factor * system[p]![k]!;
    }
  const b = system.map((row, k) => row[n]! / row[k]!);
  return tested.map((row) => row.reduce((sum, value, j) => sum + (value - means[j]!) * b[j]!, level));
}

describe("the search of banded ridge", () => {
  const random = createRandom(8);
  const [n, voxels] = [14, 3];
  const units = [gaussian(random, n, 3), gaussian(random, n, 4)];
  const y = gaussian(random, n, voxels);
  for (let i = 0; i < n; i++) y.data[i * voxels]! += 2 * units[0]!.data[i * 3]!;
  const folds = Int32Array.from({ length: n }, (_, i) => (i < 10 ? 1 : 0));
  const trained = [...folds.keys()].filter((i) => folds[i] === 1);
  const grams = units.map((one, s) => kernels.scope(() => gramOf({ name: `s${s}`, units: one }, kernels)));
  const weights = candidateWeights(12, 2, 5);
  const penalties = Array.from({ length: 15 }, (_, k) => 0.05 * 1.7 ** k);

  /** Columns of both spaces at √(γ / mean eigenvalue): ridge on them is banded ridge. */
  const columns = (candidate: number, rows: readonly number[]) => {
    const scales = units.map(({ cols, data }) => {
      const mean = (j: number) => trained.reduce((sum, i) => sum + data[i * cols + j]!, 0) / trained.length;
      const each = Array.from({ length: cols }, (_, j) =>
        trained.reduce((sum, i) => sum + (data[i * cols + j]! - mean(j)) ** 2, 0),
      );
      return each.reduce((sum, value) => sum + value, 0) / trained.length;
    });
    return rows.map((i) =>
      units.flatMap(({ cols, data }, s) =>
        Array.from(
          { length: cols },
          (_, j) => data[i * cols + j]! * Math.sqrt(weights.data[candidate * 2 + s]! / scales[s]!),
        ),
      ),
    );
  };

  it("takes for each voxel the weights and the penalty with the least leave-one-out error", () => {
    const setup = { grams, responses: y, folds, weights, penalties };
    const found = kernels.scope(() => openSearch(setup, kernels)({ fold: 0, from: 0, to: 12 }));
    for (let v = 0; v < voxels; v++) {
      const values = trained.map((i) => y.data[i * voxels + v]!);
      let best = { error: Infinity, candidate: -1, penalty: -1 };
      for (let candidate = 0; candidate < 12; candidate++) {
        const x = columns(candidate, trained);
        for (const [p, penalty] of penalties.entries()) {
          const error = trained.reduce((sum, _, k) => {
            const [guess] = ridge(
              x.filter((_, r) => r !== k),
              values.filter((_, r) => r !== k),
              penalty,
              [x[k]!],
            );
            return sum + (values[k]! - guess!) ** 2;
          }, 0);
          if (error < best.error) best = { error, candidate, penalty: p };
        }
      }
      expect([found.candidates[v], found.penalties[v]]).toEqual([best.candidate, best.penalty]);
      expect(found.errors[v]).toBeCloseTo(best.error, 9);
    }
    expect(new Set(found.candidates).size).toBeGreaterThan(1);
  });

  it("gives inner products of the training and tested stimuli about the training means", () => {
    const tested = [10, 11, 12, 13];
    const { train, test } = foldGram(grams[1]!, trained, tested);
    expect(train.data.reduce((sum, value, k) => sum + (k % 11 === 0 ? value : 0), 0)).toBeCloseTo(10, 10);
    const { data, cols } = units[1]!;
    const mean = Array.from(
      { length: cols },
      (_, j) => trained.reduce((sum, i) => sum + data[i * cols + j]!, 0) / 10,
    );
    const product = (a: number, b: number) =>
      mean.reduce((sum, m, j) => sum + (data[a * cols + j]! - m) * (data[b * cols + j]! - m), 0);
    const scale = trained.reduce((sum, i) => sum + product(i, i), 0) / 10;
    expect(test.data[1 * 10 + 3]).toBeCloseTo(product(11, trained[3]!) / scale, 11);
    expect(train.data[2 * 10 + 7]).toBeCloseTo(product(trained[2]!, trained[7]!) / scale, 11);
  });
});

describe("weights to choose from", () => {
  it("begin with equal ones and each space alone, and sum to 1", () => {
    const { rows, cols, data } = candidateWeights(400, 3, 1);
    expect([...data.subarray(0, 12)]).toEqual([1 / 3, 1 / 3, 1 / 3, 1, 0, 0, 0, 1, 0, 0, 0, 1]);
    for (let c = 0; c < rows; c++) {
      const row = data.subarray(c * cols, (c + 1) * cols);
      expect(row.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
      expect(row.every((value) => value >= 0)).toBe(true);
    }
  });

  it("have the moments of Dirichlet distributions of concentration 1 and 0.1", () => {
    const { rows, cols, data } = candidateWeights(8004, 3, 2);
    for (const [odd, concentration] of [
      [0, 1],
      [1, 0.1],
    ] as const) {
      const some = Array.from({ length: rows }, (_, c) => c).filter((c) => c > 3 && c % 2 === odd);
      const values = some.map((c) => data[c * cols]!);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
      const expected = ((1 / 3) * (2 / 3)) / (3 * concentration + 1);
      expect(mean).toBeCloseTo(1 / 3, 1);
      expect(Math.abs(variance / expected - 1)).toBeLessThan(0.06);
    }
  });
});

describe("bandedPredictivity", () => {
  it("is ridge where there is one space and one penalty", async () => {
    const { spaces, responses } = simulate();
    for (const x of spaces) {
      const options = { ridge: 0.3, splits: 3, samples: 20 };
      const plain = await engine.predictivity(x, responses, options);
      const banded = await engine.bandedPredictivity([x], responses, options);
      for (const member of ["values", "raw", "predictionReliability", "responseReliability"] as const)
        banded[member].forEach((value, v) => expect(value).toBeCloseTo(plain[member][v]!, 9));
      expect(banded.median).toBeCloseTo(plain.median, 9);
      expect([...banded.weights!.data]).toEqual(Array(6).fill(1));
    }
  });

  it("tells which space a voxel follows, and predicts better than one penalty for all", async () => {
    const { spaces, responses } = simulate({ stimuli: 80 });
    const options = { splits: 2, samples: 20 };
    const banded = await engine.bandedPredictivity(spaces, responses, options);
    const [few, many] = spaces as [(typeof spaces)[0], (typeof spaces)[0]];
    const both = matrix(80, 65);
    for (let i = 0; i < 80; i++) {
      both.data.set(few.data.subarray(i * 5, i * 5 + 5), i * 65);
      both.data.set(many.data.subarray(i * 60, i * 60 + 60), i * 65 + 5);
    }
    const plain = await engine.predictivity(both, responses, options);
    for (const v of [0, 1, 2]) {
      expect(banded.raw[v]).toBeGreaterThan(plain.raw[v]! + 0.03);
      expect(banded.parts!.data[2 * v]).toBeGreaterThan(0.7);
      expect(Math.abs(banded.parts!.data[2 * v + 1]!)).toBeLessThan(0.1);
      expect(banded.weights!.data[2 * v]).toBeGreaterThan(0.7);
    }
    for (const v of [3, 4, 5])
      expect(banded.parts!.data[2 * v + 1]).toBeGreaterThan(banded.parts!.data[2 * v]!);
    banded.raw.forEach((raw, v) =>
      // All but what the training means add.
      expect(Math.abs(raw - banded.parts!.data[2 * v]! - banded.parts!.data[2 * v + 1]!)).toBeLessThan(0.06),
    );
    expect(banded.spaces).toEqual(["few", "many"]);
  });

  it("does not depend on the scale of a space, an offset or repeated units", async () => {
    const { spaces, responses } = simulate();
    const options = { splits: 2, samples: 20, candidates: 12 };
    const changed = [
      { ...spaces[0]!, data: spaces[0]!.data.map((value) => 1000 * value + 50) },
      {
        name: "twice",
        shape: [40, 120],
        data: Float64Array.from(
          { length: 4800 },
          (_, k) => spaces[1]!.data[Math.floor(k / 120) * 60 + (k % 60)]!,
        ),
      },
    ];
    const [a, b] = [
      await engine.bandedPredictivity(spaces, responses, options),
      await engine.bandedPredictivity(changed, responses, options),
    ];
    a.values.forEach((value, v) => expect(b.values[v]).toBeCloseTo(value, 8));
  });

  it("holds the tested stimuli out: predictions of pure noise are worth nothing, however many candidates", async () => {
    const random = createRandom(77);
    const spaces = [named("a", gaussian(random, 60, 30)), named("b", gaussian(random, 60, 30))];
    const signal = gaussian(random, 60, 20);
    const data = Float64Array.from(
      { length: 60 * 2 * 20 },
      (_, k) => signal.data[Math.floor(k / 40) * 20 + (k % 20)]!,
    );
    data.forEach((value, k) => (data[k] = value + 0.1 * random.normal()));
    const { raw } = await engine.bandedPredictivity(
      spaces,
      { name: "noise", shape: [60, 2, 20], data },
      { splits: 1, samples: 5 },
    );
    // Correlations of 60 stimuli have a standard deviation of 0.13; their mean over 20 voxels 0.03. Near the
    // training mean, which is low where the tested stimuli are high, they are below 0.
    expect(raw.reduce((sum, value) => sum + value, 0) / 20).toBeLessThan(0.1);
  });

  it("gives the same bits on threads, and writes parts and weights", async () => {
    const { spaces, responses } = simulate();
    const options = { splits: 2, samples: 20, candidates: 20 };
    const threaded = await createBuilt({ threads: 2 });
    const [a, b] = [
      await engine.bandedPredictivity(spaces, responses, options),
      await threaded.bandedPredictivity(spaces, responses, options),
    ];
    threaded.close();
    expect(b.toJson()).toBe(a.toJson());
    expect(a.toCsv().split("\n")[0]).toBe(
      ',values,raw,predictionReliability,responseReliability,"part, few","part, many","weight, few","weight, many"',
    );
    const { parts } = JSON.parse(a.toJson()) as { parts: number[][] };
    expect(parts[5]).toEqual([...a.parts!.data.subarray(10, 12)]);
  });

  it("has no value for voxels that are all the same", async () => {
    const { spaces, responses } = simulate();
    for (let k = 0; k < responses.data.length; k += 3) responses.data[k] = 0.1;
    const { values, leftOut } = await engine.bandedPredictivity(spaces, responses, {
      splits: 2,
      candidates: 4,
    });
    expect([values[0], values[3], leftOut]).toEqual([NaN, NaN, 2]);
    expect(values[1]).toBeGreaterThan(0.5);
  });

  it.each([
    [[], {}, /no feature spaces/],
    [
      [{ name: "flat", shape: [40, 2], data: new Float64Array(80).fill(3) }],
      {},
      /flat does not vary over the stimuli/,
    ],
    [[{ name: "short", shape: [30, 2], data: new Float64Array(60) }], {}, /number of stimuli/],
    [undefined, { method: "pls" }, /bandedPredictivity has no option "method"/],
    [undefined, { candidates: 0 }, /candidates is 0; accepted: a whole number from 1/],
    [undefined, { folds: 21 }, /bandedPredictivity: folds is 21; accepted for 40 stimuli/],
  ])("refuses %#", async (spaces, options, message) => {
    const { spaces: usual, responses } = simulate();
    await expect(engine.bandedPredictivity(spaces ?? usual, responses, options as never)).rejects.toThrow(
      message,
    );
  });
});
