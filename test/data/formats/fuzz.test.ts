import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const script = fileURLToPath(new URL("../../../scripts/fuzz/run.mjs", import.meta.url));

/** The table of `npm run fuzz`, by reader, as the columns have it. */
async function fuzz(...words: string[]): Promise<Map<string, string[]>> {
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...words]);
  const [, ...lines] = stdout.trim().split("\n");
  return new Map(lines.map((line) => line.trim().split(/ {2,}/)).map(([name, ...cells]) => [name!, cells]));
}

// Some of the 100,000 mutants a reader of `npm run fuzz`.
it("every reader refuses damaged files by its contract, quickly and within its memory", async () => {
  const found = await fuzz("--mutants", "400", "--seed", "3");
  const names =
    "arrow csv gifti hdf5 labels lz4 mat mat73 netcdf3 netcdf4 networks nifti npy npz nwb parquet pt rdms safetensors sizes tsv zarr zstd";
  expect([...found.keys()].sort()).toEqual([...names.split(" "), "npy with axes", "npz per stimulus"].sort());
  for (const [mutants, read, refused, crashes] of found.values()) {
    expect([mutants, crashes]).toEqual(["400", "0"]);
    expect(Number(read) + Number(refused)).toBe(400);
    // Damage that no reader sees, or that every one does, would test nothing.
    expect(Number(read)).toBeGreaterThan(4);
    expect(Number(refused)).toBeGreaterThan(80);
  }
}, 180_000);

it("the same seed gives the same mutants", async () => {
  const countsOf = async () =>
    [...(await fuzz("--mutants", "200", "npy", "csv")).values()].map((cells) => cells.slice(0, 4));
  expect(await countsOf()).toEqual(await countsOf());
});
