import { decodeNumbers, numbersFor } from "../dtypes.ts";
import { sizeOf } from "../shapes.ts";
import type { Hdf5, Metadata } from "./h5wasm.ts";
import { hdf5Error } from "./library.ts";
import type { OpenHdf5 } from "./tree.ts";
import { classes, elementType } from "./types.ts";

/** Larger attributes than the 64 KiB of their usual place are of no use here. */
const largest = 2 ** 16;
/** HDF5's own limit. */
const mostAxes = 32;

/** Names of the attributes of an object. */
export function attributesOf({ library, id, name }: OpenHdf5, path: string): string[] {
  return library.ask(name, (hdf5) => hdf5.get_attribute_names(id, path));
}

/** Texts or numbers of an attribute; undefined if there is none, or it holds something else. */
export function attribute(
  { library, id, name: file }: OpenHdf5,
  path: string,
  name: string,
): readonly string[] | readonly number[] | undefined {
  return library.call(file, (hdf5) => {
    if (!hdf5.get_attribute_names(id, path).includes(name)) return undefined;
    const metadata = hdf5.get_attribute_metadata(id, path, name);
    const bytes = sizeOf(metadata.shape ?? [0]) * metadata.size;
    if (bytes > largest) return undefined;
    return library.withMemory(file, bytes, (address) => {
      hdf5.HEAPU8.fill(0, address, address + bytes);
      if (hdf5.get_attribute_data(id, path, name, BigInt(address)) < 0) throw library.problem(file);
      return metadata.type === classes.string
        ? textsAt(hdf5, address, bytes, metadata)
        : numbersAt(hdf5, address, bytes, metadata);
    });
  });
}

/** The only text of an attribute. */
export function textAttribute(file: OpenHdf5, path: string, name: string): string | undefined {
  const [value] = attribute(file, path, name) ?? [];
  return typeof value === "string" ? value : undefined;
}

/** A list in the library's memory: how long, and where. */
const bytesOfList = 8;

/** Of an attribute with lists of references, the first of each, as `identityOf` has it; "" of an empty list. */
export function firstReferences({ library, id, name: file }: OpenHdf5, path: string, name: string): string[] {
  return library.call(file, (hdf5) => {
    const { type, shape, vlen_type } = hdf5.get_attribute_metadata(id, path, name);
    const count = sizeOf(shape ?? [0]);
    const isExpected = type === classes.vlen && vlen_type?.type === classes.reference && vlen_type.size === 8;
    if (!isExpected || count > mostAxes) return [];
    return library.withMemory(file, count * bytesOfList, (address) => {
      hdf5.HEAPU8.fill(0, address, address + count * bytesOfList);
      if (hdf5.get_attribute_data(id, path, name, BigInt(address)) < 0) throw library.problem(file);
      const lists = new Uint32Array(hdf5.HEAPU8.slice(address, address + count * bytesOfList).buffer);
      return Array.from({ length: count }, (_, k) => {
        const [length, at] = [lists[2 * k]!, lists[2 * k + 1]!];
        const first =
          length > 0 && at !== 0 ? Array.from(hdf5.HEAPU8.subarray(at, at + vlen_type.size)).join() : "";
        if (at !== 0) hdf5._free(at);
        return first;
      });
    });
  });
}

/** Texts in the library's memory; those of any length are freed there. */
export function textsAt(hdf5: Hdf5, address: number, bytes: number, { vlen, size }: Metadata): string[] {
  const memory = hdf5.HEAPU8;
  if (vlen) {
    const pointers = new Uint32Array(memory.slice(address, address + bytes).buffer);
    return Array.from(pointers, (pointer) => {
      const text = pointer === 0 ? "" : hdf5.UTF8ToString(pointer);
      if (pointer !== 0) hdf5._free(pointer);
      return text;
    });
  }
  const decoder = new TextDecoder();
  return Array.from({ length: bytes / size }, (_, k) => {
    const text = memory.slice(address + k * size, address + (k + 1) * size);
    const end = text.indexOf(0);
    return decoder.decode(end < 0 ? text : text.subarray(0, end)).trimEnd();
  });
}

/** Numbers in the library's memory; undefined if they are none. */
function numbersAt(hdf5: Hdf5, address: number, bytes: number, metadata: Metadata): number[] | undefined {
  const { dtype } = elementType(metadata);
  if (!dtype) return undefined;
  const numbers = numbersFor(dtype, bytes / metadata.size);
  decodeNumbers(
    dtype,
    hdf5.HEAPU8.slice(address, address + bytes),
    numbers,
    false,
    (_index, expected, got) => {
      throw hdf5Error("an attribute", expected, got);
    },
  );
  return Array.from(numbers);
}
