import { square } from "../../../base/math/powers.ts";
import { matrix, type Matrix } from "../../../base/matrix.ts";
import { comparatorOf } from "../../../rdm/comparators/registry.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import type { Evaluation } from "../evaluate.ts";
import { noCeiling } from "../inference/ceiling.ts";
import { type Draw, predict } from "./fit.ts";
import { isFitted, isPerSubject, type ModelParts } from "./models.ts";
import type { Evidence } from "./patterns.ts";
import type { Counts } from "../drawn.ts";

/**
 * Evaluates many draws of fixed predictions under a cosine of the entries, centred or not, at once.
 *
 * A pair of stimuli drawn mᵢ and mⱼ times is an entry of weight w = mᵢmⱼ, so no entry is
 * copied. The mean of cosines with normalised subjects is one inner product with their
 * mean p, which also gives the noise ceiling; so all that a draw needs is linear in the number
 * of RDMs, and for many draws it is three products:
 *
 *   W·Z²     squared lengths of all rows            (and W·Z their sums, where centred)
 *   A·Z      p, from A = counts over lengths
 *   (W∘P)·Z  ⟨p, each row⟩
 *
 * with W draws × pairs and Z pairs × (subjects, predictions).
 *
 * @returns undefined where it does not apply: another comparator, weights to be fitted, or subjects with
 * different pairs.
 */
export function weightedSums(
  evidence: Evidence & { readonly models: readonly ModelParts[]; readonly stimuli: number },
  kernels: Kernels,
): ((draws: readonly Draw[]) => Evaluation[]) | undefined {
  const { cosineOf } = comparatorOf(evidence.comparison.comparator);
  if (!cosineOf || evidence.patterns.length > 1) return undefined;
  if (evidence.models.some((model) => isFitted(model) || isPerSubject(model))) return undefined;
  const tables = tablesOf(evidence, cosineOf === "centred-entries", kernels);
  return (draws) =>
    [...chunksOf(draws, tables.data.cols)].flatMap((some) =>
      kernels.scope(() => evaluateDraws(some, tables, kernels)),
    );
}

/** 2 MiB: fastest of 0.5 … 8 in `npm run bench -- rsa`. */
const elementsAtOnce = 2 ** 18;

/** What all draws share, in wasm memory. */
interface Tables {
  readonly subjects: number;
  /** Subjects and predictions. */
  readonly rows: number;
  /** Pairs × rows: entries at unit root mean square. */
  readonly entries: Matrix;
  /** Pairs × rows: their squares; where centred also the entries and a 1. 0 where a pair is missing. */
  readonly moments: Matrix;
  /** Subjects × pairs. */
  readonly data: Matrix;
  readonly center: boolean;
}

function tablesOf(
  { data, models, patterns }: Evidence & { models: readonly ModelParts[] },
  center: boolean,
  kernels: Kernels,
): Tables {
  const given = [
    ...Array.from({ length: data.rows }, (_, t) => data.data.subarray(t * data.cols, (t + 1) * data.cols)),
    ...models.map((model) => predict(model, model.theta ?? [1])),
  ];
  const { missing } = patterns[0]!;
  const present = Array.from({ length: data.cols }, (_, p) => p).filter((p) => !missing?.[p]);
  const scaled = given.map((row) => scaledRow(row, present, center));
  const [pairs, rows] = [data.cols, scaled.length];
  const width = center ? 2 * rows + 1 : rows;
  const [entries, moments] = [matrix(pairs, rows), matrix(pairs, width)];
  scaled.forEach((row, k) => {
    for (const p of present) {
      entries.data[p * rows + k] = row[p]!;
      moments.data[p * width + k] = row[p]! * row[p]!;
      if (center) moments.data[p * width + rows + k] = row[p]!;
    }
  });
  if (center) for (const p of present) moments.data[(p + 1) * width - 1] = 1;
  const flat = matrix(data.rows, pairs);
  scaled.slice(0, data.rows).forEach((row, t) => flat.data.set(row, t * pairs));
  const [resident, ofMoments, ofData] = [entries, moments, flat].map((table) => kernels.copy(table));
  return { subjects: data.rows, rows, entries: resident!, moments: ofMoments!, data: ofData!, center };
}

/** At unit root mean square. Where centred, less its mean: the mean that a draw subtracts is then small and costs no digits. */
function scaledRow(row: Float64Array, present: readonly number[], center: boolean): Float64Array {
  const mean = center ? present.reduce((sum, p) => sum + row[p]!, 0) / present.length : 0;
  const variance = present.reduce((sum, p) => sum + square(row[p]! - mean), 0) / present.length;
  // Equal entries keep nothing but rounding when their mean is gone.
  const scale = variance > square(1e-15 * mean) ? 1 / Math.sqrt(variance) : 0;
  const result = new Float64Array(row.length);
  for (const p of present) result[p] = (row[p]! - mean) * scale;
  return result;
}

/** Consecutive draws, so few that their weights and pools fit in a cache. */
function* chunksOf(draws: readonly Draw[], pairs: number): Generator<readonly Draw[]> {
  const most = Math.max(4, Math.floor(elementsAtOnce / pairs));
  for (let start = 0; start < draws.length; start += most) yield draws.slice(start, start + most);
}

