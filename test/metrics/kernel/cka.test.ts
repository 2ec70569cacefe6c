import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type MetricSpec } from "../../../src/index.ts";
import { matrix, type Matrix } from "../../../src/base/matrix.ts";
import { medianDistance } from "../../../src/metrics/kernel/bandwidth.ts";
import {
  gramBlocks,
  gramSums,
  linearSums,
  regionsOf,
  type Region,
} from "../../../src/metrics/kernel/gram.ts";
import { distancesIn } from "../../../src/metrics/kernel/rbf.ts";
import { resolveSpec } from "../../../src/metrics/resolve.ts";
import { inlineExecutor } from "../../../src/run/pairs/inline.ts";
import { runPairs } from "../../../src/run/pairs/run.ts";
import { createRandom } from "../../../src/base/random.ts";
import { createKernels } from "../../../src/wasm/create.ts";
import type { Kernels } from "../../../src/wasm/kernels.ts";
import { chooseBuild, loadModule } from "../../../src/wasm/load.ts";
import { gaussian, representation } from "../../support/data.ts";

let engine: Engine;
let kernels: Kernels;
beforeAll(async () => {
  const module = await loadModule(chooseBuild());
  engine = await createEngine({ threads: 0, module });
  kernels = await createKernels(module);
});

const random = createRandom(31);
const compare = (a: Matrix, b: Matrix, spec: MetricSpec) =>
  engine.compare(representation("first", a), representation("second", b), spec);
const scaled = (a: Matrix, factor: number): Matrix => ({ ...a, data: a.data.map((v) => v * factor) });
const near = (value: number, expected: number, tol: number) =>
  expect(Math.abs(value - expected)).toBeLessThanOrEqual(tol);

const relative = (value: number, expected: number, tol: number) =>
  near(value, expected, tol * Math.abs(expected));

const row = ({ cols, data }: Matrix, i: number) => Array.from(data.subarray(i * cols, (i + 1) * cols));
const distance = (a: number[], b: number[]) => Math.hypot(...a.map((v, k) => v - b[k]!));
const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);

function distances(x: Matrix): number[] {
  const found: number[] = [];
  for (let i = 0; i < x.rows; i++) {
    for (let j = i + 1; j < x.rows; j++) found.push(distance(row(x, i), row(x, j)));
  }
  return found;
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)]!, sorted[Math.floor(sorted.length / 2)]!];
  return (low + high) / 2;
}

function rbf(x: Matrix, sigma: number): number[][] {
  const rows = Array.from({ length: x.rows }, (_, i) => row(x, i));
  return rows.map((a) => rows.map((b) => Math.exp(-(distance(a, b) ** 2) / (2 * sigma ** 2))));
}

/** tr(KHLH), by its definition. */
function biasedHsic(k: number[][], l: number[][]): number {
  const m = k.length;
  const centred = (a: number[][]) => {
    const means = a.map((line) => sum(line) / m);
    const all = sum(means) / m;
    return a.map((line, i) => line.map((v, j) => v - means[i]! - means[j]! + all));
  };
  const [p, q] = [centred(k), centred(l)];
  return sum(p.flatMap((line, i) => line.map((v, j) => v * q[i]![j]!)));
}

/** Song et al. 2012, equation 5. */
function unbiasedHsic(k: number[][], l: number[][]): number {
  const m = k.length;
  const hollow = (a: number[][]) => a.map((line, i) => line.map((v, j) => (i === j ? 0 : v)));
  const [p, q] = [hollow(k), hollow(l)];
  const [r, s] = [p.map(sum), q.map(sum)];
  const trace = sum(p.flatMap((line, i) => line.map((v, j) => v * q[i]![j]!)));
  const cross = sum(r.map((v, i) => v * s[i]!));
  return (trace + (sum(r) * sum(s)) / ((m - 1) * (m - 2)) - (2 * cross) / (m - 2)) / (m * (m - 3));
}

