import { square } from "../../base/math/powers.ts";
import { givenMatrix } from "../../base/numbers.ts";
import { ShapeError } from "../../base/errors.ts";
import { matrix, shapeOf, toRows, type Matrix } from "../../base/matrix.ts";
import { createRandom } from "../../base/random.ts";
import { inRanges, type Steps } from "../../base/steps.ts";
import { ownProducts, productsOf, rowsOf, scoped } from "./products.ts";
import type { ChosenBootstrap } from "./options.ts";
import type { RsmStack } from "./rsm.ts";
import { percentileInterval, type Estimate } from "../../base/statistics.ts";
import { written, type Written } from "../../data/written.ts";
import type { Kernels } from "../../wasm/kernels.ts";

/** How well the RSMs of networks agree with one another. */
export interface RsmAgreement extends Estimate, Written {
  readonly names: readonly string[];
  /** Pearson's correlation of each pair, networks × networks. */
  readonly correlations: Matrix;
}

/**
 * Pearson's correlation of the mean of one stack with the mean of another, over all pairs of
 * different stimuli in both orders: the diagonal of a within-network RSM is 1 by definition.
 * The interval draws networks with replacement, the same ones for both stacks (percentile
 * bootstrap). The RSMs are not computed again: that between a network and the others still has all
 * others in it. A draw holds fewer different networks, so its means are noisier. Where noise limits
 * the value, the whole interval can lie below it.
 *
 * The rows are centred once. The means of a draw then correlate by its weights w alone:
 * wᵀ·ABᵀ·w / √(wᵀ·AAᵀ·w · wᵀ·BBᵀ·w), so a resample costs networks², not stimuli².
 *
 * @throws {ShapeError} if the stacks are of other networks or stimuli.
 */
export function* correlationOfMeans(
  a: RsmStack,
  b: RsmStack,
  options: ChosenBootstrap,
  kernels: Kernels,
): Steps<Estimate> {
  assertSame(a, b);
  const products = yield* scoped(kernels, function* () {
    const x = kernels.centerRows(yield* rowsOf(a, true));
    const y = kernels.centerRows(yield* rowsOf(b, true));
    return {
      xx: yield* ownProducts(x, kernels),
      yy: yield* ownProducts(y, kernels),
      xy: yield* productsOf(x, y, kernels),
    };
  });
  const of = (w: Float64Array) =>
    quadratic(products.xy, w) / Math.sqrt(quadratic(products.xx, w) * quadratic(products.yy, w));
  return yield* estimate(a.names.length, of, options);
}

/**
 * Correlations of the RSMs of all pairs of networks over pairs of stimuli, and their mean. The
 * interval draws networks; a network that is drawn twice is not paired with itself. Two networks
 * make one pair, which every draw repeats: there is no interval (NaN).
 */
export function* agreementOf(
  stack: RsmStack,
  options: ChosenBootstrap,
  kernels: Kernels,
): Steps<RsmAgreement> {
  const { names } = stack;
  const correlations = yield* pairwiseCorrelations(stack, kernels);
  const value = yield* estimate(names.length, meanOverPairs(correlations), options);
  return agreementResult({ names, correlations, ...value });
}

/** Pearson's correlation of each pair of RSMs, networks × networks; NaN where an RSM is constant. */
function pairwiseCorrelations(stack: RsmStack, kernels: Kernels): Steps<Matrix> {
  const count = stack.names.length;
  return scoped(kernels, function* () {
    const unit = kernels.unitRows(yield* rowsOf(stack, stack.kind === "irsm"), { center: true });
    if ("degenerate" in unit) return matrix(count, count, new Float64Array(count * count).fill(NaN));
    return yield* ownProducts(unit.unit, kernels);
  });
}

/** Mean over pairs of networks, each pair weighted by how often both were drawn. */
function meanOverPairs({ rows, data }: Matrix): (weights: Float64Array) => number {
  return (w) => {
    let [sum, pairs] = [0, 0];
    for (let i = 0; i < rows; i++) {
      for (let j = i + 1; j < rows; j++) {
        sum += w[i]! * w[j]! * data[i * rows + j]!;
        pairs += w[i]! * w[j]!;
      }
    }
    return sum / pairs;
  };
}

function agreementResult(facts: Omit<RsmAgreement, keyof Written>): RsmAgreement {
  const { names, correlations } = facts;
  const document = () => ({ ...facts, correlations: toRows(correlations) });
  const table = () => ({ rowNames: names, colNames: names, values: correlations.data });
  return { ...facts, ...written({ document, table }) };
}

/**
 * Pearson's correlation of each RSM with a given one, over all pairs of different stimuli in both
 * orders. Example: checkpoints against the end of training.
 * @param reference - stimuli × stimuli
 * @throws {ShapeError} if the reference is of other stimuli.
 */
export function* correlationsWith(stack: RsmStack, reference: Matrix, kernels: Kernels): Steps<Float64Array> {
  const m = stack.stimuli.length;
  givenMatrix(reference, "rsmsAgainst: reference");
  if (reference.rows !== m || reference.cols !== m) {
    throw new ShapeError(`The reference is ${shapeOf(reference)}; the RSMs are ${m} × ${m}.`);
  }
  return yield* scoped(kernels, function* () {
    const centred = kernels.centerRows(yield* rowsOf(stack, true, [reference]));
    const products = (yield* ownProducts(centred, kernels)).data;
    const count = centred.rows;
    return Float64Array.from(
      stack.names,
      (_, k) => products[k + 1]! / Math.sqrt(products[0]! * products[(k + 1) * (count + 1)]!),
    );
  });
}

function quadratic({ rows, data }: Matrix, w: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < rows; j++) sum += w[i]! * w[j]! * data[i * rows + j]!;
  }
  return sum;
}

/** A statistic of the networks' weights, and its interval over draws of the networks. */
function* estimate(
  count: number,
  of: (weights: Float64Array) => number,
  { samples, seed, confidence }: ChosenBootstrap,
): Steps<Estimate> {
  const value = of(new Float64Array(count).fill(1));
  const drawn = new Float64Array(samples);
  const some = (from: number, to: number) => {
    for (let sample = from; sample < to; sample++) drawn[sample] = of(draw(count, seed, sample));
  };
  yield* inRanges(samples, some, Math.ceil(1e5 / square(count)));
  // A draw of one network alone has no pair, hence no value.
  const defined = drawn.filter((one) => !Number.isNaN(one));
  const interval = percentileInterval(defined, confidence);
  return { value, ...(hasWidth(defined) ? interval : { lower: NaN, upper: NaN }) };
}

/** Whether draws differ by more than rounding. If not, they say nothing about other networks. */
function hasWidth(drawn: Float64Array): boolean {
  return drawn.some((value) => Math.abs(value - drawn[0]!) > 1e-12 * Math.max(1, Math.abs(value)));
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
