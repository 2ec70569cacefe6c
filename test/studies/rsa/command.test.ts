import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { partialRsa, read, rdm, regressRdms, rsa, rsaGroups } from "repgeom";
import { describe, expect, it } from "vitest";
import { writeNpy } from "../../../src/data/write.ts";
import { simulate } from "./simulated.ts";
import { repgeom, temporaryFolder, writeResponses } from "../../support/repgeom.ts";

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
const { data, models } = simulate(31, { stimuli: 12, subjects: 4 });
const stack = Float64Array.from(data.flatMap(({ condensed }) => [...condensed]));
writeFileSync(at("subjects.npy"), writeNpy([4, 66], stack));
const modelFiles = models.map(({ name, toNpy }) => {
  writeFileSync(at(`${name}.npy`), toNpy({ square: true }));
  return at(`${name}.npy`);
});
const given = ["rsa", "--data", at("subjects.npy"), "--models", ...modelFiles];

describe("repgeom rsa", () => {
  it("prints a line a model with the API's numbers, and the ceiling to stderr", async () => {
    const expected = await rsa({ data, models });
    const { code, stdout, stderr } = await repgeom(...given);
    expect(code).toBe(0);
    const [head, ...lines] = stdout
      .trim()
      .split("\n")
      .map((line) => line.split("\t"));
    expect(head).toEqual(["model", "mean", "lower", "upper", "p against chance"]);
    expect(lines.map(([name]) => name)).toEqual(["true", "near", "other"]);
    lines.forEach(([, mean, lower, upper, p], m) => {
      expect(Number(mean)).toBeCloseTo(expected.means[m]!, 5);
      expect(Number(lower)).toBeCloseTo(expected.intervals!.lower[m]!, 5);
      expect(Number(upper)).toBeCloseTo(expected.intervals!.upper[m]!, 5);
      expect(Number(p)).toBeCloseTo(expected.tests!.againstZero.raw[m]!, 5);
    });
    expect(stderr).toMatch(/noise ceiling 0\.\d+ … 0\.\d+/);
    expect(stderr).toContain("best: true");
  });

  it("prints and writes the p-values that were asked for, and says what they are about", async () => {
    const words = [...given, "--test", "t", "--permutations", "200"];
    const { stdout, stderr } = await repgeom(...words);
    const expected = await rsa({ data, models, test: "t", permutations: 200 });
    const [head, ...lines] = stdout.trim().split("\n");
    expect(head!.split("\t").slice(4)).toEqual(["p against 0", "p by permutation"]);
    expect(lines).toHaveLength(3);
    lines.forEach((line, m) => {
      const [p, byPermutation] = line.split("\t").slice(4).map(Number);
      expect(p).toBeCloseTo(expected.tests!.againstZero.raw[m]!, 6);
      expect(byPermutation).toBeCloseTo(expected.permutation!.raw[m]!, 6);
    });
    expect(stderr).toContain("these stimuli and other subjects");
    expect(stderr).toContain("Chance is not 0 for cosine");
    await repgeom(...words, "--out", at("p.csv"));
    const [header, first] = readFileSync(at("p.csv"), "utf8").split("\n");
    expect(header).toBe(
      ",mean,lower,upper,p against 0,p against ceiling,standard error,FDR,p by permutation,FDR by permutation,family-wise p by permutation,chance",
    );
    expect(Number(first!.split(",")[8])).toBe(expected.permutation!.raw[0]);
  });

  it("gives the same document for a seed on any number of threads", async () => {
    const words = [
      ...given,
      "--bootstrap",
      "stimuli,subjects",
      "--samples",
      "120",
      "--seed",
      "3",
      "--json",
      "--quiet",
    ];
    const [one, two] = [await repgeom(...words, "--threads", "1"), await repgeom(...words, "--threads", "2")];
    expect(one.stderr).toBe("");
    expect(two.stdout).toBe(one.stdout);
    expect(JSON.parse(one.stdout)).toMatchObject({ options: { dual: true, samples: 120, seed: 3 } });
  });

  it("writes JSON, CSV, evaluations and a report", async () => {
    const words = [...given, "--bootstrap", "subjects", "--samples", "20"];
    const first = await repgeom(...words, "--out", at("r.json"), "--report", at("r.html"));
    expect([first.code, first.stdout]).toEqual([0, ""]);
    expect(JSON.parse(readFileSync(at("r.json"), "utf8"))).toMatchObject({
      models: ["true", "near", "other"],
    });
    expect(readFileSync(at("r.html"), "utf8")).toContain("noise ceiling");
    await repgeom(...words, "--out", at("r.csv"));
    expect(readFileSync(at("r.csv"), "utf8")).toMatch(
      /^,mean,lower,upper,p against chance,p against ceiling,standard error,FDR,family-wise p by permutation,chance\n"true",/,
    );
    await repgeom(...words, "--out", at("r.npy"));
    const [evaluations] = await read([at("r.npy")]);
    expect(evaluations!.shape).toEqual([20, 3]);
  });

  it("fits models of several RDMs on other data than it tests them on", async () => {
    const words = [
      "rsa",
      "--data",
      at("subjects.npy"),
      "--weighted",
      ...modelFiles,
      "--selected",
      ...modelFiles,
    ];
    const { code, stdout } = await repgeom(
      ...words,
      "--subject-folds",
      "2",
      "--stimulus-folds",
      "2",
      "--json",
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      models: ["weighted", "selected"],
      options: { crossvalidation: { subjects: 2, stimuli: 2, repeats: 1 } },
      weights: [
        [expect.any(Number), expect.any(Number), expect.any(Number)],
        [1, 0, 0],
      ],
    });
  });

  it("makes the RDMs of representations first", async () => {
    const files = [1, 2, 3].map((seed) => writeResponses(folder, `x-${seed}`, 9, 5, seed));
    const made = await Promise.all(
      (await read(files)).map((one) => rdm(one, { dissimilarity: "euclidean" })),
    );
    const expected = await rsa({ data: made.slice(0, 2), models: [made[2]!], comparator: "spearman" });
    const { stdout } = await repgeom(
      "rsa",
      "--from",
      "representations",
      "--dissimilarity",
      "euclidean",
      "--comparator",
      "spearman",
      "--data",
      files[0]!,
      files[1]!,
      "--models",
      files[2]!,
    );
    expect(Number(stdout.split("\n")[1]!.split("\t")[1])).toBeCloseTo(expected.means[0]!, 5);
  });

  it.each([
    [["rsa"], 2, /required option '--data <files...>'/],
    [["rsa", "--data", at("subjects.npy")], 2, /needs a model: --models, --per-subject, --weighted/],
    [
      [...given, "--comparator", "spearmen"],
      2,
      /--comparator: Unknown value "spearmen". Did you mean spearman/,
    ],
    [
      [...given, "--bootstrap", "stimuli,subject"],
      2,
      /--bootstrap: Unknown value "subject". Did you mean subjects/,
    ],
    [
      [...given, "--bootstrap", "stimuli", "--samples", "0"],
      2,
      /--samples takes a whole number from 2 to 1000000, got "0"/,
    ],
    [[...given, "--seed", "2.5"], 2, /--seed takes a whole number from 0 to 4294967295, got "2.5"/],
    [[...given, "--stimulus-folds", "9"], 2, /--stimulus-folds is 9; accepted: a whole number from 1 to 4/],
    [
      [...given, "--bootstrap", "stimuli", "--comparator", "bures"],
      2,
      /--bootstrap over stimuli leaves pairs/,
    ],
    [[...given, at("missing.npy")], 1, /missing.npy: no such file/],
    [[...given, "--test", "percentile"], 2, /counts resamples/],
    [[...given, "--out", at("subjects.npy")], 2, /would overwrite/],
  ])("says what is wrong with %j", async (words, code, message) => {
    const found = await repgeom(...words);
    expect(found.stderr).toMatch(message);
    expect(found.code).toBe(code);
  });

  it("explains itself with an example", async () => {
    const { code, stdout } = await repgeom("rsa", "--help");
    expect([code, stdout]).toEqual([
      0,
      expect.stringContaining("$ repgeom rsa --data subj*.npy --models m1.npy m2.npy"),
    ]);
  });
});

