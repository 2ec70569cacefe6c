import { NumericalError } from "../../base/errors.ts";
import { norm, type Matrix } from "../../base/matrix.ts";
import { scaledResponses, stimulusName, type Responses } from "../../data/responses.ts";
import { roundingOf } from "../../data/stored.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { passKernels } from "../../wasm/parts/passes.ts";
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
    const plain = cosinesOf(input.responses, kernels);
    if (plain.isSafe) return meanCosine(input, plain);
    input.check?.();
    const { matrix } = scaledResponses(input, kernels);
    const scaled = cosinesOf(matrix, kernels);
    return meanCosine(input, { ...scaled, lengths: lengthsOf(input, matrix, scaled.lengths) });
  },
};

/** What the cosines are made of: ‖s‖, and of each row ⟨x_i, s⟩ and ‖x_i‖. */
interface Cosines {
  readonly length: number;
  readonly along: Float64Array;
  readonly lengths: Float64Array;
}

/** Between these, neither a square nor a sum of squares has lost digits. */
const [least, most] = [1e-280, 1e280];

function cosinesOf(x: Matrix, kernels: Kernels): Cosines & { readonly isSafe: boolean } {
  const { columnSums, alongRows } = kernels.part(passKernels);
  const sums = columnSums(x);
  const length = norm(sums);
  const { products: along, squares } = alongRows(x, sums);
  const isSafe = length < Math.sqrt(most) && squares.every((square) => square > least && square < most);
  return { length, along, lengths: squares.map(Math.sqrt), isSafe };
}

function meanCosine(input: Responses, { length, along, lengths }: Cosines): number {
  assertMean(input, length, norm(lengths));
  const sum = along.reduce((total, product, i) => total + product / lengths[i]!, 0);
  return Math.max(-1, Math.min(1, sum / (length * along.length)));
}

/** ‖x_i‖ where squares may have vanished beside those of other rows. @throws {NumericalError} naming a stimulus of zeros. */
function lengthsOf(input: Responses, { cols, data }: Matrix, lengths: Float64Array): Float64Array {
  return lengths.map((length, i) => {
    if (length > Math.sqrt(least)) return length;
    const exact = norm(data.subarray(i * cols, (i + 1) * cols));
    if (exact === 0) throw noDirection(input, i);
    return exact;
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
  readsInPlace: true,
  invariantTo: () => ["permutation", "orthogonal", "isotropic-scaling"],
});
