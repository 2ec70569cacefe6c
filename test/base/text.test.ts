import { describe, expect, it } from "vitest";
import { FormatError, OptionError } from "../../src/base/errors.ts";
import { acceptedValues, choice, resolveOptions } from "../../src/base/options.ts";
import { csvText, fromCsvText } from "../../src/base/csv-text.ts";
import { unknownName } from "../../src/base/suggest.ts";
import { legible, legibleLines, quoted, shortened, visible } from "../../src/base/text.ts";

const long = 300_000;

describe("visible", () => {
  it.each([
    ["ESC and what follows", "\u001b[31mred", "\\u001b[31mred"],
    ["C1, which some terminals obey", "\u009b2J", "\\u009b2J"],
    ["DEL and BEL", "a\u007fb\u0007", "a\\u007fb\\u0007"],
    ["line ends and tabs", "a\nb\r\tc", "a\\nb\\r\\tc"],
    ["marks that turn the direction", "a\u202egnp.\u2066b\u200f", "a\\u202egnp.\\u2066b\\u200f"],
    ["separators of lines, a byte order mark", "\u2028\u2029\ufeff", "\\u2028\\u2029\\ufeff"],
    ["half of a character", "a\ud800b", "a\\ud800b"],
  ])("writes %s as JSON would", (_what, text, expected) => expect(visible(text)).toBe(expected));

  it("leaves letters of every script, and characters of two halves", () => {
    const text = "Käse 犬 עברית é 🧠 👩‍🔬 \\u001b";
    expect(visible(text)).toBe(text);
  });
});

describe("shortened", () => {
  it("leaves out the middle, and never half of a character", () => {
    expect(shortened("abcdefgh", 8)).toBe("abcdefgh");
    expect(shortened("abcdefghi", 8)).toBe("abc…ghi");
    expect(shortened("🧠".repeat(9), 8)).toBe("🧠…🧠");
  });
});

describe("a message", () => {
  const name = "x".repeat(long);

  it("is short and on one line, whatever it quotes, and keeps both ends", () => {
    const message = new OptionError(`${name}: layout is ${JSON.stringify(name)};\naccepted: "nhwc".`).message;
    expect(message.length).toBeLessThan(1000);
    expect(message).toMatch(/^x+…x*: layout is "x+…x+";\\naccepted: "nhwc"\.$/);
    const words = new OptionError(`${"a b ".repeat(long)}: no such name.`).message;
    expect(words.length).toBeLessThanOrEqual(1500);
    expect(words).toMatch(/^a b .*…[ab ]*: no such name\.$/);
  });

  it("is the same after it was made legible twice", () => {
    const message = `${name} \u001b ${"a b ".repeat(long)}`;
    expect(legible(legible(message))).toBe(legible(message));
  });

  it("keeps the exact file in an error of a file", () => {
    const error = new FormatError({ file: "a\u001b.csv", offset: 3, expected: "x", got: name });
    expect(error.message).toMatch(/^a\\u001b\.csv: at byte 3: expected x, got x+…x+\.$/);
    expect([error.file, error.got]).toEqual(["a\u001b.csv", name]);
  });

  it("of options, names and several lines likewise", () => {
    const schemas = { method: choice(["a", "b"], "") };
    expect(() => resolveOptions("f", schemas, { method: name as "a" })).toThrow(/^f: method is "x{40}…"; /);
    expect(() => resolveOptions("f", schemas, { [name]: 1 } as object)).toThrow(/^f has no option "x{40}…"/);
    expect(unknownName("metric", `${name}\u001b`, ["cka"])).toBe(
      `Unknown metric "${"x".repeat(40)}…". Accepted: cka.`,
    );
    expect(acceptedValues(schemas.method)).toBe('"a", "b"');
    expect(legibleLines("a\u001b\nb")).toBe("a\\u001b\nb");
    expect(quoted('a"b')).toBe('"a\\"b"');
  });
});

describe("texts of a .csv file", () => {
  it.each([
    ["=1+2", `"'=1+2"`],
    ["+1", `"'+1"`],
    ["-1", `"'-1"`],
    ["@SUM(A1)", `"'@SUM(A1)"`],
    ["\tx", `"'\tx"`],
    ["\rx", `"'\rx"`],
    ["\nx", `"'\nx"`],
    ["  =1", `"'  =1"`],
    ["＝1", `"'＝1"`],
    ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
    ["'=1", `"''=1"`],
    ["'quoted", "'quoted"],
    ["a=b", "a=b"],
    ["a,b", '"a,b"'],
    ["", '""'],
  ])("%j is the cell %j, and comes back", (text, cell) => {
    expect(csvText(text)).toBe(cell);
    if (cell.startsWith('"')) expect(fromCsvText(cell.slice(1, -1).replaceAll('""', '"'))).toBe(text);
  });

  it("of other programs stay as they are", () => {
    for (const text of ["'x", "''", "x", "'1"]) expect(fromCsvText(text)).toBe(text);
  });
});