describe("repgeom rsa --regression and --partial-out", () => {
  it("print a line a model with the API's numbers, and write them", async () => {
    const words = [...given, "--regression", "--permutations", "50", "--fit", "non-negative"];
    const expected = await regressRdms({ data, models, permutations: 50, fit: "non-negative" });
    const { code, stdout, stderr } = await repgeom(...words, "--report", at("regression.html"));
    expect([code, stderr]).toEqual([
      0,
      expect.stringContaining(`R² ${expected.explained().value.toPrecision(4)}`),
    ]);
    const [head, ...lines] = stdout
      .trim()
      .split("\n")
      .map((line) => line.split("\t"));
    const column = (name: string) => lines.map((line) => Number(line[head!.indexOf(name)]));
    column("partial correlation").forEach((value, m) =>
      expect(value).toBeCloseTo(expected.partial(m).value, 5),
    );
    column("unique R² upper").forEach((value, m) =>
      expect(value).toBeCloseTo(expected.common([m]).upper!, 5),
    );
    column("p by permutation").forEach((value, m) =>
      expect(value).toBeCloseTo(expected.partialTests!.raw[m]!, 5),
    );
    expect(readFileSync(at("regression.html"), "utf8")).toContain("Parts of R²");
    const { stdout: json } = await repgeom(...words, "--json");
    expect(JSON.parse(json)).toMatchObject({
      values: [...expected.values],
      options: { fit: "non-negative" },
    });
  });

  it("take files out of the data and of each model", async () => {
    const words = [
      "rsa",
      "--data",
      at("subjects.npy"),
      "--models",
      modelFiles[0]!,
      "--partial-out",
      modelFiles[1]!,
    ];
    const { stdout } = await repgeom(...words, "--comparator", "spearman", "--test", "t");
    const expected = await partialRsa({
      data,
      models: models.slice(0, 1),
      controls: models.slice(1, 2),
      correlation: "spearman",
      permutations: 0,
    });
    expect(Number(stdout.split("\n")[1]!.split("\t")[1])).toBeCloseTo(expected.partial(0).value, 5);
  });

  it.each([
    [["--fit", "regression"], "--fit is of the regression"],
    [["--regression", "--crossvalidate"], "--crossvalidate does not go with"],
    [["--regression", "--comparator", "cosine"], "takes pearson or spearman"],
    [["--regression", "--test", "signed-rank"], "takes permutation or t"],
    [["--regression", "--partial-out", at("true.npy")], "give one of them"],
    [["--partial-out", at("nothing.npy")], "no such file"],
    [["--regresion"], "Did you mean --regression?"],
  ])("refuses %j", async (words, message) => {
    const { code, stderr, stdout } = await repgeom(...given, ...words);
    expect([code === 1 || code === 2, stdout]).toEqual([true, ""]);
    expect(stderr).toContain(message);
  });
});

