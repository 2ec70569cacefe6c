import { createServer } from "node:http";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync, unzipSync, zipSync } from "fflate";
import { afterAll, describe, expect, it } from "vitest";
import { parseNpy } from "../../../src/data/formats/numpy/npy.ts";
import type { OpenedFile, OpenHow } from "../../../src/data/formats/opened.ts";
import { openZarr } from "../../../src/data/formats/zarr/open.ts";
import { fillOf, typeOfName } from "../../../src/data/formats/zarr/types.ts";
import { read } from "../../../src/data/read.ts";
import { numbersOf, opened, rejected } from "./opening.ts";

// Hierarchies of zarr 2.13, and of version 3 after its specification; make_zarr.py beside them says how.
const golden = new URL("../../golden/formats/", import.meta.url);
const bytesAt = (name: string) => new Uint8Array(readFileSync(new URL(name, golden)));
const sets = [2, 3].map((version) => [version, unzipSync(bytesAt(`zarr${version}.zip`))] as const);
const folder = mkdtempSync(join(tmpdir(), "repgeom-zarr-"));
afterAll(() => rmSync(folder, { recursive: true }));

type Members = Record<string, Uint8Array>;
const text = (content: unknown) => new TextEncoder().encode(JSON.stringify(content));
const openZip = (members: Members, how?: Partial<OpenHow>) =>
  opened(openZarr, "x.zarr.zip", zipSync(members, { level: 0 }), how);

function openFolder(path: string): Promise<OpenedFile> {
  const pieces = () => Promise.reject(new Error("a folder has no bytes"));
  return openZarr({ path, source: path, pieces }, { maxMemory: 2 ** 28 });
}

/** The members of one hierarchy of a set, without its name. */
function hierarchy(files: Members, name: string): Members {
  const prefix = `${name}.zarr/`;
  const inside = Object.entries(files).filter(([path]) => path.startsWith(prefix));
  return Object.fromEntries(inside.map(([path, bytes]) => [path.slice(prefix.length), bytes]));
}

function written(members: Members): string {
  const root = join(mkdtempSync(join(folder, "h")), "x.zarr");
  for (const [path, bytes] of Object.entries(members)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), bytes);
  }
  return root;
}

describe.each(sets)("a hierarchy of version %d", (_version, files) => {
  const names = Object.keys(files).flatMap((name) => /^([^/]*)\.npy$/.exec(name)?.[1] ?? []);

  it.each(names)("holds the numbers that were written: %s", async (name) => {
    const expected = parseNpy(files[`${name}.npy`]!, "x.npy")[0]!;
    const members = hierarchy(files, name);
    const file = await openZip(members);
    const [array] = file.arrays;
    expect(array!.path).toBe("a");
    const { shape, data, stored } = await numbersOf(file);
    expect([shape, stored]).toEqual([expected.shape, expected.stored]);
    expect(data).toEqual(expected.data);
    const [length = 1, ...rest] = shape;
    if (length < 3) return;
    const width = rest.reduce((product, axis) => product * axis, 1);
    const some = await array!.read({ start: 1, end: length - 1 });
    expect(Array.from(some)).toEqual(Array.from(data.subarray(width, (length - 1) * width)));
  });

  it("is the same in a folder", async () => {
    for (const name of names.filter((_, k) => k % 9 === 0)) {
      const expected = parseNpy(files[`${name}.npy`]!, "x.npy")[0]!;
      const { data } = await numbersOf(await openFolder(written(hierarchy(files, name))));
      expect(data).toEqual(expected.data);
    }
  });
});

