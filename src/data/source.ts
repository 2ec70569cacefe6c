import { platform } from "#platform";
import { FormatError, OptionError } from "../base/errors.ts";
import type { Address, BlobOfBytes, NamedFile, Signal } from "../base/host/types.ts";
import { assertFits, type Limits } from "./formats/bytes.ts";

/** Bytes with a name, whose extension says what format they have. */
export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array | ArrayBuffer | BlobOfBytes;
}

/**
 * Where a file comes from. A string is a path in Node, Deno and Bun, and an
 * address to fetch in a browser; `http:` and `https:` are fetched everywhere.
 */
export type Source = string | Address | NamedFile | NamedBytes;

/**
 * Path or name of a source: its last part has the extension.
 *
 * @throws {OptionError} if it has none.
 */
export function pathOf(source: Source): string {
  if (typeof source === "string") return isRemote(source) ? pathOf(new URL(source)) : source;
  if (source instanceof URL) return decodePath(source.pathname);
  const { webkitRelativePath, name } = (source ?? {}) as Partial<File>;
  const path = webkitRelativePath || name;
  if (typeof path === "string" && path !== "") return path;
  throw new OptionError(
    'read: expected a path, a URL, a File or { name: "net.npy", bytes }, got a source without a name; the extension gives the format.',
  );
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/**
 * All bytes of a source.
 *
 * @param limits - larger files are refused before they are read
 * @param signal - stops the reading between two parts of the file
 * @throws {FormatError} if the source cannot be read or is larger.
 */
export async function bytesOf(source: Source, limits: Limits, signal?: Signal): Promise<Uint8Array> {
  signal?.throwIfAborted();
  if (typeof source === "string") {
    return hasFiles() && !isRemote(source)
      ? readPath(source, limits, signal)
      : download(source, limits, signal);
  }
  if (source instanceof URL) {
    return source.protocol === "file:" && hasFiles()
      ? readPath(source, limits, signal)
      : download(source.href, limits, signal);
  }
  const bytes = source instanceof Blob ? source : source.bytes;
  assertFits(pathOf(source), bytes instanceof Blob ? bytes.size : bytes.byteLength, limits);
  if (bytes instanceof Uint8Array) return bytes;
  if (!(bytes instanceof Blob)) return new Uint8Array(bytes);
  return new Uint8Array(await bytes.arrayBuffer());
}

/** A source of which any part can be read. */
export interface Pieces {
  /** In bytes. */
  readonly size: number;
  /** Another one where the file was written since. */
  readonly version: string;
  /** Fills `bytes` with those from `start` on. @throws {FormatError} if there are fewer, or they cannot be read. */
  readInto(bytes: Uint8Array, start: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * A source in pieces; undefined for what is fetched, which comes whole.
 * @throws {FormatError} if it cannot be opened.
 */
export async function piecesOf(source: Source): Promise<Pieces | undefined> {
  if (isFetched(source)) return undefined;
  if (typeof source === "string" || source instanceof URL) return piecesOfPath(source);
  const bytes = source instanceof Blob ? source : source.bytes;
  const within = { version: "", close: async () => {} };
  if (bytes instanceof Blob) {
    const piece = (start: number, end: number) => bytes.slice(start, end).arrayBuffer();
    const readInto = async (into: Uint8Array, start: number) =>
      into.set(new Uint8Array(await piece(start, start + into.length)));
    return { ...within, size: bytes.size, readInto };
  }
  const all = bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes);
  const readInto = async (into: Uint8Array, start: number) =>
    into.set(all.subarray(start, start + into.length));
  return { ...within, size: all.length, readInto };
}

/** Whether it comes from an address, and so comes whole. */
export function isFetched(source: Source): boolean {
  if (typeof source === "string") return isRemote(source) || !hasFiles();
  return source instanceof URL && (source.protocol !== "file:" || !hasFiles());
}

async function piecesOfPath(path: string | URL): Promise<Pieces> {
  const file = await opened(path);
  const failed = (error: unknown) => unreadable(String(path), (error as Error).message);
  const { size, mtimeMs } = await file.stat().catch(async (error: unknown) => {
    await file.close();
    throw failed(error);
  });
  return {
    size,
    version: `${size} ${mtimeMs}`,
    async readInto(into, start) {
      for (let filled = 0; filled < into.length;) {
        const reading = file.read(into, filled, into.length - filled, start + filled);
        const { bytesRead } = await reading.catch((error: unknown) => {
          throw failed(error);
        });
        if (bytesRead === 0) throw unreadable(String(path), `it ends at byte ${start + filled}`);
        filled += bytesRead;
      }
    },
    close: () => file.close(),
  };
}

/** Whether it is fetched everywhere. */
export function isRemote(address: string): boolean {
  return /^https?:/i.test(address);
}

/** Node, Deno and Bun have files of their machine; a page and an edge function have none. */
export function hasFiles(): boolean {
  return platform.files !== undefined;
}

/** Bytes of one call, for which a process that shall end must wait. */
const slice = 2 ** 23;

/** The size is taken from the file system first, so that a file beyond the limit is never read. */
async function readPath(path: string | URL, limits: Limits, signal?: Signal): Promise<Uint8Array> {
  const file = await opened(path);
  try {
    const { size } = await file.stat();
    assertFits(String(path), size, limits);
    const bytes = new Uint8Array(size);
    let filled = 0;
    while (filled < size) {
      signal?.throwIfAborted();
      const { bytesRead } = await file.read(bytes, filled, Math.min(size - filled, slice));
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  } catch (error) {
    if (error instanceof FormatError || signal?.aborted) throw error;
    throw unreadable(String(path), (error as Error).message);
  } finally {
    await file.close();
  }
}

async function opened(path: string | URL) {
  return platform.files!.open(path).catch((error: NodeJS.ErrnoException) => {
    throw unreadable(String(path), error.code === "ENOENT" ? missingFile : error.message);
  });
}

async function download(address: string, limits: Limits, signal?: Signal): Promise<Uint8Array> {
  try {
    const response = await fetch(address, { signal: signal ?? null });
    if (!response.ok) throw unreadable(address, `HTTP ${response.status} ${response.statusText}`.trim());
    const declared = Number(response.headers.get("content-length") ?? 0);
    assertFits(address, declared, limits);
    return await collect(response, new Growing(address, limits, declared));
  } catch (error) {
    signal?.throwIfAborted();
    throw error instanceof FormatError ? error : unreadable(address, (error as Error).message);
  }
}

async function collect(response: Response, bytes: Growing): Promise<Uint8Array> {
  const add = new TransformStream<Uint8Array, never>({ transform: (chunk) => bytes.add(chunk) });
  await response.body?.pipeThrough(add).pipeTo(new WritableStream());
  return bytes.filled();
}

/** Bytes that arrive. The declared length may be wrong or missing, so it counts them. */
class Growing {
  readonly #address: string;
  readonly #limits: Limits;
  #bytes: Uint8Array;
  #count = 0;

  constructor(address: string, limits: Limits, declared: number) {
    this.#address = address;
    this.#limits = limits;
    this.#bytes = new Uint8Array(declared);
  }

  /** @throws {FormatError} if old and new bytes together, while they are copied, exceed the limit. */
  add(chunk: Uint8Array): void {
    const end = this.#count + chunk.length;
    const size = this.#bytes.length;
    if (end > size) {
      assertFits(this.#address, size + end, this.#limits);
      const grown = new Uint8Array(Math.max(end, Math.min(2 * size, this.#limits.maxMemory - size)));
      grown.set(this.filled());
      this.#bytes = grown;
    }
    this.#bytes.set(chunk, this.#count);
    this.#count = end;
  }

  filled(): Uint8Array {
    return this.#bytes.subarray(0, this.#count);
  }
}

const missingFile = "no such file";

function unreadable(file: string, got: string): FormatError {
  const message = got === missingFile ? `${file}: ${got}.` : `${file} cannot be read: ${got}.`;
  return new FormatError({ file, offset: 0, expected: "a readable file", got }, message);
}
