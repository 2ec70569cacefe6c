import { describe, expect, it } from "vitest";
import { createEngine } from "../../../src/engine.ts";
import { createRandom } from "../../../src/base/random.ts";
import { layersSection } from "../../../src/studies/layers/section.ts";
import { read } from "../../../src/data/read.ts";
import { renderSections } from "../../../src/report/render.ts";
import { rsaSection } from "../../../src/studies/rsa/section.ts";
import { noisy, points, rdmOf } from "../rsa/simulated.ts";

const engine = await createEngine({ threads: 0 });

/** Geometry goes from one to another with depth; regions stand at given depths of it. */
const random = createRandom(21);
const [first, last] = [points(random, 16, 10), points(random, 16, 10)];
const at = (depth: number) =>
  first.map((row, i) => row.map((value, u) => (1 - depth) * value + depth * last[i]![u]!));
const network = (name: string, depths: readonly number[]) => ({
  name,
  layers: depths.map((depth, k) => rdmOf(`${name}.${k}`, at(depth))),
});
const region = (name: string, depth: number) => ({
  name,
  subjects: Array.from({ length: 5 }, (_, t) => rdmOf(`${name} ${t}`, noisy(random, at(depth), 0.25))),
});
const regions = [region("V1", 0), region("V4", 0.5), region("IT", 1)];
const deep = network("deep", [0, 0.25, 0.5, 0.75, 1]);
const stuck = network("stuck", [0, 0.1, 0.2]);
const options = { networks: [deep, stuck], regions, comparator: "pearson", samples: 200 } as const;
const study = await engine.layerStudy(options);

