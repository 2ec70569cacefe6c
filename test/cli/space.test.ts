import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cluster, embed, linkage, pairwise, read } from "repgeom";
import { beforeAll, describe, expect, it } from "vitest";
import { parseNpy } from "../../src/io/npy.ts";
import { writeNpy } from "../../src/io/write.ts";
import { repgeom, temporaryFolder, writeResponses } from "./repgeom.ts";

const folder = temporaryFolder();
const files = [1, 2, 3, 4, 5, 6].map((seed) => writeResponses(folder, `net-${seed}`, 12, 5, seed));
const at = (name: string) => join(folder, name);
const arrayAt = (path: string) => parseNpy(new Uint8Array(readFileSync(path)), path)[0]!;
const numbers = (text: string) =>
  text
    .trim()
    .split("\n")
    .map((line) => line.split("\t").map(Number));

let D: Awaited<ReturnType<typeof pairwise>>;
beforeAll(async () => {
  D = await pairwise(await read(files), { metric: "procrustes" });
  writeFileSync(at("D.npy"), D.toNpy());
  writeFileSync(at("D.csv"), D.toCsv());
  const similarities = await pairwise(await read(files), { metric: "cka" });
  writeFileSync(at("S.npy"), similarities.toNpy());
});

describe("repgeom embed", () => {
  it.each(["pcoa", "smacof"] as const)(
    "prints the API's points by %s, and how good they are",
    async (method) => {
      const expected = await embed(D, { method });
      const { code, stdout, stderr } = await repgeom("embed", at("D.npy"), "--method", method);
      expect(code).toBe(0);
      expect(numbers(stdout).flat()).toEqual([...expected.coordinates.data]);
      expect(stderr).toContain(`stress ${expected.stress.toPrecision(4)}`);
      expect(stderr).toMatch(/Shepard correlation .*worst pair \d and \d/);
    },
  );

  it("writes points with the names of the table, and everything as JSON", async () => {
    await repgeom("embed", at("D.csv"), "--dimensions", "3", "--out", at("E.csv"));
    expect(readFileSync(at("E.csv"), "utf8")).toMatch(/^,axis 1,axis 2,axis 3\nnet-1,/);
    await repgeom("embed", at("D.npy"), "--out", at("E.npy"), "--method", "smacof", "--seed", "3");
    expect(arrayAt(at("E.npy")).shape).toEqual([6, 2]);
    const { stdout } = await repgeom("embed", at("D.csv"), "--json");
    const document = JSON.parse(stdout) as { worstPair: { names: string[] } };
    expect(document).toMatchObject({ method: "pcoa", names: D.names, stress: expect.any(Number) });
    expect(document.worstPair.names[0]).toMatch(/^net-/);
  });

  it("takes similarities by a named conversion only", async () => {
    const bare = await repgeom("embed", at("S.npy"));
    expect([bare.code, bare.stderr]).toEqual([
      2,
      expect.stringContaining("--to-distance arccos or one-minus"),
    ]);
    const named = await repgeom("embed", at("S.npy"), "--to-distance", "arccos");
    expect([named.code, named.stderr]).toEqual([0, expect.stringContaining("turned into angles")]);
    const twice = await repgeom("embed", at("D.npy"), "--to-distance", "arccos");
    expect([twice.code, twice.stderr]).toEqual([2, expect.stringContaining("distances already")]);
  });

  it("refuses what is no matrix of distances", async () => {
    const wrong = await repgeom("embed", files[0]!);
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining("12 × 5; expected distances")]);
    writeFileSync(at("nan.npy"), writeNpy([2, 2], [0, NaN, NaN, 0]));
    expect((await repgeom("embed", at("nan.npy"))).stderr).toContain("row 0, column 1");
    expect((await repgeom("embed", at("D.npy"), "--dimensions", "7")).stderr).toContain("from 1 to 6; got 7");
  });
});

describe("repgeom cluster", () => {
  it("prints labels and writes the tree beside them", async () => {
    const expected = cluster(D.square(), { method: "average", clusters: 3 });
    const words = ["cluster", at("D.npy"), "--method", "average", "--clusters", "3"];
    const { stdout, stderr } = await repgeom(...words, "--out", at("linkage.npy"));
    expect(numbers(stdout).flat()).toEqual([...expected.labels!]);
    expect(stderr).toContain("mean silhouette");
    expect(arrayAt(at("linkage.npy"))).toMatchObject({
      shape: [5, 4],
      data: linkage(D.square(), "average").data,
    });
  });

  it("prints the tree where no number of clusters is asked for", async () => {
    const { stdout } = await repgeom("cluster", at("D.npy"), "--method", "ward");
    expect(numbers(stdout).flat()).toEqual([...linkage(D.square(), "ward").data]);
  });

  it("knows k-medoids, and names them", async () => {
    const expected = cluster(D.square(), { method: "k-medoids", clusters: 2 });
    const words = ["cluster", at("D.csv"), "--method", "k-medoids"];
    const { stdout, stderr } = await repgeom(...words, "--clusters", "2");
    expect(numbers(stdout).flat()).toEqual([...expected.labels!]);
    expect(stderr).toMatch(/medoids net-\d, net-\d/);
    const { code, stderr: missing } = await repgeom(...words);
    expect([code, missing]).toEqual([2, expect.stringContaining("--clusters")]);
  });
});
