import { beforeAll, describe, expect, it } from "vitest";
import { createRandom } from "../../../src/base/random.ts";
import { resolveSpec } from "../../../src/metrics/resolve.ts";
import type { Runtime } from "../../../src/run/runtime.ts";
import { openTask } from "../../../src/run/tasks/open.ts";
import { resamplePairs, type Resample, type Resampled } from "../../../src/studies/pairwise/task.ts";
import { bandOf, planBands } from "../../../src/studies/pairwise/uncertainty/bands.ts";
import { squareTable } from "../../../src/studies/pairwise/uncertainty/table.ts";
import { overBands, type Resampler } from "../../../src/studies/pairwise/uncertainty/resamples.ts";
import { createKernels } from "../../../src/wasm/create.ts";
import type { Kernels } from "../../../src/wasm/kernels.ts";
import { chooseBuild, loadModule } from "../../../src/wasm/load.ts";
import { gaussian, representation } from "../../support/data.ts";

const random = createRandom(21);
const networks = Array.from({ length: 19 }, (_, k) =>
  representation(`net ${k}`, gaussian(random, 12, 3 + k)),
);

let kernels: Kernels;
beforeAll(async () => {
  kernels = await createKernels(await loadModule(chooseBuild()));
});

describe("planBands", () => {
  it("covers every row once, and no band holds more than allowed unless it is one row", () => {
    for (const symmetric of [true, false]) {
      const bands = planBands(squareTable(40, symmetric), 1000, 1e6);
      expect(bands[0]!.start).toBe(0);
      expect(bands.at(-1)!.end).toBe(40);
      for (const [k, { start, end }] of bands.entries()) {
        if (k > 0) expect(start).toBe(bands[k - 1]!.end);
        const bytes = (end - start) * (symmetric ? 40 - start : 40) * 8000;
        expect(end - start === 1 || bytes <= 1e6).toBe(true);
      }
    }
    expect(planBands(squareTable(1000, true), 1e6, 1)).toHaveLength(1000);
  });

  it("holds less than 300 MB of 400 networks and 1000 resamples, and takes all at once where they are few", () => {
    for (const { start, end } of planBands(squareTable(400, true), 1000))
      expect((end - start) * (400 - start) * 8000).toBeLessThan(3e8);
    expect(planBands(squareTable(100, true), 1000)).toEqual([{ start: 0, end: 100, symmetric: true }]);
  });
});

describe("a band of rows", () => {
  const draws: Resample[] = [
    { kind: "bootstrap", index: 0 },
    { kind: "permutation", index: 3 },
    { kind: "left-out", index: 1, parts: 4 },
  ];

  async function values(metric: string, rows: { start: number; end: number; symmetric: boolean }) {
    const spec = await resolveSpec({ metric });
    const setup = { spec, representations: networks, rows, seed: 4, budget: 2 ** 27 };
    const task = await openTask(resamplePairs, setup, kernels);
    const results: Resampled[] = [];
    for (const draw of draws) results.push((await task.do(draw)) as Resampled);
    task.close();
    return bandOf(rows, squareTable(networks.length, rows.symmetric), results);
  }

  it.each([
    ["cka", true],
    ["rsa", true],
    ["procrustes", true],
    ["linear-regression", false],
  ] as const)("of %s has the bits of the whole table", async (metric, symmetric) => {
    const whole = await values(metric, { start: 0, end: 19, symmetric });
    const seen: number[] = [];
    for (const [start, end] of [
      [0, 1],
      [1, 6],
      [6, 17],
      [17, 19],
    ] as const) {
      const band = await values(metric, { start, end, symmetric });
      seen.push(...band.pairs);
      for (const pair of band.pairs)
        for (const draw of draws.keys()) expect(band.valueOf(draw, pair)).toBe(whole.valueOf(draw, pair));
    }
    expect(seen).toEqual(whole.pairs);
    expect(seen).toHaveLength(symmetric ? (19 * 20) / 2 : 19 * 19);
  });
});

describe("overBands", () => {
  /** Resample 1 fails for the pairs of the second row only. */
  async function failing(rounds: number[]): Promise<Resampler> {
    const run = (_: unknown, { rows }: { rows: { start: number } }, resamples: readonly Resample[]) => {
      rounds.push(rows.start);
      const values = new Float64Array(3 * (3 - rows.start)).fill(rows.start);
      const of = (k: number) => (k === 1 && rows.start === 1 ? { degenerate: "no" } : { values });
      return Promise.resolve(resamples.map((_, k) => of(k)));
    };
    return {
      representations: networks.slice(0, 3),
      spec: await resolveSpec({ metric: "cka" }),
      runtime: { tasks: { run }, budget: 1 } as unknown as Runtime,
      seed: 1,
      table: squareTable(3, true),
      properties: { symmetric: true } as Resampler["properties"],
      stimuli: 12,
    };
  }

  it("begins again if a resample fails for a later band, so that it counts for no pair", async () => {
    const rounds: number[] = [];
    const resamples = Array.from({ length: 3 }, (_, index): Resample => ({ kind: "bootstrap", index }));
    const said: string[] = [];
    const { state, failures } = await overBands(
      resamples,
      await failing(rounds),
      {},
      () => [] as string[],
      (seen, { pairs }, failed) => {
        seen.push(`${pairs.length}: ${failed[1]}`);
        said.push(seen.at(-1)!);
      },
      1, // byte, so that each row is a band
    );
    expect(rounds).toEqual([0, 1, 2, 0, 1, 2]);
    expect(said.slice(0, 3)).toEqual(["3: undefined", "2: no", "1: no"]);
    expect(state).toEqual(["3: no", "2: no", "1: no"]);
    expect(failures[1]).toBe("no");
  });
});
