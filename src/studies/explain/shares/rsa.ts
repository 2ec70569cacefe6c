import { matrix } from "../../../base/matrix.ts";
import type { Responses } from "../../../data/responses.ts";
import { comparison, type RsaMetricOptions } from "../../../metrics/rsa/options.ts";
import { wholeRdm } from "../../../metrics/rsa/rdm.ts";
import { comparatorOf } from "../../../rdm/comparators/registry.ts";
import type { Explain } from "../explanation.ts";
import { comparatorExplanations } from "../rdms/registry.ts";

/** The comparator says whether its value is a sum over pairs of stimuli. */
export const explainRsa: Explain<RsaMetricOptions> = (x, y, options, kernels, mostPaired) => {
  const explain = comparatorExplanations[options.comparator];
  if (!explain) return {};
  const rdmOf = (input: Responses) => {
    const entries = wholeRdm(input, options, kernels);
    return matrix(1, entries.length, entries);
  };
  const rdms = {
    a: rdmOf(x),
    b: rdmOf(y),
    context: comparison(x.responses.rows, options),
    comparator: comparatorOf(options.comparator),
    mostPaired,
  };
  return explain(rdms, kernels);
};
