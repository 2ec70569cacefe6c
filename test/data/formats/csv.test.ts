import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ShapeError } from "../../../src/base/errors.ts";
import { parseCsv, parseTsv } from "../../../src/data/formats/text/csv.ts";
import { formatNumber, writeCsv } from "../../../src/data/write.ts";
import { tableBytes } from "../../../src/data/formats/text/csv-memory.ts";
import { caught, damaged } from "./encode.ts";

const encode = (text: string) => new TextEncoder().encode(text);

function parse(text: string | Uint8Array, maxMemory = 2 ** 31) {
  const bytes = typeof text === "string" ? encode(text) : text;
  const { shape, data, stimuli, columns } = parseCsv(bytes, "dir/net.csv", { maxMemory })[0]!;
  return { shape, values: Array.from(data), stimuli, columns };
}

describe("parseCsv", () => {
  it.each([
    ["numbers alone", "1,2\n3,4\n"],
    ["no line end at the end", "1,2\n3,4"],
    ["CRLF", "1,2\r\n3,4\r\n"],
    ["empty lines at the end", "1,2\r\n3,4\r\n\r\n\n"],
    ["a byte order mark", "\ufeff1,2\n3,4\n"],
    ["spaces around the cells", " 1,2 \n3 , 4\n"],
    ["quotes around the numbers", '"1","2"\n"3","4"\n'],
    ["other spellings of the numbers", "+1.0,.2e1\n3.,400E-2\n"],
  ])("reads %s", (_what, text) => {
    expect(parse(text)).toEqual({
      shape: [2, 2],
      values: [1, 2, 3, 4],
      stimuli: undefined,
      columns: undefined,
    });
  });

  it.each([
    ["a header", "u1,u2\n1,2\n3,4", undefined, ["u1", "u2"]],
    ["row names", "cat,1,2\ndog,3,4", ["cat", "dog"], undefined],
    ["both, with a name in the corner", "name,u1,u2\ncat,1,2\ndog,3,4", ["cat", "dog"], ["u1", "u2"]],
    ["both, with an empty corner", ",u1,u2\ncat,1,2\ndog,3,4", ["cat", "dog"], ["u1", "u2"]],
    ["row names that are numbers under an empty corner", ",u1,u2\n7,1,2\n8,3,4", ["7", "8"], ["u1", "u2"]],
    ["a header counted from 0", ",0,1\n7,1,2\n8,3,4", ["7", "8"], ["0", "1"]],
    ["a header counted from 1", ",1,2\n7,1,2\n8,3,4", ["7", "8"], ["1", "2"]],
    ["a header of numbers in quotes", '"","50","60"\ncat,1,2\ndog,3,4', ["cat", "dog"], ["50", "60"]],
    ["a header of both, the numbers in quotes", 'a,b,"60"\ncat,1,2\ndog,3,4', ["cat", "dog"], ["b", "60"]],
    [
      "quotes with delimiters, quotes and line ends",
      '"a,""b""",1,2\n"c\r\nd",3,4',
      ['a,"b"', "c\r\nd"],
      undefined,
    ],
    ["letters beyond ASCII", "Käse,1,2\n犬,3,4", ["Käse", "犬"], undefined],
    ["long names", `${"x".repeat(99)},1,2\ndog,3,4`, ["x".repeat(99), "dog"], undefined],
  ])("reads %s", (_what, text, stimuli, columns) => {
    expect(parse(text)).toEqual({ shape: [2, 2], values: [1, 2, 3, 4], stimuli, columns });
  });

  it("reads a single column with and without a header", () => {
    expect(parse("1\n2\n").shape).toEqual([2, 1]);
    expect(parse("accuracy\n1\n2\n")).toMatchObject({ shape: [2, 1], values: [1, 2], columns: ["accuracy"] });
  });

  it("keeps NaN and infinities", () => {
    expect(parse("nan,NaN,NAN\ninf,-Inf,+Infinity").values).toEqual([
      NaN,
      NaN,
      NaN,
      Infinity,
      -Infinity,
      Infinity,
    ]);
  });

  it("reads a header without rows, one row, and a hundred thousand columns", () => {
    expect(parse("a,b,c\n").shape).toEqual([0, 3]);
    expect(parse("1,2,3").shape).toEqual([1, 3]);
    expect(parse(Array.from({ length: 100_000 }, () => "1.5").join(",")).shape).toEqual([1, 100_000]);
  });

  it("cuts at tabs in a .tsv file, and not at commas", () => {
    const [table] = parseTsv(encode("a,b\t1\t2\n"), "x.tsv");
    expect(table).toMatchObject({ name: "x", shape: [1, 2], stimuli: ["a,b"] });
  });
});

