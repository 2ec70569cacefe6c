/** Files of MATLAB and PyTorch, and mutants of what is inside of them. */
import { readFileSync } from "node:fs";
import { deflateSync } from "node:zlib";
import { writeMat } from "../../dist/src/data/formats/matlab/write.js";
import { unzipped, zipped } from "./archives.mjs";
import { joined, mutate, pick } from "./mutate.mjs";

const values = (count) => Float64Array.from({ length: count }, (_, i) => Math.sin(i) * 10 ** ((i % 7) - 3));

const golden = (set) =>
  unzipped(readFileSync(new URL(`../../test/golden/formats/${set}/files.zip`, import.meta.url)));

/** Small files of MATLAB, SciPy and Octave: structs, cells, sparse and big-endian ones, compressed or not. */
const matFiles = golden("matlab");
export const mat = [
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
export const pt = [
  "tensor.pt",
  "views.pt",
  "keys.pt",
  "refused.pt",
  "list.pt",
  "protocol4.pt",
  "big-endian.pt",
].map((name) => ptFiles[name]);

/** A damaged variable with a right checksum. */
export function deepMat(random) {
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
export function deepPickle(random) {
  const [one, other] = [pick(pt, random), pick(pt, random)].map((bytes) => unzipped(bytes));
  const pickleIn = (members) => members[Object.keys(members).find((name) => name.endsWith("data.pkl"))];
  const pickle = mutate(pickleIn(one), pickleIn(other), random);
  const parts = Object.entries(one).map(([name, bytes]) => ({
    name,
    bytes: name.endsWith("data.pkl") ? pickle : bytes,
  }));
  return zipped(parts, false);
}
