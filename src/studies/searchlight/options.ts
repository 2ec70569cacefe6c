import { boolean, choice, data, optional, type OptionSchemas } from "../../base/options.ts";
import { comparatorNames, type ComparatorName } from "../../rdm/comparators/registry.ts";
import type { CompareRdmsOptions } from "../../rdm/comparators/resolve.ts";
import type { ComparableRdm } from "../../rdm/comparators/stack.ts";
import { rdmOptions, type RdmOptions } from "../../rdm/options.ts";

/** Options of `searchlight`: those of `rdm`, and what its RDMs are compared with. */
export interface SearchlightOptions extends RdmOptions {
  readonly models?: readonly ComparableRdm[] | undefined;
  readonly comparator?: ComparatorName | undefined;
  readonly comparatorOptions?: Omit<CompareRdmsOptions, "comparator"> | undefined;
  readonly keepRdms?: boolean | undefined;
}

export const searchlightOptions = {
  ...rdmOptions,
  models: data<readonly ComparableRdm[]>(
    "a list of RDMs",
    "RDMs of the same stimuli. Each is compared with each patch on the pairs of stimuli that both have.",
    Array.isArray,
  ),
  comparator: choice(comparatorNames, "Between the RDM of a patch and a model."),
  comparatorOptions: data<Omit<CompareRdmsOptions, "comparator">>(
    "an object of options of the comparator",
    "Options of the comparator.",
  ),
  keepRdms: optional(
    boolean(
      false,
      "Whether to give the RDMs back: patches × pairs × 8 bytes. If not given, only without models.",
    ),
  ),
} satisfies OptionSchemas<SearchlightOptions>;
