// Matrices that break eigenvalue and singular value routines, and slow, simple
// oracles for them: Jacobi's rotations, one pair of columns at a time.

import { noise } from "./wasm.ts";

export type Entry = (i: number, j: number) => number;

/** rows × cols from its entries, without gaps. */
export function fill(rows: number, cols: number, entry: Entry): Float64Array {
  return Float64Array.from({ length: rows * cols }, (_, p) => entry(Math.floor(p / cols), p % cols));
}

/** A diagonal matrix between two random reflections: the given singular values, or eigenvalues. */
export function withSpectrum(values: readonly number[], seed: number, symmetric: boolean): Float64Array {
  const n = values.length;
  const next = noise(seed);
  const left = unit(Float64Array.from({ length: n }, next));
  const right = symmetric ? left : unit(Float64Array.from({ length: n }, next));
  const a = fill(n, n, (i, j) => (i === j ? values[i]! : 0));
  for (let i = 0; i < n; i++) reflect(a.subarray(i * n, i * n + n), right);
  const columns = transposed(n, n, a);
  for (let i = 0; i < n; i++) reflect(columns.subarray(i * n, i * n + n), left);
  const both = transposed(n, n, columns);
  return symmetric ? fill(n, n, (i, j) => both[Math.min(i, j) * n + Math.max(i, j)]!) : both;
}

export function transposed(rows: number, cols: number, a: Float64Array): Float64Array {
  return fill(cols, rows, (i, j) => a[j * cols + i]!);
}

export function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i]! * y[i]!;
  return sum;
}

function unit(x: Float64Array): Float64Array {
  const length = Math.sqrt(dot(x, x));
  return x.map((xi) => xi / length);
}

/** x := x − 2 v (vᵀx). */
function reflect(x: Float64Array, v: Float64Array): void {
  const along = 2 * dot(x, v);
  for (let i = 0; i < x.length; i++) x[i]! -= along * v[i]!;
}

const random = (n: number, seed: number): Entry => {
  const next = noise(seed);
  const a = Array.from({ length: n * n }, next);
  return (i, j) => a[i * n + j]!;
};

/** Square matrices by name; n at least 2. */
export const squares: Record<string, (n: number) => Float64Array> = {
  zero: (n) => fill(n, n, () => 0),
  identity: (n) => fill(n, n, (i, j) => (i === j ? 1 : 0)),
  ones: (n) => fill(n, n, () => 1),
  random: (n) => fill(n, n, random(n, 11)),
  hilbert: (n) => fill(n, n, (i, j) => 1 / (i + j + 1)),
  kahan: (n) => fill(n, n, (i, j) => (j < i ? 0 : 0.8 ** i * (j === i ? 1 : -0.6))),
  vandermonde: (n) => fill(n, n, (i, j) => (i / n) ** j),
  "one column": (n) => fill(n, n, (i, j) => (j === 0 ? 1 + i : 0)),
  "one denormal": (n) => fill(n, n, (i, j) => (i === n - 1 && j === 0 ? 5e-324 : 0)),
  "denormal column": (n) => fill(n, n, (i, j) => (j === 0 ? 1e-310 * (1 + i) : i === j ? 1 : 0)),
  "rank 2": (n) => fill(n, n, (i, j) => 1 + i * j),
  clustered: (n) =>
    withSpectrum(
      Array.from({ length: n }, (_, i) => 1 + (i % 3) * 1e-14),
      5,
      false,
    ),
  geometric: (n) =>
    withSpectrum(
      Array.from({ length: n }, (_, i) => 10 ** ((-16 * i) / n)),
      6,
      false,
    ),
  "bidiagonal with zeros": (n) => fill(n, n, (i, j) => (j === i ? (i % 3) - 1 : j === i + 1 ? 1 : 0)),
};

