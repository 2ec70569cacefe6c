import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { repgeom, temporaryFolder, writeResponses } from "../../support/repgeom.ts";

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
const nets = Array.from({ length: 9 }, (_, k) => writeResponses(folder, `net-${k}`, 16, 5, k + 1));
const asked = ["pairwise", ...nets, "--metric", "procrustes"];

/** Runs all shards of a command. */
async function shards(name: string, count: number, words: readonly string[]): Promise<string[]> {
  const folders = Array.from({ length: count }, (_, k) => at(`${name}-${k + 1}`));
  for (const [k, place] of folders.entries()) {
    const done = await repgeom(...words, "--shard", `${k + 1}/${count}`, "--checkpoint", place);
    expect(done).toMatchObject({ code: 0, stdout: "" });
  }
  return folders;
}

const bytes = (name: string) => readFileSync(at(name));

describe("repgeom merge", () => {
  let parts: string[];
  beforeAll(async () => {
    parts = await shards("part", 4, asked);
    await repgeom(...asked, "--out", at("whole.npy"));
  });

  it("gives the bytes of a run that was not shared, in any order of shards, and the report of the command", async () => {
    const merged = await repgeom(
      "merge",
      ...parts.toReversed(),
      "--out",
      at("merged.npy"),
      "--report",
      at("r.html"),
    );
    expect(merged).toMatchObject({ code: 0, stdout: "" });
    expect(bytes("merged.npy").equals(bytes("whole.npy"))).toBe(true);
    expect(readFileSync(at("r.html"), "utf8")).toContain("procrustes");
  });

  it("prints what the command would print", async () => {
    const [merged, direct] = [await repgeom("merge", ...parts, "--json"), await repgeom(...asked, "--json")];
    expect(JSON.parse(merged.stdout)).toEqual(JSON.parse(direct.stdout));
    expect((await repgeom("merge", ...parts)).stdout).toBe((await repgeom(...asked)).stdout);
  });

  it("needs no file of the inputs", async () => {
    const moved = at("moved");
    mkdirSync(moved);
    const own = Array.from({ length: 3 }, (_, k) => writeResponses(moved, `m${k}`, 12, 3, k + 50));
    await repgeom(
      "cross",
      ...own.slice(1),
      "--against",
      own[0]!,
      "--metric",
      "rsa",
      "--out",
      at("cross.npy"),
    );
    const made = await shards("cross", 2, [
      "cross",
      ...own.slice(1),
      "--against",
      own[0]!,
      "--metric",
      "rsa",
    ]);
    rmSync(moved, { recursive: true });
    expect(await repgeom("merge", ...made, "--out", at("crossed.npy"))).toMatchObject({ code: 0 });
    expect(bytes("crossed.npy").equals(bytes("cross.npy"))).toBe(true);
  });

  it("says which shards are missing, given twice, or of another job", async () => {
    const missing = await repgeom("merge", parts[0]!, parts[2]!, "--out", at("no.npy"));
    expect(missing.code).toBe(1);
    expect(missing.stderr).toContain("Shards are missing: 2/4, 4/4. Run them (--shard 2/4)");
    const twice = await repgeom("merge", ...parts, parts[1]!);
    expect(twice.stderr).toContain("are the same checkpoint");
    const other = await shards("other", 1, ["pairwise", ...nets, "--metric", "cka"]);
    const mixed = await repgeom("merge", ...parts, ...other);
    expect(mixed.code).toBe(1);
    expect(mixed.stderr).toContain("procrustes");
    expect(mixed.stderr).toContain("different jobs");
    expect(existsSync(at("no.npy"))).toBe(false);
  });

  it("refuses what is no checkpoint, and needs a folder", async () => {
    expect(await repgeom("merge", folder)).toMatchObject({ code: 1 });
    expect((await repgeom("merge", at("nowhere"))).stderr).toContain("no checkpoint");
    expect((await repgeom("merge")).code).toBe(2);
  });

  it("merges shards of one number, though a folder has one of another too", async () => {
    const mixed = at("mixed");
    cpSync(parts[0]!, mixed, { recursive: true });
    const other = await repgeom(...asked, "--shard", "2/9", "--checkpoint", mixed);
    expect(other).toMatchObject({ code: 0 });
    const out = at("mixed.npy");
    expect(await repgeom("merge", mixed, ...parts.slice(1), "--out", out)).toMatchObject({ code: 0 });
    expect(bytes("mixed.npy").equals(bytes("whole.npy"))).toBe(true);
    const few = await repgeom("merge", mixed, ...parts.slice(2));
    expect(few.code).toBe(1);
    expect(few.stderr).toContain("Some shards are of 4 and some of 9, and of neither all are done");
  });

  it("merges a whole run in the folder of a shard that has not ended", async () => {
    const whole = at("whole-after-shard");
    cpSync(parts[1]!, whole, { recursive: true });
    const segment = join(whole, "segments", "0001.log");
    writeFileSync(segment, readFileSync(segment).subarray(0, -40));
    expect(await repgeom(...asked, "--checkpoint", whole)).toMatchObject({ code: 0 });
    expect(await repgeom("merge", whole, "--out", at("after.npy"))).toMatchObject({ code: 0 });
    expect(bytes("after.npy").equals(bytes("whole.npy"))).toBe(true);
  });

  it("notices each shard that has not ended, of several in one folder too", async () => {
    const both = at("both");
    const two = ["pairwise", ...nets, "--metric", "cka"];
    for (const shard of ["1/2", "2/2"]) await repgeom(...two, "--shard", shard, "--checkpoint", both);
    const second = join(both, "segments", "0002.log");
    writeFileSync(second, readFileSync(second).subarray(0, -40));
    expect((await repgeom("merge", both)).stderr).toMatch(/Shards are not done: 2\/2 \(/);
  });

  it("notices a shard that has not ended", async () => {
    const torn = at("torn");
    cpSync(parts[1]!, torn, { recursive: true });
    const segment = join(torn, "segments", "0001.log");
    writeFileSync(segment, readFileSync(segment).subarray(0, -40));
    const merged = await repgeom("merge", parts[0]!, torn, parts[2]!, parts[3]!);
    expect(merged.code).toBe(1);
    expect(merged.stderr).toMatch(/Shards are not done: 2\/4 .*it goes on from there/);
  });

  it("refuses shards that read other contents under the same name", async () => {
    const own = Array.from({ length: 4 }, (_, k) => writeResponses(folder, `v${k}`, 12, 3, k + 90));
    const words = ["pairwise", ...own, "--metric", "procrustes"];
    const first = at("v-1");
    await repgeom(...words, "--shard", "1/2", "--checkpoint", first);
    for (const k of [0, 1, 2, 3]) writeResponses(folder, `v${k}`, 12, 3, k + 700);
    await repgeom(...words, "--shard", "2/2", "--checkpoint", at("v-2"));
    const merged = await repgeom("merge", first, at("v-2"));
    expect(merged.code).toBe(1);
    expect(merged.stderr).toMatch(/v\d had other contents for/);
  });
});

it("shards of resamples: intervals and p-values have the bytes of one run", async () => {
  const words = [
    ...asked,
    "--bootstrap",
    "stimuli",
    "--permutation",
    "stimuli",
    "--samples",
    "24",
    "--seed",
    "2",
  ];
  const bca = [...words, "--interval", "bca"];
  await repgeom(...bca, "--out", at("one.npy"));
  const made = await shards("draws", 3, bca);
  const merged = await repgeom("merge", ...made, "--out", at("all.npy"));
  expect(merged.code).toBe(0);
  for (const word of ["", ".se", ".lower", ".upper", ".p", ".p-family-wise", ".p-fdr"])
    expect(bytes(`all${word}.npy`).equals(bytes(`one${word}.npy`))).toBe(true);
});

it("shards of several metrics, and of folds", async () => {
  const several = [
    "pairwise",
    ...nets,
    "--metric",
    "procrustes,linear-regression",
    "--folds",
    "3",
    "--seed",
    "4",
  ];
  await repgeom(...several, "--out", at("f.npy"));
  const made = await shards("folds", 2, several);
  expect((await repgeom("merge", ...made, "--out", at("g.npy"))).code).toBe(0);
  for (const word of ["procrustes", "linear-regression", "procrustes.se"])
    expect(bytes(`g.${word}.npy`).equals(bytes(`f.${word}.npy`))).toBe(true);
});

it("a test of groups, which shards leave to the merge", async () => {
  const table = at("networks.csv");
  writeFileSync(table, ["name,model", ...nets.map((_, k) => `net-${k},${"abc"[k % 3]}`)].join("\n"));
  const words = [
    ...asked,
    "--table",
    table,
    "--groups",
    "model",
    "--group-test",
    "permanova",
    "--permutations",
    "99",
  ];
  const direct = await repgeom(...words, "--json");
  expect(direct.stderr).toContain("permanova");
  const made = await shards("groups", 2, words);
  expect(JSON.parse((await repgeom("merge", ...made, "--json")).stdout)).toEqual(JSON.parse(direct.stdout));
});

describe("--shard", () => {
  it("is planned without a folder", async () => {
    const planned = await repgeom(...asked, "--shard", "1/4", "--dry-run", "--json");
    expect(planned.code).toBe(0);
    expect(JSON.parse(planned.stdout)).toMatchObject({ dryRun: true });
  });

  it.each([
    [["--shard", "0/4", "--checkpoint", "x"], "It counts from 1"],
    [["--shard", "5/4", "--checkpoint", "x"], "i from 1 to n"],
    [["--shard", "a", "--checkpoint", "x"], "takes i/n"],
    [["--shard", "1/4"], "needs --checkpoint"],
    [["--shard", "1/4", "--checkpoint", "x", "--out", "D.npy"], "no result for --out yet"],
    [["--shard", "1/4", "--checkpoint", "x", "--json"], "no result for --json yet"],
  ])("%j is refused", async (flags, text) => {
    const refused = await repgeom(...asked, ...flags);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain(text);
    expect(existsSync("x")).toBe(false);
  });
});
