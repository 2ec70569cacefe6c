import { readFileSync } from "node:fs";
import { gunzipSync, gzipSync, unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { affineOf } from "../../../src/data/formats/nifti/affine.ts";
import { openNifti } from "../../../src/data/formats/nifti/open.ts";
import type { OpenHow } from "../../../src/data/formats/opened.ts";
import { parseNpy } from "../../../src/data/formats/numpy/npy.ts";
import { read } from "../../../src/data/read.ts";
import { writeNpy } from "../../../src/data/write.ts";
import { numbersOf, opened, rejected } from "./opening.ts";

// Files saved by nibabel; make_nifti.py beside them says how.
const golden = new URL("../../golden/formats/", import.meta.url);
const files = unzipSync(readFileSync(new URL("nifti.zip", golden)));
const sample = (name: string) => new Uint8Array(readFileSync(new URL(`nifti/${name}`, golden)));
const npy = (bytes: Uint8Array) => parseNpy(bytes, "x.npy")[0]!;
const open = (name: string, bytes: Uint8Array, how?: Partial<OpenHow>) => opened(openNifti, name, bytes, how);

describe("a volume that nibabel saved", () => {
  const names = Object.keys(files).filter((name) => Object.hasOwn(files, `${name}.npy`));

  it("is here in every type, both orders of bytes and both versions", () => {
    for (const version of [1, 2])
      for (const type of ["u1", "i1", "u2", "i2", "u4", "i4", "i8", "u8", "f4", "f8"])
        for (const order of ["little", "big"])
          expect(names.some((name) => name.startsWith(`v${version}-${type}-${order}`))).toBe(true);
  });

  it.each(names)("is read as nibabel reads it: %s", async (name) => {
    const expected = npy(files[`${name}.npy`]!);
    const file = await open(name, files[name]!);
    const { shape, data } = await numbersOf(file);
    expect(shape).toEqual(expected.shape);
    expect(Array.from(data)).toEqual(Array.from(expected.data));
    const affine = affineOf(file.arrays[0]!.space!.header);
    const there = npy(files[`${name}.affine.npy`]!).data;
    affine.forEach((value, k) => expect(value).toBeCloseTo(there[k]!, 5));
  });

  it("keeps single precision where there is no slope", async () => {
    const plain = await numbersOf(await open("x.nii", files["v1-f4-little.nii"] ?? files["v1-f4-big.nii"]!));
    expect(plain).toMatchObject({ stored: "float32", data: expect.any(Float32Array) });
    const scaled = Object.keys(files).find((name) => /f[48].*scaled\.nii$/.test(name))!;
    const { stored, data } = await numbersOf(await open(scaled, files[scaled]!));
    expect([stored, data instanceof Float64Array]).toEqual([undefined, true]);
  });

  it("has no slope where that is 0", async () => {
    const bytes = sample("scaled.nii");
    const raw = await numbersOf(await open("x.nii", bytes));
    new DataView(bytes.buffer).setFloat32(112, 0, true);
    const { data } = await numbersOf(await open("x.nii", bytes));
    expect(data[0]).not.toBe(raw.data[0]);
    expect(data.every(Number.isInteger)).toBe(true);
    expect(data.some((value) => value !== 0)).toBe(true);
  });

  it("is read through its name", async () => {
    const bytes = sample("scaled.nii");
    const [one] = await read([{ name: "run.nii", bytes }]);
    const [other] = await read([{ name: "run.1.nii.gz", bytes: gzipSync(bytes) }]);
    expect([one!.name, other!.name]).toEqual(["run", "run.1"]);
    expect(one!.data).toEqual(npy(sample("scaled.npy")).data);
    expect(other!.data).toEqual(one!.data);
    expect(one!.space!.shape).toEqual([5, 4, 3]);
  });
});

describe("a mask", () => {
  const bold = sample("bold.nii.gz");
  const mask = { name: "mask.nii.gz", bytes: sample("mask.nii.gz") };
  const expected = npy(sample("bold.npy"));
  /** The voxels of the mask, where the first axis is the slowest, as NumPy has it. */
  const inside = () => {
    const [nx, ny, nz] = [5, 4, 3];
    const values = gunzipSync(mask.bytes).slice(352);
    return Float64Array.from({ length: 60 }, (_, k) => {
      const [x, y, z] = [Math.floor(k / (ny * nz)), Math.floor(k / nz) % ny, k % nz];
      return values[x + nx * (y + ny * z)]!;
    });
  };

  it("takes the voxels above 0", async () => {
    const file = await open("bold.nii.gz", bold, { mask });
    expect(file.arrays[0]!.space!.voxels).toHaveLength(expected.shape[1]!);
    const { shape, data } = await numbersOf(file);
    expect(shape).toEqual(expected.shape);
    expect(Array.from(data)).toEqual(Array.from(expected.data));
  });

  it("may be a .npy array", async () => {
    const bytes = writeNpy([5, 4, 3], inside());
    const { data } = await numbersOf(await open("bold.nii.gz", bold, { mask: { name: "m.npy", bytes } }));
    expect(Array.from(data)).toEqual(Array.from(expected.data));
  });

  it("is read by rows in any order", async () => {
    const [array] = (await open("bold.nii.gz", bold, { mask })).arrays;
    const width = expected.shape[1]!;
    for (const [start, end] of [
      [12, 14],
      [3, 7],
      [7, 8],
      [0, 14],
    ] as const)
      expect(Array.from(await array!.read({ start, end }))).toEqual(
        Array.from(expected.data.subarray(start * width, end * width)),
      );
  });

  it("acts through read, and says what it did there", async () => {
    const run = { name: "bold.nii.gz", bytes: bold };
    const [one] = await read([run], { mask });
    expect([one!.shape, one!.stored]).toEqual([expected.shape, "float32"]);
    expect(Array.from(one!.data)).toEqual(Array.from(expected.data));
    const [some] = await read([run], { mask, rows: "3:5" });
    expect(Array.from(some!.data)).toEqual(Array.from(one!.data.slice(3 * 43, 5 * 43)));
    expect(some!.space!.voxels).toEqual(one!.space!.voxels);
  });

  it("of another shape is refused with both shapes", async () => {
    const bytes = writeNpy([5, 4, 2], new Float64Array(40).fill(1));
    const error = await rejected(open("bold.nii.gz", bold, { mask: { name: "m.npy", bytes } }));
    expect(error).toMatchObject({
      name: "FormatError",
      expected: "a mask of 5 × 4 × 3 voxels, as bold.nii.gz",
      got: "5 × 4 × 2",
    });
    const other = { name: "m.nii", bytes: files["v1-u1-little.nii"]! };
    expect((await rejected(open("bold.nii.gz", bold, { mask: other }))).message).toMatch(
      /5 × 4 × 3 .*got 3 × 4 × 2/,
    );
  });

  it("that selects nothing is refused", async () => {
    const bytes = writeNpy([5, 4, 3], new Float64Array(60));
    const error = await rejected(open("bold.nii.gz", bold, { mask: { name: "m.npy", bytes } }));
    expect(error.message).toMatch(/m\.npy: .*voxels above 0, got none/);
  });

  it("that lies elsewhere is taken voxel by voxel, and said", async () => {
    const moved = gunzipSync(mask.bytes);
    const view = new DataView(moved.buffer);
    expect(view.getInt16(254, true)).toBeGreaterThan(0);
    view.setFloat32(292, 40, true);
    const file = await open("bold.nii.gz", bold, { mask: { name: "moved.nii", bytes: moved } });
    expect(file.notes).toEqual([
      expect.stringMatching(/moved\.nii lies elsewhere than bold\.nii\.gz: affine \[.* 40\]/),
    ]);
    expect((await open("bold.nii.gz", bold, { mask })).notes).toBeUndefined();
    expect((await numbersOf(file)).shape).toEqual(expected.shape);
  });
});

describe("what is refused", () => {
  it.each([
    ["complex.nii", /complex numbers/],
    ["rgb.nii", /colours \(RGB\)/],
  ])("is listed, and an error where it is asked for: %s", async (name, what) => {
    const file = await open(name, files[name]!);
    expect(file.arrays[0]!.refused).toMatch(what);
    expect((await rejected(numbersOf(file))).message).toMatch(what);
  });

  it.each([
    ["pair.nii", /pair \(\.hdr, \.img\).*nibabel\.save/],
    ["cifti.nii", /CIFTI-2.*get_fdata/],
  ])("is named: %s", async (name, what) => {
    expect((await rejected(open(name, files[name]!))).message).toMatch(what);
  });

  const plain = files["v1-f8-big.nii"] ?? files["v1-f8-little.nii"]!;
  const little = plain[0] !== 0;
  const edited = (at: number, value: number, kind: "setInt16" | "setFloat32" = "setInt16") => {
    const bytes = plain.slice();
    new DataView(bytes.buffer)[kind](at, value, little);
    return bytes;
  };

  it.each([
    ["no axes", edited(40, 0), /1 to 7 axes, got 0/],
    ["an axis of 0", edited(44, 0), /axes of at least 1, got one of 0/],
    ["an axis below 0", edited(44, -3), /one of -3/],
    ["a type that is none", edited(70, 5), /a datatype code of NIfTI, got 5/],
    ["numbers inside the header", edited(108, 100, "setFloat32"), /from byte 352 on \(vox_offset\), got 100/],
    ["more numbers than there are", edited(42, 30000), /bytes as the header declares, got/],
    ["another file", Uint8Array.from({ length: 400 }, (_, k) => k), /a NIfTI header/],
    ["an empty file", new Uint8Array(0), /a NIfTI header.*got 0 bytes/],
    ["a header cut short", plain.slice(0, 200), /a header of 348 bytes, got 200/],
    ["numbers cut short", plain.slice(0, -1), /as the header declares, got/],
  ])("is %s", async (_, bytes, what) => {
    const error = await rejected(open("x.nii", bytes));
    expect(error.name).toBe("FormatError");
    expect(error.message).toMatch(what);
  });

  it("is a compressed file that is cut short or damaged", async () => {
    const whole = gzipSync(plain, { level: 6 });
    const cut = await open("x.nii.gz", whole.slice(0, -30));
    expect((await rejected(numbersOf(cut))).message).toMatch(
      /up to the end of the file, which may be cut short|damaged/,
    );
    const flipped = whole.slice();
    flipped[flipped.length - 6]! ^= 1;
    const other = await open("x.nii.gz", flipped);
    expect((await rejected(numbersOf(other))).message).toMatch(/checksum/);
  });

  it("is a compressed file that declares what it cannot hold", async () => {
    const bytes = gzipSync(edited(42, 32767));
    expect((await rejected(open("x.nii.gz", bytes))).message).toMatch(
      /a compressed file that gives \d+ at most/,
    );
  });
});

it("holds little of a file that expands without end", async () => {
  const zeros = gzipSync(new Uint8Array(2 ** 24));
  const error = await rejected(open("x.nii.gz", zeros, { maxMemory: 2 ** 20 }));
  expect(error.message).toMatch(/a NIfTI header.*0x00000000/);
});

it("reads several gzip members as one file", async () => {
  const bytes = sample("scaled.nii");
  const members = [bytes.slice(0, 700), bytes.slice(700)].map((part) => gzipSync(part));
  const joined = Uint8Array.from([...members[0]!, ...members[1]!]);
  expect((await numbersOf(await open("x.nii.gz", joined))).data).toEqual(npy(sample("scaled.npy")).data);
});
