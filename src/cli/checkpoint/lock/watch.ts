import { closeSync, fstatSync, fsync, fsyncSync, openSync, statSync } from "node:fs";
import { goesOn, isGone } from "../faults.ts";
import { beatLock, locksIn, readLock } from "./lock-file.ts";
import { quietly } from "../places.ts";

/** What is known of a folder that a command writes in, on two threads at once. */
export interface Keeping {
  readonly folder: string;
  readonly lock: { readonly number: number; readonly word: string };
  /** By `cells`: what the thread that computes and the one that watches say to each other. */
  readonly state: Int32Array<SharedArrayBuffer>;
}

/** Places in `state`. */
export const cells = { fault: 0, dirty: 1, done: 2, total: 3, ended: 4 } as const;

/** What the watching thread found wrong. */
export const faults = { none: 0, removed: 1, takenOver: 2, unflushed: 3 } as const;

/** Milliseconds between two beats: power loss costs no more than what was written in that time. */
const interval = 1000;

/** Looks after a folder: flushes what was written, gives signs of life, sees whether it is still there. */
export interface Watch {
  /** From now on this segment is written. */
  follow(path: string): void;
  /** Flushes it and lets the folder go; may be called twice. */
  end(): void;
}

/** Watches a folder from a thread that is never busy for long. */
export function watchFolder(keeping: Keeping): Watch {
  const { folder, lock, state } = keeping;
  let followed: { readonly path: string; readonly descriptor: number } | undefined;
  let beat = 0;

  function tell(fault: number): void {
    Atomics.compareExchange(state, cells.fault, faults.none, fault);
  }

  const isEnded = () => Atomics.load(state, cells.ended) === 1;
  const isOurs = () =>
    locksIn(folder).at(-1) === lock.number && readLock(folder, lock.number)?.word === lock.word;

  function flush(): void {
    if (!followed || Atomics.exchange(state, cells.dirty, 0) === 0) return;
    fsync(followed.descriptor, (error) => error && tell(faults.unflushed));
  }

  function look(): void {
    if (isEnded()) return stop();
    try {
      if (!isOurs()) return tell(faults.takenOver);
      if (followed && !isSame(followed.path, followed.descriptor)) return tell(faults.removed);
      beatLock(folder, lock.number, ++beat);
    } catch (error) {
      if (isGone(error)) tell(faults.removed); // another fault may pass: what is written says so otherwise
    }
    flush();
  }

  const timer = setInterval(look, interval).unref();

  function stop(): void {
    clearInterval(timer);
    if (followed) closeSync(followed.descriptor);
    followed = undefined;
  }

  return {
    follow(path) {
      quietly(() => (followed = { path, descriptor: openSync(path, "r+") })); // if it is gone, the one who writes says so
    },
    end() {
      quietly(() => followed && fsyncSync(followed.descriptor));
      stop();
      letGo(keeping);
    },
  };
}

/** Says in the lock that its process has ended, unless that was said. */
export function letGo({ folder, lock: { number, word }, state }: Keeping): void {
  if (Atomics.exchange(state, cells.ended, 1) === 1) return;
  quietly(() => {
    const found = readLock(folder, number);
    if (found?.word === word) beatLock(folder, number, found.beat + 1, "ended");
  });
}

/** What an interrupted command leaves, in one sentence. */
export function describeKept({ folder, state }: Keeping): string {
  const [done, total] = [state[cells.done], state[cells.total]];
  return `interrupted: ${done} of ${total} pieces of work are in ${folder}. Run the same command again: ${goesOn}.`;
}

function isSame(path: string, descriptor: number): boolean {
  const [named, open] = [statSync(path, { throwIfNoEntry: false }), fstatSync(descriptor)];
  return named?.ino === open.ino && named.dev === open.dev;
}
