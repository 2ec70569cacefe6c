// `repgeom rdm` with labels, runs, stacks, noise and time, as a stranger types it.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseNpy } from "../../../src/data/formats/numpy/npy.ts";
import { readRdms } from "../../../src/rdm/read-rdms.ts";
import { writeNpy } from "../../../src/data/write.ts";
import { repgeom, temporaryFolder, writeResponses } from "../../support/repgeom.ts";

const folder = temporaryFolder();
const place = (name: string) => join(folder, name);
const rows = writeResponses(folder, "rows", 12, 5, 1);
const labels = place("rows.csv");
writeFileSync(
  labels,
  `condition,run,region\n${Array.from({ length: 12 }, (_, i) => `${["face", "house", "car"][i % 3]},${Math.floor(i / 3) % 2},${i < 6 ? "V1" : "IT"}`).join("\n")}\n`,
);
const shaped = (name: string, shape: number[]) => {
  const { data } = parseNpy(
    readFileSync(
      writeResponses(
        folder,
        name,
        shape[0]!,
        shape.slice(1).reduce((a, b) => a * b),
        2,
      ),
    ),
    name,
  )[0]!;
  writeFileSync(place(`${name}.npy`), writeNpy(shape, data));
  return place(`${name}.npy`);
};
const numbers = (stdout: string) =>
  stdout
    .trim()
    .split("\n")
    .map((line) => line.split("\t").map(Number));
const shapeOf = (path: string) => parseNpy(readFileSync(path), path)[0]!.shape;

