/** Tensors as arrays that can be read. */
import type { Pieces } from "../../source.ts";
import { quoted, type Limits } from "../bytes.ts";
import { decodedBytes, dtypes, numbersFor, storedAs, type DtypeName, type Numbers } from "../dtypes.ts";
import { tooLarge, type StoredArray } from "../opened.ts";
import { sizeOf } from "../shapes.ts";
import { damaged } from "../pieces/streams.ts";
import { readView, viewScratch, type Elements } from "../pieces/strided.ts";
import { isInside, type View } from "../pieces/view.ts";
import type { Declared } from "../pieces/zip-directory.ts";
import type { ZipArchive } from "../pieces/zip-pieces.ts";
import type { Leaf } from "./tensors.ts";
import { storageTypes, torchType } from "./types.ts";
import type { Storage, Tensor } from "./values.ts";

/** A file of which the pickle was read. */
export interface TorchFile extends Limits {
  readonly pieces: Pieces;
  /** Path or name, for messages. */
  readonly file: string;
  readonly zip: ZipArchive;
  /** The folder of its members, with a slash. */
  readonly prefix: string;
  readonly bigEndian: boolean;
}

/** @throws {FormatError} for a tensor that is not inside of its storage, or a storage that is not there */
export function storedTensor(torch: TorchFile, { path, value }: Leaf): StoredArray {
  if (value.kind === "inert")
    return refusedArray(path, [1], "object", `${value.name}, which is not a tensor`);
  const type = typeOf(value);
  const shape = value.shape.length === 0 ? [1] : value.shape;
  if (value.refused !== undefined) return refusedArray(path, shape, type.type, value.refused);
  if (!type.name) return refusedArray(path, shape, type.type, whyNot(type.type));
  return readable(torch, path, value, type.name);
}

function typeOf({ type, storage }: Tensor): ReturnType<typeof torchType> {
  if (storage && type === undefined) return storageTypes[storage.type]!;
  return torchType(type ?? "");
}

function whyNot(type: string): string {
  return type.startsWith("complex") ? "complex numbers" : `numbers of type ${type}`;
}

function refusedArray(path: string, shape: readonly number[], type: string, refused: string): StoredArray {
  const read = () => Promise.reject(new TypeError(`${path} is refused: ${refused}`));
  return { path, shape, type, refused, bytes: 8 * sizeOf(shape), scratch: 0, read };
}

function readable(torch: TorchFile, path: string, tensor: Tensor, name: DtypeName): StoredArray {
  const entry = memberOf(torch, tensor.storage!, name);
  const count = countOf(tensor.storage!, name);
  const scalar = tensor.shape.length === 0;
  const view: View = {
    shape: scalar ? [1] : tensor.shape,
    strides: scalar ? [1] : tensor.strides!,
    offset: tensor.offset!,
  };
  if (!isInside(view, count))
    throw damaged(
      torch.file,
      entry.offset,
      `tensor ${quoted(path)} inside of its storage of ${count} numbers`,
      "one that goes beyond",
    );
  const bytes = decodedBytes(name, sizeOf(view.shape));
  // An expanded tensor has each of its numbers many times.
  const refused = sizeOf(view.shape) > count ? tooLarge(bytes, torch, "once it is expanded") : undefined;
  return {
    path,
    shape: view.shape,
    type: typeOf(tensor).type,
    ...storedAs(name),
    ...(refused !== undefined && { refused }),
    bytes,
    scratch: viewScratch,
    async read(rows, signal, memory) {
      const size = (rows.end - rows.start) * sizeOf(view.shape.slice(1));
      const to = roomFor(torch, name, size, memory);
      const start = size > 0 ? await torch.zip.startOf(entry) : 0;
      await readView(view, rows, elementsOf(torch, path, { name, count, start }), to, signal);
      return to;
    },
  };
}

/** Numbers of a storage; of an untyped one bytes are counted. */
function countOf({ type, count }: Storage, name: DtypeName): number {
  return type === "UntypedStorage" ? Math.floor(count / dtypes[name].size) : count;
}

/** The member that has a storage's numbers. */
function memberOf({ zip, prefix, file }: TorchFile, storage: Storage, name: DtypeName): Declared {
  const member = `${prefix}data/${storage.key}`;
  const entry = zip.entries.get(member);
  if (!entry) throw damaged(file, 0, `the member ${quoted(member)}`, "none");
  if (entry.method !== 0)
    throw damaged(
      file,
      entry.offset,
      `member ${quoted(member)} as it is, as torch.save stores it`,
      "a compressed one",
    );
  const bytes = countOf(storage, name) * dtypes[name].size;
  if (bytes > entry.packedSize)
    throw damaged(file, entry.offset, `${bytes} bytes in ${quoted(member)}`, `${entry.packedSize}`);
  return entry;
}

function elementsOf(
  { pieces, file, bigEndian }: TorchFile,
  path: string,
  { name, count, start }: { readonly name: DtypeName; readonly count: number; readonly start: number },
): Elements {
  const { size } = dtypes[name];
  return {
    name,
    count,
    bigEndian,
    fill: (into, from) => pieces.readInto(into, start + from * size),
    complain(index, expected, got) {
      throw damaged(
        `${file}:${path}`,
        start + index * size,
        expected,
        `${got} in element ${index} of its storage`,
      );
    },
  };
}

/** @throws {FormatError} where the machine has less memory than that. */
function roomFor({ file }: TorchFile, name: DtypeName, count: number, memory?: ArrayBuffer): Numbers {
  try {
    return numbersFor(name, count, memory);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw damaged(
      file,
      0,
      `${decodedBytes(name, count)} bytes of free memory`,
      "less; read fewer arrays at once",
    );
  }
}
