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

/** Readers of small files, and of those that take longer: some of the 100,000 mutants of `npm run fuzz`. */
const tried: readonly (readonly [mutants: number, names: readonly string[]])[] = [
  [
    2000,
    [
      "npy",
      "npz",
      "npz per stimulus",
      "npy with axes",
      "safetensors",
      "csv",
      "tsv",
      "labels",
      "rdms",
      "sizes",
    ],
  ],
  [
    150,
    [
      "hdf5",
      "netcdf4",
      "netcdf3",
      "nwb",
      "mat73",
      "nifti",
      "gifti",
      "zarr",
      "zstd",
      "lz4",
      "parquet",
      "arrow",
    ],
  ],
];

it("every reader is tried", async () => {
  const { readers } = await import(new URL("readers.mjs", `file://${script}`).href);
  expect(tried.flatMap(([, names]) => names).sort()).toEqual(Object.keys(readers).sort());
});

it.each(tried)(
  "%i damaged files are refused by contract, quickly and within memory",
  async (mutants, names) => {
    const found = await fuzz("--mutants", String(mutants), "--seed", "3", ...names);
    expect([...found.keys()]).toEqual(names);
    for (const [count, read, refused, crashes] of found.values()) {
      expect([count, crashes]).toEqual([String(mutants), "0"]);
      expect(Number(read) + Number(refused)).toBe(mutants);
      // Damage that no reader sees, or that every one does, would test nothing.
      expect(Number(read)).toBeGreaterThan(mutants / 100);
      expect(Number(refused)).toBeGreaterThan(mutants / 10);
    }
  },
);

it("the same seed gives the same mutants", async () => {
  const countsOf = async () =>
    [...(await fuzz("--mutants", "200", "npy", "csv")).values()].map((cells) => cells.slice(0, 4));
  expect(await countsOf()).toEqual(await countsOf());
});
