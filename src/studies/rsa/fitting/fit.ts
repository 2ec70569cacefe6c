import { NumericalError } from "../../../base/errors.ts";
import { matrix, norm, takeRows, type Matrix } from "../../../base/matrix.ts";
import { comparatorOf, fittingGeometries } from "../../../rdm/comparators/registry.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import { innerProducts } from "./inner.ts";
import { lensOn } from "./lens.ts";
import type { ModelParts } from "./models.ts";
import { nonNegativeLeastSquares, solveNormal } from "./nnls.ts";
import { type Evidence, type Pattern, withSubjects } from "./patterns.ts";
import { meanBy, poolOf } from "./pool.ts";
import { type Counts, restrict, total } from "../drawn.ts";

/** RDMs of subjects, and which of them and of their stimuli are used. */
export interface Draw {
  /** How often each subject was drawn. */
  readonly subjects: Counts;
  /** How often each stimulus was drawn. */
  readonly stimuli: Counts;
}

/** The RDM that weights on the components give, 1 × P. */
export function predict(model: ModelParts, theta: readonly number[]): Float64Array {
  const { cols, data } = model.components;
  const prediction = new Float64Array(cols);
  effectiveWeights(model, theta).forEach((weight, s) => {
    if (weight === 0) return;
    for (let p = 0; p < cols; p++) prediction[p]! += weight * data[s * cols + p]!;
  });
  return prediction;
}

/** The weights that count: between two RDMs none is below 0. */
export function effectiveWeights({ kind }: Pick<ModelParts, "kind">, theta: readonly number[]): number[] {
  return theta.map((weight) => (kind === "interpolated" ? Math.max(0, weight) : weight));
}

/**
 * A weight for each component of a model: those given, or those under which it is most
 * similar to the drawn data.
 * @throws {NumericalError} if components depend on each other and any weights are allowed.
 */
export function weightsFor(model: ModelParts, evidence: Evidence, draw: Draw, kernels: Kernels): number[] {
  const means = () => meanBy(withSubjects(model.components, evidence, draw.stimuli, kernels), draw.subjects);
  const equations = () => normalEquations(model.components, evidence, draw, kernels);
  return weightsFrom(model, equations, means, kernels);
}

/**
 * The same, from what is known of the drawn data.
 * @param means - of each component, its mean similarity
 */
export function weightsFrom(
  model: ModelParts,
  equations: () => NormalEquations,
  means: () => Float64Array,
  kernels: Kernels,
): number[] {
  if (model.theta) return [...model.theta];
  if (model.kind === "fixed") return [1];
  if (model.kind === "selected") return select(means());
  return model.kind === "weighted"
    ? unitLength(solveWeights(model, equations(), kernels))
    : interpolate(equations(), kernels);
}

/** The component with the largest mean similarity to the data; the first of equals. */
function select(means: Float64Array): number[] {
  const best = means.reduce((at, mean, s) => (mean > means[at]! || Number.isNaN(means[at]!) ? s : at), 0);
  return Array.from(means, (_, s) => (s === best ? 1 : 0));
}

/** Gram matrix of the components, and their inner products with the pooled data. */
export interface NormalEquations {
  readonly gram: Matrix;
  readonly target: Float64Array;
}

/**
 * Least squares of the mean of the subjects, each normalised: at unit root mean square, or at
 * unit length under a whitened inner product. Its direction maximises the mean similarity. Where
 * subjects have different pairs, it is the sum of their own equations.
 * @param components - S × P
 */
export function normalEquations(
  components: Matrix,
  evidence: Evidence,
  draw: Draw,
  kernels: Kernels,
): NormalEquations {
  const { patterns } = evidence;
  if (patterns.length === 1) return equationsOf(components, evidence, patterns[0]!, draw, kernels);
  const size = components.rows;
  const sum = { gram: matrix(size, size), target: new Float64Array(size) };
  for (const pattern of patterns) {
    const own = new Set(pattern.subjects);
    const subjects = restrict(draw.subjects, (t) => own.has(t));
    const share = total(subjects);
    if (share === 0) continue;
    const part = equationsOf(components, evidence, pattern, { ...draw, subjects }, kernels);
    part.gram.data.forEach((value, k) => (sum.gram.data[k]! += share * value));
    part.target.forEach((value, k) => (sum.target[k]! += share * value));
  }
  return sum;
}

/** Of subjects that have the same pairs. */
function equationsOf(
  components: Matrix,
  evidence: Evidence,
  pattern: Pattern,
  draw: Draw,
  kernels: Kernels,
): NormalEquations {
  const stimuli = { counts: draw.stimuli, missing: pattern.missing };
  const products = (x: Matrix, y: Matrix) => innerProducts(x, y, stimuli, evidence.comparison, kernels);
  return {
    gram: products(components, components),
    target: targetOf(components, evidence, pattern, draw, products, kernels),
  };
}

