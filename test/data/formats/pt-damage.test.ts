import { describe, expect, it } from "vitest";
import { allRows } from "../../../src/data/formats/opened.ts";
import { openPt } from "../../../src/data/formats/torch/pt.ts";
import type { Pieces } from "../../../src/data/source.ts";
import { read } from "../../../src/data/read.ts";
import { encodeZip } from "./encode.ts";
import { caughtFrom, goldenFiles, numbersIn, openBytes } from "./open.ts";

const { files } = goldenFiles("torch");

async function readAll(bytes: Uint8Array, maxMemory?: number): Promise<number[][]> {
  const opened = await openBytes(openPt, "x.pt", bytes, maxMemory);
  const all: number[][] = [];
  for (const array of opened.arrays)
    if (array.refused === undefined) all.push([...(await array.read(allRows(array)))]);
  return all;
}

const latin = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const u8 = (value: number) => `K${String.fromCharCode(value)}`;
const pickled = (rest: string, type = "FloatStorage", count = u8(6)) =>
  latin(
    `\x80\x02ctorch._utils\n_rebuild_tensor_v2\n((U\x07storagectorch\n${type}\nU\x010U\x03cpu${count}tQ${rest}\x89NtR.`,
  );
const [plainView, six] = [
  "K\x00K\x02K\x03\x86K\x03K\x01\x86",
  new Uint8Array(Float32Array.of(1, 2, 3, 4, 5, 6).buffer),
];

interface Parts {
  readonly pickle?: Uint8Array;
  readonly numbers?: Uint8Array;
  readonly more?: readonly {
    readonly name: string;
    readonly bytes: Uint8Array;
    readonly deflate?: boolean;
  }[];
}

const archive = ({ pickle = pickled(plainView), numbers = six, more = [] }: Parts) =>
  encodeZip([{ name: "a/data.pkl", bytes: pickle }, { name: "a/data/0", bytes: numbers }, ...more]);

describe("a damaged file of PyTorch", () => {
  it("is encoded right by this test", async () => {
    expect(await readAll(archive({}))).toEqual([[1, 2, 3, 4, 5, 6]]);
  });

  it.each(["views.pt", "list.pt"])(
    "gives nothing else than a FormatError, wherever it is cut: %s",
    async (name) => {
      const bytes = files[name]!;
      for (let length = 0; length < bytes.length; length += 11)
        await caughtFrom(readAll(bytes.slice(0, length)));
    },
  );

  it.each([
    [
      "a view beyond its storage",
      { pickle: pickled("K\x01K\x02K\x03\x86K\x03K\x01\x86") },
      "inside of its storage of 6",
    ],
    ["a storage longer than its member", { pickle: pickled(plainView, "FloatStorage", u8(7)) }, "28 bytes"],
    ["numbers of another size", { pickle: pickled(plainView, "DoubleStorage") }, "48 bytes"],
    [
      "a storage that is not there",
      { pickle: latin(String.fromCharCode(...pickled(plainView)).replace("U\x010", "U\x019")) },
      "data/9",
    ],
    ["a type of storage that there is not", { pickle: pickled(plainView, "OddStorage") }, "torch.OddStorage"],
    [
      "an axis of four billions",
      { pickle: pickled("K\x00\x8a\x05\x00\x00\x00\x00\x01K\x03\x86K\x03K\x01\x86") },
      "inside of its storage",
    ],
    [
      "an order of bytes that there is not",
      { more: [{ name: "a/byteorder", bytes: latin("middle") }] },
      "middle",
    ],
    ["an empty storage", { numbers: new Uint8Array(0) }, "24 bytes"],
  ] as [string, Parts, string][])("is refused with %s", async (_, parts, message) => {
    expect((await caughtFrom(readAll(archive(parts)))).message).toContain(message);
  });

  it.each([
    [
      "compressed numbers",
      [
        { name: "a/data.pkl", bytes: pickled(plainView) },
        { name: "a/data/0", bytes: six, deflate: true },
      ],
      "compressed",
    ],
    [
      "a compressed pickle",
      [
        { name: "a/data.pkl", bytes: pickled(plainView), deflate: true },
        { name: "a/data/0", bytes: six },
      ],
      "compressed",
    ],
    ["no pickle", [{ name: "a/data/0", bytes: six }], "data.pkl"],
    ["a pickle in a folder of folders", [{ name: "a/b/data.pkl", bytes: pickled(plainView) }], "data.pkl"],
    ["no members", [], "data.pkl"],
  ])("is refused with %s", async (_, members, message) => {
    expect((await caughtFrom(readAll(encodeZip(members)))).message).toContain(message);
  });

  it.each([
    ["a text", latin("hello, hello, hello"), "hell"],
    ["a pickle alone", latin("\x80\x04N."), "a pickle"],
    ["nothing", new Uint8Array(0), "zip archive"],
  ])("is refused where it is %s", async (_, bytes, message) => {
    expect((await caughtFrom(readAll(bytes))).message).toContain(message);
  });

  it("is refused before it takes memory where a small view is large", async () => {
    // 200 × 200 × 200 × 200 numbers, all of them the first.
    const large = "K\x00(K\xc8K\xc8K\xc8K\xc8t(K\x00K\x00K\x00K\x00t";
    const error = await caughtFrom(
      read({ name: "x.pt", bytes: archive({ pickle: pickled(large) }) }, { maxMemory: 2 ** 24 }),
    );
    expect(error.message).toContain("maxMemory");
  });

  it("is refused where its pickle could take more memory than the limit", async () => {
    const lists = latin(`\x80\x02${"]0".repeat(100_000)}N.`);
    expect((await caughtFrom(readAll(archive({ pickle: lists }), 2 ** 24))).message).toContain("maxMemory");
  });
});

