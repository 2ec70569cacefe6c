/** Files of volumes, surfaces and hierarchies, and how their insides are damaged. */
import { deflateSync, gzipSync } from "node:zlib";
import { zipped } from "./archives.mjs";
import { joined, mutate, pick } from "./mutate.mjs";

const text = (content) => new TextEncoder().encode(content);
const json = (content) => text(JSON.stringify(content));
const bytesOf = (array) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
const waves = (count) => Array.from({ length: count }, (_, i) => Math.sin(i) * 10);

/** A NIfTI file. @param version - 1 or 2; @param type - code and bits of the numbers */
function volumes(version, little, axes, [code, bits], body, slope = 0) {
  const size = version === 1 ? 348 : 540;
  const file = new Uint8Array(size + 4 + body.length);
  const view = new DataView(file.buffer);
  const wide = version === 2;
  const lengths = [axes.length, ...axes];
  view.setInt32(0, size, little);
  file.set(text(`n+${version}`), wide ? 4 : 344);
  lengths.forEach((length, k) =>
    wide ? view.setBigInt64(16 + 8 * k, BigInt(length), little) : view.setInt16(40 + 2 * k, length, little),
  );
  view.setInt16(wide ? 12 : 70, code, little);
  view.setInt16(wide ? 14 : 72, bits, little);
  if (wide) view.setBigInt64(168, BigInt(size + 4), little);
  else view.setFloat32(108, size + 4, little);
  if (wide) view.setFloat64(176, slope, little);
  else view.setFloat32(112, slope, little);
  file.set(body, size + 4);
  return file;
}

const plain = [
  volumes(1, true, [3, 2, 2, 2], [16, 32], bytesOf(Float32Array.from(waves(24)))),
  volumes(1, false, [3, 2, 2], [4, 16], bytesOf(Int16Array.from(waves(12))), 0.5),
  volumes(2, true, [2, 2, 2, 1, 3], [64, 64], bytesOf(Float64Array.from(waves(24)))),
  volumes(1, true, [2, 2, 1, 2], [1024, 64], bytesOf(BigInt64Array.from([1n, 2n, 3n, -4n, 5n, 6n, 7n, 8n]))),
];

export const nifti = [
  ...plain,
  gzipSync(plain[0]),
  joined(gzipSync(plain[1].slice(0, 200)), gzipSync(plain[1].slice(200))),
];

/** A damaged file in an undamaged stream. */
export function deepNifti(random) {
  return gzipSync(mutate(pick(plain, random), pick(plain, random), random), { level: 1 });
}

const base64 = (bytes) => Buffer.from(bytes).toString("base64");

function dataArray(intent, type, shape, encoding, data) {
  const axes = shape.map((length, k) => ` Dim${k}="${length}"`).join("");
  return `<DataArray Intent="NIFTI_INTENT_${intent}" DataType="NIFTI_TYPE_${type}" ArrayIndexingOrder="RowMajorOrder" Dimensionality="${shape.length}"${axes} Encoding="${encoding}" Endian="LittleEndian"><MetaData><MD><Name>a</Name><Value><![CDATA[b < c]]></Value></MD></MetaData><Data>${data}</Data></DataArray>`;
}

const surface = (arrays) =>
  text(
    `<?xml version="1.0"?><!DOCTYPE GIFTI SYSTEM "gifti.dtd"><!-- of a test --><GIFTI Version="1.0">${arrays.join("")}</GIFTI>`,
  );
const single = Float32Array.from(waves(6));

export const gifti = [
  surface([
    dataArray("POINTSET", "FLOAT32", [2, 3], "ASCII", "1 2 3\n-4e-2 nan 6"),
    dataArray("TRIANGLE", "INT32", [1, 3], "ASCII", "0 1 1"),
  ]),
  surface(
    [1, 2].map(() => dataArray("TIME_SERIES", "FLOAT32", [6], "Base64Binary", base64(bytesOf(single)))),
  ),
  surface([dataArray("NONE", "FLOAT32", [3, 2], "GZipBase64Binary", base64(deflateSync(bytesOf(single))))]),
];

/** Damaged numbers, packed without damage. */
export function deepGifti(random) {
  const data = mutate(bytesOf(single), bytesOf(single), random);
  const shape = [pick([6, data.length, 2 ** 31, 0], random)];
  return surface([
    dataArray(
      "SHAPE",
      pick(["FLOAT32", "UINT8", "INT64"], random),
      shape,
      "GZipBase64Binary",
      base64(deflateSync(data)),
    ),
  ]);
}

