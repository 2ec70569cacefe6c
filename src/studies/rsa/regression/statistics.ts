import { powerOfTwo } from "../../../base/math/powers.ts";
import { inner, matrix } from "../../../base/matrix.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import { nonNegativeLeastSquares } from "../fitting/nnls.ts";
import { choleskyOf, explainedIn, partialIn, weightsIn } from "./small-systems.ts";
import { correlationsOf, type Moments } from "./moments.ts";
import type { RegressionFit } from "./options.ts";

/** What is computed of each subject. */
export interface Asked {
  /** Partial correlations: of which variable, and which are partialled out. */
  readonly partial: readonly { readonly target: number; readonly given: readonly number[] }[];
  /** How many variables, the first ones, a regression has; 0: none is asked. */
  readonly regressors: number;
  readonly fit: RegressionFit;
  readonly standardize: boolean;
  /** Whether R² is partitioned among the regressors. */
  readonly partition: boolean;
}

/** One number of each subject, as the layout of a statistics vector tells. */
export type StatisticKind = "partial" | "weight" | "constant" | "r2" | "common";

/** A place in a vector of statistics. */
export interface StatisticPlace {
  readonly kind: StatisticKind;
  /** Variables: the one that it is of, or those that a part of the variance is common to. */
  readonly of: readonly number[];
}

/** What stands where in the statistics of a subject. */
export function placesOf({ partial, regressors, standardize, partition }: Asked): StatisticPlace[] {
  const all = Array.from({ length: regressors }, (_, k) => k);
  return [
    ...partial.map(({ target }): StatisticPlace => ({ kind: "partial", of: [target] })),
    ...all.map((k): StatisticPlace => ({ kind: "weight", of: [k] })),
    ...(regressors > 0 && !standardize ? [{ kind: "constant", of: [] } as const] : []),
    ...(regressors > 0 ? [{ kind: "r2", of: all } as const] : []),
    ...(partition ? subsetsOf(regressors).map((of): StatisticPlace => ({ kind: "common", of })) : []),
  ];
}

/** A statistic in words. */
export function placeName({ kind, of }: StatisticPlace, models: readonly string[]): string {
  const names = of.map((m) => models[m]!).join(" & ");
  const words: Readonly<Record<StatisticKind, string>> = {
    partial: `partial correlation of ${names}`,
    weight: `weight of ${names}`,
    constant: "constant",
    r2: "R²",
    common: of.length === 1 ? `R² of ${names} alone` : `R² common to ${names}`,
  };
  return words[kind];
}

/** All subsets but the empty one, single ones first, then pairs, … */
function subsetsOf(count: number): number[][] {
  const subsets = Array.from({ length: powerOfTwo(count) - 1 }, (_, k) => membersOf(k + 1));
  return subsets.sort((a, b) => a.length - b.length || compare(a, b));
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((v, i) => v !== b[i]);
  return at < 0 ? 0 : a[at]! - b[at]!;
}

/** The set bits of a number. */
function membersOf(bits: number): number[] {
  const members: number[] = [];
  for (let k = 0; bits >> k > 0; k++) if ((bits >> k) & 1) members.push(k);
  return members;
}

const bitsOf = (members: readonly number[]) => members.reduce((bits, k) => bits | (1 << k), 0);

/** The statistics of one subject. NaN where RDMs are constant or depend on one another. */
export function statisticsOf(
  moments: Moments,
  subject: number,
  asked: Asked,
  kernels: Kernels,
): Float64Array {
  const size = moments.gram.rows + 1;
  const correlations = correlationsOf(moments, subject);
  const values = asked.partial.map(({ target, given }) =>
    partialOf(correlations, size, [...given, target, size - 1]),
  );
  if (asked.regressors === 0) return Float64Array.from(values);
  return Float64Array.from([...values, ...regressionOf(correlations, moments, subject, asked, kernels)]);
}

/** The correlation of the last two of `order`, the others partialled out. */
export function partialOf(correlations: Float64Array, size: number, order: readonly number[]): number {
  const factor = choleskyOf(correlations, size, order);
  return factor ? partialIn(factor, order.length) : NaN;
}

/** R² of the last variable on the first `regressors`, weights of any sign. */
export function explainedOf(correlations: Float64Array, size: number, regressors: number): number {
  const order = [...Array.from({ length: regressors }, (_, k) => k), size - 1];
  const factor = choleskyOf(correlations, size, order);
  return factor ? explainedIn(factor, order.length) : NaN;
}

/** A fit on some regressors. */
interface Fitted {
  readonly members: readonly number[];
  readonly weights: Float64Array;
  readonly explained: number;
}

