import type { Matrix } from "../../src/base/matrix.ts";
import { barcode, type Simplex } from "./persistence.ts";

/**
 * Relative living times of one set of landmarks by the definition: every simplex up to triangles against every witness, the
 * whole boundary matrix, and loops counted between all ends of bars (Khrulkov & Oseledets, 2018, algorithm 1).
 */
export function livingTimesOracle(
  x: Matrix,
  landmarks: readonly number[],
  gamma: number,
  loops: number,
  squared = false,
): number[] {
  const distances = Array.from({ length: x.rows }, (_, w) =>
    landmarks.map((l) => distance(x, w, l, squared)),
  );
  const most = gamma * Math.max(...distances.flat());
  const bars = barcode(witnessed(distances, landmarks.length, most), 1).map(({ birth, death }) => ({
    birth,
    death: Math.min(death, most),
  }));
  const ends = [...new Set([0, most, ...bars.flatMap(({ birth, death }) => [birth, death])])].sort(
    (a, b) => a - b,
  );
  const shares = new Array<number>(loops).fill(0);
  for (let k = 0; k + 1 < ends.length; k++) {
    const middle = (ends[k]! + ends[k + 1]!) / 2;
    const there = bars.filter(({ birth, death }) => birth <= middle && middle < death).length;
    if (there < loops) shares[there]! += (ends[k + 1]! - ends[k]!) / most;
  }
  return shares;
}

function distance(x: Matrix, i: number, j: number, squared: boolean): number {
  let sum = 0;
  for (let k = 0; k < x.cols; k++) sum += (x.data[i * x.cols + k]! - x.data[j * x.cols + k]!) ** 2;
  return squared ? sum : Math.sqrt(sum);
}

function witnessed(distances: readonly (readonly number[])[], landmarks: number, most: number): Simplex[] {
  const known = new Map<string, number>();
  const simplices: Simplex[] = [];
  for (const vertices of subsets(landmarks)) {
    const faces = vertices.map((skipped) => known.get(vertices.filter((v) => v !== skipped).join()) ?? 0);
    const alone = Math.min(...distances.map((row) => relaxation(row, vertices)));
    const value = vertices.length === 1 ? alone : Math.max(alone, ...faces);
    known.set(vertices.join(), value);
    if (value <= most) simplices.push({ vertices, value });
  }
  return simplices;
}

/** Vertices, then edges, then triangles. */
function subsets(n: number): number[][] {
  const all: number[][] = [];
  for (let i = 0; i < n; i++) all.push([i]);
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) all.push([i, j]);
  for (let i = 0; i < n; i++)
    for (let j = i + 1; j < n; j++) for (let k = j + 1; k < n; k++) all.push([i, j, k]);
  return all;
}

/** The least α for which a witness with these distances is one of the simplex. */
function relaxation(row: readonly number[], vertices: readonly number[]): number {
  const inside = Math.max(...vertices.map((v) => row[v]!));
  const outside = Math.min(...row.filter((_, l) => !vertices.includes(l)));
  return Math.max(0, inside - outside);
}
