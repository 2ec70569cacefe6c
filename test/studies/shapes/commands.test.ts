import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { barycenter, kmeans, read, regress, tangentSpace, type Representation } from "repgeom";
import { beforeAll, describe, expect, it } from "vitest";
import { parseNpy } from "../../../src/data/formats/numpy/npy.ts";
import { repgeom, temporaryFolder, writeResponses } from "../../support/repgeom.ts";

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
const files = Array.from({ length: 6 }, (_, k) => writeResponses(folder, `net-${k}`, 9, 3, k + 1));
const loss = [0.3, 0.1, 0.5, 0.9, 0.2, 0.7];
const numbers = (text: string) => text.trim().split("\n").map((line) => line.split("\t").map(Number)); // prettier-ignore
const arrayAt = (path: string) => parseNpy(new Uint8Array(readFileSync(path)), path)[0]!;

let nets: Representation[];
beforeAll(async () => {
  nets = await read(files);
  const rows = loss.map((value, k) => ({ name: `net-${k}`, loss: value, kind: k % 2 ? "a" : "b", size: k * k })); // prettier-ignore
  writeFileSync(at("networks.json"), JSON.stringify({ dt: 1, networks: rows }));
});

describe("repgeom kmeans", () => {
  it("prints the cluster of each network, and writes all that the API gives", async () => {
    const options = { clusters: 2, group: "permutation", restarts: 3, seed: 4 } as const;
    const expected = await kmeans(nets, options);
    const words = ["--clusters", "2", "--group", "permutation", "--restarts", "3", "--seed", "4"];
    const { code, stdout, stderr } = await repgeom("kmeans", ...files, ...words);
    expect(code).toBe(0);
    expect(numbers(stdout).flat()).toEqual([...expected.labels]);
    expect(stderr).toContain(`loss ${expected.loss.toPrecision(6)}`);
    const written = await repgeom("kmeans", ...files, ...words, "--out", at("L.csv"), "--report", at("k.html"), "--json"); // prettier-ignore
    expect(JSON.parse(written.stdout)).toMatchObject({
      ...(expected.toJSON() as object),
      clusters: 2,
      seed: 4,
    });
    expect(readFileSync(at("L.csv"), "utf8")).toBe(expected.toCsv());
    expect(readFileSync(at("k.html"), "utf8")).toContain("2 clusters of 6 networks by k-means");
  });

  it.each([
    [[], "--clusters is missing"],
    [["--clusters", "7"], "--clusters is 7; accepted: a whole number from 1 to 6"],
    [["--clusters", "2", "--group", "affine"], '--group: Unknown value "affine"'],
  ])("refuses %j", async (words, message) => {
    const { code, stderr } = await repgeom("kmeans", ...files, ...words);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});

describe("repgeom tangent", () => {
  it("prints the coordinates of the API, by the mean of these or by a given one", async () => {
    const expected = await tangentSpace(nets, { dimensions: 3 });
    const { code, stdout, stderr } = await repgeom("tangent", ...files, "--dimensions", "3");
    expect(code).toBe(0);
    expect(numbers(stdout).flat()).toEqual([...expected.coordinates.data]);
    expect(stderr).toContain(`${(100 * expected.varianceExplained[0]!).toFixed(1)} %`);
    const { mean } = await barycenter(nets.slice(0, 3));
    writeFileSync(at("mean.npy"), (await barycenter(nets.slice(0, 3))).toNpy());
    await repgeom(
      "tangent",
      ...files,
      "--mean",
      at("mean.npy"),
      "--out",
      at("T.npy"),
      "--report",
      at("t.html"),
    );
    expect(arrayAt(at("T.npy")).data).toEqual((await tangentSpace(nets, { mean })).coordinates.data);
    expect(readFileSync(at("t.html"), "utf8")).toContain("Variance explained");
  });

  it("predicts covariates from all components", async () => {
    const { coordinates, names } = await tangentSpace(nets, { dimensions: 6 });
    const confounds = [loss.map((_, k) => k * k)];
    const options = { permutations: 20, folds: 6, names };
    const alone = regress(coordinates, loss, { ...options, confounds });
    const words = ["tangent", ...files, "--covariates", at("networks.json"), "--permutations", "20", "--folds", "6"]; // prettier-ignore
    const { stdout } = await repgeom(...words, "--column", "loss", "--confound", "size", "--out", at("T.csv")); // prettier-ignore
    const six = (value: number) => Number(value.toPrecision(6));
    expect(stdout).toBe(`# R2\tp\n${six(alone.r2)}\t${six(alone.p!)}\n`);
    expect(readFileSync(at("T.csv"), "utf8")).toMatch(/^,component 0,component 1\nnet-0,/);
    expect(readFileSync(at("T.predicted.csv"), "utf8")).toBe(alone.toCsv());
    const both = await repgeom(...words, "--column", "loss,kind", "--json", "--report", at("r.html"));
    const { regression, coordinates: shown } = JSON.parse(both.stdout) as {
      regression: object[];
      coordinates: number[][];
    };
    expect(regression[0]).toMatchObject({ r2: regress(coordinates, loss, options).r2, column: "loss" });
    const kinds = loss.map((_, k) => (k % 2 ? "a" : "b"));
    expect(regression[1]).toMatchObject({ accuracy: regress(coordinates, kinds, options).accuracy });
    expect(shown[5]).toHaveLength(2);
    expect(readFileSync(at("r.html"), "utf8")).toContain("Prediction of kind");
  });

  it.each([
    [["--folds", "3"], "--folds is for a regression"],
    [["--confound", "size"], "--confound is for a regression"],
    [["--column", "loss"], "tangent needs a table of covariates"],
    [["--column", "los", "--covariates", at("networks.json")], "Did you mean loss?"],
    [["--dimensions", "7"], "--dimensions is 7; accepted: a whole number from 1 to 6"],
  ])("refuses %j", async (words, message) => {
    const { code, stderr } = await repgeom("tangent", ...files, ...words);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});
