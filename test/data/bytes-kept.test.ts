import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { extensions } from "../../src/data/formats/registry.ts";
import { read } from "../../src/data/read.ts";
import { golden, samples, sampleBytes } from "../support/format-samples.ts";

/** Formats whose files can be bytes; those of `.zarr` are folders. */
const formats = extensions.map((extension) => extension.slice(1)).filter((name) => name !== "zarr");

describe("the bytes that a caller hands over", () => {
  it.each(formats)("stay as they are, and belong to no result: .%s", async (extension) => {
    const bytes = sampleBytes(extension);
    const { array } = samples[extension]!;
    // In the middle of a larger buffer, as a part of a download is.
    const around = new Uint8Array(bytes.length + 16).fill(0xa5);
    around.set(bytes, 8);
    const before = around.slice();
    // A Buffer, whose slice() shares memory, as that of no other array does.
    const part = Buffer.from(around.buffer, 8, bytes.length);
    const [one] = await read({ name: `x.${extension}`, bytes: part }, array ? { arrays: array } : {});
    expect(around).toEqual(before);
    const kept = Float64Array.from(one!.data);
    expect(kept.length).toBeGreaterThan(0);
    around.fill(0);
    expect(Float64Array.from(one!.data)).toEqual(kept);
  });

  it("stay as they are where a mask is read as well", async () => {
    const volumes = sampleBytes("nii.gz");
    const mask = new Uint8Array(readFileSync(golden("nifti/mask.nii.gz")));
    const before = mask.slice();
    await read({ name: "x.nii.gz", bytes: volumes }, { mask: { name: "mask.nii.gz", bytes: mask } });
    expect(mask).toEqual(before);
  });

  it("stay as they are where the file is refused", async () => {
    for (const extension of formats) {
      const cut = sampleBytes(extension).slice(0, -5);
      const before = cut.slice();
      await read({ name: `x.${extension}`, bytes: cut }).catch(() => undefined);
      expect([extension, cut]).toEqual([extension, before]);
    }
  });
});
