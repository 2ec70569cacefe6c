import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { finish } from "../../../src/base/steps.ts";
import { ByteReader } from "../../../src/data/formats/bytes.ts";
import { readNumbers } from "../../../src/data/formats/dtypes.ts";
import { safetensorsUnread } from "../../../src/data/formats/safetensors/safetensors.ts";
import { nameArrays } from "../../../src/data/names.ts";
import { read } from "../../../src/data/read.ts";
import { caught, damaged, encodeNpy, encodeSafetensors, numbersOf, shapes } from "./encode.ts";
import type { NpyType } from "./encode.ts";

const types = {
  F64: "f8",
  F32: "f4",
  F16: "f2",
  I64: "i8",
  I32: "i4",
  I16: "i2",
  I8: "i1",
  U64: "u8",
  U32: "u4",
  U16: "u2",
  U8: "u1",
  BOOL: "b1",
} as const;

const path = "dir/net.safetensors";

function parse(bytes: Uint8Array, maxMemory = 2 ** 31) {
  const limits = { maxMemory };
  const tensors = safetensorsUnread(bytes, path, bytes.length, limits).map(({ outline, numbers }) => {
    const reader = new ByteReader(bytes, path);
    reader.skip(numbers.start, "what is before the numbers");
    return { ...outline, data: finish(readNumbers(reader, numbers.name, numbers.count, limits)) };
  });
  return nameArrays("net", tensors);
}

/** The bytes of the values alone. */
function packed(dtype: NpyType, shape: number[], values: number[]): Uint8Array {
  const file = encodeNpy({ dtype, shape, values });
  return file.subarray(file.length - values.length * Number(dtype.slice(1)));
}

const data = packed("f4", [6], [1, 2, 3, 4, 5, 6]);
const one = { dtype: "F32", shape: [2, 3], data_offsets: [0, 24] };

describe("a .safetensors file", () => {
  for (const [dtype, letters] of Object.entries(types)) {
    it(`gives back what was stored as ${dtype}`, () => {
      const arrays = shapes.chain((shape) => fc.tuple(fc.constant(shape), numbersOf(letters, shape)));
      fc.assert(
        fc.property(arrays, ([shape, values]) => {
          const bytes = packed(letters, shape, values);
          const header = { x: { dtype, shape, data_offsets: [0, bytes.length] } };
          const [array, ...rest] = parse(encodeSafetensors(header, bytes));
          expect(rest).toEqual([]);
          expect(array!.name).toBe("net");
          expect(array!.shape).toEqual(shape.length === 0 ? [1] : shape);
          expect(Array.from(array!.data)).toEqual(values);
        }),
        { numRuns: 30 },
      );
    });
  }

  it("reads bfloat16 as the upper half of a single", () => {
    const singles = Float32Array.of(1, -2.5, 0, Infinity, 2 ** -130, 3.140625);
    const upper = new Uint16Array(singles.buffer).filter((_, i) => i % 2 === 1);
    const header = { x: { dtype: "BF16", shape: [6], data_offsets: [0, 12] } };
    expect(parse(encodeSafetensors(header, new Uint8Array(upper.buffer)))[0]!.data).toEqual(singles);
  });

  it("names tensors file:tensor, in the order of their bytes, and skips the metadata", () => {
    const header = {
      __metadata__: { format: "pt" },
      none: { dtype: "F32", shape: [0, 5], data_offsets: [8, 8] },
      b: { dtype: "F32", shape: [4], data_offsets: [8, 24] },
      a: { dtype: "F32", shape: [2, 1], data_offsets: [0, 8] },
    };
    expect(parse(encodeSafetensors(header, data))).toEqual([
      { name: "net:a", shape: [2, 1], data: Float32Array.of(1, 2), stored: "float32" },
      { name: "net:none", shape: [0, 5], data: new Float32Array(), stored: "float32" },
      { name: "net:b", shape: [4], data: Float32Array.of(3, 4, 5, 6), stored: "float32" },
    ]);
  });
});

