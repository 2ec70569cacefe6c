import type { FormatError } from "../../../base/errors.ts";
import { quoted } from "../bytes.ts";
import type { OpenFile } from "../opened.ts";
import { damaged } from "../pieces/streams.ts";
import type { Pieces } from "../../source.ts";
import { Cursors, storedArray } from "./numbers.ts";
import { listArrays } from "./variables.ts";

const headerSize = 128;
const [level5, level73] = [0x0100, 0x0200];

/**
 * A MATLAB `.mat` file of level 5, as MATLAB writes it with `-v6` and `-v7`, SciPy with `savemat` and GNU
 * Octave with `-6` and `-7`; compressed or not, in either order of bytes.
 *
 * Arrays keep MATLAB's shape, so that a list of numbers is m × 1 or 1 × m, and become row-major. Fields of a
 * struct and cells are found by path: `s.deep.acts`, `c.1`, and `s.0.acts` in a struct of several elements,
 * counted from 0 in the order of columns. Sparse matrices are filled with zeros when they are read. Complex
 * numbers, texts, handles of functions and objects are listed, and refused where they are asked for.
 *
 * Source: MathWorks, MAT-File Format, R2023a, chapter 1.
 * MATLAB 7.3 is HDF5, and read by `openMat73`.
 * @throws {FormatError} whatever is wrong with the file, and for level 4 and Octave's own formats.
 */
export const openMat: OpenFile = async (file, how) => {
  const pieces = await file.pieces();
  if (await isHdf5(pieces)) return (await import("./mat73.ts")).openMat73(file, how);
  const head = new Uint8Array(Math.min(headerSize, pieces.size));
  await pieces.readInto(head, 0);
  const mat = { ...how, pieces, file: file.path, bigEndian: byteOrder(head, file.path) };
  const cursors = new Cursors(mat);
  const listed = await listArrays(mat);
  return { arrays: listed.map((array) => storedArray(mat, cursors, array)), close: async () => {} };
};

/** HDF5 begins with these bytes; MATLAB 7.3 puts 512 of its own before them. */
const hdf5Signature = "\x89HDF\r\n\x1a\n";

async function isHdf5(pieces: Pieces): Promise<boolean> {
  for (const start of [0, 512]) {
    const bytes = new Uint8Array(Math.max(0, Math.min(8, pieces.size - start)));
    await pieces.readInto(bytes, start);
    if (latin1(bytes) === hdf5Signature) return true;
  }
  return false;
}

/** Whether numbers are big-endian. @throws {FormatError} for what is no MAT-file of level 5 */
function byteOrder(head: Uint8Array, file: string): boolean {
  const begins = latin1(head.subarray(0, 20));
  const other = otherFormats.find(([beginning]) => begins.startsWith(beginning));
  if (other) throw refuse(file, other[1], other[2]);
  if (isLevel4(head)) throw refuse(file, "MATLAB level 4", 'save it with "-v6" or "-v7"');
  if (head.length < headerSize)
    throw damaged(file, 0, `the header of a MAT-file (${headerSize} bytes)`, `${head.length} bytes`);
  const order = latin1(head.subarray(126));
  if (order !== "IM" && order !== "MI")
    throw damaged(file, 126, 'the byte order of a MAT-file of level 5, "IM" or "MI"', quoted(order));
  const bigEndian = order === "MI";
  const version = new DataView(head.buffer).getUint16(124, !bigEndian);
  if (version === level5) return bigEndian;
  if (version === level73) throw damaged(file, 512, "HDF5 in a file of MATLAB 7.3", "something else");
  throw damaged(file, 124, "version 1.0 of a MAT-file", `0x${version.toString(16)}`);
}

/** Level 4 begins with a number MOPT of four digits, each below 6, as four bytes; level 5 with a text. */
function isLevel4(head: Uint8Array): boolean {
  if (head.length < 20) return false;
  const view = new DataView(head.buffer);
  const type = Math.min(view.getUint32(0), view.getUint32(0, true));
  return type < 6000 && !head.subarray(0, 4).every((byte) => byte > 0);
}

/** What Octave's \`save\` writes without an option for MATLAB, often under the same ending. */
const otherFormats: readonly (readonly [beginning: string, name: string, advice: string])[] = [
  ["# Created by Octave", "text of GNU Octave", 'save it with "-v7"'],
  ["# name: ", "text of GNU Octave", 'save it with "-v7"'],
  ["Octave-1-", "the binary format of GNU Octave", 'save it with "-v7"'],
  ["\x1f\x8b", "gzip", 'save it with "-v7", which is compressed'],
];

function refuse(file: string, got: string, advice: string): FormatError {
  return damaged(file, 0, "a MAT-file of level 5 (MATLAB -v6 or -v7)", got, `In MATLAB or Octave ${advice}.`);
}

function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}
