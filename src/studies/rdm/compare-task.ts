import type { Matrix } from "../../base/matrix.ts";
import {
  type Comparator,
  type ComparatorName,
  comparators,
  type ComparisonContext,
} from "../../rdm/comparators/registry.ts";
import { defineTask } from "../../run/tasks/task.ts";

/** What every RDM is compared with. */
export interface RdmComparisonSetup {
  readonly comparator: ComparatorName;
  /** RDMs × entries. */
  readonly against: Matrix;
  readonly about: ComparisonContext;
  /** Of each of them, as in `Stacks`. */
  readonly floors?: readonly number[] | undefined;
}

/** One RDM: its entries, and its floor as in `Stacks`. */
interface OneRdm {
  readonly entries: Float64Array;
  readonly floor: number | undefined;
}

/** One RDM with all others, for comparators that need a computation for each pair. */
export const rdmAgainstAll = defineTask<RdmComparisonSetup, OneRdm, Float64Array>("compare-rdms", {
  open({ comparator: name, against, about, floors }, kernels) {
    const comparator: Comparator = comparators[name];
    const { rows, cols } = against;
    if (comparator.form !== "pair") throw new Error(`${name} is one product, not pieces.`);
    const prepared = Array.from({ length: rows }, (_, i) =>
      kernels.scope(() => comparator.prepare(kernels.rows(against, i, i + 1), about, kernels, floors?.[i])),
    );
    return ({ entries, floor }) => {
      const own = comparator.prepare({ rows: 1, cols, data: entries }, about, kernels, floor);
      return Float64Array.from(prepared, (other) =>
        kernels.scope(() =>
          own === undefined || other === undefined ? NaN : comparator.compare(own, other, about, kernels),
        ),
      );
    };
  },
});

/** All RDMs with all others in one product, for comparators that are one; the only piece is 0. */
export const rdmProduct = defineTask<RdmComparisonSetup & { readonly rdms: Matrix }, number, Float64Array>(
  "compare-rdms-product",
  {
    open:
      ({ comparator, rdms, against, about }, kernels) =>
      () =>
        comparators[comparator].between(rdms, against, about, kernels).data,
  },
);
