import { largestOf, smallestOf } from "../../base/lists.ts";
import { toRows, type Matrix } from "../../base/matrix.ts";
import type { EmbedMethod, EmbedResult } from "./embed.ts";
import { distancesOf, type DistancesLike } from "./given.ts";
import type { NetworkGroups } from "../groups/by-column.ts";
import { groupParts } from "../groups/section.ts";
import { shepardDiagram } from "../pairwise/picture/shepard.ts";
import { showShare } from "../pairwise/picture/facts.ts";
import type { BarsFigure, Fact, Figure, MapFigure, Section, TableFigure } from "../../report/figures.ts";
import { showNumber } from "../../report/numbers.ts";
import { changeFacts, madeWith, nearestOf, nearestTips, numbered } from "../../report/parts.ts";

/** What a map was made of, and the map. */
export interface EmbedReport {
  readonly found: EmbedResult;
  /** As given to `embed`; without them, of a matrix that is not in memory, no pair is shown. */
  readonly distances: DistancesLike | undefined;
  /** Which of the items are of one group. */
  readonly groups?: NetworkGroups | undefined;
}

const mostEigenvalues = 20;

const headings: Readonly<Record<EmbedMethod, string>> = {
  pcoa: "Principal coordinates",
  smacof: "Metric multidimensional scaling",
  randomised: "Principal coordinates, by a random subspace",
  landmark: "Principal coordinates, by landmarks",
};

/** A map of items, and how far to trust it: Shepard diagram, stress, worst pair, eigenvalues. */
export function embedSection({ found, distances, groups }: EmbedReport): Section {
  const { method, coordinates, names, changes } = found;
  const square = distances && distancesOf(distances, names).square;
  const parts = groups && square && groupParts(square, groups, names);
  const left: Figure[] = [
    mapOf(found, square),
    ...(found.eigenvalues ? [eigenvaluesOf(found.eigenvalues, coordinates.cols)] : []),
  ];
  return {
    heading: headings[method],
    facts: [...factsOf(found), ...(parts?.facts ?? []), ...changeFacts(changes), madeWith],
    ...(parts ? { text: parts.text } : {}),
    warnings: [...found.warnings, ...(parts?.warnings ?? [])],
    figures: [
      left,
      ...(square ? [shepardDiagram(names, toRows(coordinates), square)] : []),
      ...(parts?.figures ?? []),
      coordinatesTable(found),
    ],
  };
}

function factsOf(found: EmbedResult): Fact[] {
  const { method, coordinates, stress, shepard, worstPair, iterations, names } = found;
  const { sample, residual, axisResiduals, landmarks } = found;
  const facts: [string, string | undefined][] = [
    ["Method", method],
    ["Points", `${coordinates.rows} in ${coordinates.cols} dimensions`],
    ["Stress", showNumber(stress)],
    ["Shepard correlation", shepard === undefined ? undefined : showNumber(shepard)],
    [
      "Standard error of the stress",
      sample && `${showNumber(sample.standardError)}, of ${sample.pairs} pairs`,
    ],
    ["Not on the map", residual === undefined ? undefined : `${showShare(residual)} of the centred matrix`],
    ["Residuals of the axes", axisResiduals && [...axisResiduals].map(showNumber).join(", ")],
    ["Landmarks", landmarks && String(landmarks.length)],
    ["Iterations", iterations === undefined ? undefined : String(iterations)],
    ["Worst pair", worstPair && worstText(worstPair, names)],
  ];
  return facts.flatMap(([term, text]) => (text === undefined ? [] : [{ term, text }]));
}

function worstText(pair: NonNullable<EmbedResult["worstPair"]>, names: readonly string[]): string {
  const values = `${showNumber(pair.distance)} given, ${showNumber(pair.embedded)} on the map`;
  return `${names[pair.row]} and ${names[pair.col]}: ${values}`;
}

function mapOf(found: EmbedResult, distances: Matrix | undefined): MapFigure {
  const { coordinates, varianceExplained, worstPair, names } = found;
  const share = (k: number) =>
    varianceExplained ? `, ${showShare(varianceExplained[k]!)} of the variance` : "";
  return {
    kind: "map",
    title: "Map",
    caption: worstPair ? "Near is alike. Dotted: the pair that is shown worst." : "Near is alike.",
    networks: "items",
    names,
    points: toRows(coordinates),
    axes: numbered("axis", coordinates.cols).map((axis, k) => axis + share(k)),
    ...(distances
      ? { neighbors: nearestOf(distances), tips: nearestTips(distances, names, showNumber) }
      : {}),
    joined: worstPair ? [[worstPair.row, worstPair.col]] : [],
  };
}

function eigenvaluesOf(eigenvalues: ArrayLike<number>, dimensions: number): BarsFigure {
  const shown = Array.from(eigenvalues).slice(0, mostEigenvalues);
  const sentences = [
    ...(shown.length < eigenvalues.length ? [`The first ${shown.length} of ${eigenvalues.length}.`] : []),
    ...(isNegative(eigenvalues)
      ? ["Some are negative: no Euclidean space has these distances exactly."]
      : []),
  ];
  return {
    kind: "bars",
    title: "Eigenvalues",
    caption: sentences.join(" "),
    y: { label: "eigenvalue" },
    bars: shown.map((value, k) => ({
      name: String(k + 1),
      value,
      group: k < dimensions ? "on the map" : "not shown",
    })),
  };
}

/** Beyond rounding. */
function isNegative(eigenvalues: ArrayLike<number>): boolean {
  const all = Array.from(eigenvalues);
  return smallestOf(all) < -1e-12 * largestOf(all.map(Math.abs));
}

function coordinatesTable({ coordinates, names }: EmbedResult): TableFigure {
  return {
    kind: "table",
    title: "Coordinates",
    networks: "items",
    columns: ["item", ...numbered("axis", coordinates.cols)],
    rows: toRows(coordinates).map((row, i) => [names[i]!, ...row]),
    collapsed: true,
  };
}
