import { square } from "../../base/math/powers.ts";
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
  const standardError = comparisons({ ...facts, values: error });
  return comparisons({ ...facts, values: mean, warnings: notesOf(parts), standardError });
}

/** What was noted in some part; only the first of those that say the same of other numbers. */
function notesOf(parts: readonly Comparisons[]): string[] {
  const seen = new Map<string, string>();
  for (const { warnings } of parts) {
    for (const note of warnings) {
      const kind = note.replaceAll(/[\d.e−-]+/g, "#");
      if (!seen.has(kind)) seen.set(kind, note);
    }
  }
  return [...seen.values()];
}

function meanAndError(parts: readonly Float64Array[]): [Float64Array, Float64Array] {
  const k = parts.length;
  const mean = parts[0]!.map((_, pair) => parts.reduce((sum, part) => sum + part[pair]!, 0) / k);
  const squares = mean.map((center, pair) =>
    parts.reduce((sum, part) => sum + square(part[pair]! - center), 0),
  );
  return [mean, squares.map((sum) => Math.sqrt(sum / (k - 1) / k))];
}
