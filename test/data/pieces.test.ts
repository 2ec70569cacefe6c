import { describe, expect, it } from "vitest";
import { csvLines, jsonPieces, writeCsv, writeJson } from "../../src/data/write.ts";

describe("jsonPieces", () => {
  it.each<[string, object]>([
    ["nothing", {}],
    ["an empty list", []],
    ["numbers that JSON has not", { a: [NaN, Infinity, -0, 0.1 + 0.2], b: NaN }],
    ["rows", { values: [[1, 2], [], [3, null]], names: ["a", 'b"\n'] }],
    ["undefined members", { a: undefined, b: [undefined, 1], c: null, d: { e: undefined } }],
    ["typed arrays", { a: Float64Array.of(1, NaN), b: new Float64Array(0), c: [Int32Array.of(1)] }],
    [
      "lists that are mixed",
      { a: [{ b: 1 }, 2, null, undefined, "x"], c: [null, { d: 1 }], e: [[[1]], "x"] },
    ],
    ["a result of ours", { a: { toJSON: () => ({ b: [1] }) } }],
    ["more numbers than a piece", { a: Array.from({ length: 10_000 }, (_, k) => k / 7), b: [1] }],
  ])("joined are the text of writeJson: %s", (_, value) => {
    expect([...jsonPieces(value)].join("")).toBe(writeJson(value, 0));
  });

  it("are small", () => {
    const longest = Math.max(
      ...Array.from(jsonPieces({ a: new Float64Array(1e6).fill(1 / 3) }), ({ length }) => length),
    );
    expect(longest).toBeLessThan(100_000);
  });
});

describe("csvLines", () => {
  it("joined are the text of writeCsv", () => {
    const table = [["a", "b,c"], ["x", "y"], Float64Array.of(1, NaN, 3, -0)] as const;
    const lines = [...csvLines(...table)];
    expect(lines).toHaveLength(3);
    expect(lines.join("")).toBe(writeCsv(...table));
  });
});
