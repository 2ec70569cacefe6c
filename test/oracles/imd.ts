import type { Matrix } from "../../src/base/matrix.ts";

/**
 * Heat traces by the definition: the neighbour graph from all distances, the whole normalised Laplacian, all its eigenvalues by
 * Jacobi's method, the sum of e^(−t·λ) (Tsitsulin et al., 2020, §3).
 */
export function imdOracle(x: Matrix, y: Matrix, k: number): number {
  const [first, second] = [laplacianEigenvalues(x, k), laplacianEigenvalues(y, k)];
  let largest = 0;
  for (let step = 0; step < 256; step++) {
    const t = 10 ** (-1 + (2 * step) / 255);
    const trace = (eigenvalues: number[]) =>
      eigenvalues.reduce((sum, value) => sum + Math.exp(-t * value), 0);
    largest = Math.max(largest, Math.exp(-2 * (t + 1 / t)) * Math.abs(trace(first) - trace(second)));
  }
  return largest;
}

export function laplacianEigenvalues(x: Matrix, k: number): number[] {
  const m = x.rows;
  const adjacent = Array.from({ length: m }, () => new Array<number>(m).fill(0));
  for (let i = 0; i < m; i++) {
    const others = Array.from({ length: m }, (_, j) => j).filter((j) => j !== i);
    others.sort((a, b) => squared(x, i, a) - squared(x, i, b) || a - b);
    for (const j of others.slice(0, k)) adjacent[i]![j] = adjacent[j]![i] = 1;
  }
  const degrees = adjacent.map((row) => row.reduce((sum, value) => sum + value, 0));
  const laplacian = adjacent.map((row, i) =>
    row.map((value, j) => (i === j ? 1 : 0) - value / Math.sqrt(degrees[i]! * degrees[j]!)),
  );
  return jacobi(laplacian);
}

function squared(x: Matrix, i: number, j: number): number {
  let sum = 0;
  for (let k = 0; k < x.cols; k++) sum += (x.data[i * x.cols + k]! - x.data[j * x.cols + k]!) ** 2;
  return sum;
}

/** Eigenvalues of a symmetric matrix, by rotations that take out one element after the other. */
function jacobi(a: number[][]): number[] {
  const n = a.length;
  for (let sweep = 0; sweep < 30; sweep++) {
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        if (Math.abs(a[p]![q]!) < 1e-300) continue;
        const theta = (a[q]![q]! - a[p]![p]!) / (2 * a[p]![q]!);
        const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const c = 1 / Math.sqrt(t * t + 1);
        const s = t * c;
        for (let k = 0; k < n; k++) {
          const [kp, kq] = [a[k]![p]!, a[k]![q]!];
          [a[k]![p], a[k]![q]] = [c * kp - s * kq, s * kp + c * kq];
        }
        for (let k = 0; k < n; k++) {
          const [pk, qk] = [a[p]![k]!, a[q]![k]!];
          [a[p]![k], a[q]![k]] = [c * pk - s * qk, s * pk + c * qk];
        }
      }
    }
  }
  return a.map((row, i) => row[i]!);
}
