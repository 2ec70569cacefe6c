import type { IscBlock } from "./block.ts";
import type { Prepared } from "./isfc.ts";
import type { Corner } from "./isfc-tiles.ts";
import type { ChosenIsc, IscSummary } from "./options.ts";
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
  durable: (setup) => (setup.test ? setup : undefined),
});

/** What functional connectivity between subjects is made from. */
export interface IsfcSetup extends Pick<Prepared, "courses" | "rows"> {
  /** Whether both directions are averaged. */
  readonly isSymmetric: boolean;
  readonly summary: Exclude<IscSummary, "none">;
}

/** Functional connectivity of one subject, or pair, by its number, or summarized over all of them in one tile. */
export const isfcParts = defineTask<IsfcSetup, number | Corner, Matrix>("isfc-parts", {
  async open({ isSymmetric, summary, ...prepared }, kernels) {
    const { isfcTiles } = await import("./isfc-tiles.ts");
    const { row, tile } = isfcTiles(prepared, isSymmetric, summary, kernels);
    return (piece) => (typeof piece === "number" ? row(piece) : tile(piece));
  },
});
