import { residuals } from "./models/srm-models.ts";
import { constantUnitsOf, withConstantUnits, type Subject } from "./models/srm-subjects.ts";
import type { SrmKind } from "./srm-options.ts";
import { warningsOf } from "./warnings.ts";
import type { Matrix } from "../../base/matrix.ts";
import { version } from "../../base/version.ts";
import type { RepresentationLike } from "../../data/representation.ts";
import { numbered, written, type Written } from "../../data/written.ts";

/** How a shared space was found. */
export type SharedSpaceMethod = "srm" | "robust-srm" | "fast-srm" | "hyperalignment";

/**
 * Networks in one space: what every method gives. The document holds facts and numbers without the
 * matrices; table and array are the shared response.
 */
export interface SharedSpaceResult extends Written {
  readonly method: SharedSpaceMethod;
  /** Every option, defaults filled in; features as a number. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Names of the subjects. */
  readonly names: readonly string[];
  /** Names of the stimuli, where known. */
  readonly stimuli?: readonly string[];
  /** Number of shared features, k. */
  readonly features: number;
  /** The shared response S, stimuli × features. */
  readonly shared: Matrix;
  /** W_i, units × features, orthonormal columns; rows of units that were left out are 0. */
  readonly maps: readonly Matrix[];
  /** What was subtracted from each unit; zeros without centring. */
  readonly means: readonly Float64Array[];
  /** What each unit was divided by after that, as `normalize` asks; ones with none. */
  readonly scales: readonly Float64Array[];
  /** X_i·W_i: each subject's responses in the shared space, stimuli × features. */
  readonly aligned: readonly Matrix[];
  /** 1 − ‖X_i − S·W_iᵀ‖² / ‖X_i‖², X_i centred and scaled as for the fit: of each subject, and of all together. At most 1; `warnings` explain one below 0. */
  readonly varianceExplained: { readonly subjects: Float64Array; readonly total: number };
  /** Units of each subject that took no part because they are constant. */
  readonly constantUnits: readonly number[];
  /** What the method maximizes or minimizes, before the first iteration and after each; see the method. */
  readonly objective: Float64Array;
  readonly iterations: number;
  /** Whether the tolerance ended it. */
  readonly converged: boolean;
  /** What a reader of the numbers must know, a sentence each. */
  readonly warnings: readonly string[];
  /** Version of this library. */
  readonly version: string;
}

/** A space that takes more responses and more networks. */
export interface SharedSpace extends SharedSpaceResult {
  /**
   * Other responses of the units of one subject, in the shared space: ((X − means) / scales)·W.
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

/**
 * A shared response model. `objective` is the log-likelihood without its constant
 * −½ · stimuli · units · log 2π (probabilistic, rising) or Σ ‖X_i − S·W_iᵀ‖² (deterministic, falling).
 */
export interface SharedResponse extends SharedSpace {
  readonly kind: SrmKind;
  /** Residual variance of one response, one number for each subject, in squared units of the responses. */
  readonly noiseVariance: Float64Array;
  /** Covariance of the shared features, features × features; only of the probabilistic kind. */
  readonly covariance?: Matrix;
}

/** A network that joined a shared space. */
export interface AddedSubject {
  readonly name: string;
  /** Units × features. */
  readonly map: Matrix;
  readonly means: Float64Array;
  readonly scales: Float64Array;
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

/**
 * The common part of every result.
 * @param more - further facts for its document
 */
export function sharedSpaceResult(
  method: SharedSpaceMethod,
  options: Readonly<Record<string, unknown>>,
  given: {
    readonly subjects: readonly Subject[];
    readonly stimuli?: readonly string[] | undefined;
    /** What a reader must know of how the subjects were prepared. */
    readonly notes: readonly string[];
  },
  found: Found,
  more: object = {},
): SharedSpaceResult {
  const { subjects, stimuli } = given;
  const { shared, aligned, objective, iterations, converged } = found;
  const names = subjects.map(({ name }) => name);
  const constantUnits = subjects.map(constantUnitsOf);
  const features = shared.cols;
  const varianceExplained = varianceExplainedBy(found);
  const told = { names, constantUnits, iterations, converged, varianceExplained, options };
  const warnings = [...given.notes, ...warningsOf(told, found.energies)];
  const facts = { method, options, names, features, constantUnits, iterations, converged, warnings, version };
  const document = () => ({ ...facts, ...plain({ varianceExplained, objective }), ...more });
  return {
    ...facts,
    ...(stimuli ? { stimuli } : {}),
    shared,
    maps: found.maps.map((map, i) => withConstantUnits(map, subjects[i]!)),
    means: subjects.map(({ means }) => means),
    scales: subjects.map(({ scales }) => scales),
    aligned,
    varianceExplained,
    objective,
    ...written({ document, table: () => tableOf(shared, stimuli) }),
  };
}

/** Typed arrays as lists. */
function plain({ varianceExplained, objective }: Pick<SharedSpaceResult, "varianceExplained" | "objective">) {
  const { subjects, total } = varianceExplained;
  return { varianceExplained: { subjects: [...subjects], total }, objective: [...objective] };
}

function tableOf({ rows, cols, data }: Matrix, stimuli: readonly string[] | undefined) {
  return {
    rowNames: stimuli ?? numbered("stimulus", rows),
    colNames: numbered("feature", cols),
    values: data,
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
