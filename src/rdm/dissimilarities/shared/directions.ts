/** Rows of length 1, whose inner products are cosines, or correlations where each row is centred. */
import { NumericalError } from "../../../base/errors.ts";
import type { Matrix } from "../../../base/matrix.ts";
import { scaledResponses, stimulusName, type Responses } from "../../../data/responses.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import type { RdmSource } from "../dissimilarity.ts";

/** The direction of each stimulus. @throws {NumericalError} naming a stimulus that has none. */
export function directions(input: Responses, center: boolean, kernels: Kernels): RdmSource {
  const { matrix: rows } = scaledResponses(input, kernels);
  const result = kernels.unitRows(rows, { center });
  if ("unit" in result) return { rows: result.unit, exponent: 0 };
  const why = center ? "all equal, so it correlates with nothing" : "all 0, so it has no direction";
  throw undirected(`${input.name}: ${stimulusName(input, result.degenerate)}: its responses are ${why}`);
}

/** The direction of all responses in one row. @throws {NumericalError} if there is none. */
export function directionOfAll(input: Responses, center: boolean, kernels: Kernels): Matrix {
  const { matrix: scaled } = scaledResponses({ responses: inOneRow(input, kernels) }, kernels);
  const result = kernels.unitRows(scaled, { center });
  if ("unit" in result) return result.unit;
  const why = center
    ? "all responses are equal, so they correlate with nothing"
    : "all responses are 0, so they have no direction";
  throw undirected(`${input.name}: ${why}`);
}

/** All responses of one network, 1 × (stimuli · units). */
export function inOneRow({ responses }: Responses, kernels: Kernels): Matrix {
  return kernels.reshape(responses, 1, responses.data.length);
}

function undirected(why: string): NumericalError {
  return new NumericalError(`${why}. Leave it out, or take another dissimilarity.`);
}
