import type { Kernels } from "../../wasm/kernels.ts";
import type { AnyTask } from "./task.ts";

/** A task that is open on one thread. */
export interface OpenTask {
  /** Runs one piece. The caller must wait for its end before the next. */
  do(piece: unknown): Promise<unknown>;
  /** Frees its memory. */
  close(): void;
}

/** Opens a task on this thread. Nothing else may use these kernels until the task is closed. */
export async function openTask(task: AnyTask, setup: unknown, kernels: Kernels): Promise<OpenTask> {
  const mark = kernels.usage.used;
  const close = () => kernels.release(mark);
  try {
    const work: (piece: unknown) => unknown = await task.open(setup, kernels);
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
