import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inOrder, renaming } from "../../src/cli/reading/names.ts";
import { withWholeFlags } from "../../src/cli/reading/flags.ts";
import { createRandom } from "../../src/base/random.ts";
import { writeNpy, writeNpz } from "../../src/data/write.ts";
import { repgeom } from "../support/repgeom.ts";

const random = createRandom(3);
const normal = (count: number) => Float64Array.from({ length: count }, () => random.normal());
let folder: string;
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "repgeom-reading-"));
  for (const layer of ["layer1", "layer2", "layer10"])
    await writeFile(at(`${layer}.npy`), writeNpy([12, 3, 2, 2], normal(144)));
  await writeFile(at("flat.npy"), writeNpy([12, 5], normal(60)));
  const arrays = ["a", "b"].map((name) => ({ name, shape: [12, 4], data: normal(48) }));
  await writeFile(at("two.npz"), writeNpz(arrays));
  const rows = Array.from({ length: 12 }, (_, k) => `s${k},${k % 2 ? "odd" : "even"}\n`);
  await writeFile(at("stimuli.csv"), `stimulus,kind\n${rows.join("")}`);
});
afterAll(() => rm(folder, { recursive: true }));

const layers = () => ["layer1.npy", "layer10.npy", "layer2.npy"].map(at);

