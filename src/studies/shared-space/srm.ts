import type { Matrix } from "../../base/matrix.ts";
import { shared as sharedArray } from "../../base/thread-memory.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import {
  deterministicModel,
  probabilisticModel,
  type Expected,
  type Model,
  type Sizes,
} from "./models/srm-models.ts";
import { startOf, type Fit } from "./fit.ts";
import type { SrmKind } from "./srm-options.ts";
import type { SrmPart, SrmPiece, SrmSetup } from "./models/srm-parts.ts";
import { prefersGram } from "./models/srm-steps.ts";
import { assertMeasurable, type Subject } from "./models/srm-subjects.ts";

/** What a fit finds; maps are of the units that vary. */
export interface Fitted {
  readonly shared: Matrix;
  readonly maps: readonly Matrix[];
  /** X_i·W_i, stimuli × features. */
  readonly aligned: readonly Matrix[];
  readonly energies: readonly number[];
  /** Before the first iteration and after each. */
  readonly objective: Float64Array;
  readonly iterations: number;
  readonly converged: boolean;
  readonly noiseVariance: Float64Array;
  readonly covariance?: Matrix;
}

/** Called after each iteration, with the most that there can be. */
export type OnIteration = (done: number, total: number) => void;

/** Does pieces over one setup, on all threads. */
export type Rounds = <R>(
  setup: SrmSetup,
  /** About how many floating-point operations all pieces take. */
  operations: number,
  body: (round: (pieces: readonly SrmPiece[]) => Promise<SrmPart[]>) => Promise<R>,
) => Promise<R>;

/**
 * Fits a shared response model in two steps that take turns: the shared response for given maps,
 * then for each subject on its own the map for that shared response, the polar factor of X_iᵀ·S.
 */
export async function fitSrm(
  subjects: readonly Subject[],
  { kind, perturbation, ...fit }: Fit & { readonly kind: SrmKind; readonly perturbation: number },
  kernels: Kernels,
  over: Rounds,
  onIteration: OnIteration = () => {},
): Promise<Fitted> {
  const setup = { subjects, perturbation };
  const start = beginnings(subjects, fit, perturbation);
  const begun = await over(setup, operationsOf(subjects, subjects[0]!.rows), (round) => round(start));
  const sizes = sizesOf(subjects, fit.features, begun);
  const model =
    kind === "deterministic"
      ? deterministicModel(sizes, perturbation > 0)
      : probabilisticModel(sizes, kernels);
  const grams = begun.map(({ gram }) => gram && sharedArray(gram));
  const operations = operationsOf(subjects, fit.features) * fit.iterations;
  const course = await over({ ...setup, grams }, operations, (round) =>
    alternate({ model, begun, fit, onIteration }, round),
  );
  return { ...course, energies: sizes.energies };
}

/** Iterations from the parts of the start. */
async function alternate(
  {
    model,
    begun,
    fit,
    onIteration,
  }: { model: Model; begun: readonly SrmPart[]; fit: Fit; onIteration: OnIteration },
  round: (pieces: readonly SrmPiece[]) => Promise<SrmPart[]>,
): Promise<Omit<Fitted, "energies">> {
  const { iterations, tolerance } = fit;
  const piecesOf = (step: "update" | "finish", shared: Matrix) =>
    begun.map((_, subject) => ({ step, subject, shared }));
  let expected = model.expect(begun);
  const objective = [expected.objective];
  for (let iteration = 1; ; iteration++) {
    const last = iteration === iterations && !model.refits;
    let parts = await round(piecesOf(last ? "finish" : "update", expected.shared));
    model.accept(expected, parts);
    const next = model.expect(parts);
    objective.push(next.objective);
    onIteration(iteration, iterations);
    const converged = tolerance > 0 && model.improvement(expected.objective, next.objective) < tolerance;
    if (converged || iteration === iterations) {
      const { shared } = model.refits ? next : expected;
      if (!last) parts = await round(piecesOf("finish", shared));
      return { ...concluded(model, expected, shared, parts, objective), iterations: iteration, converged };
    }
    expected = next;
  }
}

/** The result; its last objective is that of the maps and the response that are returned. */
function concluded(
  model: Model,
  expected: Expected,
  madeFor: Matrix,
  parts: readonly SrmPart[],
  objective: number[],
) {
  model.accept(expected, parts);
  const end = model.conclude(madeFor, parts);
  const covariance = model.covariance();
  return {
    shared: end.shared,
    maps: parts.map(({ map }) => map!),
    aligned: parts.map(({ projected }) => projected),
    objective: Float64Array.from([...objective.slice(0, -1), end.objective]),
    noiseVariance: model.noiseVariance(end.shared, parts),
    ...(covariance ? { covariance } : {}),
  };
}

/** The Gram matrix pays from the third iteration on; with it no perturbation is possible. */
function beginnings(subjects: readonly Subject[], fit: Fit, perturbation: number): SrmPiece[] {
  return subjects.map((one, subject) => ({
    step: "begin",
    subject,
    map: startOf(fit, one, subject),
    gram: perturbation === 0 && fit.iterations > 2 && prefersGram(one),
  }));
}

function sizesOf(subjects: readonly Subject[], features: number, begun: readonly SrmPart[]): Sizes {
  subjects.forEach((subject, i) => assertMeasurable(subject, begun[i]!.energy!));
  return {
    stimuli: subjects[0]!.rows,
    features,
    units: subjects.map(({ cols }) => cols),
    energies: begun.map(({ energy }) => energy!),
  };
}

/** About how many operations one iteration takes. */
function operationsOf(subjects: readonly Subject[], features: number): number {
  return subjects.reduce((sum, { rows, cols }) => sum + 4 * rows * cols * features, 0);
}
