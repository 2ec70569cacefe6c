/** Rules of the options that say how far values can be relied on: those of the command line. */
import type { Question } from "../../session/types.ts";
import type { Mistake } from "./kind.ts";

/** @param isSeeded - whether something else takes the seed */
export function idleCertainty({ options }: Question, isSeeded = false): Record<string, string> {
  const { folds, bootstrap, permutation } = options;
  const resampled = bootstrap !== undefined || permutation !== undefined;
  const ofInterval = "Says how intervals are made: choose bootstrap first.";
  return {
    ...(!resampled && { samples: "Counts resamples: choose bootstrap or permutation first." }),
    ...(bootstrap === undefined && { interval: ofInterval, confidence: ofInterval }),
    ...(!resampled &&
      folds === undefined &&
      !isSeeded && { seed: "Nothing is drawn: it decides folds and resamples." }),
  };
}

export function certaintyMistake({ options }: Question): Mistake | undefined {
  const { folds, bootstrap, permutation } = options;
  if (folds === undefined || (bootstrap === undefined && permutation === undefined)) return undefined;
  return {
    option: "folds",
    text: "Bootstrap and permutation resample all stimuli: leave out folds, or leave out those.",
  };
}

/** Whether values are also resampled or cross-validated. */
export function isResampled({ options }: Question): boolean {
  return ["folds", "bootstrap", "permutation"].some((name) => options[name] !== undefined);
}

/** Whether one of the metrics searches from random starts. */
export function hasSeed({ metrics }: Question, schemasOf: (name: string) => object): boolean {
  return metrics.some(({ metric }) => "seed" in schemasOf(metric));
}
