// Measures of nearest neighbours from the definitions of their papers, slowly: whole matrices stimuli × stimuli, sets, dynamic
// programming, and matrix products. Nothing here is shared with `src`.

type Rows = readonly (readonly number[])[];
export type Near = "cosine" | "euclidean" | "correlation" | "inner-product";

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const mean = (values: readonly number[]) => sum(values) / values.length;
const dot = (a: readonly number[], b: readonly number[]) => sum(a.map((v, k) => v * b[k]!));
const centred = (a: readonly number[]) => a.map((v) => v - mean(a));
const unit = (a: readonly number[]) => a.map((v) => v / Math.sqrt(dot(a, a)));

export function rowsOf(x: { rows: number; cols: number; data: ArrayLike<number> }): Rows {
  return Array.from({ length: x.rows }, (_, i) =>
    Array.from({ length: x.cols }, (_column, j) => x.data[i * x.cols + j]!),
  );
}

/** The rows whose inner products are the kernel. */
function kernelRows(x: Rows, near: Near): Rows {
  if (near === "cosine") return x.map(unit);
  if (near === "correlation") return x.map((row) => unit(centred(row)));
  return x;
}

const kernel = (x: Rows, near: Near) => {
  const rows = kernelRows(x, near);
  return rows.map((a) => rows.map((b) => dot(a, b)));
};

/** The k nearest of each, nearest first, of equals the lower number. */
export function nearest(x: Rows, k: number, near: Near, self = false): number[][] {
  const similar =
    near === "euclidean"
      ? x.map((a) => x.map((b) => -sum(a.map((v, n) => (v - b[n]!) ** 2))))
      : kernel(x, near);
  return similar.map((row, i) =>
    row
      .map((_, j) => j)
      .filter((j) => self || j !== i)
      .sort((p, q) => row[q]! - row[p]! || p - q)
      .slice(0, k),
  );
}

type Lists = readonly (readonly number[])[];
const perStimulus = (a: Lists, b: Lists, value: (p: readonly number[], q: readonly number[]) => number) =>
  mean(a.map((list, i) => value(list, b[i]!)));
const both = (p: readonly number[], q: readonly number[]) => p.filter((j) => q.includes(j));

export const mutual = (a: Lists, b: Lists) => perStimulus(a, b, (p, q) => both(p, q).length / p.length);

export const jaccard = (p: readonly number[], q: readonly number[]) =>
  both(p, q).length / new Set([...p, ...q]).size;

/** Wang et al. 2022, with ranks from 1. */
export function rank(p: readonly number[], q: readonly number[]): number {
  const shared = both(p, q);
  const weights = shared.map((j) => {
    const [r, s] = [p.indexOf(j) + 1, q.indexOf(j) + 1];
    return 2 / ((1 + Math.abs(r - s)) * (r + s));
  });
  return shared.length === 0 ? 0 : sum(weights) / sum(shared.map((_, n) => 1 / (n + 1)));
}

export const knnJaccard = (a: Lists, b: Lists) => perStimulus(a, b, jaccard);
export const rankSimilarity = (a: Lists, b: Lists) => perStimulus(a, b, rank);
export const jointRankJaccard = (a: Lists, b: Lists) =>
  perStimulus(a, b, (p, q) => jaccard(p, q) * rank(p, q));

export function cycle(a: Lists, b: Lists): number {
  return mean(a.map((_, i) => +b[i]!.some((j) => a[j]!.includes(i))));
}

export function lcs(a: Lists, b: Lists): number {
  const length = (p: readonly number[], q: readonly number[]): number => {
    const best = Array.from({ length: p.length + 1 }, () => new Array<number>(q.length + 1).fill(0));
    for (let i = 1; i <= p.length; i++)
      for (let j = 1; j <= q.length; j++)
        best[i]![j] =
          p[i - 1] === q[j - 1] ? best[i - 1]![j - 1]! + 1 : Math.max(best[i - 1]![j]!, best[i]![j - 1]!);
    return best[p.length]![q.length]!;
  };
  return perStimulus(a, b, length);
}

export function edits(a: Lists, b: Lists): number {
  const distance = (p: readonly number[], q: readonly number[]): number => {
    const cost = Array.from({ length: p.length + 1 }, (_, i) =>
      Array.from({ length: q.length + 1 }, (_column, j) => (i === 0 ? j : j === 0 ? i : 0)),
    );
    for (let i = 1; i <= p.length; i++)
      for (let j = 1; j <= q.length; j++)
        cost[i]![j] = Math.min(
          cost[i - 1]![j]! + 1,
          cost[i]![j - 1]! + 1,
          cost[i - 1]![j - 1]! + +(p[i - 1] !== q[j - 1]),
        );
    return cost[p.length]![q.length]!;
  };
  return 1 - perStimulus(a, b, (p, q) => distance(p, q) / p.length);
}

/** Of what is used of the neighbours in either network. */
export function secondOrder(x: Rows, y: Rows, k: number, near: Near, distances: boolean): number {
  const [a, b] = [nearest(x, k, near), nearest(y, k, near)];
  const [s, t] = [x, y].map((z) => {
    if (near === "euclidean")
      return z.map((p) => z.map((q) => Math.sqrt(sum(p.map((v, n) => (v - q[n]!) ** 2)))));
    return kernel(z, near).map((row) => row.map((v) => (distances ? 1 - v : v)));
  }) as [number[][], number[][]];
  return mean(
    a.map((list, i) => {
      const union = [...new Set([...list, ...b[i]!])];
      const [p, q] = [union.map((j) => s[i]![j]!), union.map((j) => t[i]![j]!)];
      return dot(p, q) / Math.sqrt(dot(p, p) * dot(q, q));
    }),
  );
}

const times = (a: Rows, b: Rows): number[][] =>
  a.map((row) => b[0]!.map((_, j) => sum(row.map((v, k) => v * b[k]![j]!))));
const trace = (a: Rows) => sum(a.map((row, i) => row[i]!));

/** Song et al. 2012, equation 5; or tr(KHLH). */
function hsic(k: Rows, l: Rows, debiased: boolean): number {
  const m = k.length;
  if (!debiased) {
    const h = k.map((row, i) => row.map((_, j) => +(i === j) - 1 / m));
    return trace(times(times(times(k, h), l), h));
  }
  const [p, q] = [k, l].map((z) => z.map((row, i) => row.map((v, j) => (i === j ? 0 : v)))) as unknown as [
    Rows,
    Rows,
  ];
  const all = (z: Rows) => sum(z.map(sum));
  const product = times(p, q);
  return (
    (trace(product) + (all(p) * all(q)) / ((m - 1) * (m - 2)) - (2 * all(product)) / (m - 2)) / (m * (m - 3))
  );
}

/** Huh et al. 2024. */
export function cknna(x: Rows, y: Rows, k: number, near: Near, debiased: boolean, epsilon: number): number {
  const [one, two] = [x, y].map((z) => {
    const lists = nearest(z, k, near, !debiased);
    return { kernel: kernel(z, near), mask: lists.map((list) => z.map((_, j) => +list.includes(j))) };
  }) as [Masks, Masks];
  const value = (a: Masks, b: Masks) => {
    const masked = ({ kernel: whole }: Masks) =>
      whole.map((row, i) => row.map((v, j) => v * a.mask[i]![j]! * b.mask[i]![j]!));
    return hsic(masked(a), masked(b), debiased);
  };
  return value(one, two) / (Math.sqrt(value(one, one) * value(two, two)) + epsilon);
}

interface Masks {
  readonly kernel: number[][];
  readonly mask: number[][];
}
