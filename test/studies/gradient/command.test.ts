import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compare, gradient, read } from "repgeom";
import { describe, expect, it } from "vitest";
import { repgeom, temporaryFolder, writeResponses } from "../../support/repgeom.ts";

const folder = temporaryFolder();
const [first, second] = [1, 2].map((seed) => writeResponses(folder, `net-${seed}`, 12, 5, seed)) as [
  string,
  string,
];
const at = (name: string) => join(folder, name);

describe("repgeom gradient", () => {
  it("prints the value of compare and writes the gradient, stimuli × units", async () => {
    const words = ["gradient", first, second, "--metric", "nbs", "--ground", "angular", "--out", at("G.npy")];
    const { code, stdout, stderr } = await repgeom(...words);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const [x, y] = await read([first, second]);
    const spec = { metric: "nbs", ground: "angular" } as const;
    expect(Number(stdout)).toBeCloseTo(await compare(x!, y!, spec), 12);
    const [written] = await read([at("G.npy")]);
    const { gradient: slopes } = await gradient(x!, y!, spec);
    expect(written!.shape).toEqual([12, 5]);
    written!.data.forEach((slope, k) => expect(slope).toBeCloseTo(slopes.data[k]!, 12));
    expect(stderr).toContain("gradient of nbs of net-1 and net-2, with respect to net-1");
  });

  it("names the metrics that have a gradient where none is given, and in the help of --metric", async () => {
    const { code, stderr } = await repgeom("gradient", first, second);
    expect(code).toBe(2);
    expect(stderr).toMatch(/with one of cka, .*soft-knn\.$/m);
    expect(stderr).not.toContain("mutual-knn");
    expect((await repgeom("gradient", "--help")).stdout).not.toContain("mutual-knn");
  });

  it("prints one document, and a table with the names of stimuli and units", async () => {
    const { stdout } = await repgeom(
      "gradient",
      first,
      second,
      "--metric",
      "cka",
      "--json",
      "--out",
      at("G.csv"),
    );
    const found = JSON.parse(stdout) as {
      metric: string;
      names: string[];
      value: number;
      gradient: number[][];
    };
    expect(found).toMatchObject({ metric: "cka", names: ["net-1", "net-2"] });
    expect([found.gradient.length, found.gradient[0]!.length]).toEqual([12, 5]);
    const [header, line] = readFileSync(at("G.csv"), "utf8").split("\n");
    expect(header).toBe(",unit 0,unit 1,unit 2,unit 3,unit 4");
    expect(line!.split(",").slice(1).map(Number)).toEqual(found.gradient[0]);
  });

  it.each([
    [["--metric", "energy"], 2, "gradient: energy has none; metrics that have one: cka, rv, "],
    [["--metric", "rsa", "--comparator", "spearman"], 2, "ranks do not move when responses move a little"],
  ])("says why there is none: %j", async (words, code, why) => {
    const ended = await repgeom("gradient", first, second, ...words, "--out", at("none.npy"));
    expect(ended).toMatchObject({ code, stdout: "" });
    expect(ended.stderr).toContain(why);
  });

  it("says that equal networks have no gradient of their angle, and writes nothing", async () => {
    const ended = await repgeom("gradient", first, first, "--metric", "procrustes", "--out", at("none.npy"));
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/where the angle has a kink and no gradient/);
    expect(existsSync(at("none.npy"))).toBe(false);
  });

  it("plans without computing", async () => {
    const ended = await repgeom(
      "gradient",
      first,
      second,
      "--metric",
      "cka",
      "--out",
      at("none.npy"),
      "--dry-run",
    );
    expect(ended.code).toBe(0);
    expect(existsSync(at("none.npy"))).toBe(false);
  });
});
