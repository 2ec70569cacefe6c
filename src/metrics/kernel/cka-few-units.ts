import { NumericalError, OptionError } from "../../base/errors.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import { square } from "../../base/math/powers.ts";
import { assertVaries, scaleAndCenter, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { definePairMetric, type AnyMetric, type InnerProductMetric, type Way } from "../metric.ts";
import { notePrecision } from "../precision.ts";
import { assertEnough, byUnits, innerProduct, type ByUnits } from "./by-units.ts";
import type { CkaOptions, PreparedCka } from "./cka-prepare.ts";
import { shiftsOf } from "./gram.ts";

/**
 * CKA of networks whose n units are a sample of many:
 *
 *   ⟨K, L⟩ / √(S(X) · S(Y)),   S(X) = n/(n − 1) · (‖K‖² − Σ ‖Kₐ‖²) = n²/(n(n − 1)) Σ over a ≠ b of ⟨Kₐ, K_b⟩,
 *
 * where K = Σ Kₐ is made of the outer products of single units, Kₐ = xₐ·xₐᵀ, and the inner products are those of `cka`:
 * biased or debiased in the stimuli. Of two units that were drawn independently ⟨Kₐ, K_b⟩ is on average what the population
 * has; of a unit with itself it is more, which makes ‖K‖² too large and CKA too low. ⟨K, L⟩ needs no correction where the
 * units of the two networks were drawn independently.
 *
 * Source: Chun, Canatar, Chung & Lee, arXiv:2502.15104, 2025. Both sums are ratios of unbiased parts; the ratio itself is
 * biased by terms of order 1/stimuli and 1/units of its variance.
 */
type FewUnits = {
  /** Centred responses (stimuli × units), or the centred Gram matrix. */
  source: Matrix;
  diagonal: Matrix;
  rowSums: Matrix;
  total: number;
  /** S(X). */
  self: number;
};

/** Of ‖K‖², what must be left without the units themselves: below it the rest is rounding. */
const least = 1e-9;

/** @throws {OptionError} for options under which it is not defined. */
export function correctedFor(options: CkaOptions, cka: Described): (way: Way | undefined) => AnyMetric {
  const { kernel, ground, precision, estimator, confound, epsilon } = options;
  const wrong = [
    confound !== undefined && "a confounder",
    epsilon > 0 && "epsilon",
    kernel !== "linear" &&
      `kernel ${kernel}: a sum over units is what is corrected, so it needs kernel linear`,
    ground !== "similarity" && "ground angular: an estimate may exceed 1, which is the cosine of no angle",
    precision !== "double" && "precision single",
  ].find((one) => one !== false);
  if (wrong) throw new OptionError(`cka: estimator ${estimator} does not go with ${wrong}.`, "estimator");
  const forms = { units: ofUnits(cka), stimuli: ofStimuli(cka) };
  return (way) => forms[way ?? "stimuli"];
}

/** `cka` itself, whose name and properties the forms have. */
type Described = InnerProductMetric<PreparedCka, CkaOptions>;

/** By products units × units of each pair. */
const ofUnits = (cka: Described): AnyMetric =>
  definePairMetric<FewUnits, CkaOptions>({
    ...shared(cka),
    prepare(input, { debiased, center }, kernels) {
      const centered = centeredOf(input, debiased || center, debiased, kernels);
      const { source, diagonal, rowSums, total, all, self } = byUnits(centered, debiased, kernels);
      assertVaries(input, all, center || debiased);
      return { source, diagonal, rowSums, total, self: withoutUnits(input, centered, self, debiased) };
    },
    multiplies: () => ({ source: "columns" }),
    compare: (x, y, _options, kernels) => quotient(innerProduct(x as ByUnits, y as ByUnits, kernels), x, y),
  });

/** By the Gram matrix stimuli × stimuli of each network. */
const ofStimuli = (cka: Described): AnyMetric =>
  definePairMetric<FewUnits, CkaOptions>({
    ...shared(cka),
    prepare(input, { debiased, center }, kernels) {
      const centered = centeredOf(input, debiased || center, debiased, kernels);
      const gram = kernels.syrk(centered);
      assertVaries(input, kernels.norm(gram), center || debiased);
      if (debiased) centerWithoutDiagonal(gram);
      const self = withoutUnits(input, centered, square(kernels.norm(gram)), debiased);
      const none = matrix(1, 0);
      return { source: gram, diagonal: none, rowSums: none, total: 0, self };
    },
    compare: (x, y, _options, kernels) => quotient(kernels.dot(x.source, y.source), x, y),
  });

function shared(cka: Described) {
  const { name, title, summary, source, family, cost, blindTo, accepts, options, testedWith, properties } =
    cka;
  return {
    name,
    title,
    summary,
    source,
    family,
    cost,
    blindTo,
    accepts,
    options,
    testedWith,
    properties,
    smooth: () => true,
    warn: (_prepared: unknown, options: CkaOptions) => notePrecision(options),
  };
}

function centeredOf(input: Responses, isCentered: boolean, debiased: boolean, kernels: Kernels): Matrix {
  const { rows, cols } = input.responses;
  if (debiased) assertEnough(input.name, rows);
  if (cols < 2)
    throw new NumericalError(`${input.name}: estimator units needs at least 2 units, got ${cols}.`);
  const { matrix: centered } = scaleAndCenter(input, isCentered, kernels);
  return centered;
}

/** The diagonal to 0, and what makes every row sum to 0 off it (Székely & Rizzo 2014). */
function centerWithoutDiagonal(gram: Matrix): void {
  const { rows: m, data } = gram;
  for (let i = 0; i < m; i++) data[i * m + i] = 0;
  const sums = Float64Array.from({ length: m }, (_, i) =>
    data.subarray(i * m, (i + 1) * m).reduce((a, b) => a + b, 0),
  );
  const shift = shiftsOf(sums, true);
  for (let i = 0; i < m; i++)
    for (let j = 0; j < m; j++)
      if (i !== j) data[i * m + j] = data[i * m + j]! - shift.data[i]! - shift.data[j]!;
}

/** S(X), from ‖K‖². @throws {NumericalError} where nothing positive is left. */
function withoutUnits(input: Responses, centered: Matrix, all: number, debiased: boolean): number {
  const n = centered.cols;
  const own = unitSums(centered).reduce((sum, one) => sum + selfOfUnit(one, centered.rows, debiased), 0);
  const rest = all - own;
  if (rest > least * all) return (n / (n - 1)) * rest;
  throw new NumericalError(
    `${input.name}: its ${n} units have nothing in common beyond what unrelated units have, so estimator units has no positive estimate of its similarity structure; it needs more units, or estimator plug-in.`,
  );
}

/** Of each unit Σ x, Σ x², Σ x³, Σ x⁴ over the stimuli. */
function unitSums({ rows, cols, data }: Matrix): Float64Array[] {
  const sums = Array.from({ length: cols }, () => new Float64Array(4));
  for (let i = 0, at = 0; i < rows; i++)
    for (let j = 0; j < cols; j++, at++) {
      const [x, sum] = [data[at]!, sums[j]!];
      sum[0]! += x;
      sum[1]! += x * x;
      sum[2]! += x * x * x;
      sum[3]! += x * x * x * x;
    }
  return sums;
}

/** ‖Kₐ‖² of one unit; for the unbiased estimator of Song et al. 2012 as in `by-units.ts`. */
function selfOfUnit([s1, s2, s3, s4]: Float64Array, m: number, debiased: boolean): number {
  if (!debiased) return s2! * s2!;
  const rows = s1! * s1! * s2! - 2 * s1! * s3! + s4!;
  const total = s1! * s1! - s2!;
  return s2! * s2! - s4! - (2 * rows) / (m - 2) + (total * total) / ((m - 1) * (m - 2));
}

function quotient(inner: number, x: FewUnits, y: FewUnits): number {
  return inner / Math.sqrt(x.self * y.self);
}
