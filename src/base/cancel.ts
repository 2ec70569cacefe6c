import type { Signal } from "./host/types.ts";
import { data, resolveOptions, type OptionSchemas } from "./options.ts";

/** How the caller of a reader may stop it. A control of the functions that compute will do, too. */
export interface ReadControl {
  /** Aborts the reading within some 20 ms; the call rejects with the signal's reason. */
  readonly signal?: Signal | undefined;
  /** Does not concern reading. */
  readonly engine?: object | undefined;
  /** Does not concern reading. */
  readonly onProgress?: unknown;
}

/** Asked by its method: a signal may come from another realm. */
const isSignal = (value: unknown) => typeof (value as AbortSignal | null)?.throwIfAborted === "function";

/** A control that is used for several calls may say what does not concern a reader. */
const controls: OptionSchemas<ReadControl> = {
  signal: data("an AbortSignal", "Aborts the reading.", isSignal),
  engine: data("an engine of createEngine", "Does not concern reading."),
  onProgress: data("a function", "Does not concern reading.", (value) => typeof value === "function"),
};

/**
 * The signal of a control.
 * @throws {OptionError} for an unknown name, with the most similar known one, or what is no signal.
 */
export function signalOf(control: ReadControl): Signal | undefined {
  return resolveOptions("The last argument (control)", controls, control).signal;
}
