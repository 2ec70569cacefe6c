import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inspect, read } from "../../../src/index.ts";
import { writeNpy, writeNpz } from "../../../src/data/write.ts";
import { writeZip } from "../../../src/data/formats/zip/zip-write.ts";
import { repgeom } from "../../support/repgeom.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "repgeom-inspect-"));
  await writeFile(join(folder, "a.npy"), writeNpy([4, 2], [1, 5, 2, 5, NaN, 5, 4, 5]));
  await writeFile(
    join(folder, "b.npy"),
    writeNpy([3, 4], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, Infinity], "f4"),
  );
  await writeFile(join(folder, "c.npy"), writeNpy([4, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]));
  await writeFile(join(folder, "bad.npy"), "no array");
});
afterAll(() => rm(folder, { recursive: true }));

const named = (name: string, bytes: Uint8Array) => ({ name, bytes });

describe("inspect", () => {
  it("gives shape, type, size, first numbers and what may be wrong with each array", async () => {
    const { arrays, warnings } = await inspect(["a", "b", "c"].map((name) => join(folder, `${name}.npy`)));
    expect(arrays[0]).toMatchObject({
      shape: [4, 2],
      type: "float64",
      bytes: 64,
      readAs: { axes: "stimuli × units", shape: [4, 2] },
      first: [1, 5, 2, 5],
      counts: { missing: 1, infinite: 0, constant: 1, units: 2, min: 1, max: 5 },
    });
    expect(arrays[0]!.warnings).toEqual([
      "1 of 8 numbers are NaN, which most metrics refuse",
      "1 of 2 units are constant over the first axis; --drop-constant leaves them out",
    ]);
    expect(arrays[1]).toMatchObject({ type: "float32", bytes: 48, counts: { infinite: 1, max: Infinity } });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain("probably units × stimuli. Read it with --axes units,stimuli.");
  });

  it("lists arrays of texts and objects in an archive, which are left out where the whole is read", async () => {
    const text = writeNpy([2], [0, 0]);
    // As numpy.savez writes names: "<U4" in place of "<f8", and a code of 4 bytes a letter.
    text.set(new TextEncoder().encode("<U2"), new TextDecoder("latin1").decode(text).indexOf("<f8"));
    const bytes = writeZip([
      { name: "a.npy", bytes: writeNpy([2, 2], [1, 2, 3, 5]) },
      { name: "names.npy", bytes: text },
    ]);
    const { arrays, failures } = await inspect(named("x.npz", bytes));
    expect(failures).toEqual([]);
    expect(arrays[0]).toMatchObject({ name: "x.npz:a", first: [1, 2, 3, 5] });
    expect(arrays[1]).toMatchObject({ name: "x.npz:names", shape: [2], type: "text", refused: "text" });
    expect((await read(named("x.npz", bytes))).map(({ name }) => name)).toEqual(["x"]);
    await expect(read(named("x.npz:names", bytes))).rejects.toThrow(
      "x.npz:names: expected real numbers, got text",
    );
  });

  it("tells of one array that cannot be read, beside the others", async () => {
    const large = writeNpy([1, 2], [1, 2]);
    const word = new TextDecoder("latin1").decode(large).indexOf("<f8");
    large.set(new TextEncoder().encode("<i8"), word); // the bits of 1.0 are an integer above 2^53
    await writeFile(join(folder, "large-integers.npy"), large);
    const { arrays, failures } = await inspect([join(folder, "large-integers.npy"), join(folder, "a.npy")]);
    expect(failures).toEqual([]);
    expect(arrays[0]!.warnings[0]).toContain("its numbers cannot be read: ");
    expect(arrays[1]!.first).toEqual([1, 5, 2, 5]);
  });

  it("counts the same in blocks of rows as at once", async () => {
    const values = Float32Array.from({ length: 5_000_000 }, (_, k) => (k === 4_999_999 ? NaN : k % 7));
    const path = join(folder, "large.npy");
    await writeFile(path, writeNpy([1_000_000, 5], values, "f4")); // 20 MB, two blocks
    const { arrays } = await inspect(path);
    expect(arrays[0]!.counts).toEqual({ missing: 1, infinite: 0, constant: 0, units: 5, min: 0, max: 6 });
  });

  it("lists every array of a file, or those that are named, and what options make of them", async () => {
    const file = writeNpz([
      { name: "conv", shape: [2, 3, 2, 2], data: Array.from({ length: 24 }, (_, k) => k) },
      { name: "flat", shape: [2, 3], data: [1, 2, 3, 4, 5, 6] },
    ]);
    const { arrays } = await inspect(named("x.npz", file));
    expect(arrays.map(({ name }) => name)).toEqual(["x.npz:conv", "x.npz:flat"]);
    const axes = ["stimuli", "channels", "height", "width"];
    const pooled = await inspect(named("x.npz:c*", file), { axes, pool: "mean:height,width" });
    expect(pooled.arrays).toHaveLength(1);
    expect(pooled.arrays[0]!.readAs).toEqual({
      axes: "stimuli × units",
      shape: [2, 3],
      steps: ["axes stimuli, channels, height, width", "mean over height, width"],
    });
    const { arrays: unfit } = await inspect(named("x.npz:conv", file), {
      axes: ["stimuli", "time", "units"],
    });
    expect(unfit[0]!.readAs).toBeUndefined();
    expect(unfit[0]!.warnings[0]).toContain("axes names 3 axes");
  });

  it("goes on with the other files where one cannot be read", async () => {
    const { arrays, failures } = await inspect([join(folder, "bad.npy"), join(folder, "c.npy")]);
    expect(arrays).toHaveLength(1);
    expect(failures).toHaveLength(1);
    expect(failures[0]!.message).toContain("magic bytes");
  });
});

describe("repgeom inspect", () => {
  it("prints a line an array, warnings on stderr, and fails for a file that cannot be read", async () => {
    const { code, stdout, stderr } = await repgeom("inspect", join(folder, "a.npy"), join(folder, "bad.npy"));
    expect(code).toBe(1);
    expect(stdout).toContain("4 × 2  float64");
    expect(stdout).toContain("1 5 2 5 …");
    expect(stderr).toContain("1 of 8 numbers are NaN");
    expect(stderr).toContain("1 of 2 files cannot be read");
    const document = await repgeom("inspect", join(folder, "c.npy"), "--json");
    expect(document).toMatchObject({ code: 0, stderr: "" });
    expect(JSON.parse(document.stdout)).toMatchObject({ arrays: [{ shape: [4, 3] }], failures: [] });
  });

  it("speaks of flags where a file is above the limit of memory", async () => {
    const { code, stderr } = await repgeom("inspect", join(folder, "a.npy"), "--max-memory", "100");
    expect(code).toBe(1);
    expect(stderr).toMatch(/\(option --max-memory\).*raise --max-memory to/);
  });
});