describe("reading on the command line", () => {
  it("puts files of a shell's order in natural order, says so, and writes what was done", async () => {
    const out = at("D.json");
    const pooled = ["--axes", "stimuli,channels,height,width", "--pool", "mean:height,width"];
    const { code, stderr } = await repgeom(
      "pairwise",
      ...layers(),
      "--metric",
      "cka",
      ...pooled,
      "--out",
      out,
    );
    expect(code).toBe(0);
    expect(stderr).toContain("note: the files came in alphabetical order and were put in natural order");
    const document = JSON.parse(await readFile(out, "utf8"));
    expect(document.rowNames).toEqual(["layer1", "layer2", "layer10"]);
    expect(document.arranged).toEqual([
      {
        names: ["layer1", "layer2", "layer10"],
        steps: ["axes stimuli, channels, height, width", "mean over height, width"],
      },
    ]);
  });

  it("keeps any other order, that of --names, and what --keep-order says", async () => {
    const namesOf = async (...words: string[]) => {
      const { stdout, stderr } = await repgeom(
        "pairwise",
        ...words,
        "--metric",
        "cka",
        "--flatten",
        "--json",
        "--quiet",
      );
      expect(stderr).toBe("");
      return JSON.parse(stdout).rowNames;
    };
    const [one, ten, two] = layers() as [string, string, string];
    expect(await namesOf(ten, two, one)).toEqual(["layer10", "layer2", "layer1"]);
    expect(await namesOf(...layers(), "--names", "x,y,z")).toEqual(["x", "y", "z"]);
    expect(await namesOf(...layers(), "--keep-order")).toEqual(["layer1", "layer10", "layer2"]);
    expect(await namesOf(...layers(), "--rename", "s/layer(\\d)/L\\1/")).toEqual(["L1", "L2", "L10"]);
  });

  it("takes one array of a file, some stimuli and some units", async () => {
    const [a, b] = ["a", "b"].map((array) => `${at("two.npz")}:${array}`) as [string, string];
    const both = await repgeom("compare", a, b, "--metric", "procrustes");
    const whole = await repgeom("compare", at("two.npz"), "--metric", "procrustes");
    expect(both).toEqual(whole);
    const rows = ["--stimuli", at("stimuli.csv"), "--select", "kind=odd", "--rows", "0:5", "--units", "0:3"];
    const some = await repgeom("compare", a, b, "--metric", "cka", ...rows, "--json");
    expect(JSON.parse(some.stdout).arranged[0].steps).toEqual(["kind odd", "rows 0:5", "units 0:3"]);
    const sampled = (seed: string) =>
      repgeom("compare", a, b, "--metric", "cka", "--sample", "6", "--seed", seed);
    expect((await sampled("1")).stdout).not.toBe((await sampled("2")).stdout);
    expect(await sampled("1")).toEqual(await sampled("1"));
  });

  it("pools several times", async () => {
    const axes = ["--axes", "stimuli,channels,height,width", "--metric", "cka", "--json"];
    const pools = ["--pool", "mean:height", "--pool", "max:width"];
    const { stdout } = await repgeom("compare", ...layers().slice(0, 2), ...axes, ...pools);
    expect(JSON.parse(stdout).arranged[0].steps).toEqual([
      "axes stimuli, channels, height, width",
      "mean over height",
      "max over width",
    ]);
  });

  it("fits components on the training stimuli of each fold", async () => {
    const words = [
      "pairwise",
      at("two.npz"),
      "--metric",
      "procrustes",
      "--folds",
      "3",
      "--pca",
      "2",
      "--json",
    ];
    const { code, stdout } = await repgeom(...words);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).crossvalidation).toEqual({ folds: 3, seed: 1 });
    expect(stdout).toContain("2 principal components");
  });

  it.each<[string, () => string[], string]>([
    [
      "flags that act on no file",
      () => [at("flat.npy"), at("flat.npy"), "--flatten"],
      "--flatten acts on arrays",
    ],
    [
      "axes of another number",
      () => [layers()[0]!, at("flat.npy"), "--axes", "stimuli,time,units"],
      "axes names 3",
    ],
    [
      "an array that is not there",
      () => [`${at("two.npz")}:c`, at("flat.npy")],
      "expected an array c, got a (12 × 4)",
    ],
    ["too few names", () => [at("flat.npy"), at("two.npz:a"), "--names", "x"], "--names has 1 names, and 2"],
    [
      "a pattern that is none",
      () => [at("flat.npy"), at("flat.npy"), "--rename", "s/(/x/"],
      "--rename: Invalid",
    ],
    ["rows of another form", () => [at("flat.npy"), at("flat.npy"), "--rows", "x"], "--rows is"],
    [
      "a selection without a table",
      () => [at("flat.npy"), at("flat.npy"), "--select", "kind=odd"],
      "--stimuli",
    ],
    [
      "a selection without a value",
      () => [at("flat.npy"), at("flat.npy"), "--select", "kind"],
      "column=value",
    ],
    [
      "a change that changes no name",
      () => [at("two.npz"), "--rename", "s/zzz/x/"],
      '--rename "s/zzz/x/" changes no name; the names are two:a, two:b',
    ],
    [
      "a change that makes two names one",
      () => [at("two.npz"), "--rename", "s/:.*//"],
      '--rename names two representations "two"',
    ],
    [
      "an empty name",
      () => [at("two.npz"), "--names", "x,"],
      "--names leaves a representation without a name",
    ],
    [
      "one column of labels twice",
      () => [at("two.npz"), "--stimuli", at("stimuli.csv"), "--select", "kind=odd", "--select", "kind=even"],
      "--select names kind twice",
    ],
    ["one name for two", () => [at("two.npz"), "--names", "x,x"], '--names names two representations "x"'],
    [
      "matching stimuli that have no names",
      () => [at("two.npz"), "--match", "names"],
      'a has no names of its stimuli, which --match "names" needs',
    ],
    [
      "an array of a file that has one without a name",
      () => [`${at("flat.npy")}:x`, at("two.npz:a")],
      "got one array without a name. Leave out :x.",
    ],
    [
      "components where units are compared one by one",
      () => [at("two.npz"), "--pca", "2", "--metric", "elementwise"],
      "--pca makes other units of each file, and elementwise compares unit by unit",
    ],
  ])("refuses %s", async (_what, words, message) => {
    const metric = words().includes("--metric") ? [] : ["--metric", "cka"];
    const { code, stdout, stderr } = await repgeom("compare", ...words(), ...metric);
    expect({ isWrong: code !== 0, stdout }).toEqual({ isWrong: true, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("internal error");
  });
});

