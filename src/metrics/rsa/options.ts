import {
  comparatorDefaults,
  type ComparatorName,
  comparatorNames,
  type ComparatorOptions,
} from "../../rdm/comparators/registry.ts";
import { dissimilaritiesThat } from "../../rdm/dissimilarities/all.ts";
import type { DissimilarityName } from "../../rdm/dissimilarities/registry.ts";
import { dissimilarityDefaults, type ChosenDissimilarity } from "../../rdm/dissimilarities/dissimilarity.ts";
import { boolean, choice, number, type OptionSchemas } from "../../base/options.ts";

/** Those between two rows of responses: without repeats or a model of the noise. */
export const rowDissimilarities = dissimilaritiesThat(
  ({ accepts, noise }) => accepts === "matrix" && noise !== "needed",
) as [DissimilarityName, ...DissimilarityName[]];

/** The options that some dissimilarities between rows read. */
export type RowDissimilarityOptions = Pick<
  ChosenDissimilarity,
  "p" | "perUnit" | "priorLambda" | "priorWeight"
> & {
  dissimilarity: DissimilarityName;
};

/** Options of `rsa`. */
export interface RsaMetricOptions extends RowDissimilarityOptions {
  comparator: ComparatorName;
  /** Order of the comparator `minkowski`. */
  comparatorP: number;
  /** Of the comparator `bures`. */
  ground: ComparatorOptions["ground"];
}

export const rowDissimilarityOptions: OptionSchemas<Omit<RowDissimilarityOptions, "dissimilarity">> = {
  p: number(2, Number.MIN_VALUE, Infinity, "Order of the dissimilarity minkowski; a distance from 1 on."),
  perUnit: boolean(false, "Dissimilarities as means over units in place of sums, where they are sums."),
  priorLambda: number(
    1,
    Number.MIN_VALUE,
    Infinity,
    "For poisson: the rate taken for granted before any count.",
  ),
  priorWeight: number(0.1, 0, Infinity, "For poisson: how many observations the prior counts as."),
};

export const rsaMetricOptions: OptionSchemas<RsaMetricOptions> = {
  dissimilarity: choice(rowDissimilarities, "Between two stimuli of one network."),
  comparator: choice(comparatorNames, "Between two dissimilarity matrices."),
  ...rowDissimilarityOptions,
  comparatorP: number(
    2,
    Number.MIN_VALUE,
    Infinity,
    "Order of the comparator minkowski; a distance from 1 on.",
  ),
  ground: choice(["similarity", "euclidean"], "Of the comparator bures: the similarity, or the distance."),
};

/** What the dissimilarity is told. */
export function dissimilaritySettings({
  p,
  perUnit,
  priorLambda,
  priorWeight,
}: Omit<RowDissimilarityOptions, "dissimilarity">): ChosenDissimilarity {
  return { ...dissimilarityDefaults, p, perUnit, priorLambda, priorWeight };
}

/** What the comparator is told about RDMs of so many stimuli. */
export function comparison(stimuli: number, { comparatorP: p, ground }: RsaMetricOptions) {
  return { stimuli, options: { ...comparatorDefaults, p, ground } };
}
