import type { Matrix } from "../../base/matrix.ts";

/** The sign of the determinant of a square matrix, 0 if it is singular: by elimination with row pivots, on a copy. */
export function signOfDeterminant({ rows: n, data }: Matrix): -1 | 0 | 1 {
  const a = data.slice();
  let sign = 1;
  for (let k = 0; k < n; k++) {
    const pivot = largestBelow(a, n, k);
    if (a[pivot * n + k] === 0) return 0;
    if (pivot !== k) {
      swapRows(a, n, pivot, k);
      sign = -sign;
    }
    if (a[k * n + k]! < 0) sign = -sign;
    eliminate(a, n, k);
  }
  return sign as -1 | 1;
}

/** The row from k on whose entry in column k is the largest. */
function largestBelow(a: Float64Array, n: number, k: number): number {
  let best = k;
  for (let i = k + 1; i < n; i++) if (Math.abs(a[i * n + k]!) > Math.abs(a[best * n + k]!)) best = i;
  return best;
}

function swapRows(a: Float64Array, n: number, i: number, k: number): void {
  const row = a.slice(i * n, (i + 1) * n);
  a.copyWithin(i * n, k * n, (k + 1) * n);
  a.set(row, k * n);
}

/** Takes multiples of row k from those below, so that their column k is 0. */
function eliminate(a: Float64Array, n: number, k: number): void {
  const pivot = a.subarray(k * n + k + 1, (k + 1) * n);
  for (let i = k + 1; i < n; i++) {
    const factor = a[i * n + k]! / a[k * n + k]!;
    const row = a.subarray(i * n + k + 1, (i + 1) * n);
    for (let j = 0; j < pivot.length; j++) row[j]! -= factor * pivot[j]!;
  }
}
