import { square } from "../../../base/math/powers.ts";
import { scaleOf, type Responses } from "../../../data/responses.ts";
import {
  bestCoupling,
  oneToOne,
  prepareUnits,
  shared,
  type Coupling,
  type Matcher,
  type MatchingOptions,
  type PreparedUnits,
} from "../../../metrics/matching/matching.ts";
import type { HardCorrelationMatchOptions } from "../../../metrics/matching/hard-correlation-match.ts";
import type { PermutationOptions } from "../../../metrics/matching/permutation.ts";
import type { SoftMatchingOptions } from "../../../metrics/matching/soft-matching.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import type { Explain, Explained, SharedOut } from "../explanation.ts";
import { coupledSums, type CoupledSums } from "../shapes/coupled.ts";
import { sumOf } from "../shapes/sums.ts";

export const explainPermutation: Explain<PermutationOptions> = (x, y, options, kernels) =>
  explainMatching(x, y, options, oneToOne, kernels);

export const explainHardCorrelationMatch: Explain<HardCorrelationMatchOptions> = (
  x,
  y,
  { center },
  kernels,
) => explainMatching(x, y, { ground: "correlation", center }, oneToOne, kernels);

export const explainSoftMatching: Explain<SoftMatchingOptions> = (x, y, options, kernels) =>
  explainMatching(x, y, options, shared, kernels);

/**
 * A sum over couples of units k, of weight wₖ, and over stimuli i at once:
 *
 *   distances     Σₖ Σᵢ wₖ·(xᵢₖ − yᵢₖ)²        correlation   Σₖ Σᵢ wₖ·x̂ᵢₖ·ŷᵢₖ / Σₖ wₖ
 *
 * A unit has what its couples have; one without a partner is coupled with zeros. What is coupled with no unit of
 * a network is the rest there. For the angle both networks are at norm 1.
 */
function explainMatching(
  x: Responses,
  y: Responses,
  options: MatchingOptions,
  matcher: Matcher,
  kernels: Kernels,
): Explained {
  const p = prepareUnits(x, options, matcher, kernels);
  const q = prepareUnits(y, options, matcher, kernels);
  const coupling = bestCoupling(p, q, matcher, kernels);
  const { ground } = options;
  if (ground === "correlation") return correlated(p, q, coupling);
  const isAngle = ground === "angular";
  const exponent = isAngle ? 0 : Math.max(p.exponent, q.exponent);
  const factor = (one: PreparedUnits) => (isAngle ? 1 / one.norm : scaleOf(1, one.exponent - exponent));
  const sums = coupledSums(at(p, factor(p)), at(q, factor(q)), coupling, (a, b) => square(a - b), true);
  return { ...explained(sums, 1, exponent, sentences[ground]), isAngle };
}

/** The mean correlation, and what is missing to 1: ½(x̂ − ŷ)² of units at length 1. */
function correlated(p: PreparedUnits, q: PreparedUnits, coupling: Coupling): Explained {
  const of = (term: (a: number, b: number) => number, said: string) =>
    explained(
      coupledSums(at(p, 1), at(q, 1), coupling, term, false),
      1 / weightOfBoth(coupling, p, q),
      0,
      said,
    );
  const missing = "what is missing to 1: half the squared differences of matched units at length 1";
  const differences = of((a, b) => square(a - b) / 2, missing).stimuli!;
  return { ...of((a, b) => a * b, sentences.correlation), differences };
}

const sentences = {
  angular:
    "the squared distance of matched units of both networks at norm 1, 2 − 2·cos θ; the value is θ, which is no sum",
  euclidean: "the squared distance of matched units, which is the value squared",
  correlation: "the mean correlation of matched units, which is the value",
};

function at({ units }: PreparedUnits, factor: number) {
  return { units, factor };
}

/** Of the couples of two units, in all. */
function weightOfBoth({ rows, cols, weights }: Coupling, x: PreparedUnits, y: PreparedUnits): number {
  let sum = 0;
  for (let k = 0; k < weights.length; k++)
    if (rows[k]! < x.units.rows && cols[k]! < y.units.rows) sum += weights[k]!;
  return sum;
}

/** @param factor - of all sums @param exponent - they are of numbers times 2^−exponent */
function explained(sums: CoupledSums, factor: number, exponent: number, of: string): Explained {
  const scaled = (value: number) => scaleOf(value * factor, 2 * exponent);
  const total = scaled(sumOf(sums.stimuli));
  const part = (shares: Float64Array, rest = 0): SharedOut => ({
    of,
    total,
    shares: shares.map(scaled),
    ...(rest > 0 && { rest: scaled(rest) }),
  });
  const { x, y, shares } = sums.couples;
  return {
    stimuli: part(sums.stimuli),
    unitsX: part(sums.unitsX, sums.withoutX),
    unitsY: part(sums.unitsY, sums.withoutY),
    matches: { ...part(shares, sums.withoutX + sums.withoutY), x, y },
  };
}
