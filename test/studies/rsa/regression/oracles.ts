/** Least squares and correlations from their definitions, on lists. */

/** Solves A x = b by Gaussian elimination with pivots. */
export function solve(a: number[][], b: number[]): number[] {
  const rows = a.map((row, i) => [...row, b[i]!]);
  const n = rows.length;
  for (let k = 0; k < n; k++) {
    const pivot = rows
      .slice(k)
      .reduce((best, row, i) => (Math.abs(row[k]!) > Math.abs(rows[best]![k]!) ? k + i : best), k);
    [rows[k], rows[pivot]] = [rows[pivot]!, rows[k]!];
    for (let i = 0; i < n; i++) {
      if (i === k) continue;
      const factor = rows[i]![k]! / rows[k]![k]!;
      for (let j = k; j <= n; j++) rows[i]![j]! -= factor * rows[k]![j]!;
    }
  }
  return rows.map((row, i) => row[n]! / row[i]!);
}

/** Weights of columns and a constant, which stands last. */
export function leastSquares(y: number[], columns: number[][]): number[] {
  const x = [...columns, y.map(() => 1)];
  const dot = (a: number[], b: number[]) => a.reduce((sum, value, k) => sum + value * b[k]!, 0);
  return solve(
    x.map((a) => x.map((b) => dot(a, b))),
    x.map((a) => dot(a, y)),
  );
}

export function residual(y: number[], columns: number[][]): number[] {
  const weights = leastSquares(y, columns);
  return y.map((value, p) =>
    weights.reduce((left, weight, k) => left - weight * (columns[k]?.[p] ?? 1), value),
  );
}

export const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const squares = (values: number[]) => values.reduce((sum, value) => sum + value * value, 0);

/** Of the variance of y what the columns explain. */
export function explained(y: number[], columns: number[][]): number {
  return 1 - squares(residual(y, columns)) / squares(y.map((value) => value - mean(y)));
}

export function correlation(x: number[], y: number[]): number {
  const [a, b] = [x, y].map((values) => values.map((value) => value - mean(values)));
  return a!.reduce((sum, value, k) => sum + value * b![k]!, 0) / Math.sqrt(squares(a!) * squares(b!));
}

/** Correlation of what is left of both. */
export function partial(y: number[], x: number[], given: number[][]): number {
  return correlation(residual(y, given), residual(x, given));
}

/** Ranks from 1, ties their mean. */
export function ranks(values: number[]): number[] {
  return values.map(
    (value) =>
      values.filter((other) => other < value).length +
      (values.filter((other) => other === value).length + 1) / 2,
  );
}
