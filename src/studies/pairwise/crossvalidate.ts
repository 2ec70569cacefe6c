import type { Engine, PairwiseOptions } from "../../engine.ts";
import { OptionError } from "../../base/errors.ts";
import { foldsOf, takeStimuli } from "./held-out.ts";
import type { MetricSpec } from "../../metrics/registry.ts";
import { stimuliCount, type Representation } from "../../data/representation.ts";
import { comparisons, type Comparisons } from "../../data/comparisons.ts";

/**
 * Each part of the stimuli is held out once; the values are the means over the parts,
 * `standardError` their standard deviation over √folds.
 */
export async function crossvalidate(
  pairwise: Engine["pairwise"],
  inputs: readonly Representation[],
  spec: MetricSpec,
  { folds, seed = 1, test, ...control }: PairwiseOptions,
): Promise<Comparisons> {
  if (test)
    throw new OptionError("Give either test or folds: folds hold out part of the stimuli themselves.");
  const parts: Comparisons[] = [];
  for (const fold of foldsOf(stimuliCount(inputs[0]!), folds!, seed)) {
    const take = (rows: readonly number[]) => inputs.map((one) => takeStimuli(one, rows));
    const fitted = await pairwise(take(fold.train), spec, { ...control, test: take(fold.test) });
    parts.push(fitted.test!);
  }
  const [mean, error] = meanAndError(parts.map(({ values }) => values));
  const facts = { ...parts[0]!, warnings: [], crossvalidation: { folds: folds!, seed } };
  return comparisons({ ...facts, values: mean, standardError: comparisons({ ...facts, values: error }) });
}

function meanAndError(parts: readonly Float64Array[]): [Float64Array, Float64Array] {
  const k = parts.length;
  const mean = parts[0]!.map((_, pair) => parts.reduce((sum, part) => sum + part[pair]!, 0) / k);
  const squares = mean.map((center, pair) =>
    parts.reduce((sum, part) => sum + (part[pair]! - center) ** 2, 0),
  );
  return [mean, squares.map((sum) => Math.sqrt(sum / (k - 1) / k))];
}
