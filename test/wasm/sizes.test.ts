import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/base/random.ts";
import type { Matrix } from "../../src/base/matrix.ts";
import type { Kernels } from "../../src/wasm/kernels.ts";
import { createKernels, instantiate } from "../../src/wasm/create.ts";
import { loadModule } from "../../src/wasm/load.ts";
import { Arena } from "../../src/wasm/memory.ts";
import { gaussian } from "../support/data.ts";
import { determinantKernels } from "../../src/wasm/parts/determinants.ts";
import { matchingKernels } from "../../src/wasm/parts/matchings.ts";
import { neighborKernels } from "../../src/wasm/parts/neighbors.ts";
import { rankKernels } from "../../src/wasm/parts/ranks.ts";

const wasm = await instantiate(await loadModule("simd"));
const estimates = Object.entries(wasm).filter(([name]) => name.endsWith("Work")) as [
  string,
  (...sizes: number[]) => number,
][];

/** Up to the largest that crosses the boundary. */
const sizes = [0, 1, 100, 2048, 50_000, 800_000, 2 ** 20, 2 ** 28, 2 ** 29, 2 ** 31 - 1];
const triples = sizes.flatMap((m) => sizes.flatMap((n) => [1, 2048, 2 ** 31 - 1].map((k) => [m, n, k])));

/** Memory that only says how large it is. */
const pretended = () => {
  const buffer = { byteLength: 65_536 };
  return { buffer, grow: (pages: number) => (buffer.byteLength += pages * 65_536) } as never;
};

describe("estimates of scratch memory", () => {
  it("are those of all kernels that need any", () => {
    expect(estimates.map(([name]) => name)).toEqual(expect.arrayContaining(["dgesvdWork", "dsyevdWork"]));
    expect(estimates).toHaveLength(24);
  });

  it.each(estimates)("%s is a whole number of bytes, never negative, at any size", (_, work) => {
    for (const [m, n, k] of triples) {
      for (const bytes of [work(m!, n!, k!, 1), work(m!, n!, +(k! > 1), 0)]) {
        if (!(bytes >= 0 && bytes === Math.floor(bytes))) throw new Error(`${m} × ${n} × ${k}: ${bytes}`);
      }
    }
  });

  // The singular value decomposition reduces tall matrices first, so it may need less for more rows.
  it.each(
    estimates.filter(([name]) => name !== "dgesvdWork" && name !== "dgesvalsWork" && name !== "dnuclearWork"),
  )("%s never falls when a size grows", (_, work) => {
    for (const m of sizes) {
      for (const n of sizes) {
        const grown = sizes.map((size) => [work(size, n, m), work(n, size, m), work(n, m, size)]);
        grown.forEach((now, i) =>
          now.forEach((bytes, axis) => {
            if (i > 0 && bytes < grown[i - 1]![axis]!) throw new Error(`${m}, ${n}, axis ${axis}: ${bytes}`);
          }),
        );
      }
    }
  });

  it.each([
    [50_000, 2048],
    [2048, 50_000],
    [120_000, 800],
    [100, 800_000],
    [800_000, 100],
    [2 ** 31 - 1, 1],
    [2 ** 20, 2 ** 20],
    [2 ** 31 - 1, 2 ** 31 - 1],
  ])("of a singular value decomposition of %i × %i: the vectors of the longer side, once", (m, n) => {
    const matrix = 8 * m * n;
    const squares = 8 * Math.min(m, n) ** 2;
    const tall = m >= n;
    const [both, left, right] = [
      [1, 1],
      [1, 0],
      [0, 1],
    ].map(([u, v]) => wasm.dgesvdWork(m, n, u!, v!)) as [number, number, number];
    const transposed = tall ? 0 : matrix;
    const rest = 10 * squares + 8 * 80 * (m + n) + 2 ** 23;
    expect(both).toBeGreaterThan(matrix + transposed);
    // Almost square ones keep reflectors of full length as well.
    expect(both).toBeLessThan(matrix * (m < 1.2 * n && n < 1.2 * m ? 2.1 : 1.1) + 1.1 * transposed + rest);
    expect(tall ? left : right).toBe(both);
    expect(tall ? right : left).toBeLessThan(1.1 * transposed + rest + 8 * 24 * Math.max(m, n));
  });

  it("become a MemoryError, not a small block, from 4 GiB on", () => {
    const arena = new Arena(pretended());
    let refused = 0;
    for (const [name, work] of estimates) {
      for (const [m, n, k] of triples) {
        const bytes = work(m!, n!, k!, 1);
        if (bytes <= 2 ** 32) continue;
        refused++;
        expect(() => arena.scope(() => arena.alloc(bytes)), `${name} ${m} × ${n} × ${k}`).toThrow(
          expect.objectContaining({ name: "MemoryError" }),
        );
      }
    }
    expect(refused).toBeGreaterThan(500);
  });
});

