import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createEngine, isc, read } from "repgeom";
import { describe, expect, it } from "vitest";
import { parseNpy } from "../../../src/data/formats/numpy/npy.ts";
import { repgeom, temporaryFolder, writeResponses } from "../../support/repgeom.ts";

const folder = temporaryFolder();
const files = [1, 2, 3, 4].map((seed) => writeResponses(folder, `subject-${seed}`, 20, 6, seed));
const at = (name: string) => join(folder, name);
const arrayAt = (name: string) => parseNpy(new Uint8Array(readFileSync(at(name))), name)[0]!;
const numbers = (stdout: string) =>
  stdout
    .trim()
    .split("\n")
    .map((line) => line.split("\t").map(Number));

describe("repgeom isc", () => {
  it("prints a line a unit, the API's bits, and a line a subject without a summary", async () => {
    const subjects = await read(files);
    const { stdout } = await repgeom("isc", ...files);
    expect(numbers(stdout).flat()).toEqual([...(await isc(subjects)).summary!]);
    const rows = await repgeom("isc", ...files, "--method", "pairwise", "--summary", "none");
    const { values } = await isc(subjects, { method: "pairwise", summary: "none" });
    expect(numbers(rows.stdout).flat()).toEqual([...values.data]);
    expect(numbers(rows.stdout)).toHaveLength(6);
  });

  it("writes the test beside the summary", async () => {
    const words = ["--null", "bootstrap", "--samples", "50", "--seed", "3", "--out", at("isc.npy")];
    const { code } = await repgeom("isc", ...files, ...words);
    const expected = await isc(await read(files), { null: "bootstrap", samples: 50, seed: 3 });
    expect(code).toBe(0);
    expect(arrayAt("isc.npy").data).toEqual(expected.summary);
    expect(arrayAt("isc.p.npy").data).toEqual(expected.p);
    expect(arrayAt("isc.lower.npy").data).toEqual(expected.interval!.lower);
    expect(arrayAt("isc.upper.npy").data).toEqual(expected.interval!.upper);
    expect(arrayAt("isc.p-family-wise.npy").data).toEqual(expected.pFamilyWise);
    expect(arrayAt("isc.p-fdr.npy").data).toEqual(expected.pFdr);
  });

  it("gives p and its corrections in every output", async () => {
    const words = ["--null", "time-shift", "--samples", "50"];
    const { p, pFamilyWise, pFdr, summary } = await isc(await read(files), {
      null: "time-shift",
      samples: 50,
    });
    const { stdout } = await repgeom("isc", ...files, ...words);
    const [head, ...rows] = stdout.trim().split("\n");
    expect(head).toBe("# isc\tp\tp-family-wise\tp-fdr");
    const six = (value: number) => Number(value.toPrecision(6));
    expect(rows.map((row) => row.split("\t").map(Number))).toEqual(
      Array.from(summary!, (one, u) => [one, p![u]!, pFamilyWise![u]!, pFdr![u]!].map(six)),
    );
    await repgeom("isc", ...files, ...words, "--out", at("test.csv"), "--report", at("test.html"));
    expect(readFileSync(at("test.csv"), "utf8")).toMatch(/isc,p,p-family-wise,p-fdr\n/);
    expect(readFileSync(at("test.html"), "utf8")).toMatch(/\d \(family-wise.*\d \(false discovery rate/s);
    const document = JSON.parse((await repgeom("isc", ...files, ...words, "--json")).stdout) as object;
    expect(document).toMatchObject({ p: [...p!], pFamilyWise: [...pFamilyWise!], pFdr: [...pFdr!] });
  });

  it("says on stderr which correlations the bootstrap takes", async () => {
    const { stderr } = await repgeom("isc", ...files, "--null", "bootstrap", "--samples", "20");
    expect(stderr).toContain("note: null bootstrap takes method pairwise");
  });

  it("prints units and shared features, which numpy reads past the lines with #", async () => {
    const { stdout } = await repgeom("isc", ...files, "--features", "3");
    const lines = stdout.trim().split("\n");
    expect([lines[0], lines[7], lines.length]).toEqual(["# units", "# features of the shared space", 11]);
    const { summary } = await isc(await read(files));
    expect(lines.slice(1, 7).map(Number)).toEqual([...summary!]);
  });

  it("says that times are not the same, not that units are others", async () => {
    const short = writeResponses(folder, "short", 15, 6, 9);
    const { code, stderr } = await repgeom("isc", ...files, short);
    expect(code).toBe(1);
    expect(stderr).toContain("20 and 15 times");
    expect(stderr).not.toContain("srm");
  });

  it("compares in a shared space too, and draws both", async () => {
    const words = [
      "--features",
      "3",
      "--out",
      at("both.npy"),
      "--report",
      at("isc.html"),
      "--summary",
      "none",
    ];
    const { code, stderr } = await repgeom("isc", ...files, ...words);
    expect([code, stderr]).toEqual([0, expect.stringContaining("wrote")]);
    const engine = await createEngine({ threads: 0 });
    const { aligned } = await engine.srm(await read(files), { features: 3 });
    const { values } = await engine.isc([...aligned], { summary: "none" });
    expect(arrayAt("both.shared.npy").shape).toEqual([4, 3]);
    arrayAt("both.shared.npy").data.forEach((value, k) => expect(value).toBeCloseTo(values.data[k]!, 9));
    expect(readFileSync(at("isc.html"), "utf8")).toContain("shared features");
  });

  it("compares subjects of other units each in a shared space alone, and says so", async () => {
    const wide = writeResponses(folder, "wide", 20, 9, 8);
    const { code, stdout, stderr } = await repgeom("isc", files[0]!, files[1]!, wide, "--features", "3");
    expect([code, numbers(stdout).length]).toEqual([0, 3]);
    expect(stderr).toContain("in the shared space alone");
  });

  it("takes units × time, groups, and prints everything as JSON", async () => {
    const { stdout } = await repgeom("isc", ...files, "--transpose", "--json");
    expect((JSON.parse(stdout) as { values: number[][] }).values[0]).toHaveLength(20);
    const words = ["--null", "permutation", "--groups", "a,a,b,b", "--json"];
    const grouped = JSON.parse((await repgeom("isc", ...files, ...words)).stdout) as { p: number[] };
    grouped.p.forEach((p) => expect(p * 6).toBeCloseTo(Math.round(p * 6), 9)); // all 6 divisions
  });

  it.each([
    [[files[0]!], "two or more, got 1"],
    [[...files, "--samples", "10"], "--samples is for a test: give --null"],
    [[...files, "--null", "shift"], 'Unknown value "shift". Accepted: bootstrap'],
    [[...files, "--null", "permutation", "--groups", "a,b"], "2 groups for 4 subjects"],
    [[...files, "--features", "7"], "features"],
    [[...files, "--features", "2", "--spatial"], "exclude each other"],
    [[...files, "--out", at("isc.txt")], "extension"],
  ])("refuses %#", async (words, message) => {
    const { code, stderr } = await repgeom("isc", ...words);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});
