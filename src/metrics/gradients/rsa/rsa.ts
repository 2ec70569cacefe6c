import { OptionError } from "../../../base/errors.ts";
import { concatenate } from "../../../base/matrix.ts";
import type { Responses } from "../../../data/responses.ts";
import { condensedBlocks } from "../../../rdm/blocks.ts";
import { dissimilarities } from "../../../rdm/dissimilarities/all.ts";
import { unscale } from "../../../rdm/rows.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import type { RsaMetricOptions } from "../../rsa/options.ts";
import { rdmSource, stretch } from "../../rsa/rdm.ts";
import { atScaleOf, type MetricGradient } from "../gradient.ts";
import { comparatorSlopes, reasonOf } from "./comparators.ts";
import { dissimilarityGradients } from "./dissimilarities.ts";
import type { DifferentiableRdm } from "./entries.ts";

/**
 * Of rsa(X, Y) = c(d(X), d(Y)): the comparator gives a weight wᵢⱼ = ∂c/∂dᵢⱼ to each pair of stimuli, and
 * the dissimilarity says how a pair moves with its two stimuli, Σ wᵢⱼ·∂dᵢⱼ/∂X.
 */
export const rsaGradient: MetricGradient<RsaMetricOptions> = {
  assertOptions({ comparator, dissimilarity }) {
    if (!(comparator in comparatorSlopes)) throw refused("comparator", comparator, comparatorSlopes);
    if (!(dissimilarity in dissimilarityGradients))
      throw refused("dissimilarity", dissimilarity, dissimilarityGradients);
  },
  makesValue: () => false,
  differentiate(x, y, options, kernels) {
    const comparator = comparatorSlopes[options.comparator]!;
    const [one, other] = [x, y].map((input) => rdmIn(input, options, comparator.scaleFree, kernels)) as [
      ScaledRdm,
      ScaledRdm,
    ];
    const names = [x.name, y.name] as const;
    const stimuli = x.responses.rows;
    const weights = comparator.slope(one.values, other.values, { stimuli, options, names });
    const gradient = dissimilarityGradients[options.dissimilarity]!(one, weights, options, kernels);
    const power = comparator.scaleFree ? 0 : one.degree * one.exponent;
    return { gradient: atScaleOf(x, gradient, one.exponent, kernels, power) };
  },
};

interface ScaledRdm extends DifferentiableRdm {
  /** The entries that the comparator sees, m(m − 1)/2. */
  readonly values: Float64Array;
  readonly degree: 0 | 1 | 2;
}

/** @param scaleFree - whether the comparator ignores the unit, so that entries may stay at the scale of the rows */
function rdmIn(input: Responses, options: RsaMetricOptions, scaleFree: boolean, kernels: Kernels): ScaledRdm {
  const { rows, exponent } = rdmSource(input, options, kernels);
  const parts = condensedBlocks(rows.rows).map((block) => stretch(rows, block, options, kernels));
  const entries = concatenate(parts);
  const { degree } = dissimilarities[options.dissimilarity];
  const values = scaleFree ? entries : unscale(entries, exponent, degree, options.dissimilarity);
  return { input, rows, exponent, entries, values, degree };
}

function refused(what: "comparator" | "dissimilarity", name: string, those: object): OptionError {
  const names = Object.keys(those).join(", ");
  const why = what === "comparator" ? reasonOf(name) : "its gradient is not implemented";
  return new OptionError(
    `gradient: rsa has none with the ${what} ${name}: ${why}. Those that have one: ${names}.`,
    what,
  );
}