describe("a malformed .csv file", () => {
  it.each([
    ["nothing in it", "", "at least one row", "an empty file", 0],
    ["nothing but line ends", "\n\r\n", "at least one row", "an empty file", 0],
    ["a short row", "1,2\n3\n", "2 cells, as in the first row", "1 in line 2", 4],
    ["a long row", "a,b\n1,2\n3,4,5", "2 cells, as in the first row", "3 in line 3", 8],
    ["an empty line inside", "1,2\n\n3,4", "2 cells", "1 in line 2", 4],
    ["an empty cell", "1,2\n3,\n", "a number", "an empty cell in line 2, column 2", 6],
    ["an empty first cell", ",2.5\n3,4", "a number", "an empty cell in line 1, column 1", 0],
    ["an empty cell in the first row", "1,,3\n4,5,6", "a number", "an empty cell in line 1, column 2", 2],
    ["an empty first cell below", "1,2\n,4", "a number", "an empty cell in line 2, column 1", 4],
    ["a word", "1,2\n3,four", "a number", '"four" in line 2, column 2', 6],
    ["a word after row names", "a,1,2\nb,x,4", "a number", '"x" in line 2, column 2', 8],
    ["a word after a name of two lines", '"a\nb",1\nc,x', "a number", '"x" in line 3, column 2', 10],
    ["line ends of CR alone", "1,2\n3,4\r5,6", "2 cells", "3 in line 2", 4],
    ["a hexadecimal number", "1,2\n3,0x10", "a number", '"0x10"', 6],
    ["a decimal comma", '1,2\n3,"1,5"', "a number", '"1,5"', 6],
    ["a number beyond double precision", "1,1e999", "a number", '"1e999"', 2],
    [
      "names and numbers in the first row",
      "1,2x,3\n4,5,6",
      "numbers alone or names alone",
      '"2x" and 3 in line 1',
      2,
    ],
    ["a quote that never closes", '1,2\n"3,4', "a closing quote", "the end of the file", 4],
    ["text after a closing quote", '1,2\n"3"x,4', "a delimiter or the end of the line", "more text", 7],
    ["UTF-16", new Uint8Array([0xff, 0xfe, 0x31, 0]), "UTF-8", "UTF-16", 0],
    ["bytes that are no UTF-8", new Uint8Array([0x31, 10, 0xc3, 0x28]), "UTF-8", "bytes that are none", 2],
  ])("with %s is refused", (_what, text, expected, got, offset) => {
    const error = caught(() => parse(text));
    expect(error.expected).toContain(expected);
    expect(error.got).toContain(got);
    expect([error.file, error.offset]).toEqual(["dir/net.csv", offset]);
  });

  it("is refused before its values would exceed maxMemory", () => {
    const need = tableBytes(7, 4);
    expect(parse("1,2\n3,4", need).values).toHaveLength(4);
    expect(caught(() => parse("1,2\n3,4", need - 1)).message).toContain("maxMemory");
  });

  it("gives FormatError and nothing else, for random text and random damage", () => {
    const scraps = fc.array(
      fc.constantFrom("1", ",", "\n", '"', "\r", "x", "-", "e", " ", "\ufeff", "é", "nan"),
    );
    fc.assert(
      fc.property(scraps, (pieces) => void caught(() => parse(pieces.join("")), true)),
      { numRuns: 3000 },
    );
    fc.assert(
      fc.property(
        damaged(encode('name,"a,b",c\ncat,1,2\r\ndog,3.5,-4e5\n')),
        (file) => void caught(() => parse(file), true),
      ),
      { numRuns: 3000 },
    );
  });
});

describe("writeCsv", () => {
  // A lone surrogate has no UTF-8, so no file can hold it.
  const names = fc.array(
    fc.oneof(fc.string({ unit: "binary" }), fc.integer().map(String), fc.constantFrom(...'",\n\r ')),
    {
      minLength: 1,
      maxLength: 5,
    },
  );

  it("is read back with the same names and the same bits", () => {
    const tables = fc.tuple(names, names).chain(([rows, columns]) =>
      fc.tuple(
        fc.constant(rows),
        fc.constant(columns),
        fc.float64Array({
          minLength: rows.length * columns.length,
          maxLength: rows.length * columns.length,
        }),
      ),
    );
    fc.assert(
      fc.property(tables, ([rows, columns, values]) => {
        expect(parse(writeCsv(rows, columns, values))).toEqual({
          shape: [rows.length, columns.length],
          values: Array.from(values),
          stimuli: rows,
          columns,
        });
      }),
      { numRuns: 500 },
    );
  });

  it("is plain where it can be", () => {
    expect(writeCsv(["a b", "c,d"], ["x", "7"], [1, 0.1, -0, NaN])).toBe(',x,"7"\na b,1,0.1\n"c,d",-0,NaN\n');
  });

  it("refuses values that do not fill the table", () => {
    expect(() => writeCsv(["a"], ["x", "y"], [1])).toThrow(ShapeError);
    expect(() => writeCsv(["a"], ["x", "y"], [1])).toThrow("writeCsv: shape 1 × 2 needs 2 values, got 1.");
  });
});

describe("formatNumber", () => {
  it("round-trips every double in at most 17 significant digits", () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        const text = formatNumber(value);
        expect(Object.is(Number(text), value)).toBe(true);
        const digits = text
          .replace(/e.*/, "")
          .replace(/[^0-9]/g, "")
          .replace(/^0+/, "");
        if (Math.abs(value) < 1e17) expect(digits.length).toBeLessThanOrEqual(17);
      }),
      { numRuns: 2000 },
    );
  });
});
