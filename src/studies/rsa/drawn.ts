import type { Matrix } from "../../base/matrix.ts";
import { condensedIndex } from "../../rdm/condensed.ts";

/** How often each item was drawn: 0 where it was left out, 1 everywhere when nothing is resampled. */
export type Counts = Float64Array;

/** The entries of an RDM that a draw of stimuli keeps. A stimulus and its copy make no pair. */
export interface Section {
  /** Stimuli drawn, copies counted. */
  readonly stimuli: number;
  /** Condensed positions of the pairs that are left, each once, rising. */
  readonly positions: Int32Array;
  /** How many copies of each of those pairs there are: the product of the counts of its stimuli. */
  readonly weights: Float64Array;
}

/** A section with each copy as an entry of its own, in the order of an RDM of the drawn stimuli. */
export interface WrittenOut {
  /** For each entry, where in `section.positions` it comes from. */
  readonly sources: Int32Array;
  /** Its condensed position among the drawn stimuli; absent if none is excluded or missing. */
  readonly entries?: Int32Array;
}

/** Each item once. */
export function ones(length: number): Counts {
  return new Float64Array(length).fill(1);
}

/** Counts of drawn indices. */
export function countsOf(drawn: ArrayLike<number>, length: number): Counts {
  const counts = new Float64Array(length);
  for (let k = 0; k < drawn.length; k++) counts[drawn[k]!]!++;
  return counts;
}

/** Counts of the items that also stand in `kept`. */
export function restrict(counts: Counts, kept: (item: number) => boolean): Counts {
  return counts.map((count, item) => (kept(item) ? count : 0));
}

/** Number of different items drawn. */
export function distinct(counts: Counts): number {
  return counts.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);
}

/** Number of items drawn, copies counted. */
export function total(counts: Counts): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/**
 * The section that a draw of stimuli leaves.
 * @param missing - 1 for each pair of stimuli whose dissimilarity is not known
 */
export function sectionOf(counts: Counts, missing: Uint8Array | undefined): Section {
  const m = counts.length;
  const drawn = distinct(counts);
  const most = (drawn * (drawn - 1)) / 2;
  const [positions, weights] = [new Int32Array(most), new Float64Array(most)];
  let next = 0;
  for (let i = 0, row = 0; i < m; row += m - i - 1, i++) {
    const count = counts[i]!;
    if (count === 0) continue;
    for (let j = i + 1; j < m; j++) {
      const position = row + j - i - 1;
      if (counts[j] === 0 || missing?.[position]) continue;
      positions[next] = position;
      weights[next++] = count * counts[j]!;
    }
  }
  return {
    stimuli: total(counts),
    positions: positions.subarray(0, next),
    weights: weights.subarray(0, next),
  };
}

/** The section entry by entry, stimuli in their order with copies beside each other. */
export function writeOut(counts: Counts, { positions }: Section): WrittenOut {
  const m = counts.length;
  const place = new Map(Array.from(positions, (position, k) => [position, k]));
  const drawn = Array.from(counts).flatMap((count, i) => new Array<number>(count).fill(i));
  const sources: number[] = [];
  const entries: number[] = [];
  let entry = -1;
  for (let a = 0; a < drawn.length; a++) {
    for (let b = a + 1; b < drawn.length; b++) {
      entry++;
      if (drawn[a] === drawn[b]) continue;
      const source = place.get(condensedIndex(m, drawn[a]!, drawn[b]!));
      if (source === undefined) continue;
      sources.push(source);
      entries.push(entry);
    }
  }
  const whole = entries.length === entry + 1;
  return { sources: Int32Array.from(sources), ...(whole ? {} : { entries: Int32Array.from(entries) }) };
}

/**
 * Marks each pair of stimuli whose dissimilarity is NaN in any of the RDMs; it is left out of all.
 * @returns undefined if there is none
 */
export function missingIn(given: readonly Matrix[]): Uint8Array | undefined {
  const missing = new Uint8Array(given[0]?.cols ?? 0);
  let any = false;
  for (const { cols, data } of given) {
    for (let k = 0; k < data.length; k++) {
      if (!Number.isNaN(data[k])) continue;
      missing[k % cols] = 1;
      any = true;
    }
  }
  return any ? missing : undefined;
}