describe("cka with the RBF kernel", () => {
  // as rows, and as a Gram matrix: both forms of what is prepared
  it.each([
    [30, 4, 6],
    [12, 30, 3],
    [21, 15, 40],
  ])("is its definition for %i stimuli, %i and %i units", async (m, p, q) => {
    const [x, y] = [gaussian(random, m, p), gaussian(random, m, q)];
    for (const bandwidth of [0.4, 1, 2.5]) {
      const [k, l] = [x, y].map((a) => rbf(a, bandwidth * median(distances(a)))) as [number[][], number[][]];
      for (const [debiased, hsic] of [
        [false, biasedHsic],
        [true, unbiasedHsic],
      ] as const) {
        const value = await compare(x, y, { metric: "cka", kernel: "rbf", bandwidth, debiased });
        near(value, hsic(k, l) / Math.sqrt(hsic(k, k) * hsic(l, l)), 1e-11);
      }
      const plain = sum(k.flatMap((line, i) => line.map((v, j) => v * l[i]![j]!)));
      const self = (a: number[][]) => sum(a.flat().map((v) => v * v));
      const uncentred = await compare(x, y, { metric: "cka", kernel: "rbf", bandwidth, center: false });
      near(uncentred, plain / Math.sqrt(self(k) * self(l)), 1e-12);
    }
  });

  it("of great width is linear CKA", async () => {
    const [x, y] = [gaussian(random, 40, 6), gaussian(random, 40, 9)];
    for (const debiased of [false, true]) {
      const linear = await compare(x, y, { metric: "cka", debiased });
      for (const bandwidth of [1e4, 1e7, 1e12]) {
        const value = await compare(x, y, { metric: "cka", kernel: "rbf", bandwidth, debiased });
        near(value, linear, Math.max(1e-12, 10 / bandwidth ** 2));
      }
    }
  });

  it("does not change with scale, nor the two units of bandwidth with each other", async () => {
    const [x, y] = [gaussian(random, 30, 6), gaussian(random, 30, 40)];
    const value = await compare(x, y, { metric: "cka", kernel: "rbf" });
    for (const factor of [1e-150, 1e150]) {
      near(
        await compare(scaled(x, factor), scaled(y, factor), { metric: "cka", kernel: "rbf" }),
        value,
        1e-12,
      );
      const inUnits = { metric: "cka", kernel: "rbf", bandwidthUnit: "responses" } as const;
      near(
        await compare(scaled(x, factor), scaled(y, factor), { ...inUnits, bandwidth: 3 * factor }),
        await compare(x, y, { ...inUnits, bandwidth: 3 }),
        1e-12,
      );
    }
  });

  it("says what is degenerate", async () => {
    const y = gaussian(random, 8, 3);
    const mostlyEqual = matrix(8, 1, Float64Array.of(1, 1, 1, 1, 1, 1, 1, 2));
    const simplex = matrix(8, 8);
    for (let i = 0; i < 8; i++) simplex.data[9 * i] = 1;
    const spec = { metric: "cka", kernel: "rbf" } as const;
    await expect(compare(mostlyEqual, y, spec)).rejects.toThrow(
      /first: at least half of the pairs of stimuli have equal responses/,
    );
    await expect(compare(matrix(8, 2), y, spec)).rejects.toThrow(/first: every unit is constant/);
    await expect(compare(gaussian(random, 1, 2), gaussian(random, 1, 2), spec)).rejects.toMatchObject({
      name: "NumericalError",
    });
    for (const kernel of ["rbf", "linear"] as const) {
      const call = compare(simplex, y, { metric: "cka", kernel, debiased: true });
      await expect(call).rejects.toThrow(/first: its stimuli are all equally similar/);
      await expect(call).rejects.toMatchObject({ name: "NumericalError" });
      expect(await compare(simplex, y, { metric: "cka", kernel })).toBeGreaterThan(0);
    }
    await expect(compare(y, y, { ...spec, bandwidth: 0 })).rejects.toMatchObject({ name: "OptionError" });
  });

  it("debiased keeps a network of one unit with an outlier, and refuses one that answers one stimulus alone", async () => {
    const y = gaussian(random, 50, 3);
    const outlier = gaussian(random, 50, 1);
    outlier.data[7] = 1e4;
    const k = (x: Matrix) =>
      Array.from({ length: 50 }, (_, i) => row(x, i)).map((a, _i, all) =>
        all.map((b) => sum(a.map((v, j) => v * b[j]!))),
      );
    const centred = (x: Matrix) => {
      const mean = sum([...x.data]) / 50;
      return { ...x, data: x.data.map((v) => v - mean) };
    };
    const [p, q] = [k(centred(outlier)), k(y)];
    const expected = unbiasedHsic(p, q) / Math.sqrt(unbiasedHsic(p, p) * unbiasedHsic(q, q));
    near(await compare(outlier, y, { metric: "cka", debiased: true }), expected, 1e-6);
    const single = matrix(50, 1);
    single.data[7] = 3;
    await expect(compare(single, y, { metric: "cka", debiased: true })).rejects.toThrow(
      /first: its stimuli are all/,
    );
  });
});

describe("the median distance", () => {
  const medianOf = (x: Matrix, bound = 4.1 * Math.max(...x.data.map((v) => v * v)) * x.cols) => {
    const within = (region: Region, use: (squares: Matrix) => void) =>
      kernels.scope(() => use(distancesIn({ source: x, isGram: 0 }, region, kernels)));
    return kernels.scope(() => medianDistance({ bound, kept: false, within }, x.rows));
  };
  it.each([2, 3, 4, 5, 37, 310])("is that of a sorted list, for %i stimuli", (m) => {
    const x = gaussian(random, m, 3);
    near(medianOf(x), median(distances(x)), 1e-13);
  });
  it("is exact however loose the bound", () => {
    const x = gaussian(random, 50, 3);
    for (const bound of [1e3, 1e9, 1e30]) near(medianOf(x, bound), median(distances(x)), 1e-13);
  });
  it("is exact with ties", () => {
    const x = matrix(9, 1, Float64Array.of(0, 0, 1, 1, 1, 2, 2, 5, 5));
    near(medianOf(x), median(distances(x)), 1e-15);
    const halves = matrix(4, 1, Float64Array.of(0, 1, 10, 20)); // 1 9 10 10 19 20
    near(medianOf(halves), 10, 1e-15);
    // three small distances and three large: the two in the middle lie far apart
    const gap = matrix(4, 2, Float64Array.of(0, 0, 1, 0, 0, 1, 40, 40));
    near(medianOf(gap), median(distances(gap)), 1e-13);
  });
});