describe("a folder of zarr", () => {
  const npy = (name: string) => parseNpy(bytesAt(`zarr/${name}.npy`), "x.npy")[0]!;

  it("lists its arrays", async () => {
    const file = await openFolder(fileURLToPath(new URL("zarr/data.zarr", golden)));
    expect(file.arrays.map(({ path, shape, type }) => [path, shape, type])).toEqual([
      ["acts", npy("zarr").shape, "float64"],
      ["f4", npy("zarr-f4").shape, "float32"],
    ]);
    expect(Array.from((await numbersOf(file, "acts")).data)).toEqual(Array.from(npy("zarr").data));
    expect(Array.from((await numbersOf(file, "f4")).data)).toEqual(Array.from(npy("zarr-f4").data));
  });

  it("may be archived", async () => {
    const file = await opened(openZarr, "data.zarr.zip", bytesAt("zarr/data.zarr.zip"));
    expect(Array.from((await numbersOf(file, "acts")).data)).toEqual(Array.from(npy("zarr-zip").data));
  });

  it("is read by its name, with one of its arrays, and a slash behind it", async () => {
    const path = fileURLToPath(new URL("zarr/data.zarr", golden));
    const both = await read(path);
    expect(both.map(({ name, stored }) => [name, stored])).toEqual([
      ["data:acts", undefined],
      ["data:f4", "float32"],
    ]);
    const [one] = await read(`${path}/:/acts`);
    expect([one!.name, one!.data]).toEqual(["data:acts", both[0]!.data]);
  });

  it("may be archived with the folder itself, and deflated", async () => {
    const members = hierarchy(sets[1]![1], "shards");
    const inside = Object.fromEntries(
      Object.entries(members).map(([path, bytes]) => [`x.zarr/${path}`, bytes]),
    );
    const file = await opened(openZarr, "x.zarr.zip", zipSync(inside));
    expect((await numbersOf(file)).data).toEqual(parseNpy(sets[1]![1]["shards.npy"]!, "x.npy")[0]!.data);
  });
});

