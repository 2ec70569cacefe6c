import { positions } from "../../data/label-order.ts";
import type { CategoryMeans } from "../../rdm/derived/categories.ts";
import type { Rdm } from "../../rdm/rdm.ts";
import { toRows } from "../../base/matrix.ts";
import type { Block, Fact, Figure, MapFigure, Section } from "../../report/figures.ts";
import { showNumber } from "../../report/numbers.ts";
import { nearestTips, numbered } from "../../report/parts.ts";
import { showShare } from "../pairwise/picture/facts.ts";
import { categoryFigure, categoryTable } from "./category-figures.ts";
import type { StimulusMap, StimulusMaps } from "./map.ts";

/** What a page shows of RDMs beside them. */
export interface RdmReport {
  /** The category of each stimulus, and what it is called. Stimuli of one category stand together. */
  readonly categories?: { readonly column: string; readonly labels: readonly string[] } | undefined;
  readonly means?: CategoryMeans | undefined;
  readonly maps?: StimulusMaps | undefined;
  /** Whether a table of the stimuli gives points their colours or shapes, in place of the categories. */
  readonly isColoured?: boolean;
}

/**
 * One RDM as a heat map, or several as small ones under one colour scale; maps of the stimuli, and means
 * within and between categories.
 * @param rdms - one or more, of the same stimuli
 */
export function rdmSection(rdms: readonly Rdm[], shown: RdmReport = {}): Section {
  const [first] = rdms;
  const { categories, means, maps, isColoured = false } = shown;
  const blocks = categories && blocksOf(categories.labels);
  const { note } = maps ?? {};
  return {
    heading: rdms.length > 1 ? "Dissimilarity matrices" : "Dissimilarity matrix",
    facts: factsOf(rdms, shown),
    warnings: note === undefined ? [] : [note],
    figures: [
      rdms.length > 1 ? gallery(rdms, blocks) : heatMap(first!, blocks),
      ...(means ? [categoryFigure(means, fullName(first!.dissimilarity))] : []),
      ...(maps?.maps ?? []).map((map) =>
        mapFigure(map, first!.stimuli, isColoured ? undefined : categories?.labels),
      ),
      ...(means ? [categoryTable(means)] : []),
    ],
  };
}

function factsOf(rdms: readonly Rdm[], { categories }: RdmReport): Fact[] {
  const { dissimilarity, stimuli } = rdms[0]!;
  const missing = rdms.reduce((sum, rdm) => sum + rdm.missing, 0);
  return [
    ...(rdms.length > 1 ? [{ term: "RDMs", text: String(rdms.length) }] : []),
    { term: "Dissimilarity", text: fullName(dissimilarity) },
    { term: "Stimuli", text: String(stimuli.length) },
    ...(categories
      ? [{ term: "Blocks", text: `${categories.column}: ${positions(categories.labels)[0].length}` }]
      : []),
    ...(missing > 0 ? [{ term: "Pairs without a value", text: String(missing) }] : []),
  ];
}

/** Neighbours of one label as blocks. */
export function blocksOf(labels: readonly string[]): Block[] {
  const starts = labels.flatMap((label, i) => (i === 0 || label !== labels[i - 1] ? [i] : []));
  return starts.map((start, k) => ({ name: labels[start]!, size: (starts[k + 1] ?? labels.length) - start }));
}

/** What values are where the name alone does not say: a correlation of 1 is a distance of 0. */
const formulas: Readonly<Record<string, string>> = {
  correlation: "1 − correlation",
  cosine: "1 − cosine",
};

const fullName = (dissimilarity: string) => formulas[dissimilarity] ?? dissimilarity;

const scaleOf = (word: string) => ({ word, ends: ["alike", "different"] as const });

function heatMap(rdm: Rdm, blocks: readonly Block[] | undefined): Figure {
  const { dissimilarity, stimuli } = rdm;
  return {
    kind: "heat-maps",
    networks: "items",
    stimuli: "items",
    title: `${fullName(dissimilarity)} between stimuli`,
    wide: true,
    scale: scaleOf(fullName(dissimilarity)),
    panels: [{ rowNames: stimuli, colNames: stimuli, values: rdm.square().data }],
    ...(blocks && { blocks }),
  };
}

function gallery(rdms: readonly Rdm[], blocks: readonly Block[] | undefined): Figure {
  const { dissimilarity, stimuli } = rdms[0]!;
  return {
    kind: "gallery",
    networks: "items",
    stimuli: "items",
    title: `${fullName(dissimilarity)} between stimuli`,
    ...(blocks && { caption: `Lines divide ${blocks.map(({ name }) => name).join(", ")}, in this order.` }),
    wide: true,
    names: stimuli,
    scale: scaleOf(fullName(dissimilarity)),
    panels: rdms.map((rdm) => ({ title: rdm.name, values: rdm.square().data })),
    ...(blocks && { blocks }),
  };
}

function mapFigure(
  { title, coordinates, distances, varianceExplained, changes }: StimulusMap,
  names: readonly string[],
  groups: readonly string[] | undefined,
): MapFigure {
  return {
    kind: "map",
    networks: "items",
    stimuli: "items",
    title: `Map of the stimuli, ${title}`,
    caption: ["Near is alike. Principal coordinates (classical MDS).", ...changes].join(" "),
    names,
    points: toRows(coordinates),
    axes: numbered("axis", coordinates.cols).map(
      (axis, k) => `${axis}, ${showShare(varianceExplained[k]!)} of the variance`,
    ),
    tips: nearestTips(distances, names, showNumber),
    ...(groups && { groups }),
  };
}
