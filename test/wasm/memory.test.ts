import { describe, expect, it } from "vitest";
import { createEngine, type MetricName, type MetricSpec } from "../../src/index.ts";
import { metrics } from "../../src/metrics/all.ts";
import type { AnyMetric } from "../../src/metrics/metric.ts";
import { createRandom } from "../../src/base/random.ts";
import { chooseBuild, loadModule } from "../../src/wasm/load.ts";
import { Arena, detach } from "../../src/wasm/memory.ts";
import { createKernels, instantiate } from "../../src/wasm/create.ts";
import { gaussian, inputOf, multiply, softmax } from "../support/data.ts";

const freshArena = async () => new Arena((await instantiate(await loadModule("simd"))).memory);

describe("Arena", () => {
  it("gives back what a scope took, also when it throws", async () => {
    const arena = await freshArena();
    const before = arena.usage.used;
    expect(arena.scope(() => arena.alloc(1000))).toBe(before);
    expect(() =>
      arena.scope(() => {
        arena.alloc(5000);
        throw new Error("in the middle");
      }),
    ).toThrow("in the middle");
    expect(arena.usage.used).toBe(before);
    expect(arena.usage.peak).toBeGreaterThanOrEqual(before + 5000);
  });

  it("keeps resident matrices readable when the memory grows", async () => {
    const arena = await freshArena();
    const a = arena.matrix(2, 3);
    a.data.set([1, 2, 3, 4, 5, 6]);
    const kept = a.data;
    arena.alloc(64 * 2 ** 20);
    expect(kept).toHaveLength(0); // detached: why views are not kept
    expect([...a.data]).toEqual([1, 2, 3, 4, 5, 6]);
    expect([...arena.slice(a, 1, 2).data]).toEqual([4, 5, 6]);
  });

  it("takes a resident matrix without a copy, another with one", async () => {
    const arena = await freshArena();
    const resident = arena.matrix(4, 4);
    const used = arena.usage.used;
    expect(arena.addressOf(resident)).toBe(resident.address);
    expect(arena.usage.used).toBe(used);
    arena.addressOf(detach(resident));
    expect(arena.usage.used).toBe(used + 128);
  });

  it("refuses more than 4 GiB in one instance and says what would fit", async () => {
    const arena = await freshArena();
    const refusal = expect.objectContaining({
      name: "MemoryError",
      message: expect.stringMatching(
        /addresses 4 GiB; 4,883 MiB more were needed .* What would fit: [\d,]+ numbers, a square matrix of 23,1\d\d/,
      ),
    });
    expect(() => arena.matrix(25_298, 25_298)).toThrow(refusal);
    const kernels = await createKernels(await loadModule("simd"));
    expect(() => kernels.syrk({ rows: 30_000, cols: 1, data: new Float64Array(30_000) })).toThrow(
      /What would fit/,
    );
  });
});

describe("a memory that grows in the middle", () => {
  const random = createRandom(8);
  const specs = (Object.entries(metrics) as [MetricName, AnyMetric][]).flatMap(([metric, { testedWith }]) =>
    testedWith.map((options) => ({ metric, ...options }) as MetricSpec),
  );

  /** More units than stimuli and fewer, where widths are free; smaller where a motion is searched for. */
  function sizesFor(spec: MetricSpec): [number, number][] {
    const { options, sharedAxes } = metrics[spec.metric] as AnyMetric;
    const isSlow = spec.metric === "geometry-score" || ("estimator" in spec && spec.estimator === "moments");
    const small = isSlow || "restarts" in options;
    const [m, wide] = small ? [60, 12] : [150, 220];
    return sharedAxes?.(spec).includes("units")
      ? [[m, wide]]
      : [
          [m, small ? 4 : 20],
          [m, wide],
        ];
  }

  it.each(specs)("does not change %o", async (spec) => {
    const module = await loadModule(chooseBuild());
    const areShares = "scores" in spec && spec.scores === "probabilities";
    const correlated = (m: number, n: number) => multiply(gaussian(random, m, 8), gaussian(random, 8, n)); // as units are, which some estimators need
    const nets = sizesFor(spec).flatMap(([m, n]) =>
      [0, 1].map((k) => {
        const responses = "estimator" in spec ? correlated(m, n) : gaussian(random, m, n);
        const given = areShares ? softmax(responses) : responses;
        return inputOf(metrics[spec.metric].accepts, `${n}.${k}`, given);
      }),
    );
    const factor = areShares ? 1 : 2;
    nets.push({ ...nets[0]!, name: "copy", data: nets[0]!.data.map((v) => factor * v) });
    const fresh = await createEngine({ threads: 0, module });
    const first = await fresh.pairwise(nets, spec);
    const again = await fresh.pairwise(nets, spec);
    expect(first.values).toEqual(again.values);
  });
});

describe("a new instance, whose memory grows in the middle of a call,", () => {
  it.each([
    [40, 60],
    [300, 500],
    [500, 900],
  ])("gives the LQ factor of a %i × %i matrix: L·Lᵀ = A·Aᵀ", async (rows, cols) => {
    const kernels = await createKernels(await loadModule("simd"));
    const a = gaussian(createRandom(rows), rows, cols);
    const l = kernels.detach(kernels.lq(a));
    const [gram, again] = [kernels.detach(kernels.syrk(a)), kernels.detach(kernels.syrk(l))];
    gram.data.forEach((value, k) => {
      if (Math.abs(value - again.data[k]!) > 1e-10 * cols) throw new Error(`entry ${k} differs`);
    });
  });
});
