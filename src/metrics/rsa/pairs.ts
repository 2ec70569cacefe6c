import { matrix, type Matrix } from "../../base/matrix.ts";
import { type Comparator, comparators, type PairComparator } from "../../rdm/comparators/registry.ts";
import type { PreparedRdm } from "../../rdm/comparators/comparator.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { PairMetric } from "../metric.ts";
import { comparison, type RsaOptions } from "./options.ts";
import { assertPairs, degenerateRdm, wholeRdm } from "./rdm.ts";

/** Beside what the comparator keeps of an RDM, the number of its stimuli. */
type Prepared = PreparedRdm & { readonly stimuli: number };

/** `rsa` under comparators that need a computation for each pair of RDMs. */
export const pairForm: Pick<PairMetric<Prepared, RsaOptions>, "form" | "prepare" | "compare"> = {
  form: "pair",

  prepare(input, options, kernels: Kernels) {
    assertPairs(input);
    const entries = wholeRdm(input, options, kernels);
    const stimuli = input.responses.rows;
    const rdm = matrix(1, entries.length, entries);
    const prepared = comparatorOf(options).prepare(rdm, comparison(stimuli, options), kernels);
    if (prepared === undefined || isSingular(prepared, options))
      throw degenerateRdm(input, options.comparator);
    return { ...prepared, stimuli };
  },

  compare: (x, y, options, kernels) =>
    comparatorOf(options).compare(x, y, comparison(x.stimuli, options), kernels),
};

/** Where networks take either side, each must be fit for the second, which `riemannian` measures in. */
function isSingular({ factor }: PreparedRdm, { comparator }: RsaOptions): boolean {
  return comparator === "riemannian" && (factor as Matrix).rows === 0;
}

function comparatorOf({ comparator: name }: RsaOptions): PairComparator<PreparedRdm> {
  const comparator: Comparator = comparators[name];
  if (comparator.form === "pair") return comparator;
  throw new Error(`${name} is one product for all pairs.`);
}
