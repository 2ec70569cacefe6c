import { matrix, type Matrix } from "../matrix.ts";
import type { Kernels } from "../wasm/kernels.ts";
import type { Evaluation } from "./evaluate.ts";
import { type Draw, type Evidence, predict } from "./fit.ts";
import type { ModelParts } from "./models.ts";
import type { Counts } from "./section.ts";

/**
 * Evaluates resamples of fixed predictions under cosine or pearson by one product each.
 *
 * A pair of stimuli drawn mᵢ and mⱼ times is an entry of weight mᵢmⱼ, so all that a
 * resample needs are the weighted inner products
 *
 *   G = Σ_{i<j} mᵢmⱼ zᵢⱼ zᵢⱼᵀ,   zᵢⱼ = (entry of each subject, of each prediction, 1),
 *
 * of pairs that were drawn at all: about 40 % of them. How often a subject was drawn enters
 * only afterwards, so bootstraps over subjects share one G, and the noise ceiling, too, is a
 * function of G: the mean of normalised subjects is a combination of theirs.
 *
 * @returns undefined where it does not apply: another comparator, or weights to be fitted.
 */
export function weightedGram(
  evidence: Evidence & { readonly models: readonly ModelParts[]; readonly stimuli: number },
  kernels: Kernels,
): ((draw: Draw) => Evaluation) | undefined {
  const { comparator } = evidence.comparison;
  if (comparator !== "cosine" && comparator !== "pearson") return undefined;
  if (evidence.models.some(({ kind, theta }) => kind !== "fixed" && !theta)) return undefined;
  const center = comparator === "pearson";
  const entries = interleaved(evidence, center);
  const size = entries.cols;
  const subjects = evidence.data.rows;
  let last: { stimuli: string; gram: Float64Array } | undefined;
  const gramOf = (stimuli: Counts) => {
    const key = stimuli.join();
    if (last?.stimuli !== key)
      last = { stimuli: key, gram: weightedProducts(entries, stimuli, evidence, kernels) };
    return last.gram;
  };
  return (draw) => {
    const gram = gramOf(draw.stimuli);
    const inner = center ? centered(gram, size) : gram;
    // What centring leaves of equal entries is rounding: they correlate with nothing.
    const least = center ? 1e-13 * gram.at(-1)! : 0;
    const lengths = Float64Array.from({ length: size - 1 }, (_, k) => {
      const square = inner[k * (size + 1)]!;
      return square > least ? Math.sqrt(square) : center ? NaN : Infinity;
    });
    return fromGram({ gram: inner, size, lengths }, draw.subjects, subjects);
  };
}

/**
 * P × K: pair by pair the entries of all subjects and all predictions, at unit root mean
 * square, and a 1 at the end. For pearson their means are subtracted, so that what a
 * resample's own mean takes away is small.
 */
function interleaved(
  { data, models, missing }: Evidence & { models: readonly ModelParts[] },
  center: boolean,
): Matrix {
  const rows = [
    ...Array.from({ length: data.rows }, (_, t) => data.data.subarray(t * data.cols, (t + 1) * data.cols)),
    ...models.map((model) => predict(model, model.theta ?? [1])),
  ];
  const result = matrix(data.cols, rows.length + 1);
  const present = Array.from({ length: data.cols }, (_, p) => p).filter((p) => !missing?.[p]);
  rows.forEach((row, k) => {
    const mean = center ? present.reduce((sum, p) => sum + row[p]!, 0) / present.length : 0;
    const square = present.reduce((sum, p) => sum + (row[p]! - mean) ** 2, 0) / present.length;
    // Equal entries keep nothing but rounding when their mean is gone.
    const scale = square > (1e-15 * mean) ** 2 ? 1 / Math.sqrt(square) : 0;
    for (const p of present) result.data[p * result.cols + k] = (row[p]! - mean) * scale;
  });
  for (const p of present) result.data[(p + 1) * result.cols - 1] = 1;
  return result;
}

