import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { mapInference, spheres } from "repgeom";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/base/random.ts";
import { parseNpy } from "../../../src/data/formats/numpy/npy.ts";
import { writeNpy } from "../../../src/data/write.ts";
import { repgeom, temporaryFolder } from "../../support/repgeom.ts";

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
const random = createRandom(6);
const [subjects, places] = [6, 12];
const [first, second] = [1, 2].map(() =>
  Float64Array.from({ length: subjects * places }, (_, k) => random.normal() + 2 * Number(k % places < 4)),
) as [Float64Array, Float64Array];
writeFileSync(at("maps.npy"), writeNpy([subjects, places], first));
writeFileSync(at("more.npy"), writeNpy([subjects, places], second));
const both = Float64Array.from(
  { length: 2 * first.length },
  (_, k) => (k % 2 === 0 ? first : second)[k >> 1]!,
);
writeFileSync(at("both.npy"), writeNpy([subjects, places, 2], both));
writeFileSync(at("mask.npy"), writeNpy([3, 4, 1], new Float64Array(12).fill(1)));
const neighbors = spheres({ shape: [3, 4, 1], data: new Float64Array(12).fill(1) }, 1);
const maps = { name: "maps", shape: [subjects, places], data: first };
const arrayAt = (name: string) => parseNpy(readFileSync(at(name)), name)[0]!;

describe("repgeom map-test", () => {
  it("prints a line a place, and writes each column", async () => {
    const expected = await mapInference(maps, undefined, { side: "right" });
    const { code, stdout, stderr } = await repgeom("map-test", at("maps.npy"), "--side", "right");
    const found = expected.pFamilyWise.filter((p) => p <= 0.05).length;
    expect([code, stderr]).toEqual([
      0,
      expect.stringContaining(`maps: ${found} of 12 places with family-wise p ≤ 0.05`),
    ]);
    const [head, ...rows] = stdout
      .trim()
      .split("\n")
      .map((line) => line.split("\t"));
    expect(head).toEqual(["# t", "mean", "p", "p-family-wise", "p-fdr"]);
    expect(rows.map((row) => Number(row[3]))).toEqual(
      [...expected.pFamilyWise].map((p) => Number(p.toPrecision(6))),
    );
    await repgeom("map-test", at("maps.npy"), "--side", "right", "--out", at("t.npy"));
    expect([...arrayAt("t.npy").data]).toEqual([...expected.t]);
    expect([...arrayAt("t.p-family-wise.npy").data]).toEqual([...expected.pFamilyWise]);
  });

  it("takes places from a mask, says clusters, and draws them", async () => {
    const options = { method: "cluster", threshold: 2 } as const;
    const { clusters } = await mapInference(maps, neighbors, options);
    const words = [
      "--mask",
      at("mask.npy"),
      "--method",
      "cluster",
      "--threshold",
      "2",
      "--report",
      at("c.html"),
    ];
    const { code, stderr } = await repgeom("map-test", at("maps.npy"), ...words, "--out", at("c.csv"));
    expect([code, stderr]).toEqual([
      0,
      expect.stringContaining(`cluster 1: ${clusters![0]!.places.length} places, mass`),
    ]);
    expect(readFileSync(at("c.csv"), "utf8")).toMatch(/^,t,mean,p,p-family-wise,p-fdr\n/);
    const page = readFileSync(at("c.html"), "utf8");
    expect(page).toContain("largest cluster mass anywhere");
    expect(page).toContain('"kind":"heat-maps"');
  });

  it("puts files one behind the other as groups, and tests each model of a third axis", async () => {
    const groups = [...Array(6).fill("a"), ...Array(6).fill("b")] as string[];
    const data = Float64Array.of(...first, ...second);
    const expected = await mapInference({ name: "m", shape: [12, places], data }, undefined, {
      groups,
      samples: 50,
    });
    const { stdout } = await repgeom(
      "map-test",
      at("maps.npy"),
      at("more.npy"),
      "--groups",
      groups.join(),
      "--samples",
      "50",
      "--json",
    );
    expect(JSON.parse(stdout)).toMatchObject({ t: [...expected.t], p: [...expected.p] });
    const words = [
      "--mask",
      at("mask.npy"),
      "--method",
      "tfce",
      "--connectivity",
      "faces",
      "--out",
      at("m.npy"),
    ];
    await repgeom("map-test", at("both.npy"), ...words);
    const each = [first, second].map((values) =>
      mapInference({ ...maps, data: values }, neighbors, { method: "tfce" }),
    );
    const enhanced = (await Promise.all(each)).flatMap((one) => [...one.enhanced!]);
    expect([arrayAt("m.tfce.npy").shape, [...arrayAt("m.tfce.npy").data]]).toEqual([[2, 12], enhanced]);
  });

  it.each([
    [["--method", "tfce"], 2, "--method tfce is about connected places: give --mask, --mesh or --neighbors"],
    [["--threshold", "3"], 2, "--threshold is of --method cluster"],
    [["--connectivity", "faces"], 2, "--connectivity is of --mask"],
    [["--groups", "a,b"], 2, "--groups are 2 labels of 2 kinds"],
    [[at("mask.npy")], 2, "all but the subjects must be the same"],
  ])("refuses %#", async (words, expected, message) => {
    const { code, stderr } = await repgeom("map-test", at("maps.npy"), ...words);
    expect([code, stderr]).toEqual([expected, expect.stringContaining(message)]);
  });
});
