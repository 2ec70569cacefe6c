import { mkdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { layerStudy, rdm, read } from "repgeom";
import { describe, expect, it } from "vitest";
import { parseNpy } from "../../../src/data/formats/numpy/npy.ts";
import { repgeom, temporaryFolder, writeResponses } from "../../support/repgeom.ts";

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);

function write(name: string, count: number, seed: number, word: string): string[] {
  mkdirSync(at(name));
  return Array.from({ length: count }, (_, k) => {
    const path = at(`${name}/${word}${k + 8}.npy`); // 8, 9, 10: plain order would put 10 first
    renameSync(writeResponses(folder, `${name}-${k}`, 10, 6, seed + k), path);
    return path;
  });
}
const [net, other] = [write("net", 4, 1, "layer"), write("other", 3, 11, "block")];
const [low, high] = [write("V1", 4, 21, "sub-"), write("IT", 4, 31, "sub-")];

const rdms = async (files: readonly string[]) =>
  Promise.all((await read([...files])).map((one) => rdm(one, { dissimilarity: "euclidean" })));
const study = await layerStudy({
  networks: [
    { name: "net", layers: await rdms(net) },
    { name: "other", layers: await rdms(other) },
  ],
  regions: [
    { name: "V1", subjects: await rdms(low) },
    { name: "IT", subjects: await rdms(high) },
  ],
  comparator: "pearson",
  samples: 30,
  seed: 3,
});
const layers = ["--layers", `net=${at("net/*.npy")}`, `other=${at("other/*.npy")}`];
const regions = ["--region", `V1=${at("V1/*")}`, "--region", `IT=${at("IT/sub-*.npy")}`];
const how = ["--dissimilarity", "euclidean", "--comparator", "pearson", "--samples", "30", "--seed", "3"];

describe("repgeom layers", () => {
  it("prints a line a layer and region, with the API's values, in natural order", async () => {
    const { code, stdout, stderr } = await repgeom("layers", ...layers, ...regions, ...how);
    expect(code).toBe(0);
    const [head, ...rows] = stdout
      .trim()
      .split("\n")
      .map((line) => line.split("\t"));
    expect(head).toEqual(["network", "layer", "region", "value", "lower", "upper"]);
    expect(rows.map((row) => row.slice(0, 3)).slice(0, 8)).toEqual(
      [8, 9, 10, 11].flatMap((k) => ["V1", "IT"].map((region) => ["net", `layer${k}`, region])),
    );
    const [{ values, lower, upper }] = study.profiles as [(typeof study.profiles)[0]];
    const six = (value: number) => Number(value.toPrecision(6));
    rows
      .slice(0, 8)
      .forEach((row, k) =>
        expect(row.slice(3).map(Number)).toEqual([values, lower, upper].map(({ data }) => six(data[k]!))),
      );
    expect(stderr).toContain(`net, V1: best ${study.profiles[0]!.best[0]!.name}, relative depth`);
    expect(stderr).toContain("net minus other, IT: best depth");
  });

  it("writes curves, best layers and differences, and a page", async () => {
    const words = ["--out", at("l.npy"), "--report", at("l.html")];
    const { code } = await repgeom("layers", ...layers, ...regions, ...how, ...words);
    expect(code).toBe(0);
    expect(readFileSync(at("l.npy"))).toEqual(Buffer.from(study.toNpy()));
    const [best] = parseNpy(readFileSync(at("l.best.npy")), "best");
    const { best: found, slopes } = study.profiles[1]!;
    const numbers = ({ value, lower, upper }: (typeof slopes)[0]) => [value, lower, upper];
    expect([...best!.data.subarray(3 * 10)]).toEqual([
      found[1]!.index,
      ...[found[1]!.depth, found[1]!.value, slopes[1]!].flatMap(numbers),
    ]);
    const [differences] = parseNpy(readFileSync(at("l.differences.npy")), "differences");
    const { bestDepth, bestValue, slopes: between } = study.differences[0]!;
    expect([...differences!.data.subarray(0, 9)]).toEqual(
      [bestDepth[0]!, bestValue[0]!, between[0]!].flatMap(numbers),
    );
    const page = readFileSync(at("l.html"), "utf8");
    for (const text of ["Depth of the best layer", "Slope over depth", "net minus other: best value"])
      expect(page).toContain(text);
    // One scale for both regions.
    const domains = [...page.matchAll(/"y":\{"label":"pearson","domain":(\[[^\]]*\])/g)].map(
      ([, text]) => text,
    );
    expect([domains.length, new Set(domains).size]).toEqual([2, 1]);
  });

  it("takes RDMs as they are", async () => {
    await repgeom("rdm", net[0]!, "--dissimilarity", "euclidean", "--out", at("a.npy"));
    await repgeom("rdm", net[1]!, "--dissimilarity", "euclidean", "--out", at("b.npy"));
    await repgeom("rdm", low[0]!, "--dissimilarity", "euclidean", "--out", at("s.npy"));
    const files = ["--layers", `n=${at("a.npy")}`, at("b.npy"), "--region", `V1=${at("s.npy")}`];
    const { code, stdout, stderr } = await repgeom(
      "layers",
      "--from",
      "rdms",
      ...files,
      "--json",
      ...how.slice(2),
    );
    expect([code, stderr]).toEqual([0, expect.stringContaining("One subject has no noise ceiling")]);
    const { profiles, options } = JSON.parse(stdout) as typeof study;
    expect(options.bootstrap).toEqual(["stimuli"]);
    const [a, s] = [await rdms([net[0]!]), await rdms([low[0]!])];
    expect((profiles[0]!.values as unknown as number[][])[0]![0]).toBeCloseTo(
      pearson(a[0]!.condensed, s[0]!.condensed),
      12,
    );
  });

  it.each([
    [[], "--layers is missing: a name and its files, e.g. --layers name='folder/*.npy'"],
    [layers, "--region is missing"],
    [[...layers, "--regoin", "a=b"], "unknown option '--regoin'"],
    [
      [...layers, ...regions, "--from", "rdms", "--dissimilarity", "cosine"],
      "--dissimilarity is of RDMs that are made here",
    ],
  ])("refuses %#", async (words, message) => {
    const { code, stderr } = await repgeom("layers", ...words);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it("says that a pattern matches nothing", async () => {
    const { code, stderr } = await repgeom("layers", ...layers, "--region", `V1=${at("V2/*.npy")}`);
    expect([code, stderr]).toEqual([1, expect.stringContaining("no file matches this pattern")]);
  });
});

function pearson(x: Float64Array, y: Float64Array): number {
  const mean = (a: Float64Array) => a.reduce((sum, value) => sum + value, 0) / a.length;
  const [p, q] = [x.map((value) => value - mean(x)), y.map((value) => value - mean(y))];
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, k) => sum + value * b[k]!, 0);
  return dot(p, q) / Math.sqrt(dot(p, p) * dot(q, q));
}
