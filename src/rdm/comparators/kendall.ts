import { matrix, type Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { definePairComparator, type PairComparator } from "./comparator.ts";
import { clip } from "./correlations.ts";
import { countInversions } from "./inversions.ts";

/** The order of the entries of one RDM. */
export type Order = {
  /** 1 × P whole numbers: entries from the smallest to the largest. */
  readonly sorted: Matrix;
  /** 1 × P whole numbers: for each entry the place in `sorted` where the entries equal to it begin. */
  readonly places: Matrix;
  /** Pairs of equal entries. */
  readonly tied: number;
  /** Different values. */
  readonly distinct: number;
};

/**
 * The Kendall correlations, in P log P steps:
 *
 *   concordant − discordant = all − tied in a − tied in b + tied in both − 2 · discordant
 */
function kendall(
  own: Pick<PairComparator<Order>, "title" | "equation" | "source" | "properties" | "degenerate">,
  isDefined: (order: Order) => boolean,
  finish: (difference: number, all: number, x: Order, y: Order) => number,
): PairComparator<Order> {
  return definePairComparator<Order>({
    ...own,
    reads: [],
    missing: "left-out",
    leastPairs: 3,
    nonNegative: false,
    chanceIsZero: true,
    cosineOf: undefined,
    pooling: "ranks",
    fittedBy: "pearson",
    prepare(x, _context, kernels) {
      const order = orderOf(x, kernels);
      return order && isDefined(order) ? order : undefined;
    },
    isFitAsSecond: () => true,
    compare(x, y) {
      const all = pairsOf(x.sorted.cols);
      const { discordant, tiedInBoth } = countPairs(x, y);
      return clip(finish(all - x.tied - y.tied + tiedInBoth - 2 * discordant, all, x, y));
    },
  });
}

export const kendallTauA = kendall(
  {
    title: "Kendall's tau-a",
    equation: "(concordant − discordant) / (P(P − 1)/2)",
    source: "Nili et al., PLoS Comput. Biol. 10(4), 2014; Kendall, Biometrika 30, 1938",
    // Of an RDM with ties against itself it is below 1.
    properties: () => ({ kind: "similarity", range: [-1, 1], symmetric: true }),
    degenerate: "one pair of stimuli has no order; 3 stimuli have",
  },
  () => true,
  (difference, all) => difference / all,
);

export const kendallTauB = kendall(
  {
    title: "Kendall's tau-b",
    equation: "(concordant − discordant) / √(pairs not tied in a · pairs not tied in b)",
    source: "Kendall, Biometrika 33, 1945; algorithm: Knight, J. Am. Stat. Assoc. 61, 1966",
    properties: () => ({ kind: "similarity", range: [-1, 1], symmetric: true, self: 1 }),
    degenerate: "all dissimilarities between stimuli are equal, so they correlate with nothing",
  },
  // Without any order there is nothing to divide by.
  ({ sorted, tied }) => tied < pairsOf(sorted.cols),
  (difference, all, x, y) => difference / (Math.sqrt(all - x.tied) * Math.sqrt(all - y.tied)),
);

const pairsOf = (n: number) => (n * (n - 1)) / 2;

/** From ranks that share the mean of ties. Loops throughout, because millions of entries pass. */
function orderOf(x: Matrix, kernels: Kernels): Order | undefined {
  if (x.cols < 2) return undefined;
  const ranks = kernels.ranks(x).data;
  return orderWithoutTies(ranks) ?? orderWithTies(ranks);
}

/** Undefined where two entries are equal: their rank is no whole number, or that of a third. */
function orderWithoutTies(ranks: Float64Array): Order | undefined {
  const n = ranks.length;
  const [sorted, places] = [new Float64Array(n).fill(-1), new Float64Array(n)];
  for (let i = 0; i < n; i++) {
    const place = ranks[i]! - 1;
    if (!Number.isInteger(place) || sorted[place] !== -1) return undefined;
    sorted[place] = i;
    places[i] = place;
  }
  return { sorted: matrix(1, n, sorted), places: matrix(1, n, places), tied: 0, distinct: n };
}

/** Equal entries have equal ranks, and twice a rank is a whole number: counting sort. */
function orderWithTies(ranks: Float64Array): Order {
  const n = ranks.length;
  const begins = new Int32Array(2 * n + 1);
  for (let i = 0; i < n; i++) begins[2 * ranks[i]!]!++;
  let [begin, tied, distinct] = [0, 0, 0];
  for (let rank = 0; rank < begins.length; rank++) {
    const count = begins[rank]!;
    begins[rank] = begin;
    begin += count;
    tied += pairsOf(count);
    if (count > 0) distinct++;
  }
  const [places, sorted] = [new Float64Array(n), new Float64Array(n)];
  for (let i = 0; i < n; i++) places[i] = begins[2 * ranks[i]!]!;
  for (let i = 0; i < n; i++) sorted[begins[2 * ranks[i]!]!++] = i;
  return { sorted: matrix(1, n, sorted), places: matrix(1, n, places), tied, distinct };
}

/** Pairs in opposite orders, and pairs equal in both. */
function countPairs(x: Order, y: Order): { discordant: number; tiedInBoth: number } {
  if (x.distinct * y.distinct <= x.sorted.cols) return countInTable(x, y);
  const sequence = x.tied > 0 ? placesByBoth(x, y) : placesBy(x, y);
  const tiedInBoth = x.tied > 0 && y.tied > 0 ? countTied(x, sequence) : 0;
  const values = y.tied > 0 ? renumbered(sequence) : sequence.length;
  return { discordant: countInversions(sequence, values), tiedInBoth };
}

/**
 * The same where values are few: entries counted by their value in x and in y. With those of
 * smaller x summed for each y, every cell of the table is looked at once.
 */
function countInTable(x: Order, y: Order): { discordant: number; tiedInBoth: number } {
  const table = tableOf(x, y);
  const smaller = new Float64Array(y.distinct);
  let [discordant, tiedInBoth] = [0, 0];
  for (let row = 0; row < table.length; row += y.distinct) {
    let above = 0;
    for (let j = y.distinct - 1; j >= 0; j--) {
      const count = table[row + j]!;
      discordant += count * above;
      tiedInBoth += pairsOf(count);
      above += smaller[j]!;
      smaller[j]! += count;
    }
  }
  return { discordant, tiedInBoth };
}

/** Entries with the i-th value of x and the j-th of y. */
function tableOf(x: Order, y: Order): Float64Array {
  const [xPlaces, yPlaces] = [x.places.data, y.places.data];
  const [xNumbers, yNumbers] = [numbersOf(x), numbersOf(y)];
  const table = new Float64Array(x.distinct * y.distinct);
  for (let k = 0; k < xPlaces.length; k++)
    table[xNumbers[xPlaces[k]!]! * y.distinct + yNumbers[yPlaces[k]!]!]!++;
  return table;
}

/** For each place where equal entries begin, how many different values come before. */
function numbersOf({ sorted, places }: Order): Int32Array {
  const numbers = new Int32Array(sorted.data.length);
  let before = 0;
  for (let place = 0; place < numbers.length; place++)
    if (places.data[sorted.data[place]!] === place) numbers[place] = before++;
  return numbers;
}

/** Places become 0, 1, 2, … in their order, so that counting among few values is quick. @returns how many */
function renumbered(sequence: Int32Array): number {
  const numbers = new Int32Array(sequence.length);
  for (let k = 0; k < sequence.length; k++) numbers[sequence[k]!] = 1;
  let values = 0;
  for (let place = 0; place < numbers.length; place++) if (numbers[place] === 1) numbers[place] = values++;
  for (let k = 0; k < sequence.length; k++) sequence[k] = numbers[sequence[k]!]!;
  return values;
}

/** Places in y of the entries sorted by x, all different. */
function placesBy(x: Order, y: Order): Int32Array {
  const [sorted, places] = [x.sorted.data, y.places.data];
  const sequence = new Int32Array(sorted.length);
  for (let k = 0; k < sequence.length; k++) sequence[k] = places[sorted[k]!]!;
  return sequence;
}

/** The same, and by y where entries are equal in x, so that those count as in order. */
function placesByBoth(x: Order, y: Order): Int32Array {
  const [sorted, xPlaces, yPlaces] = [y.sorted.data, x.places.data, y.places.data];
  const n = sorted.length;
  const [sequence, filled] = [new Int32Array(n), new Int32Array(n)];
  for (let k = 0; k < n; k++) {
    const entry = sorted[k]!;
    const place = xPlaces[entry]!;
    sequence[place + filled[place]!++] = yPlaces[entry]!;
  }
  return sequence;
}

/** Pairs of entries that are equal in x and in y: runs of equal places between the beginnings of groups of x. */
function countTied(x: Order, sequence: Int32Array): number {
  const places = x.places.data;
  const begins = new Uint8Array(sequence.length);
  for (let k = 0; k < places.length; k++) begins[places[k]!] = 1;
  let [total, run] = [0, 0];
  for (let k = 1; k < sequence.length; k++) {
    run = begins[k] === 0 && sequence[k] === sequence[k - 1] ? run + 1 : 0;
    total += run;
  }
  return total;
}
