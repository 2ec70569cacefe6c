import { describe, expect, it } from "vitest";
import { createEngine, type MetricSpec } from "../../../src/index.ts";
import { resolveSpec } from "../../../src/metrics/resolve.ts";
import { Session } from "../../../src/run/pairs/session.ts";
import { createKernels } from "../../../src/wasm/create.ts";
import { loadModule } from "../../../src/wasm/load.ts";
import { expectedOf, pairOfWaves, representationOf } from "../../support/waves.ts";

const specs: readonly MetricSpec[] = [
  { metric: "svcca" },
  { metric: "linear-regression" },
  { metric: "pwcca" },
  { metric: "cca" },
  { metric: "nbs" },
  { metric: "bures" },
  { metric: "procrustes" },
  { metric: "procrustes", alpha: 0.5 },
  { metric: "procrustes", alpha: 0 },
];

const shapes: readonly [number, number][] = [
  [900, 40],
  [130, 60],
  [60, 60],
  [50, 2000],
];

describe("networks whose values are known from how they were made", () => {
  it.each(specs.flatMap((spec) => shapes.map((shape) => [spec, ...shape] as const)))(
    "%o of %i × %i",
    async (spec, stimuli, units) => {
      const waves = pairOfWaves(stimuli, units);
      const engine = await createEngine({ threads: 0 });
      const { values, warnings } = await engine.pairwise(
        waves.map((one, k) => representationOf("xy"[k]!, one)),
        spec,
      );
      const alpha = spec.metric === "procrustes" ? spec.alpha : 1;
      const expected = expectedOf(waves, spec.metric, alpha);
      expect(Math.abs(values[1]! - expected)).toBeLessThan(1e-12 * Math.max(1, expected));
      // Half of the possible waves: the rank was cut where there are more units than waves, and nothing is forced.
      const ranked =
        spec.metric === "procrustes"
          ? alpha !== undefined && alpha < 1
          : !["nbs", "bures"].includes(spec.metric);
      if (ranked && units > waves[0].strengths.length)
        expect(warnings.join()).toMatch(/rank of x, y was cut \(to \d+ of/);
      else expect(warnings).toEqual([]);
    },
  );
});

describe("nearly equal networks of more stimuli than are taken at once", () => {
  it("are as far apart as their strengths differ", async () => {
    const [x] = pairOfWaves(9000, 12);
    const y = { ...x, strengths: x.strengths.map((s, k) => s + 1e-7 * (k % 3)) };
    const engine = await createEngine({ threads: 0 });
    const networks = [representationOf("x", x), representationOf("y", y)];
    const { values } = await engine.pairwise(networks, { metric: "bures" });
    const expected = Math.hypot(...y.strengths.map((s, k) => s - x.strengths[k]!));
    expect(values[1]! / expected).toBeCloseTo(1, 6);
  });
});

describe("the memory that a network takes", () => {
  /** Times its own size: the most at once while it is prepared, and while two of them are compared. */
  async function copies(spec: MetricSpec, stimuli: number, units: number): Promise<[number, number]> {
    const kernels = await createKernels(await loadModule("simd"));
    const session = new Session(kernels, await resolveSpec(spec), 2 ** 27);
    const size = 8 * stimuli * units;
    const start = kernels.usage.used;
    const networks = pairOfWaves(stimuli, units).map((one, k) => representationOf("xy"[k]!, one));
    const prepared = await Promise.all(networks.map((network) => session.prepare(network)));
    const preparing = kernels.usage.peak - start;
    const low = await createKernels(await loadModule("simd"));
    const one = { start: 0, end: 1 };
    const pairs = { rows: one, cols: { start: 1, end: 2 }, triangle: false, diagonal: false };
    const from = low.usage.used;
    const comparing = new Session(low, await resolveSpec(spec), 2 ** 27);
    await comparing.run({ kind: "pairs", tile: pairs, pairs }, prepared);
    return [preparing / size, (low.usage.peak - from) / size];
  }

  // The responses, those less their means (U in their place), and U once more while it is made.
  it.each([
    [{ metric: "svcca" }, 3, 2],
    [{ metric: "linear-regression" }, 3, 2],
    [{ metric: "procrustes", alpha: 0.5 }, 3, 3],
    [{ metric: "cca" }, 3, 3],
    [{ metric: "procrustes" }, 2, 3],
    [{ metric: "nbs" }, 2, 3],
    [{ metric: "pwcca" }, 4, 2],
  ] as const)("of %o: many stimuli", async (spec, preparing, comparing) => {
    const [most, compared] = await copies(spec, 60_000, 40);
    // Blocks of 24 reflectors are more than half of 40 columns; of 2,048 they are 1 %.
    expect(most).toBeLessThan(preparing + 1.3);
    expect(compared).toBeLessThan(comparing + 0.5);
  });

  it.each([
    [{ metric: "svcca" }, 3],
    [{ metric: "procrustes" }, 3],
    [{ metric: "pwcca" }, 3],
  ] as const)("of %o: many units", async (spec, preparing) => {
    const [most] = await copies(spec, 50, 40_000);
    expect(most).toBeLessThan(preparing + 1);
  });
});
