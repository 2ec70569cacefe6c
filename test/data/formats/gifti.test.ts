import { readFileSync } from "node:fs";
import { gzipSync, unzipSync, zlibSync } from "fflate";
import { describe, expect, it } from "vitest";
import { readMesh } from "../../../src/data/formats/gifti/mesh.ts";
import { openGifti } from "../../../src/data/formats/gifti/open.ts";
import type { OpenHow } from "../../../src/data/formats/opened.ts";
import { parseNpy } from "../../../src/data/formats/numpy/npy.ts";
import { read } from "../../../src/data/read.ts";
import { numbersOf, opened, rejected } from "./opening.ts";

// Files saved by nibabel; make_gifti.py beside them says how.
const files = unzipSync(readFileSync(new URL("../../golden/formats/gifti.zip", import.meta.url)));
const open = (bytes: Uint8Array, how?: Partial<OpenHow>) => opened(openGifti, "x.gii", bytes, how);
const text = (content: string) => new TextEncoder().encode(content);
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
const bytesOf = (values: readonly number[]) => new Uint8Array(Float32Array.from(values).buffer);

/** A file of one array, with attributes in place of others. */
function document(data: string, changed: Record<string, string> = {}, around = ["", ""]): Uint8Array {
  const attributes = {
    Intent: "NIFTI_INTENT_SHAPE",
    DataType: "NIFTI_TYPE_FLOAT32",
    ArrayIndexingOrder: "RowMajorOrder",
    Dimensionality: "1",
    Dim0: "3",
    Encoding: "ASCII",
    Endian: "LittleEndian",
    ...changed,
  };
  const given = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`);
  return text(
    `<?xml version="1.0"?>${around[0]}<GIFTI Version="1.0"><DataArray${given.join("")}><Data>${data}</Data></DataArray></GIFTI>${around[1]}`,
  );
}

describe("a file that nibabel saved", () => {
  const arrays = Object.keys(files).flatMap((name) => {
    const [, file, path] = /^(.*\.gii)\.(.*)\.npy$/.exec(name) ?? [];
    return file === undefined ? [] : [[file, path!, name] as const];
  });

  it.each(arrays)("holds the numbers that were saved: %s:%s", async (file, path, name) => {
    const expected = parseNpy(files[name]!, "x.npy")[0]!;
    const { shape, data, stored } = await numbersOf(await open(files[file]!), path);
    expect([shape, stored]).toEqual([expected.shape, expected.stored]);
    expect(data).toEqual(expected.data);
  });

  it("is listed by intent and type", async () => {
    const { arrays } = await open(files["surface-B64GZ-little-RowMajorOrder.gii"]!);
    expect(arrays.map(({ path, type, shape }) => [path, type, shape])).toEqual([
      ["pointset", "float32", [4, 3]],
      ["triangle", "int32", [4, 3]],
    ]);
  });

  it("is read by rows, and through its name", async () => {
    const bytes = files["func-B64GZ.gii"]!;
    const [whole] = await read([{ name: "lh.func.gii", bytes }]);
    expect([whole!.name, whole!.shape]).toEqual(["lh.func", [6, 11]]);
    const [array] = (await open(bytes)).arrays;
    expect(await array!.read({ start: 2, end: 4 })).toEqual(whole!.data.slice(22, 44));
    const turned = (await open(files["vertices-by-time.gii"]!)).arrays[0]!;
    const all = await turned.read({ start: 0, end: 3 });
    expect(Array.from(await turned.read({ start: 1, end: 2 }))).toEqual(Array.from(all.slice(5, 10)));
  });
});

describe("a mesh", () => {
  it("has vertices and triangles", async () => {
    const bytes = files["surface-B64BIN-little-ColumnMajorOrder.gii"]!;
    const { vertices, triangles } = await readMesh({ name: "lh.surf.gii", bytes });
    expect([vertices.rows, vertices.cols, vertices.data.at(-1)]).toEqual([4, 3, 1.5]);
    expect(Array.from(triangles)).toEqual([0, 1, 2, 0, 1, 3, 0, 2, 3, 1, 2, 3]);
  });

  it("is refused where it has no triangles, or one of a vertex that is not there", async () => {
    const func = { name: "f.gii", bytes: files["func-ASCII.gii"]! };
    expect((await rejected(readMesh(func))).message).toMatch(/an array of intent pointset, got time_series/);
    const ascii = new TextDecoder().decode(files["surface-ASCII-little-RowMajorOrder.gii"]);
    const broken = ascii.replace(/\b1\s+2\s+3\s*<\/Data>/, "1 2 4</Data>");
    expect(broken).not.toBe(ascii);
    const error = await rejected(readMesh({ name: "s.gii", bytes: text(broken) }));
    expect(error.message).toMatch(/vertices from 0 to 3, got 4 in triangle 3/);
  });
});

describe("numbers", () => {
  it("may be digits of every kind", async () => {
    const bytes = document("\n -1.5e-3\t+.5 NaN\n inf -Infinity 7.", {
      Dim0: "6",
      DataType: "NIFTI_TYPE_FLOAT64",
    });
    expect(Array.from((await numbersOf(await open(bytes))).data)).toEqual([
      -0.0015,
      0.5,
      Number.NaN,
      Infinity,
      -Infinity,
      7,
    ]);
  });

  it("may be packed by zlib or gzip, in lines of base64, and in either order of bytes", async () => {
    const values = [1.5, -2, 1e-3];
    const expected = Array.from(Float32Array.from(values));
    for (const pack of [zlibSync, gzipSync]) {
      const lines = base64(pack(bytesOf(values))).replace(/.{7}/g, "$&\n");
      const file = await open(document(lines, { Encoding: "GZipBase64Binary" }));
      expect(Array.from((await numbersOf(file)).data)).toEqual(expected);
    }
    const big = bytesOf(values.toReversed()).reverse();
    const file = await open(document(base64(big), { Encoding: "Base64Binary", Endian: "BigEndian" }));
    expect(Array.from((await numbersOf(file)).data)).toEqual(expected);
  });
});

describe("what is refused", () => {
  const packed = base64(zlibSync(bytesOf([1, 2, 3])));
  const gzipped = { Encoding: "GZipBase64Binary" };
  it.each([
    ["no XML", text("P6 3 3"), /a GIFTI file \(XML\)/],
    ["another document", text("<svg></svg>"), /the element GIFTI, got "svg"/],
    ["no array", text("<GIFTI></GIFTI>"), /at least one DataArray/],
    ["a document cut short", document("1 2 3").slice(0, -20), /may be cut short/],
    ["elements that cross", text("<GIFTI><DataArray></GIFTI></DataArray>"), /<\/DataArray>, got "<\/GIFTI>"/],
    [
      "entities",
      document("1 2 3", {}, ['<!DOCTYPE GIFTI [<!ENTITY a "b">]>', ""]),
      /DOCTYPE without declarations/,
    ],
    [
      "an array without data",
      text('<GIFTI><DataArray Encoding="ASCII"></DataArray></GIFTI>'),
      /an element Data/,
    ],
    ["an element among numbers", document("1 <b></b> 2 3"), /nothing but numbers in Data/],
    ["a comment among numbers", document("1 <!-- --> 2 3"), /nothing but numbers in Data/],
    [
      "an encoding that is none",
      document("1 2 3", { Encoding: "Hex" }),
      /ASCII or Base64Binary or GZipBase64Binary/,
    ],
    ["another file", document("", { Encoding: "ExternalFileBinary" }), /ExternalFileBinary.*nibabel\.save/],
    ["a type that is none", document("1 2 3", { DataType: "NIFTI_TYPE_TEXT" }), /a DataType of UINT8/],
    ["no axes", document("1 2 3", { Dimensionality: "0" }), /Dimensionality from 1 to 6/],
    ["an axis without length", document("1 2 3", { Dim0: "x" }), /Dim0: a length, got "x"/],
    [
      "more than there is",
      document("1 2 3", { Dim0: "4000000000" }),
      /4000000000 numbers as Dim0 .*5 bytes of text/,
    ],
    ["numbers too many", document("1 2 3 4"), /3 numbers \(3\), got more/],
    ["numbers too few", document("1      2"), /3 numbers \(3\), got 2/],
    ["no number", document("1 2 0x3"), /a number, got "0x3"/],
    ["no base64", document(packed.replace(/.{4}/, "$&*"), gzipped), /base64/],
    [
      "base64 of less",
      document(base64(bytesOf([1, 2])), { Encoding: "Base64Binary", Dim0: "2" }).slice(),
      undefined,
    ],
    ["packed numbers of another length", document(packed, { ...gzipped, Dim0: "2" }), /more than 8 bytes/],
    [
      "packed numbers that are less",
      document(packed, { ...gzipped, Dim0: "4" }),
      /16 bytes of numbers, got 12/,
    ],
    [
      "damaged packed numbers",
      document(base64(zlibSync(bytesOf([1, 2, 3])).fill(7, 3, 6)), gzipped),
      /compressed bytes/,
    ],
  ])("is %s", async (_, bytes, what) => {
    if (!what) return expect((await numbersOf(await open(bytes))).data).toHaveLength(2);
    const error = await rejected(open(bytes).then((file) => numbersOf(file)));
    expect(error.name).toBe("FormatError");
    expect(error.message).toMatch(what);
  });

  it("is a checksum that differs", async () => {
    const damaged = zlibSync(bytesOf([1, 2, 3]));
    damaged[damaged.length - 1]! ^= 1;
    const error = await rejected(open(document(base64(damaged), gzipped)).then((file) => numbersOf(file)));
    expect(error.message).toMatch(/another checksum than declared/);
  });

  it("is listed, where it is complex", async () => {
    const file = await open(document("", { DataType: "NIFTI_TYPE_COMPLEX64" }));
    expect(file.arrays[0]!.refused).toBe("complex64");
    expect((await rejected(numbersOf(file))).message).toMatch(/complex64/);
  });

  it("is larger than the limit", async () => {
    expect((await rejected(open(document("1 2 3"), { maxMemory: 100 }))).message).toMatch(
      /at most 100 bytes/,
    );
  });
});
