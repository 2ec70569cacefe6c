import type { Centred } from "./courses.ts";
import { isPerfect } from "./summary.ts";
import { pairsOfSubjects } from "./subjects.ts";

/** How far normed values of the same course may lie apart by rounding; other courses lie farther at most times. */
const near = 1e-5;

/**
 * In how many units the courses of two subjects are the same, up to scale and offset.
 * @returns one number a pair, in the order of `pairsOfSubjects`
 */
export function identicalIn(own: readonly Centred[]): Float64Array {
  return Float64Array.from(pairsOfSubjects(own.length), ([i, j]) => sameUnits(own[i]!, own[j]!));
}

function sameUnits(a: Centred, b: Centred): number {
  let count = 0;
  for (let unit = 0; unit < a.norms.length; unit++) if (isSame(a, b, unit)) count++;
  return count;
}

/** The first time at which they differ decides, so most pairs are looked at once. */
function isSame(a: Centred, b: Centred, unit: number): boolean {
  const norms = a.norms[unit]! * b.norms[unit]!;
  if (!(norms > 0)) return false;
  const { rows, cols } = a.course;
  const [x, y] = [a.course.data, b.course.data];
  let product = 0;
  for (let t = 0, k = unit; t < rows; t++, k += cols) {
    const [first, second] = [Math.abs(x[k]!) / a.norms[unit]!, Math.abs(y[k]!) / b.norms[unit]!];
    if (Math.abs(first - second) > near) return false;
    product += x[k]! * y[k]!;
  }
  return isPerfect(product / norms);
}
