import { toRows, type Matrix } from "../../base/matrix.ts";
import type { BarsFigure, Fact, HeatMapsFigure, MapFigure, Section } from "../../report/figures.ts";
import { showNumber } from "../../report/numbers.ts";
import { madeWith, nearestOf, nearestTips, numbered } from "../../report/parts.ts";
import type { Fused } from "./fuse.ts";

/** What was fused, and a map of it. */
export interface FuseReport {
  readonly fused: Fused;
  /** Of `fused.distances`, as `embed` gives them: items × 2 or 3. */
  readonly coordinates?: Matrix | undefined;
}

/** The fused network: a map, its similarities, and how each matrix agrees with it. */
export function fuseSection({ fused, coordinates }: FuseReport): Section {
  return {
    heading: "Fused similarities",
    facts: [...factsOf(fused), madeWith],
    warnings: fused.warnings,
    figures: [...(coordinates ? [mapOf(fused, coordinates)] : []), similaritiesOf(fused), agreementOf(fused)],
  };
}

function factsOf({ labels, names, options, iterations, change }: Fused): Fact[] {
  return [
    { term: "Matrices", text: labels.join(", ") },
    { term: "Items", text: String(names.length) },
    { term: "Neighbours", text: String(options["k"]) },
    { term: "Width (mu)", text: showNumber(Number(options["mu"])) },
    { term: "Variant", text: String(options["variant"]) },
    { term: "Steps", text: `${iterations}, the last changed ${showNumber(change)} of the norm` },
  ];
}

function mapOf({ distances, names }: Fused, coordinates: Matrix): MapFigure {
  const square = distances.square();
  return {
    kind: "map",
    title: "Map of the fused network",
    caption:
      "Principal coordinates of the distances of which the fused similarities are the inner products. Near is alike.",
    networks: "items",
    names,
    points: toRows(coordinates),
    axes: numbered("axis", coordinates.cols),
    neighbors: nearestOf(square),
    tips: nearestTips(square, names, showNumber),
  };
}

function similaritiesOf({ names, values }: Fused): HeatMapsFigure {
  return {
    kind: "heat-maps",
    title: "Fused similarities",
    caption: "Of each two items; of an item with itself they say nothing.",
    networks: "items",
    panels: [{ rowNames: names, colNames: names, values }],
    scale: { word: "similarity", dark: "most" },
  };
}

function agreementOf({ labels, agreement }: Fused): BarsFigure {
  return {
    kind: "bars",
    title: "Agreement of each matrix",
    caption: "How its own similarities correlate with the fused ones, over pairs of items.",
    y: { label: "correlation" },
    bars: labels.map((name, v) => ({ name, value: agreement[v]! })),
  };
}
