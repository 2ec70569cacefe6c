import { norm } from "../../base/matrix.ts";
import { scaledResponses, scaleOf } from "../../data/responses.ts";
import { passKernels } from "../../wasm/parts/passes.ts";
import { differenceOf, type Descriptor, type NoOptions } from "./descriptor.ts";

/** Length of the mean response: ‖Σ_i x_i‖ / m. */
export const magnitudeOf: Descriptor<NoOptions> = {
  name: "magnitude",
  title: "Magnitude",
  unit: "unit of the responses",
  range: [0, Infinity],
  source:
    "Klabunde et al., arXiv:2305.06329, 2023, §3.6; Wang, Rao, Guo, Wang, Liu & Guan, IEEE TKDE 34(2), 2022",
  summary: "Length of the mean response to all stimuli: how far the network's responses lie from the origin.",
  of(input, _options, kernels) {
    const { rows } = input.responses;
    const { columnSums } = kernels.part(passKernels);
    const length = norm(columnSums(input.responses));
    if (length < Infinity) return length / rows;
    input.check?.();
    const { matrix, exponent } = scaledResponses(input, kernels);
    return scaleOf(norm(columnSums(matrix)) / rows, exponent);
  },
};

export const magnitude = differenceOf(magnitudeOf, {
  title: "Difference of magnitudes",
  summary: "How much longer the mean response of one network is than that of the other.",
  cost: "m·n",
  blindTo:
    "Everything but the length of the mean response: how the stimuli differ does not count. The scale of the responses decides.",
  options: {},
  testedWith: [{}],
  readsInPlace: true,
  invariantTo: () => ["permutation", "orthogonal"],
});
