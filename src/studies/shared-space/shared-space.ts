import type { FastSrmOptions } from "./fast-srm.ts";
import { hyperalignment, type HyperalignmentOptions } from "./hyperalignment.ts";
import type { RobustSrmOptions } from "./robust-srm.ts";
import { fitSrm, type OnIteration, type Rounds } from "./srm.ts";
import { assertAtLeastZero, checkedFit, srmKinds, type SrmOptions } from "./srm-options.ts";
import type { SrmKind } from "./srm-options.ts";
import { subjectsOf } from "./srm-subjects.ts";
import type { EngineContext } from "../../run/context.ts";
import { OptionError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import type { Control } from "../../run/lanes.ts";
import { toRepresentation, type Representation, type RepresentationLike } from "../../data/representation.ts";
import { rsms, type Rsms } from "../rsm/similarity.ts";
import { fastSrm, type LazyRepresentation } from "./fast.ts";
import { robustSrmOf, type RobustSharedResponse } from "./robust.ts";
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

/** Networks in a shared space, and the similarity matrices that show it. */
export interface SharedResponses extends Rsms {
  /**
   * The shared response model: X_i ≈ S·W_iᵀ with W_iᵀ·W_i = I, for networks of any widths.
   * @throws {OptionError | ShapeError | NumericalError} for one subject, bad options, other stimuli,
   *   responses that are not finite or do not vary.
   */
  srm(
    representations: readonly RepresentationLike[],
    options?: SrmOptions,
    control?: Control,
  ): Promise<SharedResponse>;
  /** Shared and sparse individual parts. @throws as `srm`. */
  robustSrm(
    representations: readonly RepresentationLike[],
    options?: RobustSrmOptions,
    control?: Control,
  ): Promise<RobustSharedResponse>;
  /**
   * The deterministic model of subjects that are reduced first; with functions that load them, of
   * more than fit in memory together. Such a function must not use this engine. @throws as `srm`.
   */
  fastSrm(
    representations: readonly LazyRepresentation[],
    options?: FastSrmOptions,
    control?: Control,
  ): Promise<SharedSpace>;
  /**
   * Hyperalignment: Procrustes onto a running mean, in three passes. `objective` is the sum of the
   * squared distances to the mean after each; maps of networks with fewer units than the common
   * space has dimensions have orthonormal rows. @throws as `srm`.
   */
  hyperalign(
    representations: readonly RepresentationLike[],
    options?: HyperalignmentOptions,
    control?: Control,
  ): Promise<SharedSpace>;
}

/** The shared spaces of an engine: subjects are the pieces of work. */
export function sharedResponses(context: EngineContext): SharedResponses {
  const { kernels, tasks } = context;
  const rounds =
    ({ signal }: Control): Rounds =>
    (setup, operations, body) =>
      tasks.with("srm-step", setup, { signal, operations }, (crew) =>
        body((pieces) => inGroups(pieces, crew.width, (groups) => crew.map(groups))),
      );
  return {
    ...rsms(context),
    robustSrm: robustSrmOf(context),
    fastSrm: (given, options = {}, control = {}) =>
      fastSrm(given, options, {
        kernels,
        tasks,
        signal: control.signal,
        rounds: rounds(control),
        onIteration: heard(control),
      }),
    async hyperalign(given, { center = false } = {}, control = {}) {
      const representations = named(given);
      const subjects = subjectsOf("hyperalign", representations, center);
      const found = await hyperalignment(subjects, kernels, rounds(control));
      const { stimuli } = representations[0]!;
      const space = sharedSpaceResult("hyperalignment", { center }, { subjects, stimuli }, found);
      return { ...space, ...joining(space, center, kernels) };
    },
    async srm(given, options = {}, control = {}) {
      const { kind = "probabilistic", perturbation = 0 } = options;
      assertKindOf(kind);
      assertAtLeastZero("srm", "perturbation", perturbation);
      const { center = kind === "probabilistic" } = options;
      const representations = named(given);
      const subjects = subjectsOf("srm", representations, center);
      const fit = checkedFit("srm", options, subjects);
      const found = await fitSrm(
        subjects,
        { ...fit, kind, perturbation },
        kernels,
        rounds(control),
        heard(control),
      );
      const { start: _, ...told } = fit;
      const facts = { kind, ...told, center, perturbation };
      const { stimuli } = representations[0]!;
      const space = sharedSpaceResult("srm", facts, { subjects, stimuli }, found);
      const { noiseVariance, covariance } = found;
      return {
        ...space,
        ...joining(space, center, kernels),
        kind,
        noiseVariance,
        ...(covariance ? { covariance } : {}),
        toJSON: () => ({ ...space.toJSON(), kind, noiseVariance: Array.from(noiseVariance) }),
      };
    },
  };
}

/** Iterations as progress. */
function heard({ onProgress }: Control): OnIteration {
  return (done, total) => onProgress?.({ phase: "work", done, total });
}

/** Deals pieces out to `width` groups in turn, and puts the results back in order. */
async function inGroups<Piece, Result>(
  pieces: readonly Piece[],
  width: number,
  map: (groups: Piece[][]) => Promise<Result[][]>,
): Promise<Result[]> {
  const count = Math.min(Math.max(width, 1), pieces.length);
  const groups = Array.from({ length: count }, (_, g) => pieces.filter((_, k) => k % count === g));
  const results = await map(groups);
  return pieces.map((_, k) => results[k % count]![Math.floor(k / count)]!);
}

function assertKindOf(kind: SrmKind): void {
  if (srmKinds.includes(kind)) return;
  throw new OptionError(`srm: kind must be one of ${srmKinds.join(", ")}; got ${JSON.stringify(kind)}.`);
}

function named(given: readonly RepresentationLike[]): Representation[] {
  return given.map((one, index) => toRepresentation(one, String(index)));
}
