/** Every reader with files that it reads, and how a mutant of them is made. */
import { readFileSync } from "node:fs";
import { readNetworkTable } from "../../dist/src/data/groups/read-network-table.js";
import { readLabels } from "../../dist/src/data/label-table.js";
import { read } from "../../dist/src/data/read.js";
import { writeNpy, writeNpz } from "../../dist/src/data/write.js";
import { parseSize } from "../../dist/src/cli/options.js";
import { unpackerOf } from "../../dist/src/data/formats/compression/unpack.js";
import { readRdms } from "../../dist/src/rdm/read-rdms.js";
import { zipped } from "./archives.mjs";
import { deepMat, deepPickle, mat, pt } from "./matlab-torch.mjs";
import { joined, mutate, pick } from "./mutate.mjs";
import { deepGifti, deepNifti, deepZarr, gifti, nifti, zarr } from "./volumes.mjs";

/** Bytes that a reader may hold: all seeds fit, and what a damaged header declares does not. */
export const maxMemory = 2 ** 24;

const text = (content) => new TextEncoder().encode(content);
const values = (count) => Float64Array.from({ length: count }, (_, i) => Math.sin(i) * 10 ** ((i % 7) - 3));

const npy = [
  writeNpy([3, 4], values(12)),
  writeNpy([2, 3, 2], values(12), "f4"),
  withDescr(writeNpy([4], values(4)), "<i8", BigInt64Array.of(0n, -1n, 2n ** 53n - 1n, 5n)),
  withDescr(writeNpy([3, 2], values(6)), ">f8"),
  withDescr(writeNpy([8], values(8)), "<f2", values(2)),
  withDescr(writeNpy([3, 2], values(6)), "<f8", undefined, true),
];

const csv = [
  text(",a,b,c\nx,1,2,3\ny,4.5,-6e3,nan\n"),
  text("1,2\n3,4\r\n5,6"),
  text('"na ""me",b\n"x,\n1",2\n"y""",4\n'),
  text("\ufeffnäme,b\n1,2\n"),
];

const safetensors = [
  tensors('{"x":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}}', 24),
  tensors(
    '{"__metadata__":{"a":"b"},"x":{"dtype":"I64","shape":[2],"data_offsets":[0,16]},"y":{"dtype":"BF16","shape":[1,2,2],"data_offsets":[16,24]}}',
    24,
  ),
  tensors(
    '{"a":{"dtype":"BOOL","shape":[],"data_offsets":[0,1]},"b":{"dtype":"F64","shape":[0,4],"data_offsets":[1,1]}}',
    1,
  ),
];

const members = [
  { name: "a.npy", bytes: npy[0] },
  { name: "b.npy", bytes: npy[1] },
];
const npz = [
  writeNpz([{ name: "a", shape: [2, 2], data: values(4) }]),
  zipped(members, false),
  zipped(members, true),
];

const rdms = [
  writeNpy([3, 3], [0, 1, 2, 1, 0, 3, 2, 3, 0]),
  writeNpy([2, 6], values(12).map(Math.abs)),
  writeNpy([2, 2, 2], [0, 1, 1, 0, 0, 2, 2, 0]),
];

/** Tables that other programs wrote, of every codec and encoding. */
const tables = (...names) => golden(...names.map((name) => `tables/${name}`));
const parquet = tables(
  ...["uncompressed", "snappy", "gzip", "brotli", "zstd", "lz4"].map((codec) => `polars-${codec}.parquet`),
  ...["polars-mixed", "polars-lists", "duckdb-v2", "duckdb-lists", "duckdb-long"].map(
    (name) => `${name}.parquet`,
  ),
  ...["rust-delta", "rust-lengths", "rust-half", "rust-pandas"].map((name) => `${name}.parquet`),
);
const arrow = tables(
  ...["uncompressed", "lz4", "zstd", "stream", "mixed", "lists"].map((name) => `polars-${name}.arrow`),
  ...["half", "batches", "tensor", "pandas"].map((name) => `arrowjs-${name}.arrow`),
);

/** 160,000 bytes, packed. */
const packed = (...names) => golden(...names.map((name) => `packed/${name}`));
const unpacking = (codec) => async (bytes) =>
  (await unpackerOf(codec, `x.${codec}`))(bytes, 160_000, { maxMemory });

/** A file of this name through the public function. */
const reading = (name) => (bytes) => read({ name, bytes }, { maxMemory });

/** Files of the tests, as other programs wrote them. */
function golden(...names) {
  return names.map(
    (name) => new Uint8Array(readFileSync(new URL(`../../test/golden/formats/${name}`, import.meta.url))),
  );
}

