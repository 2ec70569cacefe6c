import { describe, expect, it } from "vitest";
import { matrix } from "../../../src/base/matrix.ts";
import { createRandom } from "../../../src/base/random.ts";
import { transport } from "../../../src/metrics/matching/transport.ts";
import { transportSimplex } from "../../../src/metrics/matching/transport-simplex.ts";
import { createKernels } from "../../../src/wasm/create.ts";
import { loadModule } from "../../../src/wasm/load.ts";
import { matchingKernels } from "../../../src/wasm/parts/matchings.ts";

const kernels = await createKernels(await loadModule("simd"));
const random = createRandom(9);

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));

/** Each row as often as it gives, each column as often as it takes: transport is their assignment. */
function leastOfExpanded(m: number, n: number, costs: Float64Array): number {
  const common = divisor(m, n);
  const size = (m * n) / common;
  const expanded = matrix(size, size);
  const at = (i: number, j: number) =>
    costs[Math.floor((i * common) / n) * n + Math.floor((j * common) / m)]!;
  for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) expanded.data[i * size + j] = at(i, j);
  const columns = kernels.part(matchingKernels).linearAssignment(expanded);
  return columns.reduce((sum, j, i) => sum + at(i, j), 0);
}

/** The total cost of a flow whose margins are as they must be. */
function checkedTotal(m: number, n: number, costs: Float64Array, maximize: boolean): number {
  const common = divisor(m, n);
  const flow = transportSimplex(m, n, costs, maximize, n / common, m / common)!;
  const [given, taken] = [new Float64Array(m), new Float64Array(n)];
  let total = 0;
  flow.amounts.forEach((amount, k) => {
    expect(amount).toBeGreaterThan(0);
    given[flow.rows[k]!]! += amount;
    taken[flow.cols[k]!]! += amount;
    total += amount * costs[flow.rows[k]! * n + flow.cols[k]!]!;
  });
  expect(given).toEqual(new Float64Array(m).fill(n / common));
  expect(taken).toEqual(new Float64Array(n).fill(m / common));
  return total;
}

const kinds: [string, (k: number, n: number) => number][] = [
  ["noise", () => random.normal()],
  ["small integers, many ties", () => Math.round(2 * random.normal())],
  ["one value", () => 3],
  ["nothing", () => 0],
  ["products of indices", (k, n) => (Math.floor(k / n) + 1) * ((k % n) + 2)],
  ["large and small", () => random.normal() * 10 ** (6 * random.normal())],
  ["equal rows", (k, n) => (k % n) ** 2],
];

describe.each(kinds)("transport by the simplex method, costs of %s", (_name, draw) => {
  it.each([
    [1, 1],
    [1, 5],
    [5, 1],
    [6, 6],
    [12, 18],
    [20, 21],
    [21, 20],
    [30, 45],
    [7, 40],
    [33, 16],
  ])("costs what assignment of the expanded %i × %i costs", (m, n) => {
    const costs = Float64Array.from({ length: m * n }, (_, k) => draw(k, n));
    const scale = costs.reduce((most, cost) => Math.max(most, Math.abs(cost)), 0) * ((m * n) / divisor(m, n));
    const least = leastOfExpanded(m, n, costs);
    expect(Math.abs(checkedTotal(m, n, costs, false) - least)).toBeLessThanOrEqual(1e-13 * scale);
    const negated = costs.map((cost) => -cost);
    expect(Math.abs(checkedTotal(m, n, negated, true) + least)).toBeLessThanOrEqual(1e-13 * scale);
  });
});

it("costs what successive shortest paths cost, at widths of hundreds, and with copies of units", () => {
  const [m, n] = [151, 149];
  const copied = Float64Array.from({ length: m * n }, (_, k) => (k % 3 === 0 ? 1 : random.normal()));
  const blocked = copied.slice();
  blocked[5] = Infinity; // what is forbidden goes by shortest paths
  const total = (costs: Float64Array) => {
    const { rows, cols, weights } = transport({ rows: m, cols: n, data: costs }, false, kernels);
    return weights.reduce((sum, weight, k) => sum + weight * costs[rows[k]! * n + cols[k]!]!, 0);
  };
  const scale = copied.reduce((most, cost) => Math.max(most, Math.abs(cost)), 0);
  const high = copied.map((cost, k) => (k === 5 ? 100 * scale : cost));
  expect(Math.abs(total(blocked) - total(high))).toBeLessThanOrEqual(1e-14 * scale);
});

it("leaves what is forbidden, no number or too large to be added to others", () => {
  for (const bad of [Infinity, -Infinity, Number.NaN, 1e300]) {
    const costs = Float64Array.from([1, 2, bad, 3, 4, 5]);
    expect(transportSimplex(2, 3, costs, false, 3, 2)).toBeUndefined();
  }
});
