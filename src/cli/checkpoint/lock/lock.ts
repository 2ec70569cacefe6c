import { setTimeout as pause } from "node:timers/promises";
import { CheckpointError } from "../../../base/errors.ts";
import { locksIn, makeLock, readLock, removeLock, type LockText } from "./lock-file.ts";
import { isRunning } from "./processes.ts";

/**
 * One process at a time writes in a folder. Who it is says the lock with the highest number; the others are history.
 *
 *   taking    Look at the highest. If its process let it go, or is dead, make the one above it, which fails if
 *             another process was faster. Then look again: if there is a higher one, this one was made late, from
 *             an old look; step back.
 *   ending    The lock stays, and says that it has ended.
 *
 * The highest lock is never removed, so numbers only grow, and who is late always sees a higher one than its own.
 * Whether a process of this machine is dead is asked of the system. One of another machine cannot be asked: it is
 * taken for dead when its beat stands still, and should it live, it sees the higher lock at its next beat and stops.
 */
export interface Taken {
  readonly number: number;
  readonly word: string;
}

/** How long to wait for the beat of a process that cannot be asked, in milliseconds: 15 beats. */
export interface Patience {
  readonly total: number;
  readonly between: number;
}

const usual: Patience = { total: 15_000, between: 500 };

/** Locks below the highest that stay, so that who lists the folder meanwhile sees one of them. */
const kept = 4;

/**
 * Takes the lock of a folder.
 * @param say - is told why this takes long
 * @throws {CheckpointError} naming the process that has it.
 */
export async function takeLock(
  folder: string,
  say: (text: string) => void = () => {},
  patience: Patience = usual,
  signal?: AbortSignal,
): Promise<Taken> {
  for (;;) {
    signal?.throwIfAborted();
    const highest = locksIn(folder).at(-1) ?? 0;
    if (highest > 0) await assertFree(folder, highest, say, patience, signal);
    const number = highest + 1;
    const word = makeLock(folder, number);
    if (word === undefined) {
      await pause(10, undefined, signal && { signal }); // another process was faster: its lock may not be seen at once
      continue;
    }
    const all = locksIn(folder);
    if (all.at(-1) === number) {
      for (const old of all) if (old < number - kept) removeLock(folder, old);
      return { number, word };
    }
    removeLock(folder, number); // made late
  }
}

/** Whether the process of a lock runs; undefined if it cannot be asked. */
export function isHeld(lock: LockText): boolean | undefined {
  return lock.state === "ended" ? false : isRunning(lock);
}

/** @throws {CheckpointError} if the lock is held. */
async function assertFree(
  folder: string,
  number: number,
  say: (text: string) => void,
  patience: Patience,
  signal?: AbortSignal,
): Promise<void> {
  const found = readLock(folder, number);
  const held = found && isHeld(found);
  if (held === false) return;
  if (held) throw inUse(folder, found!);
  const who = found ? `process ${found.pid} on ${found.host}` : "a process that has not said which it is";
  say(
    `note: ${folder} was used by ${who}, which cannot be asked whether it runs: waiting ${patience.total / 1000} s for a sign of it.`,
  );
  for (let waited = 0; waited < patience.total; waited += patience.between) {
    await pause(patience.between, undefined, signal && { signal });
    if (locksIn(folder).at(-1) !== number) return; // another process took it
    const now = readLock(folder, number);
    if (now?.state === "ended") return;
    if (now?.beat !== found?.beat) throw inUse(folder, now ?? found!);
  }
}

function inUse(folder: string, { host, pid, since }: LockText): CheckpointError {
  return new CheckpointError(
    `${folder} is in use by process ${pid} on ${host}, since ${since}. Wait until it has ended, or end it; then run this again, which goes on. ` +
      `Shards that run at the same time need a folder each.`,
  );
}
