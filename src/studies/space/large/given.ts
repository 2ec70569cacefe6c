import { indexNames } from "../../../base/lists.ts";
import { OptionError } from "../../../base/errors.ts";
import { conversionSentence } from "../../../geometry/to-distances.ts";
import type { Provenance } from "../given.ts";
import { type DistanceSource, assertSource, isOnDemand } from "./sources.ts";

/** Distances that are not in memory, with their names. */
export interface GivenSource extends Provenance {
  readonly given: DistanceSource;
}

/**
 * @throws {OptionError} for a method that needs them in memory.
 * @throws {ShapeError} unless there is one name for each item.
 */
export function sourceOf(
  distances: DistanceSource,
  own: readonly string[] | undefined,
  method: string,
): GivenSource {
  assertSource(distances);
  const names = own ?? distances.names;
  assertSource({ size: distances.size, names });
  if (isOnDemand(distances) && method !== "landmark") throw onlyLandmark(method);
  if (method === "smacof")
    throw new OptionError(
      "embed: method smacof needs all distances in memory, and these are read by rows or on demand. Use method randomised or landmark.",
      "method",
    );
  const conversion = "toDistance" in distances ? distances.toDistance : undefined;
  return {
    given: distances,
    names: names ?? indexNames(distances.size),
    changes: conversion === undefined ? [] : [conversionSentence(conversion)],
  };
}

function onlyLandmark(method: string): OptionError {
  return new OptionError(
    `embed: method ${method} needs all distances, and these are computed when they are asked for. Use method landmark, or pairwise first.`,
    "method",
  );
}
