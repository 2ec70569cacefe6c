import { OptionError, ShapeError } from "../../base/errors.ts";
import { assertLabels } from "../../base/numbers.ts";
import { version } from "../../base/version.ts";
import { positions } from "../../data/label-order.ts";
import { written, type Written } from "../../data/written.ts";
import { sameStimuli } from "../mean-rdm.ts";
import type { Rdm } from "../rdm.ts";

/** Mean dissimilarities within and between categories of stimuli; as `.csv` and `.npy` a row an RDM. */
export interface CategoryMeans extends Written {
  /** Names of the R RDMs. */
  readonly names: readonly string[];
  /** Names of the C categories: numbers by value, otherwise texts by code units. */
  readonly categories: readonly string[];
  /** Stimuli in each. */
  readonly sizes: readonly number[];
  /** For each RDM the mean over all pairs of one category. */
  readonly within: Float64Array;
  /** For each RDM the mean over all pairs of two categories. */
  readonly between: Float64Array;
  /**
   * For each RDM, C × C, row-major: the mean over the pairs with one stimulus in each category. The diagonal is
   * within; NaN for a category of one stimulus.
   */
  readonly means: readonly Float64Array[];
}

/**
 * The mean dissimilarity of stimuli of one category, and of two; missing pairs (NaN) do not count.
 *
 * @param rdms - of the same stimuli
 * @param labels - the category of each stimulus
 * @throws {ShapeError} unless the RDMs have the same stimuli and there is one label for each.
 * @throws {OptionError} if there is one category, or one for each stimulus: one of the two means has no pairs.
 *
 * Source: Kriegeskorte et al., Neuron 60(6), 2008, "category clustering".
 */
export function categoryMeans(rdms: readonly Rdm[], labels: readonly string[]): CategoryMeans {
  const { stimuli } = sameStimuli(rdms, "categoryMeans");
  assertLabels(labels, "categoryMeans", "labels");
  if (labels.length !== stimuli.length)
    throw new ShapeError(
      `categoryMeans: ${labels.length} labels for ${stimuli.length} stimuli; expected one for each.`,
    );
  const [categories, position] = positions(labels);
  const count = categories.length;
  if (count < 2 || count === stimuli.length)
    throw new OptionError(
      `categoryMeans: ${count} different labels for ${stimuli.length} stimuli; expected two categories or more, one of them with several stimuli.`,
    );
  const sizes = new Array<number>(count).fill(0);
  for (const category of position) sizes[category]!++;
  const found = rdms.map((rdm) => meansOf(rdm.condensed, position, count));
  return withWriters({
    names: rdms.map(({ name }) => name),
    categories,
    sizes,
    within: Float64Array.from(found, ({ within }) => within),
    between: Float64Array.from(found, ({ between }) => between),
    means: found.map(({ means }) => means),
  });
}

function meansOf(condensed: Float64Array, position: Int32Array, count: number) {
  const [sums, pairs] = [new Float64Array(count * count), new Float64Array(count * count)];
  const m = position.length;
  let next = 0;
  for (let i = 0; i < m; i++) {
    for (let j = i + 1; j < m; j++) {
      const value = condensed[next++]!;
      if (Number.isNaN(value)) continue;
      const at = Math.min(position[i]!, position[j]!) * count + Math.max(position[i]!, position[j]!);
      sums[at]! += value;
      pairs[at]!++;
    }
  }
  const upper = (k: number) =>
    Math.min(Math.floor(k / count), k % count) * count + Math.max(Math.floor(k / count), k % count);
  const over = (counts: (k: number) => boolean) => {
    const total = (values: Float64Array) =>
      values.reduce((sum, value, k) => sum + (counts(k) ? value : 0), 0);
    return total(sums) / total(pairs);
  };
  const isWithin = (k: number) => k % (count + 1) === 0;
  return {
    means: sums.map((_, k) => sums[upper(k)]! / pairs[upper(k)]!),
    within: over(isWithin),
    between: over((k) => !isWithin(k)),
  };
}

function withWriters(facts: Omit<CategoryMeans, keyof Written>): CategoryMeans {
  const { names, categories, sizes, within, between, means } = facts;
  const count = categories.length;
  const rows = (square: Float64Array) =>
    categories.map((_, c) => [...square.subarray(c * count, (c + 1) * count)]);
  const document = () => ({
    names,
    categories,
    sizes,
    within: [...within],
    between: [...between],
    means: means.map(rows),
    version,
  });
  const cells = categories.flatMap((_, a) => categories.slice(a).map((_, b) => [a, a + b] as const));
  const table = () => ({
    rowNames: names,
    colNames: ["within", "between", ...cells.map(([a, b]) => `${categories[a]} | ${categories[b]}`)],
    values: names.flatMap((_, r) => [
      within[r]!,
      between[r]!,
      ...cells.map(([a, b]) => means[r]![a * count + b]!),
    ]),
  });
  return { ...facts, ...written({ document, table }) };
}
