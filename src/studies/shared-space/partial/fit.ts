import { matrix, type Matrix } from "../../../base/matrix.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import { startOf, type Fit } from "../fit.ts";
import type { SrmPart, SrmPiece } from "../models/srm-parts.ts";
import { prefersGram } from "../models/srm-steps.ts";
import { assertMeasurable, type Subject } from "../models/srm-subjects.ts";
import type { OnIteration, Rounds } from "../srm.ts";
import type { SrmKind } from "../srm-options.ts";
import { deterministicPartial } from "./deterministic.ts";
import { residualsOf } from "./evidence.ts";
import type { PartialModel } from "./model.ts";
import { probabilisticPartial } from "./probabilistic.ts";

/** What a fit finds; maps are of the units that vary, `projected` of the stimuli that a subject has seen. */
export interface PartialFit {
  readonly shared: Matrix;
  readonly maps: readonly Matrix[];
  readonly projected: readonly Matrix[];
  readonly offsets: readonly Float64Array[];
  readonly energies: readonly number[];
  /** ‖X_i − (S − m_i)·W_iᵀ‖² over what each has seen. */
  readonly left: Float64Array;
  readonly objective: Float64Array;
  readonly iterations: number;
  readonly converged: boolean;
  readonly noiseVariance: Float64Array;
  readonly covariance?: Matrix;
}

/** What is fitted. */
export interface PartialTask {
  /** Of the stimuli that each has seen. */
  readonly subjects: readonly Subject[];
  readonly seen: readonly Int32Array[];
  readonly stimuli: number;
  readonly center: boolean;
  readonly kind: SrmKind;
  readonly fit: Fit;
}

/**
 * The shared response for given maps and the maps for a given response take turns, as in `fitSrm`; each subject is
 * fitted on the rows of the response that it has seen.
 */
export async function fitPartial(
  { subjects, seen, stimuli, center, kind, fit }: PartialTask,
  kernels: Kernels,
  over: Rounds,
  onIteration: OnIteration,
): Promise<PartialFit> {
  const setup = { subjects, perturbation: 0 };
  const begin = subjects.map((one, subject): SrmPiece => ({
    step: "begin",
    subject,
    map: startOf(fit, one, subject),
    gram: fit.iterations > 2 && prefersGram(one),
  }));
  const operations = subjects.reduce((sum, { rows, cols }) => sum + 4 * rows * cols * fit.features, 0);
  const begun = await over(setup, operations, (round) => round(begin));
  subjects.forEach((subject, i) => assertMeasurable(subject, begun[i]!.energy!));
  const energies = begun.map(({ energy }) => energy!);
  const units = subjects.map(({ cols }) => cols);
  const sizes = { stimuli, features: fit.features, units, energies, seen, center };
  const model = kind === "deterministic" ? deterministicPartial(sizes) : probabilisticPartial(sizes, kernels);
  const grams = begun.map(({ gram }) => gram);
  const course = await over({ ...setup, grams }, operations * fit.iterations, (round) =>
    alternate(model, begun, { seen, fit, onIteration }, round),
  );
  const { parts, ...found } = course;
  const offsets = model.offsets();
  const covariance = model.covariance();
  return {
    ...found,
    maps: parts.map(({ map }) => map!),
    projected: parts.map(({ projected }) => projected),
    offsets,
    energies,
    left: residualsOf(sizes, parts, offsets, found.shared),
    noiseVariance: model.noiseVariance(),
    ...(covariance ? { covariance } : {}),
  };
}

interface Course {
  readonly seen: readonly Int32Array[];
  readonly fit: Fit;
  readonly onIteration: OnIteration;
}

async function alternate(
  model: PartialModel,
  begun: readonly SrmPart[],
  { seen, fit, onIteration }: Course,
  round: (pieces: readonly SrmPiece[]) => Promise<SrmPart[]>,
) {
  const { iterations, tolerance } = fit;
  const piecesOf = (step: "update" | "finish", shared: Matrix) =>
    seen.map((rows, subject): SrmPiece => ({ step, subject, shared: rowsOf(shared, rows) }));
  let expected = model.expect(begun);
  const objective = [expected.objective];
  for (let iteration = 1; ; iteration++) {
    const isLast = iteration === iterations;
    let parts = await round(piecesOf(isLast ? "finish" : "update", expected.shared));
    model.accept(expected, parts);
    const next = model.expect(parts);
    objective.push(next.objective);
    onIteration(iteration, iterations);
    const converged = tolerance > 0 && model.improvement(expected.objective, next.objective) < tolerance;
    if (converged || isLast) {
      // The response and the maps that were made for it.
      const { shared } = expected;
      if (!isLast) {
        parts = await round(piecesOf("finish", shared));
        model.accept(expected, parts);
      }
      return { shared, parts, objective: Float64Array.from(objective), iterations: iteration, converged };
    }
    expected = next;
  }
}

function rowsOf({ cols, data }: Matrix, rows: Int32Array): Matrix {
  const taken = matrix(rows.length, cols);
  rows.forEach((row, k) => taken.data.set(data.subarray(row * cols, (row + 1) * cols), k * cols));
  return taken;
}