const version2 = {
  zarr_format: 2,
  shape: [5, 3],
  chunks: [2, 3],
  dtype: "<f8",
  compressor: { id: "zlib", level: 1 },
  fill_value: 0,
  order: "C",
  filters: null,
};
const version3 = {
  zarr_format: 3,
  node_type: "array",
  shape: [5, 4],
  data_type: "float32",
  chunk_grid: { name: "regular", configuration: { chunk_shape: [4, 4] } },
  chunk_key_encoding: { name: "default", configuration: { separator: "/" } },
  codecs: [
    { name: "transpose", configuration: { order: [1, 0] } },
    { name: "bytes", configuration: { endian: "little" } },
    { name: "gzip", configuration: { level: 1 } },
  ],
  fill_value: "NaN",
  attributes: {},
  dimension_names: ["stimuli", "units"],
};
const sharded = {
  ...version3,
  data_type: "int16",
  fill_value: 0,
  codecs: [
    {
      name: "sharding_indexed",
      configuration: { chunk_shape: [2, 4], codecs: [{ name: "bytes" }], index_codecs: [{ name: "bytes" }] },
    },
  ],
};
/** Two chunks of 16 bytes and where they are. */
const shard = joined(new Uint8Array(32).fill(3), bytesOf(BigUint64Array.of(0n, 16n, 16n, 16n)));
const chunk2 = bytesOf(Float64Array.from(waves(6)));
const chunk3 = bytesOf(Float32Array.from(waves(16)));

/** A blosc chunk that is only copied: its header and the numbers. */
function copied(bytes) {
  const header = new Uint8Array(16);
  header.set([2, 1, 2, 8]);
  const view = new DataView(header.buffer);
  [bytes.length, bytes.length, bytes.length + 16].forEach((size, k) => view.setUint32(4 + 4 * k, size, true));
  return joined(header, bytes);
}

/** 24 doubles 0 to 23 as numcodecs packs them by blosc (lz4, shuffled), zstd and lz4, in base64. */
const packed = {
  blosc:
    "AgExCMAAAADAAAAATgAAABQAAAA2AAAAHwABAH3wIPAACBAUGBwgIiQmKCosLjAxMjM0NTY3AD9AQEBAQEBAQEBAQEBAQEBAQEBAQEBA",
  zstd: "KLUv/SDAXQIA6AAA8D8AQAAIEBQYHCAiJCYoKiwuMDEyMzQ1NjdAFwAgC8gHMgNZQD6QGcgC8oHMQBaQD2QGsoB8IDOQBeQDmYEsK3lBwwAbHMAC",
  lz4: "wAAAABkAAQAj8D8PABJACAATCAgAExAIABMUCAATGAgAExwIABMgCAATIggAEyQIABMmCAATKAgAEyoIABMsCAATLggAEzAIABMxCAATMggAEzMIABM0CAATNQgAoDZAAAAAAAAAN0A=",
};

/** Hierarchies: documents, and chunks of which each has another way to be packed. */
const hierarchies = [
  [
    { name: ".zgroup", bytes: json({ zarr_format: 2 }) },
    { name: "a/.zarray", bytes: json(version2) },
    ...[0, 1, 2].map((k) => ({ name: `a/${k}.0`, bytes: deflateSync(chunk2) })),
  ],
  [
    { name: "zarr.json", bytes: json({ zarr_format: 3, node_type: "group" }) },
    { name: "b/zarr.json", bytes: json(version3) },
    { name: "b/c/0/0", bytes: gzipSync(chunk3) },
  ],
  [
    { name: "zarr.json", bytes: json(sharded) },
    { name: "c/0/0", bytes: shard },
    { name: "c/1/0", bytes: shard },
  ],
  ...["blosc", "zstd", "lz4"].map((id) => [
    { name: ".zarray", bytes: json({ ...version2, shape: [4, 6], chunks: [4, 6], compressor: { id } }) },
    { name: "0.0", bytes: Uint8Array.from(Buffer.from(packed[id], "base64")) },
  ]),
  [
    {
      name: ".zarray",
      bytes: json({
        ...version2,
        order: "F",
        filters: [{ id: "delta", dtype: "<f8" }],
        compressor: { id: "blosc" },
      }),
    },
    { name: "0.0", bytes: copied(chunk2) },
  ],
];

export const zarr = hierarchies.map((members) => zipped(members, false));

/** One member is damaged, in an archive with right checksums. */
export function deepZarr(random) {
  const members = pick(hierarchies, random).map((member) => ({ ...member }));
  const other = pick(pick(hierarchies, random), random);
  for (let times = 1 + random(2); times > 0; times--) {
    const member = pick(members, random);
    member.bytes = mutate(member.bytes, other.bytes, random);
  }
  return zipped(members, random(2) === 0);
}
