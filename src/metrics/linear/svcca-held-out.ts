import type { Matrix } from "../../base/matrix.ts";
import type { HeldOutForm } from "../metric.ts";
import { heldOutCorrelations } from "./cca-held-out.ts";
import { fitVarying } from "./fitted.ts";
import { noteOfCut, type RankFacts } from "./notes.ts";
import { keptDirections, type SvccaOptions } from "./svcca-options.ts";
import { scaleColumns } from "./whiten.ts";

/** One network: its principal directions on training stimuli, at norm 1, and held-out stimuli along them. */
type PreparedHeldOut = {
  /** Train stimuli × directions. */
  train: Matrix;
  /** Test stimuli × directions. */
  test: Matrix;
} & RankFacts;

/**
 * Principal directions and canonical variables are fitted on training stimuli; the value is the
 * mean correlation of these variables over the held-out ones, which may be negative.
 */
export const svccaHeldOut: HeldOutForm<PreparedHeldOut, SvccaOptions> = {
  properties: () => ({ kind: "similarity", range: [-1, 1] }),

  prepare(input, test, options, kernels) {
    const how = { center: true, tolerance: options.tolerance };
    const { u, s, within, facts } = fitVarying(input, test.responses, how, kernels);
    const kept = s.slice(0, keptDirections(s, options));
    return {
      ...facts,
      train: kernels.columns(u, 0, kept.length, { overwrite: true }),
      test: scaleColumns(
        within,
        kept.map((value) => 1 / value),
        kernels,
      ),
    };
  },

  compare(x, y, _options, kernels) {
    const { correlations } = heldOutCorrelations(x, y, true, kernels);
    return correlations.reduce((sum, rho) => sum + rho, 0) / correlations.length;
  },

  warn: (prepared, _options, compared) => noteOfCut(prepared, compared),
};
