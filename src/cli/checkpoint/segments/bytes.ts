import { closeSync, openSync, readSync, statSync } from "node:fs";

/** A file that is read in places. */
export interface FileBytes {
  readonly path: string;
  readonly size: number;
  /** @throws {RangeError} if the file ends before, or the system's error. */
  read(offset: number, length: number): Uint8Array;
  close(): void;
}

/** What is read at a time where little is asked for: heads of records lie close together. */
const window = 2 ** 18;

/** Files that are open at once: a folder may have a thousand segments, a process seldom as many descriptors. */
const most = 64;

/** Opens files, closes those that were not read for long, and opens them again when they are. */
export function fileOpener(): (path: string) => FileBytes {
  const open = new Map<string, number>();

  function descriptorOf(path: string): number {
    const descriptor = open.get(path) ?? openSync(path, "r");
    open.delete(path);
    open.set(path, descriptor); // the last is the one that was read last
    const [oldest] = open.keys();
    if (open.size > most) close(oldest!);
    return descriptor;
  }

  function close(path: string): void {
    const descriptor = open.get(path);
    if (descriptor !== undefined) closeSync(descriptor);
    open.delete(path);
  }

  return (path) => {
    const { size } = statSync(path);
    let held: { readonly start: number; readonly bytes: Uint8Array } | undefined;
    const readNow = (offset: number, length: number) => readAt(descriptorOf(path), offset, length);
    return {
      path,
      size,
      read(offset, length) {
        if (length >= window) return readNow(offset, length);
        if (!held || offset < held.start || offset + length > held.start + held.bytes.length) {
          const start = offset; // what lies before was read before
          held = { start, bytes: readNow(start, Math.max(length, Math.min(window, size - start))) };
        }
        return held.bytes.subarray(offset - held.start, offset - held.start + length);
      },
      close() {
        held = undefined;
        close(path);
      },
    };
  };
}

/** Bytes of an open file. @throws {RangeError} if it ends before, or the system's error. */
export function readAt(descriptor: number, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length;) {
    const read = readSync(descriptor, bytes, done, length - done, offset + done);
    if (read === 0) throw new RangeError(`The file ends at byte ${offset + done}.`);
    done += read;
  }
  return bytes;
}
