import { describe, expect, it } from "vitest";
import { OptionError } from "../../src/base/errors.ts";
import { parseLabels } from "../../src/data/label-table.ts";
import { averageRows, columnOf, labelsOf, splitRows } from "../../src/data/labels.ts";

const parse = (text: string, file = "table.csv") => parseLabels(new TextEncoder().encode(text), file);

describe("parseLabels", () => {
  it("reads texts and numbers as they stand, quotes and byte order mark undone", () => {
    expect(parse('\ufeffname,"arch, deep",acc\nn1, cnn ,0.5\nn2,"a ""b""",\n')).toEqual({
      columns: ["name", "arch, deep", "acc"],
      rows: [
        ["n1", "cnn", "0.5"],
        ["n2", 'a "b"', ""],
      ],
    });
    expect(parse("a\tb\n1\t2\n", "t.TSV").rows).toEqual([["1", "2"]]);
    expect(parse("a,b\n").rows).toEqual([]);
  });

  it("names the line that is of another length, and an empty file", () => {
    expect(() => parse("a,b\n1,2\n3\n")).toThrow(/table.csv.*2 cells.*1 in line 3/);
    expect(() => parse("")).toThrow(/names the columns.*empty file/);
  });
});

describe("rows without a label", () => {
  const representation = { name: "x", shape: [3, 1], data: Float64Array.of(1, 2, 3) };
  const labels = labelsOf(parse("condition,use\na,yes\n,\na,yes\n"), 3, "x");

  it("are not put together under no name", () => {
    for (const group of [averageRows, splitRows]) {
      expect(() => group({ representation, labels }, "condition")).toThrow(OptionError);
      expect(() => group({ representation, labels }, "condition")).toThrow('no "condition" in row 1');
    }
    expect(columnOf(labels, "use")).toEqual(["yes", "", "yes"]);
  });

  it("and columns of one name are refused", () => {
    expect(() => labelsOf(parse("a,b,a\n1,2,3\n"), 1, "x")).toThrow('two columns "a"');
  });
});