describe("a hierarchy", () => {
  const v2 = hierarchy(sets[0]![1], "compressor-zlib");
  const v3 = hierarchy(sets[1]![1], "packed-gzip");
  const edited = (members: Members, name: string, changes: object): Members => ({
    ...members,
    [name]: text({ ...(JSON.parse(new TextDecoder().decode(members[name])) as object), ...changes }),
  });

  it("gives the names of dimensions to axes", async () => {
    const named = hierarchy(sets[1]![1], "named");
    expect((await openZip(named)).arrays[0]!.axes).toEqual(["stimuli", "time", "units"]);
    const attributes = text({ _ARRAY_DIMENSIONS: ["a", "b", "c"] });
    expect((await openZip({ ...v2, "a/.zattrs": attributes })).arrays[0]!.axes).toEqual(["a", "b", "c"]);
  });

  it("may have groups in groups, and an array as its root", async () => {
    const inner = Object.fromEntries(Object.entries(v3).map(([path, bytes]) => [`deep/in/${path}`, bytes]));
    const group = text({ zarr_format: 3, node_type: "group" });
    const file = await openZip({ ...inner, "zarr.json": group, "deep/zarr.json": group, "b.txt": group });
    expect(file.arrays.map(({ path }) => path)).toEqual(["deep/in/a"]);
    const root = Object.fromEntries(
      Object.entries(v3).flatMap(([path, bytes]) => (path.startsWith("a/") ? [[path.slice(2), bytes]] : [])),
    );
    const alone = await openZip(root);
    expect(alone.arrays[0]!.path).toBe("");
    expect((await numbersOf(alone)).data).toEqual((await numbersOf(await openZip(v3))).data);
  });

  it("takes the last of members that share a name, as where attributes were written twice", async () => {
    const before = zipSync(edited(v2, "a/.zarray", { shape: [1, 2, 3] }), { level: 0 });
    const name = new TextEncoder().encode("a/.zarray");
    const after = text(JSON.parse(new TextDecoder().decode(v2["a/.zarray"])));
    const bytes = appended(before, name, after);
    const file = await opened(openZarr, "x.zarr.zip", bytes);
    expect(file.arrays[0]!.shape).toEqual([40, 10, 3]);
  });

  it.each([
    [
      "a codec",
      edited(v3, "a/zarr.json", { codecs: [{ name: "bytes" }, { name: "pcodec" }] }),
      /the codec pcodec/,
    ],
    ["a compressor", edited(v2, "a/.zarray", { compressor: { id: "lzma" } }), /the compressor lzma/],
    ["a filter", edited(v2, "a/.zarray", { filters: [{ id: "categorize" }] }), /the filter categorize/],
    ["a text", edited(v2, "a/.zarray", { dtype: "<U4" }), /the type <U4/],
    ["a structure", edited(v2, "a/.zarray", { dtype: [["x", "<f8"]] }), /a structured type/],
    ["complex numbers", edited(v3, "a/zarr.json", { data_type: "complex64" }), /the type complex64/],
    [
      "a grid",
      edited(v3, "a/zarr.json", { chunk_grid: { name: "rectilinear" } }),
      /the chunk grid rectilinear/,
    ],
    [
      "codecs in no order",
      edited(v3, "a/zarr.json", { codecs: [{ name: "gzip" }, { name: "bytes" }] }),
      /in the order gzip, bytes/,
    ],
  ])("lists %s that is not read, and names it where it is asked for", async (_, members, what) => {
    const file = await openZip(members);
    expect(file.arrays[0]!.refused).toMatch(what);
    expect(await rejected(numbersOf(file))).toMatchObject({
      name: "FormatError",
      message: expect.stringMatching(what),
    });
  });

  it.each([
    ["nothing in it", { "readme.txt": text("x") }, /a Zarr group or array/],
    ["no JSON", { ...v3, "a/zarr.json": new TextEncoder().encode("{") }, /a\/zarr\.json: .*expected JSON/],
    ["a list for a document", { ...v3, "a/zarr.json": text([]) }, /a JSON object/],
    [
      "another node",
      edited(v3, "a/zarr.json", { node_type: "leaf" }),
      /node_type: "array" or "group", got "leaf"/,
    ],
    [
      "a shape of no numbers",
      edited(v2, "a/.zarray", { shape: [4, "x", 1] }),
      /shape: a list of at most 32 whole numbers/,
    ],
    ["chunks of no length", edited(v2, "a/.zarray", { chunks: [4, 0, 1] }), /chunks: a list .* from 1/],
    [
      "chunks of other axes",
      edited(v2, "a/.zarray", { chunks: [4, 2] }),
      /as many axes as the shape, 3, got 2/,
    ],
    ["another order", edited(v2, "a/.zarray", { order: "A" }), /order: "C" or "F", got "A"/],
    ["another format", edited(v2, "a/.zarray", { zarr_format: 1 }), /zarr_format: 2, got 1/],
    [
      "a fill value that is none",
      edited(v2, "a/.zarray", { fill_value: "x" }),
      /fill_value: an element of f8/,
    ],
    [
      "axes that are no permutation",
      edited(v3, "a/zarr.json", {
        codecs: [{ name: "transpose", configuration: { order: [0, 0, 1] } }, { name: "bytes" }],
      }),
      /each axis from 0 to 2 once/,
    ],
  ])("with %s is refused", async (_, members, what) => {
    const error = await rejected(openZip(members as Members));
    expect(error.name).toBe("FormatError");
    expect(error.message).toMatch(what);
  });

  const chunk = "a/c/0/0/0";
  it.each([
    [
      "damaged",
      { ...v3, [chunk]: v3[chunk]!.slice().fill(7, 20, 30) },
      /damaged deflated bytes|another checksum/,
    ],
    ["cut short", { ...v3, [chunk]: v3[chunk]!.slice(0, 40) }, /checksum|deflated bytes/],
    ["empty", { ...v3, [chunk]: new Uint8Array(0) }, /no zlib or gzip stream/],
    ["too long", { ...v3, [chunk]: gzipSync(new Uint8Array(2 ** 20)) }, /more than \d+ bytes/],
    ["too short", { ...v3, [chunk]: gzipSync(new Uint8Array(80)) }, /10 elements in place of 288/],
  ])("with a chunk that is %s is refused at that chunk", async (_, members, what) => {
    const error = await rejected(numbersOf(await openZip(members)));
    expect(error).toMatchObject({ name: "FormatError", file: "x.zarr.zip/a/c/0/0/0" });
    expect(error.message).toMatch(what);
  });

  it.each(["blosc-lz4-1", "zstd", "lz4"])("with damaged chunks of %s is refused", async (name) => {
    const members = hierarchy(sets[0]![1], `compressor-${name}`);
    const key = Object.keys(members).find((one) => one.endsWith("a/0.0.0"))!;
    const whole = members[key]!;
    const damages = [
      whole.slice(0, 3),
      whole.slice(0, -9),
      whole.slice().fill(0xff, 4, 12),
      whole.slice().fill(0xff, 0, 4),
    ];
    for (const bytes of damages) {
      const error = await rejected(numbersOf(await openZip({ ...members, [key]: bytes })));
      expect(error).toMatchObject({ name: "FormatError", file: "x.zarr.zip/a/0.0.0" });
    }
    expect((await numbersOf(await openZip(members))).data).toHaveLength(1200);
  });

  it("may have zstd frames that do not say their size", async () => {
    const plain = hierarchy(sets[1]![1], "packed-zstd");
    const raw = new Uint8Array(Float64Array.from({ length: 288 }, (_, k) => k / 3).buffer);
    const head = (raw.length << 3) | 1; // the last block, as it is
    const frame = [0x28, 0xb5, 0x2f, 0xfd, 0, 0x58, head & 255, (head >> 8) & 255, head >> 16];
    const bytes = Uint8Array.from([...frame, ...raw]);
    const { data } = await numbersOf(await openZip({ ...plain, [chunk]: bytes }));
    expect(Array.from(data.slice(0, 3))).toEqual([0, 1 / 3, 2 / 3]);
    const short = Uint8Array.from([...frame, ...raw.slice(0, -8)]);
    const error = await rejected(numbersOf(await openZip({ ...plain, [chunk]: short })));
    expect(error).toMatchObject({ name: "FormatError", file: "x.zarr.zip/a/c/0/0/0" });
  });

  it("with a member whose checksum differs is refused", async () => {
    const bytes = zipSync(v3, { level: 0 });
    const at = bytes.findIndex((_, k) => v3[chunk]!.every((byte, j) => bytes[k + j] === byte));
    bytes[at + 50]! ^= 1;
    const file = await opened(openZarr, "x.zarr.zip", bytes);
    expect((await rejected(numbersOf(file))).message).toMatch(/their checksum differs/);
  });

  it("gives some rows of a shard", async () => {
    const [array] = (await openZip(hierarchy(sets[1]![1], "shards"))).arrays;
    const whole = await array!.read({ start: 0, end: 30 });
    for (const [start, end] of [
      [8, 12],
      [9, 20],
      [27, 30],
    ] as const)
      expect(await array!.read({ start, end })).toEqual(whole.slice(48 * start, 48 * end));
  });

  it("with a shard whose index is damaged is refused", async () => {
    const members = hierarchy(sets[1]![1], "shards");
    const key = Object.keys(members).find((one) => one.includes("/c/"))!;
    const bytes = members[key]!.slice();
    bytes[bytes.length - 20]! ^= 1;
    const error = await rejected(numbersOf(await openZip({ ...members, [key]: bytes })));
    expect(error.message).toMatch(/another checksum \(crc32c\)/);
  });

  it("gives single rows of a band of chunks", async () => {
    const members = hierarchy(sets[0]![1], "type-f8-little");
    const bytes = zipSync(members, { level: 0 });
    const file = await opened(openZarr, "x.zarr.zip", bytes);
    const [array] = file.arrays;
    const whole = await array!.read({ start: 0, end: 7 });
    for (const row of [0, 1, 2, 3, 6, 5]) {
      expect(Array.from(await array!.read({ start: row, end: row + 1 }))).toEqual(
        Array.from(whole.subarray(15 * row, 15 * (row + 1))),
      );
    }
    // What a caller does with its rows is not seen by the next one.
    (await array!.read({ start: 5, end: 6 })).fill(-1);
    expect(Array.from(await array!.read({ start: 5, end: 6 }))).toEqual(Array.from(whole.subarray(75, 90)));
  });

  it("says what its chunks take before they are decoded", async () => {
    const [array] = (await openZip(edited(v2, "a/.zarray", { chunks: [1e6, 1e6, 1e6] }))).arrays;
    expect(array!.scratch).toBeGreaterThan(1e18);
  });
});

