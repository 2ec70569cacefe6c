import { givenMatrix } from "../../base/numbers.ts";
import { OptionError, ShapeError } from "../../base/errors.ts";
import { shapeOf, type Matrix } from "../../base/matrix.ts";
import type { Chosen } from "../../base/options.ts";
import type { sharedSpaceOptions } from "./srm-options.ts";
import type { Draw } from "./models/srm-steps.ts";
import { withoutConstantUnits, type Subject } from "./models/srm-subjects.ts";

/** Options that fit the subjects, features as a number. */
export interface Fit {
  readonly features: number;
  readonly iterations: number;
  readonly tolerance: number;
  readonly seed: number;
  readonly start?: readonly Matrix[];
}

/**
 * What is known of the options only with the subjects at hand.
 * @throws {OptionError} for more features than units or stimuli, or a start without orthonormal columns.
 * @throws {ShapeError} for a start of other sizes.
 */
export function fitFor(
  owner: string,
  {
    features: asked,
    iterations,
    tolerance,
    seed,
    start,
  }: Omit<Chosen<typeof sharedSpaceOptions>, "center" | "normalize">,
  subjects: readonly Subject[],
): Fit {
  const features = featuresOf(owner, asked, subjects);
  const fit = { features, iterations, tolerance, seed };
  if (!start) return fit;
  assertStart(owner, start, subjects, features);
  return { ...fit, start };
}

/** The map from which a subject starts: the caller's, of the units that vary, or a random one. */
export function startOf({ start, features, seed }: Fit, subject: Subject, index: number): Matrix | Draw {
  return start ? withoutConstantUnits(start[index]!, subject) : { features, seed };
}

function featuresOf(owner: string, features: number | "all", subjects: readonly Subject[]): number {
  const narrowest = subjects.reduce((least, one) => (one.cols < least.cols ? one : least));
  const most = Math.min(narrowest.cols, narrowest.rows);
  if (features === "all") return most;
  if (features <= most) return features;
  const limit =
    narrowest.cols <= narrowest.rows
      ? `${narrowest.name} has ${narrowest.cols} units that vary`
      : `there are ${narrowest.rows} stimuli`;
  throw new OptionError(
    `${owner}: features is ${features}; accepted: a whole number from 1 to ${most}, because ${limit}, or "all".`,
    "features",
  );
}

/** Farther than this from orthonormal columns, the objective would be another one. */
const orthonormalTo = 1e-6;

function assertStart(
  owner: string,
  start: readonly Matrix[],
  subjects: readonly Subject[],
  features: number,
): void {
  if (start.length !== subjects.length)
    throw new ShapeError(`${owner}: start has ${start.length} maps for ${subjects.length} subjects.`);
  subjects.forEach((subject, i) => {
    assertMap(owner, givenMatrix(start[i]!, `${owner}: the start of ${subject.name}`), subject, features);
  });
}

function assertMap(owner: string, map: Matrix, { name, units }: Subject, features: number): void {
  if (map.rows !== units || map.cols !== features) {
    throw new ShapeError(
      `${owner}: the start of ${name} is ${shapeOf(map)}; expected units × features, ${units} × ${features}.`,
    );
  }
  if (departure(map) > orthonormalTo)
    throw new OptionError(`${owner}: the start of ${name} must have orthonormal columns.`, "start");
}

/** Largest entry of WᵀW − I in absolute value. */
function departure({ rows, cols, data }: Matrix): number {
  let largest = 0;
  for (let a = 0; a < cols; a++) {
    for (let b = a; b < cols; b++) {
      let inner = a === b ? -1 : 0;
      for (let i = 0; i < rows; i++) inner += data[i * cols + a]! * data[i * cols + b]!;
      largest = Math.max(largest, Number.isNaN(inner) ? Infinity : Math.abs(inner));
    }
  }
  return largest;
}
