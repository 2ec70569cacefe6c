import { beforeEach, describe, expect, it } from "vitest";
import { matrix } from "../../src/base/matrix.ts";
import { createKernels } from "../../src/wasm/create.ts";
import { loadModule } from "../../src/wasm/load.ts";
import { builds, noise, Wasm } from "./wasm.ts";
import { matchingKernels } from "../../src/wasm/parts/matchings.ts";

type Costs = number[][];

const costs = (m: number, n: number, draw: (i: number, j: number) => number): Costs =>
  Array.from({ length: m }, (_, i) => Array.from({ length: n }, (_, j) => draw(i, j)));

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));

/** Each row as often as it gives, each column as often as it takes: transport is their assignment. */
const expanded = (c: Costs): Costs => {
  const [m, n] = [c.length, c[0]!.length];
  const common = divisor(m, n);
  const total = (m * n) / common;
  return costs(total, total, (i, j) => c[Math.floor((i * common) / n)]![Math.floor((j * common) / m)]!);
};

/** Least total cost over all assignments, by dynamic programming over sets of columns; n ≤ 12. */
function leastCost(c: Costs): number {
  let best = new Map([[0, 0]]);
  for (const row of c) {
    const next = new Map<number, number>();
    for (const [taken, cost] of best) {
      row.forEach((value, j) => {
        const set = taken | (1 << j);
        if (set !== taken) next.set(set, Math.min(next.get(set) ?? Infinity, cost + value));
      });
    }
    best = next;
  }
  return Math.min(...best.values());
}

describe.each(builds)("%s build: transport", (build) => {
  let wasm: Wasm;
  beforeEach(() => {
    wasm = new Wasm(build);
  });

  /** The flow, n × m, with costs whose rows lie `gap` elements further apart than they need. */
  function solve(c: Costs, maximize = false, gap = 0): { code: number; flow: number[][] } {
    const [m, n] = [c.length, c[0]!.length];
    const common = divisor(m, n);
    const data = new Float64Array(m * (n + gap)).fill(NaN);
    c.forEach((row, i) => data.set(row, i * (n + gap)));
    const work = wasm.alloc(wasm.call["dtransportWork"]!(m, n));
    const [cost, out] = [wasm.put(data), wasm.alloc(8 * Math.ceil((m * n) / 2))];
    const code = wasm.call["dtransport"]!(m, n, cost, n + gap, +maximize, n / common, m / common, out, work);
    const flat = new Int32Array(wasm.get(out, Math.ceil((m * n) / 2)).buffer, 0, m * n);
    wasm.reset();
    return { code, flow: costs(n, m, (j, i) => flat[j * m + i]!) };
  }

  /** Total cost of a flow whose margins are as they must be. */
  function checkedTotal(c: Costs, { code, flow }: { code: number; flow: number[][] }): number {
    const [m, n] = [c.length, c[0]!.length];
    const common = divisor(m, n);
    expect(code).toBe(0);
    expect(flow.flat().every((f) => f >= 0)).toBe(true);
    for (const column of flow) expect(column.reduce((s, f) => s + f, 0)).toBe(m / common);
    for (let i = 0; i < m; i++) expect(flow.reduce((s, column) => s + column[i]!, 0)).toBe(n / common);
    return flow.reduce(
      (sum, column, j) => sum + column.reduce((s, f, i) => s + f * (f ? c[i]![j]! : 0), 0),
      0,
    );
  }

  const next = noise(5);
  const kinds: [string, (i: number, j: number) => number][] = [
    ["noise", () => next()],
    ["small integers, many ties", () => Math.round(2 * next())],
    ["one value", () => 3],
    ["products of indices", (i, j) => (i + 1) * (j + 2)],
    ["large and small", () => next() * 10 ** (6 * next())],
  ];
  const small: [number, number][] = [
    [1, 1],
    [1, 5],
    [5, 1],
    [2, 3],
    [3, 2],
    [3, 4],
    [4, 3],
    [4, 6],
    [2, 5],
    [10, 5],
    [6, 6],
  ];
  it.each(kinds)("costs what the best of all couplings costs: %s", (_name, draw) => {
    for (const [m, n] of small) {
      for (let repeat = 0; repeat < 5; repeat++) {
        const c = costs(m, n, draw);
        const scale = Math.max(...c.flat().map(Math.abs));
        const least = leastCost(expanded(c));
        expect(Math.abs(checkedTotal(c, solve(c, false, 1)) - least)).toBeLessThanOrEqual(1e-12 * scale);
        const negated = c.map((row) => row.map((x) => -x));
        expect(Math.abs(checkedTotal(negated, solve(negated, true)) + least)).toBeLessThanOrEqual(
          1e-12 * scale,
        );
      }
    }
  });

  it.each([
    [12, 18],
    [20, 21],
    [30, 45],
    [7, 64],
    [33, 16],
  ])("costs what assignment of the expanded %i × %i costs", (m, n) => {
    for (const [, draw] of kinds) {
      const c = costs(m, n, draw);
      const wide = expanded(c);
      const size = wide.length;
      const work = wasm.alloc(wasm.call["dlinearAssignmentWork"]!(size, size));
      const [cost, out] = [wasm.put(Float64Array.from(wide.flat())), wasm.alloc(8 * size)];
      expect(wasm.call["dlinearAssignment"]!(size, size, cost, size, 0, out, work)).toBe(0);
      const columns = new Int32Array(wasm.get(out, size).buffer, 0, size);
      const least = columns.reduce((sum, j, i) => sum + wide[i]![j]!, 0);
      wasm.reset();
      const scale = Math.max(...c.flat().map(Math.abs)) * size;
      expect(Math.abs(checkedTotal(c, solve(c)) - least)).toBeLessThanOrEqual(1e-13 * scale);
    }
  });

  it("goes round forbidden pairs, or says that none is left, or which cost is no number", () => {
    const c = costs(4, 6, next);
    c[0]![1] = c[2]![2] = c[3]![5] = Infinity;
    expect(checkedTotal(c, solve(c))).toBeLessThan(Infinity);
    expect(solve(costs(2, 3, () => Infinity)).code).toBe(1);
    // three rows that may give to two of four columns only
    expect(solve(costs(4, 4, (i, j) => (i < 3 && j > 1 ? Infinity : 0))).code).toBe(1);
    for (const bad of [NaN, -Infinity]) {
      c[1]![3] = bad;
      expect(solve(c).code).toBe(2);
    }
  });

  it("through the facade gives weights that sum to 1, and says what is wrong", async () => {
    const kernels = await createKernels(await loadModule(build));
    const { rows, cols, weights } = kernels
      .part(matchingKernels)
      .transport(matrix(2, 3, Float64Array.from([0, 1, 5, 5, 1, 0])));
    const entries = Array.from(rows, (i, k) => [i, cols[k], weights[k]]);
    expect(entries).toEqual([
      [0, 0, 1 / 3],
      [0, 1, 1 / 6],
      [1, 1, 1 / 6],
      [1, 2, 1 / 3],
    ]);
    expect(() =>
      kernels.part(matchingKernels).transport(matrix(2, 3, new Float64Array(6).fill(Infinity))),
    ).toThrow("transport of 2 × 3 costs: every transport has a pair that +∞ forbids");
    expect(() =>
      kernels.part(matchingKernels).transport(matrix(1, 2, Float64Array.from([1, NaN])), { maximize: true }),
    ).toThrow("transport of 1 × 2 costs: a cost is NaN or +∞");
  });
});
