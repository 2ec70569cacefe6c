import { cos, sin } from "../../base/math/circular.ts";
import { square } from "../../base/math/powers.ts";
import { NumericalError, OptionError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import type { Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { BuresOptions } from "../procrustes/bures.ts";
import { bures } from "../procrustes/bures.ts";
import { nbs, type NbsOptions } from "../procrustes/nbs.ts";
import type { ProcrustesOptions } from "../procrustes/options.ts";
import { procrustes } from "../procrustes/procrustes.ts";
import { trueNorm } from "../procrustes/triangle.ts";
import { atScaleOf, slopeOfAngle, type Differentiated, type MetricGradient } from "./gradient.ts";
import { polarCosine, type Side } from "./polar.ts";
import { factorOf, type Factored } from "./whitened.ts";

type Prepared = ReturnType<typeof procrustes.prepare>;

/** What the value is, beside the whitening. */
type Ground = "angular" | "euclidean" | "unit-norm" | "similarity";

/**
 * Of cos θ = ‖FᵀG‖_* / (‖F‖ ‖G‖), F = X·Zx and G = Y·Zy: with U·S·Vᵀ = FᵀG
 *
 *   ∂(cos θ)/∂F = (G·V·Uᵀ/‖G‖ − cos θ · F/‖F‖)/‖F‖,
 *
 * the best rotation held, for it moves the nuclear norm in second order only. From there on to X see `whitened.ts`. Then
 *
 *   angular     ∂θ = −∂(cos θ)/sin θ
 *   unit-norm   d² = 2 − 2·cos θ, ∂d = −∂(cos θ)/d
 *   euclidean   d² = a² + b² − 2·a·b·cos θ with a = ‖X‖, b = ‖Y‖, which whitening keeps
 *
 * In single precision the gradient is that of the value in double precision.
 */
export const procrustesGradient: MetricGradient<ProcrustesOptions> = {
  assertOptions(options) {
    assertPlugIn("procrustes", options);
    if (options.group === "orthogonal") return;
    throw new OptionError(
      `gradient: procrustes has one in the group orthogonal; got ${options.group}.`,
      "group",
    );
  },
  makesValue: ({ precision }) => precision === "double",
  differentiate(x, y, options, kernels) {
    const exact = { ...options, precision: "double" } as const;
    const [one, other] = [procrustes.prepare(x, exact, kernels), procrustes.prepare(y, exact, kernels)];
    const value = procrustes.compare(one, other, exact, kernels);
    return ofValue({ x, y, one, other, value, options: exact, ground: options.ground }, kernels);
  },
};

export const buresGradient: MetricGradient<BuresOptions> = {
  assertOptions: (options) => assertPlugIn("bures", options),
  makesValue: () => true,
  differentiate(x, y, options, kernels) {
    const [one, other] = [bures.prepare(x, options, kernels), bures.prepare(y, options, kernels)];
    const value = bures.compare(one, other, options, kernels);
    return ofValue({ x, y, one, other, value, options: rotations(options), ground: "euclidean" }, kernels);
  },
};

export const nbsGradient: MetricGradient<NbsOptions> = {
  assertOptions: (options) => assertPlugIn("nbs", options),
  makesValue: () => true,
  differentiate(x, y, options, kernels) {
    const [one, other] = [nbs.prepare(x, options, kernels), nbs.prepare(y, options, kernels)];
    const value = nbs.compare(one, other, options, kernels);
    return ofValue({ x, y, one, other, value, options: rotations(options), ground: options.ground }, kernels);
  },
};

function assertPlugIn(name: string, { estimator }: Pick<ProcrustesOptions, "estimator">): void {
  if (estimator === "plug-in") return;
  throw new OptionError(
    `gradient: ${name} has one of the plug-in value; got estimator ${estimator}.`,
    "estimator",
  );
}

function rotations({ center }: { readonly center: boolean }) {
  return { alpha: 1, center, tolerance: undefined };
}

interface Pair {
  readonly x: Responses;
  readonly y: Responses;
  readonly one: Prepared;
  readonly other: Prepared;
  readonly value: number;
  readonly options: Pick<ProcrustesOptions, "alpha" | "center" | "tolerance">;
  readonly ground: Ground;
}

function ofValue(pair: Pair, kernels: Kernels): Differentiated {
  const { x, one, ground, value, options } = pair;
  const factored = factorOf(x, one, options, kernels);
  const gradient =
    ground === "euclidean" ? ofDistance(pair, factored, kernels) : ofAngle(pair, factored, kernels);
  const power = ground === "euclidean" ? factored.exponent : 0;
  return { value, gradient: atScaleOf(x, gradient, factored.exponent, kernels, power) };
}

/** Of the angle, or of its cosine. */
function ofAngle(
  { x, y, one, other, value, options, ground }: Pair,
  factored: Factored,
  kernels: Kernels,
): Matrix {
  if (isForced(one, other, options)) return factored.toResponses(undefined);
  const { slope, cosine } = byGround(ground, value, x, y);
  const side: Side = { factor: factored.factor, norm: factored.norm, cosine };
  return factored.toResponses(polarCosine(x, y, side, other, slope, kernels));
}

/** ∂value/∂(cos θ), and cos θ. */
function byGround(ground: Ground, value: number, x: Responses, y: Responses) {
  if (ground === "angular") return { slope: slopeOfAngle(value, x, y, sin(value)), cosine: cos(value) };
  if (ground === "unit-norm")
    return { slope: slopeOfAngle(value, x, y, value), cosine: 1 - square(value) / 2 };
  return { slope: 1, cosine: value };
}

/** ∂d/∂X = (a/d − b/d·cos θ)·X/a − (b/d)·a·∂(cos θ)/∂X, in which the two terms with cos θ cancel where X is not whitened. */
function ofDistance(
  { x, y, one, other, value, options }: Pair,
  factored: Factored,
  kernels: Kernels,
): Matrix {
  const [a, b] = [trueNorm(one), trueNorm(other)];
  assertApart(x, y, value, a, b);
  if (b === 0) return along(factored, 1, undefined, kernels);
  if (isForced(one, other, options)) return along(factored, towards(a, b, value), undefined, kernels);
  const { cosine, gradient } = cosineOf(x, y, factored, other, (-b / value) * factored.size, kernels);
  return along(factored, a / value - (b / value) * cosine, factored.toResponses(gradient), kernels);
}

/** (a − b·cos θ)/d, from the sides of the triangle. */
function towards(a: number, b: number, distance: number): number {
  const [other, third] = [b / a, distance / a];
  return (1 - (1 + square(other) - square(third)) / 2) / third;
}

function cosineOf(
  x: Responses,
  y: Responses,
  { factor, norm }: Factored,
  other: Prepared,
  scale: number,
  kernels: Kernels,
): { cosine: number; gradient: Matrix } {
  const side = { factor, norm, cosine: NaN };
  const gradient = polarCosine(x, y, side, other, scale, kernels);
  return { cosine: side.cosine, gradient };
}

/** weight · X/‖X‖ + added. */
function along({ x, size }: Factored, weight: number, added: Matrix | undefined, kernels: Kernels): Matrix {
  const own = kernels.scale(x, -weight / size);
  return added
    ? kernels.subtract(added, own, { overwrite: true })
    : kernels.scale(own, -1, { overwrite: true });
}

/** Where one fully whitened network spans everything, the angle depends on the ranks alone. */
function isForced(one: Prepared, other: Prepared, { alpha }: Pair["options"]): boolean {
  return alpha === 0 && (one.spansAll === 1 || other.spansAll === 1);
}

/** Distances that are a smaller share of the norms are rounding. */
const leastShare = 1e-9;

function assertApart(x: Responses, y: Responses, distance: number, a: number, b: number): void {
  if (a > 0 && distance > leastShare * Math.max(a, b)) return;
  const why =
    a > 0
      ? `and ${y.name} are equal up to a rotation (the distance is ${distance}), where the distance has a kink`
      : "does not vary, where its norm has a kink";
  throw new NumericalError(`gradient: ${x.name} ${why} and no gradient. Start from another point.`);
}
