import type { Kernels } from "../../wasm/kernels.ts";
import type { AnyTask } from "./task.ts";

/** A task on one thread. */
export interface OpenTask {
  /** One piece after the other, never two at once. */
  do(piece: unknown): Promise<unknown>;
  /** Gives its memory back. */
  close(): void;
}

/** Opens a task on this thread; until it is closed, nothing else may use these kernels. */
export function openTask(task: AnyTask, setup: unknown, kernels: Kernels): OpenTask {
  const mark = kernels.usage.used;
  const close = () => kernels.release(mark);
  try {
    const work: (piece: unknown) => unknown = task.open(setup, kernels);
    const opened = kernels.usage.used;
    const one = async (piece: unknown) => {
      try {
        return await work(piece);
      } finally {
        kernels.release(opened);
      }
    };
    return { do: one, close };
  } catch (error) {
    close();
    throw error;
  }
}
