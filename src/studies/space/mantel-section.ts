import type { Matrix } from "../../base/matrix.ts";
import { designOf, residualsOf } from "../../geometry/confounds.ts";
import type { Mantel } from "../../geometry/mantel.ts";
import type { ScatterFigure, Section } from "../../report/figures.ts";
import { showNumber } from "../../report/numbers.ts";
import { madeWith, namedPairs, pairsOf } from "../../report/parts.ts";

/** Two matrices of distances between the same items, under their names, and what the test found. */
export interface MantelReport {
  readonly found: Mantel;
  readonly first: { readonly name: string; readonly square: Matrix };
  readonly other: { readonly name: string; readonly square: Matrix };
  /** Matrices that were partialled out. */
  readonly partial?: readonly { readonly name: string; readonly square: Matrix }[];
  /** Of the items. */
  readonly names: readonly string[];
}

const mostPairs = 20_000; // more make the file large and the picture no clearer

/** The correlation, its p, and each pair of items as a dot. */
export function mantelSection(report: MantelReport): Section {
  const { found, first, other, partial = [], names } = report;
  const given = partial.map(({ name }) => name).join(", ");
  return {
    heading: `${first.name} and ${other.name}${given && `, given ${given}`}`,
    facts: [
      { term: given ? "Partial correlation" : "Correlation", text: showNumber(found.correlation) },
      { term: "Permutation p", text: `${showNumber(found.p)}, one-sided` },
      ...(given ? [{ term: "Partialled out", text: given }] : []),
      { term: "Items", text: String(names.length) },
      madeWith,
    ],
    ...(given ? { warnings: [linearOnly] } : {}),
    figures: [scatterOf(report, given)],
  };
}

const linearOnly =
  "Only what depends linearly on the matrices that are partialled out is taken away; what depends on them otherwise counts as found.";

function scatterOf({ first, other, partial = [], names }: MantelReport, given: string): ScatterFigure {
  const pairs = pairsOf(names.length, mostPairs);
  const all = pairsOf(names.length, Infinity);
  const of = ({ square }: { readonly square: Matrix }) =>
    Float64Array.from(all, ({ row, col }) => square.data[row * square.cols + col]!);
  const design = designOf(partial.map(of), all.length);
  const shown = (one: MantelReport["first"]) => (given ? residualsOf(design, of(one)) : of(one));
  const [x, y] = [shown(other), shown(first)];
  const every = Math.max(1, Math.ceil(all.length / mostPairs));
  const thin = (values: Float64Array) => values.filter((_, k) => k % every === 0);
  const thinned = every > 1 ? ` ${pairs.length} of ${all.length} pairs are drawn, evenly picked.` : "";
  const what = given
    ? `What a linear fit of ${given} leaves of the distances of each pair.`
    : "Each dot is a pair of items.";
  return {
    kind: "scatter",
    title: "Pairs by both distances",
    caption: `${what} Dots are no independent samples: an item is in many pairs.${thinned}`,
    x: { label: `${other.name}${given ? ", what is left" : ""}` },
    y: { label: `${first.name}${given ? ", what is left" : ""}` },
    points: { x: thin(x), y: thin(y) },
    ...namedPairs(names, pairs),
  };
}
