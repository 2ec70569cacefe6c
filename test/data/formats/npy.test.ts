import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseNpy } from "../../../src/data/formats/numpy/npy.ts";
import { writeNpy } from "../../../src/data/write.ts";
import { caught, damaged, encodeNpy, littleAndBig, numbersOf, npyTypes, shapes } from "./encode.ts";

function parseOne(bytes: Uint8Array, file = "dir/net.npy", maxMemory = 2 ** 31) {
  return parseNpy(bytes, file, { maxMemory })[0]!;
}

describe("parseNpy", () => {
  for (const dtype of npyTypes) {
    for (const order of littleAndBig(dtype)) {
      it(`gives back what was stored as ${order}${dtype}, row- and column-major, in versions 1 to 3`, () => {
        fc.assert(
          fc.property(
            shapes.chain((shape) => fc.tuple(fc.constant(shape), numbersOf(dtype, shape))),
            fc.boolean(),
            fc.constantFrom(1, 2, 3),
            ([shape, values], fortran, version) => {
              const file = encodeNpy({ dtype, order, shape, values, fortran, version });
              const { name, shape: got, data } = parseOne(file);
              expect(name).toBe("net");
              expect(got).toEqual(shape.length === 0 ? [1] : shape);
              expect(Array.from(data)).toEqual(values);
              expect(data).toBeInstanceOf(["f2", "f4"].includes(dtype) ? Float32Array : Float64Array);
            },
          ),
          { numRuns: 40 },
        );
      });
    }
  }

  it("keeps NaN, infinities and the sign of zero", () => {
    const values = [NaN, Infinity, -Infinity, -0];
    for (const dtype of ["f2", "f4", "f8"] as const) {
      const { data } = parseOne(encodeNpy({ dtype, shape: [4], values }));
      expect(Array.from(data)).toEqual(values);
    }
  });

  it("reads every half-precision value as the definition has it", () => {
    const bits = Array.from({ length: 65536 }, (_, i) => i);
    const asIntegers = encodeNpy({ dtype: "u2", shape: [65536], values: bits });
    const asHalves = withText(asIntegers, "<u2", "<f2");
    const { data } = parseOne(asHalves);
    for (const i of bits) {
      const [s, e, f] = [i >> 15, (i >> 10) & 31, i & 1023];
      const size =
        e === 31 ? (f ? NaN : Infinity) : e ? 2 ** (e - 15) * (1 + f / 1024) : 2 ** -14 * (f / 1024);
      expect(Object.is(data[i], s ? -size : size)).toBe(true);
    }
  });

  it("copies: neither the file nor a Node Buffer shares memory with the array", () => {
    const bytes = Buffer.from(encodeNpy({ dtype: "f8", shape: [2], values: [1, 2] }));
    const { data } = parseOne(bytes);
    bytes.fill(0);
    expect(Array.from(data)).toEqual([1, 2]);
    expect(data.buffer.byteLength).toBe(16);
  });

  it("reads a file that starts anywhere in a buffer", () => {
    const file = encodeNpy({ dtype: "f8", shape: [2], values: [1, 2] });
    const shifted = new Uint8Array(file.length + 3);
    shifted.set(file, 3);
    expect(Array.from(parseOne(shifted.subarray(3)).data)).toEqual([1, 2]);
  });

  it("reads the widest exact integers and names the first one that is not exact", () => {
    const top = 2 ** 53 - 1;
    const wide = (dtype: "i8" | "u8", values: number[]) =>
      encodeNpy({ dtype, shape: [values.length], values });
    expect(Array.from(parseOne(wide("i8", [top, -top])).data)).toEqual([top, -top]);
    expect(Array.from(parseOne(wide("u8", [top])).data)).toEqual([top]);
    for (const file of [wide("i8", [1, -(2 ** 53)]), wide("u8", [1, 2 ** 63])]) {
      const error = caught(() => parseOne(file));
      expect(error.message).toContain("expected an integer below 2^53 in size");
      expect(error.got).toContain("in element 1");
      expect(error.offset).toBe(file.length - 8);
    }
  });

  it("reads zero rows and a hundred thousand columns", () => {
    expect(parseOne(encodeNpy({ dtype: "f8", shape: [0, 7], values: [] })).shape).toEqual([0, 7]);
    const wide = parseOne(
      encodeNpy({ dtype: "i1", shape: [1, 100_000], values: Array.from({ length: 100_000 }, () => 3) }),
    );
    expect(wide.shape).toEqual([1, 100_000]);
    expect(wide.data.every((value) => value === 3)).toBe(true);
  });
});

