import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, statSync, writeSync } from "node:fs";
import { readAt } from "./bytes.ts";
import { faultIn, removed } from "../faults.ts";
import { segmentPath, segmentsIn, segmentsPath, syncFolder } from "../places.ts";
import { headBytes, recordOf, type Head } from "./record.ts";

/** The segment that this process writes. No other process ever does. */
export interface Segment {
  readonly path: string;
  /** Adds a record. @returns where its body begins. @throws {CheckpointError} if it cannot be written; what was written before stays */
  append(head: Pick<Head, "kind" | "run" | "unit">, body: Uint8Array): number;
  read(offset: number, length: number): Uint8Array;
  /** @throws {CheckpointError} if its path leads to it no more. */
  assertThere(): void;
  /** Flushes it and closes it. @throws {CheckpointError} */
  close(): void;
}

/** Makes the next segment of a folder. @throws {CheckpointError} */
export function createSegment(folder: string): Segment {
  try {
    const { path, descriptor } = newFile(folder, (segmentsIn(folder).at(-1) ?? 0) + 1);
    syncFolder(segmentsPath(folder));
    return segmentOf(folder, path, descriptor);
  } catch (error) {
    throw faultIn(folder, error);
  }
}

/** A file that nobody else writes, even where two processes believe that the folder is theirs. */
function newFile(folder: string, number: number): { path: string; descriptor: number } {
  const path = segmentPath(folder, number);
  try {
    return { path, descriptor: openSync(path, "wx+") };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return newFile(folder, number + 1);
    throw error;
  }
}

function segmentOf(folder: string, path: string, descriptor: number): Segment {
  const { ino, dev } = fstatSync(descriptor);
  let size = 0;

  function write(record: Uint8Array): void {
    for (let done = 0; done < record.length;)
      done += writeSync(descriptor, record, done, record.length - done, size + done);
  }

  /** Whether the path still leads to this file: what is written into a removed one succeeds, and is lost. */
  function isThere(): boolean {
    const found = statSync(path, { throwIfNoEntry: false });
    return found?.ino === ino && found.dev === dev;
  }

  function assertThere(): void {
    if (!isThere()) throw removed(folder);
  }

  return {
    path,
    assertThere,
    append(head, body) {
      try {
        write(recordOf(head, body));
      } catch (error) {
        ftruncateQuietly(descriptor, size);
        throw faultIn(folder, error);
      }
      const offset = size + headBytes;
      size = offset + body.length;
      return offset;
    },
    read: (offset, length) => readAt(descriptor, offset, length),
    close() {
      try {
        fsyncSync(descriptor);
      } catch (error) {
        throw faultIn(folder, error);
      } finally {
        closeSync(descriptor);
      }
      assertThere();
    },
  };
}

/** Takes half a record away. Should that fail, the next process drops it. */
function ftruncateQuietly(descriptor: number, size: number): void {
  try {
    ftruncateSync(descriptor, size);
  } catch {
    // as said
  }
}
