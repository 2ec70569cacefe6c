// The shift of the next dqds sweep: close to the least squared value, and below it.

import { Block } from "./dqds";
import { at } from "./lanes";

/** Terms of the sums below that are small enough to stop at. */
const SMALL_TERM: f64 = 1e-3;
/** Sums above it: the vector is not concentrated at the end of the block. */
const LARGE_SUM: f64 = 8;

/**
 * Squared length of the vector x that the sweep has found to belong to row `end`: 1
 * there, and x_i² = (e_i/q_i) x_{i+1}² above it.
 * @returns LARGE_SUM or more where it does not decay
 */
function vectorSquared(b: Block, end: i32): f64 {
  let sum: f64 = 1;
  let term: f64 = 1;
  for (let i = end - 1; i >= b.lo; i--) {
    term *= at<f64>(b.e, i) / at<f64>(b.q, i);
    sum += term;
    if (term < SMALL_TERM * sum || !(sum < LARGE_SUM)) break;
  }
  return sum;
}

/** Lower bound, by Gershgorin's discs, of the squared values of a fresh block. */
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
 * Shift from the last row. With x the vector above, ρ = d/‖x‖² is the Rayleigh
 * quotient, an upper bound of the least value λ, and ρ(d − ρ) the squared residual, so
 * λ ≥ ρ − ρ(d − ρ)/(μ − ρ) where μ bounds the next value from below (Temple and Kato).
 * @returns a negative number where the bound says nothing
 */
function boundFromEnd(b: Block): f64 {
  const squared = vectorSquared(b, b.hi);
  if (squared >= LARGE_SUM) return -1;
  const rho = b.last / squared;
  if (b.least1 < 0) return -1;
  const next = b.least1 / vectorSquared(b, b.hi - 1);
  const gap = 0.9 * next - rho;
  return gap > 0 ? rho - (rho * (b.last - rho)) / gap : -1;
}

/** The shift of the next sweep, 0 where nothing is known. */
export function chooseShift(b: Block): f64 {
  if (b.least < 0) return firstShift(b);
  b.boldness += (1 - b.boldness) / 3;
  const cautious = b.boldness * b.least;
  if (b.last != b.least) return cautious;
  const bound = boundFromEnd(b);
  return max(bound, 0.25 * b.least);
}
