import { readFileSync } from "node:fs";
import { join } from "node:path";
import { compare, metrics, pairwise, rdm, read } from "repgeom";
import { describe, expect, it } from "vitest";
import { parseNpy } from "../../src/data/formats/numpy/npy.ts";
import { repgeom, temporaryFolder, writeResponses } from "../support/repgeom.ts";

const folder = temporaryFolder();
const files = [1, 2, 3].map((seed) => writeResponses(folder, `net-${seed}`, 12, 5, seed));
const [a, b, c] = files as [string, string, string];
const lines = (text: string) => text.trimEnd().split("\n");
const rows = (text: string) => lines(text).map((line) => line.split("\t").map(Number));

describe("repgeom compare", () => {
  it("prints the API's value, all its bits, and nothing else", async () => {
    const [x, y] = await read([a, b]);
    const value = await compare(x!, y!, { metric: "procrustes", alpha: 0.5 });
    const { code, stdout, stderr } = await repgeom(
      "compare",
      a,
      b,
      "--metric",
      "procrustes",
      "--alpha",
      "0.5",
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(lines(stdout)).toHaveLength(1);
    expect(Object.is(Number(stdout), value)).toBe(true);
  });

  it.each(["cka", "rsa"] as const)("prints the API's bits for %s too", async (metric) => {
    const [x, y] = await read([a, b]);
    const { stdout } = await repgeom("compare", a, b, "--metric", metric);
    expect(Number(stdout)).toBe(await compare(x!, y!, { metric }));
  });

  it("compares a file with itself", async () => {
    const { code, stdout } = await repgeom("compare", a, a, "--metric", "procrustes");
    expect(code).toBe(0);
    expect(Number(stdout)).toBeLessThan(1e-12);
  });

  it("prints 17 significant digits", async () => {
    const { stdout } = await repgeom("compare", a, b, "--metric", "procrustes");
    expect(stdout.trim().replace(/^0\.0*|\./, "")).toMatch(/^\d{17}$/);
  });

  it("turns a boolean off with --no-", async () => {
    const [x, y] = await read([a, b]);
    const value = await compare(x!, y!, { metric: "procrustes", center: false });
    const { stdout } = await repgeom("compare", a, b, "--metric", "procrustes", "--no-center");
    expect(Number(stdout)).toBe(value);
  });

  it("prints one JSON document with names, metric and every option", async () => {
    const { stdout } = await repgeom("compare", a, b, "--metric", "cka", "--debiased", "--json");
    const document = JSON.parse(stdout) as { value: number };
    const options = { debiased: true, center: true };
    const names = ["net-1", "net-2"];
    expect(document).toMatchObject({ metric: "cka", options, kind: "similarity", names });
    expect(document).toMatchObject({ values: [[document.value]] });
  });
});

describe("repgeom pairwise", () => {
  it("prints the square, tabs between, with the API's bits", async () => {
    const D = await pairwise(await read(files), { metric: "cka" });
    const { stdout } = await repgeom("pairwise", ...files, "--metric", "cka");
    expect(rows(stdout).flat()).toEqual([...D.values]);
    expect(rows(stdout).map((row) => row.length)).toEqual([3, 3, 3]);
  });

  it("gives the same bits on any number of threads when deterministic", async () => {
    const words = ["pairwise", ...files, "--metric", "rsa", "--deterministic"];
    const on = (threads: string) => repgeom(...words, "--threads", threads);
    const [none, one, two] = [await on("0"), await on("1"), await on("2")];
    expect([one, none]).toEqual([two, two]);
    expect(one.code).toBe(0);
  });

  it("writes .npy, .csv and .json by extension, prints no numbers, and says what it wrote", async () => {
    const D = await pairwise(await read(files), { metric: "cka" });
    for (const extension of ["npy", "csv", "json"]) {
      const out = join(folder, `D.${extension}`);
      const { stdout, stderr } = await repgeom("pairwise", ...files, "--metric", "cka", "--out", out);
      expect(stdout).toBe("");
      expect(stderr).toBe(`repgeom: wrote ${out} (3 × 3 cka)\n`);
    }
    const npy = parseNpy(readFileSync(join(folder, "D.npy")), "D.npy")[0]!;
    expect([npy.shape, [...npy.data]]).toEqual([[3, 3], [...D.values]]);
    expect(readFileSync(join(folder, "D.csv"), "utf8")).toBe(D.toCsv());
    expect(JSON.parse(readFileSync(join(folder, "D.json"), "utf8"))).toEqual({
      ...(JSON.parse(JSON.stringify(D)) as object),
      names: ["net-1", "net-2", "net-3"],
    });
  });

  it("says nothing with --quiet", async () => {
    const words = ["--metric", "cka", "--quiet", "--progress", "--out", join(folder, "quiet.npy")];
    expect(await repgeom("pairwise", ...files, ...words)).toEqual({ code: 0, stdout: "", stderr: "" });
  });

  it("draws progress on stderr when asked, off a terminal too", async () => {
    const { stdout, stderr } = await repgeom("pairwise", ...files, "--metric", "cka", "--progress");
    expect(stderr).toMatch(/(preparing|comparing) \[/);
    expect(rows(stdout)).toHaveLength(3);
  });

  it("writes a report in one file", async () => {
    const report = join(folder, "report.html");
    const { code } = await repgeom(
      "pairwise",
      ...files,
      "--metric",
      "procrustes",
      "--report",
      report,
      "--quiet",
    );
    expect(code).toBe(0);
    expect(readFileSync(report, "utf8")).toContain("net-3");
  });
});

describe("repgeom cross", () => {
  it("prints a rectangle: rows are the arguments, columns what they are held against", async () => {
    const { code, stdout } = await repgeom("cross", a, b, "--against", c, "--metric", "procrustes");
    const square = await pairwise(await read(files), { metric: "procrustes" });
    expect(code).toBe(0);
    expect(rows(stdout)).toEqual([[square.at(0, 2)], [square.at(1, 2)]]);
  });
});

describe("repgeom rdm", () => {
  it("prints the condensed form, one number a line", async () => {
    const [x] = await read([a]);
    const expected = await rdm(x!, { dissimilarity: "euclidean" });
    const { stdout } = await repgeom("rdm", a, "--dissimilarity", "euclidean");
    expect(lines(stdout).map(Number)).toEqual([...expected.condensed]);
    expect(lines(stdout)).toHaveLength((12 * 11) / 2);
  });

  it("writes the condensed form as one axis and --square as two", async () => {
    const out = join(folder, "rdm.npy");
    await repgeom("rdm", a, "--out", out);
    const condensed = parseNpy(readFileSync(out), out)[0]!;
    await repgeom("rdm", a, "--square", "--out", out);
    const square = parseNpy(readFileSync(out), out)[0]!;
    expect([condensed.shape, square.shape]).toEqual([[66], [12, 12]]);
    expect(square.data[1]).toBe(condensed.data[0]);
    expect(square.data[12]).toBe(condensed.data[0]);
  });

  it("has a JSON document and a CSV", async () => {
    const { stdout } = await repgeom("rdm", a, "--json");
    expect(JSON.parse(stdout)).toMatchObject({ dissimilarity: "correlation" });
    const out = join(folder, "rdm.csv");
    expect((await repgeom("rdm", a, "--square", "--out", out)).code).toBe(0);
    expect(lines(readFileSync(out, "utf8")).length).toBeGreaterThanOrEqual(12);
  });
});

describe("repgeom metrics", () => {
  it("lists every metric on a line of its own, under the name of its family", async () => {
    const { stdout } = await repgeom("metrics");
    const [list] = stdout.split("\n\n");
    const families = new Set(Object.values(metrics).map(({ family }) => family));
    const titles = list!.split("\n").filter((line) => !line.startsWith(" "));
    expect(titles.toSorted()).toEqual([...families].toSorted());
    for (const [name, metric] of Object.entries(metrics)) {
      const lines = list!.split("\n").filter((line) => line.startsWith(`  ${name} `));
      expect(lines).toEqual([expect.stringContaining(metric.title)]);
    }
  });

  it("gives of named metrics the source and every option as a flag", async () => {
    const { stdout } = await repgeom("metrics", ...Object.keys(metrics));
    for (const [name, metric] of Object.entries(metrics)) {
      expect(stdout).toContain(`${name}: ${metric.title}`);
      expect(stdout).toContain(metric.source);
    }
    expect(stdout).toContain("--no-center");
  });

  it("is data with --json", async () => {
    const { stdout } = await repgeom("metrics", "--json");
    const document = JSON.parse(stdout) as Record<string, { options: object }>;
    expect(Object.keys(document)).toEqual(Object.keys(metrics));
    expect(document["cka"]).toMatchObject({
      kind: "similarity",
      range: [0, 1],
      options: { debiased: { default: false } },
    });
  });

  it("describes one by name", async () => {
    const { stdout } = await repgeom("metrics", "cka");
    expect(stdout).toMatch(/^cka: /);
    expect(stdout).not.toContain("procrustes:");
  });
});