const nothing: Fitted = { members: [], weights: new Float64Array(0), explained: 0 };

function regressionOf(
  correlations: Float64Array,
  moments: Moments,
  subject: number,
  asked: Asked,
  kernels: Kernels,
): number[] {
  const { regressors, partition } = asked;
  const fits = partition ? allFits(correlations, asked) : undefined;
  const whole = fits?.at(-1) ?? fitOnAll(correlations, asked, kernels);
  return [
    ...weightsOf(whole, moments, subject, asked),
    whole.explained,
    ...(partition ? commonalities(fits!, regressors) : []),
  ];
}

function fitOnAll(correlations: Float64Array, { regressors, fit }: Asked, kernels: Kernels): Fitted {
  const members = Array.from({ length: regressors }, (_, k) => k);
  const plain = fitOn(correlations, members);
  if (fit === "regression" || Number.isNaN(plain.explained)) return plain;
  const size = regressors + 1;
  const gram = matrix(regressors, regressors);
  for (const a of members)
    for (const b of members) gram.data[a * regressors + b] = correlations[a * size + b]!;
  const target = Float64Array.from(members, (k) => correlations[k * size + regressors]!);
  const weights = nonNegativeLeastSquares(gram, target, kernels);
  // At the optimum the residual is orthogonal to what is fitted.
  return { members, weights, explained: inner(weights, target) };
}

function fitOn(correlations: Float64Array, members: readonly number[]): Fitted {
  const size = Math.round(Math.sqrt(correlations.length));
  const order = [...members, size - 1];
  const factor = choleskyOf(correlations, size, order);
  if (!factor) return { members, weights: new Float64Array(members.length).fill(NaN), explained: NaN };
  return { members, weights: weightsIn(factor, order.length), explained: explainedIn(factor, order.length) };
}

/**
 * The fit on each subset of the regressors, by its bits. The best fit with weights of at least 0 is the plain one on
 * the regressors that it uses, so it is the best of the plain fits on subsets in which no weight is below 0.
 */
function allFits(correlations: Float64Array, { regressors, fit }: Asked): Fitted[] {
  const plain = Array.from({ length: powerOfTwo(regressors) }, (_, bits) =>
    bits === 0 ? nothing : fitOn(correlations, membersOf(bits)),
  );
  if (fit === "regression") return plain;
  const best: Fitted[] = [];
  for (const [bits, one] of plain.entries()) {
    const isFeasible = one.weights.every((weight) => weight >= 0);
    const smaller = one.members.map((k) => best[bits & ~(1 << k)]!);
    const candidates = isFeasible || Number.isNaN(one.explained) ? [one, ...smaller] : smaller;
    best.push(
      candidates.reduce((most, other) => (other.explained > most.explained ? other : most), candidates[0]!),
    );
  }
  return best;
}

function weightsOf(fitted: Fitted, moments: Moments, subject: number, asked: Asked): number[] {
  const { gram, own, meansOfVariables, meansOfSubjects } = moments;
  const weights = new Array<number>(asked.regressors).fill(0);
  fitted.members.forEach((k, n) => (weights[k] = fitted.weights[n]!));
  if (asked.standardize) return weights;
  const raw = weights.map((weight, k) => weight * Math.sqrt(own[subject]! / gram.data[k * (gram.rows + 1)]!));
  const constant = raw.reduce(
    (left, weight, k) => left - weight * meansOfVariables[k]!,
    meansOfSubjects[subject]!,
  );
  return [...raw, constant];
}

/**
 * How much of R² belongs to exactly these regressors together, for each subset S of all K:
 *
 *   Σ over T ⊆ S of (−1)^(|T| + 1) R²((K \ S) ∪ T)
 *
 * Of one regressor: what R² loses without it (its unique part). The parts add up to R² of all. A part that several
 * have in common can be below 0, where one hides what another explains.
 *
 * Source: Mood, Am. Educ. Res. J. 8, 1971; Nimon & Reio, Hum. Resour. Dev. Rev. 10(3), 2011.
 */
function commonalities(fits: readonly Fitted[], regressors: number): number[] {
  const all = powerOfTwo(regressors) - 1;
  return subsetsOf(regressors).map((members) => {
    const own = bitsOf(members);
    const others = all & ~own;
    let part = 0;
    for (let bits = own; ; bits = (bits - 1) & own) {
      const sign = membersOf(bits).length % 2 === 1 ? 1 : -1;
      part += sign * fits[others | bits]!.explained;
      if (bits === 0) break;
    }
    return part;
  });
}
