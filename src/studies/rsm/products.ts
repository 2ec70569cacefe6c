import { matrix, type Matrix } from "../../base/matrix.ts";
import type { Steps } from "../../base/steps.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { RsmStack } from "./rsm.ts";

/** Multiplications of one step of a product: some tens of milliseconds. */
const stepSize = 2 ** 27;

/** A step is at least so many rows: the other operand is laid out anew for each. */
const fewestRows = 16;

/** What `body` makes in the memory of the kernels is freed at its end, also if it is stopped between two steps. */
export function* scoped<T>(kernels: Kernels, body: () => Steps<T>): Steps<T> {
  const mark = kernels.usage.used;
  try {
    return yield* body();
  } finally {
    kernels.release(mark);
  }
}

/**
 * The RSMs of a stack as rows: of each the entries above the diagonal, row by row; with `both` those below it too.
 * @param before - stimuli × stimuli each; rows before those of the stack
 */
export function* rowsOf(stack: RsmStack, both: boolean, before: readonly Matrix[] = []): Steps<Matrix> {
  const m = stack.stimuli.length;
  const first = before.length;
  const rows = matrix(first + stack.names.length, (m * (m - 1)) / (both ? 1 : 2));
  for (let k = 0; k < rows.rows; k++) {
    const one = before[k] ?? stack.of(k - first);
    const into = rows.data.subarray(k * rows.cols, (k + 1) * rows.cols);
    yield* copyOffDiagonal(one, both, into);
  }
  return rows;
}

function* copyOffDiagonal({ rows, data }: Matrix, both: boolean, into: Float64Array): Steps<void> {
  let next = 0;
  for (let i = 0; i < rows; i++) {
    for (let j = both ? 0 : i + 1; j < rows; j++) if (j !== i) into[next++] = data[i * rows + j]!;
    yield;
  }
}

/** X·Xᵀ in ordinary memory, some rows in a step. The bits are those of one product. */
export function* ownProducts(x: Matrix, kernels: Kernels): Steps<Matrix> {
  const count = x.rows;
  const height = heightOf(x);
  if (height >= count) return kernels.scope(() => kernels.detach(kernels.syrk(x)));
  const out = matrix(count, count);
  for (let from = 0; from < count; from += height) {
    const to = Math.min(count, from + height);
    const part = blockOf(x, { from, to }, kernels.rows(x, from, count), kernels);
    for (let i = from; i < to; i++) {
      for (let j = i; j < count; j++) {
        const value = part[(i - from) * (count - from) + j - from]!;
        out.data[i * count + j] = out.data[j * count + i] = value;
      }
    }
    yield;
  }
  return out;
}

/** X·Yᵀ in ordinary memory, some rows in a step. The bits are those of one product. */
export function* productsOf(x: Matrix, y: Matrix, kernels: Kernels): Steps<Matrix> {
  const out = matrix(x.rows, y.rows);
  const height = heightOf(y);
  for (let from = 0; from < x.rows; from += height) {
    const to = Math.min(x.rows, from + height);
    out.data.set(blockOf(x, { from, to }, y, kernels), from * y.rows);
    yield;
  }
  return out;
}

function blockOf(
  x: Matrix,
  { from, to }: { from: number; to: number },
  y: Matrix,
  kernels: Kernels,
): Float64Array {
  return kernels.scope(() => kernels.detach(kernels.gemm(kernels.rows(x, from, to), y, { transB: true })))
    .data;
}

/** Rows of one step of a product with this matrix. */
function heightOf({ rows, cols }: Matrix): number {
  return Math.max(fewestRows, Math.floor(stepSize / Math.max(1, rows * cols)));
}
