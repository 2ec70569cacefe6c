import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createEngine, describe as describeNetworks, type Matrix } from "../../../src/index.ts";
import { createRandom } from "../../../src/base/random.ts";
import { writeNpy } from "../../../src/data/write.ts";
import { descriptors } from "../../../src/metrics/descriptors/all.ts";
import { descriptorNames } from "../../../src/studies/describe/options.ts";
import { halvesInterval } from "../../../src/studies/describe/intervals.ts";
import {
  centered,
  concentricityByDefinition,
  effectiveRankByDefinition,
  likelihoodDimension,
  magnitudeByDefinition,
  participationRatioByDefinition,
  ratioOverQuadruples,
  singularValuesByJacobi,
  twoNnByDefinition,
  uniformityByDefinition,
} from "../../oracles/descriptors.ts";
import { gaussian } from "../../support/data.ts";
import { repgeom, temporaryFolder } from "../../support/repgeom.ts";

const random = createRandom(12);
const shifted = (x: Matrix) => ({ ...x, data: x.data.map((value) => 0.3 * value + 0.2) });
const [tall, wide] = [shifted(gaussian(random, 24, 5)), shifted(gaussian(random, 16, 30))];
const shiftedBig = shifted(gaussian(random, 150, 40));
const meanOf = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** By definition, in the order of the columns. */
function byDefinition(x: Matrix): number[] {
  const c = centered(x);
  const variances = singularValuesByJacobi(c)
    .map((value) => value ** 2)
    .sort((a, b) => b - a);
  const share = (count: number) =>
    (meanOf(variances.slice(0, count)) * Math.min(count, variances.length)) /
    variances.reduce((a, b) => a + b);
  const column = (k: number) => [...c.data].filter((_, at) => at % x.cols === k);
  const kurtosis = (values: number[]) =>
    meanOf(values.map((v) => v ** 4)) / meanOf(values.map((v) => v ** 2)) ** 2 - 3;
  const rows = Array.from({ length: x.rows }, (_, i) => [...x.data.subarray(i * x.cols, (i + 1) * x.cols)]);
  const sparseness = (row: number[]) =>
    (1 - meanOf(row.map(Math.abs)) ** 2 / meanOf(row.map((v) => v * v))) / (1 - 1 / x.cols);
  return [
    magnitudeByDefinition(x),
    concentricityByDefinition(x),
    uniformityByDefinition(x),
    meanOf(rows.map(sparseness)),
    meanOf(Array.from({ length: x.cols }, (_, k) => kurtosis(column(k)))),
    Math.min(x.rows - 1, x.cols),
    share(1),
    share(10),
    effectiveRankByDefinition(c, 1),
    participationRatioByDefinition(c),
    ratioOverQuadruples(x),
    twoNnByDefinition(x),
    likelihoodDimension(x, 10, "mackay"),
  ];
}

describe("describe", () => {
  it("lists the descriptors that its options name", () => {
    expect(descriptors.map(({ name }) => name)).toEqual([...descriptorNames]);
    for (const { source } of descriptors) expect(source).toMatch(/\d{4}/);
  });

  it.each([
    ["more stimuli than units", tall],
    ["more units than stimuli", wide],
  ])("gives what the definitions give, of %s", async (_, x) => {
    const { values, lower, stimuli, units } = await describeNetworks(x, { samples: 0 });
    expect([stimuli, units, lower]).toEqual([[x.rows], [x.cols], undefined]);
    byDefinition(x).forEach((expected, d) =>
      expect([descriptorNames[d], values.data[d]]).toEqual([descriptorNames[d], expect.closeTo(expected, 9)]),
    );
  });

  it("has intervals about its values, those of wide networks from fewer units", async () => {
    const x = shifted(gaussian(random, 60, 90));
    const one = { name: "one", ...x, data: x.data.map((value) => value / 5) };
    const found = await describeNetworks([one, { name: "two", ...tall }], { samples: 20 });
    for (const name of descriptorNames) {
      const d = descriptorNames.indexOf(name);
      const about = found.estimands![0]![d]!;
      if (name === "rank") expect(about).toBe("none");
      else expect(found.lower!.data[d]).toBeLessThan(found.estimate!.data[d]!);
      if (about === "expectation" || about === "population")
        expect(found.estimate!.data[d]).toBe(found.values.data[d]);
      if (name.startsWith("dimension")) expect(about).toBe("expectation");
    }
    expect(found.valueOf(1, "magnitude")).toBeCloseTo(magnitudeByDefinition(tall), 12);
    expect(() => found.valueOf(2, "magnitude")).toThrow("there is no such network");
  });

  it("takes rows of numbers as one network, and chosen descriptors in the order of the table", async () => {
    const rows = Array.from({ length: tall.rows }, (_, i) => [...tall.data.subarray(i * 5, i * 5 + 5)]);
    const found = await describeNetworks(rows, { descriptors: ["effective-rank", "magnitude"], samples: 0 });
    expect(found.descriptors.map(({ name }) => name)).toEqual(["magnitude", "effective-rank"]);
    expect(found.values.data).toHaveLength(2);
  });

  it("says what is not defined, and gives the rest", async () => {
    const few = { name: "few", ...gaussian(random, 5, 4) };
    const flat = { name: "flat", rows: 12, cols: 3, data: new Float64Array(36) };
    const found = await describeNetworks([few, flat], { samples: 10 });
    expect(found.valueOf(0, "dimension-mackay")).toBeNaN();
    expect(found.valueOf(0, "dimension-two-nn")).toBeGreaterThan(0);
    expect(found.warnings).toContainEqual(
      expect.stringMatching(/dimension-mackay.*few has 5 stimuli; 10 nearest/),
    );
    expect(found.warnings).toContainEqual(
      expect.stringMatching(/effective-rank.*flat: every unit is constant/),
    );
    expect(found.valueOf(1, "uniformity")).toBe(0);
    const { values } = found.toJSON() as { values: (number | null)[][] };
    expect(values[0]!.at(-1)).toBe(null);
  });

  it("gives the same bits on one thread and on three", async () => {
    const texts = [];
    for (const threads of [0, 3]) {
      const engine = await createEngine({ threads });
      texts.push((await engine.describe([shiftedBig, wide], { samples: 9 })).toJson());
      engine.close();
    }
    expect(texts[0]).toBe(texts[1]);
  });

  it.each([
    [{ name: "cube", shape: [4, 3, 2], data: new Float64Array(24) }, {}, "cube is repeats"],
    [[], {}, "no representations were given"],
    [tall, { descriptors: ["entropy"] as never }, "descriptors is"],
    [{ ...tall, data: tall.data.map((v, k) => (k === 7 ? NaN : v)) }, {}, "is NaN"],
  ])("refuses %#", async (given, options, message) => {
    await expect(describeNetworks(given, options)).rejects.toThrow(message);
  });
});

