import { atan2 } from "../../base/math/arc.ts";
import { square } from "../../base/math/powers.ts";
import type { Matrix } from "../../base/matrix.ts";
import { NumericalError } from "../../base/errors.ts";
import { assertStimuli, scaleAndCenter, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { thirdSide, trueNorm } from "../procrustes/triangle.ts";
import { transport } from "./transport.ts";
import { matchingKernels } from "../../wasm/parts/matchings.ts";

/** One network as a list of units, ready to be matched with those of others. */
export type PreparedUnits = {
  /** units × stimuli: the responses of one unit are a row. At a scale near 1. */
  units: Matrix;
  /** √Σ w·‖unit‖² at that scale, w being what a unit weighs: ‖X‖, or its root mean square over units. */
  norm: number;
  /** Responses = 2^exponent times these. */
  exponent: number;
};

/**
 * Which unit goes with which: entry k gives `weights[k]` of unit `rows[k]` of the first
 * network to unit `cols[k]` of the second. A number beyond the last unit is a unit of zeros.
 */
export interface Coupling {
  readonly rows: ArrayLike<number>;
  readonly cols: ArrayLike<number>;
  readonly weights: ArrayLike<number>;
}

/** How units may be coupled. */
export interface Matcher {
  /** The coupling of least total cost, or largest. @param costs - units of x × units of y */
  couple(costs: Matrix, maximize: boolean, kernels: Kernels): Coupling;
  /** Whether the network with fewer units is given units of zeros. */
  readonly pads: boolean;
  /** What a unit weighs in a network of `units`, all couplings of it together. */
  weightOf(units: number): number;
}

/** Below this 1 − cos θ, inner products have lost more than half of the digits of θ. */
export const nearlyEqual = 1e-4;

/**
 * The coupling of largest inner product between two networks. Where that says that they
 * are nearly equal, products no longer tell a unit from others closer to it than 1e-8 of
 * its size, and the coupling is found again from the differences themselves.
 *
 * @param settle - which one it is where several are equally good
 */
export function bestCoupling(
  x: PreparedUnits,
  y: PreparedUnits,
  matcher: Matcher,
  kernels: Kernels,
  settle?: Settle,
): Coupling {
  const gains = kernels.gemm(x.units, y.units, { transB: true });
  const [coupling, whole] = [matcher.couple(gains, true, kernels), x.norm * y.norm];
  const near = 1 - totalOf(gains, coupling) / whole < nearlyEqual; // not so where one of them is 0
  if (!near) return settle ? settle(coupling, gains, whole) : coupling;
  const gaps = squaredGaps(x, y, matcher.pads, kernels);
  const closest = matcher.couple(gaps, false, kernels);
  return settle ? settle(closest, gaps, -totalOf(gaps, closest)) : closest;
}

/**
 * The coupling to take instead of the best one that was found.
 * @param costs - by which it is the best. @param whole - their scale; below 0 where the least is the best
 */
type Settle = (best: Coupling, costs: Matrix, whole: number) => Coupling;

/** Σ w·cost over a coupling; units of zeros count nothing. */
export function totalOf({ rows: p, cols: q, data }: Matrix, { rows, cols, weights }: Coupling): number {
  let total = 0;
  for (let k = 0; k < weights.length; k++) {
    if (rows[k]! < p && cols[k]! < q) total += weights[k]! * data[rows[k]! * q + cols[k]!]!;
  }
  return total;
}

/** ‖x̂ᵢ − ŷⱼ‖² of networks at norm 1, to full accuracy. */
function squaredGaps(x: PreparedUnits, y: PreparedUnits, pads: boolean, kernels: Kernels): Matrix {
  const [p, q] = [x.units.rows, y.units.rows];
  const [left, right] = pads ? [Math.max(p, q), Math.max(p, q)] : [p, q];
  const stack = kernels.uninitialized(left + right, x.units.cols);
  const [a, b] = [kernels.scale(x.units, 1 / x.norm), kernels.scale(y.units, 1 / y.norm)];
  stack.data.fill(0);
  stack.data.set(a.data);
  stack.data.set(b.data, left * stack.cols);
  return kernels.columns(kernels.euclideanBetweenRows(stack, left, { squared: true }), left, left + right);
}

/**
 * √Σ w·‖x̂ᵢ − ŷⱼ‖² and √Σ w·‖x̂ᵢ + ŷⱼ‖² over a coupling of networks at norm 1: differences
 * taken one by one keep the digits that 2 − 2·(inner product) loses.
 */
export function gapsOf(
  x: PreparedUnits,
  y: PreparedUnits,
  { rows, cols, weights }: Coupling,
): { apart: number; together: number } {
  const [xd, yd, m] = [x.units.data, y.units.data, x.units.cols];
  let [apart, together] = [0, 0];
  for (let k = 0; k < weights.length; k++) {
    const [a, b] = [rows[k]! * m, cols[k]! * m];
    const [inX, inY] = [a < xd.length ? 1 / x.norm : 0, b < yd.length ? 1 / y.norm : 0];
    let [minus, plus] = [0, 0];
    for (let i = 0; i < m; i++) {
      const p = inX && xd[a + i]! * inX;
      const q = inY && yd[b + i]! * inY;
      minus += (p - q) * (p - q);
      plus += (p + q) * (p + q);
    }
    apart += weights[k]! * minus;
    together += weights[k]! * plus;
  }
  return { apart: Math.sqrt(apart), together: Math.sqrt(together) };
}

/** The angle between two networks under a coupling, in [0, π]. */
export function angleUnder(x: PreparedUnits, y: PreparedUnits, coupling: Coupling): number {
  const { apart, together } = gapsOf(x, y, coupling);
  return 2 * atan2(apart, together);
}

/** Mean of ⟨x, y⟩ over a coupling of units at length 1, of the pairs in which both are units; never beyond ±1. */
function meanCorrelation(x: PreparedUnits, y: PreparedUnits, { rows, cols, weights }: Coupling): number {
  const [p, q] = [x.units.rows, y.units.rows];
  const both = Float64Array.from(weights, (weight, k) => (rows[k]! < p && cols[k]! < q ? weight : 0));
  const { apart, together } = gapsOf({ ...x, norm: 1 }, { ...y, norm: 1 }, { rows, cols, weights: both });
  return (square(together) - square(apart)) / (square(together) + square(apart));
}

/** How a network is made ready, and with it its units. */
export interface MatchingOptions {
  readonly ground: "angular" | "euclidean" | "correlation";
  readonly center: boolean;
}

/**
 * The units as they are, less their means if asked; for correlations each at length 1.
 * @throws {NumericalError} naming a unit that has no direction, where correlations are asked.
 */
export function prepareUnits(
  input: Responses,
  { ground, center }: MatchingOptions,
  matcher: Matcher,
  kernels: Kernels,
): PreparedUnits {
  const share = Math.sqrt(matcher.weightOf(input.responses.cols));
  if (ground === "correlation") {
    const units = correlatedUnits(input, center, kernels);
    return { units, norm: share * Math.sqrt(units.rows), exponent: 0 };
  }
  const { matrix, exponent } = scaleAndCenter(input, center, kernels);
  return { units: kernels.transpose(matrix), norm: share * kernels.norm(matrix), exponent };
}

function correlatedUnits(input: Responses, center: boolean, kernels: Kernels): Matrix {
  const { matrix } = scaleAndCenter(input, false, kernels);
  const result = kernels.unitRows(kernels.transpose(matrix), { center });
  if ("unit" in result) return result.unit;
  if (center) assertStimuli(input.name, input.shape[0]!);
  throw new NumericalError(
    `${input.name}: unit ${result.degenerate}, counted from 0, ${center ? "is constant across stimuli" : "is 0 for every stimulus"}, ` +
      `so it has no correlation with others. Leave such units out, or take another ground.`,
  );
}

/** What two prepared networks are worth under a coupling. */
export function valueUnder(
  x: PreparedUnits,
  y: PreparedUnits,
  coupling: Coupling,
  ground: MatchingOptions["ground"],
): number {
  if (ground === "correlation") return meanCorrelation(x, y, coupling);
  const angle = x.norm > 0 && y.norm > 0 ? angleUnder(x, y, coupling) : 0;
  return ground === "angular" ? angle : thirdSide(trueNorm(x), trueNorm(y), angle);
}

/** One-to-one: each unit of the narrower network gets its own of the wider, the rest units of zeros. */
export const oneToOne: Matcher = {
  pads: true,
  weightOf: () => 1,
  couple(costs, maximize, kernels) {
    const wide = costs.rows <= costs.cols;
    const partners = kernels
      .part(matchingKernels)
      .linearAssignment(wide ? costs : kernels.transpose(costs), { maximize });
    const matched = completed(partners, Math.max(costs.rows, costs.cols));
    const each = matched.map((_, k) => k);
    const weights = new Float64Array(matched.length).fill(1);
    return wide ? { rows: each, cols: matched, weights } : { rows: matched, cols: each, weights };
  },
};

/** Shared: each of n units gives or takes 1 / n in all, to or from as many others as is best. */
export const shared: Matcher = {
  pads: false,
  weightOf: (units) => 1 / units,
  couple(costs, maximize, kernels) {
    if (costs.rows !== costs.cols) return transport(costs, maximize, kernels);
    const { rows, cols, weights } = oneToOne.couple(costs, maximize, kernels);
    return { rows, cols, weights: Float64Array.from(weights, () => 1 / costs.rows) };
  },
};

/** A permutation of 0 … length − 1 that begins as given; the rest follows in rising order. */
function completed(start: Int32Array, length: number): Int32Array {
  const taken = new Set(start);
  const order = new Int32Array(length);
  order.set(start);
  let next = start.length;
  for (let j = 0; j < length; j++) if (!taken.has(j)) order[next++] = j;
  return order;
}
