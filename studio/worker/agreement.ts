/** How far two answers agree about the same pairs of networks. */
import { compareMetrics, rankTransform, rdmFrom, type Engine } from "repgeom";
import type { HeatMapsFigure, ScatterFigure, Section } from "repgeom/report";
import { pairsOf } from "./derived.ts";
import type { Square } from "./protocol.ts";
import { distancesOf } from "./square.ts";

/** Of the Mantel test; the seed is the library's default. */
const permutations = 999;
const mostDots = 20_000;

/** Distances of the networks that both answers have, in the order of the first. */
interface Common {
  readonly title: string;
  /** names × names. */
  readonly data: Float64Array;
  /** Values as they were given. */
  readonly values: Float64Array;
}

/** @throws {Error} for fewer than three networks in both */
export async function agreement(first: Square, other: Square, engine: Engine): Promise<Section> {
  const names = first.names.filter((name) => other.names.includes(name));
  if (names.length < 3)
    throw new Error(
      `Two answers are compared by three networks or more that both have; these have ${names.length} in common.`,
    );
  const [a, b] = [await commonOf(first, names), await commonOf(other, names)];
  const squares = [a, b].map(({ title, data }) => ({
    name: title,
    square: { rows: names.length, cols: names.length, data },
    items: names,
  }));
  const by = (comparator: "pearson" | "spearman") =>
    compareMetrics(squares, { comparator, mantel: permutations }, { engine });
  const [pearson, spearman] = [await by("pearson"), await by("spearman")];
  const left = [first, other].map(({ names: own }) => own.length - names.length);
  return {
    heading: `${a.title} and ${b.title}`,
    facts: [
      { term: "Pearson", text: digits(pearson.at(0, 1)) },
      { term: "Spearman", text: digits(spearman.at(0, 1)) },
      { term: "Mantel p, of Pearson", text: `${digits(pearson.p!.at(0, 1))}, one-sided` },
      { term: "Mantel p, of Spearman", text: `${digits(spearman.p!.at(0, 1))}, one-sided` },
      { term: "Networks in both", text: String(names.length) },
      { term: "Permutations", text: String(permutations) },
    ],
    ...(left.some((count) => count > 0) && {
      warnings: [`Left out, because only one of the answers has them: ${left.join(" and ")} networks.`],
    }),
    figures: [
      differenceOf(a, b, names, isOneMeasure(first, other)),
      scatterOf(a, b, names, pearson.at(0, 1)),
    ],
  };
}

/** Values of one metric are subtracted; those of two have different units, so their ranks are. */
function isOneMeasure({ spec: a }: Square, { spec: b }: Square): boolean {
  return a.metric === b.metric;
}

async function commonOf(square: Square, names: readonly string[]): Promise<Common> {
  const { square: distances } = await distancesOf(square);
  const places = names.map((name) => square.names.indexOf(name));
  const n = square.names.length;
  const some = (from: Float64Array) =>
    Float64Array.from(places.flatMap((i) => places.map((j) => from[i * n + j]!)));
  return { title: square.title, data: some(distances.data), values: some(square.values) };
}

function differenceOf(a: Common, b: Common, names: readonly string[], isOne: boolean): HeatMapsFigure {
  const [x, y] = isOne ? [a.values, b.values] : [ranksOf(a.data, names), ranksOf(b.data, names)];
  const what = isOne
    ? `${b.title} minus ${a.title}.`
    : `Rank of each distance among all, from 0 to 1, by ${b.title} minus by ${a.title}: values of two metrics have different units.`;
  return {
    kind: "heat-maps",
    title: "Difference",
    caption: what,
    networks: "items",
    panels: [{ rowNames: names, colNames: names, values: y.map((value, at) => value - x[at]!) }],
    scale: { word: isOne ? "difference" : "difference of ranks", around: 0 },
    table: true,
  };
}

/** Ranks of the pairs from 0 to 1, ties with their mean, as a square. */
function ranksOf(data: Float64Array, stimuli: readonly string[]): Float64Array {
  const n = stimuli.length;
  const condensed = Float64Array.from(pairsOf(n), ([i, j]) => data[i * n + j]!);
  const ranked = rankTransform(rdmFrom({ name: "ranks", dissimilarity: "distance", stimuli, condensed }));
  const last = Math.max(1, condensed.length - 1);
  return ranked.square().data.map((rank, at) => (at % (n + 1) === 0 ? 0 : (rank - 1) / last));
}

function scatterOf(a: Common, b: Common, names: readonly string[], pearson: number): ScatterFigure {
  const all = pairsOf(names.length);
  const every = Math.ceil(all.length / mostDots);
  const some = all.filter((_, k) => k % every === 0);
  const of = ({ data }: Common) => some.map(([i, j]) => data[i * names.length + j]!);
  const thinned = every > 1 ? ` ${some.length} of ${all.length} pairs are drawn, evenly picked.` : "";
  return {
    kind: "scatter",
    title: "Pairs by both",
    caption: `Each dot is a pair of networks. Pearson ${digits(pearson)}. Dots are no independent samples: a network is in many pairs.${thinned}`,
    x: { label: `distance by ${a.title}` },
    y: { label: `distance by ${b.title}` },
    points: { x: of(a), y: of(b) },
    names: some.map(([i, j]) => `${names[i]} – ${names[j]}`),
    pairs: some.map(([i, j]) => [names[i]!, names[j]!]),
  };
}

const digits = (value: number) => String(Number(value.toPrecision(4))).replace("-", "−");
