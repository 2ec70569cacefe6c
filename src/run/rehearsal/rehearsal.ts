import type { Share } from "../ledger/ledger.ts";
import type { MemoryTaken } from "../pairs/memory-plan.ts";
import { sumOf, times, type Seconds } from "./timing.ts";

/** A run of pairs that was not done: what it would be, from a few networks and one tile. */
export interface PairsPart {
  readonly kind: "pairs";
  readonly metric: string;
  /** Runs that are alike: one network after the other against all, as a search makes them. */
  readonly runs: number;
  /** Of the largest run. */
  readonly networks: number;
  /** Pairs and tiles of all runs, as all that follows but sizes and memory. */
  readonly pairs: number;
  readonly tiles: number;
  readonly threads: number;
  /** Networks that are prepared, each one once for all times that it is needed. */
  readonly preparations: number;
  readonly prepare: Seconds;
  readonly compare: Seconds;
  /** What was really done. */
  readonly measured: { readonly networks: number; readonly pairs: number };
  /** Bytes of all prepared networks, as a cache of them would hold. */
  readonly preparedBytes: number;
  readonly memory: MemoryTaken;
  /** Rows and columns of its matrix, and numbers for each pair. */
  readonly rows: number;
  readonly cols: number;
  readonly outputs: number;
}

/** Pieces of other work (resamples, subjects, patches) that were not all done. */
export interface PiecesPart {
  readonly kind: "pieces";
  readonly task: string;
  /** Of all rounds. */
  readonly pieces: number;
  readonly rounds: number;
  readonly threads: number;
  readonly work: Seconds;
  /** Bytes of the result of one, about. */
  readonly resultBytes: number;
  readonly measured: { readonly pieces: number };
}

export type Part = PairsPart | PiecesPart;

/** A run of pairs before it is measured. */
export interface RunOfPairs {
  /** What runs have in common of which each pair, and each number of a network, takes as long. */
  readonly likeness: string;
  readonly pairs: number;
  readonly networks: number;
  /** Of all networks. */
  readonly numbers: number;
}

/** Thrown where a rehearsal has to end, because what would come needs the results of what was not done. */
export class RehearsalOver extends Error {
  override readonly name = "RehearsalOver";
}

/** What is known of a job of which only small parts were done. */
export class Rehearsal {
  readonly parts: Part[] = [];
  /** The part of the work that the process would do, if not all. */
  readonly share: Share | undefined;
  /** What was found of the last run of pairs, for those that are alike. */
  #last: { readonly run: RunOfPairs; readonly part: PairsPart; readonly found: unknown } | undefined;
  /** Seconds that went into measuring, which the job itself would not take. */
  spent = 0;

  constructor(share?: Share) {
    this.share = share;
  }

  /** Whether results are no results: something was left out. */
  get isPretence(): boolean {
    return this.parts.length > 0;
  }

  /** Does something that is only for measuring. */
  async trying<R>(work: () => Promise<R>): Promise<R> {
    const start = performance.now();
    try {
      return await work();
    } finally {
      this.spent += (performance.now() - start) / 1000;
    }
  }

  /** Adds a part; one of the same pieces as the last is a further round of it. */
  add(part: Part): void {
    const last = this.parts.at(-1);
    if (part.kind === "pieces" && last?.kind === "pieces" && last.task === part.task)
      this.parts[this.parts.length - 1] = together(last, part);
    else this.parts.push(part);
  }

  /**
   * Adds a run of pairs, which is measured unless the one before was alike.
   * @returns what was found when it was measured
   */
  async addPairs<F>(
    run: RunOfPairs,
    measure: () => Promise<{ readonly part: PairsPart; readonly found: F }>,
  ): Promise<F> {
    const [before, last] = [this.#last, this.parts.at(-1)];
    if (before?.run.likeness === run.likeness && last?.kind === "pairs") {
      this.parts[this.parts.length - 1] = repeated(last, scaled(before.part, before.run, run));
      return before.found as F;
    }
    const { part, found } = await measure();
    this.#last = { run, part, found };
    this.add(part);
    return found;
  }
}

/** What another run would be, of as many pairs and networks as it has. */
function scaled(part: PairsPart, measured: RunOfPairs, run: RunOfPairs): PairsPart {
  const [pairs, networks] = [run.pairs / measured.pairs, run.networks / measured.networks];
  const numbers = run.numbers / measured.numbers;
  return {
    ...part,
    networks: run.networks,
    pairs: Math.round(part.pairs * pairs),
    tiles: Math.ceil(part.tiles * pairs),
    preparations: Math.round(part.preparations * networks),
    prepare: times(part.prepare, numbers),
    compare: times(part.compare, pairs),
    preparedBytes: part.preparedBytes * numbers,
  };
}

function repeated(all: PairsPart, one: PairsPart): PairsPart {
  return {
    ...all,
    runs: all.runs + one.runs,
    networks: Math.max(all.networks, one.networks),
    pairs: all.pairs + one.pairs,
    tiles: all.tiles + one.tiles,
    preparations: all.preparations + one.preparations,
    prepare: sumOf([all.prepare, one.prepare]),
    compare: sumOf([all.compare, one.compare]),
    preparedBytes: Math.max(all.preparedBytes, one.preparedBytes),
  };
}

function together(one: PiecesPart, other: PiecesPart): PiecesPart {
  const work = sumOf([one.work, other.work]);
  const measured = { pieces: one.measured.pieces + other.measured.pieces };
  return { ...one, work, measured, pieces: one.pieces + other.pieces, rounds: one.rounds + other.rounds };
}
