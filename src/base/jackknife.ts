import { exp } from "./math/exp.ts";
import { log } from "./math/log.ts";
import { cube, square } from "./math/powers.ts";
import { mean, quantile, type Interval } from "./statistics.ts";
import { normalQuantile, normalTail, upperQuantile } from "./student.ts";

/** A value of all observations, and its values without each of some parts of them. */
export interface LeftOut {
  readonly value: number;
  /** Value without the part, for each part. */
  readonly without: readonly number[];
  /** Observations in each part. Together the parts are all observations. */
  readonly sizes: readonly number[];
}

/** Bias and standard error of a value. */
interface Accuracy {
  readonly bias: number;
  readonly standardError: number;
}

/**
 * Jackknife with parts of unequal sizes. With n observations, a part of nⱼ and hⱼ = n/nⱼ, the
 * pseudo-values are τⱼ = hⱼT − (hⱼ − 1)Tⱼ, and over the g parts
 *
 *   bias = T − θ,   θ = gT − Σ (1 − nⱼ/n)Tⱼ,   variance = Σ (τⱼ − θ)²/(hⱼ − 1) / g.
 *
 * Source: Busing, Meijer & van der Leeden, Statistics and Computing 9, 1999, §2.
 */
export function jackknife({ value, without, sizes }: LeftOut): Accuracy {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  // Differences from T first: T itself is large beside them.
  const change = without.map((left) => left - value);
  const corrected = change.reduce((sum, one, j) => sum - (1 - sizes[j]! / total) * one, 0);
  const squares = change.map((one, j) => {
    const h = total / sizes[j]!;
    return square(-(h - 1) * one - corrected) / (h - 1);
  });
  return { bias: -corrected, standardError: Math.sqrt(mean(squares)) };
}

/** A scale on which a bounded statistic is nearer to normal, and on which no interval leaves its range. */
interface Scale {
  to(value: number): number;
  from(scaled: number): number;
  /** Derivative of `to`. */
  slope(value: number): number;
}

/**
 * Log odds of the place between two finite bounds (Fisher's z, twice, of a correlation), the
 * logarithm above or below one, else the value itself.
 */
export function scaleOf([low, high]: readonly [number, number]): Scale {
  const [above, below] = [low > -Infinity, high < Infinity];
  if (above && below) return logOdds(low, high);
  if (above) return { to: (v) => log(v - low), from: (z) => low + exp(z), slope: (v) => 1 / (v - low) };
  if (below) return { to: (v) => -log(high - v), from: (z) => high - exp(-z), slope: (v) => 1 / (high - v) };
  return { to: (v) => v, from: (z) => z, slope: () => 1 };
}

function logOdds(low: number, high: number): Scale {
  return {
    to: (v) => log((v - low) / (high - v)),
    from: (z) => low + (high - low) / (1 + exp(-z)),
    slope: (v) => (high - low) / ((v - low) * (high - v)),
  };
}

/**
 * What an interval is for. `population`: the value of endlessly many observations; the bias of the
 * given value is small. `debiased`: the same, and the interval is centred on a value without the
 * bias. `expectation`: the mean of the value over samples of this size, because its bias is large
 * and cannot be removed. `none`: there is no interval.
 */
export type Estimand = "population" | "debiased" | "expectation" | "none";

/** An interval, with what it is for and what it is centred on. */
export interface EstimatedInterval extends Interval, Accuracy {
  readonly about: Estimand;
  /** The centre: the value, or what is left of it without its bias. */
  readonly estimate: number;
}

/** What is known of a statistic, and what is asked. */
export interface IntervalQuestion {
  /** Smallest and largest possible value. */
  readonly range: readonly [number, number];
  readonly confidence: number;
  /**
   * Values on random halves of the observations, and the size of a half; only for a statistic whose
   * bias falls as 1/n. The bias is removed if the halves confirm it.
   */
  readonly halves?: { readonly values: readonly number[]; readonly size: number } | undefined;
}

