import { mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Plan } from "../../src/cli/dry-run/plan.ts";
import { repgeom, temporaryFolder, writeResponses } from "../support/repgeom.ts";

const folder = temporaryFolder();
const nets = Array.from({ length: 14 }, (_, k) => writeResponses(folder, `net-${k}`, 30, 6, k + 1));
const out = join(folder, "out");
mkdirSync(out);
const at = (name: string) => join(out, name);

async function planned(...words: string[]): Promise<Plan> {
  const { code, stdout, stderr } = await repgeom(...words, "--dry-run", "--json");
  expect(stderr).toBe("");
  expect(code).toBe(0);
  return JSON.parse(stdout) as Plan;
}

describe("--dry-run", () => {
  it("counts pairs, and foretells the files to the byte; nothing is written", async () => {
    const words = ["pairwise", ...nets, "--metric", "cka,procrustes", "--out", at("D.npy")];
    const plan = await planned(...words, "--report", at("r.html"));
    expect(readdirSync(out)).toEqual([]);
    expect(plan).toMatchObject({ dryRun: true, command: "pairwise" });
    expect(
      plan.parts.map((part) => part.kind === "pairs" && [part.metric, part.pairs, part.networks]),
    ).toEqual([
      ["cka", 91, 14],
      ["procrustes", 91, 14],
    ]);
    expect(plan.disk.files.at(-1)).toEqual({ path: at("r.html") });
    await repgeom(...words);
    const sizes = Object.fromEntries(plan.disk.files.map(({ path, bytes }) => [path, bytes]));
    const written = readdirSync(out).map((name) => at(name));
    expect(written.map((path) => statSync(path).size)).toEqual(written.map((path) => sizes[path]));
    expect(written).toHaveLength(2);
    expect(plan.time.low).toBeLessThanOrEqual(plan.time.seconds);
    expect(plan.memory!.bytes).toBeGreaterThan(2 ** 26);
    // 8 bytes a pair, and something for tiles and networks; prepared networks are about as large as they are
    expect(plan.disk.checkpoint).toBeGreaterThan(2 * 91 * 8);
    expect(plan.disk.cache).toBeGreaterThan(14 * 30 * 6 * 8);
  });

  it("goes on to resamples, and measures a few", async () => {
    const words = ["--metric", "procrustes", "--permutation", "stimuli", "--samples", "5000"];
    const { parts, disk } = await planned(
      "pairwise",
      ...nets,
      ...words,
      "--threads",
      "1",
      "--out",
      at("B.npy"),
    );
    expect(parts.map(({ kind }) => kind)).toEqual(["pairs", "pieces"]);
    expect(parts[1]).toMatchObject({ task: "resample-pairs", pieces: 5000 });
    expect(disk.files.map(({ path }) => path)).toEqual(
      ["B", "B.p", "B.p-family-wise", "B.p-fdr"].map((name) => at(`${name}.npy`)),
    );
    expect(readdirSync(out).some((name) => name.startsWith("B"))).toBe(false);
  });

  it("plans other commands in the same way", async () => {
    const count = readdirSync(out).length;
    const cross = await planned(
      "cross",
      ...nets.slice(0, 6),
      "--against",
      ...nets.slice(6),
      "--metric",
      "rsa",
    );
    expect(cross.parts[0]).toMatchObject({ pairs: 48, networks: 14 });
    const space = await planned("srm", ...nets, "--features", "3", "--out", at("space"));
    expect(space.disk.files.map(({ path }) => path)).toContain(join(at("space"), "shared.npy"));
    const near = await planned("neighbors", nets[0]!, "--among", ...nets.slice(1), "--metric", "procrustes");
    expect(near.notes.length).toBeGreaterThan(0);
    const kept = ["--index", at("near"), "--build", "--among", ...nets, "--metric", "procrustes"];
    const index = await planned("neighbors", ...kept);
    expect(index.disk.files[0]).toMatchObject({ path: join(at("near"), "neighbors.index") });
    expect(readdirSync(out)).toHaveLength(count);
  });

  it("says in words what would be done, and no result", async () => {
    const { stdout, stderr } = await repgeom("pairwise", ...nets, "--metric", "cka", "--dry-run");
    expect(stderr).toBe("");
    expect(stdout).toMatch(
      /^pairwise, dry run: nothing is written\.\npairs {3}91 of 14 networks by cka, in /,
    );
    expect(stdout).toMatch(/^time {4}about \d/m);
    expect(stdout).toMatch(/^memory {2}about \d+ MB/m);
    expect(stdout).toMatch(/a checkpoint about /);
  });

  it.each([
    ["a file that is not there", ["pairwise", join(folder, "none.npy"), "--metric", "cka"]],
    ["no metric", ["pairwise", ...nets]],
    ["a wrong option", ["pairwise", ...nets, "--metric", "procrustes", "--alpha", "3"]],
    [
      "a folder that is not there",
      ["pairwise", ...nets, "--metric", "cka", "--out", join(folder, "x", "D.npy")],
    ],
    ["other stimuli", ["pairwise", ...nets, writeResponses(folder, "other", 29, 6, 99), "--metric", "cka"]],
  ])("refuses as the command itself: %s", async (_, words) => {
    const [real, dry] = await Promise.all([repgeom(...words), repgeom(...words, "--dry-run")]);
    expect(dry).toEqual(real);
    expect(real.code).not.toBe(0);
  });
});
