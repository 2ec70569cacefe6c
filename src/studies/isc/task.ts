import type { IscBlock } from "./block.ts";
import type { ChosenIsc } from "./options.ts";
import type { Test } from "./resampling/resamples.ts";
import type { Course } from "./subjects.ts";
import type { Matrix } from "../../base/matrix.ts";
import { defineTask } from "../../run/tasks/task.ts";

/** What inter-subject correlations of all units share. */
export interface IscSetup {
  /** time × units of each subject. */
  readonly courses: readonly Course[];
  readonly options: ChosenIsc;
  readonly test?: Test | undefined;
}

/** Inter-subject correlations and their tests of units start … end − 1. */
export const iscUnits = defineTask<IscSetup, readonly [number, number], IscBlock>("isc-units", {
  async open({ courses, options, test }, kernels) {
    const { iscOfUnits } = await import("./block.ts");
    return (range) => iscOfUnits(courses, range, options, test, kernels);
  },
});

/** What functional connectivity between subjects is made from. */
export interface IsfcSetup {
  readonly courses: readonly Course[];
  readonly targets?: readonly Course[] | undefined;
  readonly options: Pick<ChosenIsc, "method" | "tolerateNans">;
}

/** Functional connectivity of one subject, or pair, by its number: units × units. */
export const isfcRow = defineTask<IsfcSetup, number, Matrix>("isfc-row", {
  async open({ courses, targets, options }, kernels) {
    const { isfcOfRow, isfcRows } = await import("./isfc.ts");
    const rows = isfcRows(courses, targets, options);
    return (index) => isfcOfRow(rows[index]!, targets === undefined, kernels);
  },
});
