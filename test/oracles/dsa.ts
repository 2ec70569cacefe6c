/**
 * Dynamical similarity analysis from the paper's equations (Ostrow et al. 2023, §2), slowly: matrices are arrays of
 * rows, singular vectors come from Jacobi's method, the fit from the normal equations, and the best orthogonal matrix from rotations of
 * two axes at a time, each of them the exact best one, from many starts of both determinants.
 */
import { createRandom } from "../../src/base/random.ts";

type Rows = number[][];

export interface DsaQuestion {
  readonly delays: number;
  readonly interval: number;
  readonly rank: number;
  readonly lambda: number;
  readonly ground: "angular" | "euclidean";
}

/** The operator of trials × time × units. */
export function operatorOf(trials: readonly Rows[], { delays, interval, rank, lambda }: DsaQuestion): Rows {
  const states = trials.map((trial) =>
    trial
      .slice((delays - 1) * interval)
      .map((_, t) =>
        Array.from({ length: delays }, (_, d) => trial[t + (delays - 1 - d) * interval]!).flat(),
      ),
  );
  const all = states.flat();
  const { values, vectors } = jacobi(times(transpose(all), all));
  const leading = values
    .map((value, k) => ({ value, k }))
    .sort((a, b) => b.value - a.value)
    .slice(0, rank);
  const along = (row: number[]) =>
    leading.map(({ value, k }) => row.reduce((sum, x, i) => sum + x * vectors[i]![k]!, 0) / Math.sqrt(value));
  const directions = states.map((trial) => trial.map(along));
  const before = directions.flatMap((trial) => trial.slice(0, -1));
  const after = directions.flatMap((trial) => trial.slice(1));
  const gram = times(transpose(before), before).map((row, i) =>
    row.map((x, j) => x + (i === j ? lambda : 0)),
  );
  return transpose(solve(gram, times(transpose(before), after)));
}

/** The value of two networks. */
export function dsaOracle(
  x: readonly Rows[],
  y: readonly Rows[],
  question: DsaQuestion,
  starts = 10,
): number {
  const [a, b] = [operatorOf(x, question), operatorOf(y, question)];
  return conjugacy(a, b, question.ground, starts);
}

/** The least angle, or norm of the difference, over orthogonal C. */
export function conjugacy(a: Rows, b: Rows, ground: DsaQuestion["ground"], starts = 10): number {
  const n = Math.max(a.length, b.length);
  const [p, q] = [padded(a, n), padded(b, n)];
  let most = -Infinity;
  for (let start = 0; start < starts; start++) most = Math.max(most, climb(turned(p, start), q));
  const [normA, normB] = [norm(a), norm(b)];
  if (ground === "angular") return Math.acos(Math.max(-1, Math.min(1, most / (normA * normB))));
  return Math.sqrt(Math.max(0, normA ** 2 + normB ** 2 - 2 * most));
}

/** The greatest ⟨Cᵀ·P·C, Q⟩ near C = I, one plane of rotation after the other. */
function climb(p: Rows, q: Rows): number {
  const n = p.length;
  let here = inner(p, q);
  for (let sweep = 0; sweep < 2000; sweep++) {
    const before = here;
    for (let i = 0; i < n; i++) {
      for (let j = i + 1; j < n; j++) {
        p = rotated(p, i, j, bestAngle(p, q, i, j));
      }
    }
    here = inner(p, q);
    if (here - before <= 1e-13 * Math.abs(here)) break;
  }
  return here;
}

/** In the angle, the inner product is a constant and two waves: five values tell them. */
function bestAngle(p: Rows, q: Rows, i: number, j: number): number {
  const angles = Array.from({ length: 5 }, (_, k) => (2 * Math.PI * k) / 5);
  const values = angles.map((angle) => inner(rotated(p, i, j, angle), q));
  const wave = (f: (x: number) => number, times: number) =>
    (2 / 5) * values.reduce((sum, value, k) => sum + value * f(times * angles[k]!), 0);
  const [c1, s1, c2, s2] = [wave(Math.cos, 1), wave(Math.sin, 1), wave(Math.cos, 2), wave(Math.sin, 2)];
  const at = (t: number) => c1 * Math.cos(t) + s1 * Math.sin(t) + c2 * Math.cos(2 * t) + s2 * Math.sin(2 * t);
  let best = 0;
  for (let k = 0; k < 90; k++) if (at((k * Math.PI) / 45) > at(best)) best = (k * Math.PI) / 45;
  for (let k = 0; k < 20; k++) {
    const slope =
      -c1 * Math.sin(best) + s1 * Math.cos(best) - 2 * c2 * Math.sin(2 * best) + 2 * s2 * Math.cos(2 * best);
    const bend =
      -c1 * Math.cos(best) - s1 * Math.sin(best) - 4 * c2 * Math.cos(2 * best) - 4 * s2 * Math.sin(2 * best);
    if (bend < 0 && at(best - slope / bend) >= at(best)) best -= slope / bend;
  }
  return at(best) > at(0) ? best : 0;
}

