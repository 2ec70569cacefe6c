/**
 * Student's t distribution, and the normal one. The tail is computed itself, not as one minus the rest, so
 * that small p-values keep their digits.
 */
import { exp } from "./math/exp.ts";
import { log, log1p } from "./math/log.ts";

/**
 * P(T > t) for T with `dof` degrees of freedom, dof > 0.
 * Source: Abramowitz & Stegun, 26.7.1, by the regularized incomplete beta function.
 */
export function upperTail(t: number, dof: number): number {
  const half = incompleteBeta(dof / (dof + t * t), dof / 2, 0.5) / 2;
  return t >= 0 ? half : 1 - half;
}

/** P(|T| > |t|). */
export function twoSided(t: number, dof: number): number {
  return 2 * upperTail(Math.abs(t), dof);
}

/** The t that a share `tail` of the distribution exceeds, 0 < tail ≤ ½: bisection to the last bit. */
export function upperQuantile(tail: number, dof: number): number {
  let [low, high] = [0, 1];
  while (upperTail(high, dof) > tail) high *= 2;
  for (let middle = high / 2; middle > low && middle < high; middle = (low + high) / 2) {
    if (upperTail(middle, dof) > tail) low = middle;
    else high = middle;
  }
  return high;
}

/** Iₓ(a, b), 0 ≤ x ≤ 1. Source: Numerical Recipes, 3rd ed., §6.4: the continued fraction by Lentz. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const logFront = logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log1p(-x);
  return (exp(logFront) * betaFraction(x, a, b)) / a;
}

function betaFraction(x: number, a: number, b: number): number {
  const floor = (value: number) => (Math.abs(value) < 1e-300 ? 1e-300 : value);
  let c = 1;
  let d = 1 / floor(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / floor(1 + even * d);
    c = floor(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / floor(1 + odd * d);
    c = floor(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return fraction;
}

/** ln Γ(x), x > 0: Stirling's series where it is exact to rounding, moved there by the recurrence. */
function logGamma(x: number): number {
  let [product, z] = [1, x];
  while (z < 15) product *= z++;
  const w = 1 / (z * z);
  const series = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360_360, 1 / 156];
  const tail = series.reduceRight((sum, coefficient) => sum * w + coefficient, 0) / z;
  return (z - 0.5) * log(z) - z + 0.5 * log(2 * Math.PI) + tail - log(product);
}

/** P(Z > z) of the standard normal, to a relative 1e-13 up to z = 8. */
export function normalTail(z: number): number {
  if (z < 0) return 1 - normalTail(-z);
  if (z > 38) return 0;
  return z < 2 ? 0.5 - normalSeries(z) : normalFraction(z);
}

/** The z that a share `below` of the standard normal lies below, 0 < below < 1: bisection to the last bit. */
export function normalQuantile(below: number): number {
  if (below > 0.5) return -normalQuantile(1 - below);
  let [low, high] = [0, 38];
  for (let middle = high / 2; middle > low && middle < high; middle = (low + high) / 2) {
    if (normalTail(middle) > below) low = middle;
    else high = middle;
  }
  return -low;
}

/** P(0 < Z < z) = φ(z)(z + z³/3 + z⁵/15 + …): Abramowitz & Stegun, 26.2.11. */
function normalSeries(z: number): number {
  let [term, sum] = [z, z];
  for (let k = 3; Math.abs(term) > 1e-18; k += 2) sum += term *= (z * z) / k;
  return sum * density(z);
}

/** φ(z) / (z + 1/(z + 2/(z + 3/(z + …)))): Abramowitz & Stegun, 26.2.14. */
function normalFraction(z: number): number {
  let fraction = z;
  for (let k = 200; k >= 1; k--) fraction = z + k / fraction;
  return density(z) / fraction;
}

function density(z: number): number {
  return exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}
