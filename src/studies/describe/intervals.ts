import { scaleOf, type EstimatedInterval, type Estimand } from "../../base/jackknife.ts";
import { square } from "../../base/math/powers.ts";
import { mean } from "../../base/statistics.ts";
import { upperQuantile } from "../../base/student.ts";

/** Values of a descriptor on parts of the stimuli. */
export interface Divided {
  /** Of all m stimuli. */
  readonly value: number;
  readonly stimuli: number;
  /** Of two disjoint halves, for each division. */
  readonly halves: readonly (readonly [number, number])[];
  /** Of the two quarters of each of these halves, their mean; none where the bias does not fall as 1/m. */
  readonly quarters: readonly (readonly [number, number])[];
}

/** A smaller share of a standard error is no bias. */
const largeBias = 0.1;

/** Up to this share of a standard error, two estimates of the bias agree. */
const agreement = 0.25;

const none = (value: number): Omit<EstimatedInterval, "bias"> => ({
  about: "none",
  estimate: value,
  standardError: NaN,
  lower: NaN,
  upper: NaN,
});

/**
 * Interval from random halves. Two disjoint halves of h of m stimuli are independent, so that E (a − b)² is twice the
 * variance at h, whatever the descriptor; where variances fall as 1/stimuli, that at m is h/(2m) of it. No stimulus is
 * drawn twice, so ratios of distances to neighbours keep their distribution, which they do not under a bootstrap
 * (Abadie & Imbens, Econometrica 76, 2008).
 *
 * The bias at m, where it falls as 1/m, is what halves are off by, and half of what quarters differ from halves: where
 * the two agree, it is removed, and the variance is that of halves from which it was removed in the same way.
 *
 * Source: McCarthy, Review of the International Statistical Institute 37, 1969 (half-samples); Politis, Romano & Wolf,
 * "Subsampling", 1999, §2.
 */
export function halvesInterval(
  divided: Divided,
  range: readonly [number, number],
  confidence: number,
): Omit<EstimatedInterval, "bias"> {
  const { value, stimuli, halves } = divided;
  if (halves.length < 2 || !Number.isFinite(value)) return none(value);
  const scale = scaleOf(range);
  const error = errorOf(halves, stimuli);
  if (!(error > 1e-10 * Math.abs(value))) return none(value);
  const { about, bias } = biasOf(divided, error);
  const estimate = value - bias;
  if (!(estimate > range[0] && estimate < range[1])) return none(value);
  const scaled =
    about === "debiased"
      ? errorOf(debiasedHalves(divided), stimuli) * scale.slope(estimate)
      : errorOf(
          halves.map(([a, b]) => [scale.to(a), scale.to(b)]),
          stimuli,
        );
  if (!Number.isFinite(scaled)) return none(value);
  const dof = 1 / (1 / (stimuli - 1) + 1 / halves.length);
  const half = upperQuantile((1 - confidence) / 2, dof) * scaled;
  const at = scale.to(estimate);
  const standardError = scaled / scale.slope(estimate);
  return { about, estimate, standardError, lower: scale.from(at - half), upper: scale.from(at + half) };
}

/** Standard error at m from values on disjoint halves, which are independent. */
function errorOf(halves: Divided["halves"], stimuli: number): number {
  const share = Math.floor(stimuli / 2) / (2 * stimuli);
  return Math.sqrt(share * mean(halves.map(([a, b]) => square(a - b))));
}

/** Each half without its bias, as its quarters tell it. */
function debiasedHalves({ halves, quarters }: Divided): Divided["halves"] {
  return halves.map(([a, b], draw) => [2 * a - quarters[draw]![0], 2 * b - quarters[draw]![1]]);
}

/** What is to be removed, and what the interval is then for. */
function biasOf({ value, halves, quarters }: Divided, error: number): { about: Estimand; bias: number } {
  if (quarters.length === 0) return { about: "expectation", bias: 0 };
  const ofHalves = mean(halves.flat());
  const bias = ofHalves - value;
  const again = (mean(quarters.flat()) - ofHalves) / 2;
  if (!(Math.abs(bias - again) <= agreement * error)) return { about: "expectation", bias: 0 };
  return Math.abs(bias) <= largeBias * error ? { about: "population", bias: 0 } : { about: "debiased", bias };
}
