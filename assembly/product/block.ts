// One block of C from packed operands, tile by tile. Only the wanted part of C is written.

import { bytes } from "../vector/lanes";
import { microKernel, MR, NR } from "./ukernel";

/** The part of C that is wanted. */
export const FULL: i32 = 0;
export const UPPER: i32 = 1;
export const LOWER: i32 = 2;

/** Whether the block at (i, j) of C holds nothing of the wanted part. */
// @ts-ignore: decorator
@inline
export function isOutside(part: i32, i: i32, j: i32, rows: i32, cols: i32): bool {
  if (part == UPPER) return i > j + cols - 1;
  if (part == LOWER) return j > i + rows - 1;
  return false;
}

/** Whether all of the block belongs to the wanted part. */
// @ts-ignore: decorator
@inline
function isInside(part: i32, i: i32, j: i32, rows: i32, cols: i32): bool {
  if (part == UPPER) return i + rows - 1 <= j;
  if (part == LOWER) return j + cols - 1 <= i;
  return true;
}

/**
 * One block of C, whose first element is (i, j), from packed A and B.
 *
 * @param depth - steps of k that are multiplied
 * @param stored - steps of k that a panel holds
 */
export function block<T>(
  part: i32,
  i: i32,
  j: i32,
  rows: i32,
  cols: i32,
  depth: i32,
  stored: i32,
  alpha: T,
  packedA: usize,
  packedB: usize,
  beta: T,
  c: usize,
  ldc: i32,
  tile: usize,
): void {
  const ld = bytes<T>(ldc);
  const panelA = bytes<T>(MR * stored);
  const panelB = bytes<T>(NR<T>() * stored);
  for (let q = 0; q < cols; q += NR<T>()) {
    let a = packedA;
    const nr = min(cols - q, NR<T>());
    let at = c + <usize>i * ld + bytes<T>(j + q);
    for (let r = 0; r < rows; r += MR) {
      const mr = min(rows - r, MR);
      if (!isOutside(part, i + r, j + q, mr, nr)) {
        if (mr == MR && nr == NR<T>() && isInside(part, i + r, j + q, MR, nr)) {
          microKernel<T>(depth, a, packedB, alpha, beta, at, ld);
        } else {
          cutTile<T>(part, i + r - j - q, mr, nr, depth, alpha, a, packedB, beta, at, ld, tile);
        }
      }
      a += panelA;
      at += ld * <usize>MR;
    }
    packedB += panelB;
  }
}

/**
 * A tile of which only a part is wanted: copied to scratch memory, updated there by the
 * same micro-kernel, and its wanted part copied back.
 *
 * @param below - row minus column of the tile's first element
 */
function cutTile<T>(
  part: i32,
  below: i32,
  mr: i32,
  nr: i32,
  depth: i32,
  alpha: T,
  a: usize,
  b: usize,
  beta: T,
  c: usize,
  ld: usize,
  tile: usize,
): void {
  const ldt = bytes<T>(NR<T>());
  if (beta != 0) copyPart<T>(part, below, mr, nr, c, ld, tile, ldt);
  microKernel<T>(depth, a, b, alpha, beta, tile, ldt);
  copyPart<T>(part, below, mr, nr, tile, ldt, c, ld);
}

/** Copies the wanted part of an mr × nr tile; strides in bytes. */
function copyPart<T>(
  part: i32,
  below: i32,
  mr: i32,
  nr: i32,
  src: usize,
  lds: usize,
  dst: usize,
  ldd: usize,
): void {
  for (let r = 0; r < mr; r++) {
    const first = part == UPPER ? max(below + r, 0) : 0;
    const last = part == LOWER ? min(below + r + 1, nr) : nr;
    for (let q = first; q < last; q++) store<T>(dst + bytes<T>(q), load<T>(src + bytes<T>(q)));
    src += lds;
    dst += ldd;
  }
}

/** C := beta·C on the wanted part: the product when k or alpha is 0. */
export function scalePart<T>(part: i32, m: i32, n: i32, beta: T, c: usize, ldc: i32): void {
  for (let i = 0; i < m; i++) {
    const first = part == UPPER ? i : 0;
    const last = part == LOWER ? min(i + 1, n) : n;
    for (let j = first; j < last; j++) {
      const at = c + bytes<T>(j);
      store<T>(at, beta == 0 ? <T>0 : beta * load<T>(at));
    }
    c += bytes<T>(ldc);
  }
}
