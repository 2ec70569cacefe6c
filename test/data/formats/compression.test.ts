import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { unpackerOf, type Codec } from "../../../src/data/formats/compression/unpack.ts";

/** As `pack.mjs` beside the files makes it. */
function texts(): Uint8Array {
  let state = 1;
  const below = (n: number) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
  const words = ["stimulus", "unit", "layer", "network", "region", "repeat", "shape", "angle"];
  const word = () => words[below(8)]![0]! + words[below(8)]! + String(below(10));
  return new TextEncoder().encode(Array.from({ length: 15_000 }, word).join(" "));
}

const floats = new Uint8Array(Float32Array.from({ length: 40_000 }, (_, i) => Math.floor(i / 97) / 8).buffer);

const files: readonly [string, Codec, Uint8Array][] = [
  ["floats.1.zst", "zstd", floats],
  ["floats.19.zst", "zstd", floats],
  ["text.zst", "zstd", texts()],
  ["floats.lz4", "lz4 frame", floats],
  ["floats.linked.lz4", "lz4 frame", floats],
];

const packed = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../golden/formats/packed/${name}`, import.meta.url)));
const limits = { maxMemory: 2 ** 24 };

describe.each(files)("%s", (name, codec, expected) => {
  it("unpacks to the bytes that were packed", async () => {
    const unpack = await unpackerOf(codec, name);
    expect(Buffer.compare(unpack(packed(name), expected.length, limits), expected)).toBe(0);
  });

  it("is refused with another size, cut, or beyond the limit", async () => {
    const unpack = await unpackerOf(codec, name);
    const bytes = packed(name);
    for (const size of [expected.length - 1, expected.length + 1])
      expect(() => unpack(bytes, size, limits)).toThrow(`${size} bytes packed by ${codec}`);
    const cut = bytes.subarray(0, bytes.length / 2);
    expect(() => unpack(cut, expected.length, limits)).toThrow(`packed by ${codec}`);
    expect(() => unpack(bytes, expected.length, { maxMemory: 1000 })).toThrow("maxMemory");
  });
});

describe("a block that copies without end", () => {
  it.each<[Codec, number[]]>([
    // a literal, then a copy of 4 + 255 · 6 bytes
    ["lz4 block", [0x1f, 65, 1, 0, 255, 255, 255, 255, 255, 255, 0]],
    // the length 4, a literal, a copy of 64 bytes from one byte before
    ["snappy", [4, 0, 65, 0xfe, 1, 0]],
    // a frame of four bytes whose only block repeats one byte a million times
    ["zstd", [0x28, 0xb5, 0x2f, 0xfd, 0x20, 4, 0x03, 0x12, 0x7a, 65]],
  ])("is stopped at the declared size: %s", async (codec, bytes) => {
    const unpack = await unpackerOf(codec, "x");
    expect(() => unpack(Uint8Array.from(bytes), 4, limits)).toThrow(/packed by/);
  });
});
