import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kindOf } from "../../../src/data/formats/text/csv-kinds.ts";
import { parseCsv, parseTsv } from "../../../src/data/formats/text/csv.ts";
import type { TableOptions } from "../../../src/data/formats/text/table-options.ts";
import { parseLabels } from "../../../src/data/label-table.ts";
import { writeCsv } from "../../../src/data/write.ts";
import { caught } from "./encode.ts";

const encode = (text: string) => new TextEncoder().encode(text);

/** Rows are separated by a bar. */
function parse(rows: string, how: TableOptions = {}) {
  const text = rows.replaceAll("|", "\n");
  return parseCsv(encode(text), "net.csv", { maxMemory: 2 ** 31, ...how })[0]!;
}

const missing = ["NA", "N/A", "n/a", "null", "NULL", "None", "-", ".", "?", "#N/A", "<NA>", "NaT", "1.#IND"];

const respelt = [
  "0x10",
  "0x1.8p3",
  "1d5",
  "1D-5",
  "−1",
  "–1",
  "1_000",
  "1 000",
  "1'000",
  "1.000.000",
  "5%",
  "$5",
  "5 €",
  "5 EUR",
  "(5)",
  "５",
  "٣",
  "½",
  "1/2",
  "1+2j",
  "1×10^5",
  "5-",
  "--5",
  "∞",
  "1\u200b",
  "True",
  '"1,5"',
  '"1,000"',
  '"1 "',
  '"=""5"""',
];

const names = [
  "cat",
  "2x",
  "3D",
  "stim 1",
  "1st",
  "2020-01-01",
  "e5",
  "v1.2b",
  "nano",
  "infix",
  "x0x10",
  "12:30",
];

describe("a cell", () => {
  const unquoted = (cell: string) => cell.replace(/^"(.*)"$/s, "$1").replaceAll('""', '"');
  it.each(missing)("%j is a missing value", (cell) => expect(kindOf(cell)).toBe("missing"));
  it.each(respelt)("%j looks like a number", (cell) => expect(kindOf(unquoted(cell))).toBe("number-like"));
  it.each(names)("%j is a name", (cell) => expect(kindOf(cell)).toBe("name"));
  it.each(["1", "-1e5", "nan", "-Inf"])("%j is a number", (cell) => expect(kindOf(cell)).toBe("number"));
});

describe("a value that is missing or spelt in another way", () => {
  const places = (cell: string): [rows: string, line: number, column: number][] => [
    [`${cell},2,3|4,5,7|7,8,1`, 1, 1],
    [`1,${cell},3|4,5,7`, 1, 2],
    [`${cell},${cell},${cell}|4,5,7|7,8,1`, 1, 1],
    [`1,${cell}|3,4`, 1, 2],
    [`1,2|${cell},4`, 2, 1],
    [`${cell}|${cell}|${cell}`, 1, 1],
    [`u1,u2|${cell},4|3,4`, 2, 1],
    [`cat,1,2|dog,3,${cell}`, 2, 3],
    [`${cell}|4|7`, 1, 1],
  ];

  it.each([...missing, "", ...respelt])("%j makes names of no row and no column", (cell) => {
    for (const [rows, line, column] of places(cell)) {
      // An empty line at the end is no row.
      if (cell === "" && !rows.includes(",") && rows !== "|4|7") continue;
      const error = caught(() => parse(rows));
      expect(error.expected).toContain("a number in double precision");
      expect(error.got).toMatch(new RegExp(` in line ${line}, column ${column}$`));
    }
  });

  it("is told from a name beside it, with both readings", () => {
    expect(caught(() => parse("0x10,1|cat,2")).message).toContain('say rowNames "yes"');
    const error = caught(() => parse('cat,1|"1,5",2'));
    expect(error.got).toBe('"cat" in line 1 and "1,5" in line 2');
    expect(error.message).toMatch(
      /Say rowNames "yes" .* beside 1 column of numbers; or rowNames "no" to read 2/,
    );
  });

  it("does so in a .tsv file, too", () => {
    const read = (text: string) => parseTsv(encode(text), "net.tsv");
    expect(caught(() => read("NA\t2\n3\t4\n")).got).toContain('"NA" in line 1, column 1');
    expect(caught(() => read("1,5\t2\n3\t4\n")).got).toContain('"1,5" in line 1, column 1');
  });

  it("may stand among names", () => {
    expect(parse("cat,1|NA,2").stimuli).toEqual(["cat", "NA"]);
    expect(parse("NA,1|-,2|cat,3").stimuli).toEqual(["NA", "-", "cat"]);
    expect(parse("NA,b,-|1,2,3").columns).toEqual(["NA", "b", "-"]);
  });
});

