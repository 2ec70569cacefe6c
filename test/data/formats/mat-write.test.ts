import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OptionError, ShapeError } from "../../../src/base/errors.ts";
import { openMat } from "../../../src/data/formats/matlab/mat.ts";
import { writeMat } from "../../../src/data/formats/matlab/write.ts";
import { read } from "../../../src/data/read.ts";
import { arrayAt, numbersIn, openBytes } from "./open.ts";

const shapes = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 2, maxLength: 5 });

describe("writeMat", () => {
  it("writes what is read back, bit for bit, in any shape", async () => {
    await fc.assert(
      fc.asyncProperty(
        shapes,
        fc.boolean(),
        fc.infiniteStream(fc.float()),
        async (shape, isSingle, stream) => {
          const size = shape.reduce((product, length) => product * length, 1);
          const values = Array.from({ length: size }, () => stream.next().value as number);
          const data = isSingle ? Float32Array.from(values) : values;
          const opened = await openBytes(openMat, "x.mat", writeMat([{ name: "x", shape, data }]));
          const array = arrayAt(opened, "x");
          expect(array).toMatchObject({ shape, type: isSingle ? "float32" : "float64" });
          expect(await numbersIn(opened, "x")).toEqual([...data]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("puts the rows of a column one after the other", () => {
    const bytes = writeMat([{ name: "x", shape: [2, 3], data: [1, 2, 3, 4, 5, 6] }]);
    // The last 48 bytes are the numbers; MATLAB counts down the columns.
    expect([...new Float64Array(bytes.slice(-48).buffer)]).toEqual([1, 4, 2, 5, 3, 6]);
  });

  it("makes a column of one axis, and texts a cell that is listed as text", async () => {
    const bytes = writeMat([
      { name: "list", shape: [3], data: [1, 2, 3] },
      { name: "one", shape: [], data: [7] },
      { name: "names", texts: ["ab", "", "ö𝄞"] },
    ]);
    const opened = await openBytes(openMat, "x.mat", bytes);
    expect(opened.arrays.map(({ path, shape, refused }) => [path, shape, refused])).toEqual([
      ["list", [3, 1], undefined],
      ["one", [1, 1], undefined],
      ["names.0", [1, 2], "text"],
      ["names.1", [0, 0], "text"],
      ["names.2", [1, 3], "text"],
    ]);
  });

  it("is read as any other file", async () => {
    const bytes = writeMat([{ name: "acts", shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) }]);
    const [array] = await read({ name: "net.mat", bytes });
    expect(array).toMatchObject({ shape: [2, 2], data: Float32Array.of(1, 2, 3, 4), stored: "float32" });
  });

  it.each([
    [[{ name: "a.b", shape: [1], data: [1] }], OptionError, '"a.b" is no name of a variable'],
    [[{ name: "1a", shape: [1], data: [1] }], OptionError, '"1a"'],
    [[{ name: "x".repeat(64), shape: [1], data: [1] }], OptionError, "63 at most"],
    [
      [
        { name: "x", shape: [1], data: [1] },
        { name: "x", texts: [] },
      ],
      OptionError,
      'two arrays are named "x"',
    ],
    [[{ name: "x", shape: [2, 2], data: [1] }], ShapeError, "x of shape 2 × 2 needs 4 values, got 1"],
    [[{ name: "x", shape: [1], data: ["a"] as never }], Error, "expected a number"],
  ])("refuses %j", (arrays, kind, message) => {
    expect(() => writeMat(arrays)).toThrow(kind);
    expect(() => writeMat(arrays)).toThrow(message);
  });
});
