// One elementary reflector, safe at every scale.

import { TINY_SUM } from "../vector/constants";
import { nearestPower } from "../vector/equilibrate";
import { amax, dot, scal } from "../vector/level1";

/** Above this, a sum of squares may overflow with the next term. */
const LARGE_SUM: f64 = 1e280;

/**
 * Elementary reflector H = I − τ v vᵀ, v[0] = 1, with H x = (β, 0, …, 0)ᵀ.
 *
 * Where squares might over- or underflow, x is first scaled to size 1 by a power of two.
 * So a column of denormals is reflected as accurately as any other.
 *
 * @param n - length, n ≥ 1
 * @param x - n elements, replaced by v (x[0] = 1)
 * @param tau - where τ is stored: in [1, 2], or 0 when x[1..] is zero already
 * @returns β
 *
 * Source: LAPACK dlarfg, in idea.
 */
export function reflector(n: i32, x: usize, tau: usize): f64 {
  const tail = x + 8;
  let factor: f64 = 1;
  let lead = load<f64>(x);
  let sum = dot<f64>(n - 1, tail, tail);
  if (!(sum > TINY_SUM && sum + lead * lead < LARGE_SUM)) {
    if (amax<f64>(n - 1, tail) == 0) {
      store<f64>(x, 1);
      store<f64>(tau, 0);
      return lead;
    }
    factor = nearestPower(amax<f64>(n, x));
    scal<f64>(n, factor, x);
    lead = load<f64>(x);
    sum = dot<f64>(n - 1, tail, tail);
  }
  const beta = -copysign(sqrt(lead * lead + sum), lead);
  store<f64>(x, 1);
  store<f64>(tau, (beta - lead) / beta);
  scal<f64>(n - 1, 1 / (lead - beta), tail);
  return beta / factor;
}
