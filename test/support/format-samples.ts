import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { unzipSync } from "fflate";
import { writeNpz } from "../../src/data/write.ts";
import { npy, safetensors } from "../public/recipes/files.ts";

/** A file of a format: where it comes from, one of its arrays, and the shape of that. */
export interface Sample {
  /** Bytes, or a place in `test/golden/formats`; `a.zip/b` is the member b of an archive there. */
  readonly from: Uint8Array | string;
  /** "" where the file has only one. */
  readonly array?: string;
  readonly shape: string;
}

const text = (mark: string) =>
  new TextEncoder().encode(`,a,b\ns0,1,2\ns1,3,5\ns2,4,0\n`.replaceAll(",", mark));
const numbers = [1, 2, 3, 5, 4, 0];

/** One line for each format. */
export const samples: Readonly<Record<string, Sample>> = {
  npy: { from: npy([3, 2], 1), shape: "3 × 2" },
  npz: { from: writeNpz([{ name: "a", shape: [3, 2], data: numbers }]), shape: "3 × 2" },
  safetensors: { from: safetensors(["a", "b"], [3, 2]), array: "b", shape: "3 × 2" },
  csv: { from: text(","), shape: "3 × 2" },
  tsv: { from: text("\t"), shape: "3 × 2" },
  parquet: { from: "tables/duckdb-lists.parquet", array: "embedding", shape: "40 × 3" },
  arrow: { from: "tables/polars-lists.arrow", array: "embedding", shape: "40 × 3" },
  feather: { from: "tables/polars-lz4.arrow", shape: "40 × 4" },
  pt: { from: "torch/files.zip/tensor.pt", shape: "6 × 5" },
  pth: { from: "torch/files.zip/tensor.pt", shape: "6 × 5" },
  mat: { from: "matlab/files.zip/octave/v7.mat", array: "c.0", shape: "8 × 5" },
  nii: { from: "nifti.zip/v1-i1-little-scaled.nii", shape: "5 × 24" },
  "nii.gz": { from: "nifti/bold.nii.gz", shape: "14 × 60" },
  gii: { from: "gifti.zip/func-B64GZ.gii", shape: "6 × 11" },
  zarr: { from: "zarr/data.zarr", array: "acts", shape: "14 × 6" },
  "zarr.zip": { from: "zarr/data.zarr.zip", array: "acts", shape: "14 × 6" },
  h5: { from: "hdf5/data.h5", array: "session/spikes", shape: "14 × 6" },
  hdf5: { from: "hdf5/data.h5", array: "session/spikes", shape: "14 × 6" },
  nc: { from: "hdf5/xarray.nc", array: "acts", shape: "5 × 3" },
  nwb: { from: "hdf5/session.nwb", array: "units/spike_counts", shape: "8 × 3" },
};

/** Its bytes; of a folder there are none. */
export function sampleBytes(extension: string): Uint8Array {
  const { from } = samples[extension]!;
  if (typeof from !== "string") return from;
  const [archive, member] = from.split(/(?<=\.zip)\//);
  const bytes = new Uint8Array(readFileSync(golden(archive!)));
  return member === undefined ? bytes : unzipSync(bytes)[member]!;
}

/** Where a file of `test/golden/formats` is. */
export function golden(name: string): string {
  return fileURLToPath(new URL(`../golden/formats/${name}`, import.meta.url));
}
