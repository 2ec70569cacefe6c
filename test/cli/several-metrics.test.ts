import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compareMetrics, cross, pairwise, read, type MetricSpec, type Representation } from "repgeom";
import { beforeAll, describe, expect, it } from "vitest";
import { metricsNamed, wordsOf } from "../../src/cli/metric-list.ts";
import { metricSpecs } from "../../src/cli/metric-options.ts";
import { agreementOf } from "../../src/studies/pairwise/picture/agreement.ts";
import { parseNpy } from "../../src/data/formats/numpy/npy.ts";
import { repgeom, temporaryFolder, writeResponses } from "../support/repgeom.ts";

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
const files = Array.from({ length: 5 }, (_, k) => writeResponses(folder, `net-${k}`, 14, 4, k + 1));
const specs = [{ metric: "cka" }, { metric: "procrustes", alpha: 0.5 }, { metric: "rsa" }] as MetricSpec[];
const arrayAt = (path: string) => [...parseNpy(new Uint8Array(readFileSync(path)), path)[0]!.data];

let nets: Representation[];
beforeAll(async () => void (nets = await read(files)));

describe("metricsNamed", () => {
  it("reads names, lists, and options behind colons", () => {
    expect(metricsNamed(undefined)).toEqual([]);
    expect(metricsNamed(["cka, rsa", "procrustes:alpha=0.5:no-center:ground=angular:x"])).toEqual([
      { name: "cka", own: [] },
      { name: "rsa", own: [] },
      {
        name: "procrustes",
        own: [
          ["alpha", "0.5"],
          ["center", "no"],
          ["ground", "angular"],
          ["x", "yes"],
        ],
      },
    ]);
    expect(() => metricsNamed("cka,,rsa")).toThrow("expected names separated by commas");
  });

  it("gives words that tell files apart and stay in their folder", () => {
    const words = (text: string) => wordsOf(metricsNamed(text));
    expect(words("cka,procrustes:alpha=1")).toEqual(["cka", "procrustes"]);
    expect(words("cka,cka:kernel=rbf:bandwidth=../2")).toEqual(["cka", "cka-kernel=rbf-bandwidth=..2"]);
  });
});

describe("metricSpecs", () => {
  const specsOf = (metric: string, flags: object = {}) => metricSpecs({ metric: [metric], ...flags });

  it("gives a flag to every metric that has it, and an option behind a colon to one", () => {
    expect(specsOf("procrustes,cka,nbs,procrustes:alpha=0", { alpha: "0.5", center: false })).toEqual([
      { metric: "procrustes", alpha: 0.5, center: false },
      { metric: "cka", center: false },
      { metric: "nbs", center: false },
      { metric: "procrustes", alpha: 0, center: false },
    ]);
    expect(specsOf("cka:bandwidth-unit=responses:kernel=rbf")).toEqual([
      { metric: "cka", kernel: "rbf", bandwidthUnit: "responses" },
    ]);
  });

  it.each([
    ["cka,rv", { alpha: "1" }, "--alpha is not an option of cka or rv. Options of cka: --kernel"],
    ["cka", { alpha: "1" }, "--alpha is not an option of cka. Its options: --kernel"],
    ["cka,procrustes:kernel=rbf", {}, "--kernel is not an option of procrustes"],
    ["cka,rsa", { ground: "angular" }, '--ground of rsa: Unknown value "angular"'],
    ["procrustes:alpha=x", {}, "--metric procrustes:alpha takes a number from 0 to 1"],
    [
      "procrustes,procrustes:alpha=1",
      { alpha: "1" },
      "--metric names procrustes twice with the same options",
    ],
    ["cka,rza", {}, 'Unknown metric "rza"'],
    ["", {}, 'Unknown metric ""'],
  ])("refuses %s %o", (metric, flags, message) => expect(() => specsOf(metric, flags)).toThrow(message));
});

