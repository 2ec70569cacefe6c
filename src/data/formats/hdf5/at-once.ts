import { platform } from "#platform";
import type { Limits } from "../bytes.ts";
import { bytesOf, isFetched, pathOf, type Source } from "../../source.ts";
import { FormatError } from "../../../base/errors.ts";

/** Bytes of which any part can be read without waiting, as C code reads. */
export interface BytesAtOnce {
  readonly size: number;
  /** Fills `to` with the bytes from `start` on; they are all there. */
  readInto(to: Uint8Array, start: number): void;
  close(): void;
}

/**
 * A file is read in place, as is a `File` or `Blob` in a worker of a browser. Elsewhere a `Blob` is
 * held whole, and what is fetched as well.
 * @throws {FormatError} if it cannot be read, or what must be held is more than the limit.
 */
export async function atOnce(source: Source, limits: Limits, signal?: AbortSignal): Promise<BytesAtOnce> {
  const isAddress = typeof source === "string" || source instanceof URL;
  if (isAddress && !isFetched(source)) return inPlace(source);
  const blob = blobOf(source);
  if (blob && typeof FileReaderSync === "function") return ofBlob(blob);
  if (blob) checkHeld(source, blob, limits);
  return held(source, limits, signal);
}

function inPlace(path: string | URL): BytesAtOnce {
  const { openSync, fstatSync, readSync, closeSync } = platform.files!;
  const file = attempt(path, () => openSync(path, "r"));
  const size = attempt(path, () => fstatSync(file).size);
  return {
    size,
    readInto(to, start) {
      for (let filled = 0; filled < to.length;) {
        const count = readSync(file, to, filled, to.length - filled, start + filled);
        if (count === 0) throw new Error(`it ends at byte ${start + filled}`);
        filled += count;
      }
    },
    close: () => closeSync(file),
  };
}

function attempt<T>(path: string | URL, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const got = code === "ENOENT" ? "no such file" : message;
    const text = code === "ENOENT" ? `${path}: no such file.` : `${path} cannot be read: ${message}.`;
    throw new FormatError({ file: String(path), offset: 0, expected: "a readable file", got }, text);
  }
}

function blobOf(source: Source): Blob | undefined {
  if (typeof source === "string" || source instanceof URL) return undefined;
  if (source instanceof Blob) return source;
  return source.bytes instanceof Blob ? source.bytes : undefined;
}

function ofBlob(blob: Blob): BytesAtOnce {
  const reader = new FileReaderSync();
  const readInto = (to: Uint8Array, start: number) =>
    to.set(new Uint8Array(reader.readAsArrayBuffer(blob.slice(start, start + to.length))));
  return { size: blob.size, readInto, close: () => {} };
}

async function held(source: Source, limits: Limits, signal?: AbortSignal): Promise<BytesAtOnce> {
  const bytes = await bytesOf(source, limits, signal);
  const readInto = (to: Uint8Array, start: number) => to.set(bytes.subarray(start, start + to.length));
  return { size: bytes.length, readInto, close: () => {} };
}

/** @throws {FormatError} for a file that is too large to be held, with advice */
function checkHeld(source: Source, { size }: Blob, { maxMemory, held = 0 }: Limits): void {
  if (size <= maxMemory) return;
  const expected = `at most ${maxMemory + held} bytes to be held (option maxMemory)`;
  const advice = "In a worker such a file is read in place: call read there; or raise maxMemory.";
  throw new FormatError({ file: pathOf(source), offset: 0, expected, got: `a file of ${size}`, advice });
}
