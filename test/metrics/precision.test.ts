import { describe, expect, it } from "vitest";
// A worker starts from built files only.
import { createEngine, pairwise, type MetricSpec } from "repgeom";
import { resolveSpec } from "../../src/metrics/resolve.ts";
import type { Way } from "../../src/metrics/metric.ts";
import { Session } from "../../src/run/pairs/session.ts";
import { eitherWay } from "../../src/run/pairs/way.ts";
import { createRuntime } from "../../src/run/runtime.ts";
import { valuesOfAll } from "../support/all-pairs.ts";
import { gaussian, streamFor } from "../support/data.ts";

const runtime = await createRuntime({ threads: 0 });

const network = (name: string, stimuli: number, units: number, change = (v: number) => v) => ({
  name,
  shape: [stimuli, units],
  data: gaussian(streamFor(`${name} ${stimuli} ${units}`), stimuli, units).data.map(change),
});

/** The same responses and something else. */
const beside = (one: ReturnType<typeof network>, size: number) => {
  const noise = gaussian(streamFor(`noise ${size}`), one.shape[0]!, one.shape[1]!).data;
  return { ...one, name: `${one.name} ${size}`, data: one.data.map((v, k) => v + size * noise[k]!) };
};

const values = async (networks: ReturnType<typeof network>[], given: MetricSpec, way: Way) =>
  eitherWay({ ...(await resolveSpec(given)), way }, (spec) => valuesOfAll(networks, spec, runtime));

/** The largest difference between both precisions. */
async function apart(networks: ReturnType<typeof network>[], spec: MetricSpec, way: Way): Promise<number> {
  const [double, single] = await Promise.all(
    (["double", "single"] as const).map((precision) =>
      values(networks, { ...spec, precision } as MetricSpec, way),
    ),
  );
  return Math.max(...double!.map((value, k) => Math.abs(value - single![k]!)));
}

const specs: MetricSpec[] = [
  { metric: "cka" },
  { metric: "cka", center: false },
  { metric: "cka", debiased: true },
  { metric: "cka", ground: "angular" },
  { metric: "cka", debiased: true, ground: "angular" },
  { metric: "rv" },
];

describe.each(["units", "stimuli"] as const)("single precision by %s", (way) => {
  it.each(specs)("differs from double by at most 1e-5 of the range: %j", async (spec) => {
    const one = network("a", 300, 40);
    for (const networks of [
      [one, beside(one, 1), beside(one, 0.1), beside(one, 0.01), beside(one, 1e-4), beside(one, 1e-7)],
      [network("b", 2600, 9), network("c", 2600, 30)], // sums of more than 1,024 terms
      [network("d", 30, 200), network("e", 30, 6), network("f", 30, 2500)],
      [network("g", 60, 40, (v) => 1e30 * v), network("h", 60, 40, (v) => 1e-30 * v)],
      [network("i", 60, 40, (v) => v + 1e6), network("j", 60, 40, (v) => v - 1e6)],
    ])
      expect(await apart(networks, spec, way)).toBeLessThanOrEqual(1e-5);
  });

  it("is used", async () => {
    const networks = [network("k", 80, 40), network("l", 80, 40)];
    expect(await apart(networks, { metric: "cka" }, way)).toBeGreaterThan(1e-12);
  });

  it("keeps half of the memory", async () => {
    const bytes = async (precision: "double" | "single") => {
      const spec = { ...(await resolveSpec({ metric: "cka", precision })), way };
      const session = new Session(runtime.kernels, spec, 2 ** 26);
      const { data } = await session.prepare(network("m", 90, 51));
      session.close();
      return data.byteLength;
    };
    expect(await bytes("single")).toBeLessThanOrEqual((await bytes("double")) / 2 + 8);
  });
});

it("of the RBF kernel, whose features are kept in it, is as near", async () => {
  const one = network("x", 60, 40);
  const networks = [one, beside(one, 0.3), beside(one, 1e-4), network("y", 60, 35), network("z", 60, 7)];
  for (const debiased of [false, true])
    for (const ground of ["similarity", "angular"] as const)
      expect(
        await apart(networks, { metric: "cka", kernel: "rbf", debiased, ground }, "stimuli"),
      ).toBeLessThanOrEqual(1e-5);
});

it.each<MetricSpec>([
  { metric: "procrustes" },
  { metric: "procrustes", ground: "euclidean" },
  { metric: "procrustes", alpha: 0.5 },
])("differs from double by at most 1e-5 of the range: %j", async (spec) => {
  const one = network("q", 200, 30);
  for (const networks of [
    [one, beside(one, 1), beside(one, 0.1), beside(one, 0.03), beside(one, 1e-3), beside(one, 1e-7)],
    [network("r", 2600, 9), network("s", 2600, 30)],
    [network("t", 30, 200), network("u", 30, 6)],
    [network("v", 60, 40, (v) => v + 1e4), network("w", 60, 40, (v) => v - 1e4)],
  ]) {
    const size = "ground" in spec ? Math.sqrt(networks[0]!.data.reduce((sum, v) => sum + v * v, 0)) : 1;
    expect((await apart(networks, spec, "units")) / size).toBeLessThanOrEqual(1e-5);
  }
});

it("is said beside the values", async () => {
  const { warnings } = await pairwise([network("o", 20, 4), network("p", 20, 40)], {
    metric: "rv",
    precision: "single",
  });
  expect(warnings).toEqual([expect.stringContaining("off by up to 10⁻⁵ of their range")]);
});

it("gives the same bits on threads, in single precision", async () => {
  const networks = [1, 2, 3, 4].map((k) => network(`t${k}`, 400, 100 * k));
  const [one, two] = await Promise.all([0, 2].map((threads) => createEngine({ threads })));
  for (const debiased of [false, true]) {
    const spec: MetricSpec = { metric: "cka", precision: "single", debiased };
    expect((await two!.pairwise(networks, spec)).values).toEqual(
      (await one!.pairwise(networks, spec)).values,
    );
  }
  one!.close();
  two!.close();
});

it("still refuses networks whose stimuli are all equally similar", async () => {
  const equal = {
    name: "equal",
    shape: [8, 8],
    data: Float64Array.from({ length: 64 }, (_, k) => +(k % 9 === 0)),
  };
  const spec: MetricSpec = { metric: "cka", debiased: true, precision: "single" };
  await expect(values([equal, network("n", 8, 8)], spec, "stimuli")).rejects.toThrow(/equally similar/);
});
