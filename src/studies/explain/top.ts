import type { ExplanationFacts, PairsOfStimuli, ShareKind, Shares } from "./facts.ts";

/** One stimulus, unit, axis or couple with its share. */
export interface Share {
  readonly name: string;
  /** The other one of a couple of units, or of a pair of stimuli. */
  readonly partner?: string;
  readonly share: number;
  /** The share over the total; NaN where the total is 0. */
  readonly fraction: number;
}

/** @param sorted - by magnitude, the largest first; else as they come */
export function topOf(facts: ExplanationFacts, count: number, by: ShareKind, sorted = true): Share[] {
  const found = facts[by];
  if (!found) return [];
  const { length, at, name, partner } = "square" in found ? pairsIn(found) : listIn(found);
  const order = Array.from({ length }, (_, k) => k);
  // NaN compares as equal to all, so it is given a place of its own.
  const size = (k: number) => (Number.isNaN(at(k)) ? -1 : Math.abs(at(k)));
  if (sorted) order.sort((a, b) => size(b) - size(a));
  return order.slice(0, count).map((k) => ({
    name: name(k),
    ...(partner && { partner: partner(k) }),
    share: at(k),
    fraction: found.total === 0 ? NaN : at(k) / found.total,
  }));
}

interface Listed {
  readonly length: number;
  at(k: number): number;
  name(k: number): string;
  partner?: (k: number) => string;
}

function listIn({ names, partners, shares }: Shares): Listed {
  return {
    length: shares.length,
    at: (k) => shares[k]!,
    name: (k) => names[k]!,
    ...(partners && { partner: (k: number) => partners[k]! }),
  };
}

/** Pairs i < j, with what stands on both sides of the diagonal; a stimulus with itself where that has a share. */
function pairsIn({ names, square: { rows: m, data } }: PairsOfStimuli): Listed {
  const places: number[] = [];
  for (let i = 0; i < m; i++) {
    for (let j = i; j < m; j++) if (i < j || data[i * m + j] !== 0) places.push(i * m + j);
  }
  const [row, column] = [(k: number) => Math.floor(places[k]! / m), (k: number) => places[k]! % m];
  return {
    length: places.length,
    at: (k) => data[places[k]!]! * (row(k) === column(k) ? 1 : 2),
    name: (k) => names[row(k)]!,
    partner: (k) => names[column(k)]!,
  };
}
