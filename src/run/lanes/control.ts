import type { Signal } from "../../base/host/types.ts";
import { data, resolveOptions, type OptionSchemas } from "../../base/options.ts";

/** What `createEngine` returns: threads and memory to compute with. */
export interface EngineHandle {
  /** Worker threads that a run may use; 0 when it computes on the calling thread. */
  readonly threads: number;
  /** Ends the worker threads. If the engine is used again, it starts new ones. */
  close(): void;
}

/** Which engine computes, and how the caller follows or cancels the work. */
export interface Control {
  /** The engine that computes. @default one engine shared by all calls, which uses every processor of the host */
  readonly engine?: EngineHandle | undefined;
  /**
   * Aborts the work; the call rejects with the signal's reason. Worker threads end within milliseconds,
   * the calling thread stops after the current piece of work.
   */
  readonly signal?: Signal | undefined;
  /** Is called after each piece of work, and about twice a second within a piece that takes longer, with its `steps`. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/**
 * How far a phase is. `prepare` counts representations, `compare` pairs (or parts of a pair, if the searches
 * for one pair are spread over threads), `work` pieces of other work.
 */
export interface Progress {
  readonly phase: "prepare" | "compare" | "work";
  readonly done: number;
  readonly total: number;
  /** Steps of searches that are done, while a single piece lasts. How many there will be is not known. */
  readonly steps?: number;
  /**
   * Of `pairwise` and `cross`, in the phase `compare`: the values so far, rows × columns, row-major; NaN where none
   * is known yet. The next call changes the same array.
   */
  readonly values?: Float64Array;
}

const isFunction = (value: unknown) => typeof value === "function";

const controls: OptionSchemas<Control> = {
  engine: data("an engine of createEngine", "The engine that does the work."),
  signal: data("an AbortSignal", "Aborts the work."),
  onProgress: data("a function", "Is called after each piece of work.", isFunction),
};

/** @throws {OptionError} for an unknown name; the message suggests the most similar known name. */
export function assertControl(control: object): void {
  resolveOptions("The last argument (control)", controls, control as Control);
}
