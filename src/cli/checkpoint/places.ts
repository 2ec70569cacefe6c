import { randomUUID } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";

/** What lies where in the folder of a checkpoint. */
export const jobPath = (folder: string) => join(folder, "job.json");
export const segmentsPath = (folder: string) => join(folder, "segments");
export const segmentPath = (folder: string, number: number) =>
  join(segmentsPath(folder), `${String(number).padStart(4, "0")}.log`);

/** Names that the folder of a checkpoint may have before there is a job in it. */
export const ownNames = /^(lock\.\d+|segments|\.repgeom-[0-9a-f-]+\.tmp)$/;

/** Numbers of the segments, in ascending order. @throws the system's error */
export function segmentsIn(folder: string): number[] {
  const names = unlessAbsent(() => readdirSync(segmentsPath(folder))) ?? [];
  return names
    .flatMap((name) => /^(\d{4,})\.log$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
}

/** Names in a folder; undefined if it is not there. @throws the system's error */
export function namesIn(folder: string): string[] | undefined {
  return unlessAbsent(() => readdirSync(folder));
}

/** The text of a file; undefined if it is not there. @throws the system's error */
export function textIn(path: string): string | undefined {
  return unlessAbsent(() => readFileSync(path, "utf8"));
}

function unlessAbsent<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Makes a folder and those above it, where they are not there, so that they survive a loss of power. @throws the system's error */
export function makeFolders(folder: string): void {
  for (const path of absent(resolve(folder)).toReversed()) {
    makeOne(path);
    syncFolder(dirname(path));
  }
}

/** The folders of a path that are not there, from the last one up. */
function absent(path: string): string[] {
  return existsSync(path) || dirname(path) === path ? [] : [path, ...absent(dirname(path))];
}

/** One by one: making all at once, Node.js never ends where a system lets nobody make folders, and says that they are not there. */
function makeOne(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST" || !existsSync(path)) throw error; // another process may be faster
  }
}

/** Writes a file of the folder that is whole as soon as it is there. @throws the system's error */
export function writeWhole(folder: string, path: string, text: string): void {
  const temporary = join(folder, `.repgeom-${randomUUID()}.tmp`);
  try {
    writeFileSync(temporary, text, { flag: "wx" });
    sync(temporary);
    renameSync(temporary, path);
  } catch (error) {
    quietly(() => unlinkSync(temporary));
    throw error;
  }
  syncFolder(folder);
}

/** Flushes a file. @throws the system's error */
function sync(path: string): void {
  const descriptor = openSync(path, "r+");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Flushes which files are in a folder. Systems that cannot do that need it not, or have no better. */
export function syncFolder(folder: string): void {
  quietly(() => {
    const descriptor = openSync(folder, "r");
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  });
}

/** Does what may fail without harm. */
export function quietly(work: () => void): void {
  try {
    work();
  } catch {
    // as said
  }
}
