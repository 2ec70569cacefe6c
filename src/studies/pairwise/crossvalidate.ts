import { foldsOf } from "./held-out.ts";
import { takeStimuli } from "../../data/stimuli.ts";
import { stimuliCount, type Representation } from "../../data/representation.ts";
import { comparisons, type Comparisons } from "../../data/comparisons.ts";

/**
 * Each part of the stimuli is held out once; the values are the means over the parts,
 * `standardError` their standard deviation over √folds.
 *
 * @param fit - fits on the first representations and measures on the second
 */
export async function crossvalidate(
  inputs: readonly Representation[],
  { folds, seed }: { folds: number; seed: number },
  fit: (train: readonly Representation[], test: readonly Representation[]) => Promise<Comparisons>,
): Promise<Comparisons> {
  const parts: Comparisons[] = [];
  for (const fold of foldsOf(stimuliCount(inputs[0]!), folds, seed)) {
    const take = (rows: readonly number[]) => inputs.map((one) => takeStimuli(one, rows));
    parts.push(await fit(take(fold.train), take(fold.test)));
  }
  const [mean, error] = meanAndError(parts.map(({ values }) => values));
  const facts = { ...parts[0]!, warnings: [], crossvalidation: { folds, seed } };
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
