import type { Pieces } from "../../source.ts";
import { assertFits, quoted, type Limits } from "../bytes.ts";
import type { OpenFile } from "../opened.ts";
import { damaged } from "../pieces/streams.ts";
import { openZip, type ZipArchive } from "../pieces/zip-pieces.ts";
import type { Declared } from "../pieces/zip-directory.ts";
import { readPickle } from "./pickle.ts";
import { storedTensor, type TorchFile } from "./stored-tensor.ts";
import { Endless, leavesOf, type Leaf } from "./tensors.ts";
import type { Value } from "./values.ts";
import { torchWorld } from "./world.ts";

/** What a byte of a pickle becomes at most: an empty dictionary, which is one byte there. */
const bytesOfPickled = 128;

/**
 * Tensors that `torch.save` wrote, from PyTorch 1.6 on: one, or those in lists, tuples and dictionaries of any
 * depth, such as a state dict. Each is found by the keys on the way to it, joined by dots, whole numbers for the
 * places in a list: `layer1.0.weight`, `optimizer.state.0.exp_avg`. Where two have one path, the first is read.
 *
 * The pickle in the file is data here: every name in it must stand in the list of `world.ts`, and nothing is
 * ever called. Quantized, sparse and complex tensors are listed, and refused where they are asked for.
 * Single precision and less stay single; the numbers of a view are read without the rest of its storage.
 *
 * Source: PyTorch 1.13, `torch/serialization.py` and `torch/_utils.py`.
 * @throws {FormatError} whatever is wrong with the file; for pickled modules, and the format before PyTorch 1.6.
 */
export const openPt: OpenFile = async (file, how) => {
  const pieces = await file.pieces();
  await checkBeginning(pieces, file.path);
  const zip = await openZip(pieces, file.path, how);
  const { prefix, pickle } = pickleOf(zip, file.path);
  const bigEndian = (await byteOrder(zip, pieces, file.path, prefix)) === "big";
  const root = await valueOf(zip, pickle, pieces, file.path, how);
  const torch = { ...how, pieces, file: file.path, zip, prefix, bigEndian };
  const arrays = firstOfPath(leavesIn(root, torch, how)).map((leaf) => storedTensor(torch, leaf));
  return { arrays, close: async () => {} };
};

/** Each path once: those that come again are listed as refused. */
function firstOfPath(leaves: readonly Leaf[]): Leaf[] {
  const seen = new Set<string>();
  return leaves.map((leaf) => {
    const isFirst = !seen.has(leaf.path);
    seen.add(leaf.path);
    return isFirst
      ? leaf
      : { path: leaf.path, value: { kind: "inert", name: "an array with the path of another" } };
  });
}

function leavesIn(root: Value, { file }: TorchFile, limits: Limits): Leaf[] {
  try {
    return leavesOf(root, (bytes) => assertFits(file, bytes, limits));
  } catch (error) {
    if (!(error instanceof Endless)) throw error;
    throw damaged(file, 0, "lists and dictionaries of an end", "one that is in itself, or 200 in each other");
  }
}

/** Before 1.6 a file was several pickles, of which the first is a number, or a tar archive. */
async function checkBeginning(pieces: Pieces, file: string): Promise<void> {
  const head = new Uint8Array(Math.min(262, pieces.size));
  await pieces.readInto(head, 0);
  const begins = Array.from(head, (byte) => String.fromCharCode(byte)).join("");
  if (begins.startsWith("PK")) return;
  const isOld = begins.startsWith(oldMagic) || begins.slice(257) === "ustar";
  const got = isOld
    ? "the format before PyTorch 1.6"
    : begins.startsWith("\x80")
      ? "a pickle"
      : quoted(begins.slice(0, 4));
  const advice = isOld
    ? 'Load it in PyTorch and save it again: torch.save(torch.load("old.pt"), "new.pt").'
    : "";
  throw damaged(file, 0, "a zip archive of torch.save, PyTorch 1.6 or newer", got, advice);
}

/** Protocol 2, and the number 0x1950a86a20f9469cfc6c. */
const oldMagic = "\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19";

/** All members stand in a folder, of any name. */
function pickleOf({ entries }: ZipArchive, file: string): { prefix: string; pickle: Declared } {
  for (const [name, pickle] of entries) {
    const prefix = name.endsWith("data.pkl") ? name.slice(0, -"data.pkl".length) : undefined;
    if (prefix === undefined || !/^([^/]*\/)?$/.test(prefix)) continue;
    if (entries.has(`${prefix}constants.pkl`))
      throw damaged(file, 0, "tensors that torch.save wrote", "a program of TorchScript (torch.jit.save)");
    return { prefix, pickle };
  }
  throw damaged(file, 0, "the member data.pkl of a file of torch.save", `${entries.size} other members`);
}

async function byteOrder(zip: ZipArchive, pieces: Pieces, file: string, prefix: string): Promise<string> {
  const entry = zip.entries.get(`${prefix}byteorder`);
  if (!entry) return "little";
  const bytes = new Uint8Array(Math.min(16, entry.size));
  await pieces.readInto(bytes, await zip.startOf(stored(entry, file)));
  const order = new TextDecoder().decode(bytes);
  if (order === "little" || order === "big") return order;
  throw damaged(file, entry.offset, 'the byte order "little" or "big"', quoted(order));
}

async function valueOf(
  zip: ZipArchive,
  entry: Declared,
  pieces: Pieces,
  file: string,
  limits: Limits,
): Promise<Value> {
  assertFits(file, entry.size * bytesOfPickled, limits, entry.offset);
  const bytes = new Uint8Array(stored(entry, file).size);
  await pieces.readInto(bytes, await zip.startOf(entry));
  return readPickle(bytes, `${file}:data.pkl`, torchWorld);
}

/** PyTorch never compresses. @throws {FormatError} for a member that is */
function stored(entry: Declared, file: string): Declared {
  if (entry.method === 0 && entry.size === entry.packedSize) return entry;
  throw damaged(
    file,
    entry.offset,
    `member ${quoted(entry.name)} as it is, as torch.save stores it`,
    "a compressed one",
  );
}