/** G of one draw of stimuli, K × K in ordinary memory. */
function weightedProducts(
  entries: Matrix,
  stimuli: Counts,
  { missing }: Evidence,
  kernels: Kernels,
): Float64Array {
  const drawn = [...stimuli.keys()].filter((i) => stimuli[i]! > 0);
  const pairs = (drawn.length * (drawn.length - 1)) / 2;
  return kernels.scope(() => {
    const weighted = kernels.uninitialized(pairs, entries.cols);
    fill(weighted.data, entries, stimuli, drawn, missing);
    return kernels.detach(kernels.syrk(weighted, { trans: true })).data;
  });
}

/** Rows of the drawn pairs times the root of their weight. */
function fill(
  target: Float64Array,
  { cols, data }: Matrix,
  stimuli: Counts,
  drawn: readonly number[],
  missing: Uint8Array | undefined,
): void {
  const m = stimuli.length;
  const roots = stimuli.map(Math.sqrt);
  let next = 0;
  for (let a = 0; a < drawn.length; a++) {
    const i = drawn[a]!;
    const row = (i * (2 * m - i - 3)) / 2 - 1;
    for (let b = a + 1; b < drawn.length; b++) {
      const root = missing?.[row + drawn[b]!] ? 0 : roots[i]! * roots[drawn[b]!]!;
      const source = (row + drawn[b]!) * cols;
      for (let k = 0; k < cols; k++) target[next + k] = root * data[source + k]!;
      next += cols;
    }
  }
}

/** Takes the weighted means away: Gₐᵦ − sₐsᵦ / w, with s the last column and w its last entry. */
function centered(gram: Float64Array, size: number): Float64Array {
  const last = size - 1;
  const weight = gram[last * size + last]!;
  return gram.map(
    (value, k) =>
      value - (gram[Math.floor(k / size) * size + last]! * gram[last * size + (k % size)]!) / weight,
  );
}

/** Similarities and ceiling from inner products; rows 0 … subjects − 1 are the subjects. */
function fromGram(
  { gram, size, lengths }: { gram: Float64Array; size: number; lengths: Float64Array },
  counts: Counts,
  subjects: number,
): Evaluation {
  const cosine = (a: number, b: number) => clip(gram[a * size + b]! / (lengths[a]! * lengths[b]!));
  const drawn = [...counts.keys()].filter((t) => counts[t]! > 0);
  const all = drawn.reduce((sum, t) => sum + counts[t]!, 0);
  const values = Float64Array.from(
    { length: size - 1 - subjects },
    (_, m) => drawn.reduce((sum, t) => sum + counts[t]! * cosine(subjects + m, t), 0) / all,
  );
  return { values, ceiling: ceilingFrom(drawn, counts, cosine) };
}

/**
 * The pool is p = Σ cₜuₜ of subjects uₜ at unit length, so ⟨p, uₜ⟩ and ‖p‖² are sums of
 * cosines; without subject t and its copies, ⟨p, uₜ⟩ − cₜ and ‖p‖² − 2cₜ⟨p, uₜ⟩ + cₜ².
 */
function ceilingFrom(drawn: readonly number[], counts: Counts, cosine: (a: number, b: number) => number) {
  const along = drawn.map((t) =>
    drawn.reduce((sum, s) => sum + counts[s]! * (s === t ? 1 : cosine(s, t)), 0),
  );
  const square = drawn.reduce((sum, t, k) => sum + counts[t]! * along[k]!, 0);
  let [lower, upper] = [0, 0];
  drawn.forEach((t, k) => {
    const count = counts[t]!;
    upper += clip(along[k]! / Math.sqrt(square));
    const left = square - 2 * count * along[k]! + count * count;
    lower += drawn.length === 1 ? 1 : clip((along[k]! - count) / Math.sqrt(left));
  });
  return { lower: lower / drawn.length, upper: upper / drawn.length };
}

function clip(value: number): number {
  return Math.max(-1, Math.min(1, value));
}
