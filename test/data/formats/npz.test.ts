import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseNpz } from "../../../src/data/formats/numpy/npz.ts";
import { caught, damaged, encodeNpy, encodeZip } from "./encode.ts";

const a = encodeNpy({ dtype: "f8", shape: [2, 3], values: [1, 2, 3, 4, 5, 6] });
const b = encodeNpy({ dtype: "f4", shape: [4], values: [1, 2, 3, 4] });
const zeros = encodeNpy({ dtype: "f8", shape: [1000, 10], values: Array.from({ length: 10_000 }, () => 0) });

function parse(bytes: Uint8Array, maxMemory = 2 ** 31) {
  return parseNpz(bytes, "dir/net.npz", { maxMemory });
}

describe("parseNpz", () => {
  for (const deflate of [false, true]) {
    it(`gives each array of ${deflate ? "a deflated" : "a stored"} archive, in order, as file:array`, () => {
      const members = [
        { name: "b.npy", bytes: b, deflate },
        { name: "layers/a.npy", bytes: a, deflate },
      ];
      expect(parse(encodeZip(members))).toEqual([
        { name: "net:b", shape: [4], data: Float32Array.of(1, 2, 3, 4), stored: "float32" },
        { name: "net:layers/a", shape: [2, 3], data: Float64Array.of(1, 2, 3, 4, 5, 6) },
      ]);
    });
  }

  it("names the only array as the file", () => {
    expect(parse(encodeZip([{ name: "arr_0.npy", bytes: a }]))[0]!.name).toBe("net");
  });

  it("finds the directory before a comment", () => {
    expect(parse(encodeZip([{ name: "a.npy", bytes: a }], "made by hand"))).toHaveLength(1);
    const signature = "PK\x05\x06 begins such a record, but this one is too long for one";
    expect(parse(encodeZip([{ name: "a.npy", bytes: a }], signature))).toHaveLength(1);
  });

  it("gives back any bytes that deflate packed", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), (values) => {
        const bytes = encodeNpy({ dtype: "u1", shape: [values.length], values: Array.from(values) });
        const [array] = parse(encodeZip([{ name: "a.npy", bytes, deflate: true }]));
        expect(Array.from(array!.data)).toEqual(Array.from(values));
      }),
    );
  });
});

