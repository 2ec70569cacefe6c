import { createEngine, type Engine } from "./engine.ts";

let shared: Promise<Engine> | undefined;

/** The engine that the functions below share: every processor of the host, loaded on first use. */
export function engine(): Promise<Engine> {
  shared ??= createEngine();
  shared.catch(() => (shared = undefined)); // so that a passing failure to load can be tried again
  return shared;
}

/**
 * The value of one pair of representations.
 * @param spec - the metric by name, and its options
 * @throws {OptionError | ShapeError | NumericalError} naming the representation it is about.
 */
export const compare: Engine["compare"] = async (...args) => (await engine()).compare(...args);

/** All pairs of K representations, K × K. @throws as `compare`. */
export const pairwise: Engine["pairwise"] = async (...args) => (await engine()).pairwise(...args);

/** Each of the first list with each of the second. @throws as `compare`. */
export const cross: Engine["cross"] = async (...args) => (await engine()).cross(...args);

/** Both representations in common axes. @throws as `compare`, and for a metric that has no motion. */
export const align: Engine["align"] = async (...args) => (await engine()).align(...args);

/** All values that the value of one pair is the least of. @throws as `compare`, and for a metric without a table. */
export const table: Engine["table"] = async (...args) => (await engine()).table(...args);

/** Dissimilarities between the stimuli of one representation. @throws as `compare`. */
export const rdm: Engine["rdm"] = async (...args) => (await engine()).rdm(...args);
