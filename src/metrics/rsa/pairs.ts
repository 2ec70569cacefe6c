import { matrix } from "../../base/matrix.ts";
import { comparatorOf, type PairComparator } from "../../rdm/comparators/registry.ts";
import type { PreparedRdm } from "../../rdm/comparators/comparator.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { PairMetric } from "../metric.ts";
import { comparison, type RsaMetricOptions } from "./options.ts";
import { assertPairs, degenerateRdm, wholeRdm } from "./rdm.ts";

/** Beside what the comparator keeps of an RDM, the number of its stimuli. */
type Prepared = PreparedRdm & { readonly stimuli: number };

/** `rsa` under comparators that need a computation for each pair of RDMs. */
export const pairForm: Pick<PairMetric<Prepared, RsaMetricOptions>, "form" | "prepare" | "compare"> = {
  form: "pair",

  prepare(input, options, kernels: Kernels) {
    assertPairs(input, options.comparator);
    const entries = wholeRdm(input, options, kernels);
    const stimuli = input.responses.rows;
    const rdm = matrix(1, entries.length, entries);
    const comparator = pairComparatorOf(options);
    const prepared = comparator.prepare(rdm, comparison(stimuli, options), kernels);
    // A network may stand on either side of a pair.
    if (prepared === undefined || !comparator.isFitAsSecond(prepared))
      throw degenerateRdm(input, options.comparator);
    return { ...prepared, stimuli };
  },

  compare: (x, y, options, kernels) =>
    pairComparatorOf(options).compare(x, y, comparison(x.stimuli, options), kernels),
};

function pairComparatorOf({ comparator: name }: RsaMetricOptions): PairComparator<PreparedRdm> {
  const comparator = comparatorOf(name);
  if (comparator.form === "pair") return comparator;
  throw new Error(`${name} is one product for all pairs.`);
}