function evaluateDraws(draws: readonly Draw[], tables: Tables, kernels: Kernels): Evaluation[] {
  const { subjects, rows } = tables;
  const seen = [...new Set(draws.map(({ stimuli }) => stimuli))];
  const views = viewsOf(seen, tables, kernels);
  const shares = matrix(draws.length, subjects);
  const lengthsFor = draws.map(({ stimuli }) => views.lengths[seen.indexOf(stimuli)]!);
  draws.forEach((draw, n) =>
    draw.subjects.forEach((count, t) => {
      shares.data[n * subjects + t] = count === 0 ? 0 : count / lengthsFor[n]!.lengths[t]!;
    }),
  );
  const pools = kernels.gemm(shares, tables.data);
  draws.forEach(({ stimuli }, n) => {
    const view = seen.indexOf(stimuli);
    const [pool, weights] = [kernels.rows(pools, n, n + 1), kernels.rows(views.weights, view, view + 1)];
    kernels.multiply(pool, weights, { overwrite: true });
  });
  const along = kernels.detach(kernels.gemm(pools, tables.entries));
  return draws.map(({ subjects: counts }, n) => {
    const share = shares.data.subarray(n * subjects, (n + 1) * subjects);
    const cosines = cosinesOf(along.data.subarray(n * rows, (n + 1) * rows), lengthsFor[n]!, share);
    return evaluationOf(cosines, lengthsFor[n]!.lengths, counts);
  });
}

/** For each of several draws of stimuli the weights of all pairs, and the lengths that all rows then have. */
function viewsOf(seen: readonly Counts[], tables: Tables, kernels: Kernels) {
  const { moments } = tables;
  const weights = kernels.uninitialized(seen.length, moments.rows);
  seen.forEach((stimuli, n) => fillWeights(weights.data, n * moments.rows, stimuli));
  const { cols, data } = kernels.detach(kernels.gemm(weights, moments));
  const lengths = seen.map((_, n) => lengthsOf(data.subarray(n * cols, (n + 1) * cols), tables));
  return { weights, lengths };
}

/** mᵢmⱼ for each pair i < j. */
function fillWeights(target: Float64Array, offset: number, stimuli: Counts): void {
  const m = stimuli.length;
  for (let i = 0, next = offset; i < m; i++) {
    const count = stimuli[i]!;
    if (count === 0) {
      target.fill(0, next, next + m - i - 1);
      next += m - i - 1;
      continue;
    }
    for (let j = i + 1; j < m; j++) target[next++] = count * stimuli[j]!;
  }
}

interface Lengths {
  /** Of each row, its mean subtracted where centred. NaN (centred) or ∞ (not centred) if it has no direction. */
  readonly lengths: Float64Array;
  /** For pearson, the weighted sum of each row. */
  readonly sums: Float64Array;
  readonly weight: number;
}

function lengthsOf(moments: Float64Array, { rows, center }: Tables): Lengths {
  const weight = center ? moments[2 * rows]! : 1;
  const sums = center ? moments.subarray(rows, 2 * rows) : new Float64Array(rows);
  // What centring leaves of equal entries is rounding: they correlate with nothing.
  const least = center ? 1e-13 * weight : 0;
  const lengths = new Float64Array(rows);
  for (let k = 0; k < rows; k++) {
    const square = moments[k]! - (sums[k]! * sums[k]!) / weight;
    lengths[k] = square > least ? Math.sqrt(square) : center ? NaN : Infinity;
  }
  return { lengths, sums, weight };
}

/** ⟨p, row⟩ over the length of the row, for p = Σ cₜ · subject t at unit length. */
function cosinesOf(
  along: Float64Array,
  { lengths, sums, weight }: Lengths,
  shares: Float64Array,
): Float64Array {
  // The mean that p has where nothing was subtracted from its subjects.
  const mean = shares.reduce((sum, share, t) => sum + (share === 0 ? 0 : (share * sums[t]!) / weight), 0);
  return along.map((value, k) => (value - mean * sums[k]!) / lengths[k]!);
}

/**
 * Values and ceiling from the inner products of p with all rows at unit length. ‖p‖² is
 * Σ cₜ⟨p, uₜ⟩; without subject t and its copies, ⟨p, uₜ⟩ loses cₜ and ‖p‖² becomes
 * ‖p‖² − 2cₜ⟨p, uₜ⟩ + cₜ².
 */
function evaluationOf(cosines: Float64Array, lengths: Float64Array, counts: Counts): Evaluation {
  let [all, square, drawn] = [0, 0, 0];
  counts.forEach((count, t) => {
    all += count;
    drawn += count > 0 ? 1 : 0;
    if (count > 0) square += count * cosines[t]!;
  });
  const values = cosines.subarray(counts.length).map((cosine) => clip(cosine / all));
  if (drawn === 1) return { values, ceiling: noCeiling };
  let [lower, upper] = [0, 0];
  counts.forEach((count, t) => {
    if (count === 0) return;
    const along = cosines[t]!;
    upper += clip(along / Math.sqrt(square)) / drawn;
    const left = square - 2 * count * along + count * count;
    if (lengths[t] === Infinity) return; // an RDM of zeros is similar to nothing, and part of no pool
    lower += clip((along - count) / Math.sqrt(left)) / drawn;
  });
  return { values, ceiling: { lower, upper } };
}

function clip(value: number): number {
  return Math.max(-1, Math.min(1, value));
}
