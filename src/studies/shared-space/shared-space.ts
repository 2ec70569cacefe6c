import { heard, roundsOf } from "./rounds.ts";
import { hyperalignment, type HyperalignmentOptions } from "./hyperalignment.ts";
import { fitSrm } from "./srm.ts";
import { assertAtLeastZero, checkedFit, srmKinds, type SrmOptions } from "./srm-options.ts";
import type { SrmKind } from "./srm-options.ts";
import { subjectsOf } from "./srm-subjects.ts";
import { runtimeOf } from "../../run/runtime.ts";
import { OptionError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import type { Control } from "../../run/control.ts";
import { toRepresentation, type Representation, type RepresentationLike } from "../../data/representation.ts";
import { joining, sharedSpaceResult, type SharedSpace } from "./result.ts";

/**
 * A shared response model. `objective` is the log-likelihood without its constant
 * −½ · stimuli · units · log 2π (probabilistic, rising) or Σ ‖X_i − S·W_iᵀ‖² (deterministic, falling).
 */
export interface SharedResponse extends SharedSpace {
  readonly kind: SrmKind;
  /** Of each subject: the residual variance of one response, in squared units of the responses. */
  readonly noiseVariance: Float64Array;
  /** Covariance of the shared features, features × features; of the probabilistic kind only. */
  readonly covariance?: Matrix;
}

/**
 * The shared response model: X_i ≈ S·W_iᵀ with W_iᵀ·W_i = I, for networks of any widths.
 *
 * @param representations - stimuli × units each
 * @throws {OptionError | ShapeError | NumericalError} for one subject, bad options, other stimuli,
 *   responses that are not finite or do not vary.
 *
 * Source: Chen et al., NeurIPS 2015.
 */
export async function srm(
  representations: readonly RepresentationLike[],
  options: SrmOptions = {},
  control: Control = {},
): Promise<SharedResponse> {
  const { kind = "probabilistic", perturbation = 0 } = options;
  assertKindOf(kind);
  assertAtLeastZero("srm", "perturbation", perturbation);
  const { center = kind === "probabilistic" } = options;
  const given = named(representations);
  const subjects = subjectsOf("srm", given, center);
  const fit = checkedFit("srm", options, subjects);
  const runtime = await runtimeOf(control);
  const found = await fitSrm(
    subjects,
    { ...fit, kind, perturbation },
    runtime.kernels,
    roundsOf(runtime, control),
    heard(control),
  );
  const { start: _, ...told } = fit;
  const facts = { kind, ...told, center, perturbation };
  const { stimuli } = given[0]!;
  const space = sharedSpaceResult("srm", facts, { subjects, stimuli }, found);
  const { noiseVariance, covariance } = found;
  return {
    ...space,
    ...joining(space, center, runtime.kernels),
    kind,
    noiseVariance,
    ...(covariance ? { covariance } : {}),
    toJSON: () => ({ ...space.toJSON(), kind, noiseVariance: Array.from(noiseVariance) }),
  };
}

/**
 * Hyperalignment: Procrustes onto a running mean, in three passes. `objective` is the sum of the
 * squared distances to the mean after each; maps of networks with fewer units than the common
 * space has dimensions have orthonormal rows.
 *
 * @param representations - stimuli × units each
 * @throws as `srm`.
 */
export async function hyperalign(
  representations: readonly RepresentationLike[],
  { center = false }: HyperalignmentOptions = {},
  control: Control = {},
): Promise<SharedSpace> {
  const given = named(representations);
  const subjects = subjectsOf("hyperalign", given, center);
  const runtime = await runtimeOf(control);
  const found = await hyperalignment(subjects, runtime.kernels, roundsOf(runtime, control));
  const { stimuli } = given[0]!;
  const space = sharedSpaceResult("hyperalignment", { center }, { subjects, stimuli }, found);
  return { ...space, ...joining(space, center, runtime.kernels) };
}

function assertKindOf(kind: SrmKind): void {
  if (srmKinds.includes(kind)) return;
  throw new OptionError(`srm: kind must be one of ${srmKinds.join(", ")}; got ${JSON.stringify(kind)}.`);
}

function named(given: readonly RepresentationLike[]): Representation[] {
  return given.map((one, index) => toRepresentation(one, String(index)));
}