describe("a malformed .safetensors file", () => {
  it("is refused when it is cut at any byte", () => {
    const file = encodeSafetensors({ x: one }, data);
    for (let length = 0; length < file.length; length++) caught(() => parse(file.subarray(0, length)));
  });

  const twice = { ...one, data_offsets: [12, 36] };
  it.each([
    ["no JSON in its header", "not json", data, "a JSON object", "not json"],
    ["a list for a header", [one], data, "a JSON object", "dtype"],
    ["no tensor", { __metadata__: {} }, new Uint8Array(), "at least one tensor", "none"],
    ["a tensor that is no object", { x: 3 }, data, 'an object for tensor "x"', "3"],
    ["an unknown dtype", { x: { ...one, dtype: "F8_E4M3" } }, data, "a dtype of F64, F32", "F8_E4M3"],
    [
      "an inherited name as dtype",
      { x: { ...one, dtype: "constructor" } },
      data,
      "a dtype of F64",
      "constructor",
    ],
    ["no shape", { x: { ...one, shape: undefined } }, data, "a list as shape", "nothing"],
    ["nine axes", { x: { ...one, shape: [1, 1, 1, 1, 1, 1, 1, 2, 3] } }, data, "at most 8 axes", "9"],
    ["a negative axis", { x: { ...one, shape: [-2, -3] } }, data, "axis lengths from 0", "-2"],
    ["a fractional axis", { x: { ...one, shape: [1.5, 4] } }, data, "axis lengths from 0", "1.5"],
    [
      "a shape that is too large",
      { x: { ...one, shape: [2, 4] } },
      data,
      "data_offsets 32 bytes apart",
      "[0,24]",
    ],
    ["an enormous shape", { x: { ...one, shape: [4e9, 4e9, 4e9, 4e9] } }, data, "bytes apart", "[0,24]"],
    [
      "offsets in reverse",
      { x: { ...one, data_offsets: [24, 0] } },
      data,
      "two positions in order",
      "[24,0]",
    ],
    ["one offset", { x: { ...one, data_offsets: [24] } }, data, "two positions in order", "[24]"],
    [
      "offsets that are no numbers",
      { x: { ...one, data_offsets: ["0", "24"] } },
      data,
      "two positions in order",
      "0",
    ],
    [
      "overlapping tensors",
      { x: one, y: twice },
      new Uint8Array(36),
      'tensor "y" to begin at 24',
      "12: overlap",
    ],
    ["the same bytes twice", { x: one, y: one }, data, 'tensor "y" to begin at 24', "0: overlap"],
    [
      "a hole before a tensor",
      { x: { ...one, data_offsets: [4, 28] } },
      new Uint8Array(28),
      "to begin at 0",
      "4: hole",
    ],
    ["bytes after the tensors", { x: one }, new Uint8Array(25), "24 bytes of data", "25"],
    ["too few bytes", { x: one }, data.subarray(1), "24 bytes of data", "23"],
  ])("with %s is refused", (_what, header, bytes, expected, got) => {
    const error = caught(() => parse(encodeSafetensors(header, bytes)));
    expect(error.expected).toContain(expected);
    expect(error.got).toContain(got);
    expect(error.file).toBe("dir/net.safetensors");
  });

  it.each([2n ** 63n, 100_000_001n])("with a header of %s bytes is refused", (length) => {
    const file = encodeSafetensors({ x: one }, data);
    new DataView(file.buffer).setBigUint64(0, length, true);
    expect(caught(() => parse(file)).expected).toBe("a header of at most 100000000 bytes");
  });

  it("with a header that is not UTF-8 is refused", () => {
    const file = encodeSafetensors('{"?": 1}', data);
    file[10] = 0xff;
    expect(caught(() => parse(file)).expected).toBe("a header that is a JSON object");
  });

  it.each([
    ["a tensor", `{"x":${JSON.stringify(one)},"x":${JSON.stringify(one)}}`, '"x" again'],
    ["a tensor, spelt otherwise", `{"x":${JSON.stringify(one)},"\\u0078" : 1}`, '"x" again'],
    ["a shape", '{"x":{"dtype":"F32","shape":[3,2],"shape":[2,3],"data_offsets":[0,24]}}', '"shape" again'],
    ["a note", `{"__metadata__":{"a":"1","b":"{","a":"2"},"x":${JSON.stringify(one)}}`, '"a" again'],
  ])("that gives %s twice is refused", (_what, header, got) => {
    const error = caught(() => parse(encodeSafetensors(header, data)));
    expect([error.expected, error.got]).toEqual(["each key of the header once", got]);
  });

  it("with a header nested without end is refused", () => {
    caught(() => parse(encodeSafetensors(`{"x":${"[".repeat(1e6)}`, data)));
  });

  it("is refused before its tensors, or the objects of its header, would exceed maxMemory", async () => {
    const half = (begin: number) => ({ dtype: "U8", shape: [500], data_offsets: [begin, begin + 500] });
    const bytes = encodeSafetensors({ x: half(0), y: half(500) }, new Uint8Array(1000));
    const source = { name: "net.safetensors", bytes };
    expect(await read(source, { maxMemory: 8000 })).toHaveLength(2);
    await expect(read(source, { maxMemory: 7999 })).rejects.toThrow("a need of 8000;");
    // A byte of the header can become 32 of objects.
    const objects = 32 * (bytes.length - 8 - 1000);
    expect(parse(bytes, 8000)).toHaveLength(2);
    expect(caught(() => parse(bytes, objects - 1)).got).toContain(`a need of ${objects};`);
  });

  it("gives FormatError and nothing else, for random bytes and random damage", () => {
    const file = encodeSafetensors({ x: one }, data);
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => void caught(() => parse(bytes))));
    fc.assert(
      fc.property(damaged(file), (bytes) => void caught(() => parse(bytes), true)),
      { numRuns: 3000 },
    );
  });
});
