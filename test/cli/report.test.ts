import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pairwise, read } from "repgeom";
import { beforeAll, describe, expect, it } from "vitest";
import { createProgram } from "../../src/program.ts";
import type { FigureKind, PageData } from "../../src/report/figures.ts";
import { repgeom, temporaryFolder, writeResponses } from "../support/repgeom.ts";

const folder = temporaryFolder();
const files = [1, 2, 3, 4, 5, 6].map((seed) => writeResponses(folder, `net-${seed}`, 12, 5, seed));
const [first, second, ...others] = files as [string, string, ...string[]];
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  const D = await pairwise(await read(files), { metric: "procrustes" });
  writeFileSync(at("D.csv"), D.toCsv());
  const rows = D.names.map((name, i) => `${name},${i / 10},${i % 2 ? "odd" : "even"}`);
  writeFileSync(at("table.csv"), ["name,depth,kind", ...rows, ""].join("\n"));
});

/** The figures of the page, each by its kind. */
function kindsIn(path: string): FigureKind[] {
  const html = readFileSync(path, "utf8");
  const json = /id="repgeom-data">(.*?)<\/script>/s.exec(html)![1]!;
  return (JSON.parse(json) as PageData).sections.flatMap(({ figures }) =>
    figures.flat().map(({ kind }) => kind),
  );
}

const predicted = ["predict", at("D.csv"), "--covariates", at("table.csv"), "--column"];

describe("--report", () => {
  it.each<[string, string[], FigureKind[]]>([
    ["pairwise", [...files, "--metric", "cka"], ["heat-maps", "map", "tree"]],
    ["cross", [first, "--against", second, "--metric", "cka"], ["heat-maps"]],
    ["embed", [at("D.csv")], ["map", "bars", "scatter", "table"]],
    ["embed", [at("D.csv"), "--method", "smacof", "--dimensions", "3"], ["map", "scatter", "table"]],
    ["cluster", [at("D.csv"), "--clusters", "2"], ["heat-maps", "tree", "bars", "table"]],
    ["cluster", [at("D.csv"), "--method", "k-medoids", "--clusters", "2"], ["heat-maps", "bars", "table"]],
    ["neighbors", [first, "--among", second, ...others, "--metric", "procrustes"], ["bars", "table"]],
    ["barycenter", [...files, "--restarts", "1"], ["map", "bars", "lines"]],
    ["predict", [...predicted.slice(1), "depth"], ["scatter", "histogram", "table"]],
    ["predict", [...predicted.slice(1), "kind"], ["heat-maps", "table"]],
    [
      "align",
      [first, second, "--metric", "procrustes", "--out", at("aligned")],
      ["heat-maps", "heat-maps", "map", "heat-maps"],
    ],
  ])("of %s draws what was found: %#", async (command, words, kinds) => {
    const path = at(`${command}.html`);
    const { code, stderr } = await repgeom(command, ...words, "--report", path);
    expect(stderr).toContain(`wrote ${path}`);
    expect(code).toBe(0);
    expect(kindsIn(path)).toEqual(expect.arrayContaining(kinds));
  });

  it("stands in the help of each, with what the page shows", async () => {
    const { commands } = await createProgram(new AbortController().signal);
    for (const name of [
      "embed",
      "cluster",
      "neighbors",
      "barycenter",
      "predict",
      "align",
      "pairwise",
      "cross",
    ]) {
      const help = commands.find((command) => command.name() === name)!.helpInformation();
      expect(help).toMatch(/--report <file>\s+write a page with \w/);
    }
  });

  it("takes .html alone, and says so before it computes", async () => {
    for (const words of [
      ["embed", at("D.csv")],
      ["align", first, second, "--metric", "procrustes", "--out", at("none")],
    ]) {
      const { code, stderr } = await repgeom(...words, "--report", at("report.pdf"));
      expect([code, stderr]).toEqual([2, expect.stringContaining(".html")]);
    }
    expect(existsSync(at("report.pdf"))).toBe(false);
  });
});
