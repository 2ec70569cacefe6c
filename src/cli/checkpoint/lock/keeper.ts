import { CheckpointError } from "../../../base/errors.ts";
import { link, type Link } from "../../thread/link.ts";
import { goesOn, removed, takenOver } from "../faults.ts";
import type { Taken } from "./lock.ts";
import { cells, faults, letGo, watchFolder, type Keeping, type Watch } from "./watch.ts";

/** The computing thread's side of what looks after a folder. */
export interface Keeper {
  /** From now on this segment is written. */
  follow(path: string): void;
  /** Something was written, which is to be flushed. */
  written(): void;
  /** How many units are there, for who says it when the command is interrupted. */
  count(units: { readonly done: number; readonly total: number }): void;
  /** @throws {CheckpointError} for what was found since: the folder is gone, or another process has it. */
  assertHealthy(): void;
  /** Lets the folder go. */
  end(): void;
}

/**
 * Has a folder looked after. The main thread does it where the command has a thread of its own: a kernel may keep
 * that one busy for minutes, and another machine would take it for dead.
 */
export function keepFolder(folder: string, lock: Taken): Keeper {
  const state = new Int32Array(new SharedArrayBuffer(4 * Object.keys(cells).length));
  const keeping: Keeping = { folder, lock, state };
  const watch: Watch = link ? watchedBy(link, keeping) : watchFolder(keeping);
  return {
    follow: (path) => watch.follow(path),
    written: () => void Atomics.store(state, cells.dirty, 1),
    count({ done, total }) {
      Atomics.store(state, cells.done, done);
      Atomics.store(state, cells.total, total);
    },
    assertHealthy() {
      const fault = Atomics.load(state, cells.fault);
      if (fault !== faults.none) throw errorOf(folder, fault);
    },
    end: () => watch.end(),
  };
}

function watchedBy(link: Link, keeping: Keeping): Watch {
  link.keep(keeping);
  return { follow: (path) => link.follow(path), end: () => letGo(keeping) };
}

function errorOf(folder: string, fault: number): CheckpointError {
  if (fault === faults.removed) return removed(folder);
  if (fault === faults.takenOver) return takenOver(folder);
  return new CheckpointError(
    `${folder}: the system could not write to its disk what had been accepted. Check the disk; then run the same command again: ${goesOn}.`,
  );
}
