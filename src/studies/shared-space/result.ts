import { residuals, squaredNorm } from "./srm-models.ts";
import { stepFromResponses } from "./srm-steps.ts";
import { constantUnitsOf, subjectOf, withConstantUnits, type Subject } from "./srm-subjects.ts";
import { OptionError, ShapeError } from "../../base/errors.ts";
import { assertKind } from "../../data/kinds.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import {
  assertFinite,
  toRepresentation,
  type Representation,
  type RepresentationLike,
} from "../../data/representation.ts";
import { version } from "../../base/version.ts";
import type { Kernels } from "../../wasm/kernels.ts";

/** How a shared space was found. */
export type SharedSpaceMethod = "srm" | "robust-srm" | "fast-srm" | "hyperalignment";

/** Networks in one space: what every method gives. */
export interface SharedSpaceResult {
  readonly method: SharedSpaceMethod;
  /** Every option, defaults filled in; features as a number. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Of the subjects. */
  readonly names: readonly string[];
  /** Of the stimuli, where known. */
  readonly stimuli?: readonly string[];
  /** k. */
  readonly features: number;
  /** The shared response S, stimuli × features. */
  readonly shared: Matrix;
  /** W_i, units × features, orthonormal columns; rows of units that were left out are 0. */
  readonly maps: readonly Matrix[];
  /** What was subtracted from each unit; zeros without centring. */
  readonly means: readonly Float64Array[];
  /** X_i·W_i: each subject's responses in the shared space, stimuli × features. */
  readonly aligned: readonly Matrix[];
  /** 1 − ‖X_i − S·W_iᵀ‖² / ‖X_i‖², X_i centred as for the fit: of each subject, and of all together. At most 1. */
  readonly varianceExplained: { readonly subjects: Float64Array; readonly total: number };
  /** Units of each subject that took no part because they are constant. */
  readonly constantUnits: readonly number[];
  /** What the method makes large or small, before the first iteration and after each; its doc says which. */
  readonly objective: Float64Array;
  readonly iterations: number;
  /** Whether the tolerance ended it. */
  readonly converged: boolean;
  /** Version of this library. */
  readonly version: string;
  /** Facts and numbers without the matrices. */
  toJSON(): object;
}

/** A space into which more can be brought. */
export interface SharedSpace extends SharedSpaceResult {
  /**
   * Other responses of the units of one subject, in the shared space: (X − means)·W.
   * @param subject - its number from 0, or its name
   * @param how - `center: false` subtracts nothing, as BrainIAK does
   * @returns stimuli × features, any number of stimuli
   * @throws {OptionError | ShapeError | NumericalError} for an unknown subject, other units, or responses that are not finite.
   */
  transform(
    responses: RepresentationLike,
    subject: number | string,
    how?: { readonly center?: boolean },
  ): Promise<Matrix>;
  /**
   * The map of a further network on the same stimuli; the shared response stays.
   * @throws {ShapeError | NumericalError | OptionError} for other stimuli, responses that are not finite, or fewer units than features.
   */
  addSubject(responses: RepresentationLike): Promise<AddedSubject>;
}

/** A network that joined a shared space. */
export interface AddedSubject {
  readonly name: string;
  /** Units × features. */
  readonly map: Matrix;
  readonly means: Float64Array;
  /** Stimuli × features. */
  readonly aligned: Matrix;
  readonly varianceExplained: number;
  readonly constantUnits: number;
}

/** What a method found, before it is made a result. Maps are of the units that vary. */
export interface Found {
  readonly shared: Matrix;
  readonly maps: readonly Matrix[];
  readonly aligned: readonly Matrix[];
  /** ‖X_i‖². */
  readonly energies: readonly number[];
  /** ‖X_i − S·W_iᵀ‖², where `aligned` does not tell. */
  readonly left?: Float64Array;
  readonly objective: Float64Array;
  readonly iterations: number;
  readonly converged: boolean;
}

/** The common part of every result. */
export function sharedSpaceResult(
  method: SharedSpaceMethod,
  options: Readonly<Record<string, unknown>>,
  given: { readonly subjects: readonly Subject[]; readonly stimuli?: readonly string[] | undefined },
  found: Found,
): SharedSpaceResult {
  const { subjects, stimuli } = given;
  const { shared, aligned, objective, iterations, converged } = found;
  const names = subjects.map(({ name }) => name);
  const varianceExplained = varianceExplainedBy(found);
  const constantUnits = subjects.map(constantUnitsOf);
  const features = shared.cols;
  const facts = { method, options, names, features, constantUnits, iterations, converged, version };
  return {
    ...facts,
    ...(stimuli ? { stimuli } : {}),
    shared,
    maps: found.maps.map((map, i) => withConstantUnits(map, subjects[i]!)),
    means: subjects.map(({ means }) => means),
    aligned,
    varianceExplained,
    objective,
    toJSON: () => ({
      ...facts,
      varianceExplained: {
        subjects: Array.from(varianceExplained.subjects),
        total: varianceExplained.total,
      },
      objective: Array.from(objective),
    }),
  };
}

function varianceExplainedBy({ shared, aligned, energies, left }: Found) {
  const unexplained = left ?? residuals(energies, shared, aligned);
  const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + value, 0);
  return {
    subjects: unexplained.map((value, i) => 1 - value / energies[i]!),
    total: 1 - sum(unexplained) / sum(energies),
  };
}

/** `transform` and `addSubject` of a space that is given by maps alone. */
export function joining(
  space: SharedSpaceResult,
  center: boolean,
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
      const subject = newSubject(space, representation, center);
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

/** Responses of a known subject minus the means of the fit. @throws {ShapeError | NumericalError} as `transform`. */
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
  return x;
}

/** A further network that fits the space. @throws {ShapeError | OptionError | NumericalError} as `addSubject`. */
export function newSubject(
  { method, shared, names }: SharedSpaceResult,
  representation: Representation,
  center: boolean,
): Subject {
  const subject = subjectOf(method, representation, center);
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
    aligned: kernels.detach(projected),
    varianceExplained: 1 - Math.max(0, left) / energy,
    constantUnits: constantUnitsOf(subject),
  };
}