/** A bias above this share of a standard error moves the coverage of an interval by 0.02 or more. */
const largeBias = 0.5;

/** Up to this share of a standard error, two estimates of the bias agree. */
const agreement = 0.2;

/**
 * Jackknife interval with Student's t, on the scale of `scaleOf`.
 * @returns `about: "none"` and NaN where the value is at an end of its range, or has no value
 *   without some part
 */
export function jackknifeInterval(left: LeftOut, question: IntervalQuestion): EstimatedInterval {
  const { value } = left;
  const scale = scaleOf(question.range);
  const raw = jackknife(left);
  const scaled = jackknife({ ...left, value: scale.to(value), without: left.without.map(scale.to) });
  if (!Number.isFinite(scaled.standardError) || isAtEnd(left, question.range) || hardlyMoves(raw, value))
    return { ...raw, about: "none", estimate: value, lower: NaN, upper: NaN };
  const about = estimandOf(left, raw, question);
  const estimate = about === "debiased" ? value - raw.bias : value;
  const error = about === "debiased" ? raw.standardError * scale.slope(estimate) : scaled.standardError;
  const half = upperQuantile((1 - question.confidence) / 2, left.without.length - 1) * error;
  const at = scale.to(estimate);
  return { ...raw, about, estimate, lower: scale.from(at - half), upper: scale.from(at + half) };
}

function estimandOf({ value, sizes }: LeftOut, raw: Accuracy, question: IntervalQuestion): Estimand {
  const { bias, standardError } = raw;
  const { halves, range } = question;
  // Where the bias falls as 1/√n, the jackknife sees half of it.
  if (!halves) return Math.abs(2 * bias) <= largeBias * standardError ? "population" : "expectation";
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const seen = (halves.size / (total - halves.size)) * (mean(halves.values) - value);
  if (!(Math.abs(bias - seen) <= agreement * standardError)) return "expectation";
  if (Math.abs(bias) <= largeBias * standardError) return "population";
  const debiased = value - bias;
  return debiased > range[0] && debiased < range[1] ? "debiased" : "expectation";
}

/** Within rounding of a bound, where the scale has no end. */
function isAtEnd({ value, without }: LeftOut, [low, high]: readonly [number, number]): boolean {
  const slack = high - low < Infinity ? 1e-9 * (high - low) : 0;
  return [value, ...without].some((one) => one <= low + slack || one >= high - slack);
}

/** By no more than rounding, whatever is left out. */
function hardlyMoves({ standardError }: Accuracy, value: number): boolean {
  return standardError <= 1e-10 * Math.abs(value);
}

/**
 * Bias-corrected and accelerated bootstrap interval (Efron, JASA 82, 1987).
 *
 * @param draws - values of the resamples
 * @returns undefined where fewer than 2.5 % or more than 97.5 % of the draws lie below the value:
 *   then the correction would reach beyond the draws
 */
export function bcaInterval(
  { value, without }: LeftOut,
  draws: readonly number[],
  confidence: number,
): Interval | undefined {
  const ties = draws.filter((draw) => draw === value).length;
  const below = (draws.filter((draw) => draw < value).length + ties / 2) / draws.length;
  if (below < 0.025 || below > 0.975) return undefined;
  const bias = normalQuantile(below);
  const acceleration = accelerationOf(without);
  const rising = Float64Array.from(draws).sort();
  const bound = (share: number) => {
    const z = bias + normalQuantile(share);
    return quantile(rising, normalTail(-(bias + z / (1 - acceleration * z))));
  };
  return { lower: bound((1 - confidence) / 2), upper: bound((1 + confidence) / 2) };
}

/** A sixth of the skewness of the values without each part, turned round; 0 where they do not differ. */
function accelerationOf(without: readonly number[]): number {
  const center = mean(without);
  const squares = without.reduce((sum, one) => sum + square(center - one), 0);
  const cubes = without.reduce((sum, one) => sum + cube(center - one), 0);
  return squares > 0 ? cubes / (6 * squares * Math.sqrt(squares)) : 0;
}
