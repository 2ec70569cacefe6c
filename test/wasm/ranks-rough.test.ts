// Long vectors are sorted by their foremost digits and settled by insertion, or by all digits
// where that would take too long: the ranks are the same.
import { describe, expect, it } from "vitest";
import { createKernels } from "../../src/wasm/create.ts";
import { loadModule } from "../../src/wasm/load.ts";
import { createRandom } from "../../src/base/random.ts";
import { builds } from "./wasm.ts";
import { rankKernels } from "../../src/wasm/parts/ranks.ts";

const n = 20_000;
const kinds: [string, (random: ReturnType<typeof createRandom>, k: number) => number][] = [
  ["normal numbers", (random) => random.normal()],
  ["numbers around 1", (random) => 1 + 0.04 * random.normal()],
  ["numbers that differ far behind the point", (random) => 1e6 + 1e-4 * random.uniform()],
  ["half of them far behind it", (random, k) => (k % 2 ? random.normal() : 1 + 1e-9 * random.uniform())],
  ["falling numbers, half of them far behind it", (_, k) => (k % 2 ? -k : 1 - k * 2 ** -50)],
  ["ties far behind it", (random, k) => (k % 2 ? random.normal() : 1 + random.below(50) * 2 ** -52)],
  ["few values", (random) => random.below(7)],
];

describe.each(builds)("%s build: ranks of long vectors", (build) => {
  it.each(kinds)("of %s", async (_name, draw) => {
    const kernels = await createKernels(await loadModule(build));
    const random = createRandom(1);
    const data = Float64Array.from({ length: n }, (_unused, k) => draw(random, k));
    const ranks = kernels.scope(() =>
      kernels.part(rankKernels).ranks({ rows: 1, cols: n, data }).data.slice(),
    );
    const sorted = data.toSorted();
    const first = new Map<number, number>();
    const last = new Map<number, number>();
    sorted.forEach((value, k) => {
      if (!first.has(value)) first.set(value, k + 1);
      last.set(value, k + 1);
    });
    expect(ranks).toEqual(data.map((value) => (first.get(value)! + last.get(value)!) / 2));
  });
});
