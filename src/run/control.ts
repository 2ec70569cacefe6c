import { data, resolveOptions, type OptionSchemas } from "../base/options.ts";

/** Anything made by `createEngine`: threads and memory to compute with. */
export interface EngineHandle {
  /** Worker threads that a run may use; 0 when it computes on the calling thread. */
  readonly threads: number;
  /** Ends the worker threads. The engine can still be used and starts new ones then. */
  close(): void;
}

/** Where work is done, and what the caller hears and says while it is under way. */
export interface Control {
  /** Computes on this engine. @default one engine for all calls, with every processor of the host */
  readonly engine?: EngineHandle | undefined;
  /** Ends the work with its reason: within milliseconds on worker threads, else between pieces of work. */
  readonly signal?: AbortSignal | undefined;
  /** Called after each piece of work; and about twice a second within one that takes longer, with its `steps`. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/**
 * How far a phase has come; `prepare` counts representations, `compare` pairs (parts of a pair, where searches
 * for one are spread over threads), `work` pieces of other work.
 */
export interface Progress {
  readonly phase: "prepare" | "compare" | "work";
  readonly done: number;
  readonly total: number;
  /** Steps of searches done so far, where single pieces last: how many there will be is not known. */
  readonly steps?: number;
}

const isFunction = (value: unknown) => typeof value === "function";

const controls: OptionSchemas<Control> = {
  engine: data("an engine of createEngine", "Where the work is done."),
  signal: data("an AbortSignal", "Ends the work."),
  onProgress: data("a function", "Hears of progress.", isFunction),
};

/** @throws {OptionError} for an unknown name, with the one that was probably meant. */
export function assertControl(control: object): void {
  resolveOptions("The last argument (control)", controls, control as Control);
}