describe("intervals from halves", () => {
  it("of a mean are those of Student's t, about", async () => {
    // Of magnitude far from the origin, in one unit: the mean.
    const errors: number[] = [];
    for (let k = 0; k < 20; k++) {
      const x = { rows: 40, cols: 1, data: Float64Array.from({ length: 40 }, () => 50 + random.normal()) };
      const { standardError } = await describeNetworks(x, { descriptors: ["magnitude"], samples: 100 });
      const centre = meanOf([...x.data]);
      const own = Math.sqrt(x.data.reduce((sum, v) => sum + (v - centre) ** 2, 0) / 39 / 40);
      errors.push(standardError!.data[0]! / own);
    }
    expect(Math.abs(meanOf(errors) - 1)).toBeLessThan(0.06);
  });

  const exact = (bias: number) => ({
    value: 10 + bias,
    stimuli: 100,
    halves: Array.from({ length: 10 }, (_, k) => [11 + 2 * bias - k, 9 + 2 * bias + k] as const),
    quarters: Array.from({ length: 10 }, (_, k) => [11 + 4 * bias - k, 9 + 4 * bias + k] as const),
  });
  const ends = [-Infinity, Infinity] as const;
  it("remove a bias that falls as 1/m", () => {
    const { about, estimate, lower, upper } = halvesInterval(exact(3), ends, 0.95);
    expect([about, estimate]).toEqual(["debiased", 10]);
    expect((lower + upper) / 2).toBeCloseTo(10, 12);
    expect(halvesInterval(exact(0), ends, 0.95)).toMatchObject({ about: "population", estimate: 10 });
  });
  it("are for the expectation where halves and quarters do not agree about it, or nothing is known", () => {
    const other = { ...exact(3), quarters: exact(0.2).quarters };
    expect(halvesInterval(other, ends, 0.95)).toMatchObject({ about: "expectation", estimate: 13 });
    expect(halvesInterval({ ...exact(3), quarters: [] }, ends, 0.95).about).toBe("expectation");
  });
  it("are none at an end of the range, or where a half has no value", () => {
    expect(halvesInterval(exact(0), [10, Infinity], 0.95).about).toBe("none");
    const broken = { ...exact(0), halves: [[NaN, 1] as const, ...exact(0).halves] };
    expect(halvesInterval(broken, ends, 0.95).about).toBe("none");
  });
});

describe("repgeom describe", () => {
  const folder = temporaryFolder();
  const at = (name: string) => join(folder, name);
  writeFileSync(at("tall.npy"), writeNpy([24, 5], tall.data));
  writeFileSync(at("wide.npy"), writeNpy([16, 30], wide.data));

  it("prints a line a descriptor, and writes", async () => {
    const words = ["describe", at("tall.npy"), at("wide.npy"), "--samples", "8"];
    const { code, stdout } = await repgeom(...words, "--report", at("r.html"));
    expect(code).toBe(0);
    const lines = stdout
      .trim()
      .split("\n")
      .map((line) => line.split("\t"));
    expect(lines[0]).toEqual(["network", "descriptor", "value", "lower", "upper", "interval for"]);
    expect(lines).toHaveLength(1 + 2 * descriptorNames.length);
    expect(Number(lines[1]![2])).toBeCloseTo(magnitudeByDefinition(tall), 5);
    expect(readFileSync(at("r.html"), "utf8")).toContain("Descriptors of single networks");
    expect((await repgeom(...words, "--out", at("d.csv"))).code).toBe(0);
    expect(readFileSync(at("d.csv"), "utf8").split("\n")[0]).toContain(
      "stimuli,units,magnitude,magnitude lower",
    );
    const json = JSON.parse((await repgeom(...words, "--json")).stdout) as { estimands: string[][] };
    expect(json.estimands).toHaveLength(2);
  });

  it("without samples has no intervals", async () => {
    const { stdout } = await repgeom(
      "describe",
      at("tall.npy"),
      "--samples",
      "0",
      "--descriptors",
      "rank,kurtosis",
    );
    expect(stdout.split("\n")[0]).toBe("network\tdescriptor\tvalue");
    expect(stdout).toContain("rank\t5\n");
  });
});
