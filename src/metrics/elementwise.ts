import type { Matrix } from "../base/matrix.ts";
import { choice } from "../base/options.ts";
import { scaleAndCenter } from "../data/responses.ts";
import { dissimilarities } from "../rdm/dissimilarities/all.ts";
import { inOneRow } from "../rdm/dissimilarities/shared/directions.ts";
import { unscale } from "../rdm/rows.ts";
import type { Kernels } from "../wasm/kernels.ts";
import { definePairMetric } from "./metric.ts";
import {
  dissimilaritySettings,
  rowDissimilarities,
  rowDissimilarityOptions,
  type RowDissimilarityOptions,
} from "./rsa/options.ts";

export type ElementwiseOptions = Omit<RowDissimilarityOptions, "perUnit">;

/** All responses of one network in a row, as the dissimilarity wants them. */
type Prepared = { entries: Matrix };

/**
 * First-order comparison of representations of the same units: the dissimilarity of all
 * their responses, stimuli × units, taken as two vectors.
 *
 *   elementwise(X, Y) = d(vec X, vec Y)
 *
 * Nothing is aligned or centred: unit k of one network is unit k of the other, as it is for
 * one network before and after learning, or for sensors and other axes with a meaning.
 */
export const elementwise = definePairMetric<Prepared, ElementwiseOptions>({
  name: "elementwise",
  title: "Elementwise dissimilarity",
  summary: "Dissimilarity of all responses, unit by unit, of networks with the same units.",
  source: "Virtanen et al., Nature Methods 17, 2020 (scipy.spatial.distance), of the responses in a row",
  family: "Matching of units",
  cost: { network: "m·n", pair: "m·n" },
  blindTo: "Nothing that happens in a unit, but units must correspond: reordered ones are other networks.",
  accepts: "matrix",
  sharedAxes: () => ["units"],
  options: {
    dissimilarity: choice(rowDissimilarities, "Between the two networks' responses in a row."),
    p: rowDissimilarityOptions.p,
    priorLambda: rowDissimilarityOptions.priorLambda,
    priorWeight: rowDissimilarityOptions.priorWeight,
  },
  testedWith: [
    ...rowDissimilarities
      .filter((name) => dissimilarities[name].counts !== true)
      .map((dissimilarity) => ({ dissimilarity })),
    { dissimilarity: "minkowski", p: 3 },
  ],

  missing: ({ dissimilarity }) => dissimilarities[dissimilarity].missing === true,

  properties(options) {
    const { range, vectors, properties } = dissimilarities[options.dissimilarity];
    const { kind } = properties(settings(options));
    const invariantTo = vectors?.ignoresScale ? (["isotropic-scaling"] as const) : [];
    return { kind, symmetric: true, range, invariantTo, self: 0 };
  },

  prepare(input, options, kernels) {
    const { vectors } = dissimilarities[options.dissimilarity];
    return {
      entries: vectors ? vectors.prepare(input, kernels, settings(options)) : inOneRow(input, kernels),
    };
  },

  compare({ entries: x }, { entries: y }, options, kernels) {
    const { vectors } = dissimilarities[options.dissimilarity];
    return vectors?.compare ? vectors.compare(x, y, kernels) : betweenTwo(x, y, options, kernels);
  },
});

/** As two rows of one matrix, brought to one scale. */
function betweenTwo(x: Matrix, y: Matrix, options: ElementwiseOptions, kernels: Kernels): number {
  const { degree, between } = dissimilarities[options.dissimilarity];
  const both = kernels.uninitialized(2, x.cols);
  both.data.set(x.data);
  both.data.set(y.data, x.cols);
  const { matrix: rows, exponent } =
    degree === 0
      ? { matrix: both, exponent: 0 }
      : scaleAndCenter({ name: "", responses: both, shape: [2, x.cols] }, false, kernels);
  const value = between(rows, 1, kernels, settings(options)).data[1]!;
  return Math.max(0, unscale(Float64Array.of(value), exponent, degree, options.dissimilarity)[0]!);
}

function settings(options: ElementwiseOptions) {
  return dissimilaritySettings({ ...options, perUnit: false });
}
