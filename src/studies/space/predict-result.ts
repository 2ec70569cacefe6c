import { OptionError } from "../../base/errors.ts";
import { written, type Written } from "../../data/written.ts";
import type { Provenance } from "./given.ts";
import type { PredictionMethod } from "./predict-options.ts";
import type { PredictionTest } from "../../geometry/crossvalidate.ts";

/** How well distances predict numbers. */
export interface Prediction extends PredictionTest, Provenance, Written {
  /** As asked for; `linear-ridge` of `regress`. */
  readonly method: PredictionMethod | "linear-ridge";
  /** ŷ of each item, in the unit of the covariate; with confounds of what they leave of it. */
  readonly predicted: Float64Array;
  /** What the confounds leave of the covariate of each item, by the fit from which it was held out; absent without any. */
  readonly remaining?: Float64Array;
}

/** How well distances predict classes. */
export interface Classification extends PredictionTest, Provenance, Written {
  /** As asked for; `linear-ridge` of `regress`. */
  readonly method: PredictionMethod | "linear-ridge";
  /** Of each item the class of the largest predicted indicator, the fit of the confounds included; the first in a tie. */
  readonly predicted: readonly string[];
  /** Share of the items whose class is predicted, 0 … 1. */
  readonly accuracy: number;
  /** The accuracy of always naming the most frequent class; with confounds that of their fit alone. */
  readonly chance: number;
}

export function prediction(facts: Omit<Prediction, keyof Written>): Prediction {
  const { predicted } = facts;
  const array = () => ({ shape: [predicted.length], data: predicted });
  return { ...facts, ...written({ document: () => documentOf(facts), table: () => tableOf(facts), array }) };
}

export function classification(facts: Omit<Classification, keyof Written>): Classification {
  const array = () => {
    throw new OptionError(
      "predict: predicted classes are names, and .npy holds numbers; take toCsv or toJson.",
    );
  };
  return { ...facts, ...written({ document: () => documentOf(facts), table: () => tableOf(facts), array }) };
}

type Facts = Omit<Prediction | Classification, keyof Written>;

function tableOf({ names, predicted, remaining }: Facts & Pick<Prediction, "remaining">) {
  if (!remaining) return { rowNames: names, colNames: ["predicted"], values: predicted };
  const values = Array.from(names, (_, i) => [predicted[i]!, remaining[i]!]).flat();
  return { rowNames: names, colNames: ["predicted", "remaining"], values };
}

/** Typed arrays as lists. */
function documentOf({
  predicted,
  remaining,
  permuted,
  ...facts
}: Facts & Pick<Prediction, "remaining" | "permuted">): object {
  return {
    ...facts,
    predicted: [...predicted],
    ...(remaining ? { remaining: [...remaining] } : {}),
    ...(permuted ? { permuted: [...permuted] } : {}),
  };
}
