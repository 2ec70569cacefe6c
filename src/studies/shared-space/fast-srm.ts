import { OptionError, ShapeError } from "../../base/errors.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { assertWhole, type SharedSpaceOptions } from "./srm-options.ts";
import { onDiagonal, polarFactor } from "./srm-steps.ts";
import type { Subject } from "./srm-subjects.ts";

/** Options of `fastSrm`. */
export interface FastSrmOptions extends SharedSpaceOptions {
  /**
   * What the units are brought down to first: a label for each unit, whole numbers, 0 for none
   * (means over labels); or regions × units, weights of which no region is a sum of others (least
   * squares). All subjects then have the same units. @default each subject's own principal components
   */
  readonly atlas?: ArrayLike<number> | Matrix;
  /** Own principal components to keep, at least 1. @default all, which loses nothing */
  readonly components?: number;
  /** Added on the main diagonal of XᵀS, as in `srm`. @default 0 */
  readonly perturbation?: number;
  /** Takes each map as it is found, units × features; the result then keeps none. */
  readonly onMap?: (map: Matrix, subject: number) => void | Promise<void>;
}

/** How one subject is brought down; crosses threads. */
export type Reduction =
  | { readonly by: "labels"; readonly labels: Int32Array; readonly regions: number }
  | { readonly by: "weights"; readonly weights: Matrix }
  | { readonly by: "components"; readonly components: number };

export type FastPiece =
  | { readonly step: "reduce"; readonly subject: Subject; readonly reduction: Reduction }
  | {
      readonly step: "map";
      readonly subject: Subject;
      readonly shared: Matrix;
      readonly perturbation: number;
    };

export interface FastPart {
  /** Stimuli × fewer; of `reduce`. */
  readonly reduced?: Matrix;
  /** Units × features, stimuli × features and ‖X‖²; of `map`. */
  readonly map?: Matrix;
  readonly projected?: Matrix;
  readonly energy?: number;
}

/** Does a piece, in blocks of units: beside the subject itself little memory is taken. Results lie in ordinary memory. */
export function fastPart(piece: FastPiece, kernels: Kernels): FastPart {
  const { subject } = piece;
  return piece.step === "reduce"
    ? { reduced: reducedBy(subject, piece.reduction, kernels) }
    : mapped(subject, piece.shared, piece.perturbation, kernels);
}

/** Units at a time. */
const block = 2048;

/** Calls `visit` with stimuli × units of one block after the other; each ends with its call. */
function inBlocks(
  { rows, cols, data }: Subject | Matrix,
  kernels: Kernels,
  visit: (part: Matrix, start: number) => void,
): void {
  for (let start = 0; start < cols; start += block) {
    const end = Math.min(start + block, cols);
    kernels.scope(() => visit(kernels.columns(matrix(rows, cols, data), start, end), start));
  }
}

function reducedBy(subject: Subject, reduction: Reduction, kernels: Kernels): Matrix {
  if (reduction.by === "labels") return meansOverLabels(subject, reduction.labels, reduction.regions);
  if (reduction.by === "weights") return leastSquares(subject, reduction.weights, kernels);
  return principalComponents(subject, reduction.components, kernels);
}

/** Units that were left out as constant count in the mean of their label: they are 0. */
function meansOverLabels(
  { rows, cols, data, varying }: Subject,
  labels: Int32Array,
  regions: number,
): Matrix {
  const means = matrix(rows, regions);
  const counts = new Float64Array(regions);
  labels.forEach((label) => label > 0 && counts[label - 1]!++);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) {
      const label = labels[varying ? varying[j]! : j]!;
      if (label > 0) means.data[i * regions + label - 1]! += data[i * cols + j]! / counts[label - 1]!;
    }
  }
  return means;
}

/** X·Aᵀ·(A·Aᵀ)⁻¹: the activity of each region that explains the units best. */
function leastSquares(subject: Subject, weights: Matrix, kernels: Kernels): Matrix {
  const { rows, varying } = subject;
  const taken = varying ? transposedRows(weights, varying) : undefined;
  return kernels.scope(() => {
    const inner = kernels.uninitialized(weights.rows, rows);
    inner.data.fill(0);
    inBlocks(subject, kernels, (part, start) => {
      const its = kernels.columns(taken ?? weights, start, start + part.cols);
      add(inner, kernels.gemm(its, part, { transB: true }));
    });
    const factor = kernels.cholesky(kernels.syrk(weights));
    const half = kernels.solveTriangular(factor, inner);
    return kernels.detach(kernels.transpose(kernels.solveTriangular(factor, half, { trans: true })));
  });
}

