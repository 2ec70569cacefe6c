import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { networkTable } from "../../src/data/groups/network-table.ts";
import { checkPictures, joined, pageOf } from "../../src/cli/pictures/networks.ts";

const table = networkTable([
  { name: "a_1", model: "x" },
  { name: "b_2", model: "y" },
]);
const side = (names: string[], files: string[] = []) => [{ names, files }];
const quiet = { quiet: true };

describe("checkPictures", () => {
  it.each<[object, boolean, string]>([
    [
      { color: "model", report: "r.html" },
      false,
      "--color names a column of a table: give --table networks.csv, or --pattern",
    ],
    [{ groups: "model" }, true, "--groups names a column"],
    [{ table: "t.csv" }, false, "--table is for the page: give --report page.html too"],
    [{ pattern: "{x}", color: "x" }, false, "--pattern is for the page"],
    [{ table: "t.csv", shape: "model" }, true, "--shape is for the page"],
    [{ title: "T" }, true, "--title is for the page"],
  ])("refuses %j", (flags, told, message) => {
    expect(() => checkPictures(flags, told)).toThrow(message);
  });

  it("takes a table and a colour without a page where the command tells of groups", () => {
    checkPictures({ table: "t.csv", color: "model" }, true);
    checkPictures({ table: "t.csv", order: "model", report: "r.html" });
  });
});

describe("joined", () => {
  it("joins a table and a pattern by name", () => {
    const flags = { ...quiet, table: "t.csv", pattern: "{letter}_{number}.npy" };
    expect(joined(table, side(["b_2"], ["nets/b_2.npy"]), flags).columns).toEqual({
      model: ["y"],
      letter: ["b"],
      number: [2],
    });
  });

  it("takes columns from folders, also of arrays of one file", () => {
    const flags = { ...quiet, pattern: "{net}/{file}:{layer}" };
    const files = ["nets/vgg/acts.npz", "nets/vgg/last.npy"];
    expect(joined(undefined, side(["acts:conv1", "acts:conv2"], files), flags).columns).toEqual({
      net: ["vgg", "vgg"],
      file: ["acts", "acts"],
      layer: ["conv1", "conv2"],
    });
  });

  it("finds the files of renamed networks in their places, in natural order", () => {
    const files = ["nets/a/layer10.npy", "nets/a/layer9.npy"];
    const flags = { ...quiet, pattern: "{net}/layer{layer}" };
    expect(joined(undefined, side(["early", "late"], files), flags).columns).toEqual({
      net: ["a", "a"],
      layer: [9, 10],
    });
    const split = side(["acts:conv1"], ["nets/vgg/acts.npz:conv1"]);
    expect(joined(undefined, split, { ...quiet, pattern: "{net}/acts:{layer}" }).columns).toEqual({
      net: ["vgg"],
      layer: ["conv1"],
    });
  });

  it.each<[string, string[], object, string]>([
    ["a name without a row", ["a_1", "a_2"], {}, 't.csv: there is no row for "a_2". Did you mean "a_1"?'],
    [
      "an unknown column",
      ["a_1"],
      { shape: "modle" },
      '--shape: Unknown column "modle". Did you mean model?',
    ],
    ["an unknown column of groups", ["a_1"], { groups: "z" }, '--groups: Unknown column "z"'],
    [
      "a pattern that does not fit",
      ["a_1"],
      { pattern: "{x}-{y}" },
      '--pattern "{x}-{y}" does not fit "a_1"',
    ],
  ])("refuses %s as a wrong command line", (_, names, flags, message) => {
    const join = () => joined(table, side(names), { ...quiet, table: "t.csv", ...flags });
    expect(join).toThrow(message);
    expect(join).toThrow(expect.objectContaining({ name: "UsageError" }));
  });

  it("refuses one name of two files, which a table cannot tell apart", () => {
    const sides = [...side(["a_1"], ["x/a_1.npy"]), ...side(["a_1"], ["y/a_1.npy"])];
    expect(() => joined(table, sides, quiet)).toThrow("two networks are called a_1: x/a_1.npy and y/a_1.npy");
  });
});

describe("pageOf", () => {
  it("gives the page its title and its columns", () => {
    expect(pageOf("files", { title: "T", color: "model" }, table)).toMatchObject({
      title: "T",
      color: "model",
      table,
    });
    expect(pageOf("files", { color: "model" })).toEqual({ title: "files", notes: [] });
  });
});

describe("a command with a page", () => {
  const folder = "src/studies";
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  const sources = files.map((file) => [file, readFileSync(`${folder}/${file}`, "utf8")] as const);
  const withPage = sources.filter(([, source]) => source.includes("addReportOption("));

  it.each(withPage)("%s reads the flags of its pictures, or has none of them", (_, source) => {
    expect(withPage.length).toBeGreaterThan(10);
    // addReportOption(…, []) gives a command no such flags; a flag that nobody reads would be passed over in silence.
    // A command that hands its words on is read by the command that gets them.
    const hasNone = /addReportOption\([^;]*,\s*\[\],?\s*\)/.test(source);
    if (!hasNone && !source.includes("flagWords(")) expect(source).toMatch(/checkPictures\(/);
  });
});
