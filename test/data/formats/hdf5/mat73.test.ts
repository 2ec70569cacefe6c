import { describe, expect, it } from "vitest";
import { openMat73 } from "../../../../src/data/formats/matlab/mat73.ts";
import { read } from "../../../../src/data/read.ts";
import { arrayAt, expectedIn, golden, goldenPath, numbersOf, withOpened } from "./golden.ts";

describe("openMat73", () => {
  it("reads variables, fields of structures and elements of cells with MATLAB's shape", async () => {
    await withOpened(openMat73, goldenPath("matlab73.mat"), async (file) => {
      const expected = expectedIn("matlab73.mat");
      for (const { path, shape, values } of expected) {
        const array = arrayAt(file, path);
        expect([path, array.refused, array.shape]).toEqual([path, undefined, shape]);
        expect([path, await numbersOf(array)]).toEqual([path, values]);
      }
      expect(
        file.arrays
          .filter(({ refused }) => !refused)
          .map(({ path }) => path)
          .toSorted(),
      ).toEqual(expected.map(({ path }) => path).toSorted());
    });
  });

  it("reads some rows of MATLAB's shape, which lie along the last axis of the file", async () => {
    await withOpened(openMat73, goldenPath("matlab73.mat"), async (file) => {
      const cube = arrayAt(file, "cube");
      const all = await numbersOf(cube);
      expect(Array.from(await cube.read({ start: 1, end: 3 }))).toEqual(all.slice(6, 18));
    });
  });

  it("is where a file of MATLAB 7.3 is read, whose name ends as those of level 5 do", async () => {
    const [one] = await read(`${goldenPath("matlab73.mat")}:s.deep.acts`);
    const expected = expectedIn("matlab73.mat").find(({ path }) => path === "s.deep.acts")!;
    expect(one!.shape).toEqual(expected.shape);
    expect(Array.from(one!.data)).toEqual(expected.values);
  });

  it("says the type and why it does not read texts, complex and sparse arrays", async () => {
    await withOpened(openMat73, goldenPath("matlab73.mat"), async (file) => {
      const types = ["acts", "cube", "int8", "truth"].map((path) => arrayAt(file, path).type);
      expect(types).toEqual(["float64", "float32", "int8", "bool"]);
      for (const path of ["word", "z", "sp"])
        expect([path, arrayAt(file, path).refused]).toEqual([
          path,
          expect.stringContaining(golden.refused[`matlab73.mat:${path}`]!),
        ]);
    });
  });
});