describe("commands that read when their engine is there", () => {
  const conv = (name: string) => at(`${name}.npy`);
  const flatten = ["--axes", "stimuli,channels,height,width", "--flatten"];

  it("take axes, pools and changes of names", async () => {
    const studied = await repgeom(
      "rsa",
      "--from",
      "representations",
      "--data",
      conv("layer1"),
      conv("layer10"),
      "--models",
      conv("layer2"),
      "--permutations",
      "10",
      "--rename",
      "s/layer/L/",
      ...flatten,
      "--json",
    );
    expect(studied.code).toBe(0);
    expect(studied.stdout).toContain(`"L2"`);
    const layered = await repgeom(
      "layers",
      "--layers",
      `n=${conv("layer1")}`,
      conv("layer2"),
      "--region",
      `V=${conv("layer10")}`,
      ...flatten,
    );
    expect(layered.code).toBe(0);
    expect(layered.stdout).toContain("layer2");
  });

  it.each([
    [["--zscore"], "--zscore is of representations, and the files hold RDMs"],
    [["--rows", "0:2"], "--rows is of representations"],
    [["--dissimilarity", "cosine"], "--dissimilarity is of representations"],
  ])("refuse %j where the files hold RDMs", async (flags, message) => {
    await writeFile(at("rdms.npy"), writeNpy([2, 66], normal(132)));
    const { code, stderr } = await repgeom(
      "rsa",
      "--data",
      at("rdms.npy"),
      "--models",
      at("rdms.npy"),
      ...flags,
    );
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe("flags that would do nothing, or harm", () => {
  it.each([
    ["inspect", "--zscore"],
    ["inspect", "--rename"],
    ["compare-rdms", "--rows"],
    ["isc", "--drop-constant"],
    ["searchlight", "--pca"],
    ["map-test", "--zscore"],
  ])("%s does not have %s", async (command, flag) => {
    const { code, stderr } = await repgeom(command, at("flat.npy"), at("flat.npy"), flag, "1");
    expect(code).toBe(2);
    expect(stderr).toContain(`unknown option '${flag}'`);
  });
});

describe("the order of files", () => {
  it.each([
    [{}, ["l1", "l2", "l10"]],
    [{ groups: "model" }, ["l1", "l2", "l10"]],
    [{ groups: ["a", "b", "a"] }, ["l1", "l10", "l2"]],
    [{ names: ["x", "y", "z"] }, ["l1", "l10", "l2"]],
    [{ keepOrder: true }, ["l1", "l10", "l2"]],
  ])("under %j is %j", (flags, expected) =>
    expect(inOrder(["l1", "l10", "l2"], { ...flags, quiet: true })).toEqual(expected),
  );
});

describe("--flatten", () => {
  it.each([
    [
      ["--flatten", "x.npy"],
      ["--flatten=*", "x.npy"],
    ],
    [["--flatten"], ["--flatten=*"]],
    [
      ["--flatten", "--json"],
      ["--flatten=*", "--json"],
    ],
    [
      ["--flatten", "channels,height"],
      ["--flatten", "channels,height"],
    ],
  ])("%j is read as %j", (words, expected) => expect(withWholeFlags(words)).toEqual(expected));
});

describe("--rename", () => {
  const { signal } = new AbortController();
  it.each([
    ["s/.repeats$//", "layer1.repeats", "layer1"],
    ["s|a/|b-|g", "a/a/x", "b-b-x"],
    ["s/(\\w+)_(\\w+)/\\2-\\1/", "one_two", "two-one"],
    ["s/X/y/i", "x", "y"],
    ["s/a/$&/", "a", "$&"],
  ])("%s turns %s to %s", async (how, name, expected) => {
    expect((await renaming(how, signal))(name)).toBe(expected);
  });

  it("takes a table of old and new names", async () => {
    await writeFile(at("names.csv"), "old,new\nlayer1,V1\n");
    const rename = await renaming(at("names.csv"), signal);
    expect([rename("layer1"), rename("layer2")]).toEqual(["V1", "layer2"]);
    await expect(renaming("layer1", signal)).rejects.toThrow("--rename takes s/pattern/replacement/");
  });
});

describe("--normalize", () => {
  const measured = async (...words: string[]) =>
    repgeom("compare", at("two.npz:a"), at("two.npz:b"), "--threads", "0", ...words);

  it("is of the responses, whatever the metric", async () => {
    const plain = await measured("--metric", "bures");
    const scaled = await measured("--metric", "bures", "--normalize", "frobenius");
    expect([plain.code, scaled.code]).toEqual([0, 0]);
    expect(Number(scaled.stdout)).toBeLessThan(Math.SQRT2);
    expect(Number(plain.stdout)).toBeGreaterThan(Number(scaled.stdout));
  });

  it("leaves the option of a metric of that name alone, which stands behind a colon", async () => {
    const rows = await measured("--metric", "uniformity:normalize=rows");
    const both = await measured("--metric", "uniformity:normalize=rows", "--normalize", "frobenius");
    expect(rows.code).toBe(0);
    expect(Number(both.stdout)).toBeCloseTo(Number(rows.stdout), 12);
    const { stdout } = await repgeom("metrics", "uniformity");
    expect(stdout).toContain("--metric uniformity:normalize=…: none, rows; default none");
  });
});