describe("several metrics in one command", () => {
  const words = ["--metric", "cka", "--metric", "procrustes,rsa", "--alpha", "0.5"];

  it("pairwise writes a matrix each, a list as JSON, and a page with a section each", async () => {
    const expected = await Promise.all(specs.map((spec) => pairwise(nets, spec)));
    const { code, stderr, stdout } = await repgeom("pairwise", ...files, ...words, "--out", at("D.npy"), "--report", at("r.html"), "--json"); // prettier-ignore
    expect(code).toBe(0);
    expect(existsSync(at("D.npy"))).toBe(false);
    const { results, agreement } = JSON.parse(stdout) as {
      results: object[];
      agreement: { metrics: string[]; pairs: number; spearman: number[][] };
    };
    for (const [k, word] of ["cka", "procrustes", "rsa"].entries()) {
      expect(arrayAt(at(`D.${word}.npy`))).toEqual([...expected[k]!.values]);
      expect(stderr).toContain(`wrote ${at(`D.${word}.npy`)}`);
      const alone = await repgeom("pairwise", ...files, "--metric", word, ...(k === 1 ? ["--alpha", "0.5"] : []), "--json"); // prettier-ignore
      expect(results[k]).toEqual(JSON.parse(alone.stdout));
    }
    const known = (await compareMetrics(expected, { comparator: "spearman" })).square().data;
    expect(agreement).toMatchObject({ metrics: ["cka", "procrustes", "rsa"], pairs: 10 });
    agreement.spearman.flat().forEach((value, k) => expect(value).toBeCloseTo(known[k]!, 12));
    const page = readFileSync(at("r.html"), "utf8");
    for (const heading of ["Representational similarity", "How the metrics agree"])
      expect([heading, page.includes(heading)]).toEqual([heading, true]);
  });

  it("pairwise writes what stands beside each, and prints all in turn", async () => {
    const held = ["--metric", "permutation,procrustes", "--folds", "2"];
    await repgeom("pairwise", ...files, ...held, "--out", at("F.csv"));
    for (const name of [
      "F.permutation.csv",
      "F.permutation.se.csv",
      "F.procrustes.csv",
      "F.procrustes.se.csv",
    ])
      expect(existsSync(at(name))).toBe(true);
    const { stdout } = await repgeom("pairwise", ...files, ...held);
    expect(stdout.match(/^#.*$/gm)).toEqual([
      "# permutation",
      "# permutation.se",
      "# procrustes",
      "# procrustes.se",
    ]);
  });

  it("cross and compare likewise", async () => {
    const [a, b, ...others] = files as [string, string, ...string[]];
    await repgeom("cross", a, b, "--against", ...others, ...words, "--out", at("X.csv"));
    const expected = await cross(nets.slice(0, 2), nets.slice(2), specs[1]!);
    expect(readFileSync(at("X.procrustes.csv"), "utf8")).toBe(expected.toCsv());
    const { stdout } = await repgeom("compare", a, b, "--metric", "cka,procrustes:alpha=0.5");
    const values = await Promise.all(specs.slice(0, 2).map((spec) => cross([nets[0]!], [nets[1]!], spec)));
    expect(stdout.split("\n").slice(0, 2)).toEqual(
      ["cka", "procrustes"].map(
        (word, k) =>
          `${word}\t${values[k]!.at(0, 0)
            .toPrecision(17)
            .replace(/^0\.0*/, "0.")}`,
      ),
    );
  });

  it("is for commands that say so", async () => {
    const { code, stderr } = await repgeom("neighbors", files[0]!, "--among", ...files.slice(1), "--metric", "procrustes,nbs"); // prettier-ignore
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining("takes one metric here, got procrustes, nbs"),
    ]);
  });
});

describe("agreementOf", () => {
  it("compares all cells of a rectangle, both directions of what is not symmetric, and nothing of two", async () => {
    const rectangle = await Promise.all(specs.map((spec) => cross(nets.slice(0, 2), nets.slice(2), spec)));
    expect(agreementOf(rectangle)!.pairs).toBe(6);
    expect(agreementOf(rectangle.slice(1))).toBeUndefined();
    const uneven = await pairwise(nets, { metric: "linear-regression" });
    const square = await Promise.all(specs.slice(0, 2).map((spec) => pairwise(nets, spec)));
    expect(agreementOf([...square, uneven])!.pairs).toBe(20);
    const same = await pairwise([nets[0]!, nets[0]!, nets[0]!].map((net, k) => ({ ...net, name: `n${k}` })), specs[0]!); // prettier-ignore
    expect(agreementOf([same, same, same])!.spearman[0]).toEqual([null, null, null]);
  });
});