it("rounds fill values to half precision, ties to even", () => {
  const half = typeOfName("float16")!;
  const bits = [65504, 65520, 2 ** -24, 2 ** -25, 3 * 2 ** -25, 1 + 2 ** -11, 1 + 3 * 2 ** -11, -2, -0, 6e-5];
  expect(bits.map((value) => fillOf(half, value))).toEqual([
    0x7bff, 0x7c00, 1, 0, 2, 0x3c00, 0x3c02, 0xc000, 0x8000, 0x03ef,
  ]);
  expect(fillOf(half, "NaN")).toBe(0x7e00);
  expect(fillOf(typeOfName("bfloat16")!, 1.5)).toBe(0x3fc0);
  expect(fillOf(typeOfName("float64")!, "0x3ff8000000000000")).toBe(1.5);
});

describe("an address", () => {
  const serve = async (members: Members, work: (address: string) => Promise<void>) => {
    const server = createServer((request, response) => {
      const bytes = members[decodeURIComponent(request.url!.replace("/x.zarr/", ""))];
      response.writeHead(bytes ? 200 : 404);
      response.end(bytes);
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    try {
      await work(`http://127.0.0.1:${(server.address() as { port: number }).port}/x.zarr`);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  };
  const v2 = hierarchy(sets[0]![1], "compressor-zlib");
  const v3 = hierarchy(sets[1]![1], "shards");
  const json = (bytes: Uint8Array) => JSON.parse(new TextDecoder().decode(bytes)) as object;

  it("is read where the hierarchy is consolidated, in both versions", async () => {
    const metadata = { ".zgroup": json(v2[".zgroup"]!), "a/.zarray": json(v2["a/.zarray"]!) };
    const second = { ...v2, ".zmetadata": text({ zarr_consolidated_format: 1, metadata }) };
    const third = {
      ...v3,
      "zarr.json": text({
        ...json(v3["zarr.json"]!),
        consolidated_metadata: { kind: "inline", metadata: { a: json(v3["a/zarr.json"]!) } },
      }),
    };
    for (const members of [second, third])
      await serve(members, async (address) => {
        const file = await openFolder(address);
        const expected = await numbersOf(await openZip(members));
        expect((await numbersOf(file, "a")).data).toEqual(expected.data);
        expect((await read(`${address}:/a`))[0]).toMatchObject({ name: "x:a", data: expected.data });
      });
  });

  it("is refused where it is not, and where paths lead out of it", async () => {
    await serve(v2, async (address) => {
      expect((await rejected(openFolder(address))).message).toMatch(
        /consolidated metadata, because .*zarr\.consolidate_metadata/,
      );
    });
    const metadata = { "../a/.zarray": json(v2["a/.zarray"]!) };
    await serve({ ...v2, ".zmetadata": text({ metadata }) }, async (address) => {
      expect((await rejected(openFolder(address))).message).toMatch(
        /paths inside the hierarchy, got "\.\.\/a"/,
      );
    });
  });
});

/** The archive with one more member behind the others, as a writer that appends leaves it. */
function appended(archive: Uint8Array, name: Uint8Array, content: Uint8Array): Uint8Array {
  const one = zipSync({ [new TextDecoder().decode(name)]: content }, { level: 0 });
  const endOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 22, 22);
  const [first, second] = [endOf(archive), endOf(one)];
  const at = first.getUint32(16, true);
  const local = one.slice(0, second.getUint32(16, true));
  const entry = one.slice(second.getUint32(16, true), one.length - 22);
  new DataView(entry.buffer).setUint32(42, at, true);
  const directory = archive.slice(at, archive.length - 22);
  const end = archive.slice(-22);
  const view = new DataView(end.buffer);
  for (const place of [8, 10]) view.setUint16(place, view.getUint16(place, true) + 1, true);
  view.setUint32(12, directory.length + entry.length, true);
  view.setUint32(16, at + local.length, true);
  return Uint8Array.from([...archive.slice(0, at), ...local, ...directory, ...entry, ...end]);
}
