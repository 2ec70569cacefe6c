import { OptionError, ShapeError } from "../../base/errors.ts";
import { matrix, shapeOf, type Matrix } from "../../base/matrix.ts";
import { createRandom } from "../../base/random.ts";
import { offDiagonal, stacked } from "./parts.ts";
import type { Estimate, RsmStack } from "./rsm.ts";
import { quantile } from "../../base/statistics.ts";
import type { Kernels } from "../../wasm/kernels.ts";

/** How networks are drawn again. */
export interface NetworkBootstrap {
  /** Resamples of the networks, at least 1. @default 1000 */
  readonly samples?: number;
  /** Decides them. @default 1 */
  readonly seed?: number;
  /** Share of the resamples inside the interval, between 0 and 1. @default 0.95 */
  readonly confidence?: number;
}

/** How well the RSMs of networks agree with one another. */
export interface RsmAgreement extends Estimate {
  readonly names: readonly string[];
  /** Pearson's correlation of each pair, networks × networks. */
  readonly correlations: Matrix;
}

/**
 * Pearson's correlation of the mean of one stack with the mean of another, over all pairs of
 * different stimuli in both orders: the diagonal of a within-network RSM is 1 by definition.
 * The interval draws networks with replacement, the same for both stacks; their RSMs stay, a
 * held-out network's RSM with all others included (percentile bootstrap). A draw holds fewer
 * different networks, so its means are noisier: where noise limits the value, all of the interval may
 * lie below it.
 *
 * With rows centred at the outset, means of any draw correlate by its weights w alone:
 * wᵀ·ABᵀ·w / √(wᵀ·AAᵀ·w · wᵀ·BBᵀ·w), so a resample costs networks², not stimuli².
 *
 * @throws {ShapeError} if the stacks are of other networks or stimuli.
 * @throws {OptionError} for bad options.
 */
export function correlationOfMeans(
  a: RsmStack,
  b: RsmStack,
  options: NetworkBootstrap,
  kernels: Kernels,
): Estimate {
  assertSame(a, b);
  const products = kernels.scope(() => {
    const [x, y] = [centredRows(a, kernels), centredRows(b, kernels)];
    return {
      xx: kernels.detach(kernels.syrk(x)),
      yy: kernels.detach(kernels.syrk(y)),
      xy: kernels.detach(kernels.gemm(x, y, { transB: true })),
    };
  });
  const of = (w: Float64Array) =>
    quadratic(products.xy, w) / Math.sqrt(quadratic(products.xx, w) * quadratic(products.yy, w));
  return estimate(a.names.length, of, options);
}

/**
 * Correlations of the within-network RSMs of all pairs of networks over pairs of stimuli, and
 * their mean. The interval draws networks; a network drawn twice is not paired with itself.
 * @throws {OptionError} for bad options.
 */
export function agreementOf(stack: RsmStack, options: NetworkBootstrap, kernels: Kernels): RsmAgreement {
  const count = stack.names.length;
  const correlations = kernels.scope(() => {
    const rows = stacked(stack.names.map((_, k) => offDiagonal(stack.of(k), stack.kind === "irsm")));
    const unit = kernels.unitRows(rows, { center: true });
    if ("degenerate" in unit) return matrix(count, count).data.fill(NaN);
    return kernels.detach(kernels.syrk(unit.unit)).data;
  });
  const of = (w: Float64Array) => {
    let [sum, pairs] = [0, 0];
    for (let i = 0; i < count; i++) {
      for (let j = i + 1; j < count; j++) {
        sum += w[i]! * w[j]! * correlations[i * count + j]!;
        pairs += w[i]! * w[j]!;
      }
    }
    return sum / pairs;
  };
  return {
    names: stack.names,
    correlations: matrix(count, count, correlations),
    ...estimate(count, of, options),
  };
}

/**
 * Pearson's correlation of each RSM with a given one, over all pairs of different stimuli in both
 * orders: of checkpoints or layers with the end of training, say.
 * @param reference - stimuli × stimuli
 * @throws {ShapeError} if the reference is of other stimuli.
 */
export function correlationsWith(stack: RsmStack, reference: Matrix, kernels: Kernels): Float64Array {
  const m = stack.stimuli.length;
  if (reference.rows !== m || reference.cols !== m) {
    throw new ShapeError(`The reference is ${shapeOf(reference)}; the RSMs are ${m} × ${m}.`);
  }
  const target = offDiagonal(reference, true);
  return kernels.scope(() => {
    const rows = stacked([target, ...stack.names.map((_, k) => offDiagonal(stack.of(k), true))]);
    const centred = kernels.centerRows(rows);
    const products = kernels.syrk(centred).data;
    const count = rows.rows;
    return Float64Array.from(
      stack.names,
      (_, k) => products[k + 1]! / Math.sqrt(products[0]! * products[(k + 1) * (count + 1)]!),
    );
  });
}

function centredRows(stack: RsmStack, kernels: Kernels): Matrix {
  return kernels.centerRows(stacked(stack.names.map((_, k) => offDiagonal(stack.of(k), true))));
}

function quadratic({ rows, data }: Matrix, w: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < rows; j++) sum += w[i]! * w[j]! * data[i * rows + j]!;
  }
  return sum;
}

/** A statistic of the networks' weights, and its interval over draws of the networks. */
function estimate(
  count: number,
  of: (weights: Float64Array) => number,
  { samples = 1000, seed = 1, confidence = 0.95 }: NetworkBootstrap,
): Estimate {
  for (const [name, value, least] of [
    ["samples", samples, 1],
    ["seed", seed, 0],
  ] as const) {
    if (!Number.isInteger(value) || value < least)
      throw new OptionError(`${name} must be a whole number from ${least}; got ${value}.`);
  }
  if (!(confidence > 0 && confidence < 1))
    throw new OptionError(`confidence must be between 0 and 1; got ${confidence}.`);
  const value = of(new Float64Array(count).fill(1));
  const drawn = Float64Array.from({ length: samples }, (_, sample) => of(draw(count, seed, sample)))
    .filter((one) => !Number.isNaN(one)) // one network alone makes no pair
    .sort();
  const tail = (1 - confidence) / 2;
  return { value, interval: [quantile(drawn, tail), quantile(drawn, 1 - tail)] };
}

/** How often each network is drawn. */
function draw(count: number, seed: number, sample: number): Float64Array {
  const random = createRandom(seed, sample);
  const weights = new Float64Array(count);
  for (let k = 0; k < count; k++) weights[random.below(count)]! += 1;
  return weights;
}

function assertSame(a: RsmStack, b: RsmStack): void {
  const same = a.names.length === b.names.length && a.stimuli.length === b.stimuli.length;
  if (same && a.names.every((name, k) => name === b.names[k])) return;
  throw new ShapeError(
    `The RSMs are of ${a.names.length} networks and ${a.stimuli.length} stimuli, and of ${b.names.length} and ${b.stimuli.length}; ` +
      `they must be of the same networks, in the same order, and stimuli.`,
  );
}
