import { concatenate } from "../../base/matrix.ts";
import { quantile } from "../../base/statistics.ts";
import { largestOf } from "../../base/lists.ts";
import type { Figure, Section } from "../../report/figures.ts";
import { madeWith } from "../../report/parts.ts";
import { indicesOf, slicesOf, type UnitsInVolume } from "../places/volume.ts";
import { mapsOf, meanMap } from "./group.ts";
import type { Searchlight } from "./result.ts";

/** Searchlights of one or more subjects with the same models and patches. */
export interface SearchlightReport {
  readonly subjects: readonly Searchlight[];
  /** Where the centres are, for slices. */
  readonly volume?: UnitsInVolume | undefined;
  /** Number of units in each patch. */
  readonly sizes?: ArrayLike<number> | undefined;
}

/** Maps of each model, how their values are spread, and the places where they are largest. */
export function searchlightSection({ subjects, volume, sizes }: SearchlightReport): Section {
  const { models, dissimilarity, comparator, centres, stimuli } = subjects[0]!;
  const failed = subjects.reduce((sum, { failures }) => sum + failures.length, 0);
  const means = models.map((_, model) => meanMap(mapsOf(subjects, model)));
  // One scale, so that a model that is like nothing does not look like one that is.
  const scale = mapScale(concatenate(means), comparator ?? "value");
  return {
    heading: "Searchlight",
    facts: [
      { term: "Subjects", text: subjects.map(({ name }) => name).join(", ") },
      { term: "Patches", text: `${centres.length}${sizes ? ` of ${spreadOf(sizes)} units` : ""}` },
      { term: "Stimuli", text: String(stimuli.length) },
      { term: "Dissimilarity", text: dissimilarity },
      ...(comparator ? [{ term: "Comparator", text: comparator }] : []),
      madeWith,
    ],
    warnings: failed > 0 ? [failureNote(subjects, failed)] : [],
    figures: models.flatMap((model, k): Figure[] => {
      return [
        ...(volume ? [slicesOf(means[k]!, volume, model, scale)] : []),
        histogramOf(model, means[k]!, scale.word, subjects.length),
        largestOfMap(model, means[k]!, centres, volume),
      ];
    }),
  };
}

/** How many patches have no value, and why the first has none. */
export function failureNote(subjects: readonly Searchlight[], failed: number): string {
  const all = subjects.reduce((sum, { centres }) => sum + centres.length, 0);
  const { name, failures } = subjects.find((one) => one.failures.length > 0)!;
  return `${failed} of ${all} patches have no value of some model; the first, of ${name} at ${failures[0]!.centre}: ${failures[0]!.reason}`;
}

function spreadOf(sizes: ArrayLike<number>): string {
  const sorted = Float64Array.from(sizes).sort();
  return `${sorted[0]} to ${sorted.at(-1)} (median ${quantile(sorted, 0.5)})`;
}

/** Around 0, because most comparators are signed. */
function mapScale(values: Float64Array, word: string) {
  const present = values.filter((value) => !Number.isNaN(value)).map(Math.abs);
  const most = present.length > 0 ? largestOf(present) || 1 : 1;
  return { word, around: 0, domain: [-most, most], dark: "most" } as const;
}

function histogramOf(model: string, values: Float64Array, word: string, subjects: number): Figure {
  return {
    kind: "histogram",
    title: `${model}: all places`,
    caption: subjects > 1 ? "Means over subjects." : "A value a patch.",
    x: { label: word },
    values,
    references: [{ at: 0, label: "0" }],
  };
}

/** So many places are listed. */
const listed = 10;

function largestOfMap(
  model: string,
  values: Float64Array,
  centres: Int32Array,
  volume: UnitsInVolume | undefined,
): Figure {
  const order = [...values.keys()].filter((k) => !Number.isNaN(values[k]!));
  order.sort((a, b) => values[b]! - values[a]!);
  return {
    kind: "table",
    title: `${model}: largest values`,
    columns: ["centre", ...(volume ? ["indices"] : []), "value"],
    rows: order
      .slice(0, listed)
      .map((k) => [String(centres[k]!), ...(volume ? [indicesOf(volume, centres[k]!)] : []), values[k]!]),
  };
}
