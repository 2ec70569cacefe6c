import { robustSrmStep } from "./robust-task.ts";
import { residuals } from "./srm-models.ts";
import { fitRobustSrm, joinRobustly, separate, type RobustSrmOptions } from "./robust-srm.ts";
import { heard } from "./rounds.ts";
import { checkedFit } from "./srm-options.ts";
import { subjectsOf, withConstantUnits, type Subject } from "./srm-subjects.ts";
import { runtimeOf } from "../../run/runtime.ts";
import { OptionError } from "../../base/errors.ts";
import { matrix, transpose, type Matrix } from "../../base/matrix.ts";
import type { Control } from "../../run/control.ts";
import { toRepresentation, type RepresentationLike } from "../../data/representation.ts";
import {
  centredLike,
  newSubject,
  sharedSpaceResult,
  subjectIndex,
  type SharedSpaceResult,
} from "./result.ts";

/**
 * Robust SRM: X_i ≈ S·W_iᵀ + individual_i. `objective` is Σ ½‖X_i − S·W_iᵀ − I_i‖² + gamma·‖I_i‖₁,
 * falling; `aligned` is (X_i − I_i)·W_i; `varianceExplained` is that of both parts.
 */
export interface RobustSharedResponse extends SharedSpaceResult {
  /** 1 − ‖X_i − S·W_iᵀ‖² / ‖X_i‖² of each subject: what the shared part explains alone. */
  readonly sharedVarianceExplained: Float64Array;
  /** I_i, stimuli × units, mostly zeros. */
  readonly individual: readonly Matrix[];
  /** Other responses of one subject: the shared part, stimuli × features, and the individual one. @throws as `transform` of `srm`. */
  transform(
    responses: RepresentationLike,
    subject: number | string,
    how?: { readonly center?: boolean },
  ): Promise<{ readonly shared: Matrix; readonly individual: Matrix }>;
  /** Map and individual part of a further network; the shared response stays. @throws as `addSubject` of `srm`. */
  addSubject(
    responses: RepresentationLike,
  ): Promise<{ readonly name: string; readonly map: Matrix; readonly individual: Matrix }>;
}

/**
 * Networks as shared and sparse individual parts.
 *
 * @param given - stimuli × units each
 * @throws as `srm`.
 *
 * Source: Turek, Ellis, Skalaban, Turk-Browne & Willke, "Capturing shared and individual
 * information in fMRI data", ICASSP 2018.
 */
export async function robustSrm(
  given: readonly RepresentationLike[],
  options: RobustSrmOptions = {},
  control: Control = {},
): Promise<RobustSharedResponse> {
  const { gamma = 1, center = false } = options;
  if (!(gamma > 0 && Number.isFinite(gamma)))
    throw new OptionError(`robustSrm: gamma must be a number above 0; got ${gamma}.`);
  const inputs = given.map((one, k) => toRepresentation(one, String(k)));
  const subjects = subjectsOf("robustSrm", inputs, center);
  const fit = checkedFit("robustSrm", options, subjects);
  const setup = { subjects, gamma };
  const operations = operationsOf(subjects, fit.features) * fit.iterations;
  const { kernels, tasks } = await runtimeOf(control);
  const found = await tasks.with(robustSrmStep, setup, { signal: control.signal, operations }, (crew) =>
    fitRobustSrm(setup, fit, (pieces) => crew.map(pieces), heard(control)),
  );
  const { start: _, ...told } = fit;
  const left = residuals(found.restEnergies, found.shared, found.aligned);
  const withoutIndividual = residuals(found.energies, found.shared, found.whole);
  const facts = { ...told, gamma, center };
  const { stimuli } = inputs[0]!;
  const space = sharedSpaceResult("robust-srm", facts, { subjects, stimuli }, { ...found, left });
  return {
    ...space,
    sharedVarianceExplained: withoutIndividual.map((value, i) => 1 - value / found.energies[i]!),
    individual: found.individual.map((part, i) => widened(part, subjects[i]!)),
    async transform(responses, subject, { center: moves = true } = {}) {
      const index = subjectIndex(space, subject);
      const x = centredLike(space, index, toRepresentation(responses, space.names[index]!), moves);
      return separate(x, space.maps[index]!, gamma, fit.iterations, kernels);
    },
    async addSubject(responses) {
      const added = newSubject(space, toRepresentation(responses, "the new subject"), center);
      const x = matrix(added.rows, added.cols, added.data);
      const { map, individual } = joinRobustly(x, space.shared, gamma, fit.iterations, kernels);
      return {
        name: added.name,
        map: withConstantUnits(map, added),
        individual: widened(individual, added),
      };
    },
  };
}

/** With columns of zeros for the units that were left out. */
function widened(part: Matrix, subject: Subject): Matrix {
  return subject.varying ? transpose(withConstantUnits(transpose(part), subject)) : part;
}

function operationsOf(subjects: readonly Subject[], features: number): number {
  return subjects.reduce((sum, { rows, cols }) => sum + 8 * rows * cols * features, 0);
}
