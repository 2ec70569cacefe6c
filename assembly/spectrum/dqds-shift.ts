// The shift of the next dqds sweep: a lower bound of the least squared value, close to it.

import { EPSILON } from "../vector/constants";
import { at } from "../vector/lanes";
import { Block } from "./dqds-block";

/** Lower bound of the squared values by Gershgorin's discs, for a block whose sums are unknown. */
function firstShift(b: Block): f64 {
  let leastQ = at<f64>(b.q, b.hi);
  let mostE: f64 = 0;
  for (let i = b.lo; i < b.hi; i++) {
    leastQ = min(leastQ, at<f64>(b.q, i));
    mostE = max(mostE, at<f64>(b.e, i));
  }
  return max(0, leastQ - 2 * sqrt(leastQ) * sqrt(mostE));
}

/**
 * Laguerre's bound: the best lower bound of n positive values λ of which only Σ 1/λ and
 * Σ 1/λ² are known. As a shift it converges cubically and is never too large.
 *
 * Source: von Matt, "The orthogonal qd-algorithm", SIAM J. Sci. Comput. 18, 1997.
 */
function laguerre(n: f64, inverses: f64, squares: f64): f64 {
  const spread = max(0, (n - 1) * (n * squares - inverses * inverses));
  return n / (inverses + sqrt(spread));
}

/**
 * Bound from the last row. The vector x with x_n = 1 and x_i² = (e_i/q_i) x_{i+1}² has
 * the Rayleigh quotient ρ = q_n/‖x‖² ≥ λ₁ and the squared residual ρ(q_n − ρ). If μ < λ₂
 * and ρ < μ, then λ₁ ≥ ρ − ρ(q_n − ρ)/(μ − ρ) (Temple, 1928). μ is Laguerre's bound of
 * the block without its last row: its values interlace those of the block.
 */
function boundFromEnd(b: Block, n: f64): f64 {
  const next = laguerre(n - 1, b.inverses1, b.squares1);
  const q = at<f64>(b.q, b.hi);
  const rho = q / b.length;
  const temple = next > rho ? rho - (rho * (q - rho)) / (next - rho) : 0;
  // By interlacing again, 1/λ₁ is at most 1/μ more than what the last row adds to the sum.
  const share = 1 / (b.inverses - b.inverses1 + 1 / next);
  return temple > share ? temple : share;
}

/**
 * The shift of the next sweep: the best lower bound, less its rounding error; 0 where there is
 * none above 0.
 */
export function chooseShift(b: Block): f64 {
  const n = <f64>(b.hi - b.lo + 1);
  if (b.inverses != b.inverses) return firstShift(b);
  const all = laguerre(n, b.inverses, b.squares);
  const end = boundFromEnd(b, n);
  const shift = end > all ? end : all;
  return shift > 0 && shift < Infinity ? shift * (1 - 4 * n * EPSILON) : 0;
}
