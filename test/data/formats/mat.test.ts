import { describe, expect, it } from "vitest";
import { read } from "../../../src/data/read.ts";
import { allRows } from "../../../src/data/formats/opened.ts";
import { openMat } from "../../../src/data/formats/matlab/mat.ts";
import { arrayAt, caughtFrom, doublesOf, goldenFiles, numbersIn, openBytes } from "./open.ts";

interface Entry {
  readonly shape?: readonly number[];
  readonly type?: string;
  readonly refused?: string;
  readonly bits?: string;
}

const { files, expected } = goldenFiles<{ files: Record<string, Record<string, Entry>> }>("matlab");

describe("a MAT-file that MATLAB, SciPy or Octave wrote", () => {
  it.each(Object.entries(expected.files))("holds what SciPy reads from it: %s", async (name, arrays) => {
    const opened = await openBytes(openMat, name, files[name]!);
    expect(opened.arrays.map(({ path }) => path).sort()).toEqual(Object.keys(arrays).sort());
    for (const [path, { shape, type, bits, refused }] of Object.entries(arrays)) {
      const array = arrayAt(opened, path);
      expect([path, array.refused !== undefined]).toEqual([path, refused !== undefined]);
      if (bits === undefined) continue;
      expect([path, array.shape]).toEqual([path, shape]);
      expect([path, array.type]).toEqual([path, array.type === "bool" ? "bool" : type]);
      expect([path, await numbersIn(opened, path)]).toEqual([path, doublesOf(bits)]);
    }
    await opened.close();
  });
});

/** What the text of an array's refusal, or of the error of opening, must name. */
describe("what a MAT-file holds that is no array of real numbers", () => {
  const openGolden = (name: string) => openBytes(openMat, name, files[name]!);

  it.each([
    ["scipy/v7.mat", "complex", "complex128", "complex numbers"],
    ["scipy/v6.mat", "word", "text", "text"],
    ["scipy/v6.mat", "s.name", "text", "text"],
    ["matlab/testsparsecomplex_7.4_GLNX86.mat", "testsparsecomplex", "complex128", "complex numbers"],
    ["matlab/testfunc_7.4_GLNX86.mat", "testfunc", "function handle", "a function handle"],
    ["matlab/testobject_7.4_GLNX86.mat", "testobject", /inline$/, "an object of class inline"],
    ["octave/sparse-logical.mat", "yes", "bool", /GNU Octave/],
  ])("is listed with the reason: %s %s", async (name, path, type, refused) => {
    const array = arrayAt(await openGolden(name), path);
    expect(array.type).toMatch(type);
    expect(array.refused).toMatch(refused);
  });

  it.each([
    ["octave/level4.mat", "MATLAB level 4", '"-v6" or "-v7"'],
    ["scipy/level4.mat", "MATLAB level 4", '"-v6" or "-v7"'],
    ["matlab/testdouble_4.2c_SOL2.mat", "MATLAB level 4", '"-v6" or "-v7"'],
    ["octave/text.mat", "text of GNU Octave", '"-v7"'],
    ["octave/binary.mat", "the binary format of GNU Octave", '"-v7"'],
    ["damaged/corrupted_zlib_checksum.mat", "checksum", "damaged"],
    ["damaged/corrupted_zlib_data.mat", "compressed bytes", "damaged"],
    ["matlab/bad_miuint32.mat", "21474836490 numbers", "10"],
  ])("is refused by name: %s", async (name, got, advice) => {
    const error = await caughtFrom(openGolden(name));
    expect(error.message).toContain(got);
    expect(error.message).toContain(advice);
    expect(error.message).toContain(name);
  });

  it("is an integer from 2^53 on, refused where it is read", async () => {
    const opened = await openGolden("scipy/big-integer.mat");
    expect(arrayAt(opened, "big").type).toBe("int64");
    const error = await caughtFrom(numbersIn(opened, "big"));
    expect(error.message).toMatch(/below 2\^53.*9007199254740992 in element 1/);
  });

  it("is every field but the first of one name", async () => {
    const { arrays } = await openGolden("matlab/nasty_duplicate_fieldnames.mat");
    const again = arrays.filter(({ path }) => path === "Summary.Station_Q");
    expect(again.map(({ refused }) => refused)).toEqual([
      undefined,
      ...Array.from({ length: 3 }, () => "an array with the path of another"),
    ]);
  });
});

describe("rows of an array", () => {
  it.each(["scipy/v6.mat", "scipy/v7.mat", "matlab/test3dmatrix_6.1_SOL2.mat"])(
    "are those of all its numbers: %s",
    async (name) => {
      const opened = await openBytes(openMat, name, files[name]!);
      for (const array of opened.arrays.filter(({ refused }) => refused === undefined)) {
        const all = await array.read(allRows(array));
        const width = array.shape[0] === 0 ? 0 : all.length / array.shape[0]!;
        for (const [start, end] of [
          [0, 1],
          [1, 2],
          [1, array.shape[0]!],
          [2, 2],
        ] as const) {
          if (end > array.shape[0]! || start > end) continue;
          const some = await array.read({ start, end });
          expect([array.path, ...some]).toEqual([array.path, ...all.slice(start * width, end * width)]);
          expect(some.constructor).toBe(all.constructor);
        }
      }
    },
  );

  it("may lie in memory that the caller gives", async () => {
    const opened = await openBytes(openMat, "x.mat", files["scipy/v7.mat"]!);
    const memory = new ArrayBuffer(5 * 7 * 8);
    const array = arrayAt(opened, "double");
    expect((await array.read(allRows(array), undefined, memory)).buffer).toBe(memory);
  });

  it("keep single precision, and take no more memory than is said", async () => {
    const opened = await openBytes(openMat, "x.mat", files["scipy/v7.mat"]!);
    expect(arrayAt(opened, "single")).toMatchObject({ stored: "float32", bytes: 6 * 2 * 4 });
    expect(await arrayAt(opened, "single").read({ start: 0, end: 6 })).toBeInstanceOf(Float32Array);
    expect(arrayAt(opened, "double")).toMatchObject({ bytes: 5 * 7 * 8 });
    expect(arrayAt(opened, "double").stored).toBeUndefined();
  });

  it("are read at the same time from one compressed variable", async () => {
    const opened = await openBytes(openMat, "x.mat", files["octave/v7.mat"]!);
    const paths = ["s.deep.acts", "s.acts", "s.deep.more.list.0", "x"];
    const alone: number[][] = [];
    for (const path of paths) alone.push(await numbersIn(opened, path));
    expect(await Promise.all(paths.map((path) => numbersIn(opened, path)))).toEqual(alone);
  });
});

describe("a MATLAB 7.3 file, which is HDF5", () => {
  it("is read under the same ending", async () => {
    const bytes = files["matlab/testhdf5_7.4_GLNX86.mat"]!;
    const [array] = await read({ name: "x.mat", bytes });
    expect(array!.shape).toEqual([1, 9]);
    array!.data.forEach((value, k) => expect(value).toBeCloseTo((k * Math.PI) / 4, 12));
  });

  it("may be HDF5 of GNU Octave", async () => {
    const [array] = await read({ name: "x.mat", bytes: files["octave/hdf5.mat"]! });
    const [same] = await read({ name: "y.mat:x", bytes: files["octave/v7.mat"]! });
    expect([array!.shape, ...array!.data]).toEqual([same!.shape, ...same!.data]);
  });
});