describe("an archive of zip64", () => {
  // A record that PyTorch writes always, and sizes in extra fields, which it writes from 4 GiB on.
  const wide = () => {
    const bytes = archive({});
    const end = bytes.length - 22;
    const view = new DataView(bytes.buffer);
    const [count, size, start] = [
      view.getUint16(end + 8, true),
      view.getUint32(end + 12, true),
      view.getUint32(end + 16, true),
    ];
    const record = new DataView(new ArrayBuffer(76));
    record.setUint32(0, 0x06064b50, true);
    record.setBigUint64(24, BigInt(count), true);
    record.setBigUint64(32, BigInt(count), true);
    record.setBigUint64(40, BigInt(size), true);
    record.setBigUint64(48, BigInt(start), true);
    record.setUint32(56, 0x07064b50, true);
    record.setBigUint64(64, BigInt(end), true);
    const tail = bytes.slice(end);
    tail.fill(0xff, 8, 20);
    return { bytes, record, tail, end };
  };
  const put = ({ bytes, record, tail, end }: ReturnType<typeof wide>) =>
    Uint8Array.from([...bytes.slice(0, end), ...new Uint8Array(record.buffer), ...tail]);

  it("is read", async () => {
    expect(await readAll(put(wide()))).toEqual([[1, 2, 3, 4, 5, 6]]);
  });

  it.each([
    [
      "no record where it should be",
      (parts: ReturnType<typeof wide>) => parts.record.setUint32(0, 7, true),
      "record of zip64",
    ],
    [
      "a record beyond the file",
      ({ record }: ReturnType<typeof wide>) => record.setBigUint64(64, 2n ** 52n, true),
      "end of the file",
    ],
    [
      "more entries than there is room for",
      ({ record }: ReturnType<typeof wide>) => {
        record.setBigUint64(24, 2n ** 40n, true);
        record.setBigUint64(32, 2n ** 40n, true);
      },
      "1099511627776 entries",
    ],
    ["another part", ({ record }: ReturnType<typeof wide>) => record.setBigUint64(24, 9n, true), "one part"],
    [
      "a directory behind its end",
      ({ record }: ReturnType<typeof wide>) => record.setBigUint64(48, 2n ** 50n, true),
      "before its end record",
    ],
  ])("is refused with %s", async (_, damage, message) => {
    const parts = wide();
    damage(parts);
    expect((await caughtFrom(readAll(put(parts)))).message).toContain(message);
  });

  it("may say the sizes and the place of a member in an extra field", async () => {
    const bytes = [...archive({})];
    const entry = bytes.length - 22 - (46 + "a/data/0".length);
    const old = new DataView(Uint8Array.from(bytes.slice(entry, entry + 46)).buffer);
    const extra = new DataView(new ArrayBuffer(34));
    // Another field comes first; then those of zip64: size, packed size, place.
    [0x7777, 2, 0, 1, 24].forEach((value, k) => extra.setUint16(2 * k, value, true));
    [24, 20, 42].forEach((at, k) => extra.setBigUint64(10 + 8 * k, BigInt(old.getUint32(at, true)), true));
    for (const at of [20, 24, 42]) bytes.fill(0xff, entry + at, entry + at + 4);
    bytes[entry + 30] = 34;
    bytes[bytes.length - 10]! += 34; // the size of the directory
    bytes.splice(bytes.length - 22, 0, ...new Uint8Array(extra.buffer));
    expect(await readAll(Uint8Array.from(bytes))).toEqual([[1, 2, 3, 4, 5, 6]]);
  });

  it("may say the sizes of a member in an extra field, and must where they are wide", async () => {
    const [pickle, numbers] = [
      { name: "a/data.pkl", bytes: pickled(plainView) },
      { name: "a/data/0", bytes: six },
    ];
    const bytes = encodeZip([pickle, { ...numbers, size: 0xffffffff }]);
    expect((await caughtFrom(readAll(bytes))).message).toContain("record of zip64");
  });
});

