import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { meshNeighbors, rdm, read, searchlight, spheres } from "repgeom";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/base/random.ts";
import { parseNpy } from "../../../src/data/formats/numpy/npy.ts";
import { writeNpy } from "../../../src/data/write.ts";
import { repgeom, temporaryFolder, writeResponses } from "../../support/repgeom.ts";

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
const random = createRandom(2);
const shape = [4, 3, 3] as const;
const mask = Float64Array.from({ length: 36 }, () => Number(random.uniform() < 0.8));
const units = mask.reduce((sum, one) => sum + one, 0);
writeFileSync(at("mask.npy"), writeNpy(shape, mask));
const files = [1, 2, 3].map((seed) => writeResponses(folder, `sub-${seed}`, 8, units, seed));
const models = ["a", "b"].map((name, k) => {
  const condensed = Float64Array.from({ length: 28 }, () => random.uniform());
  if (k === 1) condensed[3] = NaN;
  writeFileSync(at(`${name}.npy`), writeNpy([28], condensed));
  return at(`${name}.npy`);
});
const how = ["--dissimilarity", "euclidean", "--comparator", "spearman", "--models", ...models];
const rdms = models.map((file, k) => ({
  name: ["a", "b"][k]!,
  stimuli: [..."01234567"],
  condensed: parseNpy(readFileSync(file), file)[0]!.data as Float64Array,
}));
const options = { dissimilarity: "euclidean", comparator: "spearman", models: rdms } as const;
const found = async (radius: number, size?: [number, number, number]) =>
  Promise.all(
    (await read(files)).map((one) => searchlight(one, spheres({ shape, data: mask }, radius, size), options)),
  );

describe("repgeom searchlight", () => {
  it("prints means over subjects, and writes maps of all subjects", async () => {
    const words = ["--mask", at("mask.npy"), "--radius", "1.5", ...how];
    const { code, stdout } = await repgeom("searchlight", ...files, ...words);
    const expected = await found(1.5);
    expect(code).toBe(0);
    const [head, ...rows] = stdout.trim().split("\n");
    expect(head).toBe("# centre\ta\tb");
    const means = Array.from({ length: units * 2 }, (_, k) =>
      expected.reduce((sum, { values }) => sum + values!.data[k]! / 3, 0),
    );
    rows.forEach((row, k) => {
      const [centre, a, b] = row.split("\t").map(Number);
      expect(centre).toBe(k);
      expect(a).toBeCloseTo(means[2 * k]!, 5);
      expect(b).toBeCloseTo(means[2 * k + 1]!, 5);
    });
    await repgeom("searchlight", ...files, ...words, "--out", at("maps.npy"), "--report", at("s.html"));
    const [maps] = [parseNpy(readFileSync(at("maps.npy")), "maps")[0]!];
    expect([maps.shape, [...maps.data]]).toEqual([
      [3, units, 2],
      expected.flatMap(({ values }) => [...values!.data]),
    ]);
    const page = readFileSync(at("s.html"), "utf8");
    expect(page).toContain('"kind":"heat-maps"');
    expect(page).toMatch(/a: largest values/);
  });

  it("takes a radius in mm", async () => {
    const words = [
      "--mask",
      at("mask.npy"),
      "--voxel-size",
      "2,3,4",
      "--radius",
      "3mm",
      "--out",
      at("mm.csv"),
    ];
    await repgeom("searchlight", files[0]!, ...words, ...how);
    const [expected] = await found(3, [2, 3, 4]);
    expect(readFileSync(at("mm.csv"), "utf8")).toBe(expected!.toCsv());
  });

  it("goes along a mesh and along edges, and gives RDMs without models", async () => {
    const net = writeResponses(folder, "net", 5, 6, 9);
    const triangles = [0, 1, 2, 1, 2, 3, 2, 3, 4];
    writeFileSync(at("faces.csv"), "0,1,2\n1,2,3\n2,3,4\n");
    writeFileSync(at("edges.csv"), "0,1\n0,2\n1,2\n1,3\n2,3\n2,4\n3,4\n");
    const [x] = await read([net]);
    const patches = meshNeighbors({ triangles, count: 6 }, 2);
    const expected = await searchlight(x!, patches.slice(0, 5), { dissimilarity: "euclidean" });
    expect(expected.rdm(0).condensed).toEqual(
      (
        await rdm(
          { name: "p", shape: [5, 5], data: x!.data.filter((_, k) => k % 6 < 5) },
          { dissimilarity: "euclidean" },
        )
      ).condensed,
    );
    for (const flags of [
      ["--mesh", at("faces.csv")],
      ["--neighbors", at("edges.csv"), "--header", "no"],
    ]) {
      const { code, stdout } = await repgeom(
        "searchlight",
        net,
        ...flags,
        "--radius",
        "2",
        "--dissimilarity",
        "euclidean",
      );
      expect(code).toBe(0);
      const rows = stdout
        .trim()
        .split("\n")
        .map((line) => line.split("\t").map(Number));
      expect(rows).toHaveLength(6);
      expect(rows.slice(0, 5).flat()).toEqual([...expected.rdms!.data]);
    }
  });

  it("says how many patches have no value, and why the first has none", async () => {
    const words = [
      "--mask",
      at("mask.npy"),
      "--radius",
      "0.5",
      "--dissimilarity",
      "correlation",
      "--models",
      models[0]!,
    ];
    const { code, stderr } = await repgeom("searchlight", files[0]!, ...words, "--out", at("none.npy"));
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(
        new RegExp(
          `note: ${units} of ${units} patches have no value of some model; the first, of sub-1 at 0: `,
        ),
      ),
    ]);
  });

  it.each([
    [[files[0]!], 2, "by one of --mask, --mesh and --neighbors; got none"],
    [[files[0]!, "--mask", at("mask.npy"), "--radius", "0"], 2, "--radius takes a number above 0"],
    [[files[0]!, "--mask", files[1]!], 1, "expected a volume, x × y × z"],
    [
      [writeResponses(folder, "few", 8, 5, 4), "--mask", at("mask.npy")],
      2,
      "the data have 5 units; they must be as many",
    ],
    [[files[0]!, at("few.npy"), "--mask", at("mask.npy")], 1, "subjects must have the same places"],
  ])("refuses %#", async (words, expected, message) => {
    const { code, stderr } = await repgeom("searchlight", ...words);
    expect([code, stderr]).toEqual([expected, expect.stringContaining(message)]);
  });
});