describe("an arena", () => {
  it("gives addresses above 2 GiB as they are, and nothing at the end of what 32 bits address", () => {
    const arena = new Arena(pretended());
    expect(arena.alloc(3 * 2 ** 30)).toBe(65_536);
    expect(arena.alloc(1)).toBe(3 * 2 ** 30 + 65_536);
    const free = 65_535 * 65_536 - arena.usage.used;
    expect(() => arena.alloc(free + 1)).toThrow(/4 GiB/);
    expect(arena.alloc(free)).toBeGreaterThan(3 * 2 ** 30);
  });

  it.each([-1, NaN, -(2 ** 31)])("refuses %d bytes", (bytes) => {
    expect(() => new Arena(pretended()).alloc(bytes)).toThrow(RangeError);
  });

  it("says what was needed and what there is, for the words of its callers", () => {
    const arena = new Arena(pretended());
    arena.alloc(2 ** 31);
    const demand = { needed: 2 ** 31 + 65_536 + 2 ** 32, limit: 65_535 * 65_536 };
    expect(() => arena.alloc(2 ** 32)).toThrow(expect.objectContaining({ name: "MemoryError", demand }));
  });
});

/** One call of everything that takes a matrix. */
const operations: Record<string, (kernels: Kernels, a: Matrix) => unknown> = {
  copy: (kernels, a) => kernels.copy(a),
  columns: (kernels, a) => kernels.columns(a, 0, a.cols),
  transpose: (kernels, a) => kernels.transpose(a),
  centerColumns: (kernels, a) => kernels.centerColumns(a),
  centerRows: (kernels, a) => kernels.centerRows(a),
  scale: (kernels, a) => kernels.scale(a, 2),
  multiply: (kernels, a) => kernels.multiply(a, a),
  subtract: (kernels, a) => kernels.subtract(a, a),
  dot: (kernels, a) => kernels.dot(a, a),
  norm: (kernels, a) => kernels.norm(a),
  maxAbs: (kernels, a) => kernels.maxAbs(a),
  gemm: (kernels, a) => kernels.gemm(a, a, { transA: true }),
  syrk: (kernels, a) => kernels.syrk(a),
  panels: (kernels, a) => kernels.panels(a.rows, a.cols, a.data, "rows"),
  euclideanBetween: (kernels, a) => kernels.euclideanBetween(a, a),
  cosineBetweenUnitRows: (kernels, a) => kernels.cosineBetweenUnitRows(a, a.rows),
  minkowskiBetweenRows: (kernels, a) => kernels.minkowskiBetweenRows(a, a.rows, 3),
  unitRows: (kernels, a) => kernels.unitRows(a),
  ranks: (kernels, a) => kernels.part(rankKernels).ranks(a),
  order: (kernels, a) => kernels.part(rankKernels).order(a),
  concordance: (kernels, a) =>
    kernels
      .part(rankKernels)
      .concordance(kernels.part(rankKernels).order(a), kernels.part(rankKernels).order(kernels.scale(a, -1))),
  linearAssignment: (kernels, a) =>
    kernels
      .part(matchingKernels)
      .linearAssignment(a.rows > a.cols ? { ...a, rows: a.cols, cols: a.rows } : a),
  transport: (kernels, a) => kernels.part(matchingKernels).transport(a),
  nearestRows: (kernels, a) => kernels.part(neighborKernels).nearestRows(a, 2, { inner: false }),
  svd: (kernels, a) => kernels.svd(a),
  leftSvd: (kernels, a) => kernels.leftSvd(a),
  rightSvd: (kernels, a) => kernels.rightSvd(a),
  singularValues: (kernels, a) => kernels.singularValues(a),
  nuclearNorm: (kernels, a) => kernels.nuclearNorm(a),
  signOfDeterminant: (kernels, a) =>
    kernels
      .part(determinantKernels)
      .signOfDeterminant({ ...a, rows: Math.max(a.rows, a.cols), cols: Math.max(a.rows, a.cols) }),
  qr: (kernels, a) => kernels.qr(a.rows < a.cols ? { ...a, rows: a.cols, cols: a.rows } : a),
  lq: (kernels, a) => kernels.lq(a.rows > a.cols ? { ...a, rows: a.cols, cols: a.rows } : a),
};

