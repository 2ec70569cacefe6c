import type * as repgeom from "repgeom";

type Library = typeof repgeom;

/** Names of the probes, in the order of `runProbes`. */
export const probeNames: readonly string[];
/** Name → hash of all bits of its result, 16 hex digits; or `failed: …`. */
export function runProbes(
  library: Library,
  engine: repgeom.Engine,
  names?: readonly string[],
): Promise<Record<string, string>>;
/** Hash of a job that is worth several threads. */
export function poolJob(library: Library, engine: repgeom.Engine): Promise<string>;
