/** Seeded networks. Sums of four uniform numbers are normal enough for timing. */
export function networks(count, rows, cols) {
  let state = 12345;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state / 2 ** 31;
  };
  return Array.from({ length: count }, () => {
    const data = Float64Array.from(
      { length: rows * cols },
      () => uniform() + uniform() + uniform() + uniform(),
    );
    return { rows, cols, data };
  });
}

/** A seeded generator of standard normal numbers (Box–Muller). */
export function normals(seed) {
  let state = seed;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return ((state >>> 8) + 0.5) / 2 ** 24;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** A random n × n orthogonal matrix, row-major: Gram–Schmidt on normal rows. */
export function rotation(n, normal) {
  const rows = Array.from({ length: n }, () => Array.from({ length: n }, normal));
  for (const [i, row] of rows.entries()) {
    for (const other of rows.slice(0, i)) {
      const along = row.reduce((sum, value, k) => sum + value * other[k], 0);
      for (let k = 0; k < n; k++) row[k] -= along * other[k];
    }
    const length = Math.hypot(...row);
    for (let k = 0; k < n; k++) row[k] /= length;
  }
  return rows.flat();
}

/** Multiplies rows of n numbers by an n × n matrix. */
export function rotated(data, matrix, n) {
  return data.map((_, at) => {
    let sum = 0;
    for (let k = 0, row = at - (at % n); k < n; k++) sum += data[row + k] * matrix[k * n + (at % n)];
    return sum;
  });
}
