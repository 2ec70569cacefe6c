import { statSync } from "node:fs";
import { CheckpointError } from "../../base/errors.ts";
import { isSystemError } from "../errors.ts";

const full = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);
const forbidden = new Set(["EROFS", "EACCES", "EPERM"]);
const gone = new Set(["ENOENT", "ENOTDIR", "ESTALE", "EBADF"]);

/** Whether an error of the system says that something is not there any more. */
export function isGone(error: unknown): boolean {
  return gone.has((error as NodeJS.ErrnoException).code ?? "");
}

/** How every command with a checkpoint is taken up again. */
export const goesOn = "it goes on from there";

/** An error of the system as one of the checkpoint, which says what is lost and what to do; other errors as they are. */
export function faultIn(folder: string, error: unknown): unknown {
  if (!isSystemError(error)) return error;
  const { code = "" } = error as NodeJS.ErrnoException;
  if (full.has(code))
    return new CheckpointError(
      `${folder} has no more room: ${error.message}. Nothing that was finished before is lost. Make room, or move the folder to a larger disk; then run the same command again: ${goesOn}.`,
    );
  if (forbidden.has(code))
    return new CheckpointError(
      `${folder} cannot be written: ${error.message}. Change its permissions, or choose another folder.`,
    );
  if (isGone(error)) return removed(folder);
  return new CheckpointError(
    `${folder} cannot be used: ${error.message}. Check its disk; then run the same command again: ${goesOn}.`,
  );
}

/** A folder that is not there and cannot be made. */
export function unmade(folder: string, error: unknown): unknown {
  if (!isSystemError(error)) return error;
  if ((error as NodeJS.ErrnoException).code === "EEXIST") assertFolder(folder);
  return new CheckpointError(
    `${folder} cannot be made: ${error.message}. Choose another folder for --checkpoint.`,
  );
}

/** @throws {CheckpointError} for a file where the folder of a checkpoint is meant; what is not there is no matter of this. */
export function assertFolder(folder: string): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (!found || found.isDirectory()) return;
  throw new CheckpointError(
    `${folder} is a file, and a checkpoint is a folder. Give the folder of --checkpoint.`,
  );
}

/** What was finished lies in files that have no name any more. */
export function removed(folder: string): CheckpointError {
  return new CheckpointError(
    `${folder} was removed, moved or replaced while the command wrote in it, so what it finishes now would be lost. ` +
      `If it was moved, put it back, or name its new place; then run the same command again: ${goesOn}. If it was removed, the work begins anew.`,
  );
}

/** The lock has a higher number than that of this process. */
export function takenOver(folder: string): CheckpointError {
  return new CheckpointError(
    `The lock of ${folder} is no longer that of this process: another one took the folder, because this one gave no sign of life for 15 s, or the file was changed or removed. ` +
      `What this one had finished is there. If no other works on it, run the same command again: ${goesOn}.`,
  );
}

/** Does work in the folder, with errors of the system as errors of the checkpoint. */
export function inFolder<T>(folder: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw faultIn(folder, error);
  }
}