describe("the blocks of a Gram matrix", () => {
  it.each([1, 2, 255, 700, 4096, 4097, 5000])("cover one triangle of %i stimuli", (m) => {
    let covered = 0;
    for (const block of gramBlocks(m)) {
      let length = 0;
      for (const { rows, columns, weight } of regionsOf(block, m)) {
        const size = (rows.end - rows.start) * (columns.end - columns.start);
        length += size;
        covered += weight === 1 ? size : 2 * size;
      }
      expect(block.length).toBe(length);
    }
    expect(covered).toBe(m * m);
  });
});

describe("the sums over a Gram matrix", () => {
  // in one block, in blocks of rows, in square blocks
  it.each([40, 700, 4200])("are those of its rows for %i stimuli", (m) => {
    const x = gaussian(random, m, 2);
    const gram = { source: x, isGram: 0, sigma: 0, less: 0 };
    const total = [0, 1].map((unit) => sum([...x.data].filter((_v, k) => k % 2 === unit)));
    const { rows, squares } = gramSums(gram, true, kernels);
    rows.forEach((found, i) => near(found, row(x, i)[0]! * total[0]! + row(x, i)[1]! * total[1]!, 1e-9));
    relative(
      squares,
      kernels.scope(() => kernels.norm(kernels.syrk(x, { trans: true })) ** 2),
      1e-12,
    );
    const hollow = linearSums(x, kernels);
    const without = gramSums(gram, false, kernels);
    hollow.rows.forEach((found, i) => near(found, without.rows[i]!, 1e-9));
    relative(hollow.squares, without.squares, 1e-12);
  });
});

describe("many stimuli", () => {
  const units = 8;
  const m = 20_000;
  /** ‖YᵀX‖² / (‖XᵀX‖ ‖YᵀY‖) of centred responses. */
  function linearCka(x: Matrix, y: Matrix): number {
    return kernels.scope(() => {
      const [a, b] = [x, y].map((one) => kernels.centerColumns(one).centered) as [Matrix, Matrix];
      const norm = (p: Matrix, q: Matrix) => kernels.norm(kernels.gemm(p, q, { transA: true }));
      return norm(a, b) ** 2 / (norm(a, a) * norm(b, b));
    });
  }

  it("go through blocks of the Gram matrix in bounded memory", async () => {
    const own = await createKernels(await loadModule(chooseBuild()));
    const [x, y] = [gaussian(random, m, units), gaussian(random, m, units)];
    const nets = [x, y].map((one, k) => representation(String(k), one));
    const pairs = { rows: { start: 0, end: 2 }, cols: { start: 0, end: 2 }, triangle: true, diagonal: false };
    const before = own.usage.used;
    const spec = await resolveSpec({ metric: "cka" });
    const executor = inlineExecutor(own, spec, 128 * 2 ** 20);
    const { values } = await runPairs(nets, spec, pairs, executor, {});
    near(values[1]!, linearCka(x, y), 1e-12);
    // The Gram matrix of one network would be 3,052 MiB.
    expect(own.usage.peak - before).toBeLessThan(32 * 2 ** 20);
  }, 60_000);
});

describe("euclideanBetween", () => {
  it.each([
    [1, 1, 3],
    [5, 9, 2],
    [33, 70, 17],
  ])("is the definition for %i and %i rows of %i", (m, n, p) => {
    const [a, b] = [gaussian(random, m, p), gaussian(random, n, p)];
    b.data.set(row(a, m - 1), (n - 1) * p);
    kernels.scope(() => {
      const [plain, squared] = [
        kernels.euclideanBetween(a, b),
        kernels.euclideanBetween(a, b, { squared: true }),
      ];
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < n; j++) {
          const expected = distance(row(a, i), row(b, j));
          near(plain.data[i * n + j]!, expected, 1e-13 * p);
          near(squared.data[i * n + j]!, expected ** 2, 1e-13 * p);
        }
      }
      expect(plain.data[m * n - 1]).toBe(0);
    });
  });
  it("refuses rows of other lengths, both shapes named", () => {
    const call = () => kernels.euclideanBetween(matrix(2, 3), matrix(4, 5));
    expect(call).toThrow("euclideanBetween: A is 2 × 3, B is 4 × 5; the columns must be equal in number.");
    expect(call).toThrow(expect.objectContaining({ name: "ShapeError" }));
  });
});
