import { powerOfTwo } from "../../../base/math/powers.ts";
import { NumericalError, OptionError, ShapeError } from "../../../base/errors.ts";
import { matrix, type Matrix } from "../../../base/matrix.ts";
import { levelled } from "../../../rdm/level.ts";
import type { ComparatorName } from "../../../rdm/comparators/registry.ts";
import type { Rdm } from "../../../rdm/rdm.ts";
import { tiedFor } from "../../../rdm/ranking/ties.ts";
import { exponentToRemove } from "../../../data/responses.ts";
import { shared } from "../../../base/thread-memory.ts";

/** What predicts the RDMs of the subjects. */
export type Model =
  | Rdm
  /** One RDM as it is. An `Rdm` in place of a model is the same. */
  | { readonly kind: "fixed"; readonly name?: string; readonly rdm: Rdm }
  /** The one of several RDMs that fits best. */
  | ({ readonly kind: "selected"; /** Which one; fitted if absent. */ readonly theta?: number } & ModelRdms)
  /** A weighted sum of RDMs. */
  | ({
      readonly kind: "weighted";
      /** A weight for each RDM; fitted if absent. */
      readonly theta?: readonly number[];
      /** Weights of at least 0, or any. @default "non-negative" */
      readonly fit?: "non-negative" | "regression";
      /** Added to the diagonal of the normal equations of RDMs at their own scale, ≥ 0. @default 0 */
      readonly ridge?: number;
    } & ModelRdms)
  /** An RDM for each subject, in the order of the data: each subject has a model of its own. */
  | ({ readonly kind: "per-subject" } & ModelRdms)
  /** Between two neighbours of a sequence of RDMs: w of one and 1 − w of the next. */
  | ({
      readonly kind: "interpolated";
      /** A weight for each RDM; fitted if absent. */
      readonly theta?: readonly number[];
    } & ModelRdms);

/** The RDMs of a model that is made of several. */
export interface ModelRdms {
  readonly name: string;
  readonly rdms: readonly Rdm[];
}

/** A model as threads receive it. */
export interface ModelParts {
  readonly kind: "fixed" | "per-subject" | "selected" | "weighted" | "interpolated";
  readonly name: string;
  /** S × P: its RDMs, condensed. */
  readonly components: Matrix;
  /** A weight for each component, where they are given. */
  readonly theta?: readonly number[];
  readonly nonNegative: boolean;
  readonly ridge: number;
}

/**
 * A model taken apart and checked.
 * @param index - names a model that brings no name
 * @param comparator - if it ranks, entries that differ by rounding alone become equal
 * @throws {OptionError} for an unknown kind, no RDMs, or bad weights.
 * @throws {ShapeError} if its RDMs are not of one number of stimuli.
 */
export function toParts(model: Model, index: number, comparator: ComparatorName): ModelParts {
  const rdms = rdmsOf(model).map((rdm) => tiedFor(rdm, comparator));
  if (!("kind" in model)) return partsOf("fixed", model.name, rdms);
  if (model.kind === "fixed") return partsOf("fixed", model.name ?? model.rdm.name, rdms);
  const name = model.name ?? `model ${index}`;
  if (!kinds.includes(model.kind)) throw unknownKind(name, model.kind);
  const parts = partsOf(model.kind, name, rdms);
  if (model.kind === "per-subject") return parts;
  if (model.kind === "weighted") Object.assign(parts, weightedOptions(name, model));
  if (model.kind === "interpolated" && model.rdms.length < 2)
    throw new OptionError(`${name}: an interpolated model needs at least 2 RDMs, got ${model.rdms.length}.`);
  return model.theta === undefined ? parts : { ...parts, theta: weightsOf(parts, model.theta) };
}

/** All but "fixed". */
const kinds: readonly string[] = ["per-subject", "selected", "weighted", "interpolated"];

/** Whether weights are fitted to the data. */
export function isFitted({ kind, theta }: Pick<ModelParts, "kind" | "theta">): boolean {
  return kind !== "fixed" && kind !== "per-subject" && !theta;
}

/** Whether each subject has an RDM of its own. */
export function isPerSubject({ kind }: Pick<ModelParts, "kind">): boolean {
  return kind === "per-subject";
}

/** @throws {ShapeError} unless a model of each subject has as many RDMs as there are subjects. */
export function assertOneEach({ kind, name, components }: ModelParts, subjects: number): void {
  if (kind !== "per-subject" || components.rows === subjects) return;
  throw new ShapeError(
    `${name}: a per-subject model has an RDM for each subject: expected ${subjects}, got ${components.rows}.`,
  );
}

/** Whether all its dissimilarities are equal, so that no order of the stimuli differs from another. */
export function isConstant({ components }: Pick<ModelParts, "components">): boolean {
  const { rows, cols, data } = components;
  for (let r = 0; r < rows; r++) {
    const there = data.subarray(r * cols, (r + 1) * cols).filter((value) => !Number.isNaN(value));
    const [smallest, largest] = [there.reduce(least, Infinity), there.reduce(most, -Infinity)];
    if (largest - smallest > 1e-14 * Math.max(Math.abs(largest), Math.abs(smallest))) return false;
  }
  return true;
}

