import { exp } from "../../../base/math/exp.ts";
import { log } from "../../../base/math/log.ts";
import { cube } from "../../../base/math/powers.ts";
import { matrix, type Matrix } from "../../../base/matrix.ts";
import { createRandom, type Random } from "../../../base/random.ts";

/** Random streams of the weights; those of splits begin at 1, those of resamples at 2³⁰. */
const weightStream = 2 ** 31;

/**
 * Weights of feature spaces to choose from, candidates × spaces, each row of sum 1: equal ones, each
 * space alone, then draws of symmetric Dirichlet distributions of concentration 1 (any mixture) and 0.1
 * (few spaces), in turn. As many as are asked for, in this order.
 *
 * Source: Dupré la Tour, Eickenberg, Nunez-Elizalde & Gallant, NeuroImage 264:119728, 2022, §2.5.
 */
export function candidateWeights(candidates: number, spaces: number, seed: number): Matrix {
  const weights = matrix(spaces === 1 ? 1 : candidates, spaces);
  const random = createRandom(seed, weightStream);
  for (let c = 0; c < weights.rows; c++) weights.data.set(candidate(c, spaces, random), c * spaces);
  return weights;
}

function candidate(c: number, spaces: number, random: Random): Float64Array {
  if (c === 0) return new Float64Array(spaces).fill(1 / spaces);
  if (c <= spaces) return new Float64Array(spaces).map((_, b) => Number(b === c - 1));
  return dirichlet(c % 2 === 0 ? 1 : 0.1, spaces, random);
}

/** Gamma variates over their sum, by logarithms: those of a small concentration are often too small for a double. */
function dirichlet(concentration: number, spaces: number, random: Random): Float64Array {
  const logs = Float64Array.from({ length: spaces }, () => logGamma(concentration, random));
  const most = logs.reduce((a, b) => Math.max(a, b), -Infinity);
  const shares = logs.map((value) => exp(value - most));
  const sum = shares.reduce((a, b) => a + b, 0);
  return shares.map((share) => share / sum);
}

/** The logarithm of a gamma variate. Source: Marsaglia & Tsang, ACM TOMS 26(3), 2000, with §6 for shapes up to 1. */
function logGamma(shape: number, random: Random): number {
  const boost = log(1 - random.uniform()) / shape;
  const d = shape + 1 - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = cube(1 + c * x);
    if (v <= 0) continue;
    const bound = 0.5 * x * x + d - d * v + d * log(v);
    if (log(1 - random.uniform()) < bound) return log(d * v) + boost;
  }
}
