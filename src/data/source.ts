import { FormatError, OptionError } from "../base/errors.ts";

/** Bytes with a name, whose extension says what format they have. */
export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array | ArrayBuffer | Blob;
}

/**
 * Where a file comes from. A string is a path in Node, Deno and Bun, and an
 * address to fetch in a browser; `http:` and `https:` are fetched everywhere.
 */
export type Source = string | URL | File | NamedBytes;

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
 * @param maxBytes - larger files are refused before they are read
 * @param signal - stops the reading between two parts of the file
 * @throws {FormatError} if the source cannot be read or is larger.
 */
export async function bytesOf(source: Source, maxBytes: number, signal?: AbortSignal): Promise<Uint8Array> {
  signal?.throwIfAborted();
  if (typeof source === "string") {
    return hasFiles() && !isRemote(source)
      ? readPath(source, maxBytes, signal)
      : download(source, maxBytes, signal);
  }
  if (source instanceof URL) {
    return source.protocol === "file:" && hasFiles()
      ? readPath(source, maxBytes, signal)
      : download(source.href, maxBytes, signal);
  }
  const bytes = source instanceof Blob ? source : source.bytes;
  if (bytes instanceof Uint8Array) return bytes;
  if (!(bytes instanceof Blob)) return new Uint8Array(bytes);
  checkSize(pathOf(source), bytes.size, maxBytes);
  return new Uint8Array(await bytes.arrayBuffer());
}

function isRemote(address: string): boolean {
  return /^https?:/i.test(address);
}

/** Node, Deno and Bun have `process.versions`; a browser has none. */
function hasFiles(): boolean {
  return typeof process !== "undefined" && process.versions?.node !== undefined;
}

/** Bytes of one call, for which a process that shall end must wait. */
const slice = 2 ** 23;

/** The size is taken from the file system first, so that a file beyond the limit is never read. */
async function readPath(path: string | URL, maxBytes: number, signal?: AbortSignal): Promise<Uint8Array> {
  const { open } = await fileSystem().catch((error: Error) => {
    throw unreadable(String(path), error.message);
  });
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw unreadable(String(path), error.code === "ENOENT" ? missingFile : error.message);
  });
  try {
    const { size } = await file.stat();
    checkSize(String(path), size, maxBytes);
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

/** Bundlers for browsers must leave this import alone: there it never runs. */
function fileSystem() {
  return import(/* @vite-ignore */ /* webpackIgnore: true */ "node:fs/promises");
}

async function download(address: string, maxBytes: number, signal?: AbortSignal): Promise<Uint8Array> {
  try {
    const response = await fetch(address, { signal: signal ?? null });
    if (!response.ok) throw unreadable(address, `HTTP ${response.status} ${response.statusText}`.trim());
    checkSize(address, Number(response.headers.get("content-length") ?? 0), maxBytes);
    return await collect(response, address, maxBytes);
  } catch (error) {
    signal?.throwIfAborted();
    throw error instanceof FormatError ? error : unreadable(address, (error as Error).message);
  }
}

/** Counts while it receives: the declared length may be wrong or missing. */
async function collect(response: Response, address: string, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let received = 0;
  const count = new TransformStream<Uint8Array<ArrayBuffer>, never>({
    transform(chunk) {
      checkSize(address, (received += chunk.length), maxBytes);
      chunks.push(chunk);
    },
  });
  await response.body?.pipeThrough(count).pipeTo(new WritableStream());
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

function checkSize(file: string, size: number, maxBytes: number): void {
  if (size <= maxBytes) return;
  throw new FormatError({
    file,
    offset: 0,
    expected: `a file of at most ${maxBytes} bytes (option maxMemory)`,
    got: `${size} bytes`,
  });
}

const missingFile = "no such file";

function unreadable(file: string, got: string): FormatError {
  const message = got === missingFile ? `${file}: ${got}.` : `${file} cannot be read: ${got}.`;
  return new FormatError({ file, offset: 0, expected: "a readable file", got }, message);
}
