import { fitFor } from "./fit.ts";
import { centredLike, newSubject, subjectIndex } from "./joining.ts";
import { robustSrmStep } from "./models/robust-parts.ts";
import { residuals } from "./models/srm-models.ts";
import { fitRobustSrm, joinRobustly, separate } from "./robust-srm.ts";
import { heard } from "./rounds.ts";
import { robustSrmOptions, type RobustSrmOptions } from "./srm-options.ts";
import {
  preparedSubjects,
  withConstantUnits,
  type Preparation,
  type Subject,
} from "./models/srm-subjects.ts";
import { resolveOptions } from "../../base/options.ts";
import { runtimeOf } from "../../run/runtime.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { matrix, transpose, type Matrix } from "../../base/matrix.ts";
import type { Normalization } from "../../data/normalize.ts";
import type { Control } from "../../run/lanes/control.ts";
import { toRepresentation, toRepresentations, type RepresentationLike } from "../../data/representation.ts";
import { sharedSpaceResult, type SharedSpaceResult } from "./result.ts";

/**
 * Robust SRM: X_i ≈ S·W_iᵀ + individual_i. `objective` is Σ ½‖X_i − S·W_iᵀ − I_i‖² + gamma·‖I_i‖₁,
 * falling; `aligned` is (X_i − I_i)·W_i; `varianceExplained` is that of both parts.
 */
export interface RobustSharedResponse extends SharedSpaceResult {
  /** 1 − ‖X_i − S·W_iᵀ‖² / ‖X_i‖² of each subject: what the shared part explains alone. */
  readonly sharedVarianceExplained: Float64Array;
  /** I_i, stimuli × units, mostly zeros; at the scale of the responses as `normalize` left them. */
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

/** The computation of `robustSrm`. */
export async function robustSrm(
  given: readonly RepresentationLike[],
  options: RobustSrmOptions = {},
  control: Control = {},
): Promise<RobustSharedResponse> {
  const chosen = resolveOptions("robustSrm", robustSrmOptions, options);
  const inputs = toRepresentations(given, "robustSrm");
  const prepared = await preparedSubjects("robustSrm", inputs, chosen, control.signal);
  const { subjects, how } = prepared;
  const gamma = gammaOf({ ...how, gamma: chosen.gamma }, subjects);
  const fit = fitFor("robustSrm", chosen, subjects);
  const setup = { subjects, gamma };
  const operations = operationsOf(subjects, fit.features) * fit.iterations;
  const { kernels, tasks } = await runtimeOf(control);
  const found = await tasks.with(robustSrmStep, setup, { signal: control.signal, operations }, (crew) =>
    fitRobustSrm(setup, fit, (pieces) => crew.map(pieces), heard(control)),
  );
  const { start: _, ...told } = fit;
  const left = residuals(found.restEnergies, found.shared, found.aligned);
  const facts = { ...told, gamma: chosen.gamma, ...how };
  const { stimuli } = inputs[0]!;
  const space = sharedSpaceResult("robust-srm", facts, { ...prepared, stimuli }, { ...found, left });
  const withoutIndividual = residuals(found.energies, found.shared, found.whole);
  return {
    ...space,
    sharedVarianceExplained: withoutIndividual.map((value, i) => 1 - value / found.energies[i]!),
    individual: found.individual.map((part, i) => withConstantColumns(part, subjects[i]!)),
    ...joiningRobustly(space, { gamma, prepared: how, iterations: fit.iterations }, kernels),
  };
}

function joiningRobustly(
  space: SharedSpaceResult,
  { gamma, prepared, iterations }: { gamma: number; prepared: Preparation; iterations: number },
  kernels: Kernels,
): Pick<RobustSharedResponse, "transform" | "addSubject"> {
  return {
    async transform(responses, subject, { center: moves = true } = {}) {
      const index = subjectIndex(space, subject);
      const x = centredLike(space, index, toRepresentation(responses, space.names[index]!), moves);
      return separate(x, space.maps[index]!, gamma, iterations, kernels);
    },
    async addSubject(responses) {
      const added = newSubject(space, toRepresentation(responses, "the new subject"), prepared);
      const x = matrix(added.rows, added.cols, added.data);
      const { map, individual } = joinRobustly(x, space.shared, gamma, iterations, kernels);
      return {
        name: added.name,
        map: withConstantUnits(map, added),
        individual: withConstantColumns(individual, added),
      };
    },
  };
}

/**
 * The weight at the scale of the responses in the fit. A network of norm 1 has smaller responses
 * the more it has of them; the root mean square over all networks makes gamma mean the same for all sizes.
 */
function gammaOf(
  { gamma, normalize }: { gamma: number; normalize: Normalization },
  subjects: readonly Subject[],
) {
  if (normalize !== "frobenius") return gamma;
  const count = subjects.reduce((sum, { rows, cols }) => sum + rows * cols, 0);
  return gamma * Math.sqrt(subjects.length / count);
}

/** With columns of zeros for the units that were left out. */
function withConstantColumns(part: Matrix, subject: Subject): Matrix {
  return subject.varying ? transpose(withConstantUnits(transpose(part), subject)) : part;
}

function operationsOf(subjects: readonly Subject[], features: number): number {
  return subjects.reduce((sum, { rows, cols }) => sum + 8 * rows * cols * features, 0);
}
