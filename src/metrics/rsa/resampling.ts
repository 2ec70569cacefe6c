import { matrix, type Matrix } from "../../base/matrix.ts";
import { comparatorOf, type Comparator } from "../../rdm/comparators/registry.ts";
import { NumericalError } from "../../base/errors.ts";
import type { Resampling } from "../metric.ts";
import { comparison, type RsaMetricOptions } from "./options.ts";
import { assertPairs, wholeRdm } from "./rdm.ts";

/** One network's RDM over all stimuli. */
type Whole = {
  /** 1 × m(m − 1)/2. */
  readonly rdm: Matrix;
  readonly stimuli: number;
};

/**
 * Resamples of an RDM: rows and columns of the drawn stimuli. A stimulus that is drawn twice says
 * nothing about itself, so those pairs are left out, as rsatoolbox does; comparators that need
 * every pair see the 0 that stands there.
 */
export const rsaResampling: Resampling<never, RsaMetricOptions> = {
  prepare(input, options, kernels) {
    assertPairs(input, options.comparator);
    const entries = wholeRdm(input, options, kernels);
    return { rdm: matrix(1, entries.length, entries), stimuli: input.responses.rows };
  },

  resample(whole: Whole, stimuli, options, kernels) {
    const comparator = comparatorOf(options.comparator);
    const drawn = drawnEntries(whole, stimuli, comparator.missing);
    const context = { ...comparison(stimuli.length, options), entries: drawn.entries };
    if (comparator.form === "pair") {
      const prepared = comparator.prepare(drawn.rdm, context, kernels);
      if (prepared === undefined) throw undefinedOn(options);
      return { ...prepared, stimuli: stimuli.length } as never;
    }
    const features = comparator.features(drawn.rdm, context, kernels);
    if (features.data.every((value) => value === 0)) throw undefinedOn(options);
    // Inner products do not mind where zeros stand.
    const padded = matrix(1, (stimuli.length * (stimuli.length - 1)) / 2);
    padded.data.set(features.data);
    return { rows: matrix(0, 0), features: padded, mean: 0 } as never;
  },
};

/** The dissimilarities of the drawn stimuli, and where they stand; no positions if none is left out. */
function drawnEntries({ rdm, stimuli: m }: Whole, drawn: readonly number[], missing: Comparator["missing"]) {
  const values = new Float64Array((drawn.length * (drawn.length - 1)) / 2);
  const kept = new Int32Array(values.length);
  let [position, count] = [0, 0];
  for (let a = 0; a < drawn.length; a++) {
    for (let b = a + 1; b < drawn.length; b++, position++) {
      const [i, j] = [Math.min(drawn[a]!, drawn[b]!), Math.max(drawn[a]!, drawn[b]!)];
      if (i === j && missing === "left-out") continue;
      const itself = missing === "own" ? NaN : 0;
      kept[count] = position;
      values[count++] = i === j ? itself : rdm.data[(i * (2 * m - i - 1)) / 2 + j - i - 1]!;
    }
  }
  const all = count === values.length;
  return {
    rdm: matrix(1, count, values.subarray(0, count)),
    entries: all ? undefined : kept.slice(0, count),
  };
}

function undefinedOn({ comparator }: RsaMetricOptions): NumericalError {
  return new NumericalError(`a resample: its RDM has too little in it for ${comparator}.`);
}
