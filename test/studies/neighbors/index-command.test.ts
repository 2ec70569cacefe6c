import { copyFileSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { createRandom } from "../../../src/base/random.ts";
import { writeNpz } from "../../../src/data/write.ts";
import { askedOf } from "../../../src/studies/neighbors/command-asked.ts";
import { gaussian } from "../../support/data.ts";
import { repgeom, temporaryFolder, writeResponses } from "../../support/repgeom.ts";

const folder = temporaryFolder();
const at = (...names: string[]) => join(folder, ...names);
const index = at("moved", "near");
const files = Array.from({ length: 14 }, (_, k) => `net-${k}`);
const procrustes = ["--metric", "procrustes"];
const paths = () => files.map((name) => at("moved", `${name}.npy`));

beforeAll(async () => {
  mkdirSync(at("first"));
  files.forEach((name, k) => writeResponses(at("first"), name, 10, 4, k + 1));
  const first = files.map((name) => at("first", `${name}.npy`));
  const among = ["--among", ...first.slice(0, 10), ...procrustes, "--pivots", "3"];
  const built = await repgeom("neighbors", "--index", at("first", "near"), "--build", ...among);
  expect([built.code, built.stderr]).toEqual([
    0,
    expect.stringMatching(/10 networks, 3 pivots, procrustes; 27 distances/),
  ]);
  expect(readdirSync(at("first", "near"))).toEqual(["neighbors.index"]);
  // The folder may be moved as a whole.
  renameSync(at("first"), at("moved"));
  const added = await repgeom("neighbors", "--index", index, "--add", ...paths().slice(10), "--json");
  expect(JSON.parse(added.stdout)).toMatchObject({
    networks: 14,
    added: 4,
    computed: 39,
    pivots: { length: 3 },
  });
});

describe("repgeom neighbors with an index", () => {
  it("prints what comparing with all prints", async () => {
    const query = paths()[12]!;
    const [kept, all] = [
      await repgeom("neighbors", query, "--index", index, "--k", "6"),
      await repgeom("neighbors", query, "--among", ...paths(), ...procrustes, "--k", "6"),
    ];
    expect([kept.code, kept.stdout]).toEqual([0, all.stdout]);
    expect(kept.stderr).toMatch(/computed \d+ of 14 distances from the query/);
    const json = await repgeom("neighbors", query, "--index", index, ...procrustes, "--json");
    expect(JSON.parse(json.stdout)).toMatchObject({ query: "net-12", metric: "procrustes", networks: 14 });
  });

  it("takes several networks of one file, as they were read", async () => {
    const two = ["a", "b"].map((name, k) => ({
      name,
      shape: [10, 4],
      data: gaussian(createRandom(k), 10, 4).data,
    }));
    writeFileSync(at("two.npz"), writeNpz(two));
    const among = [at("two.npz"), ...paths().slice(0, 3)];
    const made = await repgeom(
      "neighbors",
      "--index",
      at("parts"),
      "--build",
      "--among",
      ...among,
      ...procrustes,
      "--rows",
      "0:9",
    );
    expect(made.stderr).toContain("5 networks");
    const asked = await repgeom(
      "neighbors",
      `${at("two.npz")}:b`,
      "--index",
      at("parts"),
      "--k",
      "2",
      "--json",
    );
    const { neighbors } = JSON.parse(asked.stdout) as { neighbors: { name: string; distance: number }[] };
    expect(neighbors[0]).toMatchObject({ name: "two:b", index: 1, distance: expect.closeTo(0, 7) });
    const other = await repgeom("neighbors", "--index", at("parts"), "--add", paths()[5]!, "--rows", "0:3");
    expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('rows was "0:9"')]);
  });

  it("refuses a network that was changed, and a damaged or missing index", async () => {
    copyFileSync(index + "/neighbors.index", at("kept"));
    const changed = paths()[0]!;
    copyFileSync(changed, at("original.npy"));
    copyFileSync(paths()[1]!, changed);
    const refused = await repgeom("neighbors", paths()[3]!, "--index", index);
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringMatching(/net-0 .*other responses.*make the index again/),
    ]);
    copyFileSync(at("original.npy"), changed);
    expect((await repgeom("neighbors", paths()[3]!, "--index", index)).code).toBe(0);
    writeFileSync(join(index, "neighbors.index"), readFileSync(at("kept")).subarray(0, 500));
    const cut = await repgeom("neighbors", paths()[3]!, "--index", index);
    expect([cut.code, cut.stderr]).toEqual([
      1,
      expect.stringMatching(/damaged or cut short.*Make the index again/),
    ]);
    copyFileSync(at("kept"), join(index, "neighbors.index"));
    const missing = await repgeom("neighbors", paths()[3]!, "--index", at("nowhere"));
    expect([missing.code, missing.stderr]).toEqual([
      1,
      expect.stringContaining("there is no index. Make one"),
    ]);
  });

  it.each([
    [undefined, { build: true, among: ["x"] }, /--build is for an index/],
    ["Q.npy", {}, /give --among FILES --metric NAME, or --index FOLDER/],
    ["Q.npy", { index: "I", among: ["x"] }, /two places to search in/],
    [undefined, { index: "I" }, /needs a query/],
    [undefined, { index: "I", build: true }, /give --among FILES too/],
    ["Q.npy", { index: "I", build: true, among: ["x"] }, /takes no query file \(Q\.npy\)/],
    [undefined, { index: "I", add: ["x"], k: 3 }, /--add answers no query, so it takes no --k/],
    [undefined, { index: "I", add: ["x"], build: true }, /give one of them/],
    ["Q.npy", { index: "I", pivots: 3 }, /has its pivots already/],
    ["Q.npy", { index: "I", distances: "D.npy" }, /--distances is for --among/],
  ])("refuses the query %o with %o", (file, flags, message) => {
    expect(() => askedOf(file, flags)).toThrow(message);
  });

  it("refuses another metric than that of the index", async () => {
    const { code, stderr } = await repgeom(
      "neighbors",
      paths()[0]!,
      "--index",
      index,
      "--metric",
      "cka",
      "--ground",
      "angular",
    );
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining("an index by procrustes, and cka was asked for"),
    ]);
  });
});
