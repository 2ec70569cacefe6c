import { readFileSync } from "node:fs";
import { unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { parseNpy } from "../../../src/data/formats/numpy/npy.ts";
import { parseNpz } from "../../../src/data/formats/numpy/npz.ts";
import { caught } from "./encode.ts";

// Files saved by NumPy; fixtures/make_numpy.py says how.
const files = unzipSync(readFileSync(new URL("fixtures/numpy.zip", import.meta.url)));
const base = [0, 1.5, -2, 3.25, 100, 7, -8, 9, 10.5, 11, -12, 1];

/** The values as NumPy casts them. */
const casts: Record<string, (value: number) => number> = {
  f: (value) => value,
  i: (value) => Math.trunc(value),
  u: (value) => Math.trunc(Math.abs(value)),
  b: (value) => (value === 0 ? 0 : 1),
};

describe("a file saved by NumPy", () => {
  const typed = Object.keys(files).filter((name) => /^[fiub]\d/.test(name));

  it("is here in every type, byte order and memory order", () => {
    expect(typed).toHaveLength(2 * (9 * 2 + 3));
  });

  it.each(typed)("is read right: %s", (name) => {
    const [array] = parseNpy(files[name]!, name);
    expect(array!.shape).toEqual([2, 2, 3]);
    expect(Array.from(array!.data)).toEqual(base.map(casts[name[0]!]!));
  });

  it.each([1, 2, 3])("is read right in version %d of the format", (version) => {
    const [array] = parseNpy(files[`version${version}.npy`]!, "x.npy");
    expect(array).toEqual({ name: "x", shape: [2, 2, 3], data: Float64Array.from(base) });
  });

  it("is read right with no axis, one axis and no rows", () => {
    const shapes = ["scalar", "vector", "empty"].map((name) => parseNpy(files[`${name}.npy`]!, "x.npy")[0]!);
    expect(shapes.map(({ shape }) => shape)).toEqual([[1], [3], [0, 5]]);
    expect(shapes.map(({ data }) => Array.from(data))).toEqual([[3.5], [1, 2, 3], []]);
  });

  it.each(["stored", "deflated"])("is read right from a %s archive", (name) => {
    expect(parseNpz(files[`${name}.npz`]!, "x.npz")).toEqual([
      { name: "x:first", shape: [2, 2, 3], data: Float64Array.from(base) },
      { name: "x:second", shape: [2, 3], data: Float32Array.from(base.slice(0, 6)), stored: "float32" },
    ]);
  });

  it("is read right from an archive of one unnamed array", () => {
    expect(parseNpz(files["one.npz"]!, "x.npz")).toMatchObject([{ name: "x", shape: [2, 2, 3] }]);
  });

  it.each([
    ["complex", '"<c16"'],
    ["text", '"<U3"'],
    ["object", '"|O"'],
    ["structured", "[('x', '<f8')]"],
  ])("is refused when its values are no numbers: %s", (name, got) => {
    expect(caught(() => parseNpy(files[`${name}.npy`]!, "x.npy")).got).toContain(got);
  });
});
