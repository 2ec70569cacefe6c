import type { Matrix } from "../../base/matrix.ts";
import type { Comparisons } from "../../data/comparisons.ts";
import { toDistances } from "../../geometry/to-distances.ts";

/** The distances of a result, converted as its metric declares; a matrix or condensed distances as they stand. */
export function distancesOf<T extends Matrix | Float64Array>(given: Comparisons | T): Matrix | T {
  return "metric" in given ? toDistances(given).square : given;
}
