// The starts of one pair on several threads, and what results say of the minima that were seen.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
// A worker starts from built files only.
import { createEngine, type Engine, type MetricSpec } from "repgeom";
import { createRandom } from "../../../src/base/random.ts";

const normal = createRandom(3);
const repeats = (name: string, units: number) => ({
  name,
  shape: [6, 8, units],
  data: Float64Array.from({ length: 48 * units }, () => normal.normal()),
});
const networks = [repeats("a", 5), repeats("b", 7), repeats("c", 5)];

const specs: MetricSpec[] = [
  { metric: "gaussian-wasserstein", restarts: 5 },
  { metric: "gaussian-wasserstein", restarts: 3, group: "permutation" },
  { metric: "energy", within: "biased", restarts: 5 },
  { metric: "energy", within: "biased", restarts: 3, group: "permutation" },
];

describe.each(specs)("$metric $group", (spec) => {
  let engines: Engine[];
  beforeAll(async () => {
    engines = await Promise.all([0, 1, 2, 3].map((threads) => createEngine({ threads })));
  });
  afterAll(() => engines.forEach((engine) => engine.close()));

  it("gives the same bits on 0, 1, 2 and 3 threads, alone and among others", async () => {
    const [first, ...others] = await Promise.all(engines.map((engine) => engine.pairwise(networks, spec)));
    for (const other of others) {
      expect(other.values).toEqual(first!.values);
      expect(other.details).toEqual(first!.details);
    }
    for (const engine of engines)
      expect(await engine.compare(networks[0]!, networks[1]!, spec)).toBe(first!.at(0, 1));
  });

  it("says of each pair how many minima were seen and how often the least", async () => {
    const result = await engines[2]!.pairwise(networks, spec);
    const { minima, reached } = result.details as Record<string, Float64Array>;
    for (const [k, value] of result.values.entries()) {
      if (k % 4 === 0) expect([value, minima![k], reached![k]]).toEqual([0, NaN, NaN]);
      else expect(Math.min(minima![k]!, reached![k]!)).toBeGreaterThanOrEqual(1);
    }
    expect(minima![1]).toBe(minima![3]);
    const json = JSON.parse(JSON.stringify(result)) as { details: Record<string, (number | null)[][]> };
    expect(json.details["minima"]![0]![0]).toBeNull();
    expect(json.details["reached"]![0]![1]).toBe(reached![1]);
    const lonely = [1, 2, 5].filter((k) => reached![k] === 1).length;
    const note = result.warnings.find((warning) => warning.includes("from one start only"));
    expect(note?.startsWith(`The least value of ${lonely} of 3 pairs`) ?? lonely === 0).toBe(true);
  });
});

describe("a single start", () => {
  it("is not reproached with being the only one", async () => {
    const engine = await createEngine({ threads: 0 });
    const result = await engine.pairwise(networks, { metric: "energy", restarts: 1 });
    expect(result.warnings).toEqual([]);
    expect([...result.details!["minima"]!.subarray(1, 3)]).toEqual([1, 1]);
  });
});
