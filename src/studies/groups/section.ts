import { largestOf, smallestOf } from "../../base/lists.ts";
import { naturalPositions } from "../../base/natural-order.ts";
import { squareOf } from "../../geometry/square.ts";
import type { Matrix } from "../../base/matrix.ts";
import { groupDistances, type GroupDistances } from "../../geometry/groups/group-distances.ts";
import type { Bar, BarsFigure, Fact, Figure, HeatMapsFigure } from "../../report/figures.ts";
import { showNumber } from "../../report/numbers.ts";
import type { NetworkGroups } from "./by-column.ts";

/** What a section says and shows of groups of networks. */
export interface GroupParts {
  readonly facts: readonly Fact[];
  readonly figures: readonly Figure[];
}

/** Bars for more pairs of groups than this would not be read; the matrix of their means shows them. */
const mostBars = 21;

/** Single distances that a bar shows as dots, evenly picked. */
const mostDots = 300;

/** Distances within and between groups, as numbers and as a picture. */
export function groupParts(distances: Matrix | Float64Array, { column, labels }: NetworkGroups): GroupParts {
  const square = squareOf(distances);
  const found = groupDistances(square, labels);
  const { groups, sizes } = found;
  const { within, between } = overall(found);
  const order = naturalPositions(groups);
  const facts = [
    { term: "Groups", text: `${column}: ${order.map((g) => `${groups[g]} (${sizes[g]})`).join(", ")}` },
    { term: "Mean distance within groups", text: meanText(within) },
    { term: "Mean distance between groups", text: meanText(between) },
  ];
  const pairs = (groups.length * (groups.length + 1)) / 2;
  const bars = pairs <= mostBars ? [barsOf(square, labels, found, order)] : [];
  return { facts, figures: groups.length < 2 ? [] : [meansOf(found, column, order), ...bars] };
}

/** A mean distance, and of how many pairs; NaN of none. */
export interface MeanOfPairs {
  readonly mean: number;
  readonly pairs: number;
}

/** All pairs within groups, and all between them. */
export function overall({ within = NaN, between = NaN, groups, pairs }: GroupDistances): {
  readonly within: MeanOfPairs;
  readonly between: MeanOfPairs;
} {
  const count = groups.length;
  const inside = groups.reduce((sum, _, g) => sum + pairs.data[g * (count + 1)]!, 0);
  const all = pairs.data.reduce((sum, value) => sum + value, 0);
  return { within: { mean: within, pairs: inside }, between: { mean: between, pairs: (all - inside) / 2 } };
}

function meanText({ mean, pairs }: MeanOfPairs): string {
  return pairs === 0 ? "no pair" : `${showNumber(mean)}, ${pairs === 1 ? "1 pair" : `${pairs} pairs`}`;
}

function meansOf(
  { groups, means }: GroupDistances,
  column: string,
  order: readonly number[],
): HeatMapsFigure {
  const names = order.map((g) => groups[g]!);
  const values = order.flatMap((g) => order.map((h) => means.data[g * groups.length + h]!));
  const known = values.filter((value) => !Number.isNaN(value));
  const domain = [smallestOf(known), largestOf(known)] as const;
  return {
    kind: "heat-maps",
    title: `Mean distances by ${column}`,
    caption:
      "On the diagonal within a group, elsewhere between two. Dark is alike; empty where there is no pair.",
    panels: [{ rowNames: names, colNames: names, values }],
    scale: { word: "mean distance", ends: ["alike", "different"], domain },
    table: true,
  };
}

function barsOf(
  square: Matrix,
  labels: readonly string[],
  { groups, means, pairs }: GroupDistances,
  order: readonly number[],
): BarsFigure {
  const all = order.flatMap((g, k) => order.slice(k).map((h) => ({ g, h })));
  const sorted = [...all.filter(({ g, h }) => g === h), ...all.filter(({ g, h }) => g !== h)];
  const bars = sorted.map(({ g, h }): Bar => {
    const count = pairs.data[g * groups.length + h]!;
    const name = g === h ? groups[g]! : `${groups[g]} – ${groups[h]}`;
    return {
      name: `${name} (${count})`,
      value: count > 0 ? means.data[g * groups.length + h]! : null,
      parts: distancesBetween(square, labels, groups[g]!, groups[h]!),
      group: g === h ? "within" : "between",
    };
  });
  return {
    kind: "bars",
    title: "Distances within and between groups",
    caption:
      "Bars are means, dots the single pairs, whose number is in brackets. Dots are no independent samples: a network is in many pairs.",
    y: { label: "distance" },
    bars,
  };
}

/** Of every pair of two different items, one in each group. */
function distancesBetween(
  { rows: n, data }: Matrix,
  labels: readonly string[],
  a: string,
  b: string,
): number[] {
  const found: number[] = [];
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const [first, second] = [labels[i], labels[j]];
      if ((first === a && second === b) || (first === b && second === a)) found.push(data[i * n + j]!);
    }
  }
  const every = Math.ceil(found.length / mostDots);
  return every > 1 ? found.filter((_, k) => k % every === 0) : found;
}
