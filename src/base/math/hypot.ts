import { lostByMultiplying } from "./rounding.ts";

/** √(x² + y²), off by less than 1 ulp, whatever the scale. After Dekker, Numer. Math. 18, 1971, and musl (MIT). */
export function hypot(x: number, y: number): number {
  const a = Math.abs(x);
  const b = Math.abs(y);
  if (a === Infinity || b === Infinity) return Infinity;
  if (Number.isNaN(a) || Number.isNaN(b)) return NaN;
  const large = Math.max(a, b);
  const small = Math.min(a, b);
  if (small <= large * 2 ** -64) return large + small;
  const unit = large > 2 ** 510 ? 2 ** 700 : small < 2 ** -450 ? 2 ** -700 : 1;
  const p = large / unit;
  const q = small / unit;
  const pp = p * p;
  const qq = q * q;
  return unit * Math.sqrt(lostByMultiplying(q, q, qq) + lostByMultiplying(p, p, pp) + qq + pp);
}
