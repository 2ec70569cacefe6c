import { describe, expect, it } from "vitest";
// A worker starts from built files only.
import { createEngine, type MetricSpec } from "repgeom";
import { resolveSpec } from "../../../src/metrics/resolve.ts";
import type { Way } from "../../../src/metrics/metric.ts";
import { LostDigits } from "../../../src/run/pairs/way.ts";
import { createRuntime } from "../../../src/run/runtime.ts";
import { valuesOfAll } from "../../support/all-pairs.ts";
import { gaussian, streamFor } from "../../support/data.ts";

const runtime = await createRuntime({ threads: 0 });

const network = (name: string, stimuli: number, units: number, offset = 0) => ({
  name,
  shape: [stimuli, units],
  data: gaussian(streamFor(`${name} ${stimuli} ${units}`), stimuli, units).data.map((v) => v + offset),
});

/** All pairs, computed in one of the two ways. */
const values = async (networks: ReturnType<typeof network>[], given: MetricSpec, way: Way) =>
  valuesOfAll(networks, { ...(await resolveSpec(given)), way }, runtime);

const specs: MetricSpec[] = [
  { metric: "cka" },
  { metric: "cka", center: false },
  { metric: "cka", debiased: true },
  { metric: "cka", ground: "angular" },
  { metric: "cka", debiased: true, ground: "angular" },
  { metric: "rv" },
  { metric: "rv", center: false },
];

describe.each(specs)("%j by units", (spec) => {
  it.each([
    [200, 10, 30],
    [60, 1, 59],
    [40, 100, 7],
    [12, 5, 5],
  ])("agrees with that by stimuli: %i × %i and %i", async (stimuli, one, other) => {
    const networks = [network("a", stimuli, one), network("b", stimuli, other), network("c", stimuli, one)];
    const [units, gram] = [await values(networks, spec, "units"), await values(networks, spec, "stimuli")];
    for (const [k, value] of units.entries()) expect(Math.abs(value - gram[k]!)).toBeLessThanOrEqual(1e-13);
  });

  it("keeps its digits far from the origin", async () => {
    const networks = [network("a", 50, 8, 1e5), network("b", 50, 8, 1e5)];
    const [units, gram] = [await values(networks, spec, "units"), await values(networks, spec, "stimuli")];
    expect(Math.abs(units[1]! - gram[1]!)).toBeLessThanOrEqual(1e-12);
  });
});

it.each([false, true])(
  "angles between networks that differ by 1e-9 keep their digits (debiased %s)",
  async (debiased) => {
    const x = network("a", 120, 20);
    const y = { ...x, name: "b", data: x.data.map((v, k) => v + 1e-9 * Math.sin(k)) };
    const spec = { metric: "cka", ground: "angular", debiased } as const;
    const [units, gram] = [await values([x, y], spec, "units"), await values([x, y], spec, "stimuli")];
    expect(units[1]).toBeGreaterThan(1e-10);
    expect(Math.abs(units[1]! / gram[1]! - 1)).toBeLessThanOrEqual(1e-6);
  },
);

describe("where one stimulus outweighs all others", () => {
  const x = network("a", 100, 4);
  x.data.fill(0, 0, 4).set([1e5], 0);
  const y = network("b", 100, 4);

  it("the debiased form by units says that it loses digits", async () => {
    await expect(values([x, y], { metric: "cka", debiased: true }, "units")).rejects.toThrow(LostDigits);
  });

  it("the job is computed by stimuli, whatever it costs", async () => {
    const engine = await createEngine({ threads: 0 });
    const result = await engine.pairwise([x, y], { metric: "cka", debiased: true });
    expect(result.way).toBe("stimuli");
    expect(result.at(0, 1)).toBe((await values([x, y], { metric: "cka", debiased: true }, "stimuli"))[1]);
    const drawn = {
      metric: "cka",
      debiased: true,
      bootstrap: "stimuli",
      interval: "percentile",
      samples: 20,
    } as const;
    const { interval } = await engine.pairwise([x, y], drawn);
    expect(interval!.lower.at(0, 1)).toBeLessThanOrEqual(interval!.upper.at(0, 1));
  });
});

describe("the way of a job", () => {
  it("is the cheaper one, and is in the result", async () => {
    const engine = await createEngine({ threads: 0 });
    const tall = [network("a", 400, 5), network("b", 400, 8)];
    const wide = [network("a", 20, 50), network("b", 20, 80)];
    expect((await engine.pairwise(tall, { metric: "cka" })).way).toBe("units");
    expect((await engine.pairwise(wide, { metric: "cka" })).way).toBe("stimuli");
    expect((await engine.pairwise(tall, { metric: "cka", kernel: "rbf" })).way).toBeUndefined();
    expect((await engine.cross(tall, tall, { metric: "rv" })).toJSON()).toMatchObject({ way: "units" });
  });

  it("turns with the number of networks", async () => {
    const engine = await createEngine({ threads: 0 });
    const many = Array.from({ length: 40 }, (_, k) => network(`n${k}`, 100, 40));
    expect((await engine.pairwise(many.slice(0, 2), { metric: "cka" })).way).toBe("units");
    expect((await engine.pairwise(many, { metric: "cka" })).way).toBe("stimuli");
  });

  it("has the same bits on any number of threads", async () => {
    const networks = Array.from({ length: 9 }, (_, k) => network(`n${k}`, 900, 20 + k));
    const all = await Promise.all(
      [0, 1, 2, 3].map(async (threads) => {
        const engine = await createEngine({ threads });
        const result = await engine.pairwise(networks, { metric: "cka", debiased: true, ground: "angular" });
        engine.close();
        return [result.way, ...result.values];
      }),
    );
    expect(all[0]![0]).toBe("units");
    for (const other of all) expect(other).toEqual(all[0]);
  });

  it("takes a million stimuli of four units", async () => {
    const engine = await createEngine({ threads: 0 });
    const count = 1_000_000;
    const data = Float64Array.from({ length: 4 * count }, (_, k) => Math.sin(k) + ((k % 4) * k) / count);
    const x = { name: "x", shape: [count, 4], data };
    const y = { name: "y", shape: [count, 4], data: data.map((v) => v ** 3) };
    const value = await engine.compare(x, y, { metric: "cka" });
    expect(Math.abs(value - alignment(x.data, y.data, count))).toBeLessThanOrEqual(1e-12);
  });
});

/** Linear CKA of two networks of four units, from its definition by products of units. */
function alignment(x: Float64Array, y: Float64Array, count: number): number {
  const means = (a: Float64Array) =>
    Array.from({ length: 4 }, (_, j) => {
      let sum = 0;
      for (let i = 0; i < count; i++) sum += a[4 * i + j]!;
      return sum / count;
    });
  const product = (a: Float64Array, b: Float64Array) => {
    const [p, q] = [means(a), means(b)];
    let squares = 0;
    for (let j = 0; j < 4; j++) {
      for (let k = 0; k < 4; k++) {
        let sum = 0;
        for (let i = 0; i < count; i++) sum += (a[4 * i + j]! - p[j]!) * (b[4 * i + k]! - q[k]!);
        squares += sum ** 2;
      }
    }
    return squares;
  };
  return product(x, y) / Math.sqrt(product(x, x) * product(y, y));
}
