import { NumericalError, OptionError, ShapeError } from "../../../base/errors.ts";
import { comparisons, type Comparisons, type Extrapolation } from "../../../data/comparisons.ts";
import { stimuliCount, type Representation } from "../../../data/representation.ts";
import type { ResolvedSpec } from "../../../metrics/resolve.ts";
import type { Control } from "../../../run/lanes/control.ts";
import type { Runtime } from "../../../run/runtime.ts";
import { square } from "../square.ts";
import { spreadOf } from "./fit.ts";
import { pointsOf, without, type Axis, type Point } from "./points.ts";
import { partOf, unitsOf } from "./subsamples.ts";

/** Parts of an axis that are left out in turn, for the standard error. */
const parts = 10;
/** Below it subsamples and parts are too small to tell a line from noise. */
const fewest = 20;

/**
 * The values with what they would be of endlessly many stimuli or units: values of seeded subsamples without replacement
 * are fitted, pair by pair, by
 *
 *   value = limit + a / (share of stimuli) + b / (share of units),
 *
 * which is exact to the order of 1/stimuli and 1/units for smooth functions of means; the limit is at 1/share = 0. Its standard
 * error is that of the jackknife over parts of the stimuli, and of the units, each with the whole fit without the part.
 *
 * @param observed - the values of all
 * @throws {ShapeError} for fewer than 20 stimuli, or units of a network. @throws {OptionError} for units of other kinds of input
 */
export async function withExtrapolation(
  observed: Comparisons,
  work: {
    readonly inputs: readonly Representation[];
    readonly spec: ResolvedSpec;
    readonly runtime: Runtime;
  },
  { over, seed }: { readonly over: readonly Axis[]; readonly seed: number },
  control: Control,
): Promise<Comparisons> {
  const { inputs, spec, runtime } = work;
  assertEnough(inputs, over);
  const points = pointsOf(over);
  const kept = [
    undefined,
    ...over.flatMap((axis) => Array.from({ length: parts }, (_, part) => ({ axis, part }))),
  ];
  const progress = counted(control, kept.length * points.length);
  const values: Float64Array[][] = [];
  for (const left of kept) {
    const ofPoints: Float64Array[] = [];
    for (const point of points) {
      const chosen = inputs.map((one, k) => subsample(one, k, point, { left, seed }));
      const found = square(chosen, spec, runtime, progress.handle).catch(asOfSubsamples(chosen, inputs));
      ofPoints.push((await found).values);
      progress.step();
    }
    values.push(ofPoints);
  }
  const [whole, ...lessOnes] = values;
  const { limit, standardError } = spreadOf(points, whole!, lessOnes, { over, parts });
  const matrixOf = (of: Float64Array) => comparisons({ ...observed, warnings: [], values: of });
  const extrapolation: Extrapolation = {
    over,
    seed,
    limit: matrixOf(limit),
    standardError: matrixOf(standardError),
    curve: curveOf(points, whole!),
  };
  return comparisons({ ...observed, extrapolation });
}

type Left = { readonly axis: Axis; readonly part: number } | undefined;

function subsample(
  input: Representation,
  network: number,
  point: Point,
  { left, seed }: { readonly left: Left; readonly seed: number },
): Representation {
  const chosen = (axis: Axis, length: number, stream: number) => {
    const rest = left?.axis === axis ? without(length, parts, left.part) : undefined;
    return partOf({ length, rest, share: point[axis], seed, stream: stream * 1000 + point.draw });
  };
  // All networks lose the same stimuli, and each units of its own.
  const rows = chosen("stimuli", stimuliCount(input), 0);
  const units = chosen("units", input.shape.at(-1)!, network + 1);
  return unitsOf(input, rows, units);
}

/** Says of what refuses a subsample that it was one: whoever gave enough would look for a mistake in the files. */
function asOfSubsamples(
  chosen: readonly Representation[],
  inputs: readonly Representation[],
): (error: unknown) => never {
  return (error) => {
    const of = { ShapeError, NumericalError }[(error as Error).name];
    if (!of) throw error;
    const [some, all] = [chosen, inputs].map(([first]) => `${stimuliCount(first!)} × ${first!.shape.at(-1)}`);
    throw new of(
      `${(error as Error).message} This is said of a subsample that extrapolate takes: of ${inputs[0]!.name} ${some} (stimuli × units) of ${all}.`,
    );
  };
}

function assertEnough(inputs: readonly Representation[], over: readonly Axis[]): void {
  for (const input of inputs) {
    if (over.includes("units") && (input.shape.length !== 2 || input.repeats || input.covariances))
      throw new OptionError(
        `${input.name}: extrapolate over units takes stimuli × units, got ${input.shape.join(" × ")}; extrapolate over stimuli alone.`,
        "extrapolate",
      );
    const lengths = { stimuli: stimuliCount(input), units: input.shape.at(-1)! };
    const short = over.find((axis) => lengths[axis] < fewest);
    if (short)
      throw new ShapeError(
        `${input.name}: extrapolate over ${short} needs at least ${fewest}, got ${lengths[short]}.`,
      );
  }
}

/** Means of the values at each place of the curve. */
function curveOf(points: readonly Point[], values: readonly Float64Array[]): Extrapolation["curve"] {
  const places = new Map<string, { stimuli: number; units: number; all: Float64Array[] }>();
  for (const [k, { stimuli, units }] of points.entries()) {
    const key = `${stimuli} ${units}`;
    const place = places.get(key) ?? { stimuli, units, all: [] };
    place.all.push(values[k]!);
    places.set(key, place);
  }
  return [...places.values()].map(({ stimuli, units, all }) => ({
    stimuli,
    units,
    values: all[0]!.map((_, pair) => all.reduce((sum, one) => sum + one[pair]!, 0) / all.length),
  }));
}

/** The steps of the whole, not those of each run of pairs. */
function counted({ onProgress, ...handle }: Control, total: number) {
  let done = 0;
  return {
    handle,
    step: () => onProgress?.({ phase: "work", done: ++done, total }),
  };
}
