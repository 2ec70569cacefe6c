import { sin } from "../../base/math/circular.ts";
import { powerOfTwo } from "../../base/math/powers.ts";
import { hypot } from "../../base/math/hypot.ts";
import { NumericalError } from "../../base/errors.ts";

/** The norm of something kept at another scale: norm · 2^exponent, in two steps that do not overflow early. */
export function trueNorm({ norm, exponent }: { norm: number; exponent: number }): number {
  const half = Math.trunc(exponent / 2);
  return norm * powerOfTwo(half) * powerOfTwo(exponent - half);
}

/** The third side of a triangle with sides a, b and that angle between: without cancellation. */
export function thirdSide(a: number, b: number, angle: number): number {
  return finiteDistance(hypot(a - b, 2 * Math.sqrt(a) * Math.sqrt(b) * sin(angle / 2)));
}

/** @throws {NumericalError} if it overflowed. */
export function finiteDistance(distance: number): number {
  if (Number.isFinite(distance)) return distance;
  throw new NumericalError(
    "A distance is beyond the largest double, 1.8e308: divide the responses by a constant first.",
  );
}