describe("a malformed .npy file", () => {
  const good = encodeNpy({ dtype: "f8", shape: [2, 3], values: [1, 2, 3, 4, 5, 6] });

  for (const version of [1, 2, 3]) {
    it(`is refused when version ${version} is cut at any byte`, () => {
      const file = encodeNpy({ dtype: "f4", shape: [2, 3], values: [1, 2, 3, 4, 5, 6], version });
      for (let length = 0; length < file.length; length++) {
        const error = caught(() => parseOne(file.subarray(0, length)));
        expect(error.got).toMatch(/up to the end of the file$/);
        expect(error.offset).toBeLessThanOrEqual(length);
      }
    });
  }

  it.each([
    ["wrong magic bytes", changed(good, 0, 0x50), "the magic bytes", "50 4e 55", 0],
    ["an unknown version", changed(good, 6, 4), "version 1.0, 2.0 or 3.0", "4.0", 6],
    ["an unknown minor version", changed(good, 7, 1), "version 1.0, 2.0 or 3.0", "1.1", 6],
    ["a complex type", withText(good, "<f8", "<c8"), "a real type", '"<c8"', 10],
    ["an object type", withText(good, "'<f8'", "'|O' "), "a real type", '"|O"', 10],
    ["a string type", withText(good, "<f8", "<U8"), "a real type", '"<U8"', 10],
    ["an unknown size", withText(good, "<f8", "<f3"), "a real type", '"<f3"', 10],
    ["an inherited name for a type", withText(good, "<f8", "<__"), "a real type", "__", 10],
    ["no byte order", withText(good, "<f8", "|f8"), "byte order", "|f8", 10],
    ["a structured type", withText(good, "'<f8'", "['f']"), "a quoted string", "['f']", 19],
    [
      "a shape too large for the data",
      withText(good, "(2, 3)", "(3, 3)"),
      "9 elements of type f8",
      "48 bytes",
      good.length - 48,
    ],
    [
      "a shape too small for the data",
      withText(good, "(2, 3)", "(2, 2)"),
      "the end of the file",
      "16 more bytes",
      good.length - 16,
    ],
    ["a negative axis", withText(good, "(2, 3)", "(-2,3)"), "an axis length", "-2,3", 61],
    ["an axis that is not a number", withText(good, "(2, 3)", "(a, 3)"), "an axis length", "a, 3", 61],
    ["two axes without a comma", withText(good, "(2, 3)", "(2  3)"), '")"', "3)", 62],
    [
      "a missing key",
      withText(good, "'shape': (2, 3), ", " ".repeat(17)),
      "the keys descr",
      "descr, fortran_order",
      10,
    ],
    ["an unknown key", withText(good, "'shape'", "'share'"), "descr, fortran_order or shape", '"share"', 50],
    [
      "a key given twice",
      withText(good, "'shape': (2, 3)", "'descr': '<f8' "),
      "each key once",
      '"descr"',
      50,
    ],
    ["a boolean in lower case", withText(good, "False", "false"), "True or False", "false", 43],
    ["text after the dictionary", withText(good, "}  ", "} x"), "spaces after the closing brace", '"x"', 69],
    ["no dictionary", withText(good, "{'descr'", " 'descr'"), '"{"', "descr", 10],
    [
      "bytes after the data",
      concat(good, new Uint8Array(3)),
      "the end of the file",
      "3 more bytes",
      good.length,
    ],
    [
      "a byte that is no boolean",
      withText(encodeNpy({ dtype: "u1", shape: [2], values: [1, 2] }), "|u1", "|b1"),
      "0 or 1",
      "2 in element 1",
      129,
    ],
    ["two entries without a comma", withText(good, "False, ", "False  "), '"}"', "'shape'", 49],
  ])("with %s is refused: %#", (_what, file, expected, got, offset) => {
    const error = caught(() => parseOne(file));
    expect(error.expected).toContain(expected);
    expect(error.got).toContain(got);
    expect(error.file).toBe("dir/net.npy");
    expect(error.offset).toBe(offset);
  });

  it.each(["(1, 1, 1, 1, 1, 1, 1, 1, 1)", "(4294967296, 0)", "(99999999999999999999999, 0)"])(
    "with shape %s is refused",
    (text) => {
      const shape = text.match(/\d+/g)!.map(Number);
      const file = encodeNpy({ dtype: "f8", shape, values: shape.length > 2 ? [1] : [] });
      expect(caught(() => parseOne(file)).expected).toMatch(/at most 8 axes|axis lengths from 0/);
    },
  );

  it("with a header of gigabytes is refused", () => {
    const file = encodeNpy({ dtype: "f8", shape: [1], values: [1], version: 2 });
    new DataView(file.buffer).setUint32(8, 2 ** 31, true);
    expect(caught(() => parseOne(file)).expected).toContain("a header of at most");
  });

  it("with no element but a long axis does not keep the reader", () => {
    for (const shape of [
      [2 ** 32 - 1, 0],
      [0, 2 ** 32 - 1],
    ]) {
      expect(parseOne(encodeNpy({ dtype: "f8", shape, values: [], fortran: true })).shape).toEqual(shape);
    }
  });

  it("is refused before the array would exceed maxMemory, decoded size counting", () => {
    const file = encodeNpy({ dtype: "u1", shape: [1000], values: Array.from({ length: 1000 }, () => 1) });
    expect(parseOne(file, "a.npy", 8000).data.length).toBe(1000);
    expect(caught(() => parseOne(file, "a.npy", 7999)).message).toContain("maxMemory");
  });

  it("gives FormatError and nothing else, for random bytes and random damage", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void caught(() => parseOne(bytes))));
    fc.assert(
      fc.property(damaged(good), (bytes) => void caught(() => parseOne(bytes), true)),
      { numRuns: 3000 },
    );
  });
});

