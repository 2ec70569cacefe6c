import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { expandPattern, namedFiles } from "../../src/cli/reading/named-files.ts";
import { temporaryFolder } from "../support/repgeom.ts";

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
for (const name of ["net/deep/more", "net/.hidden", "other"]) mkdirSync(at(name), { recursive: true });
const files = [
  "net/layer1.npy",
  "net/layer10.npy",
  "net/layer2.npy",
  "net/layer2.csv",
  "net/.dot.npy",
  "net/.hidden/a.npy",
  "net/deep/a.npy",
  "net/deep/more/b.npy",
  "net/odd*.npy",
  "other/(1)+.npy",
  "x=1.npy",
];
for (const name of files) writeFileSync(at(name), "");
const expand = async (pattern: string) =>
  (await expandPattern(at(pattern))).map((path) => path.slice(folder.length + 1));

describe("expandPattern", () => {
  it.each([
    ["net/layer*.npy", ["net/layer1.npy", "net/layer2.npy", "net/layer10.npy"]],
    ["net/layer?.*", ["net/layer1.npy", "net/layer2.csv", "net/layer2.npy"]],
    ["*/layer1.npy", ["net/layer1.npy"]],
    ["net/layer[1-2].npy", ["net/layer1.npy", "net/layer2.npy"]],
    ["net/layer[!1].npy", ["net/layer2.npy"]],
    ["[no]*/layer[2-9^].*", ["net/layer2.csv", "net/layer2.npy"]],
    ["net/**/a.npy", ["net/deep/a.npy"]],
    ["**/b.npy", ["net/deep/more/b.npy"]],
    ["net/**/more/*", ["net/deep/more/b.npy"]],
    ["net/.d*", ["net/.dot.npy"]],
    ["net/odd*.npy", ["net/odd*.npy"]],
    ["other/(?)+.npy", ["other/(1)+.npy"]],
    ["nothing.npy", ["nothing.npy"]],
    ["net/layer1*.npy:a*", ["net/layer1.npy:a*", "net/layer10.npy:a*"]],
    ["no.npz:/layer*", ["no.npz:/layer*"]],
  ])("%s", async (pattern, expected) => expect(await expand(pattern)).toEqual(expected));

  it.each(["net/layer*.txt", "nowhere/*.npy", "net/d*", "net/layer1.npy/*"])(
    "says that %s matches no file",
    async (pattern) => expect(expand(pattern)).rejects.toThrow("no file matches this pattern"),
  );
});

describe("namedFiles", () => {
  it("takes words up to the next name, and adds to a name that comes again", async () => {
    const words = [
      `a=${at("net/layer?.npy")}`,
      at("net/layer10.npy"),
      "b=b.npy",
      `a=${at("net/deep/*.npy")}`,
    ];
    expect(await namedFiles("--region", words)).toEqual([
      { name: "a", files: ["layer1", "layer2", "layer10", "deep/a"].map((name) => at(`net/${name}.npy`)) },
      { name: "b", files: ["b.npy"] },
    ]);
  });

  it("takes a path with the sign in a folder or in the name of a file that is there as a path", async () => {
    const [one] = await namedFiles("--region", [`a=${at("x=1.npy")}`, "./y=2.npy", at("x=1.npy")]);
    expect(one).toEqual({ name: "a", files: [at("x=1.npy"), "./y=2.npy", at("x=1.npy")] });
  });

  it.each([
    [["a.npy"], "--region takes a name and its files, e.g. --region V1='V1/sub-*.npy'; got \"a.npy\""],
    [["=a.npy"], 'got "=a.npy"'],
    [["a="], 'got "a="'],
    [[], "--region is missing: a name and its files"],
  ])("refuses %j", async (words, message) => {
    await expect(namedFiles("--region", words)).rejects.toThrow(message);
  });
});
