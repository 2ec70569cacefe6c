import { NumericalError } from "../base/errors.ts";
import { matrix, type Matrix } from "../base/matrix.ts";
import { comparatorDefaults, comparators } from "../rdm/comparators/registry.ts";
import { dissimilarityOf, type DissimilarityName } from "../rdm/dissimilarities/registry.ts";
import { ratesOf } from "../rdm/dissimilarities/poisson.ts";
import { unscale } from "../rdm/rows.ts";
import { scaleAndCenter, type Responses } from "../data/responses.ts";
import type { Kernels } from "../wasm/kernels.ts";
import { definePairMetric } from "./metric.ts";
import { choice } from "../base/options.ts";
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
  title: "Elementwise dissimilarity",
  summary: "Dissimilarity of all responses, unit by unit, of networks with the same units.",
  source: "Virtanen et al., Nature Methods 17, 2020 (scipy.spatial.distance), of the responses in a row",
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
      .filter((name) => dissimilarityOf(name).counts !== true)
      .map((dissimilarity) => ({ dissimilarity })),
    { dissimilarity: "minkowski", p: 3 },
  ],

  missing: ({ dissimilarity }) => dissimilarityOf(dissimilarity).missing === true,

  properties: ({ dissimilarity, p }) => ({
    kind: isDistance(dissimilarity, p) ? "distance" : "dissimilarity",
    symmetric: true,
    range: dissimilarityOf(dissimilarity).range,
    invariantTo: isAngle(dissimilarity) ? ["isotropic-scaling"] : [],
    self: 0,
  }),

  prepare(input, options, kernels) {
    const { dissimilarity } = options;
    const row = { ...input, responses: kernels.reshape(input.responses, 1, input.responses.data.length) };
    if (isAngle(dissimilarity)) return { entries: direction(row, dissimilarity === "correlation", kernels) };
    if (dissimilarity !== "poisson") return { entries: row.responses };
    const { data } = ratesOf(input, input.responses, settings(options));
    return { entries: matrix(1, data.length, data) };
  },

  compare(x, y, options, kernels) {
    const { dissimilarity } = options;
    if (dissimilarity === "nan-euclidean")
      return comparators[dissimilarity].compare(x, y, { stimuli: 1, options: comparatorDefaults }, kernels);
    if (dissimilarity === "poisson") return divergence(x.entries, y.entries);
    const length = x.entries.cols;
    const both = kernels.uninitialized(2, length);
    both.data.set(x.entries.data);
    both.data.set(y.entries.data, length);
    const { degree, between } = dissimilarityOf(dissimilarity);
    const { matrix: rows, exponent } =
      degree === 0 ? { matrix: both, exponent: 0 } : scaleAndCenter(asResponses(both), false, kernels);
    const value = between(rows, 1, kernels, settings(options)).data[1]!;
    return Math.max(0, unscale(Float64Array.of(value), dissimilarity, exponent)[0]!);
  },
});

/** Σ (a − b)(log a − log b), each term at least 0. */
function divergence({ data: a }: Matrix, { data: b }: Matrix): number {
  return a.reduce((sum, rate, k) => sum + (rate - b[k]!) * Math.log(rate / b[k]!), 0);
}

function settings(options: ElementwiseOptions) {
  return dissimilaritySettings({ ...options, perUnit: false });
}

function isAngle(name: DissimilarityName): boolean {
  return name === "correlation" || name === "cosine";
}

function isDistance(name: DissimilarityName, p: number): boolean {
  return name === "minkowski" ? p >= 1 : !isAngle(name) && name !== "squared-euclidean" && name !== "poisson";
}

function asResponses(rows: Matrix): Responses {
  return { name: "", responses: rows, shape: [rows.rows, rows.cols] };
}

/** The row at length 1, after taking out its mean if asked. */
function direction(row: Responses, center: boolean, kernels: Kernels): Matrix {
  const { matrix: scaled } = scaleAndCenter(row, false, kernels);
  const result = kernels.unitRows(scaled, { center });
  if ("unit" in result) return result.unit;
  const why = center
    ? "all responses are equal, so they correlate with nothing"
    : "all responses are 0, so they have no direction";
  throw new NumericalError(`${row.name}: ${why}. Leave it out, or take another dissimilarity.`);
}
