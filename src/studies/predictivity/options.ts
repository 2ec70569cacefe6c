import { OptionError } from "../../base/errors.ts";
import {
  choice,
  confidence,
  either,
  number,
  resolveOptions,
  mostDraws,
  mostStarts,
  seed,
  whole,
  type OptionSchemas,
} from "../../base/options.ts";

export const regressionMethods = ["ridge", "pls"] as const;
export const noiseCorrections = ["spearman-brown", "halves"] as const;

export type RegressionMethod = (typeof regressionMethods)[number];
export type NoiseCorrection = (typeof noiseCorrections)[number];

/** How voxels are predicted from units, and the noise corrected. */
export interface PredictivityOptions {
  readonly method?: RegressionMethod | undefined;
  readonly ridge?: number | readonly number[] | undefined;
  readonly components?: number | undefined;
  readonly folds?: number | undefined;
  readonly splits?: number | undefined;
  readonly correction?: NoiseCorrection | undefined;
  readonly reliability?: number | undefined;
  readonly samples?: number | undefined;
  readonly confidence?: number | undefined;
  readonly seed?: number | undefined;
}

/** Each split has a random stream of its own; those from here on belong to the resamples of voxels. */
export const firstResampleStream = 2 ** 30;

export const predictivityOptions = {
  method: choice(regressionMethods, "Ridge regression, or partial least squares."),
  ridge: either<number | readonly number[]>(
    [1e-3, 1e-2, 1e-1, 1, 10, 100, 1000],
    [
      { type: "number", min: 0, max: Number.MAX_VALUE },
      { type: "data", accepted: "a list of such numbers", check: arePenalties },
    ],
    "Penalties of ridge, in mean eigenvalues of the training Gram matrix. Of several each voxel takes the one with the least leave-one-out error on the training stimuli.",
  ),
  correction: choice(
    noiseCorrections,
    "spearman-brown: reliabilities of all repeats, as published; noise then still lowers the value somewhat, because the correlation itself is between halves. halves: reliabilities of the halves, which takes all of that out.",
  ),
  components: whole(
    25,
    1,
    2 ** 31,
    "Components of pls; fewer where the training stimuli do not allow so many.",
  ),
  folds: whole(
    5,
    2,
    2 ** 31,
    "Parts of the stimuli, each predicted from the others; at least 2 stimuli in each.",
  ),
  splits: whole(
    10,
    1,
    mostStarts,
    "Random divisions of the repeats into halves, whose correlations are averaged.",
  ),
  reliability: number(
    0,
    0,
    1,
    "Voxels whose responses correlate less between halves are left out of the median.",
  ),
  samples: whole(1000, 1, mostDraws, "Bootstrap resamples of the voxels, for the interval of the median."),
  confidence: confidence(
    "Share of the resamples of voxels that lies inside the interval. It is about other voxels, not about other stimuli: with new stimuli each time, 95 % intervals held the value in 0.77 of the simulations.",
  ),
  seed: seed("Decides folds, halves and resamples."),
} satisfies OptionSchemas<PredictivityOptions>;

function arePenalties(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    Array.from(value).every((one) => typeof one === "number" && one >= 0 && one < Infinity)
  );
}

/** Every option with its default; penalties as a list. */
export interface ChosenPredictivity {
  readonly method: RegressionMethod | "banded-ridge";
  readonly ridge: readonly number[];
  readonly correction: NoiseCorrection;
  /** Of pls. */
  readonly components?: number;
  /** Of banded ridge. */
  readonly candidates?: number;
  readonly folds: number;
  readonly splits: number;
  readonly reliability: number;
  readonly samples: number;
  readonly confidence: number;
  readonly seed: number;
}

/** Of the regressions of `predictivity`. */
export interface ChosenRegression extends ChosenPredictivity {
  readonly method: RegressionMethod;
  readonly components: number;
}

/** @throws {OptionError} naming the option and what it accepts. */
export function chosenPredictivity(given: PredictivityOptions, stimuli: number): ChosenRegression {
  const { method, ridge, ...others } = resolveOptions("predictivity", predictivityOptions, given);
  assertFolds("predictivity", others.folds, stimuli);
  return { method, ridge: [ridge].flat(), ...others };
}

/** @throws {OptionError} for more folds than leave 2 stimuli in each. */
export function assertFolds(owner: string, folds: number, stimuli: number): void {
  const most = Math.floor(stimuli / 2);
  if (folds <= most) return;
  throw new OptionError(
    `${owner}: folds is ${folds}; accepted for ${stimuli} stimuli: a whole number from 2 to ${most}.`,
    "folds",
  );
}