function rotated(p: Rows, i: number, j: number, angle: number): Rows {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const next = p.map((row) => row.slice());
  for (const row of next) [row[i], row[j]] = [c * row[i]! - s * row[j]!, s * row[i]! + c * row[j]!];
  const [above, below] = [next[i]!.slice(), next[j]!.slice()];
  next[i] = above.map((x, k) => c * x - s * below[k]!);
  next[j] = above.map((x, k) => s * x + c * below[k]!);
  return next;
}

/** A start: random rotations, and for odd numbers one axis reflected. */
function turned(p: Rows, start: number): Rows {
  const random = createRandom(77, start);
  let turned = start % 2 === 0 ? p : p.map((row, i) => row.map((x, j) => ((i === 0) === (j === 0) ? x : -x)));
  if (start < 2) return turned;
  for (let sweep = 0; sweep < 2; sweep++)
    for (let i = 0; i < p.length; i++)
      for (let j = i + 1; j < p.length; j++) turned = rotated(turned, i, j, 2 * Math.PI * random.uniform());
  return turned;
}

/** Eigenvalues and eigenvectors (columns) of a symmetric matrix. */
export function jacobi(symmetric: Rows): { values: number[]; vectors: Rows } {
  const n = symmetric.length;
  let a = symmetric.map((row) => row.slice());
  let vectors: Rows = a.map((_, i) => a.map((_, j) => Number(i === j)));
  for (let sweep = 0; sweep < 60; sweep++) {
    for (let i = 0; i < n; i++) {
      for (let j = i + 1; j < n; j++) {
        if (a[i]![j] === 0) continue;
        const angle = Math.atan2(2 * a[i]![j]!, a[j]![j]! - a[i]![i]!) / 2;
        a = rotated(a, i, j, angle);
        const [c, s] = [Math.cos(angle), Math.sin(angle)];
        vectors = vectors.map((row) => {
          const next = row.slice();
          next[i] = c * row[i]! - s * row[j]!;
          next[j] = s * row[i]! + c * row[j]!;
          return next;
        });
      }
    }
  }
  return { values: a.map((row, i) => row[i]!), vectors };
}

function solve(a: Rows, b: Rows): Rows {
  const rows = a.map((row, i) => [...row, ...b[i]!]);
  const n = a.length;
  for (let k = 0; k < n; k++) {
    const pivot = rows
      .slice(k)
      .reduce((best, row, i) => (Math.abs(row[k]!) > Math.abs(rows[best]![k]!) ? k + i : best), k);
    [rows[k], rows[pivot]] = [rows[pivot]!, rows[k]!];
    for (let i = 0; i < n; i++) {
      if (i === k) continue;
      const factor = rows[i]![k]! / rows[k]![k]!;
      rows[i] = rows[i]!.map((x, j) => x - factor * rows[k]![j]!);
    }
  }
  return rows.map((row, i) => row.slice(n).map((x) => x / row[i]!));
}

export function times(a: Rows, b: Rows): Rows {
  return a.map((row) => b[0]!.map((_, j) => row.reduce((sum, x, k) => sum + x * b[k]![j]!, 0)));
}

export function transpose(a: Rows): Rows {
  return a[0]!.map((_, j) => a.map((row) => row[j]!));
}

function padded(a: Rows, n: number): Rows {
  return Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => a[i]?.[j] ?? 0));
}

function inner(a: Rows, b: Rows): number {
  return a.reduce((sum, row, i) => sum + row.reduce((part, x, j) => part + x * b[i]![j]!, 0), 0);
}

function norm(a: Rows): number {
  return Math.sqrt(inner(a, a));
}
