// Slow implementations from the definitions, on lists of rows. They share nothing with the library.

type Rows = readonly (readonly number[])[];

const dot = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, k) => sum + value * b[k]!, 0);
const length = (a: readonly number[]) => Math.sqrt(dot(a, a));
const columnOf = (rows: Rows, j: number) => rows.map((row) => row[j]!);

/** Distance of a vector from the span of others, by Gram–Schmidt, twice. */
function distance(z: readonly number[], span: Rows): number {
  const basis: number[][] = [];
  const rest = (v: readonly number[]) => {
    let left = [...v];
    for (let pass = 0; pass < 2; pass++)
      for (const e of basis) {
        const along = dot(left, e);
        left = left.map((value, k) => value - along * e[k]!);
      }
    return left;
  };
  for (const v of span) {
    const left = rest(v);
    if (length(left) > 1e-12 * length(v)) basis.push(left.map((value) => value / length(left)));
  }
  return length(rest(z));
}

/** All sets of the numbers 0 … n − 1. */
const subsets = (n: number) =>
  Array.from({ length: 2 ** n }, (_, bits) =>
    Array.from({ length: n }, (_, k) => k).filter((k) => (bits >> k) & 1),
  );

/**
 * Maximum matching similarity by the definition (Wang et al. 2018): every pair of subsets is tried, and the largest that
 * match is taken.
 * @param x, y - stimuli × a few units
 */
export function maximumMatch(x: Rows, y: Rows, epsilon: number): number {
  const [p, q] = [x[0]!.length, y[0]!.length];
  const columns = (rows: Rows): Rows => Array.from({ length: rows[0]!.length }, (_, j) => columnOf(rows, j));
  const [ofX, ofY] = [columns(x), columns(y)];
  const isMatch = (a: readonly number[], b: readonly number[]) =>
    a.every(
      (i) =>
        distance(
          ofX[i]!,
          b.map((j) => ofY[j]!),
        ) <=
        epsilon * length(ofX[i]!) + 1e-14,
    ) &&
    b.every(
      (j) =>
        distance(
          ofY[j]!,
          a.map((i) => ofX[i]!),
        ) <=
        epsilon * length(ofY[j]!) + 1e-14,
    );
  let most = 0;
  for (const a of subsets(p))
    for (const b of subsets(q)) if (a.length + b.length > most && isMatch(a, b)) most = a.length + b.length;
  return most / (p + q);
}

/**
 * max over rotations R of 3 dimensions of tr(RᵀM): the largest eigenvalue of a symmetric 4 × 4 matrix of quaternions.
 * Source: Horn, JOSA A 4(4), 1987.
 */
export function bestRotationOf3(m: Rows): number {
  const [[xx, xy, xz], [yx, yy, yz], [zx, zy, zz]] = m as any;
  const n = [
    [xx + yy + zz, yz - zy, zx - xz, xy - yx],
    [yz - zy, xx - yy - zz, xy + yx, zx + xz],
    [zx - xz, xy + yx, yy - xx - zz, yz + zy],
    [xy - yx, zx + xz, yz + zy, zz - xx - yy],
  ];
  return largestEigenvalue(n);
}

/** By Jacobi's rotations. */
function largestEigenvalue(symmetric: number[][]): number {
  const a = symmetric.map((row) => [...row]);
  const n = a.length;
  for (let sweep = 0; sweep < 30; sweep++)
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) {
        const angle = Math.atan2(2 * a[p]![q]!, a[q]![q]! - a[p]![p]!) / 2;
        const [c, s] = [Math.cos(angle), Math.sin(angle)];
        for (let k = 0; k < n; k++)
          [a[k]![p], a[k]![q]] = [c * a[k]![p]! - s * a[k]![q]!, s * a[k]![p]! + c * a[k]![q]!];
        for (let k = 0; k < n; k++)
          [a[p]![k], a[q]![k]] = [c * a[p]![k]! - s * a[q]![k]!, s * a[p]![k]! + c * a[q]![k]!];
      }
  return Math.max(...a.map((row, k) => row[k]!));
}
