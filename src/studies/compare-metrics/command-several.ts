import { basename } from "node:path";
import { UsageError } from "../../cli/errors.ts";
import { toDistances } from "../../geometry/to-distances.ts";
import type { NamedSquare } from "./compare-metrics.ts";
import { type DistanceFile, type DistanceFlags, readDistances } from "../space/command-distances.ts";

/** Several matrices of the same networks, each under the name of its file. */
export interface SeveralDistances {
  readonly squares: readonly NamedSquare[];
  /** What was done to get distances, a sentence each. */
  readonly changes: readonly string[];
}

/**
 * Reads the matrices of several metrics. Files of distances stay as they are; files of similarities need `--to-distance`.
 * @throws {UsageError} as `readDistances`
 */
export async function readSeveral(
  files: readonly string[],
  flags: DistanceFlags,
  command: string,
  signal: AbortSignal,
): Promise<SeveralDistances> {
  const found: ReturnType<typeof squareFrom>[] = [];
  for (const file of files) found.push(squareFrom(await distancesIn(file, flags, command, signal), file));
  return {
    squares: found.map(({ square }) => square),
    changes: found.flatMap(({ changes }) => changes),
  };
}

/** The distances of one metric under the name of its file, and what was done to get them. */
function squareFrom(
  { given, named }: DistanceFile,
  file: string,
): { square: NamedSquare; changes: string[] } {
  const { square, changes } = toDistances(given);
  return {
    square: { name: nameOf(file), square, ...(named ? { items: given.names } : {}) },
    changes: changes.map((change) => `${file}: ${change}`),
  };
}

/** Distances as they stand; similarities by the conversion that was named. */
async function distancesIn(
  file: string,
  flags: DistanceFlags,
  command: string,
  signal: AbortSignal,
): Promise<DistanceFile> {
  const { toDistance, ...rest } = flags;
  const asDistances = readDistances(file, rest, command, signal);
  if (!toDistance) return asDistances;
  return asDistances.catch((error: unknown) => {
    // What was taken as names has been said.
    if (error instanceof UsageError) return readDistances(file, { ...flags, quiet: true }, command, signal);
    throw error;
  });
}

/** `out/cka.npy` is `cka`. */
export function nameOf(file: string): string {
  return basename(file).replace(/\.[^.]+$/, "");
}
