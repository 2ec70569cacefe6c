import type { Matrix } from "../matrix.ts";
import { NumericalError } from "../errors.ts";
import { scaleAndCenter, type Responses } from "../responses.ts";
import type { Kernels } from "../wasm/kernels.ts";

/** One network as a list of units, ready to be matched with those of others. */
export type PreparedUnits = {
  /** units × stimuli: the responses of one unit are a row. At a scale near 1. */
  units: Matrix;
  /** The size of the whole network at that scale: ‖X‖, or the root mean square over units. */
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
}

/** Below this 1 − cos θ, inner products have lost more than half of the digits of θ. */
const nearlyEqual = 1e-4;

/**
 * The coupling of largest inner product between two networks. Where that says that they
 * are nearly equal, products no longer tell a unit from others closer to it than 1e-8 of
 * its size, and the coupling is found again from the differences themselves.
 */
export function bestCoupling(
  x: PreparedUnits,
  y: PreparedUnits,
  matcher: Matcher,
  kernels: Kernels,
): Coupling {
  const gains = kernels.gemm(x.units, y.units, { transB: true });
  const coupling = matcher.couple(gains, true, kernels);
  const near = 1 - totalOf(gains, coupling) / (x.norm * y.norm) < nearlyEqual;
  return near ? matcher.couple(squaredGaps(x, y, matcher.pads, kernels), false, kernels) : coupling;
}

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
  return 2 * Math.atan2(apart, together);
}

/** Mean of ⟨x, y⟩ over a coupling of units at length 1, of the pairs in which both are units; never beyond ±1. */
export function meanCorrelation(
  x: PreparedUnits,
  y: PreparedUnits,
  { rows, cols, weights }: Coupling,
): number {
  const [p, q] = [x.units.rows, y.units.rows];
  const both = Float64Array.from(weights, (weight, k) => (rows[k]! < p && cols[k]! < q ? weight : 0));
  const { apart, together } = gapsOf({ ...x, norm: 1 }, { ...y, norm: 1 }, { rows, cols, weights: both });
  return (together ** 2 - apart ** 2) / (together ** 2 + apart ** 2);
}

/** The units as they are, less their means if asked. */
export function plainUnits(input: Responses, center: boolean, kernels: Kernels): PreparedUnits {
  const { matrix, exponent } = scaleAndCenter(input, center, kernels);
  return { units: kernels.transpose(matrix), norm: kernels.norm(matrix), exponent };
}

/**
 * Every unit at length 1, less its mean if asked: inner products are correlations.
 * @throws {NumericalError} naming a unit that has no direction.
 */
export function correlatedUnits(input: Responses, center: boolean, kernels: Kernels): PreparedUnits {
  const { matrix } = scaleAndCenter(input, false, kernels);
  const result = kernels.unitRows(kernels.transpose(matrix), { center });
  if ("unit" in result) return { units: result.unit, norm: Math.sqrt(result.unit.rows), exponent: 0 };
  throw new NumericalError(
    `${input.name}: unit ${result.degenerate}, counted from 0, ${center ? "is constant across stimuli" : "is 0 for every stimulus"}, ` +
      `so it has no correlation with others. Leave such units out, or take another ground.`,
  );
}

/** One-to-one: each unit of the narrower network gets its own of the wider, the rest units of zeros. */
export const oneToOne: Matcher = {
  pads: true,
  couple(costs, maximize, kernels) {
    const wide = costs.rows <= costs.cols;
    const partners = kernels.linearAssignment(wide ? costs : kernels.transpose(costs), { maximize });
    const matched = completed(partners, Math.max(costs.rows, costs.cols));
    const each = matched.map((_, k) => k);
    const weights = new Float64Array(matched.length).fill(1);
    return wide ? { rows: each, cols: matched, weights } : { rows: matched, cols: each, weights };
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