function targetOf(
  components: Matrix,
  { data: all, patterns, comparison }: Evidence,
  { subjects: members, missing }: Pattern,
  { subjects: drawn, stimuli }: Draw,
  products: (x: Matrix, y: Matrix) => Matrix,
  kernels: Kernels,
): Float64Array {
  const isOnly = patterns.length === 1;
  const data = isOnly ? all : takeRows(all, members);
  const subjects = isOnly ? drawn : Float64Array.from(members, (t) => drawn[t]!);
  const { fittedBy } = comparatorOf(comparison.comparator);
  if (!fittingGeometries[fittedBy].whitened) {
    const lens = lensOn(stimuli, missing, { ...comparison, comparator: fittedBy }, kernels);
    const pooled = matrix(1, data.cols, poolOf(lens.normalized(data), subjects));
    return products(components, pooled).data;
  }
  const lengths = products(data, data)
    .data.filter((_, k) => k % (data.rows + 1) === 0)
    .map(Math.sqrt);
  const toEach = products(components, data);
  // Subjects with more pairs have longer RDMs; root mean squares would be the same.
  const unit = isOnly ? 1 : Math.sqrt(lensOn(stimuli, missing, comparison, kernels).section.positions.length);
  toEach.data.forEach((value, k) => (toEach.data[k] = (unit * value) / lengths[k % data.rows]!));
  return meanBy(toEach, subjects);
}

/** Least squares with the model's constraint and ridge, not normalised. @throws as `weightsFor`. */
export function solveWeights(
  { name, nonNegative, ridge }: Pick<ModelParts, "name" | "nonNegative" | "ridge">,
  { gram, target }: NormalEquations,
  kernels: Kernels,
): number[] {
  const penalized = matrix(gram.rows, gram.cols, gram.data.slice());
  for (let k = 0; k < gram.rows; k++) penalized.data[k * (gram.cols + 1)]! += ridge;
  if (nonNegative) return [...nonNegativeLeastSquares(penalized, target, kernels)];
  const every = Array.from({ length: gram.rows }, (_, k) => k);
  const solution = solveNormal(penalized, target, every, kernels);
  if (solution) return [...solution];
  throw new NumericalError(
    `${name}: some of its ${gram.rows} RDMs are combinations of the others, so their weights are not determined. ` +
      `Leave one out, give a ridge above 0, or fit non-negative weights.`,
  );
}

function unitLength(theta: readonly number[]): number[] {
  const length = norm(theta);
  return length === 0 ? [...theta] : theta.map((weight) => weight / length);
}

/**
 * The best point on the path from component to component. On one piece, with θ = (w, 1 − w),
 * the similarity ⟨θ, b⟩ / √(θᵀGθ) has its maximum where least squares with θ ≥ 0 has its
 * direction; where that is 0, at one of the ends.
 */
function interpolate({ gram, target }: NormalEquations, kernels: Kernels): number[] {
  const size = gram.rows;
  let best: number[] = [];
  let highest = -Infinity;
  for (let s = 0; s + 1 < size; s++) {
    for (const [w, rest] of candidates({ gram, target }, s, kernels)) {
      const theta = Array.from({ length: size }, (_, k) => (k === s ? w : k === s + 1 ? rest : 0));
      const value = similarityOf(theta, { gram, target });
      if (value > highest) [best, highest] = [theta, value];
    }
  }
  if (best.length > 0) return best;
  return Array.from({ length: size }, (_, k) => (k < 2 ? 0.5 : 0));
}

function candidates(
  { gram, target }: NormalEquations,
  s: number,
  kernels: Kernels,
): (readonly [number, number])[] {
  const at = (i: number, j: number) => gram.data[(s + i) * gram.cols + s + j]!;
  const pair = matrix(2, 2, Float64Array.of(at(0, 0), at(0, 1), at(1, 0), at(1, 1)));
  const theta = nonNegativeLeastSquares(pair, target.slice(s, s + 2), kernels);
  const sum = theta[0]! + theta[1]!;
  const ends = [[1, 0] as const, [0, 1] as const];
  return sum > 0 ? [[theta[0]! / sum, theta[1]! / sum] as const, ...ends] : ends;
}

function similarityOf(theta: readonly number[], { gram, target }: NormalEquations): number {
  let [inner, square] = [0, 0];
  theta.forEach((a, i) => {
    inner += a * target[i]!;
    theta.forEach((b, j) => (square += a * b * gram.data[i * gram.cols + j]!));
  });
  return inner / Math.sqrt(square);
}
