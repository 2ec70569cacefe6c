import { OptionError } from "../../../base/errors.ts";
import { assertFits } from "../../../base/forecast.ts";
import { matrix, type Matrix } from "../../../base/matrix.ts";
import { runSteps } from "../../../base/steps.ts";
import { shared, sharedDoubles } from "../../../base/thread-memory.ts";
import {
  toRepresentation,
  toRepresentations,
  type RepresentationLike,
} from "../../../data/representation.ts";
import type { Control } from "../../../run/lanes/control.ts";
import { runtimeOf } from "../../../run/runtime.ts";
import type { TaskRunner } from "../../../run/tasks/runner.ts";
import { foldsOf, shapeOf, type Shape } from "../input.ts";
import type { Predictivity } from "../result.ts";
import { summarize } from "../summary.ts";
import { candidateWeights } from "./candidates.ts";
import type { FeatureSpace, SpaceGram } from "./kernels.ts";
import { addMoments, noMoments, partsOf, splitValuesOf } from "./moments.ts";
import { chosenBanded, type BandedOptions } from "./options.ts";
import { mergeChoice, noChoice, type Choice, type SearchSetup } from "./search.ts";
import { bandedFit, bandedGrams, bandedSearch } from "./task.ts";

/** The computation of `bandedPredictivity`. */
export async function bandedPredictivity(
  spaces: readonly RepresentationLike[],
  responses: RepresentationLike,
  options: BandedOptions = {},
  control: Control = {},
): Promise<Predictivity> {
  const y = toRepresentation(responses, "responses");
  const given = toRepresentations(spaces, "bandedPredictivity");
  if (given.length === 0)
    throw new OptionError("bandedPredictivity: no feature spaces were given; expected at least one.");
  const shape = given.map((x) => shapeOf(x, y))[0]!;
  const chosen = chosenBanded(options, shape.stimuli);
  const sizes = { splits: chosen.splits, voxels: shape.voxels, spaces: given.length };
  assertFits("bandedPredictivity", "stimuli", shape.stimuli, 8 * given.length * shape.stimuli);
  assertFits(
    "bandedPredictivity",
    "splits",
    chosen.splits,
    chosen.folds * (22 + 4 * given.length) * 8 * shape.voxels,
  );
  const { tasks } = await runtimeOf(control);
  const grams = await gramsOf(
    given.map(({ name, shape: [rows, cols], data, stored }) => ({
      name,
      units: matrix(rows!, cols!, shared(data)),
      stored,
    })),
    tasks,
    control,
  );
  const means = meansOf(y.data, shape);
  const setup = {
    grams,
    folds: foldsOf(shape.stimuli, chosen.folds, chosen.seed),
    weights: candidateWeights(chosen.candidates, given.length, chosen.seed),
    penalties: chosen.ridge,
  };
  const choices = await search({ ...setup, responses: means.overRepeats }, chosen.folds, tasks, control);
  const { splits, seed } = chosen;
  const fit = {
    ...setup,
    responses: shared(y.data),
    repeats: shape.repeats,
    splits,
    seed,
    centre: means.centre,
  };
  const pieces = choices.map(({ candidates, penalties }, fold) => ({ fold, candidates, penalties }));
  const moments = noMoments(sizes);
  for (const part of await tasks.run(bandedFit, fit, pieces, control)) addMoments(moments, part);
  const values = Array.from({ length: splits }, (_, split) =>
    splitValuesOf(moments, split, shape.stimuli, means.centre),
  );
  const more = {
    spaces: given.map(({ name }) => name),
    parts: partsOf(moments, sizes, shape.stimuli),
    weights: meanWeights(choices, setup.weights, shape.voxels),
  };
  return runSteps(summarize(values, chosen, y.name, more), control.signal);
}

async function gramsOf(
  spaces: readonly FeatureSpace[],
  tasks: TaskRunner,
  control: Control,
): Promise<SpaceGram[]> {
  const found = await tasks.run(bandedGrams, { spaces }, [...spaces.keys()], control);
  return found.map((one) => ({
    ...one,
    gram: matrix(one.gram.rows, one.gram.cols, shared(one.gram.data)),
  }));
}

/** Candidates that one piece compares. */
const together = 8;

/** The choice of each fold. */
async function search(
  setup: SearchSetup,
  folds: number,
  tasks: TaskRunner,
  control: Control,
): Promise<Choice[]> {
  const starts = Array.from({ length: Math.ceil(setup.weights.rows / together) }, (_, k) => k * together);
  const pieces = Array.from({ length: folds }, (_, fold) =>
    starts.map((from) => ({ fold, from, to: Math.min(from + together, setup.weights.rows) })),
  ).flat();
  const found = await tasks.run(bandedSearch, setup, pieces, control);
  const choices = Array.from({ length: folds }, () => noChoice(setup.responses.cols));
  pieces.forEach(({ fold }, k) => mergeChoice(choices[fold]!, found[k]!));
  return choices;
}

/** Means over repeats, stimuli × voxels, and of each voxel over all. */
function meansOf(data: Float64Array | Float32Array, { stimuli, repeats, voxels }: Shape) {
  const overRepeats = matrix(stimuli, voxels, sharedDoubles(stimuli * voxels));
  const centre = sharedDoubles(voxels);
  for (let k = 0; k < data.length; k++) {
    const voxel = k % voxels;
    overRepeats.data[Math.floor(k / (repeats * voxels)) * voxels + voxel]! += data[k]! / repeats;
    centre[voxel]! += data[k]! / (repeats * stimuli);
  }
  return { overRepeats, centre };
}

/** Of each voxel the chosen weights, mean over folds. */
function meanWeights(choices: readonly Choice[], { cols, data }: Matrix, voxels: number): Matrix {
  const mean = matrix(voxels, cols);
  for (const { candidates } of choices)
    for (let k = 0; k < mean.data.length; k++)
      mean.data[k]! += data[candidates[Math.floor(k / cols)]! * cols + (k % cols)]! / choices.length;
  return mean;
}
