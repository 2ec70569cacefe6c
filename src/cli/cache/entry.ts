import { open, type FileHandle } from "node:fs/promises";
import type { Block } from "../../run/cache/cache.ts";
import { digestOf } from "../checkpoint/digest.ts";

/**
 * One block in a file: 8 bytes of a word, the length of the head in 8 bytes, its digest in 32, the head as JSON with
 * spaces up to a multiple of 8, and the numbers, so that they lie aligned. Numbers have the byte order of WebAssembly.
 */
const word = Buffer.from("rgblock1", "latin1");
const fixed = 48;
/** No head is longer; a damaged length allocates no more. */
const longest = 2 ** 24;

/** What a head holds. */
interface Head {
  /** All that the block depends on, as a digest: that of its name. */
  readonly key: string;
  /** The same in words, for readers. */
  readonly facts: object;
  readonly head: Block["head"];
  /** Numbers that follow. */
  readonly length: number;
  /** Of the numbers. */
  readonly digest: string;
}

/** The pieces of the file, one after the other. The last are the numbers themselves: they must not change until they are written. */
export function entryOf(key: string, facts: object, { head, data }: Block): Uint8Array[] {
  const about: Head = { key, facts, head, length: data.length, digest: digestOf(data) };
  const text = Buffer.from(JSON.stringify(about), "utf8");
  const padded = Buffer.alloc(8 * Math.ceil(text.length / 8), " ");
  text.copy(padded);
  const before = Buffer.alloc(16);
  word.copy(before);
  before.writeUInt32LE(padded.length, 8);
  const numbers = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return [before, Buffer.from(digestOf(padded), "hex"), padded, numbers];
}

/** The pieces as `writeAtomically` takes them. */
export async function* piecesOf(pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* pieces;
}

/** What is wrong with an entry that is there. */
export class DamagedEntry extends Error {}

/**
 * The block in the file, if all of it is as it was written.
 * @throws {DamagedEntry} if not, and the system's error.
 */
export async function readEntry(
  path: string,
  key: string,
  allocate: (length: number) => Float64Array,
): Promise<Block> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const { about, start } = await headIn(file, size);
    if (about.key !== key) throw new DamagedEntry("another key");
    if (size !== start + 8 * about.length) throw new DamagedEntry("another length");
    const data = allocate(about.length);
    await readWhole(file, new Uint8Array(data.buffer, data.byteOffset, data.byteLength), start);
    if (digestOf(data) !== about.digest) throw new DamagedEntry("other numbers");
    return { head: about.head, data };
  } finally {
    await file.close();
  }
}

async function headIn(file: FileHandle, size: number): Promise<{ about: Head; start: number }> {
  const first = Buffer.alloc(Math.min(size, 4096));
  await readWhole(file, first, 0);
  if (size < fixed || !first.subarray(0, 8).equals(word)) throw new DamagedEntry("no entry");
  const [length, zero] = [first.readUInt32LE(8), first.readUInt32LE(12)];
  if (zero !== 0 || length > longest || fixed + length > size) throw new DamagedEntry("a cut head");
  const padded = Buffer.alloc(length);
  const here = first.copy(padded, 0, fixed);
  await readWhole(file, padded.subarray(here), fixed + here);
  if (digestOf(padded) !== first.toString("hex", 16, fixed)) throw new DamagedEntry("another head");
  return { about: JSON.parse(padded.toString("utf8")) as Head, start: fixed + length };
}

async function readWhole(file: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesRead } = await file.read(bytes, done, bytes.length - done, at + done);
    if (bytesRead === 0) throw new DamagedEntry("a cut file");
    done += bytesRead;
  }
}