describe("a matrix of more than 4 GiB", () => {
  it.each(Object.keys(operations))("is a MemoryError in %s, before its elements are read", async (name) => {
    const kernels = await createKernels(await loadModule("simd"));
    // Products of these sizes are 0, or small, in 32 bits.
    for (const [rows, cols] of [
      [40_000, 20_000],
      [2 ** 16, 2 ** 16],
      [2 ** 20, 2 ** 12 + 1],
      [3, 2 ** 31 + 2],
      [2 ** 32 + 3, 5],
    ] as const) {
      const used = kernels.usage.used;
      const call = () =>
        kernels.scope(() => operations[name]!(kernels, { rows, cols, data: new Float64Array(0) }));
      expect(call, `${rows} × ${cols}`).toThrow(expect.objectContaining({ name: "MemoryError" }));
      expect(kernels.usage.used).toBe(used);
    }
  });
});

describe("at the end of 4 GiB", () => {
  const shapes = [
    // Their sizes are whole cache lines, so that they end where the memory ends.
    [72, 32],
    [32, 72],
    [40, 40],
  ] as const;

  /** Numbers of a result. */
  function numbersOf(kernels: Kernels, result: unknown): number[] {
    if (typeof result === "number") return [result];
    if (ArrayBuffer.isView(result)) return [...(result as Float64Array)];
    const parts = result as Record<string, unknown>;
    if ("rows" in parts && "cols" in parts && "data" in parts)
      return [...kernels.detach(result as Matrix).data];
    return Object.values(parts).flatMap((part) => numbersOf(kernels, part));
  }

  // Pages that nothing was written to take no memory.
  it.each(Object.keys(operations))("%s gives the bits that it gives anywhere else", async (name) => {
    const module = await loadModule("simd");
    for (const [rows, cols] of shapes) {
      const a = gaussian(createRandom(rows), rows, cols);
      const run = (kernels: Kernels) =>
        kernels.scope(() => numbersOf(kernels, operations[name]!(kernels, a)));
      const low = await createKernels(module);
      const start = low.usage.used;
      const expected = run(low);
      const taken = low.usage.peak - start;
      const high = await createKernels(module);
      const free = 65_535 * 65_536 - high.usage.used;
      high.uninitialized(1, Math.floor((free - taken) / 64) * 8);
      expect(high.usage.used).toBeGreaterThan(4e9);
      expect(run(high)).toEqual(expected);
      expect(high.usage.peak).toBeGreaterThan(65_534 * 65_536);
    }
  });
});

/** `toEqual` of a million numbers takes a minute. */
const sameBits = (x: Float64Array, y: Float64Array) =>
  x.length === y.length && x.every((value, k) => Object.is(value, y[k]));

