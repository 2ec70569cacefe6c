import type { Stats } from "node:fs";
import { constants } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { Refusal } from "./answer.ts";
import { rangeOf, type ByteRange } from "./range.ts";

/** A file of the disk that is served. */
export interface DiskFile {
  readonly path: string;
  /** What the reader calls it. */
  readonly name: string;
  /** As of `typeOf`. */
  readonly type: string;
}

/** Bytes that are read at once. */
const piece = 2 ** 18;

/** Another text where the file was written since. */
export function versionOf({ size, mtimeMs }: Pick<Stats, "size" | "mtimeMs">): string {
  return `${size.toString(36)}-${Math.round(mtimeMs).toString(36)}`;
}

/**
 * Answers with a file, or the part of it that is asked for, piece by piece: never more than one is in memory.
 *
 * @param expected - the version that the reader knows; another one is refused (409)
 * @throws {Refusal} for a file that is gone (404), was changed (409), cannot be read (500), or is shorter than asked (416)
 */
export async function sendFile(
  file: DiskFile,
  request: IncomingMessage,
  response: ServerResponse,
  expected?: string,
): Promise<void> {
  const handle = await opened(file);
  try {
    const found = await handle.stat();
    if (!found.isFile()) throw new Refusal(404, `${file.name} is no file.`);
    const version = versionOf(found);
    if (expected !== undefined && expected !== version)
      throw new Refusal(
        409,
        `${file.name} was changed since this page was loaded. Reload the page to read it anew.`,
      );
    const range = askedOf(request, found.size, version);
    writeHead(file, response, found.size, version, range);
    const bytes = range ?? { start: 0, end: found.size - 1 };
    if (request.method === "HEAD") response.end();
    else await pipeline(piecesOf(handle, bytes, version), response).catch(ofReader);
  } finally {
    await handle.close();
  }
}

async function opened({ path, name }: DiskFile): Promise<FileHandle> {
  // A pipe in the place of the file would be waited for without end.
  const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
  return open(path, flags).catch(({ code, message }: NodeJS.ErrnoException) => {
    const isGone = code === "ENOENT" || code === "ENOTDIR";
    throw isGone
      ? new Refusal(404, `${name} is no longer there: it was moved or deleted.`)
      : new Refusal(500, `${name} cannot be read: ${message}.`);
  });
}

function askedOf({ headers }: IncomingMessage, size: number, version: string): ByteRange | undefined {
  const condition = headers["if-range"];
  if (condition !== undefined && condition !== `"${version}"`) return undefined;
  const range = rangeOf(headers.range, size);
  if (range === "outside")
    throw new Refusal(416, `The file has ${size} bytes.`, { "Content-Range": `bytes */${size}` });
  return range;
}

function writeHead(
  { type }: DiskFile,
  response: ServerResponse,
  size: number,
  version: string,
  range: ByteRange | undefined,
): void {
  response.writeHead(range ? 206 : 200, {
    "Accept-Ranges": "bytes",
    "Content-Length": range ? range.end - range.start + 1 : size,
    "Content-Type": type,
    ETag: `"${version}"`,
    ...(range && { "Content-Range": `bytes ${range.start}-${range.end}/${size}` }),
  });
}

/** The last piece is given only if the file is still the same: half of one and half of another would look whole. */
async function* piecesOf(
  handle: FileHandle,
  { start, end }: ByteRange,
  version: string,
): AsyncGenerator<Buffer> {
  for (let at = start; at <= end;) {
    const bytes = Buffer.allocUnsafe(Math.min(piece, end + 1 - at));
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, at);
    at += bytesRead;
    if (bytesRead === 0 || (at > end && versionOf(await handle.stat()) !== version))
      throw new Error("The file was changed while it was sent.");
    yield bytes.subarray(0, bytesRead);
  }
}

/** A reader that goes away before the end is no fault. */
function ofReader(error: NodeJS.ErrnoException): void {
  if (!["ERR_STREAM_PREMATURE_CLOSE", "ECONNRESET", "EPIPE"].includes(error.code ?? "")) throw error;
}
