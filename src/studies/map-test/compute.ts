import { NumericalError, OptionError, ShapeError } from "../../base/errors.ts";
import { assertFits } from "../../base/forecast.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import { falseDiscoveryRate } from "../../base/multiple.ts";
import { differ, permutationShare } from "../../base/statistics.ts";
import { upperQuantile } from "../../base/student.ts";
import { shared } from "../../base/thread-memory.ts";
import { toRepresentation, type Representation, type RepresentationLike } from "../../data/representation.ts";
import type { Control } from "../../run/lanes/control.ts";
import { runtimeOf } from "../../run/runtime.ts";
import { linksOf, type Links } from "./connected.ts";
import { centred, designOf, scalingOf, toT, weightsOf, type Design } from "./design.ts";
import { chosenMapInference, type ChosenMapInference, type MapInferenceOptions } from "./options.ts";
import { mapResult, type MapCluster, type MapInference } from "./result.ts";
import { clustersOf, extremes, largestExtreme, type Statistic } from "./statistic.ts";
import { mapExchanges, type MapPart, type MapSetup } from "./task.ts";

/** The computation of `mapInference`. */
export async function mapInference(
  given: RepresentationLike,
  neighbors: readonly ArrayLike<number>[] | undefined,
  options: MapInferenceOptions = {},
  control: Control = {},
): Promise<MapInference> {
  const all = toRepresentation(given, "maps");
  const chosen = chosenMapInference(options);
  const [subjects, places] = shapeOf(all);
  const design = designOf(subjects, chosen.groups, chosen.samples, chosen.seed);
  const lists = neighborsFor(chosen, neighbors, places);
  assertFits("mapInference", "samples", design.exchanges, 16);
  const tested = testedPlaces(all, subjects, places);
  const taken = takePlaces(all, subjects, tested);
  const maps = design.first ? centred(taken) : taken;
  const { threshold = thresholdOf(chosen, subjects) } = chosen;
  const { method, side, extent, height } = chosen;
  const links = lists && linksAmong(lists, tested, places);
  const statistic: Statistic = { method, side, threshold, extent, height, links };
  const scaling = scalingOf(design, maps);
  const observed = observedT(maps, design, scaling);
  const setup = { maps: { ...maps, data: shared(maps.data) }, design, scaling, statistic, observed };
  const { tasks } = await runtimeOf(control);
  const operations = design.exchanges * maps.cols * (2 * subjects + 100);
  const parts = await tasks.run(mapExchanges, setup, piecesOf(design, maps.cols), { ...control, operations });
  return resultOf({ setup, places, tested, taken }, parts, {
    ...chosen,
    threshold: method === "cluster" ? threshold : chosen.threshold,
  });
}

function shapeOf({ name, shape, data }: Representation): [number, number] {
  if (shape.length !== 2)
    throw new ShapeError(`${name} is ${shape.join(" × ")}; expected maps, subjects × places.`);
  for (let k = 0; k < data.length; k++)
    if (Math.abs(data[k]!) === Infinity)
      throw new NumericalError(
        `${name}: subject ${Math.floor(k / shape[1]!)} has ${data[k]} at place ${k % shape[1]!}; finite values are needed, or NaN where one is missing.`,
      );
  return shape as unknown as [number, number];
}

function neighborsFor(
  { method }: ChosenMapInference,
  neighbors: readonly ArrayLike<number>[] | undefined,
  places: number,
): readonly ArrayLike<number>[] | undefined {
  if (method === "max") return undefined;
  if (neighbors === undefined)
    throw new OptionError(
      `mapInference: method ${JSON.stringify(method)} is about connected places; give the neighbours of each place, or take "max".`,
      "method",
    );
  if (neighbors.length === places) return neighbors;
  throw new ShapeError(
    `mapInference: there are neighbours of ${neighbors.length} places, and maps of ${places} places.`,
  );
}

/** Places at which every subject has a value, and not all the same. */
function testedPlaces({ name, data }: Representation, subjects: number, places: number): Int32Array {
  const found = new Int32Array(places);
  let count = 0;
  for (let place = 0; place < places; place++) {
    let [low, high] = [Infinity, -Infinity];
    for (let s = 0; s < subjects; s++) {
      const value = data[s * places + place]!;
      if (Number.isNaN(value)) high = NaN;
      [low, high] = [Math.min(low, value), Math.max(high, value)];
    }
    if (differ(low, high, 1)) found[count++] = place;
  }
  if (count > 0) return found.subarray(0, count);
  throw new NumericalError(
    `${name}: no place can be tested; at each a subject has no value, or all subjects have the same.`,
  );
}

function takePlaces({ data }: Representation, subjects: number, tested: Int32Array): Matrix {
  const places = data.length / subjects;
  const taken = matrix(subjects, tested.length);
  for (let s = 0; s < subjects; s++)
    tested.forEach((place, k) => (taken.data[s * tested.length + k] = data[s * places + place]!));
  return taken;
}

/** @throws {ShapeError} for a neighbour that is not there. */
function linksAmong(lists: readonly ArrayLike<number>[], tested: Int32Array, places: number): Links {
  const numbers = new Int32Array(places).fill(-1);
  tested.forEach((place, k) => (numbers[place] = k));
  const among = Array.from(tested, (place) => {
    const list = Array.from(lists[place]!);
    const bad = list.find((other) => !(Number.isInteger(other) && other >= 0 && other < places));
    if (bad !== undefined)
      throw new ShapeError(
        `mapInference: place ${place} has neighbour ${bad}; places are whole numbers from 0 to ${places - 1}.`,
      );
    return list.map((other) => numbers[other]!).filter((other) => other >= 0);
  });
  return linksOf(among);
}

/** One-sided 0.001, in both directions together. */
function thresholdOf({ side, groups }: ChosenMapInference, subjects: number): number {
  return upperQuantile(side === "two-sided" ? 0.0005 : 0.001, groups ? subjects - 2 : subjects - 1);
}

function effects({ rows, cols, data }: Matrix, weights: Float64Array): Float64Array {
  const found = new Float64Array(cols);
  for (let s = 0; s < rows; s++)
    for (let place = 0; place < cols; place++) found[place]! += weights[s]! * data[s * cols + place]!;
  return found;
}

function observedT(maps: Matrix, design: Design, scaling: MapSetup["scaling"]): Float64Array {
  const t = effects(maps, weightsOf(design, 0));
  toT(t, scaling);
  return t;
}

/** Numbers of t that a piece holds at once: 16 MB. */
const pieceNumbers = 2 ** 21;

function piecesOf({ exchanges }: Design, places: number): { from: number; to: number }[] {
  const size = Math.max(1, Math.min(64, Math.floor(pieceNumbers / places)));
  return Array.from({ length: Math.ceil(exchanges / size) }, (_, k) => ({
    from: 1 + k * size,
    to: 1 + Math.min(exchanges, (k + 1) * size),
  }));
}

interface Known {
  readonly setup: MapSetup;
  readonly places: number;
  readonly tested: Int32Array;
  /** Values at the tested places as they were given. */
  readonly taken: Matrix;
}

function resultOf(
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
    const least = value - 1e-12 * scale;
    let [low, high] = [0, rising.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (rising[middle]! >= least) high = middle;
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