describe("decompositions in place", () => {
  const shapes = [
    [1500, 60],
    [72, 60],
    [65, 60],
    [60, 1500],
    [1, 1],
    [33, 5],
  ] as const;

  it.each(shapes)("of %i × %i have the bits of those of a copy", async (rows, cols) => {
    const kernels = await createKernels(await loadModule("simd"));
    const a = gaussian(createRandom(rows), rows, cols);
    const whole = kernels.svd(a);
    const own = () => kernels.copy(a);
    const all = [
      kernels.svd(own(), { overwrite: true }),
      kernels.leftSvd(a),
      kernels.leftSvd(own(), { overwrite: true }),
    ];
    for (const { u, values } of all) {
      expect(sameBits(u.data, whole.u.data)).toBe(true);
      expect(values).toEqual(whole.values);
    }
    for (const { vt, values } of [
      all[0]! as typeof whole,
      kernels.rightSvd(a),
      kernels.rightSvd(own(), { overwrite: true }),
    ]) {
      expect(sameBits(vt.data, whole.vt.data)).toBe(true);
      expect(values).toEqual(whole.values);
    }
  });

  it("leave their argument alone unless it may be overwritten", async () => {
    const kernels = await createKernels(await loadModule("simd"));
    const given = gaussian(createRandom(3), 50, 8);
    const placed = kernels.copy(given);
    const row = kernels.copy(gaussian(createRandom(4), 1, 8));
    kernels.svd(placed);
    kernels.leftSvd(placed);
    kernels.rightSvd(placed);
    kernels.qr(placed);
    kernels.scale(placed, 3);
    kernels.addRow(placed, row, 2);
    kernels.subtract(placed, placed);
    kernels.centerColumns(placed);
    kernels.columns(placed, 0, 4);
    expect(placed.data).toEqual(given.data);
    // What is not in this memory is copied whatever is said.
    kernels.scale(given, 3, { overwrite: true });
    kernels.columns(given, 1, 4, { overwrite: true });
    expect(placed.data).toEqual(given.data);
  });

  it("take the memory of their argument, with the same numbers", async () => {
    const kernels = await createKernels(await loadModule("simd"));
    const given = gaussian(createRandom(5), 60, 9);
    const other = kernels.copy(gaussian(createRandom(6), 60, 9));
    const row = kernels.copy(gaussian(createRandom(7), 1, 9));
    const how = { overwrite: true };
    const each: ((a: Matrix, said?: typeof how) => Matrix)[] = [
      (a, said) => kernels.scale(a, 3, said),
      (a, said) => kernels.addRow(a, row, 2, said),
      (a, said) => kernels.subtract(a, other, said),
      (a, said) => kernels.centerColumns(a, said).centered,
      (a, said) => kernels.columns(a, 2, 7, said),
      (a, said) => kernels.qr(a, said).q,
    ];
    for (const call of each) {
      const [copy, expected] = [kernels.copy(given), kernels.detach(call(kernels.copy(given)))];
      const before = kernels.usage.used;
      const result = call(copy, how);
      expect(kernels.usage.used - before).toBeLessThan(8 * 60 * 9);
      expect(result.data).toEqual(expected.data);
    }
  });

  it("of a tall matrix need its size once more, not three times", async () => {
    const kernels = await createKernels(await loadModule("simd"));
    const a = kernels.copy(gaussian(createRandom(8), 20_000, 40));
    const size = 8 * 20_000 * 40;
    const before = kernels.usage.used;
    kernels.scope(() => kernels.rightSvd(a, { overwrite: true }));
    expect((kernels.usage.peak - before) / size).toBeLessThan(0.95); // a block of reflectors is 24 of 40 columns
    kernels.scope(() => kernels.svd(a, { overwrite: true }));
    expect((kernels.usage.peak - before) / size).toBeLessThan(1.95);
  });
});
