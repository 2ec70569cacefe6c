import { asin } from "../../base/math/arc.ts";
import { square } from "../../base/math/powers.ts";
import { concatenate, matrix, type Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { End } from "../search/end.ts";
import {
  bestEnd,
  countDistinct,
  countLowest,
  searchOutputs,
  warnOfLonely,
  type Rounds,
  type SearchForm,
} from "../search/search.ts";
import { descend, type Operators } from "./descent.ts";
import type { DsaOptions } from "./options.ts";
import type { PreparedDsa } from "./prepare.ts";
import { startOf } from "./starts.ts";

const outputs = ["value", "minima", "reached", "bound", "converged"] as const;

/** Where searches from several starts end at first: far enough to tell which are the best. */
const roughly = 1e-4;
/** How many of the best, if they differ, are then searched on. */
const bestFew = 4;
/** Values closer than this, relative, are one minimum. */
const sameMinimum = 1e-6;

/**
 * The search for C, always in the same order of the two, so that exchanging them gives the same bits: from every start
 * to a rough tolerance, then the best few of them on.
 */
export const dsaSearch: SearchForm<PreparedDsa, DsaOptions> = {
  outputs,
  pieces: (rounds, _width, options) =>
    rounds.length === 0 ? options.restarts : rounds.length === 1 ? furtherFrom(rounds, options).length : 0,
  widthOf: ({ rank }) => rank,
  piece(x, y, rounds, index, options, kernels) {
    const pair = operatorsOf(x, y, kernels);
    if (rounds.length === 0) {
      const start = startOf(pair.a, pair.b, index, options.seed, kernels);
      return descend(pair, start, { ...options, tolerance: firstTolerance(options) }, kernels);
    }
    const from = furtherFrom(rounds, options)[index]!;
    const end = descend(pair, matrix(pair.a.rows, pair.a.rows, from.motion), options, kernels);
    return { ...end, history: concatenate([from.history, end.history.subarray(1)]) };
  },
  finish(x, y, rounds, options) {
    const { loss, history } = bestEnd(rounds.flat());
    const value = valueOf(x, y, Math.sqrt(2 * loss), options);
    const bound = Math.min(value, valueOf(x, y, leastGap(x, y), options));
    const steps = history.length - 1;
    return Float64Array.of(value, ...minimaOf(rounds), bound, +(steps < options.iterations));
  },
  outputsOf: (x, y, options, kernels) => searchOutputs(dsaSearch, x, y, options, kernels),
  warn: (all, { restarts }) => notes(all, restarts),
};

function firstTolerance({ restarts, tolerance }: DsaOptions): number {
  return restarts > 1 ? Math.max(tolerance, roughly) : tolerance;
}

/** Ends of the first round that are worth searching on, the best first. */
function furtherFrom([first]: Rounds, options: DsaOptions): End[] {
  const rough = firstTolerance(options);
  if (rough <= options.tolerance) return [];
  const sorted = first!.toSorted((a, b) => a.loss - b.loss);
  const differ = (loss: number, before: number) => loss - before > rough * loss;
  return sorted.filter(({ loss }, k) => k === 0 || differ(loss, sorted[k - 1]!.loss)).slice(0, bestFew);
}

/** How many different minima were seen, and from how many starts the least. */
function minimaOf([first, further = []]: Rounds): [minima: number, reached: number] {
  const gaps = (ends: readonly End[]) => ends.map(({ loss }) => Math.sqrt(2 * loss));
  const least = bestEnd([...first!, ...further]);
  // A rough end that lies within its tolerance of the best counts as having led there.
  const resolution =
    (further.length > 0 ? roughly : sameMinimum) * Math.max(Math.sqrt(2 * least.loss), sameMinimum);
  const all = gaps(first!).map((gap) => Math.max(gap, Math.sqrt(2 * least.loss)));
  return [countDistinct(all, resolution), countLowest(all, resolution)];
}

function notes(all: Float64Array, restarts: number): string | undefined {
  const pairs = all.length / outputs.length;
  let open = 0;
  for (let k = 0; k < pairs; k++) open += +(all[k * outputs.length + 4] === 0);
  const unfinished =
    open === 0 ? undefined : `The search of ${open} of ${pairs} pairs did not converge: raise iterations.`;
  const lonely = restarts === 1 ? undefined : warnOfLonely(all, outputs.length, 2);
  return [unfinished, lonely].filter((note) => note !== undefined).join(" ") || undefined;
}

/** The two in the order that both directions share, the smaller with rows and columns of zeros. */
function operatorsOf(x: PreparedDsa, y: PreparedDsa, kernels: Kernels): Operators {
  const [first, second] = comesAfter(x, y) ? [y, x] : [x, y];
  const size = Math.max(x.rank, y.rank);
  return { a: padded(first.operator, size, kernels), b: padded(second.operator, size, kernels) };
}

function padded({ rows: n, data }: Matrix, size: number, kernels: Kernels): Matrix {
  const whole = matrix(size, size);
  for (let i = 0; i < n; i++) whole.data.set(data.subarray(i * n, (i + 1) * n), i * size);
  return kernels.place(size, size, whole.data);
}

function comesAfter(x: PreparedDsa, y: PreparedDsa): boolean {
  if (x.rank !== y.rank) return x.rank > y.rank;
  const [a, b] = [x.operator.data, y.operator.data];
  const differs = a.findIndex((value, k) => value !== b[k]);
  return differs >= 0 && a[differs]! > b[differs]!;
}

/** The value of two operators that are, each at norm 1, that far apart. */
function valueOf(x: PreparedDsa, y: PreparedDsa, gap: number, { ground }: DsaOptions): number {
  if (ground === "angular") return 2 * asin(Math.min(1, gap / 2));
  const parallel = x.norm * y.norm * square(gap);
  return Math.sqrt(square(x.norm - y.norm) + (x.norm * y.norm === 0 ? 0 : parallel));
}

/**
 * No motion brings the two, each at norm 1, closer together than this: the symmetric and the skew part are orthogonal and
 * stay so, and of each the sorted eigenvalues are the best that can be had (Hoffman & Wielandt, Duke Math. J. 20, 1953); so are
 * the sorted singular values of the whole. It is reached where both are symmetric, or both skew.
 */
function leastGap(x: PreparedDsa, y: PreparedDsa): number {
  const size = Math.max(x.rank, y.rank);
  const apart = (a: Matrix, b: Matrix) => {
    const [p, q] = [sortedTo(a.data, size), sortedTo(b.data, size)];
    return p.reduce((sum, value, k) => sum + square(value - q[k]!), 0);
  };
  const parts = apart(x.growth, y.growth) + apart(x.rotation, y.rotation);
  return Math.sqrt(Math.max(parts, apart(x.stretch, y.stretch)));
}

/** With zeros for what is missing, in rising order. */
function sortedTo(values: Float64Array, size: number): Float64Array {
  const all = new Float64Array(size);
  all.set(values);
  return all.sort();
}

/** The value of a pair. */
export function dsaValue(x: PreparedDsa, y: PreparedDsa, options: DsaOptions, kernels: Kernels): number {
  return dsaSearch.outputsOf(x, y, options, kernels)[0]!;
}
