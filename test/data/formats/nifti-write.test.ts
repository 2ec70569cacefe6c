import { readFileSync } from "node:fs";
import { gunzipSync, unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { matrix } from "../../../src/base/matrix.ts";
import { affineOf } from "../../../src/data/formats/nifti/affine.ts";
import { openNifti } from "../../../src/data/formats/nifti/open.ts";
import { writeNifti } from "../../../src/data/formats/nifti/write.ts";
import { numbersOf, opened } from "./opening.ts";

const golden = new URL("../../golden/formats/", import.meta.url);
const files = unzipSync(readFileSync(new URL("nifti.zip", golden)));
const names = Object.keys(files).filter((name) =>
  /^(v[12]-(f4|i2|u8)|v[12]-[qn]|ext).*\.nii(\.gz)?$/.test(name),
);
const spaceOf = async (name: string) => (await opened(openNifti, name, files[name]!)).arrays[0]!.space!;

describe("maps of some voxels", () => {
  const voxels = Int32Array.of(1, 4, 7, 11);
  const values = Float64Array.from({ length: 12 }, (_, k) => (k === 5 ? Number.NaN : Math.sin(k) / 3));

  it.each(names)("lie where they were read from, in the space of %s", async (name) => {
    const space = { ...(await spaceOf(name)), voxels };
    const bytes = writeNifti(matrix(3, 4, values), space);
    const file = await opened(openNifti, "map.nii", bytes);
    const { shape, data } = await numbersOf(file);
    const all = space.shape[0] * space.shape[1] * space.shape[2];
    expect(shape).toEqual([3, all]);
    const expected = new Float64Array(3 * all);
    for (let map = 0; map < 3; map++)
      voxels.forEach((v, k) => (expected[map * all + v] = values[4 * map + k]!));
    expect(data).toEqual(expected);
    expect(affineOf(file.arrays[0]!.space!.header)).toEqual(affineOf(space.header));
    expect(bytes[0]).toBe(space.header[0]); // the order of bytes
  });
});

it("writes one map as one volume, compressed into the same bytes every time", async () => {
  const space = await spaceOf("extension.nii");
  const map = matrix(
    1,
    24,
    Float64Array.from({ length: 24 }, (_, k) => k / 7),
  );
  const packed = writeNifti(map, space, { compressed: true });
  expect(packed).toEqual(writeNifti(map, space, { compressed: true }));
  expect(gunzipSync(packed)).toEqual(writeNifti(map, space));
  expect(new DataView(gunzipSync(packed).buffer).getInt16(40, true)).toBe(3);
  const { shape, data } = await numbersOf(await opened(openNifti, "map.nii.gz", packed));
  expect([shape, data]).toEqual([[1, 24], map.data]);
});

it("writes an axis that 16 bits do not hold as FreeSurfer does", async () => {
  const space = await spaceOf("long.nii");
  expect(space.shape).toEqual([40000, 1, 1]);
  const map = matrix(
    2,
    40000,
    Float64Array.from({ length: 80000 }, (_, k) => k),
  );
  const { shape, data } = await numbersOf(await opened(openNifti, "m.nii", writeNifti(map, space)));
  expect([shape, data]).toEqual([[2, 40000], map.data]);
});

it("refuses maps of another number of units, and more maps than a header counts", async () => {
  const space = await spaceOf("extension.nii");
  expect(() => writeNifti(matrix(1, 23), space)).toThrow(
    /24 units of 3 × 4 × 2 voxels; got maps of 23 units/,
  );
  const cut = { ...space, header: space.header.slice(0, 200) };
  expect(() => writeNifti(matrix(1, 24), cut)).toThrow(/348 or 540 bytes; got 200/);
  const one = { ...space, shape: [1, 1, 1] as const };
  expect(() => writeNifti(matrix(40000, 1), one)).toThrow(/at most 32767; got 40000 maps/);
});

it("gives voxels that are no unit the value that says so", async () => {
  const space = { ...(await spaceOf("extension.nii")), voxels: Int32Array.of(3, 9) };
  const p = matrix(1, 2, Float64Array.of(0.02, 0));
  const { data } = await numbersOf(await opened(openNifti, "p.nii", writeNifti(p, space, { outside: 1 })));
  expect(Array.from(data)).toEqual(Array.from({ length: 24 }, (_, v) => (v === 3 ? 0.02 : v === 9 ? 0 : 1)));
});
