import { NumericalError } from "../../base/errors.ts";
import { inner, norm, type Matrix } from "../../base/matrix.ts";
import { scaledResponses, stimulusName, type Responses } from "../../data/responses.ts";
import { roundingOf } from "../../data/stored.ts";
import { columnSums } from "./column-sums.ts";
import { differenceOf, type Descriptor, type NoOptions } from "./descriptor.ts";

/** Mean cosine of the responses with their mean: (1/m)·Σ_i ⟨x_i, s⟩ / (‖x_i‖·‖s‖), s = Σ x_i. */
export const concentricityOf: Descriptor<NoOptions> = {
  name: "concentricity",
  title: "Concentricity",
  unit: "cosine",
  range: [-1, 1],
  source:
    "Klabunde et al., arXiv:2305.06329, 2023, §3.6; Wang, Rao, Guo, Wang, Liu & Guan, IEEE TKDE 34(2), 2022",
  summary:
    "Mean cosine of the responses with their mean: 1 where all stimuli are answered in one direction, near 0 where in all.",
  of(input, _options, kernels) {
    const { matrix } = scaledResponses(input, kernels);
    const sums = columnSums(matrix);
    const length = norm(sums.data);
    assertMean(input, length, kernels.norm(matrix));
    const along = kernels.gemm(matrix, sums, { transB: true }).data;
    const lengths = lengthsOf(input, matrix);
    let sum = 0;
    for (let i = 0; i < matrix.rows; i++) sum += along[i]! / lengths[i]!;
    return Math.max(-1, Math.min(1, sum / (length * matrix.rows)));
  },
};

/** ‖x_i‖ of each row. @throws {NumericalError} naming a stimulus whose responses are all 0. */
function lengthsOf(input: Responses, { rows, cols, data }: Matrix): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) => {
    const row = data.subarray(i * cols, (i + 1) * cols);
    const square = inner(row, row);
    // Squares of one row may vanish beside those of another.
    const length = square > 1e-280 ? Math.sqrt(square) : norm(row);
    if (length === 0) throw noDirection(input, i);
    return length;
  });
}

/** @throws {NumericalError} where the mean is no more than rounding, as of responses from which it was subtracted. */
function assertMean(input: Responses, length: number, size: number): void {
  const { epsilon } = roundingOf(input.stored);
  if (length > Math.max(epsilon, input.responses.rows * Number.EPSILON) * size) return;
  throw new NumericalError(
    `${input.name}: its mean response is 0 up to rounding, so it has no direction. Were the responses centred? Give them as they were.`,
  );
}

function noDirection(input: Responses, stimulus: number): NumericalError {
  return new NumericalError(
    `${input.name}: all responses to ${stimulusName(input, stimulus)} are 0, so they have no direction. Leave that stimulus out.`,
  );
}

export const concentricity = differenceOf(concentricityOf, {
  title: "Difference of concentricities",
  summary: "How much more the responses of one network point in one direction than those of the other.",
  cost: "m·n",
  blindTo:
    "Everything but the angles to the mean response; it says little of centred responses, and in networks with a large mean nothing else counts.",
  options: {},
  testedWith: [{}],
  invariantTo: () => ["permutation", "orthogonal", "isotropic-scaling"],
});