const least = (a: number, b: number) => (b < a ? b : a);
const most = (a: number, b: number) => (b > a ? b : a);

/** The RDMs that a model is made of. */
export function rdmsOf(model: Model): readonly Rdm[] {
  if ("rdms" in model) return model.rdms;
  return ["rdm" in model ? model.rdm : model];
}

function partsOf(kind: ModelParts["kind"], name: string, rdms: readonly Rdm[]): ModelParts {
  const [first] = rdms;
  if (!first) throw new OptionError(`${name}: a ${kind} model needs RDMs, got none.`);
  return { kind, name, components: atSafeScale(stack(rdms), rdms.length), nonNegative: true, ridge: 0 };
}

function weightedOptions(
  name: string,
  { fit = "non-negative", ridge = 0 }: { fit?: string; ridge?: number },
) {
  if (fit !== "non-negative" && fit !== "regression")
    throw new OptionError(`${name}: fit is ${JSON.stringify(fit)}; accepted: "non-negative", "regression".`);
  if (!(ridge >= 0 && ridge < Infinity))
    throw new OptionError(`${name}: ridge is ${ridge}; accepted: a number from 0.`);
  return { nonNegative: fit === "non-negative", ridge };
}

/** One weight for each component: 1 for the selected one. */
function weightsOf({ kind, name, components }: ModelParts, theta: number | readonly number[]): number[] {
  const count = components.rows;
  if (typeof theta !== "number") {
    if (theta.length === count && Array.from(theta).every(Number.isFinite)) return [...theta];
    throw new OptionError(
      `${name}: theta has ${theta.length} weights for ${count} RDMs; expected one finite number for each.`,
    );
  }
  if (Number.isInteger(theta) && theta >= 0 && theta < count)
    return Array.from({ length: count }, (_, k) => (k === theta ? 1 : 0));
  throw new OptionError(`${name}: theta of a ${kind} model is ${theta}; accepted: 0 … ${count - 1}.`);
}

/**
 * R × P: condensed RDMs as rows, where threads can read them.
 * @throws {ShapeError} naming two RDMs that are not of the same stimuli.
 * @throws {NumericalError} for an infinite entry.
 */
export function stack(rdms: readonly Rdm[]): Matrix {
  const [first] = rdms;
  const width = first?.condensed.length ?? 0;
  const rows = matrix(rdms.length, width);
  rdms.forEach((rdm, k) => {
    assertSameStimuli(first!, rdm);
    const bad = rdm.condensed.findIndex((value) => Math.abs(value) === Infinity);
    if (bad >= 0)
      throw new NumericalError(
        `${rdm.name}: entry ${bad} is ${rdm.condensed[bad]}; finite numbers are needed.`,
      );
    rows.data.set(levelled(rdm.condensed, rdm.dissimilarity), k * width);
  });
  return matrix(rdms.length, width, shared(rows.data));
}

/**
 * Changed in place by a power of two for every `together` rows where their squares would not be
 * doubles, which no similarity notices. Components of a model keep their proportions.
 */
export function atSafeScale(rdms: Matrix, together: number): Matrix {
  const { rows, cols, data } = rdms;
  for (let start = 0; start < rows; start += together) {
    const some = data.subarray(start * cols, (start + together) * cols);
    let largest = 0;
    for (const value of some) if (Math.abs(value) > largest) largest = Math.abs(value);
    const exponent = exponentToRemove(largest);
    if (exponent === 0) continue;
    const half = powerOfTwo(-Math.trunc(exponent / 2)); // the whole need not be a double
    for (let k = 0; k < some.length; k++) some[k]! *= half;
    for (let k = 0; k < some.length; k++) some[k]! *= powerOfTwo(-(exponent - Math.trunc(exponent / 2)));
  }
  return rdms;
}

/** @throws {ShapeError} naming both, their numbers of stimuli or the first stimulus that disagrees. */
export function assertSameStimuli(x: Rdm, y: Rdm): void {
  const [m, n] = [x.stimuli.length, y.stimuli.length];
  if (m !== n) {
    throw new ShapeError(
      `${x.name} is an RDM of ${m} stimuli, ${y.name} of ${n}; the stimuli must be the same, in the same order.`,
    );
  }
  if (isNumbered(x.stimuli) || isNumbered(y.stimuli)) return;
  const at = x.stimuli.findIndex((stimulus, i) => stimulus !== y.stimuli[i]);
  if (at < 0) return;
  throw new ShapeError(
    `Stimulus ${at} is ${JSON.stringify(x.stimuli[at])} in ${x.name} but ${JSON.stringify(y.stimuli[at])} in ${y.name}; ` +
      `the stimuli must be the same, in the same order.`,
  );
}

/** Stimuli that have no names are called by their indices. */
function isNumbered(stimuli: readonly string[]): boolean {
  return stimuli.every((name, i) => name === String(i));
}

function unknownKind(name: string, kind: unknown): OptionError {
  return new OptionError(
    `${name}: kind is ${JSON.stringify(kind)}; accepted: "fixed", ${kinds.map((one) => JSON.stringify(one)).join(", ")}.`,
  );
}
