/** A determinant by expansion of the first row: for a few rows. */
export function determinant(a: readonly number[][]): number {
  if (a.length === 0) return 1;
  return a[0]!.reduce(
    (sum, v, j) => sum + (j % 2 ? -v : v) * determinant(a.slice(1).map((row) => row.toSpliced(j, 1))),
    0,
  );
}