describe("names and numbers in one column or one row", () => {
  it.each([
    ["face1,1,2|2,3,4|house,5,6", '"face1" in line 1 and "2" in line 2', 10],
    ["1,2,3|cat,5,7|7,8,1", '"1" in line 1 and "cat" in line 2', 6],
    ["s,u1|cat,1|2,3", '"cat" in line 2 and "2" in line 3', 11],
    ['"cat",1|"2",3', '"cat" in line 1 and "2" in line 2', 8],
    ["NA,1|cat,2|3,4", '"cat" in line 2 and "3" in line 3', 11],
  ])("%s is refused with both readings", (rows, got, offset) => {
    const error = caught(() => parse(rows));
    expect([error.expected, error.got, error.offset]).toEqual([
      "names alone or numbers alone in the first column",
      got,
      offset,
    ]);
    expect(error.message).toMatch(/Say rowNames "yes" to .*; or rowNames "no" to /);
  });

  it.each([
    ["u1,2,u3|4,5,6", '"u3" and 2 in line 1'],
    ["1,u1,u2|4,5,6", '"u1" and 1 in line 1'],
    ["u1,2%,u3|4,5,6", '"u3" and 2% in line 1'],
    ['a,"1,5",b|4,5,6', '"b" and 1,5 in line 1'],
  ])("%s is refused with both readings", (rows, got) => {
    const error = caught(() => parse(rows));
    expect(error.expected).toContain("numbers alone or names alone in the first row");
    expect(error.got).toBe(got);
    expect(error.message).toMatch(/Say header "yes" to .*, or header "no" to /);
  });

  it.each([
    [",0.5,1.5|cat,1,2|dog,3,4", "an empty cell in line 1, column 1"],
    ["cat,1|,2", "an empty cell in line 2, column 1"],
  ])("%s has no empty name", (rows, got) => expect(caught(() => parse(rows)).got).toBe(got));
});

describe("header and rowNames", () => {
  const yes = "yes" as const;
  const no = "no" as const;
  it.each([
    ["1,2|3,4", { header: yes }, [1, 2], ["1", "2"], undefined],
    ["1,2|3,4", { rowNames: yes }, [2, 1], undefined, ["1", "3"]],
    ["1,2|3,4", { header: yes, rowNames: yes }, [1, 1], ["2"], ["3"]],
    ["NA,2|3,4", { header: yes }, [1, 2], ["NA", "2"], undefined],
    ["2,u2|3,4", { header: yes, rowNames: no }, [1, 2], ["2", "u2"], undefined],
    ["0x1,2|face,4", { rowNames: yes }, [2, 1], undefined, ["0x1", "face"]],
    [",0,1|a,1,2", { header: no, rowNames: yes }, [2, 2], undefined, ["", "a"]],
    [",a|0,1|1,2", { rowNames: no }, [2, 2], ["", "a"], undefined],
    ["face1,u|2,5|house,6", { rowNames: yes }, [2, 1], ["u"], ["2", "house"]],
  ])("reads %s with %o", (rows, how, shape, header, rowNames) => {
    const table = parse(rows, how);
    expect([table.shape, table.columns, table.stimuli]).toEqual([shape, header, rowNames]);
    expect(table.taken).toEqual({ ...(header && { header }), ...(rowNames && { rowNames }) });
  });

  it.each([
    ["u1,u2|3,4", { header: no }, '"u2" in line 1, column 2'],
    ["cat,1|dog,2", { rowNames: no }, '"cat" and 1 in line 1'],
    [",0,1|3,4,5", { rowNames: no }, "an empty cell in line 1, column 1"],
    ["1|2", { rowNames: yes }, "a single column"],
  ])("refuses %s with %o", (rows, how, got) => expect(caught(() => parse(rows, how)).got).toContain(got));

  it("say nothing where there are no names", () => expect(parse("1,2|3,4")).not.toHaveProperty("taken"));
});

describe("long cells", () => {
  const n = 300_000;
  it.each([
    ["digits and a letter", "1".repeat(n) + "x"],
    ["digits", "1".repeat(n)],
    ["digits behind a point", `0.${"1".repeat(n)}e`],
    ["exponents", "1e".repeat(n)],
    ["points", ".".repeat(n)],
    ["signs", "-".repeat(n)],
    ["spaces in quotes", `"${" ".repeat(n)}x"`],
    ["commas in quotes", `"${"1,".repeat(n)}x"`],
    ["hexadecimal digits", `0x${"f".repeat(n)}g`],
    ["a fraction", `${"1".repeat(n)}/${"1".repeat(n)}x`],
    ["a complex number", `${"1".repeat(n)}+${"1".repeat(n)}x`],
    ["zeros", `1.#INF${"0".repeat(n)}x`],
    ["NaN of Windows", `nan(${"x".repeat(n)}`],
  ])("of %s take linear time, and little of a message", (_what, cell) => {
    const start = performance.now();
    for (const rows of [`1,${cell}|3,4`, `${cell},1|3,4`, `u1,${cell},3|4,5,6`]) {
      const error = caught(() => parse(rows), true);
      expect(error.message.length).toBeLessThan(700);
    }
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});

describe("writeCsv", () => {
  it("keeps names that a spreadsheet would run, and read gives them back", () => {
    const rows = ["=1+2", "+x", "-x", "@x", "\tx", "'=1", "-5", "NA", "1_000", "true", "'x", ""];
    const columns = ["=cmd|' /C calc'!A0", "b"];
    const text = writeCsv(rows, columns, new Float64Array(24).fill(-1));
    expect(text.split("\n")[1]).toBe(`"'=1+2",-1,-1`);
    const [table] = parseCsv(encode(text), "net.csv");
    expect([table!.stimuli, table!.columns]).toEqual([rows, columns]);
    expect(parseLabels(encode(text), "t.csv").rows.map(([name]) => name)).toEqual(
      rows.map((row) => row.trim()),
    );
  });

  it("gives back names of any kind", () => {
    const name = fc.oneof(
      fc.constantFrom(...missing, ...names, "0x1", "1_0", "5%", "1,5", "=", "'-", "\t", "\n=", " @"),
      fc.string({ unit: "grapheme" }),
    );
    const table = fc.array(name, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(table, table, (rows, columns) => {
        const values = new Float64Array(rows.length * columns.length).fill(1);
        const [read] = parseCsv(encode(writeCsv(rows, columns, values)), "net.csv");
        expect([read!.stimuli, read!.columns]).toEqual([rows, columns]);
      }),
      { numRuns: 500 },
    );
  });
});
