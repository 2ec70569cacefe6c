import { deflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { FormatError } from "../../../src/base/errors.ts";
import { openMat } from "../../../src/data/formats/matlab/mat.ts";
import { allRows } from "../../../src/data/formats/opened.ts";
import { read } from "../../../src/data/read.ts";
import { caughtFrom, goldenFiles, numbersIn, openBytes } from "./open.ts";

const { files } = goldenFiles("matlab");

/** An encoder of elements that has nothing in common with the reader; sizes may be said wrong. */
function element(type: number, content: readonly number[], size = content.length): number[] {
  const padding = Array.from({ length: (8 - (content.length % 8)) % 8 }, () => 0);
  return [...words([type, size]), ...content, ...padding];
}

function words(list: readonly number[]): number[] {
  return [...new Uint8Array(Uint32Array.from(list).buffer)];
}

function matrix(kind: number, shape: readonly number[], content: readonly number[], name = "x"): number[] {
  const letters = Array.from(name, (letter) => letter.charCodeAt(0));
  const head = [...element(6, words([kind, 0])), ...element(5, words(shape)), ...element(1, letters)];
  return element(14, [...head, ...content]);
}

const doubles = (...list: number[]) => [...new Uint8Array(Float64Array.from(list).buffer)];
const header = [...new TextEncoder().encode("MATLAB 5.0 MAT-file".padEnd(124)), 0, 1, 73, 77];
const file = (...variables: (readonly number[])[]) => Uint8Array.from([...header, ...variables.flat()]);
const compressed = (inflated: Uint8Array | readonly number[], level = 6) => {
  const packed = [...deflateSync(Uint8Array.from(inflated), { level })];
  return [...words([15, packed.length]), ...packed];
};

async function readAll(bytes: Uint8Array, maxMemory?: number): Promise<number[][]> {
  const opened = await openBytes(openMat, "x.mat", bytes, maxMemory);
  const all: number[][] = [];
  for (const array of opened.arrays)
    if (array.refused === undefined) all.push([...(await array.read(allRows(array)))]);
  return all;
}

describe("a damaged MAT-file", () => {
  it("is encoded right by this test", async () => {
    expect(await readAll(file(matrix(6, [1, 2], element(9, doubles(1, 2)))))).toEqual([[1, 2]]);
    expect(await readAll(file(compressed(matrix(6, [2, 1], element(9, doubles(1, 2))))))).toEqual([[1, 2]]);
  });

  it.each(["scipy/v6.mat", "matlab/teststructnest_7.4_GLNX86.mat", "matlab/testsparse_6.1_SOL2.mat"])(
    "gives nothing else than a FormatError, wherever it is cut: %s",
    async (name) => {
      const bytes = files[name]!.slice(0, 3000);
      const whole = (await readAll(files[name]!)).length;
      for (let length = 0; length < bytes.length; length += 7) {
        const found = await readAll(bytes.slice(0, length)).catch((error: unknown) => error);
        if (Array.isArray(found)) expect(found.length).toBeLessThan(whole);
        else expect(found).toBeInstanceOf(FormatError);
      }
    },
  );

  it.each([
    ["numbers for another shape", matrix(6, [3, 3], element(9, doubles(1, 2))), "9 numbers, got 2"],
    [
      "a shape beyond any memory",
      matrix(6, [2 ** 31 - 1, 2 ** 31 - 1], element(9, doubles(1))),
      "lengths of axes",
    ],
    ["a negative length", matrix(6, [0xffffffff, 1], element(9, doubles(1))), "lengths of axes"],
    ["one axis", matrix(6, [2], element(9, doubles(1, 2))), "from 2 to 32 axes"],
    [
      "an element that is longer than its array",
      matrix(6, [1, 2], element(9, doubles(1, 2), 2 ** 31)),
      "2147483648 declared",
    ],
    [
      "an array that is longer than the file",
      [...words([14, 4096]), ...matrix(6, [1, 1], element(9, doubles(1)))],
      "4096 declared",
    ],
    ["texts as numbers", matrix(6, [1, 2], element(16, [65, 66])), "type 16"],
    ["numbers larger than their class", matrix(9, [1, 1], element(9, doubles(1))), "uint8 in as many bytes"],
    [
      "fractions in a class of whole numbers",
      matrix(13, [1, 1], element(7, [0, 0, 0, 0])),
      "uint32 in as many bytes",
    ],
    ["half a number", matrix(6, [1, 1], element(9, [1, 2, 3, 4])), "4 bytes"],
    ["a class that there is not", matrix(99, [1, 1], []), "99"],
    ["flags of another type", element(14, element(5, words([6, 0]))), "of type 6"],
    ["a variable of another type", element(9, doubles(1)), "an array (type 14)"],
    ["five bytes in a tag", matrix(6, [1, 1], [9, 0, 5, 0, 0, 0, 0, 0]), "at most 4 bytes in a tag"],
    [
      "a cell with too few arrays",
      matrix(1, [1, 3], matrix(6, [1, 1], element(9, doubles(1)), "")),
      "0 bytes",
    ],
    [
      "names of fields of no length",
      matrix(2, [1, 1], [...element(5, words([0])), ...element(1, [97])]),
      "0 bytes each",
    ],
    [
      "names of fields that are cut",
      matrix(2, [1, 1], [...element(5, words([4])), ...element(1, [97, 0, 0])]),
      "4 bytes each",
    ],
  ])("is refused with %s", async (_, variable, message) => {
    const error = await caughtFrom(readAll(file(variable)));
    expect(error.message).toContain(message);
    const inside = await caughtFrom(readAll(file(compressed(variable))));
    if (!message.includes("declared")) expect(inside.message).toContain(message);
  });

  it("is refused with one name twice, and with arrays too deep in each other", async () => {
    const one = matrix(6, [1, 1], element(9, doubles(1)));
    expect((await caughtFrom(readAll(file(one, one)))).message).toContain("x again");
    let deep = one;
    for (let k = 0; k < 70; k++) deep = matrix(1, [1, 1], deep);
    expect((await caughtFrom(readAll(file(deep)))).message).toContain("at most 64 arrays");
  });

  it.each([
    ["an order of bytes", [126, 88], "byte order"],
    ["a version", [125, 7], "version 1.0"],
    ["the version of 7.3 without HDF5", [125, 2], "HDF5"],
  ])("is refused with a header that has another %s", async (_, [at, value], message) => {
    const bytes = file();
    bytes[at!] = value!;
    expect((await caughtFrom(readAll(bytes))).message).toContain(message);
  });

  it("of no variables is refused where it is read", async () => {
    await expect(read({ name: "x.mat", bytes: file() })).rejects.toThrow("no array at all");
  });
});

describe("a compressed variable", () => {
  const good = matrix(6, [1, 2], element(9, doubles(1, 2)));

  it("that was damaged anywhere is refused, by its checksum at the last", async () => {
    const bytes = file(compressed(good));
    for (let at = 136; at < bytes.length; at++) {
      const damaged = bytes.slice();
      damaged[at]! ^= 16;
      // The last bits behind the end of the compressed ones mean nothing.
      const found = await readAll(damaged).catch((error: unknown) => error);
      if (Array.isArray(found)) expect(found).toEqual([[1, 2]]);
      else expect(found).toBeInstanceOf(FormatError);
      if (at > bytes.length - 5) expect(found).toBeInstanceOf(FormatError);
    }
  });

  it("that holds more or less than it says is refused", async () => {
    expect((await caughtFrom(readAll(file(compressed([...good, 1, 2, 3]))))).message).toContain("got more");
    await caughtFrom(readAll(file(compressed(good.slice(0, -4)))));
    expect((await caughtFrom(readAll(file([15, 0, 0, 0, 3, 0, 0, 0, 1, 2, 3])))).message).toContain(
      "6 bytes",
    );
  });

  it("of millions of empty cells is refused by the limit of memory", async () => {
    const cells = Array.from({ length: 40_000 }, () => [14, 0, 0, 0, 0, 0, 0, 0]).flat();
    const bytes = file(compressed(matrix(1, [1, 40_000], cells)));
    expect(bytes.length).toBeLessThan(8000);
    expect((await caughtFrom(readAll(bytes, 2 ** 24))).message).toContain("maxMemory");
  });

  it("that inflates to more than may be held is refused before, and passed over where another is asked for", async () => {
    const zeros = 2 ** 23;
    const head = matrix(9, [zeros, 1], [...words([2, zeros])]);
    const inflated = new Uint8Array(head.length + zeros);
    inflated.set(head);
    new DataView(inflated.buffer).setUint32(4, inflated.length - 8, true);
    const packed = deflateSync(inflated, { level: 9 });
    const bytes = Uint8Array.from([
      ...header,
      ...words([15, packed.length]),
      ...packed,
      ...matrix(6, [1, 2], element(9, doubles(1, 2)), "y"),
    ]);
    expect(bytes.length).toBeLessThan(2 ** 16);
    const error = await caughtFrom(read({ name: "x.mat", bytes }, { maxMemory: 2 ** 25 }));
    expect(error.message).toContain("maxMemory");
    const opened = await openBytes(openMat, "x.mat", bytes, 2 ** 25);
    expect(await numbersIn(opened, "y")).toEqual([1, 2]);
  });

  it("stops at a signal", async () => {
    const opened = await openBytes(openMat, "x.mat", file(compressed(good)));
    const signal = AbortSignal.abort(new Error("stopped"));
    await expect(opened.arrays[0]!.read({ start: 0, end: 1 }, signal)).rejects.toThrow("stopped");
  });
});

describe("a sparse matrix", () => {
  const sparse = (rows: number[], columns: number[], values: number[]) =>
    file(
      matrix(
        5,
        [3, 2],
        [...element(5, words(rows)), ...element(5, words(columns)), ...element(9, doubles(...values))],
      ),
    );

  it("is filled with zeros, and may have room for more numbers than it has", async () => {
    expect(await readAll(sparse([0, 2, 1, 9], [0, 2, 3], [5, 6, 7, 8]))).toEqual([[5, 0, 0, 7, 6, 0]]);
  });

  it.each([
    ["a row that there is not", sparse([0, 3, 1], [0, 2, 3], [5, 6, 7]), "rows below 3"],
    ["columns that go back", sparse([0, 2, 1], [0, 2, 1], [5, 6, 7]), "column 1"],
    ["columns beyond its numbers", sparse([0, 2, 1], [0, 2, 4], [5, 6, 7]), "column 1"],
    ["too few columns", sparse([0, 2, 1], [0, 3], [5, 6, 7]), "3 places of columns"],
  ])("is refused with %s", async (_, bytes, message) => {
    expect((await caughtFrom(readAll(bytes))).message).toContain(message);
  });
});
