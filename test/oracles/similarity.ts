/** Measures of similarity structures from their definitions: plain loops over m × m lists, without any of the library's code. */

export type Rows = readonly (readonly number[])[];

const sumOf = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const dot = (a: readonly number[], b: readonly number[]) => sumOf(a.map((v, k) => v * b[k]!));

/** All pairs of rows. */
const table = (x: Rows, of: (a: readonly number[], b: readonly number[]) => number): number[][] =>
  x.map((a) => x.map((b) => of(a, b)));

export const distance = (a: readonly number[], b: readonly number[]) =>
  Math.sqrt(sumOf(a.map((v, k) => (v - b[k]!) ** 2)));

export const distancesOf = (x: Rows) => table(x, distance);
export const productsOf = (x: Rows) => table(x, dot);

/** Of the distances of pairs i < j. */
export function medianDistanceOf(x: Rows): number {
  const all = x.flatMap((a, i) => x.slice(i + 1).map((b) => distance(a, b))).sort((a, b) => a - b);
  const half = all.length / 2;
  return all.length % 2 ? all[Math.floor(half)]! : (all[half - 1]! + all[half]!) / 2;
}

export const laplacianOf = (x: Rows, sigma: number) => table(x, (a, b) => Math.exp(-distance(a, b) / sigma));
export const rbfOf = (x: Rows, sigma: number) =>
  table(x, (a, b) => Math.exp(-(distance(a, b) ** 2) / (2 * sigma * sigma)));
export const polynomialOf = (x: Rows, degree: number, constant: number) =>
  table(x, (a, b) => (dot(a, b) + constant) ** degree);

/** HSH by the matrix H itself. */
export function doublyCentred(s: Rows): number[][] {
  const m = s.length;
  const h = s.map((_, i) => s.map((_row, j) => (i === j ? 1 : 0) - 1 / m));
  return multiplied(multiplied(h, s), h);
}

/** Székely & Rizzo 2014, definition 2: the diagonal is 0. */
export function uCentred(s: Rows): number[][] {
  const m = s.length;
  const hollow = s.map((row, i) => row.map((v, j) => (i === j ? 0 : v)));
  const rows = hollow.map(sumOf);
  const all = sumOf(rows);
  return hollow.map((row, i) =>
    row.map((v, j) =>
      i === j ? 0 : v - rows[i]! / (m - 2) - rows[j]! / (m - 2) + all / ((m - 1) * (m - 2)),
    ),
  );
}

export function multiplied(a: Rows, b: Rows): number[][] {
  return a.map((row) => b[0]!.map((_, j) => sumOf(row.map((v, k) => v * b[k]![j]!))));
}

export const transposed = (a: Rows): number[][] => a[0]!.map((_, j) => a.map((row) => row[j]!));

/** Σ aᵢⱼ·bᵢⱼ. */
export const inner = (a: Rows, b: Rows) => sumOf(a.map((row, i) => dot(row, b[i]!)));

/** Gretton et al. 2005: tr KHLH / (m − 1)². */
export const biasedHsic = (k: Rows, l: Rows) =>
  inner(doublyCentred(k), doublyCentred(l)) / (k.length - 1) ** 2;

/** Song et al. 2012, equation 5, term by term. */
export function unbiasedHsic(k: Rows, l: Rows): number {
  const m = k.length;
  const hollow = (s: Rows) => s.map((row, i) => row.map((v, j) => (i === j ? 0 : v)));
  const [a, b] = [hollow(k), hollow(l)];
  const total = (s: Rows) => sumOf(s.map(sumOf));
  const cross = dot(a.map(sumOf), b.map(sumOf));
  return (inner(a, b) + (total(a) * total(b)) / ((m - 1) * (m - 2)) - (2 * cross) / (m - 2)) / (m * (m - 3));
}

/** Székely, Rizzo & Bakirov 2007, definitions 4 and 5. */
export function distanceCorrelation(x: Rows, y: Rows): number {
  const [a, b] = [doublyCentred(distancesOf(x)), doublyCentred(distancesOf(y))];
  return Math.sqrt(Math.max(0, inner(a, b)) / Math.sqrt(inner(a, a) * inner(b, b)));
}

/** Székely & Rizzo 2014, equation 3.2: the bias-corrected squared one. */
export function squaredDistanceCorrelation(x: Rows, y: Rows): number {
  const [a, b] = [uCentred(distancesOf(x)), uCentred(distancesOf(y))];
  return inner(a, b) / Math.sqrt(inner(a, a) * inner(b, b));
}

