import { describe, expect, it } from "vitest";
import { read } from "../../../../src/data/read.ts";
import { isEndlessHeap } from "../../../../src/data/formats/hdf5/heaps.ts";
import { openHdf5 } from "../../../../src/data/formats/hdf5/open.ts";
import { openNetcdf } from "../../../../src/data/formats/netcdf/open.ts";
import { parseNpy } from "../../../../src/data/formats/numpy/npy.ts";
import { arrayAt, goldenBytes, goldenPath, numbersOf, withOpened } from "./golden.ts";

const [spikes] = parseNpy(goldenBytes("h5-session-spikes.npy"), "spikes.npy");

describe("HDF5 through read", () => {
  it("reads one array of a file by its path, with or without a slash", async () => {
    for (const path of ["session/spikes", "/session/spikes"]) {
      const [one] = await read(`${goldenPath("data.h5")}:${path}`);
      expect(one!.shape).toEqual([14, 6]);
      expect(Array.from(one!.data)).toEqual(Array.from(spikes!.data));
    }
  });

  it("refuses an array that does not fit before it reads it, and takes one that does", async () => {
    const source = `${goldenPath("data.h5")}:session/spikes`;
    await expect(read(source, { maxMemory: 1000 })).rejects.toThrow(/at most 1000 bytes.*maxMemory/);
    expect(await read(source, { maxMemory: 100_000 })).toHaveLength(1);
  });

  it("refuses integers that no double holds", async () => {
    await expect(read(`${goldenPath("beyond.h5")}:low`)).rejects.toThrow(/beyond.h5:low.*below 2\^53/);
    await expect(read(`${goldenPath("beyond.h5")}:high`)).rejects.toThrow(/beyond.h5:high.*below 2\^53/);
  });

  it("says what is no HDF5 file, and what is not there", async () => {
    const text = new TextEncoder().encode("no file of this kind");
    await expect(read({ name: "a.h5", bytes: text })).rejects.toThrow("a.h5: expected a sound HDF5 file");
    await expect(read({ name: "a.nc", bytes: text })).rejects.toThrow('begins with "CDF"');
    await expect(read(goldenPath("missing.h5"))).rejects.toThrow("missing.h5: no such file.");
  });

  it("stops at a signal", async () => {
    const control = new AbortController();
    control.abort(new Error("enough"));
    await expect(read(goldenPath("data.h5"), {}, { signal: control.signal })).rejects.toThrow("enough");
  });
});

describe("a damaged HDF5 file", () => {
  it("is refused wherever it ends, and the next file is read", async () => {
    const bytes = goldenBytes("data.h5");
    for (const end of [9, 100, 3000, bytes.length - 200])
      await expect(read({ name: "a.h5", bytes: bytes.slice(0, end) })).rejects.toThrow(/a\.h5.*expected/);
    const [one] = await read(`${goldenPath("data.h5")}:session/spikes`);
    expect(Array.from(one!.data)).toEqual(Array.from(spikes!.data));
  });

  it("breaks no file that is read after it, whatever byte of it is wrong", async () => {
    const bytes = goldenBytes("data.h5");
    for (let at = 8; at < 3000; at += 37) {
      const damaged = bytes.map((byte, k) => (k === at ? byte ^ 0xff : byte));
      await read({ name: "a.h5", bytes: damaged }).catch((error: Error) =>
        expect(error.name).toBe("FormatError"),
      );
    }
    const [one] = await read(`${goldenPath("data.h5")}:session/spikes`);
    expect(Array.from(one!.data)).toEqual(Array.from(spikes!.data));
  });

  it("cannot hide that a chunk with a checksum is wrong", async () => {
    const bytes = goldenBytes("chunks.h5");
    const first = await withOpened(openHdf5, { name: "c.h5", bytes }, (file) =>
      arrayAt(file, "checked").read({ start: 0, end: 1 }),
    );
    const raw = new Uint8Array(Float32Array.of(first[0]!, first[1]!).buffer);
    const at = bytes.findIndex((_, k) => raw.every((byte, j) => bytes[k + j] === byte));
    expect(at).toBeGreaterThan(0);
    const damaged = bytes.map((byte, k) => (k === at ? byte ^ 1 : byte));
    await expect(read({ name: "c.h5", bytes: damaged }, { arrays: "checked" })).rejects.toThrow("checked");
    expect(await read({ name: "c.h5", bytes: damaged }, { arrays: "plain" })).toHaveLength(1);
  });

  it("does not hang in a heap whose free space has no size", async () => {
    const heap = new Uint8Array(64);
    heap.set([0x47, 0x43, 0x4f, 0x4c, 1]);
    expect(isEndlessHeap(heap)).toBe(true);
    heap[24] = 48;
    expect(isEndlessHeap(heap)).toBe(false);
    heap[31] = 8;
    expect(isEndlessHeap(heap)).toBe(true);
    const bytes = goldenBytes("xarray.nc");
    const text = new TextDecoder("latin1").decode(bytes);
    const at = text.indexOf("GCOL");
    // The first object becomes free space of size 0.
    const damaged = bytes.map((byte, k) => (k >= at + 16 && k < at + 32 ? 0 : byte));
    await expect(read({ name: "x.nc", bytes: damaged })).rejects.toThrow("x.nc");
  });
});

describe("a damaged netCDF classic file", () => {
  it("is refused where a variable would not lie in it, or two bytes of its header are wrong", async () => {
    const bytes = goldenBytes("classic.nc");
    await expect(read({ name: "c.nc", bytes: bytes.slice(0, -8) })).rejects.toThrow(/ends, got \d+/);
    await expect(read({ name: "c.nc", bytes: bytes.slice(0, 50) })).rejects.toThrow("end of the file");
    const version = bytes.map((byte, k) => (k === 3 ? 3 : byte));
    await expect(read({ name: "c.nc", bytes: version })).rejects.toThrow("version 1, 2 or 5");
  });

  it("reads a file that was still being written", async () => {
    const bytes = goldenBytes("record.nc").map((byte, k) => (k >= 4 && k < 8 ? 0xff : byte));
    await withOpened(openNetcdf, { name: "r.nc", bytes }, async (file) => {
      const whole = await withOpened(openNetcdf, goldenPath("record.nc"), (sound) =>
        numbersOf(arrayAt(sound, "only")),
      );
      expect(await numbersOf(arrayAt(file, "only"))).toEqual(whole);
    });
  });
});