describe("repgeom rsa --versus and --per-subject", () => {
  const two = at("versus.npy");
  writeFileSync(two, writeNpy([2, 66], stack.slice(2 * 66)));
  const one = at("first.npy");
  writeFileSync(one, writeNpy([2, 66], stack.slice(0, 2 * 66)));
  it("print the differences of two groups", async () => {
    const words = [
      "rsa",
      "--data",
      one,
      "--versus",
      two,
      "--models",
      ...modelFiles,
      "--comparator",
      "pearson",
    ];
    const groups = [data.slice(0, 2), data.slice(2)].map((some, k) => ({ name: `g${k}`, data: some }));
    const expected = await rsaGroups({ groups, models, comparator: "pearson" });
    const { code, stdout } = await repgeom(...words, "--report", at("groups.html"));
    expect(code).toBe(0);
    const [head, ...lines] = stdout
      .trim()
      .split("\n")
      .map((line) => line.split("\t"));
    lines.forEach((line, m) => {
      expect(Number(line[head!.indexOf("difference")])).toBeCloseTo(expected.differences[m]!, 5);
      expect(Number(line[head!.indexOf("p by permutation")])).toBeCloseTo(expected.test!.raw[m]!, 5);
    });
    expect(readFileSync(at("groups.html"), "utf8")).toContain("versus less data");
    const wrong = await repgeom(...words, "--crossvalidate");
    expect([wrong.code, wrong.stderr]).toEqual([
      2,
      expect.stringContaining("--crossvalidate does not go with --versus"),
    ]);
  });
  it("take a model RDM for each subject", async () => {
    const words = ["rsa", "--data", one, "--per-subject", two, "--comparator", "pearson"];
    const rdms = data.slice(2);
    const expected = await rsa({
      data: data.slice(0, 2),
      models: [{ kind: "per-subject", name: "own", rdms }],
      comparator: "pearson",
    });
    const { stdout } = await repgeom(...words);
    expect(Number(stdout.split("\n")[1]!.split("\t")[1])).toBeCloseTo(expected.means[0]!, 5);
    const wrong = await repgeom(...words.with(2, at("subjects.npy")));
    expect([wrong.code === 0, wrong.stderr]).toEqual([false, expect.stringContaining("expected 4, got 2")]);
  });
});
