import { NumericalError } from "../errors.ts";
import type { Matrix } from "../matrix.ts";
import { scaleAndCenter, type Responses } from "../responses.ts";
import type { Kernels } from "../wasm/kernels.ts";

/** One representation, its rows changed as a dissimilarity wants them. */
export interface RdmSource {
  /** stimuli × units, at a scale near 1. */
  readonly rows: Matrix;
  /** Power of two by which distances between these rows are too small. */
  readonly exponent: number;
}

/** A way to tell two stimuli a, b (rows of length n) apart. */
interface Dissimilarity {
  readonly title: string;
  readonly equation: string;
  readonly range: readonly [number, number];
  /** @throws {NumericalError} naming a stimulus for which it is not defined. */
  prepare(input: Responses, kernels: Kernels): RdmSource;
  /** Row i to rows i + 1, i + 2, … of `rows`, for the first `count` rows: count × rows.rows. */
  between(rows: Matrix, count: number, kernels: Kernels): Matrix;
  /** What 2^exponent in the rows means for the value: 1 for a distance, 2 for a square, 0 for an angle. */
  readonly degree: 0 | 1 | 2;
}

/** By name; definitions are those of `scipy.spatial.distance`. */
export const dissimilarities = {
  correlation: {
    title: "Correlation distance",
    equation: "1 − Pearson correlation of a and b",
    range: [0, 2],
    degree: 0,
    prepare: (input, kernels) => directions(input, true, kernels),
    between: (rows, count, kernels) => kernels.cosineBetweenUnitRows(rows, count),
  },
  euclidean: {
    title: "Euclidean distance",
    equation: "‖a − b‖",
    range: [0, Infinity],
    degree: 1,
    prepare: centred,
    between: (rows, count, kernels) => kernels.euclideanBetweenRows(rows, count),
  },
  "squared-euclidean": {
    title: "Squared Euclidean distance",
    equation: "‖a − b‖²",
    range: [0, Infinity],
    degree: 2,
    prepare: centred,
    between: (rows, count, kernels) => kernels.euclideanBetweenRows(rows, count, { squared: true }),
  },
  cosine: {
    title: "Cosine distance",
    equation: "1 − a·b / (‖a‖ ‖b‖)",
    range: [0, 2],
    degree: 0,
    prepare: (input, kernels) => directions(input, false, kernels),
    between: (rows, count, kernels) => kernels.cosineBetweenUnitRows(rows, count),
  },
} as const satisfies Record<string, Dissimilarity>;

export type DissimilarityName = keyof typeof dissimilarities;

/** Their names, the default first. */
export const dissimilarityNames = Object.keys(dissimilarities) as [DissimilarityName, ...DissimilarityName[]];

/** Distances do not change when all rows move together; near the origin products keep their digits. */
function centred(input: Responses, kernels: Kernels): RdmSource {
  const { matrix: rows, exponent } = scaleAndCenter(input, true, kernels);
  return { rows, exponent };
}

/** Rows at length 1, after taking out each row's mean if asked. */
function directions(input: Responses, center: boolean, kernels: Kernels): RdmSource {
  const { matrix: rows } = scaleAndCenter(input, false, kernels);
  const result = kernels.unitRows(rows, { center });
  if ("unit" in result) return { rows: result.unit, exponent: 0 };
  const why = center ? "all equal, so it correlates with nothing" : "all 0, so it has no direction";
  throw new NumericalError(
    `${input.name}: ${stimulus(input, result.degenerate)}: its responses are ${why}. Leave it out, or take another dissimilarity.`,
  );
}

function stimulus({ stimuli }: Responses, row: number): string {
  return stimuli?.[row] === undefined ? `stimulus ${row}` : `stimulus ${row} (${stimuli[row]})`;
}
