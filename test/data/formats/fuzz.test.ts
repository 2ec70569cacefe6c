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

const quick = [
  "arrow",
  "csv",
  "gifti",
  "labels",
  "mat",
  "networks",
  "nifti",
  "npy",
  "npy with axes",
  "npz",
  "npz per stimulus",
  "parquet",
  "pt",
  "rdms",
  "safetensors",
  "sizes",
  "tsv",
  "zarr",
];

/** Their files hold many arrays, and a C library opens each. */
const slow = ["hdf5", "mat73", "netcdf3", "netcdf4", "nwb"];

it("every reader is among those that are tried here", async () => {
  expect([...(await fuzz("--mutants", "0")).keys()].sort()).toEqual([...quick, ...slow].sort());
});

// Some of the 100,000 mutants a reader of `npm run fuzz`.
for (const [names, count] of [
  [quick, 1000],
  [slow, 150],
] as const)
  it(`${names.join(", ")}: damaged files are refused by the contract, quickly and within memory`, async () => {
    const found = await fuzz("--mutants", `${count}`, "--seed", "3", ...names);
    expect([...found.keys()]).toEqual(names);
    for (const [mutants, read, refused, crashes] of found.values()) {
      expect([mutants, crashes]).toEqual([`${count}`, "0"]);
      expect(Number(read) + Number(refused)).toBe(count);
      // Damage that no reader sees, or that every one does, would test nothing.
      expect(Number(read)).toBeGreaterThan(count / 100);
      expect(Number(refused)).toBeGreaterThan(count / 10);
    }
  }, 120_000);

it("the same seed gives the same mutants", async () => {
  const countsOf = async () =>
    [...(await fuzz("--mutants", "200", "npy", "csv")).values()].map((cells) => cells.slice(0, 4));
  expect(await countsOf()).toEqual(await countsOf());
});