/** Columns less their means. */
export function centred(x: Rows): number[][] {
  const means = transposed(x).map((unit) => sumOf(unit) / unit.length);
  return x.map((row) => row.map((v, j) => v - means[j]!));
}

/** Boix-Adserà et al. 2022, from covariances and their inverses. */
export function squaredGulp(x: Rows, y: Rows, lambda: number): number {
  const m = x.length;
  const normalized = (one: Rows) => {
    const c = centred(one);
    const size = Math.sqrt(inner(c, c));
    return c.map((row) => row.map((v) => (v * Math.sqrt(m)) / size));
  };
  const [a, b] = [normalized(x), normalized(y)];
  const covariance = (p: Rows, q: Rows) => multiplied(transposed(p), q).map((row) => row.map((v) => v / m));
  const shrunk = (s: Rows) => inverse(s.map((row, i) => row.map((v, j) => v + (i === j ? lambda : 0))));
  const [sx, sy, sxy] = [covariance(a, a), covariance(b, b), covariance(a, b)];
  const [ix, iy] = [shrunk(sx), shrunk(sy)];
  const trace = (s: Rows) => sumOf(s.map((row, i) => row[i]!));
  const own = (i: Rows, s: Rows) => trace(multiplied(multiplied(multiplied(i, s), i), s));
  const cross = trace(multiplied(multiplied(multiplied(ix, sxy), iy), transposed(sxy)));
  return own(ix, sx) + own(iy, sy) - 2 * cross;
}

/** Gauss–Jordan with pivoting. */
function inverse(given: Rows): number[][] {
  const n = given.length;
  const a = given.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let k = 0; k < n; k++) {
    const pivot = a
      .slice(k)
      .reduce((best, row, i) => (Math.abs(row[k]!) > Math.abs(a[best]![k]!) ? k + i : best), k);
    [a[k], a[pivot]] = [a[pivot]!, a[k]!];
    a[k] = a[k]!.map((v) => v / a[k]![k]!);
    for (let i = 0; i < n; i++) {
      const factor = a[i]![k]!;
      if (i !== k) a[i] = a[i]!.map((v, j) => v - factor * a[k]![j]!);
    }
  }
  return a.map((row) => row.slice(n));
}

/** ‖UᵀV‖² / max(d, k), U and V by Gram–Schmidt (twice), of units that are independent. */
export function eigenspaceOverlap(x: Rows, y: Rows): number {
  const basis = (one: Rows) => {
    const columns: number[][] = [];
    for (const unit of transposed(one)) {
      let rest = [...unit];
      for (let pass = 0; pass < 2; pass++)
        for (const c of columns) {
          const along = dot(c, rest);
          rest = rest.map((v, k) => v - along * c[k]!);
        }
      const size = Math.sqrt(dot(rest, rest));
      if (size > 1e-10 * Math.sqrt(dot(unit, unit))) columns.push(rest.map((v) => v / size));
    }
    return columns;
  };
  const [u, v] = [basis(x), basis(y)];
  const shared = sumOf(u.map((a) => sumOf(v.map((b) => dot(a, b) ** 2))));
  return shared / Math.max(x[0]!.length, y[0]!.length);
}

/**
 * Cui et al. 2022: vec(K) on vec(Kz) by least squares, with an intercept as the authors' code has it; then the CKA of what is left.
 * Matrices of centred responses, whose entries sum to 0.
 */
export function deconfoundedCka(k: Rows, l: Rows, z: Rows): number {
  const residual = (s: Rows) => {
    const [values, by] = [s.flat(), z.flat()];
    const [meanOfS, meanOfZ] = [sumOf(values) / values.length, sumOf(by) / by.length];
    const slope =
      sumOf(values.map((v, i) => (v - meanOfS) * (by[i]! - meanOfZ))) /
      sumOf(by.map((v) => (v - meanOfZ) ** 2));
    return s.map((row, i) => row.map((v, j) => v - meanOfS - slope * (z[i]![j]! - meanOfZ)));
  };
  const [a, b] = [doublyCentred(residual(k)), doublyCentred(residual(l))];
  return inner(a, b) / Math.sqrt(inner(a, a) * inner(b, b));
}

/** Largest |eigenvalue| of a symmetric matrix, by the power method on its square. */
export function spectralNorm(s: Rows): number {
  const square = multiplied(s, s);
  let v = s.map((_, i) => 1 + ((i * 7919) % 13) / 13);
  let size = 0;
  for (let step = 0; step < 3000; step++) {
    const next = square.map((row) => dot(row, v));
    size = Math.sqrt(dot(next, next));
    v = next.map((one) => one / size);
  }
  return Math.sqrt(size);
}
