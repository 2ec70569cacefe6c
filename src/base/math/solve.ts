/**
 * The solution of a few linear equations, by elimination with the largest pivot of each column.
 * @param rows - the equations, each with its right-hand side last; they are changed
 */
export function solved(rows: (Float64Array | number[])[]): Float64Array<ArrayBuffer> {
  const n = rows.length;
  for (let c = 0; c < n; c++) {
    let pivot = c;
    for (let r = c + 1; r < n; r++) if (Math.abs(rows[r]![c]!) > Math.abs(rows[pivot]![c]!)) pivot = r;
    [rows[c], rows[pivot]] = [rows[pivot]!, rows[c]!];
    for (let r = 0; r < n; r++) {
      if (r === c) continue;
      const factor = rows[r]![c]! / rows[c]![c]!;
      for (let q = c; q <= n; q++) rows[r]![q]! -= factor * rows[c]![q]!;
    }
  }
  return Float64Array.from({ length: n }, (_, c) => rows[c]![n]! / rows[c]![c]!);
}
