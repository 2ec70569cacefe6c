import { assertFits } from "../../base/forecast.ts";
import { matrix } from "../../base/matrix.ts";
import { runSteps } from "../../base/steps.ts";
import { shared } from "../../base/thread-memory.ts";
import { type Representation, type RepresentationLike, toRepresentation } from "../../data/representation.ts";
import type { Control } from "../../run/lanes/control.ts";
import { runtimeOf } from "../../run/runtime.ts";
import { foldsOf, shapeOf, type Shape } from "./input.ts";
import { chosenPredictivity, type ChosenRegression, type PredictivityOptions } from "./options.ts";
import type { Regression } from "./regression.ts";
import type { Predictivity } from "./result.ts";
import type { PredictivityStudy } from "./splits.ts";
import { summarize } from "./summary.ts";
import { predictivitySplits } from "./task.ts";

/**
 * Noise-corrected predictivity of voxels (or neurons) from the units of a network:
 *
 *   corr(prediction from one half, response in the other)
 *     / √(SB(corr(prediction halves)) · SB(corr(response halves))),   SB(r) = 2r / (1 + r)
 *
 * (or without SB, see `correction`), over stimuli that the regression has not seen, means over random halves of the repeats.
 * Source: Yamins et al., PNAS 111(23), 2014, SI; Schrimpf et al., bioRxiv 407007, 2018;
 * Spearman and Brown, Br. J. Psychol. 3, 1910.
 *
 * @param units - stimuli × units of the network
 * @param responses - stimuli × repeats × voxels, at least 2 repeats
 * @throws {OptionError} naming the option and what it accepts.
 * @throws {ShapeError} for other axes, or another number of stimuli.
 * @throws {NumericalError} if no voxel has a signal, or a response is not finite.
 */
export async function predictivity(
  units: RepresentationLike,
  responses: RepresentationLike,
  options: PredictivityOptions = {},
  control: Control = {},
): Promise<Predictivity> {
  const [x, y] = [toRepresentation(units, "units"), toRepresentation(responses, "responses")];
  const shape = shapeOf(x, y);
  const chosen = chosenPredictivity(options, shape.stimuli);
  assertFits("predictivity", "splits", chosen.splits, 200 + 3 * 8 * shape.voxels); // all splits are held until the means are taken
  const study = studyOf(x, y, shape, chosen);
  const pieces = Array.from({ length: chosen.splits }, (_, index) => ({ index }));
  const { tasks } = await runtimeOf(control);
  const splits = await tasks.run(predictivitySplits, study, pieces, control);
  return runSteps(summarize(splits, chosen, y.name), control.signal);
}

function studyOf(
  x: Representation,
  y: Representation,
  { stimuli, repeats, voxels }: Shape,
  { method, ridge: ridges, components, seed, folds }: ChosenRegression,
): PredictivityStudy {
  const regression: Regression = { method, ridges, components, stored: x.stored };
  return {
    units: matrix(x.shape[0]!, x.shape[1]!, shared(x.data)),
    responses: shared(y.data),
    repeats,
    voxels,
    regression,
    folds: foldsOf(stimuli, folds, seed),
    seed,
  };
}