/** Counts the bytes that are read of a file. */
async function counting(bytes: Uint8Array) {
  const counted = { read: 0 };
  const pieces: Pieces = {
    size: bytes.length,
    version: "",
    readInto: async (into, start) => {
      counted.read += into.length;
      into.set(bytes.subarray(start, start + into.length));
    },
    close: async () => {},
  };
  const opened = await openPt(
    { path: "x.pt", source: { name: "x.pt", bytes }, pieces: async () => pieces },
    { maxMemory: 2 ** 30, header: "auto", rowNames: "auto" },
  );
  return { opened, counted };
}

describe("some rows of a tensor in a large file", () => {
  const numbers = new Uint8Array(new Float32Array(2 ** 20).map((_, k) => k).buffer);
  const view = (rest: string) =>
    archive({ pickle: pickled(rest, "FloatStorage", "J\x00\x00\x10\x00"), numbers });
  const [kibi, one] = ["M\x00\x04", "K\x01"];

  it("are read without the others", async () => {
    const { opened, counted } = await counting(view(`K\x00${kibi}${kibi}\x86${kibi}${one}\x86`));
    const before = counted.read;
    const rows = await opened.arrays[0]!.read({ start: 700, end: 703 });
    expect([rows.length, rows[0], rows.at(-1)]).toEqual([3072, 700 * 1024, 703 * 1024 - 1]);
    expect(counted.read - before).toBeLessThan(3072 * 4 + 100);
    expect(before).toBeLessThan(2 ** 17); // the end of the file, the directory and the pickle
  });

  it("of a transposed one are read in the order of the file", async () => {
    const { opened } = await counting(view(`K\x00${kibi}${kibi}\x86${one}${kibi}\x86`));
    const rows = await opened.arrays[0]!.read({ start: 5, end: 7 });
    expect([...rows.slice(0, 3), ...rows.slice(1024, 1027)]).toEqual([5, 1029, 2053, 6, 1030, 2054]);
  });

  it("give the same numbers as all of it", async () => {
    const opened = await openBytes(openPt, "views.pt", files["views.pt"]!);
    for (const array of opened.arrays) {
      const [all, count] = [await numbersIn(opened, array.path), array.shape[0]!];
      const width = count === 0 ? 0 : all.length / count;
      for (const [start, end] of [
        [0, 1],
        [1, count],
        [count, count],
      ] as const) {
        if (start > end || end > count) continue;
        const some = await array.read({ start, end });
        expect([array.path, ...some]).toEqual([array.path, ...all.slice(start * width, end * width)]);
      }
    }
  });
});
