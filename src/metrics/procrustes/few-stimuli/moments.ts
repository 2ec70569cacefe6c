import type { Matrix } from "../../../base/matrix.ts";
import { createRandom, shuffled, type Random } from "../../../base/random.ts";
import type { Kernels } from "../../../wasm/kernels.ts";

/** The largest power of the cross-covariance whose trace is estimated. */
export const mostPowers = 5;

/** Estimates from one sample of stimuli, each without bias. */
export interface Moments {
  /** tr (C·Cᵀ)ᵖ for p = 1 … powers, where C is the cross-covariance of the two networks. */
  readonly cross: Float64Array;
  /** Trace of each network's covariance. */
  readonly varianceX: number;
  readonly varianceY: number;
}

/**
 * Two stimuli make one difference, (xᵢ − xⱼ)/√2, which has the covariance of the responses and mean 0 whatever their mean
 * is. Over h differences in an order, with A and B the products of those of X and of Y,
 *
 *   tr (C·Cᵀ)ᵖ   is the mean over i₁ < … < i₂ₚ of   B[i₁, i₂]·A[i₂, i₃]·B[i₃, i₄] ⋯ B[i₂ₚ₋₁, i₂ₚ]·A[i₂ₚ, i₁],
 *
 * because no difference comes twice. The sum is a product of strictly upper triangles. It is averaged over some orders, and over
 * both networks as the first.
 * Source: Kong & Valiant, Annals of Statistics 45, 2017, §3, for one covariance; Pospisil, Larsen, Harvey & Williams,
 * ICLR 2024, arXiv:2310.05742, for two networks.
 *
 * The stimuli are in parts, and both stimuli of a difference are of one part; so a part can be left out of all orders, and what
 * the orders add of chance is the same without it.
 *
 * @param gramX, gramY - X·Xᵀ and Y·Yᵀ, stimuli × stimuli
 */
export function momentsOf(
  gramX: Matrix,
  gramY: Matrix,
  { powers, orders, parts, seed }: Sampling,
  kernels: Kernels,
): { whole: Moments; without: Moments[] } {
  const sums = Array.from({ length: parts + 1 }, () => ({
    cross: new Float64Array(powers),
    varianceX: 0,
    varianceY: 0,
  }));
  for (let order = 0; order < orders; order++) {
    const pairs = pairsOf(gramX.rows, parts, createRandom(seed, order));
    for (const [left, sum] of sums.entries())
      kernels.scope(() =>
        addTo(
          sum,
          gramX,
          gramY,
          pairs.filter(({ part }) => part !== left - 1),
          1 / orders,
          kernels,
        ),
      );
  }
  const [whole, ...without] = sums;
  return { whole: whole!, without };
}

export interface Sampling {
  readonly powers: number;
  /** Over so many orders the estimates are averaged. */
  readonly orders: number;
  readonly parts: number;
  readonly seed: number;
}

/** A difference of two stimuli, and the part that they are of: stimulus k is of part k mod parts. */
interface Pair {
  readonly first: number;
  readonly second: number;
  readonly part: number;
}

function pairsOf(stimuli: number, parts: number, random: Random): Pair[] {
  const pairs = Array.from({ length: parts }, (_, part) => {
    const own = Array.from(
      { length: Math.ceil((stimuli - part) / parts) },
      (_stimulus, k) => k * parts + part,
    );
    const order = shuffled(own.length, random).map((at) => own[at]!);
    return Array.from({ length: order.length >> 1 }, (_pair, k) => ({
      first: order[2 * k]!,
      second: order[2 * k + 1]!,
      part,
    }));
  }).flat();
  return shuffled(pairs.length, random).map((at) => pairs[at]!);
}

function addTo(
  sum: { cross: Float64Array; varianceX: number; varianceY: number },
  gramX: Matrix,
  gramY: Matrix,
  pairs: readonly Pair[],
  weight: number,
  kernels: Kernels,
): void {
  const [a, b] = [differences(gramX, pairs, kernels), differences(gramY, pairs, kernels)];
  sum.varianceX += (weight * a.trace) / pairs.length;
  sum.varianceY += (weight * b.trace) / pairs.length;
  addMoments(sum.cross, a.above, b.above, pairs.length, weight, kernels);
}

interface Upper {
  /** Products of differences, strictly above the diagonal; 0 elsewhere. */
  readonly above: Matrix;
  readonly trace: number;
}

function differences(gram: Matrix, pairs: readonly Pair[], kernels: Kernels): Upper {
  const [m, h] = [gram.cols, pairs.length];
  const values = new Float64Array(h * h);
  const { data } = gram;
  let trace = 0;
  for (let i = 0; i < h; i++) {
    const { first: p, second: q } = pairs[i]!;
    trace += (data[p * m + p]! - 2 * data[p * m + q]! + data[q * m + q]!) / 2;
    for (let j = i + 1; j < h; j++) {
      const { first: r, second: s } = pairs[j]!;
      values[i * h + j] = (data[p * m + r]! - data[p * m + s]! - data[q * m + r]! + data[q * m + s]!) / 2;
    }
  }
  return { above: kernels.place(h, h, values), trace };
}

function addMoments(
  cross: Float64Array,
  a: Matrix,
  b: Matrix,
  h: number,
  weight: number,
  kernels: Kernels,
): void {
  const [ab, ba] = [kernels.gemm(a, b), kernels.gemm(b, a)];
  let [first, second] = [b, a];
  for (let p = 0; p < cross.length; p++) {
    if (p > 0) first = kernels.gemm(first, ab);
    if (p > 0) second = kernels.gemm(second, ba);
    const both = kernels.dot(first, a) + kernels.dot(second, b);
    cross[p]! += (weight * both) / 2 / waysToChoose(h, 2 * p + 2);
  }
}

/** h over k, as a double. */
function waysToChoose(h: number, k: number): number {
  let ways = 1;
  for (let j = 0; j < k; j++) ways *= (h - j) / (j + 1);
  return ways;
}
