import { largestOf, smallestOf } from "../../base/lists.ts";
import type { CategoryMeans } from "../../rdm/derived/categories.ts";
import type { Figure } from "../../report/figures.ts";

/**
 * Means within and between categories: as a matrix for one RDM, as a bar for each of several.
 * @param word - what the values are
 */
export function categoryFigure(found: CategoryMeans, word: string): Figure {
  return found.names.length === 1 ? matrixOf(found, word) : barsOf(found, word);
}

function matrixOf({ categories, means }: CategoryMeans, word: string): Figure {
  return {
    kind: "heat-maps",
    title: "Mean within and between categories",
    caption: "The diagonal is the mean over pairs of one category; empty where it has one stimulus.",
    scale: {
      word: `mean ${word}`,
      ends: ["alike", "different"],
      domain: domainOf(means[0]!),
    },
    panels: [{ rowNames: categories, colNames: categories, values: means[0]! }],
  };
}

/** All means, the diagonal too: it is not 0 by definition. */
function domainOf(values: Float64Array): [number, number] {
  const present = values.filter((value) => !Number.isNaN(value));
  const [low, high] = [Math.min(0, smallestOf(present)), largestOf(present)];
  return high > low ? [low, high] : [low, low + 1];
}

function barsOf({ names, within, between }: CategoryMeans, word: string): Figure {
  return {
    kind: "bars",
    title: "Between less within categories",
    caption: "How much larger the mean is over pairs of two categories than over pairs of one.",
    y: { label: `difference of mean ${word}` },
    bars: names.map((name, r) => ({ name, value: between[r]! - within[r]! })),
    references: [{ at: 0, label: "no difference" }],
  };
}

/** The same as numbers, a row an RDM. */
export function categoryTable({ names, categories, sizes, within, between, means }: CategoryMeans): Figure {
  const count = categories.length;
  const own = (r: number) =>
    categories.map((_, c) => {
      const mean = means[r]![c * count + c]!;
      return Number.isNaN(mean) ? null : mean;
    });
  return {
    kind: "table",
    title: "Mean dissimilarity within and between categories",
    columns: [
      "RDM",
      "within",
      "between",
      "between − within",
      ...categories.map((name, c) => `within ${name} (${sizes[c]})`),
    ],
    rows: names.map((name, r) => [name, within[r]!, between[r]!, between[r]! - within[r]!, ...own(r)]),
    wide: true,
  };
}