describe("repgeom rdm", () => {
  it("averages over a column, of the rows that are selected", async () => {
    const { stdout, code } = await repgeom(
      "rdm",
      rows,
      "--labels",
      labels,
      "--average",
      "condition",
      "--select",
      "region=V1",
      "--json",
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ stimuli: ["car", "face", "house"] });
  });

  it("crossvalidates over the runs of the table, an RDM for each value of --split", async () => {
    const out = place("split.csv");
    const words = [
      "rdm",
      rows,
      "--labels",
      labels,
      "--dissimilarity",
      "crossnobis",
      "--split",
      "region",
      "--out",
      out,
    ];
    expect((await repgeom(...words)).code).toBe(0);
    expect(readFileSync(out, "utf8").split("\n").slice(0, 2).join("\n")).toMatch(
      /^,car \| face,car \| house,face \| house\nrows:IT,/,
    );
  });

  it("stacks the rows of several files into one RDM", async () => {
    const other = writeResponses(folder, "other", 3, 5, 3);
    const out = place("stack.csv");
    const { code } = await repgeom(
      "rdm",
      rows,
      other,
      "--stack",
      "--dissimilarity",
      "cityblock",
      "--out",
      out,
    );
    expect(code).toBe(0);
    expect(readFileSync(out, "utf8").split("\n")[0]).toMatch(/^,rows:0,.*,rows:11,other:0,other:1,other:2$/);
  });

  it("takes noise from repeats, residuals and a precision", async () => {
    const [repeats, residuals] = [
      shaped("repeats", [3, 4, 5]),
      writeResponses(folder, "residuals", 40, 5, 4),
    ];
    const words = ["rdm", repeats, "--dissimilarity", "crossnobis"];
    const plain = numbers((await repgeom(...words)).stdout);
    const identity = place("identity.npy");
    writeFileSync(
      identity,
      writeNpy(
        [5, 5],
        Float64Array.from({ length: 25 }, (_, k) => +(k % 6 === 0)),
      ),
    );
    const given = numbers((await repgeom(...words, "--precision", identity)).stdout);
    given.forEach(([value], k) => expect(value).toBeCloseTo(plain[k]![0]!, 12));
    for (const more of [
      ["--noise", "diagonal"],
      ["--residuals", residuals],
      ["--residuals", residuals, "--noise", "full", "--dof", "30"],
    ]) {
      expect(numbers((await repgeom(...words, ...more)).stdout)).not.toEqual(plain);
    }
  });

  it("makes a movie of axes of time, and a page of it", async () => {
    const movie = shaped("movie", [3, 5, 6]);
    const [out, report] = [place("out.npy"), place("movie.html")];
    const words = ["rdm", movie, "--axes", "stimuli,units,time"];
    expect((await repgeom(...words, "--out", out, "--report", report)).code).toBe(0);
    expect(shapeOf(out)).toEqual([6, 3]);
    expect(readFileSync(report, "utf8")).toContain("Dissimilarity matrices");
    await repgeom(...words, "--square", "--bins", "0-2,3-5", "--out", out);
    expect(shapeOf(out)).toEqual([2, 3, 3]);
  });

  it("takes noise with an axis of time", async () => {
    const movie = shaped("timed", [3, 5, 4]); // stimuli × units × time
    const identities = place("identities.npy");
    const data = Float64Array.from({ length: 4 * 25 }, (_, k) =>
      (k % 25) % 6 === 0 ? Math.floor(k / 25) + 1 : 0,
    );
    writeFileSync(identities, writeNpy([4, 5, 5], data));
    const words = ["rdm", movie, "--axes", "stimuli,units,time"];
    const scaled = numbers(
      (await repgeom(...words, "--dissimilarity", "mahalanobis", "--precision-at", identities)).stdout,
    );
    const plain = numbers((await repgeom(...words, "--dissimilarity", "euclidean")).stdout);
    scaled.forEach((row, t) =>
      row.forEach((value, k) => expect(value).toBeCloseTo(Math.sqrt(t + 1) * plain[t]![k]!, 10)),
    );
    const residuals = shaped("timed-residuals", [30, 4, 5]);
    const found = await repgeom(
      ...words,
      "--dissimilarity",
      "mahalanobis",
      "--residuals",
      residuals,
      "--json",
    );
    expect(found.code).toBe(0);
    const wrong = await repgeom("rdm", rows, "--dissimilarity", "mahalanobis", "--precision-at", identities);
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining("say which axis is time")]);
    const flat = await repgeom(...words, "--dissimilarity", "mahalanobis", "--precision-at", rows);
    expect([flat.code, flat.stderr]).toEqual([2, expect.stringContaining("expected times × units × units")]);
  });

  it("says which times there are, without a list of all that were asked for", async () => {
    const words = ["rdm", shaped("movie", [3, 5, 6]), "--axes", "stimuli,units,time"];
    const { code, stderr } = await repgeom(...words, "--bins", "0-999999");
    expect(code).toBe(2);
    expect(stderr).toContain("times from 0 to 5; got [0, 1, 2, …, 999999] as bin 0");
  });

  it("says how many pairs have no value", async () => {
    const gaps = place("gaps.npy");
    writeFileSync(gaps, writeNpy([3, 2], Float64Array.of(1, NaN, NaN, 2, 3, 4)));
    const { stdout, stderr } = await repgeom("rdm", gaps, "--dissimilarity", "nan-euclidean");
    expect(numbers(stdout)[0]).toEqual([NaN]);
    expect(stderr).toContain("1 of 3 pairs have no value");
  });

  it.each([
    [["--average", "condition"], "--average condition needs --labels"],
    [["--split", "region"], "--split needs --labels"],
    [["--labels", labels, "--average", "conditon"], "Did you mean condition?"],
    [["--labels", labels, "--select", "region"], "--select takes column=value"],
    [["--bins", "0-1"], "say which axis is time"],
    [["--bins", "0-99999999999"], '--bins takes ranges of 1,000,000 times in all at most; "0-99999999999"'],
    [["--bins", "0-999999,7"], '"7" leads past that'],
    [["--bins", `0-${"9".repeat(400)}`], "leads past that"],
    [["--bins", "3-2"], '--bins takes ranges of times counted from 0, e.g. 0-2,3-5; got "3-2"'],
    [["--p", "3"], 'correlation has no option "p"'],
    [["--p", "-1"], "--p takes a number above 0"],
    [["--dissimilarity", "cosin"], "Did you mean cosine?"],
    [["--dissimilarity", "mahalanobis"], "mahalanobis needs noise"],
    [["--noise", "shrinkage"], "--noise: Unknown value"],
    [["--dof", "3"], "--residuals, which is missing"],
    [["--frame"], "--frame: correlation (the default) is not defined for the origin"],
    [["--frame", "--dissimilarity", "crossnobis", "--noise", "full"], "give --residuals or --precision"],
    [["--blocks", "condition"], "--blocks needs --labels"],
    [["--labels", labels, "--order", "conditon"], "--order: "],
    [["--out", "rdms.txt"], 'Unknown extension ".txt". Accepted: .npy, .npz, .csv, .json, none (a folder)'],
  ])("refuses %j", async (words, message) => {
    const { code, stderr, stdout } = await repgeom("rdm", rows, ...words);
    expect([code === 1 || code === 2, stdout]).toEqual([true, ""]);
    expect(stderr).toContain(message);
  });

  it("makes an RDM of each of several files, the same as one by one", async () => {
    const other = writeResponses(folder, "second", 12, 7, 5);
    const { stdout, code } = await repgeom("rdm", rows, other, "--dissimilarity", "euclidean");
    expect(code).toBe(0);
    const alone = await Promise.all(
      [rows, other].map(async (file) => (await repgeom("rdm", file, "--dissimilarity", "euclidean")).stdout),
    );
    expect(stdout.trim().split("\n")).toEqual(alone.map((one) => one.trim().replaceAll("\n", "\t")));
  });

  it("orders the stimuli by a column, and writes an archive that compare-rdms reads", async () => {
    const [out, plain] = [place("all.npz"), place("plain.npy")];
    const words = ["rdm", rows, place("second.npy"), "--dissimilarity", "cityblock"];
    const { code, stderr } = await repgeom(
      ...words,
      "--labels",
      labels,
      "--blocks",
      "condition",
      "--out",
      out,
    );
    expect([code, stderr]).toEqual([0, expect.stringContaining("rows: mean within categories")]);
    await repgeom(...words, "--out", plain);
    // Rows 0, 3, 6, 9 are faces, 1, 4, 7, 10 houses, 2, 5, 8, 11 cars; texts in order: car, face, house.
    const order = [2, 5, 8, 11, 0, 3, 6, 9, 1, 4, 7, 10];
    const [given] = parseNpy(readFileSync(plain), plain);
    const at = (r: number, i: number, j: number) => {
      const [a, b] = [Math.min(i, j), Math.max(i, j)];
      return given!.data[r * 66 + (a * (23 - a)) / 2 + b - a - 1]!;
    };
    const archive = await readRdms(out);
    expect(archive.map(({ name }) => name)).toEqual(["all:rows", "all:second"]);
    archive.forEach(({ condensed }, r) => {
      const expected = order.flatMap((i, k) => order.slice(k + 1).map((j) => at(r, i, j)));
      expect([...condensed]).toEqual(expected);
    });
    const [face, house] = [order.slice(4, 8), order.slice(8)];
    const mean = face.flatMap((i) => house.map((j) => at(1, i, j))).reduce((a, b) => a + b) / 16;
    const [header, , second] = readFileSync(place("all.categories.csv"), "utf8").split("\n");
    const column = header!.split(",").indexOf("face | house");
    expect(Number(second!.split(",")[column])).toBeCloseTo(mean, 12);
    expect((await repgeom("compare-rdms", out, out)).code).toBe(0);
  });

  it("writes a folder with a file for each RDM, and a page with maps", async () => {
    const [out, report] = [place("folder"), place("many.html")];
    const words = ["rdm", rows, place("second.npy"), "--labels", labels, "--order", "run", "--mds", "each"];
    expect((await repgeom(...words, "--out", out, "--report", report)).code).toBe(0);
    expect(shapeOf(join(out, "second.npy"))).toEqual([66]);
    expect(JSON.parse(readFileSync(join(out, "summary.json"), "utf8"))).toMatchObject({
      names: ["rows", "second"],
      stimuli: ["0", "1", "2", "6", "7", "8", "3", "4", "5", "9", "10", "11"],
    });
    const page = readFileSync(report, "utf8");
    for (const name of ["rows", "second"]) expect(page).toContain(`Map of the stimuli, ${name}`);
  });

  it("frames the stimuli with two references, also rows of conditions in runs", async () => {
    const words = ["rdm", rows, "--dissimilarity", "euclidean", "--frame", "--json"];
    const [given] = parseNpy(readFileSync(rows), rows);
    const size = Math.sqrt(
      Float64Array.from(given!.data).reduce((sum, value) => sum + value * value, 0) / 60,
    );
    const { stimuli, condensed } = JSON.parse((await repgeom(...words)).stdout) as {
      stimuli: string[];
      condensed: number[];
    };
    expect(stimuli.slice(-2)).toEqual(["origin", "constant"]);
    const first = [...given!.data.subarray(0, 5)];
    expect(condensed[11]).toBeCloseTo(Math.hypot(...first), 12);
    expect(condensed[12]).toBeCloseTo(Math.hypot(...first.map((value) => value - size)), 12);
    expect(condensed.at(-1)).toBeCloseTo(size * Math.sqrt(5), 12);
    const grouped = ["rdm", rows, "--labels", labels, "--dissimilarity", "crossnobis", "--frame", "--json"];
    const cross = JSON.parse((await repgeom(...grouped)).stdout) as {
      stimuli: string[];
      condensed: number[];
    };
    expect(cross.stimuli).toEqual(["car", "constant", "face", "house", "origin"]);
    expect(cross.condensed[6]).toBeCloseTo(5 * size ** 2, 12); // constant, origin
  });

  it("refuses a column in which rows of one stimulus differ, and writes nothing", async () => {
    const out = place("nothing.npy");
    const words = ["--labels", labels, "--average", "condition", "--blocks", "run", "--out", out];
    const { code, stderr } = await repgeom("rdm", rows, ...words);
    expect([code, existsSync(out)]).toEqual([2, false]);
    expect(stderr).toContain('rows of stimulus face have "0" and "1" in column run');
  });
});
