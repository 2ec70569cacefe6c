import { matrix, type Matrix } from "../../../base/matrix.ts";
import { createRandom, shuffled } from "../../../base/random.ts";
import { condensedIndex } from "../../../rdm/condensed.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import { foldValues } from "../evaluate.ts";
import { foldStatistics } from "../fitting/fold-statistics.ts";
import { isPerSubject, type ModelParts } from "../fitting/models.ts";
import { patternsOf, type Evidence } from "../fitting/patterns.ts";
import { ones } from "../drawn.ts";
import type { Fold } from "./ceiling.ts";

/** What permutations are evaluated with; crosses threads. */
export interface PermutationStudy extends Evidence {
  readonly models: readonly ModelParts[];
  readonly stimuli: number;
  readonly seed: number;
  /** The division of the data, the same for every permutation; absent without cross-validation. */
  readonly division?: readonly Fold[];
}

/** Streams of a seed from here on belong to permutations, those below to bootstraps. */
const firstStream = 2 ** 30;

/** Below so many stimuli all orders are taken: 5! is 120. */
const drawnFrom = 6;

/**
 * How many permutations there are: all orders of few stimuli, the given one included; otherwise as many
 * as are asked for, all of them drawn.
 */
export function countOrders(stimuli: number, asked: number): { count: number; isAll: boolean } {
  if (stimuli >= drawnFrom) return { count: asked, isAll: false };
  let count = 1;
  for (let k = 2; k <= stimuli; k++) count *= k;
  return { count, isAll: true };
}

/** Order `index` of the stimuli: one of all orders (0: as given), or a random one of this stream. */
export function orderAt(stimuli: number, seed: number, index: number): number[] {
  if (stimuli >= drawnFrom) return shuffled(stimuli, createRandom(seed, firstStream + index));
  const left = Array.from({ length: stimuli }, (_, k) => k);
  let rest = index;
  return Array.from({ length: stimuli }, (_, k) => {
    const size = stimuli - k;
    const at = rest % size;
    rest = Math.floor(rest / size);
    return left.splice(at, 1)[0]!;
  });
}

/**
 * Mean similarities of models whose stimuli have changed places: the values of models that know nothing of
 * the stimuli. All subjects meet the same permuted model. Models with weights to fit are fitted again.
 * @returns of a range of permutations, permutations × models
 */
export function openPermutations(
  study: PermutationStudy,
  kernels: Kernels,
): (range: { first: number; count: number }) => Float64Array {
  const statistic = statisticOf(study, kernels);
  const given = study.models.map(({ components }) => components);
  return ({ first, count }) => {
    const means = new Float64Array(count * study.models.length);
    for (let n = 0; n < count; n++) {
      const order = orderAt(study.stimuli, study.seed, first + n);
      const components = relabel(given, order);
      const models = study.models.map((model, m) => ({ ...model, components: components[m]! }));
      means.set(statistic(models), n * study.models.length);
    }
    return means;
  };
}

/** Mean similarity of each model over subjects, and over folds where there is a division. */
export function statisticOf(
  study: PermutationStudy,
  kernels: Kernels,
): (models: readonly ModelParts[]) => Float64Array {
  const { data, comparison, stimuli } = study;
  const whole = { subjects: ones(data.rows), stimuli: ones(stimuli) };
  const division = study.division ?? [{ train: whole, test: whole }];
  // Missing entries of a model move with its stimuli.
  const isWhole = study.patterns.every(({ missing }) => !missing);
  const evidenceFor = (models: readonly ModelParts[]): Evidence => {
    const components = models.map((model) => model.components);
    return { data, comparison, patterns: isWhole ? study.patterns : patternsOf(data, components) };
  };
  // Subjects are brought to their scale once: only the models change places.
  const fast = study.models.some(isPerSubject) ? undefined : foldStatistics(study, division, kernels);
  const valuesOf = fast ?? ((models) => foldValues(models, evidenceFor(models), division, kernels));
  return (models) => {
    const values = kernels.scope(() => valuesOf(models));
    return Float64Array.from(models, (_, m) =>
      meanOfDefined(values.subarray(m * division.length, (m + 1) * division.length)),
    );
  };
}

/** NaN marks a fold with too few stimuli. */
export function meanOfDefined(values: Float64Array): number {
  let [sum, count] = [0, 0];
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  return sum / count;
}

/** Condensed RDMs with stimulus order[i] in the place of stimulus i. */
export function relabel(rdms: readonly Matrix[], order: readonly number[]): Matrix[] {
  const sources = sourcesOf(order);
  return rdms.map((rows) => taken(rows, sources));
}

/** Of each condensed position, where its pair of stimuli stood. */
function sourcesOf(order: readonly number[]): Int32Array {
  const m = order.length;
  const sources = new Int32Array((m * (m - 1)) / 2);
  let next = 0;
  for (let i = 0; i < m; i++) {
    for (let j = i + 1; j < m; j++) sources[next++] = condensedIndex(m, order[i]!, order[j]!);
  }
  return sources;
}

/** Those columns of each row. */
function taken({ rows, cols, data }: Matrix, sources: Int32Array): Matrix {
  const result = matrix(rows, cols);
  for (let r = 0; r < rows; r++) {
    for (let k = 0; k < cols; k++) result.data[r * cols + k] = data[r * cols + sources[k]!]!;
  }
  return result;
}
