import { matrix, type Matrix } from "../../../base/matrix.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import { defineTask } from "../../../run/tasks/task.ts";
import type { Reduction } from "./fast-reduction.ts";
import { onDiagonal, polarFactor } from "./srm-steps.ts";
import { columnsOf, type Subject } from "./srm-subjects.ts";

export type FastPiece =
  | { readonly step: "reduce"; readonly subject: Subject; readonly reduction: Reduction }
  | {
      readonly step: "map";
      readonly subject: Subject;
      readonly shared: Matrix;
      readonly perturbation: number;
    };

export interface FastPart {
  /** From `reduce`: stimuli × fewer. */
  readonly reduced?: Matrix;
  /** From `map`: units × features, stimuli × features and ‖X‖². */
  readonly map?: Matrix;
  readonly projected?: Matrix;
  readonly energy?: number;
}

/** Fast SRM: one subject a piece. The piece carries the subject, so that not all are in memory at once. */
export const fastSrmStep = defineTask<null, FastPiece, FastPart>("fast-srm-step", {
  open: (_, kernels) => (piece) => fastPart(piece, kernels),
});

/** Does a piece in blocks of units, which takes little memory beside the subject. Results lie in ordinary memory. */
function fastPart(piece: FastPiece, kernels: Kernels): FastPart {
  const { subject } = piece;
  return piece.step === "reduce"
    ? { reduced: reducedBy(subject, piece.reduction, kernels) }
    : mapped(subject, piece.shared, piece.perturbation, kernels);
}

/** Units at a time. */
const block = 2048;

/** Calls `visit` with one block after the other, stimuli × units of it; a block ends with its call. */
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

/** Means over the units of each label. Constant units were left out; they count as 0. */
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

/** X·Aᵀ·(A·Aᵀ)⁻¹: the activity of the regions that explains the units best. */
function leastSquares(subject: Subject, weights: Matrix, kernels: Kernels): Matrix {
  const { rows, varying } = subject;
  const taken = varying ? columnsOf(weights, varying) : weights;
  return kernels.scope(() => {
    const inner = kernels.uninitialized(weights.rows, rows);
    inner.data.fill(0);
    inBlocks(subject, kernels, (part, start) => {
      const its = kernels.columns(taken, start, start + part.cols);
      add(inner, kernels.gemm(its, part, { transB: true }));
    });
    const factor = kernels.cholesky(kernels.syrk(weights));
    const half = kernels.solveTriangular(factor, inner);
    return kernels.detach(kernels.transpose(kernels.solveTriangular(factor, half, { trans: true })));
  });
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
