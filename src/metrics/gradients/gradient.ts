import { NumericalError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import { scaleByPowerOfTwo, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { Way } from "../metric.ts";

/** What was found at a pair of networks. */
export interface Differentiated {
  /** ∂value/∂x, stimuli × units, in the unit of value per response. In wasm memory or in ordinary memory. */
  readonly gradient: Matrix;
  /** With the bits of `compare`, where it was made on the way; left out, `compare` is asked for it. */
  readonly value?: number;
}

/**
 * How the gradient of one metric is computed, with respect to the first network. The second one is constant.
 * Sizes as those of the value: no loop over stimuli × stimuli × units but where the value has it too.
 */
export interface MetricGradient<O extends object> {
  /** @throws {OptionError} for options under which the value has no gradient, with the reason. */
  assertOptions?(options: O): void;
  /** Whether `differentiate` makes the value too, with the bits of `compare`. */
  makesValue(options: O, way: Way | undefined): boolean;
  /**
   * @param way - the one in which `compare` computes this pair
   * @throws {NumericalError} naming the network and the reason, where the value has no gradient at this point.
   */
  differentiate(
    x: Responses,
    y: Responses,
    options: O,
    kernels: Kernels,
    way: Way | undefined,
  ): Differentiated;
}

/** A gradient whose options nobody looks at: what the study works with. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyGradient = MetricGradient<any>;

/**
 * A gradient with respect to responses · 2^−exponent as one with respect to the responses.
 * @param power - 2^power is what the value itself was too small by
 * @throws {NumericalError} if it is beyond the largest double.
 */
export function atScaleOf(
  { name }: Pick<Responses, "name">,
  gradient: Matrix,
  exponent: number,
  kernels: Kernels,
  power = 0,
): Matrix {
  const scaled = power === exponent ? gradient : scaleByPowerOfTwo(gradient, power - exponent, kernels);
  if (Number.isFinite(kernels.maxAbs(scaled))) return scaled;
  throw new NumericalError(
    `${name}: its responses are so small that the gradient is beyond the largest double, 1.8e308: multiply them by a constant first.`,
  );
}

/** Networks whose angle is smaller are equal up to rounding, as far as a direction of steepest ascent goes. */
const leastAngle = 1e-9;

/**
 * dθ/d(cos θ) = −1/sin θ.
 * @throws {NumericalError} at 0 and at π, where the angle has a kink.
 */
export function slopeOfAngle(angle: number, x: Responses, y: Responses, sine: number): number {
  if (angle > leastAngle && angle < Math.PI - leastAngle) return -1 / sine;
  const kink = angle > 1 ? "opposite" : "equal, up to what the metric does not see";
  throw new NumericalError(
    `gradient: ${x.name} and ${y.name} are ${kink} (the angle is ${angle}), where the angle has a kink and no gradient. ` +
      `Start from another point, or take the similarity: its gradient is 0 there.`,
  );
}