describe("layerStudy", () => {
  it("finds the layer that a region stands at, and that higher regions stand deeper", () => {
    const [profile, other] = study.profiles;
    expect(profile!.best.map(({ index }) => index)).toEqual([0, 2, 4]);
    expect(profile!.best[1]!.shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(profile!.hierarchy!.value).toBeCloseTo(0.5, 12);
    expect(profile!.hierarchy!.lower).toBeGreaterThan(0);
    expect(other!.depth).toEqual([0, 0.5, 1]);
  });

  it("has the values of rsa, inside their intervals, with its standard errors", async () => {
    const { bySubject, variances, dof } = await engine.rsa({
      data: regions[2]!.subjects,
      models: [...deep.layers, ...stuck.layers],
      comparator: "pearson",
      bootstrap: ["stimuli", "subjects"],
      samples: 200,
    });
    const { values, lower, upper } = study.profiles[0]!;
    expect(dof).toBe(4);
    deep.layers.forEach((_, k) => {
      const row = bySubject.data.slice(k * 5, (k + 1) * 5);
      expect(values.data[k * 3 + 2]).toBeCloseTo(row.reduce((sum, value) => sum + value, 0) / 5, 12);
      // t of 2.5 % with 4 degrees of freedom.
      const half = 2.7764451051977987 * Math.sqrt(variances!.model[k]!);
      expect(upper.data[k * 3 + 2]! - lower.data[k * 3 + 2]!).toBeCloseTo(2 * half, 10);
    });
  });

  it("rises with depth where the region is deep and falls where it is not", () => {
    const { slopes, values } = study.profiles[0]!;
    expect(slopes[0]!.upper).toBeLessThan(0);
    expect(slopes[2]!.lower).toBeGreaterThan(0);
    // Least squares over 0, ¼ … 1.
    const y = [0, 1, 2, 3, 4].map((k) => values.data[k * 3]!);
    const expected = y.reduce((sum, value, k) => sum + ((k - 2) / 4) * value, 0) / (10 / 16);
    expect(slopes[0]!.value).toBeCloseTo(expected, 12);
    const [, other] = study.profiles; // three layers: from the first to the last in one unit of depth
    expect(other!.slopes[2]!.value).toBeCloseTo(other!.values.data[2 * 3 + 2]! - other!.values.data[2]!, 12);
  });

  it("compares networks of different depths at common depths", async () => {
    const [difference] = study.differences;
    expect(difference!.networks).toEqual(["deep", "stuck"]);
    expect(difference!.depth).toHaveLength(11);
    expect(difference!.bestDepth[1]!.value).toBeCloseTo(0.5 - 1, 12);
    const top = 10 * 3 + 2; // last depth, IT
    const [a, b] = study.profiles;
    expect(difference!.values.data[top]).toBeCloseTo(
      a!.values.data[4 * 3 + 2]! - b!.values.data[2 * 3 + 2]!,
      12,
    );
    expect(difference!.lower.data[top]!).toBeGreaterThan(0);
    const self = await engine.layerStudy({
      ...options,
      networks: [deep, { ...deep, name: "again" }],
      samples: 20,
    });
    expect(self.differences[0]!.depth).toEqual([0, 0.25, 0.5, 0.75, 1]);
    self.differences[0]!.upper.data.forEach((value) => expect(value).toBeCloseTo(0, 12));
  });

  it("compares the values of best layers, chosen anew in each resample", async () => {
    const [a, b] = study.profiles;
    study.regions.forEach((_, r) => {
      const largest = (profile: (typeof study.profiles)[0]) =>
        Math.max(...profile.layers.map((_, k) => profile.values.data[k * 3 + r]!));
      expect(a!.best[r]!.value.value).toBe(largest(a!));
      expect(study.differences[0]!.bestValue[r]!.value).toBe(largest(a!) - largest(b!));
    });
    // Where every resample chooses the same layers, it is the difference of those two, as of any two.
    const sure = await engine.layerStudy({
      ...options,
      networks: [network("first", [0, 1]), network("second", [0, 0.9])],
      regions: [regions[2]!],
    });
    expect(sure.profiles.map(({ best }) => best[0]!.shares[1])).toEqual([1, 1]);
    const [{ bestValue, lower, upper }] = sure.differences as [(typeof sure.differences)[0]];
    expect(bestValue[0]!.lower).toBeCloseTo(lower.data[1]!, 12);
    expect(bestValue[0]!.upper).toBeCloseTo(upper.data[1]!, 12);
    expect(upper.data[1]! - lower.data[1]!).toBeGreaterThan(1e-4);
  });

  it("chooses the best layers anew in each resample", async () => {
    const networks = [network("close", [0.45, 0.55]), network("low", [0, 0.1])];
    const drawn = { comparator: "pearson", bootstrap: ["subjects"], samples: 40, seed: 2 } as const;
    const middle = region("V4", 0.5);
    const found = await engine.layerStudy({ ...drawn, networks, regions: [middle] });
    const models = networks.flatMap(({ layers }) => layers);
    const { resamples } = await engine.rsa({ ...drawn, data: middle.subjects, models, test: "t" });
    const differences = Array.from({ length: 40 }, (_, n) => {
      const [a, b, c, d] = resamples!.values.subarray(n * 4, n * 4 + 4);
      return Math.max(a!, b!) - Math.max(c!, d!);
    });
    expect(found.profiles[0]!.best[0]!.shares.every((share) => share > 0 && share < 1)).toBe(true);
    const centre = differences.reduce((sum, one) => sum + one, 0) / 40;
    const variance = differences.reduce((sum, one) => sum + (one - centre) ** 2, 0) / 39;
    const { value, lower, upper } = found.differences[0]!.bestValue[0]!;
    // t of 2.5 % with 4 degrees of freedom, and n / (n - 1) of 5 subjects.
    const half = 2.7764451051977987 * Math.sqrt((variance * 5) / 4);
    expect(upper - value).toBeCloseTo(half, 12);
    expect(value - lower).toBeCloseTo(half, 12);
  });

  it("draws itself, and goes into JSON", async () => {
    const rsa = await engine.rsa({ data: regions[0]!.subjects, models: deep.layers, permutations: 5 });
    const sections = [layersSection(study), rsaSection(rsa)];
    const page = renderSections({ title: "study", sections }, "");
    expect(page).toContain("relative depth");
    expect(page).toContain("noise ceiling");
    const document = JSON.parse(JSON.stringify(study)) as { profiles: { values: number[][] }[] };
    expect(document.profiles[0]!.values).toHaveLength(5);
  });

  it("writes itself: a row a layer, three columns a region", async () => {
    expect(JSON.parse(study.toJson())).toEqual(JSON.parse(JSON.stringify(study)));
    const lines = study.toCsv().trim().split("\n");
    expect(lines[0]).toMatch(/^,V1,"?V1, lower"?,"?V1, upper"?,V4,/);
    expect(lines).toHaveLength(1 + 5 + 3);
    expect(lines[6]).toMatch(/^"?stuck, stuck.0"?,/);
    const [array] = await read([{ name: "s.npy", bytes: study.toNpy() }]);
    expect(array!.shape).toEqual([8, 3, 3]);
    const { values, lower } = study.profiles[1]!;
    expect([...array!.data.subarray(6 * 9, 6 * 9 + 2)]).toEqual([values.data[3], lower.data[3]]);
  });

  it.each([
    [{ networks: [] }, /networks is empty/],
    [{ smaples: 20 }, /layerStudy has no option "smaples". Did you mean samples\?/],
    [{ test: "percentile" }, /layerStudy has no option "test"/],
    [{ samples: 2.5 }, /layerStudy: samples is 2.5; accepted: a whole number from 2/],
    [{ seed: -1 }, /layerStudy: seed is -1; accepted: a whole number from 0/],
    [{ regions: [] }, /regions is empty/],
    [{ networks: [network("flat", [0])] }, /flat has 1 layers/],
  ])("refuses what makes no profile", async (given, message) => {
    await expect(engine.layerStudy({ ...options, ...given })).rejects.toThrow(message);
  });
});
