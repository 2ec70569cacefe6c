import { square } from "../../base/math/powers.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import { createRandom, shuffled } from "../../base/random.ts";
import { permutationShare, reaches } from "../../base/statistics.ts";
import { condensedRdm } from "../../rdm/compute.ts";
import { condense, condensedIndex } from "../../rdm/condensed.ts";
import type { ResolvedRdm } from "../../rdm/options.ts";
import type { Kernels } from "../../wasm/kernels.ts";

/** The responses of one subject, run after run. */
export interface RunRows {
  readonly name: string;
  readonly runs: number;
  readonly stimuli: readonly string[];
  /** [runs · stimuli, units] */
  readonly shape: readonly [number, number];
  readonly data: Float64Array;
}

/** What all subjects share. */
export interface ReliabilitySetup {
  readonly resolved: ResolvedRdm;
  readonly permutations: number;
  readonly seed: number;
}

/** What is found of one subject. */
export interface SubjectReliability {
  /** m × m: mean over all pairs of different runs. */
  readonly cross: Matrix;
  readonly index: number;
  /** Mean Pearson correlation of the RDMs of two runs; NaN for 2 stimuli, or a run whose RDM is constant. */
  readonly correlation: number;
  readonly p?: number;
}

export function reliabilityOf(
  { runs, shape, data, name, stimuli }: RunRows,
  { resolved, permutations, seed }: ReliabilitySetup,
  kernels: Kernels,
): SubjectReliability {
  const m = stimuli.length;
  const rows = shape[0];
  const { condensed } = condensedRdm({ name, shape, data }, resolved, kernels);
  const between = (i: number, r: number, j: number, s: number) =>
    condensed[condensedIndex(rows, r * m + i, s * m + j)]!;
  const cross = crossOf(m, runs, between);
  const index = indexOf(cross);
  const correlation = correlationOfRuns(m, runs, condensed, rows);
  if (permutations === 0) return { cross, index, correlation };
  return { cross, index, correlation, p: permutedP(m, runs, between, { permutations, seed }) };
}

type Between = (i: number, r: number, j: number, s: number) => number;

function crossOf(m: number, runs: number, between: Between): Matrix {
  const cross = matrix(m, m);
  const share = 1 / (runs * (runs - 1));
  for (let r = 0; r < runs; r++) {
    for (let s = 0; s < runs; s++) {
      if (r === s) continue;
      for (let i = 0; i < m; i++)
        for (let j = 0; j < m; j++) cross.data[i * m + j]! += share * between(i, r, j, s);
    }
  }
  return cross;
}

/** Mean off the diagonal less mean on it. */
export function indexOf({ rows: m, data }: Matrix): number {
  let [diagonal, all] = [0, 0];
  data.forEach((value, k) => {
    all += value;
    if (k % (m + 1) === 0) diagonal += value;
  });
  return (all - diagonal) / (m * (m - 1)) - diagonal / m;
}

/**
 * The share of orders of the stimuli, drawn for each run by itself, under which stimuli with one name are as alike
 * across runs. The sum of all entries is the same in each, so that of the diagonal decides.
 */
function permutedP(
  m: number,
  runs: number,
  between: Between,
  { permutations, seed }: Pick<ReliabilitySetup, "permutations" | "seed">,
): number {
  const diagonal = (orders: readonly (readonly number[])[]) => {
    let sum = 0;
    for (let r = 0; r < runs; r++)
      for (let s = r + 1; s < runs; s++)
        for (let i = 0; i < m; i++) sum += between(orders[r]![i]!, r, orders[s]![i]!, s);
    return sum;
  };
  const asGiven = Array.from({ length: m }, (_, i) => i);
  const observed = diagonal(Array.from({ length: runs }, () => asGiven));
  let reached = 0;
  for (let n = 0; n < permutations; n++) {
    const random = createRandom(seed, n);
    // The first run may keep its order: only those of the others to it count.
    const orders = [asGiven, ...Array.from({ length: runs - 1 }, () => shuffled(m, random))];
    if (reaches(diagonal(orders), observed, Math.abs(observed), "left")) reached++;
  }
  return permutationShare(reached, permutations);
}

/** Mean over pairs of runs of the correlation of their RDMs. */
function correlationOfRuns(m: number, runs: number, condensed: Float64Array, rows: number): number {
  const own = Array.from({ length: runs }, (_, r) =>
    condense(m, (i, j) => condensed[condensedIndex(rows, r * m + i, r * m + j)]!),
  );
  let [sum, pairs] = [0, 0];
  for (let r = 0; r < runs; r++) {
    for (let s = r + 1; s < runs; s++, pairs++) sum += pearson(own[r]!, own[s]!);
  }
  return sum / pairs;
}

function pearson(x: Float64Array, y: Float64Array): number {
  const centred = (values: Float64Array) => {
    const centre = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.map((value) => value - centre);
  };
  const [a, b] = [centred(x), centred(y)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let k = 0; k < a.length; k++) {
    ab += a[k]! * b[k]!;
    aa += square(a[k]!);
    bb += square(b[k]!);
  }
  return aa > 0 && bb > 0 && a.length > 1 ? ab / Math.sqrt(aa * bb) : NaN;
}
