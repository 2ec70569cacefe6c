import { NumericalError } from "../errors.ts";
import type { Matrix } from "../matrix.ts";
import { scaleAndCenter, type Responses } from "../responses.ts";
import type { Kernels } from "../wasm/kernels.ts";

/**
 * Rows whose squared Euclidean distances give the dissimilarity: every one of this
 * family is a function of ‖a − b‖² after some change of the rows.
 */
export interface RdmSource {
  /** stimuli × units, changed as the dissimilarity asks, at a scale near 1. */
  rows: Matrix;
  /** Squared norm of each row, 1 × stimuli. */
  squaredNorms: Matrix;
  /** Power of two that distances must be multiplied by. */
  exponent: number;
}

interface Dissimilarity {
  readonly title: string;
  /** Definition. Rows a, b of length n. */
  readonly equation: string;
  readonly range: readonly [number, number];
  /** @throws {NumericalError} naming a stimulus for which it is not defined. */
  prepare(input: Responses, kernels: Kernels): RdmSource;
  /** From ‖a − b‖² of the changed rows. */
  finish(squared: number, exponent: number): number;
}

/** Dissimilarities between two stimuli, by name; definitions are those of `scipy.spatial.distance`. */
export const dissimilarities = {
  correlation: {
    title: "Correlation distance",
    equation: "1 − Pearson correlation of a and b",
    range: [0, 2],
    prepare: (input, kernels) => unitRows(input, true, "its responses are all equal, so it correlates with nothing", kernels),
    finish: (squared) => Math.min(2, squared / 2),
  },
  euclidean: {
    title: "Euclidean distance",
    equation: "‖a − b‖",
    range: [0, Infinity],
    prepare: translatedRows,
    finish: (squared, exponent) => Math.sqrt(squared) * 2 ** exponent,
  },
  "squared-euclidean": {
    title: "Squared Euclidean distance",
    equation: "‖a − b‖²",
    range: [0, Infinity],
    prepare: translatedRows,
    finish: (squared, exponent) => squared * 2 ** exponent * 2 ** exponent,
  },
  cosine: {
    title: "Cosine distance",
    equation: "1 − a·b / (‖a‖ ‖b‖)",
    range: [0, 2],
    prepare: (input, kernels) => unitRows(input, false, "its responses are all 0, so it has no direction", kernels),
    finish: (squared) => Math.min(2, squared / 2),
  },
} as const satisfies Record<string, Dissimilarity>;

export type DissimilarityName = keyof typeof dissimilarities;

/** Their names, the default first. */
export const dissimilarityNames = Object.keys(dissimilarities) as [DissimilarityName, ...DissimilarityName[]];

/** Distances do not change when all rows move together; near the origin products keep their digits. */
function translatedRows(input: Responses, kernels: Kernels): RdmSource {
  const { matrix: rows, exponent } = scaleAndCenter(input, true, kernels);
  return { rows, squaredNorms: squaredRowNorms(rows, kernels), exponent };
}

/** Rows at length 1, after taking out each row's mean if asked; then ‖a − b‖² = 2·(1 − cosine). */
function unitRows(input: Responses, center: boolean, whyNot: string, kernels: Kernels): RdmSource {
  const { matrix: scaled } = scaleAndCenter(input, false, kernels);
  const rows = unit(center ? kernels.centerRows(scaled) : scaled, scaled, (row) => {
    throw new NumericalError(`${input.name}: ${stimulus(input, row)}: ${whyNot}. Leave it out, or take another dissimilarity.`);
  }, kernels);
  return { rows, squaredNorms: squaredRowNorms(rows, kernels), exponent: 0 };
}

/** Divides each row by its norm. A row whose norm is rounding against what it was before is degenerate. */
function unit(rows: Matrix, before: Matrix, degenerate: (row: number) => never, kernels: Kernels): Matrix {
  const result = kernels.place(rows.rows, rows.cols, rows.data);
  for (let i = 0; i < rows.rows; i++) {
    const norm = kernels.norm(kernels.rows(rows, i, i + 1));
    const rounding = rows.cols * Number.EPSILON * kernels.norm(kernels.rows(before, i, i + 1));
    if (norm === 0 || (norm <= rounding && rows !== before)) degenerate(i);
    const row = result.data.subarray(i * rows.cols, (i + 1) * rows.cols);
    for (let j = 0; j < row.length; j++) row[j]! /= norm;
  }
  return result;
}

function squaredRowNorms(rows: Matrix, kernels: Kernels): Matrix {
  const norms = Float64Array.from({ length: rows.rows }, (_, i) => {
    const row = kernels.rows(rows, i, i + 1);
    return kernels.dot(row, row);
  });
  return kernels.place(1, rows.rows, norms);
}

function stimulus(input: Responses, row: number): string {
  const name = input.stimuli?.[row];
  return name === undefined ? `stimulus ${row}` : `stimulus ${row} (${name})`;
}
