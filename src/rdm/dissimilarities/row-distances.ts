/** Dissimilarities of two rows, as `scipy.spatial.distance` defines them. */
import { NumericalError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import { scaleAndCenter, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import {
  rootBetween,
  squaredBetween,
  type Dissimilarity,
  type DissimilarityOptions,
  type RdmInput,
  type RdmSource,
} from "./dissimilarity.ts";
import { stimulusName } from "../observations.ts";

export const correlation = {
  title: "Correlation distance",
  equation: "1 − Pearson correlation of a and b",
  accepts: "matrix",
  options: [],
  range: [0, 2],
  degree: 0,
  prepare: (input, kernels) => directions(input, true, kernels),
  between: (rows, count, kernels) => kernels.cosineBetweenUnitRows(rows, count),
} as const satisfies Dissimilarity;

export const cosine = {
  title: "Cosine distance",
  equation: "1 − a·b / (‖a‖ ‖b‖)",
  accepts: "matrix",
  options: [],
  range: [0, 2],
  degree: 0,
  prepare: (input, kernels) => directions(input, false, kernels),
  between: (rows, count, kernels) => kernels.cosineBetweenUnitRows(rows, count),
} as const satisfies Dissimilarity;

export const euclidean = {
  title: "Euclidean distance",
  equation: "‖a − b‖",
  accepts: "matrix",
  options: ["perUnit", "removeMean"],
  range: [0, Infinity],
  degree: 1,
  prepare: centred,
  between: rootBetween,
} as const satisfies Dissimilarity;

export const squaredEuclidean = {
  title: "Squared Euclidean distance",
  equation: "‖a − b‖²",
  accepts: "matrix",
  options: ["perUnit", "removeMean"],
  range: [0, Infinity],
  degree: 2,
  prepare: centred,
  between: squaredBetween,
} as const satisfies Dissimilarity;

export const cityblock = {
  title: "City block distance, L1",
  equation: "Σ |aₖ − bₖ|",
  accepts: "matrix",
  options: ["perUnit"],
  range: [0, Infinity],
  degree: 1,
  prepare: (input, kernels, { perUnit }) => uncentred(input, kernels, perUnit ? 1 : 0),
  between: (rows, count, kernels) => kernels.minkowskiBetweenRows(rows, count, 1),
} as const satisfies Dissimilarity;

export const minkowski = {
  title: "Minkowski distance",
  equation: "(Σ |aₖ − bₖ|ᵖ)^(1/p)",
  accepts: "matrix",
  options: ["p", "perUnit"],
  range: [0, Infinity],
  degree: 1,
  prepare: (input, kernels, { perUnit, p }) => uncentred(input, kernels, perUnit ? 1 / p : 0),
  between: (rows, count, kernels, { p }) => kernels.minkowskiBetweenRows(rows, count, p),
} as const satisfies Dissimilarity;

export const chebyshev = {
  title: "Chebyshev distance",
  equation: "max |aₖ − bₖ|",
  accepts: "matrix",
  options: [],
  range: [0, Infinity],
  degree: 1,
  prepare: (input, kernels) => uncentred(input, kernels, 0),
  between: (rows, count, kernels) => kernels.minkowskiBetweenRows(rows, count, Infinity),
} as const satisfies Dissimilarity;

/** Distances do not change when all rows move together; near the origin products keep their digits. */
function centred(input: RdmInput, kernels: Kernels, options: DissimilarityOptions): RdmSource {
  const { matrix, exponent } = scaleAndCenter(input, true, kernels);
  return { rows: perUnitRows(withoutMean(matrix, options, kernels), options, kernels), exponent };
}

/** Differences of close numbers are exact as they stand; centring would round them. */
function uncentred(input: RdmInput, kernels: Kernels, power: number): RdmSource {
  const { matrix, exponent } = scaleAndCenter(input, false, kernels);
  return { rows: power === 0 ? matrix : kernels.scale(matrix, matrix.cols ** -power), exponent };
}

/** Each row minus its own mean, if asked. */
export function withoutMean(rows: Matrix, { removeMean }: DissimilarityOptions, kernels: Kernels): Matrix {
  return removeMean ? kernels.centerRows(rows) : rows;
}

/** Rows whose squared distances are means over units in place of sums, if asked. */
export function perUnitRows(rows: Matrix, { perUnit }: DissimilarityOptions, kernels: Kernels): Matrix {
  return perUnit ? kernels.scale(rows, 1 / Math.sqrt(rows.cols)) : rows;
}

/** Rows at length 1, after taking out each row's mean if asked. */
function directions(input: Responses, center: boolean, kernels: Kernels): RdmSource {
  const { matrix: rows } = scaleAndCenter(input, false, kernels);
  const result = kernels.unitRows(rows, { center });
  if ("unit" in result) return { rows: result.unit, exponent: 0 };
  const why = center ? "all equal, so it correlates with nothing" : "all 0, so it has no direction";
  throw new NumericalError(
    `${input.name}: ${stimulusName(input, result.degenerate)}: its responses are ${why}. Leave it out, or take another dissimilarity.`,
  );
}
