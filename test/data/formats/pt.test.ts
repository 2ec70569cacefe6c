import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { allRows } from "../../../src/data/formats/opened.ts";
import { openPt } from "../../../src/data/formats/torch/pt.ts";
import { arrayAt, caughtFrom, doublesOf, goldenFiles, numbersIn, openBytes } from "./open.ts";

interface Entry {
  readonly shape?: readonly number[];
  readonly type?: string;
  readonly refused?: boolean;
  readonly bits?: string;
}

const { files, expected } = goldenFiles<{ files: Record<string, Record<string, Entry>> }>("torch");
const openGolden = (name: string) => openBytes(openPt, name, files[name]!);

describe("a file that torch.save wrote", () => {
  it.each(Object.entries(expected.files))("holds the tensors that were saved: %s", async (name, arrays) => {
    const opened = await openGolden(name);
    expect([...new Set(opened.arrays.map(({ path }) => path))].sort()).toEqual(Object.keys(arrays).sort());
    for (const [path, { shape, type, bits, refused }] of Object.entries(arrays)) {
      const array = arrayAt(opened, path);
      expect([path, array.refused !== undefined]).toEqual([path, refused === true]);
      if (shape) expect([path, array.shape]).toEqual([path, shape]);
      if (bits === undefined || name === "wide.pt") continue;
      expect([path, array.type]).toEqual([path, type]);
      expect([path, await numbersIn(opened, path)]).toEqual([path, doublesOf(bits)]);
    }
    await opened.close();
  });
});

describe("what is not read", () => {
  it.each([
    ["complex", "complex64", "complex numbers"],
    ["sparse", "sparse", "to_dense"],
    ["csr", "sparse", "to_dense"],
    ["quantized", "qint8", "dequantize"],
    ["channels", "quint8", "dequantize"],
    ["meta", "float32", "without numbers"],
  ])("is listed with its type and the reason: %s", async (path, type, refused) => {
    const array = arrayAt(await openGolden("refused.pt"), path);
    expect(array).toMatchObject({ shape: [6, 5], type });
    expect(array.refused).toContain(refused);
    await expect(array.read(allRows(array))).rejects.toThrow(refused);
  });

  it.each([
    ["curve", "numpy.core.multiarray._reconstruct"],
    ["args", "argparse.Namespace"],
  ])("is an object, by the name of what makes it: %s", async (path, name) => {
    expect(arrayAt(await openGolden("checkpoint.pt"), path).refused).toContain(name);
    expect(arrayAt(await openGolden("protocol4.pt"), path).refused).toContain(name);
  });

  it.each([
    ["module.pt", "torch.nn.modules.container.Sequential"],
    ["evil.pt", "posix.system"],
    ["own.pt", "some_module.Own"],
    ["legacy.pt", "the format before PyTorch 1.6"],
    ["scripted.pt", "TorchScript"],
    ["cycle.pt", "in itself"],
    ["deep.pt", "200 in each other"],
  ])("ends the reading, by the name of what it is: %s", async (name, what) => {
    const error = await caughtFrom(openGolden(name));
    expect(error.message).toContain(what);
    expect(error.message).toContain(name);
  });

  it("is a list that grows without end, by the limit of memory", async () => {
    const error = await caughtFrom(openBytes(openPt, "laughs.pt", files["laughs.pt"]!, 2 ** 24));
    expect(error.message).toMatch(/at most 16777216 bytes .*maxMemory/);
  });

  it("is a storage without a shape", async () => {
    expect((await openGolden("plain-storage.pt")).arrays[0]).toMatchObject({
      path: "",
      refused: expect.stringContaining("storage"),
    });
  });

  it("is an integer from 2^53 on, where it is asked for", async () => {
    const error = await caughtFrom(numbersIn(await openGolden("wide.pt"), ""));
    expect(error.message).toMatch(/below 2\^53.*element 1 of its storage/);
  });

  it("is the second of two tensors of one path", async () => {
    const { arrays } = await openGolden("ambiguous.pt");
    expect(arrays.map(({ path, refused }) => [path, refused])).toEqual([
      ["a.b", undefined],
      ["a.b", expect.stringContaining("the path of another")],
    ]);
  });

  it("is never called", async () => {
    // The file asks to run: touch /tmp/it-was-called.
    await caughtFrom(openGolden("evil.pt"));
    expect(existsSync("/tmp/it-was-called")).toBe(false);
  });
});
