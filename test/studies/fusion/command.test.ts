import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { consensus, fuse, pairwise } from "../../../src/index.ts";
import { createRandom } from "../../../src/base/random.ts";
import { gaussian } from "../../support/data.ts";
import { repgeom } from "../../support/repgeom.ts";

const folder = mkdtempSync(join(tmpdir(), "repgeom-fusion-"));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);
const random = createRandom(4);
const nets = Array.from({ length: 7 }, (_, k) => ({ name: `net-${k}`, ...gaussian(random, 15, 4) }));
const specs = [{ metric: "procrustes" }, { metric: "cka", ground: "angular" }, { metric: "cka" }] as const;
const results = await Promise.all(specs.map((spec) => pairwise(nets, spec)));
const [procrustes, angle, cka] = ["procrustes", "angle", "cka"].map((name) => at(`${name}.csv`)) as [
  string,
  string,
  string,
];
beforeAll(() => [procrustes, angle, cka].forEach((path, k) => writeFileSync(path, results[k]!.toCsv())));

const numbers = (text: string) => text.trim().split(/\s+/).map(Number);

describe("repgeom fuse", () => {
  it("prints what fuse gives", async () => {
    const { code, stdout, stderr } = await repgeom("fuse", procrustes, angle, "--k", "3");
    expect([code, numbers(stdout)]).toEqual([0, [...(await fuse(results.slice(0, 2), { k: 3 })).values]]);
    expect(stderr).toMatch(/correlation with the fused similarities: procrustes 0\.\d+, angle 0\.\d+/);
  });

  it("writes similarities and distances with names, a document and a report", async () => {
    const words = ["fuse", procrustes, cka, "--to-distance", "arccos"];
    const { code, stderr } = await repgeom(...words, "--out", at("F.csv"), "--report", at("F.html"));
    expect([code, stderr]).toEqual([
      0,
      expect.stringContaining("cka.csv: Similarities were turned into angles"),
    ]);
    expect(readFileSync(at("F.csv"), "utf8")).toMatch(/^,net-0,net-1/);
    expect(readFileSync(at("F.distances.csv"), "utf8")).toMatch(/\nnet-0,0,/);
    expect(readFileSync(at("F.html"), "utf8")).toContain("Agreement of each matrix");
    const document = JSON.parse((await repgeom(...words, "--json")).stdout) as Record<string, unknown>;
    expect(document).toMatchObject({ labels: ["procrustes", "cka"], converged: true });
    const map = await repgeom("embed", at("F.distances.csv"), "--quiet");
    expect(map.code).toBe(0);
  });

  it("explains its mistakes", async () => {
    const one = await repgeom("fuse", angle);
    expect([one.code, one.stderr]).toEqual([2, expect.stringContaining("fuse needs two matrices or more")]);
    const bare = await repgeom("fuse", angle, cka);
    expect([bare.code, bare.stderr]).toEqual([
      2,
      expect.stringContaining("--to-distance arccos or one-minus"),
    ]);
    const wide = await repgeom("fuse", angle, procrustes, "--k", "7");
    expect([wide.code, wide.stderr]).toEqual([2, expect.stringContaining("accepted: 1 to 6")]);
    expect((await repgeom("fuse", "--help")).stdout).toContain("Examples:");
    expect(existsSync(at("none.npy"))).toBe(false);
  });
});

describe("repgeom consensus", () => {
  it("prints what consensus gives", async () => {
    const words = ["consensus", procrustes, angle, "--method", "indscal", "--seed", "3", "--dimensions", "3"];
    const { code, stdout, stderr } = await repgeom(...words);
    const found = await consensus(results.slice(0, 2), { method: "indscal", seed: 3, dimensions: 3 });
    expect([code, numbers(stdout)]).toEqual([0, [...found.coordinates.data]]);
    expect(stderr).toContain(`procrustes: fit ${found.fit[0]!.toPrecision(4)}, weights`);
  });

  it("writes the map and the weights with names, a document and a report", async () => {
    const words = ["consensus", procrustes, angle];
    const { code } = await repgeom(...words, "--out", at("E.csv"), "--report", at("E.html"));
    expect(code).toBe(0);
    expect(readFileSync(at("E.csv"), "utf8")).toMatch(/^,axis 1,axis 2\nnet-0,/);
    expect(readFileSync(at("E.weights.csv"), "utf8")).toMatch(/^,axis 1,axis 2\nprocrustes,.*\nangle,/);
    expect(readFileSync(at("E.html"), "utf8")).toContain("Weights of the axes");
    const document = JSON.parse((await repgeom(...words, "--json")).stdout) as { weights: number[][] };
    expect(document.weights).toHaveLength(2);
  });

  it("explains its mistakes", async () => {
    const one = await repgeom("consensus", angle);
    expect([one.code, one.stderr]).toEqual([
      2,
      expect.stringContaining("consensus needs two matrices or more"),
    ]);
    const seed = await repgeom("consensus", angle, procrustes, "--seed", "3");
    expect([seed.code, seed.stderr]).toEqual([
      2,
      expect.stringContaining("--method indscal, which is missing"),
    ]);
    const many = await repgeom("consensus", angle, procrustes, "--dimensions", "8");
    expect([many.code, many.stderr]).toEqual([2, expect.stringContaining("from 1 to 7")]);
  });
});
