import { describe, expect, it } from "vitest";
import { joinTable, mergeTables, withUnknown } from "../../../src/data/groups/join.ts";
import { labelTable, networkTable, type NetworkTableLike } from "../../../src/data/groups/network-table.ts";
import { readNetworkTable } from "../../../src/data/groups/read-network-table.ts";
import { parseLabels } from "../../../src/data/label-table.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const labels = (text: string, file = "n.csv") => parseLabels(bytes(text), file);
const read = (text: string, name: string) => readNetworkTable({ name, bytes: bytes(text) }, { bytes: 0 });

const expected = {
  names: ["a", "b"],
  columns: { model: ["cnn", "rnn"], accuracy: [0.5, null] },
};

describe("networkTable", () => {
  it.each<[string, NetworkTableLike]>([
    [
      "a list of objects",
      [
        { name: "a", model: "cnn", accuracy: 0.5 },
        { name: "b", model: "rnn" },
      ],
    ],
    ["an object for each name", { a: { model: "cnn", accuracy: 0.5 }, b: { model: "rnn", accuracy: NaN } }],
    [
      "a list under networks",
      { dt: 10, networks: [{ name: "a", model: "cnn", accuracy: 0.5 }, { name: "b", model: "rnn" }] }, // prettier-ignore
    ],
    ["a table of texts", labels("name,model,accuracy\na,cnn,0.5\nb,rnn,\n")],
    ["names in another column", labels("model,accuracy,name\ncnn,5e-1,a\nrnn,NA,b\n")],
    ["names in the first column", labels(",model,accuracy\na,cnn,0.5\nb,rnn,nan\n")],
    ["itself", expected],
  ])("takes %s", (_, given) => {
    expect(networkTable(given)).toEqual(expected);
  });

  it("keeps the types of objects, and reads those of texts", () => {
    const { columns } = networkTable([
      { name: "a", seed: "1", depth: 2, trained: true, mixed: 1, history: [1, 2] },
      { name: 7, seed: "2", depth: -Infinity, trained: false, mixed: "x" },
    ]);
    expect(columns).toEqual({
      seed: ["1", "2"],
      depth: [2, null],
      trained: ["true", "false"],
      mixed: ["1", "x"],
    });
    const read = networkTable(labels("name,seed,version,none\na,01,1.2.0,\nb,2,3,\n"));
    expect(read.columns).toEqual({ seed: [1, 2], version: ["1.2.0", "3"], none: [null, null] });
  });

  it("gives its cells back as texts", () => {
    expect(labelTable(expected as never)).toEqual(labels("name,model,accuracy\na,cnn,0.5\nb,rnn,\n"));
  });

  it.each<[string, NetworkTableLike, string]>([
    [
      "a name twice",
      labels("name,x\na,1\nb,2\na,3\n"),
      '"a" is there twice, in rows 1 and 3 under the header',
    ],
    [
      "a name twice in a list",
      [{ name: "a" }, { name: "a" }],
      '"a" is there twice, in rows 1 and 2 of the list',
    ],
    ["an empty name", labels("name,x\na,1\n,2\n"), "row 2 under the header has no name"],
    ["a row without a name", [{ name: "a" }, { model: "b" }], "row 2 has no name; expected an object like"],
    ["a column twice", labels("name,x,x\na,1,2\n"), 'two columns are called "x"'],
    ["something else", { a: 1 } as never, "got keys a"],
    ["null", null as never, "got null"],
  ])("refuses %s", (_, given, message) => {
    expect(() => networkTable(given)).toThrow(`networkTable: `);
    expect(() => networkTable(given)).toThrow(message);
  });
});

describe("readNetworkTable", () => {
  it("reads .csv, .tsv and .json", async () => {
    expect(await read("name,model,accuracy\na,cnn,0.5\nb,rnn,\n", "n.csv")).toEqual(expected);
    expect(await read("name\tmodel\taccuracy\na\tcnn\t0.5\nb\trnn\t\n", "n.tsv")).toEqual(expected);
    const json = '[{"name":"a","model":"cnn","accuracy":0.5},{"name":"b","model":"rnn"}]';
    expect(await read(json, "n.JSON")).toEqual(expected);
  });

  it.each([
    ['{"a":{"x":1},"a":{"x":2}}', "n.json", 'n.json: the key "a" is there twice'],
    ["[{", "n.json", "n.json: at byte 0: expected JSON"],
    ["", "n.csv", "n.csv"],
    ["name,x\na\n", "n.csv", "expected 2 cells"],
    ['[{"x":1}]', "n.json", "n.json: row 1 has no name"],
  ])("refuses %s", async (text, name, message) => {
    await expect(read(text, name)).rejects.toThrow(message);
  });
});

describe("joinTable", () => {
  const table = networkTable(labels("name,x\nnet-10,1\nnet-2.npy,2\nother,3\n"));

  it("finds rows by name, or by the name of the file, and counts what is left", () => {
    expect(joinTable(table, ["net-2", "net-10"])).toEqual({
      table: { names: ["net-2", "net-10"], columns: { x: [2, 1] } },
      unused: 1,
    });
  });

  it("says for whom there is no row, and who is near", () => {
    expect(() => joinTable(table, ["net-10", "net-20", "z"], "n.csv")).toThrow(
      'n.csv: there is no row for "net-20" and 1 more. Did you mean "net-10"? It has 3 rows: net-10, net-2.npy, other.',
    );
  });

  it("joins the columns of two tables, and refuses those that differ", () => {
    const other = networkTable([{ name: "net-10", layer: "a", x: 1 }]);
    expect(mergeTables(table, other).table.columns).toEqual({ x: [1], layer: ["a"] });
    const wrong = networkTable([{ name: "net-10", x: 2 }]);
    expect(() => mergeTables(table, wrong)).toThrow(
      'x of "net-10" is "1" in the table and "2" by the pattern',
    );
  });

  it("adds rows of missing values", () => {
    expect(withUnknown(table, ["other", "new"])).toEqual({
      names: ["net-10", "net-2.npy", "other", "new"],
      columns: { x: [1, 2, 3, null] },
    });
  });
});
