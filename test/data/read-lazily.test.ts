import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FormatError } from "../../src/base/errors.ts";
import { read } from "../../src/data/read.ts";
import type { ReadOptions } from "../../src/data/files/options.ts";
import { readLazily } from "../../src/data/read-lazily.ts";
import { readLazilyBeside } from "../../src/data/files/read-lazily-beside.ts";
import type { UnreadRepresentation } from "../../src/data/representation.ts";
import { writeNpy } from "../../src/data/write.ts";
import { encodeNpy, encodeSafetensors, encodeZip } from "./formats/encode.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "repgeom-lazily-"));
});
afterAll(() => rm(folder, { recursive: true }));

const values = (count: number) => Array.from({ length: count }, (_, k) => k / 4);
const loadAll = (lazies: readonly UnreadRepresentation[]) => Promise.all(lazies.map((one) => one.load()));
const text = (name: string, content: string) => ({ name, bytes: new TextEncoder().encode(content) });

/** A Blob that counts the bytes that are asked of it. */
class Counted extends Blob {
  asked = 0;
  override slice(start = 0, end = this.size): Blob {
    this.asked += end - start;
    return super.slice(start, end);
  }
}

const singles = (count: number) => new Uint8Array(Float32Array.from(values(count)).buffer);
const tensors = encodeSafetensors(
  {
    a: { dtype: "F32", shape: [4, 3], data_offsets: [0, 48] },
    b: { dtype: "F32", shape: [4, 1], data_offsets: [48, 64] },
  },
  singles(16),
);
const single = encodeSafetensors({ a: { dtype: "F32", shape: [2, 3], data_offsets: [0, 24] } }, singles(6));

