/** A simplex with the value at which it comes in. */
export interface Simplex {
  readonly vertices: readonly number[];
  readonly value: number;
}

/** A bar of a barcode; Infinity where the class never dies. */
export interface Bar {
  readonly birth: number;
  readonly death: number;
}

/**
 * The barcode of a filtered complex by the definition: the whole boundary matrix modulo 2, its columns reduced from left to right
 * (Edelsbrunner & Harer, Computational Topology, 2010, §VII.1).
 *
 * @param simplices - with all faces of each, of no larger value
 */
export function barcode(simplices: readonly Simplex[], dimension: number): Bar[] {
  const sorted = [...simplices].sort((a, b) => a.value - b.value || a.vertices.length - b.vertices.length);
  const places = new Map(sorted.map(({ vertices }, place) => [vertices.join(), place]));
  const columns: Set<number>[] = [];
  const lows = new Map<number, number>();
  const killed = new Set<number>();
  for (const [place, { vertices }] of sorted.entries()) {
    const column = new Set<number>();
    if (vertices.length > 1)
      for (const skipped of vertices) column.add(places.get(vertices.filter((v) => v !== skipped).join())!);
    for (;;) {
      const low = Math.max(-1, ...column);
      const other = lows.get(low);
      if (other === undefined) break;
      for (const row of columns[other]!) if (!column.delete(row)) column.add(row);
    }
    columns.push(column);
    if (column.size > 0) lows.set(Math.max(...column), place);
  }
  const bars: Bar[] = [];
  for (const [birth, death] of lows) {
    killed.add(birth);
    if (sorted[birth]!.vertices.length - 1 === dimension)
      bars.push({ birth: sorted[birth]!.value, death: sorted[death]!.value });
  }
  for (const [place, { vertices, value }] of sorted.entries()) {
    if (vertices.length - 1 !== dimension || columns[place]!.size > 0 || killed.has(place)) continue;
    bars.push({ birth: value, death: Infinity });
  }
  return bars;
}

/** Vertices, edges and triangles of the Vietoris–Rips complex of a matrix of distances; an infinite one has no edge. */
export function ripsComplex(distances: readonly (readonly number[])[]): Simplex[] {
  const n = distances.length;
  const simplices: Simplex[] = [];
  for (let i = 0; i < n; i++) {
    simplices.push({ vertices: [i], value: 0 });
    for (let j = i + 1; j < n; j++) {
      simplices.push({ vertices: [i, j], value: distances[i]![j]! });
      for (let k = j + 1; k < n; k++) {
        const value = Math.max(distances[i]![j]!, distances[i]![k]!, distances[j]![k]!);
        simplices.push({ vertices: [i, j, k], value });
      }
    }
  }
  return simplices.filter(({ value }) => value < Infinity);
}
