import { beforeEach, describe, expect, it } from "vitest";
import { builds, noise, Wasm } from "./wasm.ts";

type Costs = number[][];

const costs = (m: number, n: number, draw: (i: number, j: number) => number): Costs =>
  Array.from({ length: m }, (_, i) => Array.from({ length: n }, (_, j) => draw(i, j)));

const total = (c: Costs, columns: number[]) => columns.reduce((sum, j, i) => sum + c[i]![j]!, 0);

/** Least total cost over all injections, by dynamic programming over sets of columns; n ≤ 12. */
function leastCost(c: Costs): number {
  const n = c[0]!.length;
  let best = new Map([[0, 0]]);
  for (const row of c) {
    const next = new Map<number, number>();
    for (const [taken, cost] of best) {
      for (let j = 0; j < n; j++) {
        const set = taken | (1 << j);
        if (set !== taken) next.set(set, Math.min(next.get(set) ?? Infinity, cost + row[j]!));
      }
    }
    best = next;
  }
  return Math.min(...best.values());
}

/** A shuffle of 0 … n − 1. */
function permutation(n: number, next: () => number): number[] {
  const p = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(((next() + 1) / 2) * (i + 1));
    [p[i], p[j]] = [p[j]!, p[i]!];
  }
  return p;
}

describe.each(builds)("%s build: linear assignment", (build) => {
  let wasm: Wasm;
  beforeEach(() => {
    wasm = new Wasm(build);
  });

  function solve(c: Costs, maximize = false, gap = 0): { code: number; columns: number[] } {
    const [m, n] = [c.length, c[0]!.length];
    const data = new Float64Array(m * (n + gap)).fill(NaN);
    c.forEach((row, i) => data.set(row, i * (n + gap)));
    const work = wasm.alloc(wasm.call["dlinearAssignmentWork"]!(m, n));
    const [cost, out] = [wasm.put(data), wasm.alloc(8 * Math.ceil(m / 2))];
    const code = wasm.call["dlinearAssignment"]!(m, n, cost, n + gap, maximize ? 1 : 0, out, work);
    const columns = [...new Int32Array(wasm.get(out, Math.ceil(m / 2)).buffer, 0, m)];
    wasm.reset();
    return { code, columns };
  }

  function expectOptimal(c: Costs, maximize = false): void {
    const { code, columns } = solve(c, maximize, 1);
    const signed = maximize ? c.map((row) => row.map((x) => -x)) : c;
    expect(code).toBe(0);
    expect(new Set(columns).size).toBe(c.length);
    expect(columns.every((j) => j >= 0 && j < c[0]!.length)).toBe(true);
    expect(total(signed, columns)).toBeCloseTo(leastCost(signed), 12);
  }

  const next = noise(1);
  const kinds: [string, (i: number, j: number) => number][] = [
    ["noise", next],
    ["many ties", () => Math.round(2 * next())],
    ["products of indices, whose searches are longest", (i, j) => (i + 1) * (j + 1)],
    ["one value", () => 3],
    ["forbidden pairs off a band", (i, j) => (Math.abs(i - j) < 3 ? next() : Infinity)],
  ];
  const shapes: [number, number][] = [
    [1, 1],
    [1, 4],
    [2, 2],
    [3, 3],
    [4, 7],
    [6, 6],
    [7, 9],
    [10, 10],
  ];

  it.each(kinds)("costs what the best of all assignments costs: %s", (_name, draw) => {
    for (const [m, n] of shapes) {
      for (let repeat = 0; repeat < 10; repeat++) expectOptimal(costs(m, n, draw));
    }
  });

  it.each(kinds.slice(0, 4))("maximises: %s", (_name, draw) => {
    for (const [m, n] of shapes) expectOptimal(costs(m, n, draw), true);
  });

  // Prices u, v and a slack that is 0 on one permutation only make it the one optimum.
  it.each([
    [40, 40],
    [151, 151],
    [64, 97],
  ])("finds the planted optimum of %d × %d", (m, n) => {
    const planted = permutation(n, next).slice(0, m);
    const u = Array.from({ length: m }, () => 10 * next());
    const isTaken = new Set(planted);
    // columns that are left over must not be cheaper than their price: theirs is 0
    const v = Array.from({ length: n }, (_, j) => (isTaken.has(j) ? 10 * (next() - 1) : 0));
    const c = costs(m, n, (i, j) => u[i]! + v[j]! + (planted[i] === j ? 0 : 0.01 + (next() + 1) ** 4));
    expect(solve(c).columns).toEqual(planted);
    const negated = c.map((row) => row.map((x) => -x));
    expect(solve(negated, true).columns).toEqual(planted);
  });

  it("is right at scales 1e-200 and 1e200", () => {
    for (const scale of [1e-200, 1e200]) {
      const c = costs(8, 8, next);
      const scaled = c.map((row) => row.map((x) => x * scale));
      expect(total(c, solve(scaled).columns)).toBeCloseTo(leastCost(c), 12);
    }
  });

  it("reports that forbidden pairs leave no assignment", () => {
    const c = costs(4, 5, next);
    for (const i of [1, 2, 3]) for (const j of [0, 2, 4]) c[i]![j] = Infinity;
    expect(solve(c).code).toBe(1);
    expect(solve([[Infinity]]).code).toBe(1);
    const negated = c.map((row) => row.map((x) => -x));
    expect(solve(negated, true).code).toBe(1);
  });

  it("reports NaN and the infinity that would always be chosen", () => {
    for (const [value, maximize] of [
      [NaN, false],
      [NaN, true],
      [-Infinity, false],
      [Infinity, true],
    ] as const) {
      for (const place of [0, 7, 11]) {
        const c = costs(3, 4, next);
        c[Math.floor(place / 4)]![place % 4] = value;
        expect(solve(c, maximize).code).toBe(2);
      }
    }
  });
});
