import { OptionError, ShapeError } from "../../base/errors.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import { assertKind } from "../../data/kinds.ts";
import { divideUnits } from "../../data/normalize.ts";
import { assertFinite, toRepresentation, type Representation } from "../../data/representation.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { AddedSubject, SharedSpace, SharedSpaceResult } from "./result.ts";
import { squaredNorm } from "./models/srm-models.ts";
import { stepFromResponses } from "./models/srm-steps.ts";
import {
  constantUnitsOf,
  subjectOf,
  withConstantUnits,
  type Preparation,
  type Subject,
} from "./models/srm-subjects.ts";

/** `transform` and `addSubject` of a space that consists of maps alone. */
export function joining(
  space: SharedSpaceResult,
  how: Preparation,
  kernels: Kernels,
): Pick<SharedSpace, "transform" | "addSubject"> {
  return {
    async transform(responses, subject, { center: moves = true } = {}) {
      const index = subjectIndex(space, subject);
      const x = centredLike(space, index, toRepresentation(responses, space.names[index]!), moves);
      return kernels.scope(() => kernels.detach(kernels.gemm(x, space.maps[index]!)));
    },
    async addSubject(responses) {
      const representation = toRepresentation(responses, "the new subject");
      const subject = newSubject(space, representation, how);
      return kernels.scope(() => added(subject, space.shared, kernels));
    },
  };
}

/** The place of a subject among the others. @throws {OptionError} listing the names. */
export function subjectIndex({ names }: SharedSpaceResult, subject: number | string): number {
  const index = typeof subject === "string" ? names.indexOf(subject) : subject;
  if (names[index] !== undefined) return index;
  throw new OptionError(
    `There is no subject ${JSON.stringify(subject)}; accepted: a number from 0 to ${names.length - 1}, or one of ${names.join(", ")}.`,
  );
}

/** Responses of a known subject minus the means of the fit, divided by its scales. @throws {ShapeError | NumericalError} as `transform`. */
export function centredLike(
  space: SharedSpaceResult,
  index: number,
  representation: Representation,
  moves: boolean,
): Matrix {
  assertKind(representation, space.method, "matrix");
  assertFinite(representation);
  const [rows, units] = representation.shape as [number, number];
  const means = space.means[index]!;
  if (units !== means.length) {
    throw new ShapeError(
      `${representation.name} has ${units} units, ${space.names[index]} had ${means.length} in the fit; they must be the same units.`,
    );
  }
  const x = matrix(rows, units, Float64Array.from(representation.data));
  if (moves) x.data.forEach((value, k) => (x.data[k] = value - means[k % units]!));
  if (isScaled(space)) divideUnits(x.data, space.scales[index]!);
  return x;
}

/** Whether the fit divided responses; a division by 1 would only cost time. */
function isScaled({ options }: Pick<SharedSpaceResult, "options">): boolean {
  return options["normalize"] !== "none";
}

/** A further network that fits the space. @throws {ShapeError | OptionError | NumericalError} as `addSubject`. */
export function newSubject(
  { method, shared, names }: SharedSpaceResult,
  representation: Representation,
  how: Preparation,
): Subject {
  const subject = subjectOf(method, representation, how);
  if (subject.rows !== shared.rows) {
    throw new ShapeError(
      `${subject.name} has ${subject.rows} stimuli, ${names[0]} and the others ${shared.rows}; the stimuli must be the same.`,
    );
  }
  if (subject.cols >= shared.cols || method === "hyperalignment") return subject;
  throw new OptionError(
    `${subject.name} has ${subject.cols} units that vary; ${shared.cols} features need at least as many.`,
  );
}

function added(subject: Subject, shared: Matrix, kernels: Kernels): AddedSubject {
  const x = kernels.place(subject.rows, subject.cols, subject.data);
  const { map, projected } = stepFromResponses(x, shared, 0, kernels);
  const energy = kernels.dot(x, x);
  const left = energy - 2 * kernels.dot(projected, shared) + squaredNorm(shared);
  return {
    name: subject.name,
    map: withConstantUnits(kernels.detach(map), subject),
    means: subject.means,
    scales: subject.scales,
    aligned: kernels.detach(projected),
    varianceExplained: 1 - Math.max(0, left) / energy,
    constantUnits: constantUnitsOf(subject),
  };
}
