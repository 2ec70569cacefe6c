import { inner } from "../../../base/matrix.ts";
import type { Comparisons } from "../../../data/comparisons.ts";
import { ranksOf } from "../../../rdm/ranking/ranks.ts";
import { tied } from "../../../rdm/ranking/ties.ts";
import type { Section } from "../../../report/figures.ts";
import { madeWith } from "../../../report/parts.ts";
import { isSquare } from "./cells.ts";

/** How several metrics order the same pairs. */
export interface Agreement {
  /** Pairs of different representations that are compared. */
  readonly pairs: number;
  /** Spearman's correlation over them, metrics × metrics; similarities count as 1 − value. Null where the values of a metric are all equal. */
  readonly spearman: readonly (readonly (number | null)[])[];
}

/**
 * How three results or more of the same representations agree; undefined of fewer, or of fewer than
 * three pairs. Of a metric that is not symmetric both directions count.
 */
export function agreementOf(results: readonly Comparisons[]): Agreement | undefined {
  const [first] = results;
  if (!first || results.length < 3) return undefined;
  const places = placesOf(results);
  if (places.length < 3) return undefined;
  const ranks = results.map((result) => centredRanks(result, places));
  const spearman = ranks.map((a, i) => ranks.map((b, j) => (i === j && a ? 1 : a && b ? inner(a, b) : null)));
  return { pairs: places.length, spearman };
}

/** Cells of different representations: all of a rectangle, of a square those above the diagonal if that is enough. */
function placesOf(results: readonly Comparisons[]): number[] {
  const { colNames, values } = results[0]!;
  const cols = colNames.length;
  const all = Array.from({ length: values.length }, (_, at) => at);
  if (!isSquare(results[0]!)) return all;
  const isSymmetric = results.every((one) =>
    all.every((at) => one.values[at] === one.values[(at % cols) * cols + Math.floor(at / cols)]),
  );
  return all.filter((at) => {
    const [i, j] = [Math.floor(at / cols), at % cols];
    return isSymmetric ? i < j : i !== j;
  });
}

/** Ranks about their mean at length 1; undefined where all values are equal. */
function centredRanks({ values, kind, range }: Comparisons, places: readonly number[]) {
  const sign = kind === "similarity" ? -1 : 1;
  const of = Float64Array.from(places, (at) => sign * values[at]!);
  const ranks = ranksOf(tied(of, Number.isFinite(range[1]) ? 1 : 0));
  const mean = (ranks.length + 1) / 2;
  const centred = ranks.map((rank) => rank - mean);
  const size = Math.sqrt(inner(centred, centred));
  return size > 0 ? centred.map((rank) => rank / size) : undefined;
}

/** @param names - of the metrics, as the other sections have them */
export function agreementSection({ pairs, spearman }: Agreement, names: readonly string[]): Section {
  const isMissing = spearman.flat().includes(null);
  return {
    heading: "How the metrics agree",
    facts: [{ term: "Pairs", text: String(pairs) }, madeWith],
    figures: [
      {
        kind: "heat-maps",
        title: "Correlation of values over pairs",
        caption: `Spearman's; similarities count as 1 − value. 1: two metrics order the pairs alike. Pairs share representations, so they are no independent samples.${isMissing ? " Empty: the values of a metric are all equal." : ""}`,
        panels: [{ rowNames: names, colNames: names, values: spearman.flat().map((value) => value ?? NaN) }],
        scale: { word: "correlation", ends: ["opposite", "alike"], dark: "most", domain: [-1, 1], size: 1 },
      },
    ],
  };
}