/** Symmetric matrices by name; n at least 2. */
export const symmetric: Record<string, (n: number) => Float64Array> = {
  zero: squares["zero"]!,
  identity: squares["identity"]!,
  ones: squares["ones"]!,
  hilbert: squares["hilbert"]!,
  wilkinson: (n) =>
    fill(n, n, (i, j) => (i === j ? Math.abs(i - (n - 1) / 2) : Math.abs(i - j) === 1 ? 1 : 0)),
  "glued wilkinson": (n) =>
    fill(n, n, (i, j) => {
      if (i === j) return Math.abs((i % 11) - 5);
      return Math.abs(i - j) === 1 ? (Math.min(i, j) % 11 === 10 ? 1e-9 : 1) : 0;
    }),
  random: (n) => {
    const entry = random(n, 12);
    return fill(n, n, (i, j) => entry(Math.min(i, j), Math.max(i, j)));
  },
  "graded down": (n) => fill(n, n, (i, j) => 10 ** (-(i + j) / 2)),
  "graded up": (n) => fill(n, n, (i, j) => 10 ** ((i + j - 2 * n) / 2)),
  diagonal: (n) => fill(n, n, (i, j) => (i === j ? ((i * 7) % n) - 3 : 0)),
  "one denormal": (n) => fill(n, n, (i, j) => (i + j === n - 1 && (i === 0 || j === 0) ? 5e-324 : 0)),
  clustered: (n) =>
    withSpectrum(
      Array.from({ length: n }, (_, i) => 1 + (i % 3) * 1e-14),
      7,
      true,
    ),
  "half zero": (n) =>
    withSpectrum(
      Array.from({ length: n }, (_, i) => (i % 2 ? i : 0)),
      8,
      true,
    ),
  "both signs": (n) =>
    withSpectrum(
      Array.from({ length: n }, (_, i) => (i % 2 ? 1 : -1)),
      9,
      true,
    ),
};

/** Turns columns p and q of the rows in `columns` until they are orthogonal. @returns whether they were not */
function orthogonalize(columns: Float64Array[], others: Float64Array[], p: number, q: number): boolean {
  const [x, y] = [columns[p]!, columns[q]!];
  const [xx, yy, xy] = [dot(x, x), dot(y, y), dot(x, y)];
  if (Math.abs(xy) <= 1e-16 * Math.sqrt(xx) * Math.sqrt(yy)) return false;
  const zeta = (yy - xx) / (2 * xy);
  const t = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.hypot(1, zeta));
  const c = 1 / Math.hypot(1, t);
  for (const rows of [columns, others]) {
    const [a, b] = [rows[p]!, rows[q]!];
    for (let i = 0; i < a.length; i++) [a[i], b[i]] = [c * (a[i]! - t * b[i]!), c * (t * a[i]! + b[i]!)];
  }
  return true;
}

/**
 * Singular values, descending, and right vectors by one-sided Jacobi rotations
 * (Hestenes, 1958): accurate to each value's own size where columns differ in scale.
 */
export function jacobi(m: number, n: number, a: Float64Array): { values: number[]; vectors: Float64Array[] } {
  const columns = Array.from({ length: n }, (_, j) =>
    Float64Array.from({ length: m }, (_, i) => a[i * n + j]!),
  );
  const vectors = Array.from({ length: n }, (_, j) => Float64Array.from({ length: n }, (_, i) => +(i === j)));
  for (let sweep = 0, turned = true; turned && sweep < 60; sweep++) {
    turned = false;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) if (orthogonalize(columns, vectors, p, q)) turned = true;
    }
  }
  const sizes = columns.map((x) => Math.hypot(...x));
  const order = sizes.map((_, i) => i).sort((i, j) => sizes[j]! - sizes[i]!);
  return { values: order.map((i) => sizes[i]!), vectors: order.map((i) => vectors[i]!) };
}

/** Eigenvalues, ascending, of a symmetric matrix: singular values of one shifted to be positive, shifted back. */
export function eigenvalues(n: number, a: Float64Array): number[] {
  const shift = Math.max(
    ...fill(n, 1, (i) => a.subarray(i * n, i * n + n).reduce((s, x) => s + Math.abs(x), 0)),
  );
  const shifted = fill(n, n, (i, j) => a[i * n + j]! + (i === j ? shift : 0));
  return jacobi(n, n, shifted).values.map((x) => x - shift).reverse(); // prettier-ignore
}