/** Errors of each reader that are its contract. */
export const readers = {
  npy: { seeds: npy, parse: reading("net.npy") },
  npz: { seeds: npz, parse: reading("net.npz"), deep: deepZip },
  "npz per stimulus": {
    seeds: [
      npz[0],
      zipped(
        ["a", "b"].map((name) => ({ name: `${name}.npy`, bytes: npy[0] })),
        true,
      ),
    ],
    parse: (bytes) => read({ name: "net.npz", bytes }, { maxMemory, perStimulus: true }),
    deep: deepZip,
    errors: ["ShapeError"],
  },
  "npy with axes": {
    seeds: [npy[0], npy[3], npy[5]],
    parse: (bytes) => read({ name: "net.npy", bytes }, { maxMemory, axes: ["units", "stimuli"] }),
    errors: ["ShapeError"],
  },
  safetensors: { seeds: safetensors, parse: reading("net.safetensors"), deep: deepHeader },
  hdf5: {
    seeds: golden("hdf5/data.h5", "hdf5/types.h5", "hdf5/chunks.h5", "hdf5/latest.h5", "hdf5/plugins.h5"),
    parse: reading("net.h5"),
    isLasting: true,
  },
  netcdf4: {
    seeds: golden("hdf5/data.nc", "hdf5/xarray.nc", "hdf5/groups.nc"),
    parse: reading("net.nc"),
    isLasting: true,
  },
  netcdf3: {
    seeds: golden("hdf5/classic.nc", "hdf5/offset64.nc", "hdf5/record.nc", "hdf5/records.nc", "hdf5/cdf5.nc"),
    parse: reading("net.nc"),
    errors: ["OptionError"], // two variables may have one name
  },
  nwb: { seeds: golden("hdf5/session.nwb"), parse: reading("net.nwb"), isLasting: true },
  mat73: { seeds: golden("hdf5/matlab73.mat"), parse: reading("net.mat"), isLasting: true },
  csv: { seeds: csv, parse: reading("net.csv") },
  tsv: {
    seeds: csv.map((bytes) => bytes.map((byte) => (byte === 44 ? 9 : byte))),
    parse: reading("net.tsv"),
  },
  mat: { seeds: mat, parse: reading("net.mat"), deep: deepMat },
  pt: { seeds: pt, parse: reading("net.pt"), deep: deepPickle },
  zstd: { seeds: packed("floats.1.zst", "floats.19.zst"), parse: unpacking("zstd") },
  lz4: { seeds: packed("floats.lz4", "floats.linked.lz4"), parse: unpacking("lz4 frame") },
  nifti: { seeds: nifti, parse: reading("net.nii"), deep: deepNifti },
  gifti: { seeds: gifti, parse: reading("net.gii"), deep: deepGifti },
  zarr: { seeds: zarr, parse: reading("net.zarr.zip"), deep: deepZarr },
  parquet: { seeds: parquet, parse: reading("net.parquet") },
  arrow: { seeds: arrow, parse: reading("net.arrow") },
  labels: {
    seeds: csv,
    parse: (bytes) => readLabels({ name: "labels.csv", bytes }, { bytes: 0 }, maxMemory),
  },
  networks: {
    seeds: [
      '[{"name":"a","model":"cnn","depth":1.5},{"name":"b","model":null,"history":[1,{"x":2}]}]',
      '{"a":{"seed":1},"b":{"seed":"2"}}',
      '{"dt":10,"networks":[{"name":"a","ok":true}]}',
    ].map(text),
    parse: (bytes) => readNetworkTable({ name: "networks.json", bytes }, { bytes: 0 }, maxMemory),
    errors: ["OptionError"],
  },
  rdms: {
    seeds: rdms,
    parse: (bytes) => readRdms({ name: "r.npy", bytes }, { maxMemory }),
    errors: ["ShapeError", "NumericalError"],
  },
  sizes: {
    seeds: ["500MB", "2GiB", "1.5 GB", "1000"].map(text),
    parse: (bytes) => parseSize(new TextDecoder().decode(bytes)),
    errors: ["UsageError"],
  },
};

/** Checksums would stop nearly every damaged archive, so half of them are made of damaged arrays. */
function deepZip(random) {
  const parts = Array.from({ length: 1 + random(3) }, (_, k) => ({
    name: random(8) === 0 ? "a.npy" : `${k}.npy`,
    bytes: mutate(pick(npy, random), pick(npy, random), random),
  }));
  return zipped(parts, random(2) === 0);
}

/** A damaged header with its right length. */
function deepHeader(random) {
  const [one, other] = [pick(safetensors, random), pick(safetensors, random)];
  const headerOf = (bytes) => bytes.slice(8, 8 + new DataView(bytes.buffer).getUint32(0, true));
  const header = mutate(headerOf(one), headerOf(other), random);
  return joined(lengthOf(header), header, one.slice(8 + headerOf(one).length));
}

function lengthOf(header) {
  const length = new Uint8Array(8);
  new DataView(length.buffer).setUint32(0, header.length, true);
  return length;
}

function tensors(header, size) {
  return joined(
    lengthOf(text(header)),
    text(header),
    new Uint8Array(size).map((_, i) => Number(i % 8 === 0)),
  );
}

/** The file with another type in its header, and other bytes after it. */
function withDescr(file, descr, body, fortran = false) {
  const copy = file.slice(0, 128);
  let header = String.fromCharCode(...copy).replace("<f8", descr);
  if (fortran) header = header.replace("False, ", "True,  ");
  const data = body ? new Uint8Array(body.buffer, body.byteOffset, body.byteLength) : file.slice(128);
  return joined(
    Uint8Array.from(header, (letter) => letter.charCodeAt(0)),
    data,
  );
}