function transposedRows({ rows, cols, data }: Matrix, chosen: Int32Array): Matrix {
  const part = matrix(rows, chosen.length);
  for (let i = 0; i < rows; i++) {
    chosen.forEach((unit, j) => (part.data[i * chosen.length + j] = data[i * cols + unit]!));
  }
  return part;
}

/** U·diag(s) of X = U·diag(s)·Vᵀ, the largest first, from X·Xᵀ. Nothing below rounding is kept. */
function principalComponents(subject: Subject, components: number, kernels: Kernels): Matrix {
  const { rows: m, cols, data } = subject;
  if (cols <= m && cols <= components) return matrix(m, cols, Float64Array.from(data));
  return kernels.scope(() => {
    const gram = kernels.uninitialized(m, m);
    gram.data.fill(0);
    inBlocks(subject, kernels, (part) => add(gram, kernels.syrk(part)));
    const { values, vectors } = kernels.eigh(gram);
    const least = m * Number.EPSILON * values[m - 1]!;
    const kept = Math.min(components, values.filter((value) => value > least).length);
    const reduced = matrix(m, kept);
    const axes = vectors.data;
    for (let j = 0; j < kept; j++) {
      const [size, row] = [Math.sqrt(values[m - 1 - j]!), (m - 1 - j) * m];
      for (let i = 0; i < m; i++) reduced.data[i * kept + j] = size * axes[row + i]!;
    }
    return reduced;
  });
}

/** The map in all units for a given shared response. */
function mapped(subject: Subject, shared: Matrix, perturbation: number, kernels: Kernels): FastPart {
  const { rows, cols } = subject;
  return kernels.scope(() => {
    const inner = kernels.uninitialized(cols, shared.cols);
    let energy = 0;
    inBlocks(subject, kernels, (part, start) => {
      const rowsOfBlock = kernels.gemm(part, shared, { transA: true });
      inner.data.set(rowsOfBlock.data, start * shared.cols);
      energy += kernels.dot(part, part);
    });
    const map = polarFactor(perturbation > 0 ? onDiagonal(inner, perturbation, kernels) : inner, kernels);
    const projected = kernels.uninitialized(rows, shared.cols);
    projected.data.fill(0);
    inBlocks(subject, kernels, (part, start) =>
      add(projected, kernels.gemm(part, kernels.rows(map, start, start + part.cols))),
    );
    return { map: kernels.detach(map), projected: kernels.detach(projected), energy };
  });
}

function add(sum: Matrix, part: Matrix): void {
  const [into, from] = [sum.data, part.data];
  for (let k = 0; k < into.length; k++) into[k]! += from[k]!;
}

/**
 * The reduction that the options ask for.
 * @throws {OptionError} for an atlas without labels, or with labels that are not whole numbers from 0.
 */
export function reductionOf({ atlas, components }: FastSrmOptions): Reduction {
  if (components !== undefined) assertWhole("fastSrm", "components", components, 1);
  if (atlas === undefined) return { by: "components", components: components ?? Infinity };
  if (components !== undefined) {
    throw new OptionError("fastSrm: atlas and components are two ways to reduce the units; give one.");
  }
  if ("rows" in atlas) return { by: "weights", weights: atlas };
  const given = Array.from(atlas);
  const wrong = given.findIndex((label) => !Number.isInteger(label) || label < 0);
  if (wrong >= 0)
    throw new OptionError(`fastSrm: labels are whole numbers from 0; unit ${wrong} has ${given[wrong]}.`);
  const used = [...new Set(given)].filter((label) => label > 0).sort((a, b) => a - b);
  if (used.length === 0) throw new OptionError("fastSrm: the atlas labels no unit; 0 means none.");
  const places = new Map(used.map((label, k) => [label, k + 1]));
  return {
    by: "labels",
    labels: Int32Array.from(given, (label) => places.get(label) ?? 0),
    regions: used.length,
  };
}

/** @throws {ShapeError} if the atlas is of another number of units. */
export function assertAtlasFits(reduction: Reduction, { name, units }: Subject): void {
  if (reduction.by === "components") return;
  const covered = reduction.by === "labels" ? reduction.labels.length : reduction.weights.cols;
  if (covered === units) return;
  throw new ShapeError(`fastSrm: the atlas is of ${covered} units, ${name} has ${units}.`);
}
