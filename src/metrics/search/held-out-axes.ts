import { matrix, type Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";

/** Held-out responses along the axes that training responses have, and what lies outside them. */
export interface Parted {
  /** rows × axes. */
  readonly within: Matrix;
  /** Coordinates in axes of their own, orthogonal to the others: rows × any number, perhaps none. */
  readonly beyond: Matrix;
}

/** A part outside the axes that is smaller than this share of the whole is rounding. */
const rounding = 1e-12;

/**
 * @param x - rows × units
 * @param axes - orthonormal rows, axes × units; undefined where units are the axes
 */
export function partAlong(x: Matrix, axes: Matrix | undefined, kernels: Kernels): Parted {
  if (!axes) return { within: x, beyond: matrix(x.rows, 0) };
  const within = kernels.gemm(x, axes, { transB: true });
  const rest = kernels.subtract(x, kernels.gemm(within, axes));
  const isNothing = kernels.norm(rest) <= rounding * kernels.norm(x);
  return { within, beyond: isNothing ? matrix(x.rows, 0) : rest.cols > rest.rows ? kernels.lq(rest) : rest };
}

/** Blocks of columns side by side; a number stands for that many columns of zeros. */
export function sideBySide(rows: number, blocks: readonly (Matrix | number)[], kernels: Kernels): Matrix {
  const widthOf = (block: Matrix | number) => (typeof block === "number" ? block : block.cols);
  const width = blocks.reduce((sum: number, block) => sum + widthOf(block), 0);
  const joined = kernels.uninitialized(rows, width);
  const to = joined.data.fill(0);
  let at = 0;
  for (const block of blocks) {
    const cols = widthOf(block);
    if (typeof block !== "number") {
      for (let i = 0; i < rows; i++) to.set(block.data.subarray(i * cols, (i + 1) * cols), i * width + at);
    }
    at += cols;
  }
  return joined;
}

/** Held-out responses of both networks in one space, y moved; what no motion is known for is orthogonal. */
export function inCommonSpace(
  x: Parted,
  y: Parted,
  motion: Matrix,
  kernels: Kernels,
): { readonly x: Matrix; readonly y: Matrix } {
  const width = motion.rows;
  const widened = ({ within }: Parted) => sideBySide(within.rows, [within, width - within.cols], kernels);
  const moved = kernels.gemm(widened(y), motion);
  return {
    x: sideBySide(x.within.rows, [widened(x), x.beyond, y.beyond.cols], kernels),
    y: sideBySide(y.within.rows, [moved, x.beyond.cols, y.beyond], kernels),
  };
}
