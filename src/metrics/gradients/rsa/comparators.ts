import { pow } from "../../../base/math/pow.ts";
import { NumericalError } from "../../../base/errors.ts";
import { inner, matrix, norm, type Matrix } from "../../../base/matrix.ts";
import { centered } from "../../../rdm/comparators/correlations.ts";
import { squareForm } from "../../../rdm/rdm.ts";
import type { RsaMetricOptions } from "../../rsa/options.ts";
import { centreGram, cosineSlope } from "../symmetric.ts";

interface Compared {
  readonly stimuli: number;
  readonly options: RsaMetricOptions;
  readonly names: readonly [string, string];
}

/** How the value moves with each entry of the first RDM. */
interface ComparatorSlope {
  /** Whether a factor of all entries changes nothing. */
  readonly scaleFree: boolean;
  /**
   * @param a, b - condensed RDMs of P entries; the second may be overwritten
   * @returns ∂value/∂a, P long
   * @throws {NumericalError} where the value has no gradient.
   */
  slope(a: Float64Array, b: Float64Array, compared: Compared): Float64Array;
}

/** The comparators that have a gradient, by name. */
export const comparatorSlopes: Readonly<Partial<Record<string, ComparatorSlope>>> = {
  pearson: { scaleFree: true, slope: (a, b) => slopeOfCosine(centered(a), centered(b)) },
  cosine: { scaleFree: true, slope: slopeOfCosine },
  "pearson-whitened": {
    scaleFree: true,
    // What the whitened cosine says of a − ā, less its mean: that of a moves all entries alike.
    slope: (a, b, compared) => centered(whitenedSlope(centered(a), centered(b), compared)),
  },
  "cosine-whitened": { scaleFree: true, slope: whitenedSlope },
  euclidean: { scaleFree: false, slope: (a, b, { names }) => minkowskiSlope(a, b, 2, names) },
  cityblock: { scaleFree: false, slope: (a, b, { names }) => minkowskiSlope(a, b, 1, names) },
  minkowski: {
    scaleFree: false,
    slope: (a, b, { options, names }) => minkowskiSlope(a, b, options.comparatorP, names),
  },
  chebyshev: { scaleFree: false, slope: (a, b, { names }) => minkowskiSlope(a, b, Infinity, names) },
};

/** Why a comparator has none. */
export function reasonOf(comparator: string): string {
  if (/spearman|rho|kendall/.test(comparator))
    return "ranks do not move when responses move a little, so the gradient is 0 wherever there is one";
  return "its gradient is not implemented";
}

/** Of ⟨a, b⟩/(‖a‖ ‖b‖), in place of b. */
function slopeOfCosine(a: Float64Array, b: Float64Array): Float64Array {
  const [normA, normB] = [norm(a), norm(b)];
  return cosineSlope(a, b, { cosine: cosineOf(a, b, normA, normB), normA, normB });
}

function cosineOf(a: Float64Array, b: Float64Array, normA: number, normB: number): number {
  return inner(a, b) / normA / normB;
}

/**
 * Of the whitened cosine, which is the cosine of HAH and HBH, A and B the square forms and H centring. Each entry stands
 * twice in a square form, so its weight is that of both.
 */
function whitenedSlope(a: Float64Array, b: Float64Array, { stimuli: m }: Compared): Float64Array {
  const [one, other] = [a, b].map((entries) => centredSquare(entries, m).data) as [
    Float64Array,
    Float64Array,
  ];
  const slopes = slopeOfCosine(one, other);
  const weights = new Float64Array(a.length);
  for (let i = 0, k = 0; i < m; i++) for (let j = i + 1; j < m; j++) weights[k++] = 2 * slopes[i * m + j]!;
  return weights;
}

/** At a scale where squares neither overflow nor vanish: the cosine does not see it. */
function centredSquare(entries: Float64Array, m: number): Matrix {
  const { data } = squareForm(entries, m);
  return centreGram(matrix(m, m, data.slice()), false);
}

/**
 * Of (Σ |a − b|^p)^(1/p): sign(a − b)·(|a − b|/d)^(p − 1).
 * @throws {NumericalError} where it has a kink.
 */
function minkowskiSlope(
  a: Float64Array,
  b: Float64Array,
  p: number,
  names: readonly [string, string],
): Float64Array {
  const gaps = a.slice();
  let [largest, zeros] = [0, 0];
  for (let k = 0; k < gaps.length; k++) {
    gaps[k]! -= b[k]!;
    if (gaps[k] === 0) zeros++;
    if (Math.abs(gaps[k]!) > largest) largest = Math.abs(gaps[k]!);
  }
  if (largest === 0) throw kinked(names, "the two RDMs are equal, where their distance has a kink");
  if (p <= 1 && zeros > 0)
    throw kinked(names, `${zeros} entries of the two RDMs are equal, where |a − b| has a kink`);
  if (p === Infinity) return slopeOfLargest(gaps, largest, names);
  let sum = 0;
  for (const gap of gaps) sum += power(Math.abs(gap) / largest, p);
  const distance = power(sum, 1 / p);
  for (let k = 0; k < gaps.length; k++) {
    const gap = gaps[k]!;
    gaps[k] = gap === 0 ? 0 : Math.sign(gap) * power(Math.abs(gap) / largest / distance, p - 1);
  }
  return gaps;
}

const power = (x: number, p: number) => (p === 1 ? x : p === 2 ? x * x : p === 0 ? 1 : pow(x, p));

function slopeOfLargest(gaps: Float64Array, largest: number, names: readonly [string, string]): Float64Array {
  const at = gaps.findIndex((gap) => Math.abs(gap) === largest);
  if (gaps.findLastIndex((gap) => Math.abs(gap) === largest) !== at)
    throw kinked(
      names,
      "two entries differ most, and by the same: their largest difference has a kink there",
    );
  const sign = Math.sign(gaps[at]!);
  gaps.fill(0);
  gaps[at] = sign;
  return gaps;
}

function kinked([x, y]: readonly [string, string], why: string): NumericalError {
  return new NumericalError(`gradient: ${x} and ${y}: ${why} and no gradient. Start from another point.`);
}