describe("a malformed .npz file", () => {
  it.each([false, true])("is refused when it is cut at any byte (deflated: %s)", (deflate) => {
    const file = encodeZip([
      { name: "a.npy", bytes: a, deflate },
      { name: "b.npy", bytes: b, deflate },
    ]);
    for (let length = 0; length < file.length; length++) {
      expect(caught(() => parse(file.subarray(0, length))).file).toBe("dir/net.npz");
    }
  });

  it.each([
    ["another kind of file", a, "the signature of a zip archive", "0x4d554e93"],
    ["no members", encodeZip([]), "at least one array", "an empty archive"],
    [
      "a member that is no array",
      encodeZip([{ name: "notes.txt", bytes: a }]),
      "members ending in .npy",
      "notes.txt",
    ],
    [
      "a member twice",
      encodeZip([
        { name: "a.npy", bytes: a },
        { name: "a.npy", bytes: b },
      ]),
      "each member once",
      "a.npy",
    ],
    [
      "encryption",
      encodeZip([{ name: "a.npy", bytes: a, flags: 1 }]),
      "without encryption",
      '"a.npy" encrypted',
    ],
    [
      "another method",
      encodeZip([{ name: "a.npy", bytes: a, method: 14 }]),
      "stored or deflated",
      "method 14",
    ],
    ["a zip64 size", encodeZip([{ name: "a.npy", bytes: a, size: 0xffffffff }]), "below 4 GiB", "zip64"],
    ["a wrong checksum", encodeZip([{ name: "a.npy", bytes: a, crc: 1 }]), "declared checksum", "damaged"],
    [
      "an offset into a member",
      encodeZip([{ name: "a.npy", bytes: a, offset: 5 }]),
      'the header of "a.npy"',
      "something else",
    ],
    [
      "an offset beyond the file",
      encodeZip([{ name: "a.npy", bytes: a, offset: 1e9 }]),
      "a member's header",
      "0 bytes up to",
    ],
    [
      "bytes beyond the file",
      encodeZip([{ name: "a.npy", bytes: a, packedSize: 1e6 }]),
      'member "a.npy" to end before the directory begins',
      "they overlap",
    ],
    [
      "a stored size that differs",
      encodeZip([{ name: "a.npy", bytes: a, size: 7 }]),
      '7 bytes in "a.npy"',
      "more",
    ],
    [
      "a deflated size too small",
      encodeZip([{ name: "a.npy", bytes: zeros, deflate: true, size: 900 }]),
      '900 bytes in "a.npy"',
      "more",
    ],
    [
      "a deflated size too large",
      encodeZip([{ name: "a.npy", bytes: a, deflate: true, size: 400 }]),
      '400 bytes in "a.npy"',
      `${a.length}`,
    ],
    [
      "a size that deflate cannot reach",
      encodeZip([{ name: "a.npy", bytes: a, deflate: true, size: 1e9 }]),
      "deflated ones",
      "1000000000 declared",
    ],
    [
      "bytes that are not deflated",
      encodeZip([{ name: "a.npy", bytes: new Uint8Array(200).fill(255), method: 8 }]),
      'deflated bytes of "a.npy"',
      "damaged",
    ],
  ])("with %s is refused", (_what, file, expected, got) => {
    const error = caught(() => parse(file));
    expect(error.expected).toContain(expected);
    expect(error.got).toContain(got);
    expect(error.file).toBe("dir/net.npz");
  });

  // The last 22 bytes: at 4 the disk, at 12 the directory's size, at 16 its offset.
  it.each([
    ["of several parts", 4, 1, "an archive in one part"],
    ["whose directory is too short", 12, 50, "a directory of 50 bytes"],
    ["whose directory ends beyond its end record", 12, 60, "a directory before its end record"],
    ["of zip64", 16, 0xffffffff, "an archive below 4 GiB"],
    ["whose directory begins elsewhere", 16, 3, "an entry of the zip directory"],
  ])("%s is refused", (_what, at, value, expected) => {
    const file = encodeZip([{ name: "a.npy", bytes: a }]);
    new DataView(file.buffer).setUint32(file.length - 22 + at, value, true);
    expect(caught(() => parse(file)).expected).toBe(expected);
  });

  it("names the array inside it, and the place in that array", () => {
    const bytes = a.slice();
    bytes[6] = 9;
    const error = caught(() => parse(encodeZip([{ name: "layer3.npy", bytes }])));
    expect([error.file, error.offset]).toEqual(["dir/net.npz:layer3", 6]);
  });

  it("is refused before a member is extracted beyond maxMemory, all arrays counting", () => {
    const bomb = encodeZip([{ name: "a.npy", bytes: zeros, deflate: true }]);
    expect(bomb.length).toBeLessThan(1000);
    expect(caught(() => parse(bomb, 80_000)).got).toMatch(/^a need of 8\d{4}; raise maxMemory to that/);
    expect(parse(bomb, 2 * 80_128 + 8 * bomb.length)).toHaveLength(1);
    expect(caught(() => parse(bomb, 2 * 80_000)).message).toContain("maxMemory");
    const two = encodeZip([
      { name: "a.npy", bytes: zeros, deflate: true },
      { name: "b.npy", bytes: zeros, deflate: true },
    ]);
    // One member after the other lies in the same memory.
    expect(parse(two, 3 * 80_128 + 8 * two.length)).toHaveLength(2);
    expect(caught(() => parse(two, 3 * 80_000)).message).toContain("maxMemory");
  });

  it("is refused by its directory, before the first of many members is extracted", () => {
    const large = encodeNpy({ dtype: "f8", shape: [250_000], values: new Array<number>(250_000).fill(0) });
    const file = encodeZip(["a", "b", "c"].map((name) => ({ name: `${name}.npy`, bytes: large, crc: 1 })));
    // The checksum of the first would be complained about if it were looked at.
    expect(caught(() => parse(file, 2.5e6)).got).toMatch(/^a need of \d+; raise maxMemory/);
    expect(caught(() => parse(file, 7e6)).expected).toContain("checksum");
  });

  it("whose members share bytes is refused before one of them is extracted", () => {
    const names = Array.from({ length: 1000 }, (_, i) => `${i}.npy`);
    // Each member claims the bytes of those after it.
    const members = names.map((name, i) => ({
      name,
      bytes: zeros.subarray(0, 50),
      packedSize: 90 * (1000 - i),
    }));
    const error = caught(() => parse(encodeZip(members)));
    expect(error.expected).toMatch(/^member "0.npy" to end before member "1.npy" begins, at byte 89$/);
    expect(error.got).toBe("its end at byte 90039: they overlap");
  });

  it("whose directory lists one place under two names is refused", () => {
    const members = ["a", "b"].map((name) => ({ name: `${name}.npy`, bytes: a, offset: 0 }));
    const error = caught(() => parse(encodeZip(members)));
    expect([error.expected, error.got]).toEqual(['the header of "b.npy"', 'that of "a.npy"']);
  });

  it("whose last member runs into the directory is refused", () => {
    const file = encodeZip([{ name: "a.npy", bytes: a, packedSize: a.length + 1 }]);
    const error = caught(() => parse(file));
    expect(error.expected).toContain('member "a.npy" to end before the directory begins');
  });

  it("with another name in front of a member than in the directory is refused", () => {
    const file = encodeZip([{ name: "a.npy", bytes: a }]);
    file[30] = "b".charCodeAt(0);
    const error = caught(() => parse(file));
    expect([error.expected, error.got]).toEqual(['the header of "a.npy"', 'that of "b.npy"']);
  });

  it("gives FormatError and nothing else, for random damage", () => {
    const file = encodeZip([
      { name: "a.npy", bytes: a, deflate: true },
      { name: "b.npy", bytes: b },
    ]);
    fc.assert(
      fc.property(damaged(file), (bytes) => void caught(() => parse(bytes), true)),
      { numRuns: 3000 },
    );
  });
});
