import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { mantel, pairwise, partialMantel, predict, read, type Comparisons, type Matrix } from "repgeom";
import { beforeAll, describe, expect, it } from "vitest";
import { repgeom, temporaryFolder, writeResponses } from "../../support/repgeom.ts";

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
const files = Array.from({ length: 8 }, (_, k) => writeResponses(folder, `net-${k}`, 12, 4, k + 1));
const accuracy = [0.1, 0.4, 0.3, 0.7, 0.6, 0.9, 0.2, 0.8];
const depth = [1, 2, 3, 4, 4, 3, 2, 5];
const family = ["cnn", "vit", "cnn", "cnn", "vit", "cnn", "vit", "vit"];
const six = (value: number) => Number(value.toPrecision(6));

let D: Comparisons;
beforeAll(async () => {
  D = await pairwise(await read(files), { metric: "procrustes" });
  const other = await pairwise(await read(files), { metric: "cka", ground: "angular" });
  writeFileSync(at("D.npy"), D.toNpy());
  writeFileSync(at("D.csv"), D.toCsv());
  writeFileSync(at("E.csv"), other.toCsv());
  const rows = accuracy.map((value, k) => ({ name: `net-${k}`, accuracy: value, depth: depth[k], family: family[k] })); // prettier-ignore
  const table = ["name,accuracy,depth,family", ...rows.map((row) => Object.values(row).join(","))].join("\n");
  writeFileSync(at("table.csv"), `${table}\n`);
  writeFileSync(at("networks.json"), JSON.stringify({ units: 4, networks: rows.toReversed() }));
});

/** What the words give, with the text of --json as an object. */
async function json<T>(...words: string[]): Promise<T> {
  const { code, stdout, stderr } = await repgeom(...words, "--json");
  expect(stderr).not.toContain("repgeom: error");
  expect(code).toBe(0);
  return JSON.parse(stdout) as T;
}

/** Distances by a column: differences of numbers, 0 or 1 of classes. */
function by(values: readonly (number | string)[]): Matrix {
  const far = (a: number | string, b: number | string) =>
    typeof a === "number" && typeof b === "number" ? Math.abs(a - b) : Number(a !== b);
  const data = Float64Array.from(values.flatMap((a) => values.map((b) => far(a, b))));
  return { rows: values.length, cols: values.length, data };
}

describe("repgeom predict", () => {
  const words = ["--covariates", at("table.csv"), "--permutations", "30"];

  it("holds out together and exchanges within what columns say", async () => {
    const given = ["--column", "accuracy", "--together", "depth", "--within", "family"];
    const { code, stderr } = await repgeom("predict", at("D.csv"), ...words, ...given);
    expect([code, stderr]).toEqual([2, expect.stringContaining("different values of within")]);
    const found = await json<{ r2: number; p: number; together: object }>(
      "predict",
      at("D.csv"),
      ...words,
      ...given.slice(0, 4),
    );
    const asked = predict(D, accuracy, { permutations: 30, together: depth });
    expect(found).toMatchObject({
      r2: asked.r2,
      p: asked.p,
      together: { column: "depth", values: depth },
    });
    expect(asked.r2).not.toBe(predict(D, accuracy, { permutations: 30 }).r2);
  });

  it("predicts several columns in one run, each as it would be alone", async () => {
    const names = ["accuracy", "depth", "family"];
    const both = await json<{ results: object[]; pFdr: number[] }>(
      "predict",
      at("D.csv"),
      ...words,
      "--column",
      "accuracy,depth",
      "--column",
      "family",
    );
    for (const [k, name] of names.entries())
      expect(both.results[k]).toEqual(await json("predict", at("D.csv"), ...words, "--column", name));
    expect(both.pFdr).toHaveLength(3);
    const { stdout } = await repgeom("predict", at("D.csv"), ...words, "--column", "accuracy,depth", "--out", at("P.csv")); // prettier-ignore
    const [head, first] = stdout.split("\n");
    const found = predict(D.square(), accuracy, { permutations: 30 });
    expect(head).toBe("covariate\tR2\tp\tp-fdr");
    expect(first).toMatch(`accuracy\t${six(found.r2)}\t${six(found.p!)}\t`);
    expect(readFileSync(at("P.csv"), "utf8")).toMatch(/^,accuracy,depth\nnet-0,/);
  });

  it("partials confounds out, of a table in any order", async () => {
    const expected = predict(D.square(), accuracy, { permutations: 30, confounds: [depth, family] });
    const options = ["--column", "accuracy", "--confound", "depth,family", "--permutations", "30"];
    const found = await json("predict", at("D.csv"), "--covariates", at("networks.json"), ...options);
    expect(found).toMatchObject({
      r2: expected.r2,
      p: expected.p,
      remaining: [...expected.remaining!],
      confounds: [
        { column: "depth", values: depth },
        { column: "family", values: family },
      ],
    });
  });

  it.each([
    [["--column", "accuracy,acuracy"], "Did you mean accuracy?"],
    [["--column", "accuracy,depth,accuracy"], '--column names the column "accuracy" twice'],
    [["--column", "depth", "--confound", "depth"], '"depth" is both --column and --confound'],
    [["--column", "accuracy,family", "--out", at("P.npy")], "write .csv or .json"],
    [["--column", "accuracy", "--confound", "name"], "confounds have 7 columns"],
  ])("refuses %j", async (rest, message) => {
    const { code, stderr } = await repgeom("predict", at("D.csv"), ...words, ...rest);
    expect(stderr).toContain(message);
    expect(code).toBeGreaterThan(0);
  });
});

