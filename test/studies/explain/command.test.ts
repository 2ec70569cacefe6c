import { readFileSync } from "node:fs";
import { join } from "node:path";
import { explain, read } from "repgeom";
import { describe, expect, it } from "vitest";
import { repgeom, temporaryFolder, writeResponses } from "../../support/repgeom.ts";

const folder = temporaryFolder();
const [first, second] = [1, 2].map((seed) => writeResponses(folder, `net-${seed}`, 12, 5, seed)) as [
  string,
  string,
];
const at = (name: string) => join(folder, name);
const found = async (metric: "procrustes" | "cka" | "rsa") => {
  const [x, y] = await read([first, second]);
  return explain(x!, y!, { metric });
};

describe("repgeom explain", () => {
  it("prints the largest shares of stimuli, and says what is shared out", async () => {
    const { code, stdout, stderr } = await repgeom(
      "explain",
      first,
      second,
      "--metric",
      "procrustes",
      "--top",
      "3",
    );
    expect(code).toBe(0);
    const { top, of } = await found("procrustes");
    const [header, ...lines] = stdout.trimEnd().split("\n");
    expect(header!.split("\t")).toEqual(["stimulus", "share", "fraction"]);
    expect(lines.map((line) => line.split("\t")[0])).toEqual(top(3).map(({ name }) => name));
    lines.forEach((line, k) => expect(Number(line.split("\t")[1])).toBeCloseTo(top(3)[k]!.share, 5));
    expect(stderr).toContain(`shared out: ${of}`);
  });

  it.each([
    ["units", "cka", ["network", "unit", "share", "fraction"], 6],
    ["pairs", "rsa", ["stimulus", "other stimulus", "share", "fraction"], 3],
    ["directions", "procrustes", ["direction", "share", "fraction"], 3],
  ])("prints shares of %s", async (by, metric, header, count) => {
    const { code, stdout } = await repgeom(
      "explain",
      first,
      second,
      "--metric",
      metric,
      "--by",
      by,
      "--top",
      "3",
    );
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split("\n");
    expect(lines[0]!.split("\t")).toEqual(header);
    expect(lines).toHaveLength(1 + count);
  });

  it("writes all shares, the document and the page", async () => {
    const [csv, page] = [at("shares.csv"), at("why.html")];
    const words = ["--metric", "cka", "--out", csv, "--report", page, "--json"];
    const { code, stdout } = await repgeom("explain", first, second, ...words);
    expect(code).toBe(0);
    const expected = await found("cka");
    expect(readFileSync(csv, "utf8")).toBe(expected.toCsv());
    expect(JSON.parse(stdout)).toEqual(JSON.parse(expected.toJson()));
    expect(readFileSync(page, "utf8")).toContain("What makes the value of net-1 and net-2");
  });

  it("says which shares there are in place of some that there are not", async () => {
    const { code, stderr } = await repgeom(
      "explain",
      first,
      second,
      "--metric",
      "procrustes",
      "--by",
      "pairs",
    );
    expect(code).toBe(2);
    expect(stderr).toContain(
      "procrustes has no shares of pairs for these two; there are stimuli, units, directions, omissions.",
    );
  });

  it("passes on how much may be left out", async () => {
    const { code, stderr } = await repgeom("explain", first, second, "--metric", "rsa", "--leave-out", "4");
    expect(code).toBe(0);
    expect(stderr).toContain("The 5 units of net-1 were not left out one by one: leaveOut is 4.");
  });
});
