import { largestOf, naturalPositions, smallestOf } from "../../base/lists.ts";
import { squareOf } from "../../geometry/square.ts";
import type { Matrix } from "../../base/matrix.ts";
import { groupDistances, type GroupDistances } from "../../geometry/groups/group-distances.ts";
import type { Bar, BarsFigure, Fact, Figure, HeatMapsFigure } from "../../report/figures.ts";
import { between, none } from "../../report/look/item-look.ts";
import { showNumber } from "../../report/numbers.ts";
import { spreadCaveat } from "../../geometry/group-tests.ts";
import { withinAndBetween } from "./histogram.ts";
import { testFacts } from "./test.ts";
import type { NetworkGroups } from "./by-column.ts";

/** What a section says and shows of groups of networks. */
export interface GroupParts {
  readonly facts: readonly Fact[];
  /** Paragraphs: what a test does not tell. */
  readonly text: readonly string[];
  readonly warnings: readonly string[];
  readonly figures: readonly Figure[];
}

/** Bars for more pairs of groups than this would not be read; the matrix of their means shows them. */
const mostBars = 21;

/** Groups that the facts of a section list. */
const mostListed = 8;

/** Single distances that a bar shows as dots, evenly picked. */
const mostDots = 300;

/** Distances within and between groups, as numbers and as a picture. */
export function groupParts(
  distances: Matrix | Float64Array,
  grouping: NetworkGroups,
  names: readonly string[],
): GroupParts {
  const { column, labels, test } = grouping;
  const square = squareOf(distances);
  const found = groupDistances(square, labels);
  const { groups, sizes } = found;
  const all = overall(found);
  const order = orderOf(groups);
  const facts = [
    { term: "Groups", text: `${column}: ${sizesText(order.map((g) => `${groups[g]} (${sizes[g]})`))}` },
    { term: "Within groups", text: meanText(all.within) },
    { term: "Between groups", text: meanText(all.between) },
    ...(test ? testFacts(test) : []),
  ];
  const pairs = (groups.length * (groups.length + 1)) / 2;
  const bars = pairs <= mostBars ? [barsOf(square, grouping, found, order)] : [];
  const said = { text: test ? [spreadCaveat] : [], warnings: test?.warnings ?? [] };
  return {
    facts,
    ...said,
    figures:
      groups.length < 2
        ? []
        : [meansOf(found, column, order), ...bars, withinAndBetween(square, names, labels, column)],
  };
}

/** Groups in the order of their colours: numbers by value, texts naturally, what is missing last. */
function orderOf(groups: readonly string[]): number[] {
  const known = groups.filter((group) => group !== none);
  const isNumeric = known.every((group) => group.trim() !== "" && Number.isFinite(Number(group)));
  return naturalPositions(groups.map((group) => (group === none ? null : isNumeric ? Number(group) : group)));
}

/** The first groups; of many it says how many more there are. */
function sizesText(all: readonly string[]): string {
  const rest = all.length - mostListed;
  return rest > 1 ? `${all.slice(0, mostListed).join(", ")} and ${rest} more` : all.join(", ");
}

/** A mean distance, and of how many pairs; NaN of none. */
export interface MeanOfPairs {
  readonly mean: number;
  readonly pairs: number;
}

/** All pairs within groups, and all between them. */
export function overall(found: GroupDistances): {
  readonly within: MeanOfPairs;
  readonly between: MeanOfPairs;
} {
  const { groups, pairs } = found;
  const count = groups.length;
  const inside = groups.reduce((sum, _, g) => sum + pairs.data[g * (count + 1)]!, 0);
  const all = pairs.data.reduce((sum, value) => sum + value, 0);
  return {
    within: { mean: found.within ?? NaN, pairs: inside },
    between: { mean: found.between ?? NaN, pairs: (all - inside) / 2 },
  };
}

function meanText({ mean, pairs }: MeanOfPairs): string {
  return pairs === 0
    ? "no pair"
    : `mean distance ${showNumber(mean)}, ${pairs === 1 ? "1 pair" : `${pairs} pairs`}`;
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
  };
}

function barsOf(
  square: Matrix,
  { column, labels }: NetworkGroups,
  { groups, means, pairs }: GroupDistances,
  order: readonly number[],
): BarsFigure {
  const all = order.flatMap((g, k) => order.slice(k).map((h) => ({ g, h })));
  const some = all.filter(({ g, h }) => pairs.data[g * groups.length + h]! > 0);
  const sorted = [...some.filter(({ g, h }) => g === h), ...some.filter(({ g, h }) => g !== h)];
  const bars = sorted.map(({ g, h }): Bar => {
    const count = pairs.data[g * groups.length + h]!;
    const name = g === h ? groups[g]! : `${groups[g]} – ${groups[h]}`;
    return {
      name: `${name} (${count})`,
      value: means.data[g * groups.length + h]!,
      parts: distancesBetween(square, labels, groups[g]!, groups[h]!),
    };
  });
  const place = groups.map((_, g) => order.indexOf(g));
  const names = [...order.map((g) => groups[g]!), between];
  return {
    kind: "bars",
    title: "Distances within and between groups",
    caption:
      "Large dots are means, small ones the single pairs, whose number is in brackets. Pairs are no independent samples: a network is in many of them.",
    y: { label: "distance" },
    bars,
    look: {
      colour: {
        column,
        groups: names,
        values: sorted.map(({ g, h }) => (g === h ? place[g]! : order.length)),
      },
    },
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