describe("readLazily", () => {
  const npy = { dtype: "f4", shape: [5, 3], values: values(15) } as const;
  const images = encodeNpy({ dtype: "f4", shape: [2, 3, 4, 5], values: values(120) });
  const gaussians = encodeZip([
    { name: "means.npy", bytes: writeNpy([2, 3], values(6)) },
    { name: "covariances.npy", bytes: writeNpy([2, 3, 3], values(18)) },
  ]);
  it.each<[string, { name: string; bytes: Uint8Array }, ReadOptions]>([
    ["single precision", { name: "x.npy", bytes: encodeNpy({ ...npy, shape: [5, 3] }) }, {}],
    [
      "big-endian doubles",
      { name: "x.npy", bytes: encodeNpy({ ...npy, dtype: "f8", order: ">", shape: [5, 3] }) },
      {},
    ],
    ["column-major", { name: "x.npy", bytes: encodeNpy({ ...npy, fortran: true, shape: [5, 3] }) }, {}],
    [
      "version 3 and half precision",
      { name: "x.npy", bytes: encodeNpy({ ...npy, dtype: "f2", version: 3, shape: [5, 3] }) },
      {},
    ],
    [
      "integers",
      { name: "x.npy", bytes: encodeNpy({ dtype: "i8", shape: [2, 2], values: [1, 2, -3, 4] }) },
      {},
    ],
    [
      "transposed",
      { name: "x.npy", bytes: encodeNpy({ ...npy, shape: [5, 3] }) },
      { axes: ["units", "stimuli"] },
    ],
    [
      "images by axes",
      { name: "x.npy", bytes: images },
      { axes: ["stimuli", "channels", "height", "width"] },
    ],
    ["images by layout", { name: "x.npy", bytes: images }, { layout: "nchw" }],
    ["several tensors", { name: "x.safetensors", bytes: tensors }, {}],
    ["one array a stimulus", { name: "x.safetensors", bytes: single }, { perStimulus: true }],
    ["a table with names", text("x.csv", ",u,v\ncat,1,2\ndog,3,4\n"), {}],
    [
      "an archive",
      {
        name: "x.npz",
        bytes: encodeZip([
          { name: "a.npy", bytes: writeNpy([2, 2], values(4)) },
          { name: "b.npy", bytes: writeNpy([2, 1], values(2)) },
        ]),
      },
      {},
    ],
    ["means and covariances", { name: "x.npz", bytes: gaussians }, {}],
  ])("gives what read gives: %s", async (_what, source, options) => {
    const eager = await read(source, options);
    const path = join(folder, source.name);
    await writeFile(path, source.bytes);
    for (const from of [source, path, { name: source.name, bytes: new Blob([source.bytes as BlobPart]) }]) {
      const lazies = await readLazily(from, options);
      for (const [k, { load: _, ...outline }] of lazies.entries()) {
        const { data: __, covariances, ...known } = eager[k]!;
        expect(outline).toEqual({
          ...known,
          ...(covariances && { covariances: { shape: covariances.shape } }),
        });
      }
      expect(await loadAll(lazies)).toEqual(eager);
      expect(await loadAll(lazies)).toEqual(eager); // once more
    }
  });

  it("knows names, shapes and types after the header, and reads one tensor of many", async () => {
    const large = encodeNpy({ dtype: "f4", shape: [5000, 2], values: values(10_000) });
    const blob = new Counted([large as BlobPart]);
    const [one] = await readLazily({ name: "x.npy", bytes: blob });
    expect(one).toMatchObject({ name: "x", shape: [5000, 2], stored: "float32" });
    expect(blob.asked).toBeLessThan(300);
    await one!.load();
    expect(blob.asked).toBeGreaterThanOrEqual(40_000);
    expect(blob.asked).toBeLessThan(40_300);
    const several = new Counted([tensors as BlobPart]);
    const [, second] = await readLazily({ name: "x.safetensors", bytes: several });
    const before = several.asked;
    expect(await second!.load()).toEqual((await read({ name: "x.safetensors", bytes: tensors }))[1]);
    expect(several.asked - before).toBeLessThan(200); // its header once more, and the 16 bytes of the tensor
  });

  it("keeps single precision single", async () => {
    const bytes = encodeNpy({ dtype: "f4", shape: [2, 2], values: [0.1, 0.2, 0.3, 0.4].map(Math.fround) });
    const [one] = await readLazily({ name: "x.npy", bytes });
    expect((await one!.load()).data).toBeInstanceOf(Float32Array);
  });

  it.each([
    ["cut short", encodeNpy({ ...npy, shape: [5, 3] }).subarray(0, 150)],
    ["with bytes after its end", Uint8Array.of(...encodeNpy({ ...npy, shape: [5, 3] }), 7)],
    ["of complex numbers", replaced(encodeNpy({ ...npy, shape: [5, 3] }), "<f4", "<c8")],
    ["that is none", new TextEncoder().encode("PK")],
    ["that is empty", new Uint8Array(0)],
  ])("refuses a file %s at once, in the words of read", async (_what, bytes) => {
    const source = { name: "x.npy", bytes };
    const eager = await read(source).catch((error: unknown) => error);
    expect(eager).toBeInstanceOf(FormatError);
    await expect(readLazily(source)).rejects.toEqual(eager);
  });

  it.each([
    ["cut short", tensors.subarray(0, tensors.length - 1)],
    ["with a damaged header", tensors.subarray(0, 30)],
    ["that is empty", new Uint8Array(3)],
  ])("refuses safetensors %s at once, in the words of read", async (_what, bytes) => {
    const source = { name: "x.safetensors", bytes };
    const eager = await read(source).catch((error: unknown) => error);
    expect(eager).toBeInstanceOf(FormatError);
    await expect(readLazily(source)).rejects.toEqual(eager);
  });

  it("names the element that is no number in double precision, when it is read", async () => {
    const bytes = encodeNpy({ dtype: "i8", shape: [2, 1], values: [1, 2] });
    bytes[bytes.length - 1] = 0x70;
    const source = { name: "x.npy", bytes };
    const eager = (await read(source).catch((error: unknown) => error)) as Error;
    const [one] = await readLazily(source);
    await expect(one!.load()).rejects.toThrow(eager.message);
  });

  it("says that a file was written to between its header and its numbers", async () => {
    const path = join(folder, "changing.npy");
    await writeFile(path, writeNpy([2, 2], values(4)));
    const [one] = await readLazily(path);
    await writeFile(path, writeNpy([2, 2], [9, 9, 9, 9]));
    await utimes(path, 1, 1);
    await expect(one!.load()).rejects.toThrow(
      "expected the file as it was when its header was read, got another: it was written to since",
    );
    await rm(path);
    await expect(one!.load()).rejects.toThrow("no such file");
  });

  it("refuses an array beyond maxMemory before it is read, and counts only what is in memory", async () => {
    const bytes = encodeNpy({ dtype: "f4", shape: [100, 3], values: values(300) });
    const source = { name: "x.npy", bytes };
    await expect(readLazily(source, { maxMemory: 1000 })).rejects.toThrow("a need of 1200; raise maxMemory");
    const transposed = { axes: ["units", "stimuli"], maxMemory: 2399 };
    await expect(readLazily(source, transposed)).rejects.toThrow("a need of 2400; raise maxMemory");
    const held = { bytes: 0 };
    await readLazilyBeside(held, [source, text("t.csv", "1,2\n3,4")]);
    expect(held.bytes).toBe(32);
  });

  it("stops where its signal says so", async () => {
    const [one] = await readLazily({ name: "x.npy", bytes: writeNpy([2, 2], values(4)) });
    await expect(one!.load(AbortSignal.abort(new Error("enough")))).rejects.toThrow("enough");
  });
});

function replaced(bytes: Uint8Array, from: string, to: string): Uint8Array {
  const latin = new TextDecoder("latin1").decode(bytes).replace(from, to);
  return Uint8Array.from(latin, (letter) => letter.codePointAt(0)! & 0xff);
}
