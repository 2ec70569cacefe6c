import { stimuliCount, type Representation } from "../../data/representation.ts";
import { placeResponses, type Responses } from "../../data/responses.ts";
import type { Matrix } from "../../base/matrix.ts";
import { metricOf, type ResolvedSpec } from "../../metrics/resolve.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { commonAxes, type CommonAxes } from "./common.ts";
import type { Explained } from "./explanation.ts";
import { stimulusNames } from "./names.ts";
import { explanationOf } from "./registry.ts";
import { pictureOf } from "./shapes/gap.ts";
import { matched } from "./shapes/matched.ts";
import { atNormOne, whitenedShape } from "./shapes/shape.ts";

/** What one thread finds of a pair in one go. */
export interface PairShares extends Omit<Explained, "moved"> {
  readonly common?: CommonAxes;
}

/** How much is wanted. */
export interface Wanted {
  /** Stimuli up to which shares of pairs of them are. */
  readonly mostPaired: number;
  /** Common axes at most. */
  readonly axes: number;
}

interface Picture extends Pick<Explained, "moved" | "spectrum"> {
  readonly movedBy?: string;
}

/** What the metric says of a pair, and both networks in common axes. */
export function sharesOf(
  pair: readonly [Representation, Representation],
  spec: ResolvedSpec,
  { mostPaired, axes }: Wanted,
  kernels: Kernels,
): PairShares {
  const explain = explanationOf(spec.metric);
  const missing = metricOf(spec).missing?.(spec.options) ?? false;
  return kernels.scope(() => {
    const [x, y] = pair.map((one) => placeResponses(one, kernels, missing)) as [Responses, Responses];
    const { moved: own, ...explained } = explain?.(x, y, spec.options, kernels, mostPaired) ?? {};
    if (axes === 0) return explained;
    const given = own ? { moved: own, movedBy: spec.metric } : aligned(pair, x, y, spec, kernels);
    const isComplete = given.moved && explained.spectrum;
    const plain = isComplete || !isPlain(pair, x, y, kernels) ? {} : rotated(x, y, kernels);
    const { moved, movedBy, spectrum } = { ...plain, ...given, ...explained };
    if (!moved) return explained;
    const { x: a, y: b } = explained.isAngle ? atNorms(moved, kernels) : moved;
    const common = { names: stimulusNames(pair), ...commonAxes(a, b, axes, kernels), movedBy: movedBy! };
    return { ...explained, common, ...(spectrum && { spectrum }) };
  });
}

/** By the motion of the metric itself, where it has one that keeps a row for each stimulus. */
function aligned(
  [one]: readonly [Representation, Representation],
  x: Responses,
  y: Responses,
  spec: ResolvedSpec,
  kernels: Kernels,
): Picture {
  const metric = metricOf(spec);
  if (metric.form !== "pair" || !metric.align) return {};
  const found = metric.align(x, y, spec.options, kernels, false);
  if (found.x.aligned.rows !== stimuliCount(one)) return {};
  return { moved: { x: found.x.aligned, y: found.y.aligned }, movedBy: spec.metric };
}

/** Whether both are matrices that vary, without missing responses. */
function isPlain(
  pair: readonly [Representation, Representation],
  x: Responses,
  y: Responses,
  kernels: Kernels,
): boolean {
  const isMatrix = pair.every(({ shape, repeats, covariances, factors }) => {
    return shape.length === 2 && !repeats && !covariances && !factors;
  });
  return isMatrix && [x, y].every(({ responses }) => varies(responses, kernels));
}

function varies(responses: Matrix, kernels: Kernels): boolean {
  if (!Number.isFinite(kernels.maxAbs(responses))) return false;
  return kernels.scope(() => kernels.norm(kernels.centerColumns(responses).centered) > 0);
}

/** By the best rotation of both, centred and at norm 1. */
function rotated(x: Responses, y: Responses, kernels: Kernels): Picture {
  const how = { alpha: 1, center: true };
  const [p, q] = [x, y].map((one) => atNormOne(whitenedShape(one, how, kernels), kernels));
  return { ...pictureOf(matched(p!, q!, kernels), 0, kernels), movedBy: "procrustes" };
}

/** Each divided by its norm. */
function atNorms({ x, y }: NonNullable<Explained["moved"]>, kernels: Kernels) {
  const unit = (one: Matrix) => kernels.scale(one, 1 / kernels.norm(one));
  return { x: unit(x), y: unit(y) };
}
