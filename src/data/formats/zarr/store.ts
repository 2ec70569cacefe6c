import { platform } from "#platform";
import { FormatError } from "../../../base/errors.ts";
import { bytesOf, piecesOf, type Pieces } from "../../source.ts";
import { assertFits, quoted, type Limits } from "../bytes.ts";
import { crc32 } from "../crc32.ts";
import { inflate } from "../packed/inflate.ts";
import type { Declared } from "../pieces/zip-directory.ts";
import { openZip } from "../pieces/zip-pieces.ts";

/** Where a part of a value is; as zarrita asks for it. */
export type Range = { readonly offset: number; readonly length: number } | { readonly suffixLength: number };

/** Names with values: files of a folder, members of an archive, addresses. A name has no leading slash. */
export interface Store {
  /** Nothing where there is none. @throws {FormatError} if it cannot be read, or is larger than the limit. */
  get(key: string): Promise<Uint8Array | undefined>;
  /** @throws {FormatError} if there is less. */
  getRange(key: string, range: Range): Promise<Uint8Array | undefined>;
  /** Names below a prefix, which they begin with; absent where they cannot be known. */
  list?(prefix: string): Promise<readonly string[]>;
  /** Names of the folders directly in one; absent where they cannot be known. */
  folders?(prefix: string): Promise<readonly string[]>;
}

/** The files of a folder. */
export async function folderStore(folder: string, limits: Limits, signal?: AbortSignal): Promise<Store> {
  const { readdir, stat } = platform.files!;
  const at = (key: string) => (key === "" ? folder : `${folder}/${key}`);
  const isFile = async (key: string) => (await stat(at(key)).catch(() => undefined))?.isFile() === true;
  const entriesIn = (prefix: string) =>
    readdir(at(prefix.replace(/\/$/, "")), { withFileTypes: true }).catch((error: Error) => {
      throw new FormatError({ file: folder, offset: 0, expected: "a readable folder", got: error.message });
    });
  const list = async (prefix: string): Promise<string[]> => {
    const names: string[] = [];
    for (const entry of await entriesIn(prefix)) {
      signal?.throwIfAborted();
      const name = prefix + entry.name;
      if (!entry.isDirectory()) names.push(name);
      else for (const inner of await list(`${name}/`)) names.push(inner);
    }
    return names;
  };
  return {
    get: async (key) => ((await isFile(key)) ? bytesOf(at(key), limits, signal) : undefined),
    async getRange(key, range) {
      if (!(await isFile(key))) return undefined;
      const pieces = (await piecesOf(at(key)))!;
      try {
        const [start, end] = placeOf(range, pieces.size, at(key));
        assertFits(at(key), end - start, limits);
        const bytes = new Uint8Array(end - start);
        await pieces.readInto(bytes, start);
        return bytes;
      } finally {
        await pieces.close();
      }
    },
    list,
    async folders(prefix) {
      const names: string[] = [];
      for (const entry of await entriesIn(prefix)) {
        const isFolder = entry.isSymbolicLink()
          ? (await stat(at(prefix + entry.name)).catch(() => undefined))?.isDirectory()
          : entry.isDirectory();
        if (isFolder) names.push(entry.name);
      }
      return names;
    },
  };
}

/** The members of an archive. Where all are in one folder, those of that folder. */
export async function zipStore(pieces: Pieces, file: string, limits: Limits): Promise<Store> {
  const { entries: all, startOf } = await openZip(pieces, file, limits, { lastOnly: true });
  const names = [...all.keys()].filter((name) => !name.endsWith("/"));
  const top = commonFolder(names);
  const inside = names.map((name) => name.slice(top.length));
  const list = async (prefix: string) => inside.filter((name) => name.startsWith(prefix));
  const read = async (entry: Declared, [from, to]: readonly [number, number]) => {
    assertFits(file, to - from + (entry.method === 0 ? 0 : entry.size), limits, entry.offset);
    const bytes = new Uint8Array(to - from);
    await pieces.readInto(bytes, (await startOf(entry)) + from);
    return bytes;
  };
  const whole = wholly(async (key) => {
    const entry = all.get(top + key);
    return entry && unpacked(entry, await read(entry, [0, entry.packedSize]), file);
  }, file);
  return {
    get: whole.get,
    async getRange(key, range) {
      const entry = all.get(top + key);
      if (entry?.method !== 0) return whole.getRange(key, range);
      return read(entry, placeOf(range, entry.size, `${file}/${key}`));
    },
    list,
    async folders(prefix) {
      const inner = (await list(prefix)).map((name) => name.slice(prefix.length).split("/"));
      return [...new Set(inner.filter((parts) => parts.length > 1).map(([first]) => first!))];
    },
  };
}

/** @throws {FormatError} for other bytes than the directory declares. */
function unpacked(
  { name, method, size, crc, offset }: Declared,
  bytes: Uint8Array,
  file: string,
): Uint8Array {
  const problem = (got: string) =>
    new FormatError({ file, offset, expected: `${size} bytes of ${quoted(name)} as declared`, got });
  let found = bytes;
  try {
    if (method !== 0) found = inflate(bytes, size);
  } catch (error) {
    throw problem((error as Error).message);
  }
  if (found.length !== size) throw problem(`${found.length}`);
  if (crc32(found) !== crc) throw problem("others: their checksum differs");
  return found;
}

/** The folder in which everything is, with its slash, as where a whole folder was packed; else "". */
function commonFolder(names: readonly string[]): string {
  const [first = ""] = names;
  const top = first.slice(0, first.indexOf("/") + 1);
  const isRoot = names.some((name) => /^(zarr\.json|\.zgroup|\.zarray|\.zmetadata)$/.test(name));
  return !isRoot && top !== "" && names.every((name) => name.startsWith(top)) ? top : "";
}

/** What is fetched, one address a value. */
export function remoteStore(address: string, limits: Limits, signal?: AbortSignal): Store {
  const [, base = address, query = ""] = /^([^?#]*)(\?[^#]*)?/.exec(address) ?? [];
  const get = async (key: string) => {
    const place = `${base.replace(/\/+$/, "")}/${key.split("/").map(encodeURIComponent).join("/")}${query}`;
    try {
      const url = /^https?:/i.test(place) ? place : new URL(place, platform.baseAddress?.());
      return await bytesOf(url, limits, signal);
    } catch (error) {
      if (error instanceof FormatError && error.got.startsWith("HTTP 404")) return undefined;
      throw error;
    }
  };
  return wholly(get, address);
}

/** Parts of values that come whole; the last one is kept, because one part after the other is asked for. */
function wholly(get: Store["get"], file: string): Pick<Store, "get" | "getRange"> {
  let last: { readonly key: string; readonly value: Uint8Array | undefined } | undefined;
  return {
    get,
    async getRange(key, range) {
      if (last?.key !== key) last = { key, value: await get(key) };
      const { value } = last;
      return value?.subarray(...placeOf(range, value.length, `${file}/${key}`));
    },
  };
}

/** @throws {FormatError} where a part is beyond the end. */
function placeOf(range: Range, size: number, file: string): [start: number, end: number] {
  const [start, end] =
    "suffixLength" in range ? [size - range.suffixLength, size] : [range.offset, range.offset + range.length];
  if (start >= 0 && start <= end && end <= size) return [start, end];
  throw new FormatError({
    file,
    offset: 0,
    expected: `bytes ${start} to ${end} of a shard`,
    got: `${size} bytes`,
  });
}
