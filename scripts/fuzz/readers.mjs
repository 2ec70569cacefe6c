/** Every reader with files that it reads, and how a mutant of them is made. */
import { readFileSync } from "node:fs";
import { deflateRawSync, deflateSync, inflateRawSync } from "node:zlib";
import { readLabels } from "../../dist/src/data/label-table.js";
import { read } from "../../dist/src/data/read.js";
import { writeNpy, writeNpz } from "../../dist/src/data/write.js";
import { writeMat } from "../../dist/src/data/formats/matlab/write.js";
import { crc32 } from "../../dist/src/data/formats/crc32.js";
import { parseSize } from "../../dist/src/cli/options.js";
import { readRdms } from "../../dist/src/rdm/read-rdms.js";
import { joined, mutate, pick } from "./mutate.mjs";

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

const golden = (set) =>
  unzipped(readFileSync(new URL(`../../test/golden/formats/${set}/files.zip`, import.meta.url)));

/** Small files of MATLAB, SciPy and Octave: structs, cells, sparse and big-endian ones, compressed or not. */
const matFiles = golden("matlab");
const mat = [
  "matlab/teststructnest_7.4_GLNX86.mat",
  "matlab/testcellnest_6.1_SOL2.mat",
  "matlab/testsparse_6.5.1_GLNX86.mat",
  "matlab/testsparse_7.4_GLNX86.mat",
  "matlab/test3dmatrix_6.1_SOL2.mat",
  "matlab/logical_sparse.mat",
  "octave/appended.mat",
].map((name) => matFiles[name]);
mat.push(
  writeMat([
    { name: "values", shape: [3, 2, 2], data: values(12) },
    { name: "names", texts: ["a", "bc"] },
    { name: "single", shape: [4], data: new Float32Array(values(4)) },
  ]),
);

const ptFiles = golden("torch");
const pt = ["tensor.pt", "views.pt", "keys.pt", "refused.pt", "list.pt", "protocol4.pt", "big-endian.pt"].map(
  (name) => ptFiles[name],
);

/** A file of this name through the public function. */
const reading = (name) => (bytes) => read({ name, bytes }, { maxMemory });

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
  mat: { seeds: mat, parse: reading("net.mat"), deep: deepMat },
  pt: { seeds: pt, parse: reading("net.pt"), deep: deepPickle },
  csv: { seeds: csv, parse: reading("net.csv") },
  tsv: {
    seeds: csv.map((bytes) => bytes.map((byte) => (byte === 44 ? 9 : byte))),
    parse: reading("net.tsv"),
  },
  labels: {
    seeds: csv,
    parse: (bytes) => readLabels({ name: "labels.csv", bytes }, { bytes: 0 }, maxMemory),
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

/** A damaged variable with a right checksum. */
function deepMat(random) {
  const [one, other] = [pick(mat, random), pick(mat, random)];
  const body = mutate(one.slice(128), other.slice(128), random);
  const inside =
    random(4) === 0
      ? body
      : body.slice(0, 8 + new DataView(joined(body, new Uint8Array(8)).buffer).getUint32(4, true));
  const packed = deflateSync(inside, { level: 1 + random(9) });
  const tag = Uint8Array.from([
    15,
    0,
    0,
    0,
    ...[0, 8, 16, 24].map((shift) => (packed.length >>> shift) & 255),
  ]);
  return joined(one.slice(0, 128), tag, packed);
}

/** A damaged pickle in an archive with right sizes. */
function deepPickle(random) {
  const [one, other] = [pick(pt, random), pick(pt, random)].map((bytes) => unzipped(bytes));
  const pickleIn = (members) => members[Object.keys(members).find((name) => name.endsWith("data.pkl"))];
  const pickle = mutate(pickleIn(one), pickleIn(other), random);
  const parts = Object.entries(one).map(([name, bytes]) => ({
    name,
    bytes: name.endsWith("data.pkl") ? pickle : bytes,
  }));
  return zipped(parts, false);
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

/** An archive with right checksums, stored or deflated. */
function zipped(parts, deflate) {
  const [bodies, directory] = [[], []];
  let offset = 0;
  for (const { name, bytes } of parts) {
    const packed = deflate ? deflateRawSync(bytes) : bytes;
    const shared = [0, deflate ? 8 : 0, 0, 33];
    const sizes = [crc32(bytes), packed.length, bytes.length];
    const local = record("PK\x03\x04", [20, ...shared], sizes, [name.length, 0], name);
    directory.push(
      record(
        "PK\x01\x02",
        [20, 20, ...shared],
        sizes,
        [name.length, 0, 0, 0, 0, 0, 0, offset & 65535, offset >>> 16],
        name,
      ),
    );
    bodies.push(local, packed);
    offset += local.length + packed.length;
  }
  const central = joined(...directory);
  const count = parts.length;
  const end = record("PK\x05\x06", [0, 0, count, count], [central.length, offset], [0], "");
  return joined(...bodies, central, end);
}

/** The members of an archive without zip64. It takes no package: allocations of what is loaded before are not heard. */
function unzipped(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = bytes.length - 22;
  const members = {};
  for (let at = view.getUint32(end + 16, true), k = view.getUint16(end + 8, true); k > 0; k--) {
    const [name, extra, comment] = [28, 30, 32].map((field) => view.getUint16(at + field, true));
    const local = view.getUint32(at + 42, true);
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const packed = bytes.slice(start, start + view.getUint32(at + 20, true));
    members[new TextDecoder().decode(bytes.slice(at + 46, at + 46 + name))] =
      view.getUint16(at + 10, true) === 8 ? Uint8Array.from(inflateRawSync(packed)) : packed;
    at += 46 + name + extra + comment;
  }
  return members;
}

function record(signature, halves, words, more, name) {
  const half = (value) => [value & 255, (value >>> 8) & 255];
  const word = (value) => [...half(value), ...half(value >>> 16)];
  return Uint8Array.from([
    ...text(signature),
    ...halves.flatMap(half),
    ...words.flatMap(word),
    ...more.flatMap(half),
    ...text(name),
  ]);
}
