import { square } from "../../base/math/powers.ts";

/** Means and centred sums of products of pairs (x, y), of which there may be more than fit in memory. */
export interface Moments {
  readonly count: number;
  readonly x: number;
  readonly y: number;
  readonly xx: number;
  readonly yy: number;
  readonly xy: number;
}

export const noMoments: Moments = { count: 0, x: 0, y: 0, xx: 0, yy: 0, xy: 0 };

/** Of as many y as x. */
export function moments(x: Float64Array, y: Float64Array): Moments {
  const count = x.length;
  if (count === 0) return noMoments;
  const [atX, atY] = [meanOf(x), meanOf(y)];
  let [xx, yy, xy] = [0, 0, 0];
  for (let k = 0; k < count; k++) {
    const [a, b] = [x[k]! - atX, y[k]! - atY];
    xx += a * a;
    yy += b * b;
    xy += a * b;
  }
  return { count, x: atX, y: atY, xx, yy, xy };
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Those of both parts: Chan, Golub & LeVeque, The American Statistician 37, 1983, equation 2.1. */
export function addTo(a: Moments, b: Moments): Moments {
  if (a.count === 0 || b.count === 0) return a.count === 0 ? b : a;
  const count = a.count + b.count;
  const [x, y] = [b.x - a.x, b.y - a.y];
  const share = (a.count * b.count) / count;
  return {
    count,
    x: a.x + (x * b.count) / count,
    y: a.y + (y * b.count) / count,
    xx: a.xx + b.xx + x * x * share,
    yy: a.yy + b.yy + y * y * share,
    xy: a.xy + b.xy + x * y * share,
  };
}

/** Pearson's correlation; undefined where one side does not vary beyond rounding. */
export function correlationOf({ count, x, y, xx, yy, xy }: Moments): number | undefined {
  const floor = (sum: number, mean: number) => sum <= square(count * Number.EPSILON * mean);
  if (count === 0 || floor(xx, x) || floor(yy, y)) return undefined;
  return Math.min(1, Math.max(-1, xy / Math.sqrt(xx) / Math.sqrt(yy)));
}
