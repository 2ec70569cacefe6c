import { describe, expect, it } from "vitest";
import { matrix, type Matrix } from "../../../src/base/matrix.ts";
import { createRandom } from "../../../src/base/random.ts";
import { oneToOne, totalOf } from "../../../src/metrics/matching/matching.ts";
import { hasRival } from "../../../src/metrics/matching/rivals.ts";
import { createKernels } from "../../../src/wasm/create.ts";
import { loadModule } from "../../../src/wasm/load.ts";

const kernels = await createKernels(await loadModule("simd"));
const random = createRandom(12);

/** Every way to give each of some items another of so many partners. */
function assignments(items: number, partners: number, taken: readonly number[] = []): number[][] {
  if (taken.length === items) return [[...taken]];
  const left = [...Array(partners).keys()].filter((partner) => !taken.includes(partner));
  return left.flatMap((partner) => assignments(items, partners, [...taken, partner]));
}

/** How many one-to-one matchings have the largest sum. */
function bestOfAll({ rows, cols, data }: Matrix): { most: number; count: number } {
  const isWide = rows <= cols;
  const sums = assignments(Math.min(rows, cols), Math.max(rows, cols)).map((partners) =>
    partners.reduce((sum, partner, k) => sum + data[isWide ? k * cols + partner : partner * cols + k]!, 0),
  );
  const most = Math.max(...sums);
  return { most, count: sums.filter((sum) => sum === most).length };
}

describe("another matching that is as good", () => {
  it.each([
    [4, 4],
    [3, 5],
    [5, 3],
    [4, 5],
    [1, 3],
    [3, 1],
    [1, 1],
  ])("is found where trying all finds one: %i × %i", (p, q) => {
    const seen = [0, 0];
    for (let draw = 0; draw < 200; draw++) {
      const gains = matrix(p, q);
      const span = 3 + (draw % 12);
      gains.data.set(gains.data.map(() => random.below(span) - 2));
      const best = oneToOne.couple(gains, true, kernels);
      const { most, count } = bestOfAll(gains);
      expect(totalOf(gains, best)).toBe(most);
      expect(hasRival(gains, best, 1e-9)).toBe(count > 1);
      seen[+(count > 1)]!++;
    }
    if (p * q > 1) expect(Math.min(...seen)).toBeGreaterThan(10);
  });

  it("is not one that loses more than the slack", () => {
    const gains = matrix(2, 2, Float64Array.of(1, 0, 0.5, -0.5 + 1e-6));
    const best = oneToOne.couple(gains, true, kernels);
    expect(hasRival(gains, best, 1e-7)).toBe(false);
    expect(hasRival(gains, best, 1e-5)).toBe(true);
  });
});
