import { matrix, type Matrix } from "../../../base/matrix.ts";
import { createRandom, shuffled } from "../../../base/random.ts";
import { condensedIndex } from "../../../rdm/condensed.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import { similarities } from "../evaluate.ts";
import type { Evidence } from "../fitting/fit.ts";
import type { ModelParts } from "../fitting/models.ts";
import { meanBy } from "../fitting/pool.ts";
import { missingIn, ones } from "../drawn.ts";

/** What permutations are evaluated with; crosses threads. */
export interface PermutationStudy extends Evidence {
  readonly models: readonly ModelParts[];
  readonly stimuli: number;
  readonly seed: number;
}

/** Streams of a seed from here on belong to permutations, those below to bootstraps. */
const firstStream = 2 ** 30;

/**
 * Mean similarities of models whose stimuli are renamed at random: the values of models that know
 * nothing of the stimuli. Models with weights to fit are fitted again.
 * @returns of a range of permutations, permutations × models
 */
export function openPermutations(
  study: PermutationStudy,
  kernels: Kernels,
): (range: { first: number; count: number }) => Float64Array {
  const whole = { subjects: ones(study.data.rows), stimuli: ones(study.stimuli) };
  return ({ first, count }) => {
    const means = new Float64Array(count * study.models.length);
    for (let n = 0; n < count; n++) {
      const order = shuffled(study.stimuli, createRandom(study.seed, firstStream + first + n));
      const models = study.models.map((model) => ({
        ...model,
        components: relabel(model.components, order),
      }));
      // Missing entries of a model move with its stimuli.
      const missing = study.missing && missingIn([study.data, ...models.map((model) => model.components)]);
      const values = kernels.scope(() =>
        similarities(models, { ...study, missing }, { train: whole, test: whole }, kernels),
      );
      means.set(meanBy(values, whole.subjects), n * study.models.length);
    }
    return means;
  };
}

/** Condensed RDMs with stimulus order[i] in the place of stimulus i. */
export function relabel({ rows, cols, data }: Matrix, order: readonly number[]): Matrix {
  const m = order.length;
  const result = matrix(rows, cols);
  let next = 0;
  for (let i = 0; i < m; i++) {
    for (let j = i + 1; j < m; j++, next++) {
      const source = condensedIndex(m, order[i]!, order[j]!);
      for (let r = 0; r < rows; r++) result.data[r * cols + next] = data[r * cols + source]!;
    }
  }
  return result;
}
