import { smallestOf } from "../../base/lists.ts";

const golden = (3 - Math.sqrt(5)) / 2;

/**
 * The least value of a function of one variable: at the points of a grid, and between the
 * neighbours of each point that is lower than both, by golden sections. The function should
 * have no narrower valleys than the steps of the grid.
 * @param points - rising; the first and last may be infinite
 */
export function leastValue(f: (at: number) => number, points: readonly number[]): number {
  const values = points.map(f);
  let least = smallestOf(values.map((value) => (Number.isNaN(value) ? Infinity : value)));
  for (let i = 1; i + 1 < points.length; i++) {
    const [left, right] = [points[i - 1]!, points[i + 1]!];
    if (!Number.isFinite(left) || !Number.isFinite(right)) continue;
    if (!(values[i]! <= values[i - 1]! && values[i]! <= values[i + 1]!)) continue;
    least = Math.min(least, valley(f, left, right));
  }
  return least;
}

/** Halves the digits of the position, which gives all digits of the value. */
function valley(f: (at: number) => number, left: number, right: number): number {
  let [a, b] = [left, right];
  let [x, y] = [a + golden * (b - a), b - golden * (b - a)];
  let [fx, fy] = [f(x), f(y)];
  while (b - a > 1e-7 * (1 + Math.abs(a) + Math.abs(b))) {
    if (fx <= fy) {
      [b, y, fy] = [y, x, fx];
      x = a + golden * (b - a);
      fx = f(x);
    } else {
      [a, x, fx] = [x, y, fy];
      y = b - golden * (b - a);
      fy = f(y);
    }
  }
  return Math.min(fx, fy);
}
