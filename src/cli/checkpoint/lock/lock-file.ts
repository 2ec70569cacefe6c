import { randomUUID } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readdirSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { quietly } from "../places.ts";
import { thisProcess, type Process } from "./processes.ts";

/** What a lock says. */
export interface LockText extends Process {
  /** Random, so that it is known whose it is. */
  readonly word: string;
  /** When it was taken, for readers; nothing is decided by it. */
  readonly since: string;
  /** "ended" when its process let it go. */
  readonly state: "held" | "ended";
  /** Counted up by its process each second. */
  readonly beat: number;
}

/** Digits of a beat. State and beat have a fixed width at the end of the file, so that they are written over in place. */
const digits = 12;
const tailBytes = `"state":"ended","beat":"${"0".repeat(digits)}"}\n`.length;

export const pathOfLock = (folder: string, number: number) => join(folder, `lock.${number}`);

/** Numbers of the locks in a folder, in ascending order. The last one counts. @throws the system's error */
export function locksIn(folder: string): number[] {
  const numbers = readdirSync(folder).flatMap((name) => /^lock\.(\d+)$/.exec(name)?.[1] ?? []);
  return numbers.map(Number).sort((a, b) => a - b);
}

/** What the lock says; undefined if it is not there, or not whole. */
export function readLock(folder: string, number: number): LockText | undefined {
  try {
    const { beat, state, ...text } = JSON.parse(readFileSync(pathOfLock(folder, number), "utf8"));
    return { ...text, state: state.trim(), beat: Number(beat) } as LockText;
  } catch {
    return undefined;
  }
}

/**
 * Makes a lock, unless it exists. It is there at once with all its text, where the disk knows links.
 * @returns its word; undefined if another process made it
 * @throws the system's error
 */
export function makeLock(folder: string, number: number): string | undefined {
  const word = randomUUID();
  const text = `${JSON.stringify({ ...thisProcess(), word, since: new Date().toISOString() }).slice(0, -1)},${tailOf("held", 0)}`;
  const temporary = join(folder, `.repgeom-${word}.tmp`);
  try {
    write(temporary, text);
    return linked(temporary, pathOfLock(folder, number), text) ? word : undefined;
  } finally {
    quietly(() => unlinkSync(temporary));
  }
}

/** @returns whether it was not there before */
function linked(temporary: string, path: string, text: string): boolean {
  try {
    return unlessThere(() => linkSync(temporary, path));
  } catch {
    return unlessThere(() => write(path, text)); // a disk without links
  }
}

function write(path: string, text: string): void {
  const descriptor = openSync(path, "wx");
  try {
    writeSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function unlessThere(make: () => void): boolean {
  try {
    make();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function tailOf(state: LockText["state"], beat: number): string {
  return `"state":"${state.padEnd(5)}","beat":"${String(beat).padStart(digits, "0")}"}\n`;
}

/** Writes state and beat of a lock over. It is flushed, so that other machines that open the file see it. @throws the system's error */
export function beatLock(
  folder: string,
  number: number,
  beat: number,
  state: LockText["state"] = "held",
): void {
  const path = pathOfLock(folder, number);
  const descriptor = openSync(path, "r+");
  try {
    writeSync(descriptor, tailOf(state, beat), readFileSync(descriptor).length - tailBytes);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Removes a lock, unless another process was faster. */
export function removeLock(folder: string, number: number): void {
  quietly(() => unlinkSync(pathOfLock(folder, number)));
}
