import { MemoryError } from "../../base/errors.ts";

/** What a run may hold of the memory of the process, in bytes. */
export interface MemoryShare {
  /** Of the whole process. */
  readonly maxMemory: number;
  /** Threads that have room beside each other. */
  readonly lanes: number;
  /** Prepared representations in the wasm memory of a thread. */
  readonly budget: number;
  /** Wasm memory of a thread, about. */
  readonly arena: number;
  /** Prepared representations that all threads share. */
  readonly prepared: number;
}

export const unbounded: MemoryShare = {
  maxMemory: Infinity,
  lanes: Infinity,
  budget: Infinity,
  arena: Infinity,
  prepared: Infinity,
};

/** The error for networks that turned out larger, once prepared, than was thought. @param missing - bytes */
export function tooSmall(maxMemory: number, missing: number, lanes: number): MemoryError {
  const fewer = lanes > 1 ? ", use fewer threads" : "";
  return new MemoryError(
    `The process may hold ${maxMemory} bytes (option maxMemory). What was prepared, and the memory in which that was done, ` +
      `need about ${Math.ceil(maxMemory + missing)}: raise maxMemory to that${fewer}, or take fewer stimuli or units.`,
    { needed: maxMemory + missing, limit: maxMemory },
  );
}
