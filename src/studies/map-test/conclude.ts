/** What the exchanges say of the observed map. */
import type { Matrix } from "../../base/matrix.ts";
import { falseDiscoveryRate } from "../../base/multiple.ts";
import { permutationShare, reaches } from "../../base/statistics.ts";
import { effects, weightsOf, type Design } from "./design.ts";
import type { ChosenMapInference } from "./options.ts";
import { mapResult, type MapCluster, type MapInference } from "./result.ts";
import { clustersOf, extremes, largestExtreme } from "./statistic.ts";
import type { MapPart, MapSetup } from "./task.ts";

/** What was tested, and where it is among all places. */
interface Known {
  readonly setup: MapSetup;
  readonly places: number;
  readonly tested: Int32Array;
  /** Values at the tested places as they were given. */
  readonly taken: Matrix;
}

/** The maps of p values, from the largest statistic of each exchange and the exchanges that reached each place. */
export function resultOf(
  { setup, places, tested, taken }: Known,
  parts: readonly MapPart[],
  options: ChosenMapInference,
): MapInference {
  const { design, statistic, observed } = setup;
  const { exchanges } = design;
  const own = extremes(observed, statistic);
  const largest = Float64Array.from([
    largestExtreme(observed, statistic),
    ...parts.flatMap((part) => [...part.largest]),
  ]);
  const pOf = shareReaching(largest);
  const reached = new Float64Array(tested.length);
  for (const part of parts) part.reached.forEach((count, k) => (reached[k]! += count));
  const p = reached.map((count) => permutationShare(count, exchanges));
  const spread = (values: Float64Array) => {
    const map = new Float64Array(places).fill(NaN);
    tested.forEach((place, k) => (map[place] = values[k]!));
    return map;
  };
  const isIn = statistic.method === "max" ? () => true : (value: number) => value > 0;
  return mapResult({
    mean: spread(effects(taken, weightsOf(design, 0))),
    t: spread(observed),
    ...(statistic.method === "tfce" ? { enhanced: spread(own) } : {}),
    p: spread(p),
    pFamilyWise: spread(own.map((value) => (isIn(value) ? pOf(value) : 1))),
    pFdr: spread(falseDiscoveryRate(p)),
    ...(statistic.method === "cluster" ? { clusters: clustersIn(setup, tested, pOf) } : {}),
    largest,
    exchanges,
    exact: design.exact,
    subjects: design.subjects,
    untested: places - tested.length,
    options,
    warnings: warningsOf(design, places - tested.length, places),
  });
}

function clustersIn(
  { observed, statistic }: MapSetup,
  tested: Int32Array,
  pOf: (value: number) => number,
): MapCluster[] {
  return clustersOf(observed, statistic).map(({ places, mass }) => {
    const sign = Math.sign(mass);
    const peak = places.reduce((best, place) =>
      sign * observed[place]! > sign * observed[best]! ? place : best,
    );
    return {
      places: Array.from(places, (place) => tested[place]!),
      mass,
      peak: tested[peak]!,
      p: pOf(Math.abs(mass)),
    };
  });
}

/** The share of exchanges, the observed one with them, whose largest statistic reaches a value. */
function shareReaching(largest: Float64Array): (value: number) => number {
  const rising = largest.slice(1).sort();
  const scale = Math.max(Math.abs(largest[0]!), Math.abs(rising.at(-1) ?? 0));
  return (value) => {
    let [low, high] = [0, rising.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (reaches(rising[middle]!, value, scale)) high = middle;
      else low = middle + 1;
    }
    return permutationShare(rising.length - low, rising.length);
  };
}

function warningsOf({ exchanges, exact }: Design, untested: number, places: number): string[] {
  const least = exact
    ? `There are ${exchanges + 1} exchanges in all, so p is a multiple of ${Number((1 / (exchanges + 1)).toPrecision(2))}`
    : "";
  return [
    ...(untested > 0
      ? [
          `${untested} of ${places} places are not tested: a subject has no value there, or all have the same.`,
        ]
      : []),
    ...(exact && exchanges < 99 ? [`${least}; more subjects would give smaller p.`] : []),
  ];
}