describe("repgeom mantel", () => {
  it("tests two matrices, and against a third", async () => {
    const E = await read(at("E.csv"));
    const [a, b] = [D.square(), { rows: 8, cols: 8, data: Float64Array.from(E[0]!.data) }];
    const { correlation, p } = mantel(a, b, { permutations: 60, seed: 2 });
    const words = ["mantel", at("D.csv"), at("E.csv"), "--permutations", "60", "--seed", "2"];
    const { stdout, stderr } = await repgeom(...words, "--quiet");
    expect(stdout).toBe(`# r\tp\n${six(correlation)}\t${six(p)}\n`);
    expect(stderr).toBe("");
    const third = ["--covariates", at("table.csv"), "--confound", "depth"];
    const expected = partialMantel(a, b, by(depth), { permutations: 60, seed: 2 });
    expect(await json(...words, ...third)).toMatchObject({
      ...expected,
      of: "D",
      with: "E",
      partial: ["depth"],
      permutations: 60,
    });
  });

  it("takes columns for matrices", async () => {
    const words = ["mantel", at("D.npy"), "--permutations", "60", "--covariates", at("table.csv")];
    const several = await json<{ results: object[]; pFdr: number[] }>(...words, "--column", "family,accuracy", "--partial", at("E.csv")); // prettier-ignore
    const E = await read(at("E.csv"));
    const given = { rows: 8, cols: 8, data: Float64Array.from(E[0]!.data) };
    for (const [k, values] of [family, accuracy].entries())
      expect(several.results[k]).toMatchObject(partialMantel(D.square(), by(values), given, { permutations: 60 })); // prettier-ignore
    expect(several.pFdr).toHaveLength(2);
    const { code } = await repgeom(...words, "--column", "accuracy", "--report", at("m.html"), "--out", at("m.csv")); // prettier-ignore
    expect(code).toBe(0);
    expect(readFileSync(at("m.html"), "utf8")).toContain("D and accuracy");
    expect(readFileSync(at("m.csv"), "utf8")).toMatch(/^,r,p\naccuracy,/);
  });

  it.each([
    [["D.csv"], [], "give a second matrix"],
    [["D.csv", "E.csv", "D.npy"], [], "one or two matrices, got 3"],
    [["D.csv", "E.csv"], ["--column", "depth"], "give two files, or one and --column"],
    [["D.csv"], ["--column", "depth"], "give --covariates table.csv, or --pattern"],
    [["D.csv", "E.csv"], ["--covariates", at("table.csv")], "A table is read for --column or --confound"],
    [["D.csv", "E.csv"], ["--partial", at("net-1.npy")], "expected distances"],
  ])("refuses %j %j", async (names, rest, message) => {
    const { code, stderr } = await repgeom("mantel", ...names.map(at), ...rest);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});

describe("--rename of names in a matrix", () => {
  beforeAll(() => {
    writeFileSync(at("train.csv"), D.toCsv().replaceAll(/net-\d/g, "$&.train"));
    writeFileSync(at("names.csv"), ["old,new", ...files.map((_, k) => `net-${k}.train,net-${k}`)].join("\n"));
  });

  it.each([
    ["predict", "s/.train$//"],
    ["mantel", at("names.csv")],
  ])("lets %s find the rows of a table", async (command, how) => {
    const words = ["--covariates", at("table.csv"), "--column", "accuracy", "--permutations", "30"];
    const plain = await repgeom(command, at("D.csv"), ...words, "--quiet");
    const renamed = await repgeom(command, at("train.csv"), ...words, "--rename", how, "--quiet");
    expect(renamed).toEqual(plain);
    expect((await repgeom(command, at("train.csv"), ...words)).stderr).toContain("none of the names in");
  });

  it("refuses two networks of one name, and a matrix without names", async () => {
    const one = await repgeom("embed", at("D.csv"), "--rename", "s/-.//");
    expect([one.code, one.stderr]).toEqual([2, expect.stringContaining("net-0 and net-1 would both be")]);
    const none = await repgeom("embed", at("D.npy"), "--rename", "s/-.//");
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining("D.npy has no names")]);
    const idle = await repgeom("embed", at("D.csv"), "--rename", "s/.train$//");
    expect([idle.code, idle.stderr]).toEqual([2, expect.stringContaining("changes no name")]);
  });
});