describe("writeNpy", () => {
  it("is read back bit for bit", () => {
    fc.assert(
      fc.property(fc.float64Array(), (values) => {
        expect(parseOne(writeNpy([values.length], values)).data).toEqual(values);
      }),
    );
  });

  it("rounds to single precision on request", () => {
    expect(parseOne(writeNpy([1, 1], [0.1], "f4")).data).toEqual(Float32Array.of(0.1));
  });

  it("starts the data at a multiple of 64 bytes, whatever the shape", () => {
    for (const shape of [[], [3], [0, 12345678], [1, 1, 1, 1]]) {
      const size = shape.reduce((product, length) => product * length, 1);
      const file = writeNpy(shape, new Float64Array(size));
      expect((file.length - 8 * size) % 64).toBe(0);
      expect(file[file.length - 8 * size - 1]).toBe(10);
    }
  });

  it("refuses data that does not fill the shape", () => {
    expect(() => writeNpy([2, 3], [1, 2])).toThrow("writeNpy: shape 2 × 3 needs 6 values, got 2.");
  });
});

function changed(file: Uint8Array, at: number, byte: number): Uint8Array {
  const copy = file.slice();
  copy[at] = byte;
  return copy;
}

/** The file with one piece of its header replaced by another of the same length. */
function withText(file: Uint8Array, from: string, to: string): Uint8Array {
  const at = Buffer.from(file).indexOf(from, 0, "latin1");
  if (at < 0) throw new Error(`${from} is not in the header`);
  const copy = file.slice();
  copy.set(Buffer.from(to, "latin1"), at);
  return copy;
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  return Uint8Array.from([...a, ...b]);
}
