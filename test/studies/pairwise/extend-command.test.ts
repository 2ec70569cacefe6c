import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { repgeom, temporaryFolder, writeResponses } from "../../support/repgeom.ts";

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
const net = (k: number) => writeResponses(folder, `net${k}`, 14, 4 + (k % 3), k);
const old = [1, 2, 3, 4].map(net);
const added = [6, 5].map(net);
const metric = ["--metric", "procrustes", "--threads", "1"];
const extend = (file: string, ...words: string[]) =>
  repgeom("pairwise", ...added, "--extend", at(file), "--among", ...old, ...metric, ...words);
const text = (name: string) => readFileSync(at(name), "utf8");

beforeAll(async () => {
  for (const name of ["D.csv", "D.json", "D.zarr"])
    await repgeom("pairwise", ...old, ...metric, "--out", at(name));
  await repgeom("pairwise", ...old, ...metric, "--out", at("D.npy"), "--dtype", "float32");
  await repgeom("pairwise", ...old, ...added, ...metric, "--out", at("whole.csv"));
});

describe("pairwise --extend", () => {
  it.each(["D.csv", "D.json", "D.zarr"])("adds networks to %s as the whole run has them", async (name) => {
    expect(await extend(name, "--out", at("E.csv"))).toMatchObject({ code: 0 });
    expect(text("E.csv")).toBe(text("whole.csv"));
  });

  it("adds to single precision, and says that the old values have no more digits", async () => {
    const { stderr } = await extend("D.npy", "--out", at("E.csv"));
    expect(stderr).toContain("the values among the first 4 networks were stored as float32");
    const [ours, whole] = ["E.csv", "whole.csv"].map((name) => text(name).trimEnd().split("\n"));
    expect(ours!.slice(5)).toEqual(
      whole!.slice(5), // the rows of the new networks
    );
    expect(ours![1]).not.toBe(whole![1]);
  });

  it("takes the old networks in the order of the file, whatever the shell says", async () => {
    await repgeom("pairwise", old[0]!, ...added, ...metric, "--out", at("first.zarr"));
    const grown = ["--extend", at("first.zarr"), "--among", old[0]!, ...added, ...metric];
    await repgeom("pairwise", ...old.slice(1, 3), ...grown, "--out", at("second.zarr"));
    const again = ["--extend", at("second.zarr"), "--among", ...old.slice(0, 3), ...added, ...metric];
    const { stderr } = await repgeom("pairwise", old[3]!, ...again, "--out", at("third.csv"));
    expect(stderr).toContain("the networks of --among are taken in the order of");
    expect(text("third.csv").split("\n")[0]).toBe(",net1,net6,net5,net2,net3,net4");
    const cells = (name: string) => {
      const [head, ...rows] = text(name).trimEnd().split("\n").map((line) => line.split(",")); // prettier-ignore
      return rows.flatMap(([row, ...values]) => values.map((value, k) => `${row} ${head![k + 1]} ${Number(value).toPrecision(11)}`)).sort(); // prettier-ignore
    };
    expect(cells("third.csv")).toEqual(cells("whole.csv"));
  });

  it("is the same from shards", async () => {
    for (const shard of ["1/2", "2/2"])
      expect(await extend("D.csv", "--checkpoint", at("kept"), "--shard", shard)).toMatchObject({ code: 0 });
    expect(await repgeom("merge", at("kept"), "--out", at("merged.csv"))).toMatchObject({ code: 0 });
    expect(text("merged.csv")).toBe(text("whole.csv"));
  });

  it("is the same from a checkpoint, and the check of the old values is no part of it", async () => {
    const kept = at("kept-whole");
    expect(await extend("D.csv", "--checkpoint", kept, "--out", at("E.csv"))).toMatchObject({ code: 0 });
    expect(text("E.csv")).toBe(text("whole.csv"));
    const { runs } = JSON.parse((await repgeom("status", kept, "--json")).stdout);
    expect(runs.map(({ name }: { name: string }) => name)).toEqual(["extended", "pairs"]);
    expect(await repgeom("merge", kept, "--out", at("merged-whole.csv"))).toMatchObject({ code: 0 });
    expect(text("merged-whole.csv")).toBe(text("whole.csv"));
  });

  it.each<[string, string[], string]>([
    ["one flag alone", ["--extend", at("D.csv")], "--extend D.npy and --among old/*.npy belong together"],
    ["other networks", ["--extend", at("D.csv"), "--among", ...old.slice(1), net(7)], "D.csv is of net1, which is not in --among (net2, net3, net4, …)"], // prettier-ignore
    ["what is no square", ["--extend", old[0]!, "--among", ...old], "expected what pairwise wrote, a square"],
    ["another option", ["--extend", at("D.json"), "--among", ...old, "--alpha", "0.5"], "--extend: it was made with alpha = 1, and asked for is 0.5"], // prettier-ignore
  ])("refuses %s", async (_, words, message) => {
    const { code, stderr } = await repgeom("pairwise", ...added, ...words, ...metric);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it("refuses a new network that is there already", async () => {
    const { code, stderr } = await repgeom("pairwise", old[2]!, "--extend", at("D.csv"), "--among", ...old, ...metric); // prettier-ignore
    expect([code, stderr]).toEqual([2, expect.stringContaining("net3 is among the new files and among the old ones")]); // prettier-ignore
  });
});
