/** A filtered complex of landmarks up to triangles, all vertices at 0. */
export interface WitnessComplex {
  readonly landmarks: number;
  /** Value of each edge i < j at i · landmarks + j; Infinity where there is none. */
  readonly edges: Float64Array;
  readonly triangles: readonly Triangle[];
}

export interface Triangle {
  /** Where its three edges stand. */
  readonly sides: readonly [number, number, number];
  readonly value: number;
}

/**
 * The relaxed witness complex: a simplex σ of landmarks comes in at the least α for which there is a witness w with
 *
 *   d(w, l) ≤ d(w, l′) + α for all l in σ and all l′ outside,
 *
 * and not before its faces. Sources: de Silva & Carlsson, 2004; Khrulkov & Oseledets, 2018, §2.
 *
 * @param distances - of each witness to all landmarks, one witness after the other; each landmark is a witness
 * @param most - values above it are left out
 */
export function witnessComplex(distances: Float64Array, landmarks: number, most: number): WitnessComplex {
  const witnesses = sortedWitnesses(distances, landmarks, most);
  const edges = new Float64Array(landmarks * landmarks).fill(Infinity);
  for (const witness of witnesses) addEdges(edges, landmarks, most, witness);
  const values = new Map<number, number>();
  for (const witness of witnesses) addTriangles(values, landmarks, most, witness);
  return { landmarks, edges, triangles: trianglesOf(values, edges, landmarks) };
}

/** The landmarks that are near enough to a witness to be of use, the nearest first, with their distances. */
interface Witness {
  readonly order: readonly number[];
  readonly near: readonly number[];
}

/** Of simplices up to triangles: no landmark counts that is farther than the third and the relaxation. */
function sortedWitnesses(distances: Float64Array, landmarks: number, most: number): Witness[] {
  const witnesses: Witness[] = [];
  for (let start = 0; start < distances.length; start += landmarks) {
    const row = distances.subarray(start, start + landmarks);
    const reach = thirdOf(row) + most;
    const order: number[] = [];
    for (let l = 0; l < landmarks; l++) if (row[l]! <= reach) order.push(l);
    order.sort((a, b) => row[a]! - row[b]! || a - b);
    witnesses.push({ order, near: order.map((l) => row[l]!) });
  }
  return witnesses;
}

/** The third smallest of some numbers. */
function thirdOf(row: Float64Array): number {
  let [a, b, c] = [Infinity, Infinity, Infinity];
  for (let l = 0; l < row.length; l++) {
    const distance = row[l]!;
    if (distance < a) [a, b, c] = [distance, a, b];
    else if (distance < b) [b, c] = [distance, b];
    else if (distance < c) c = distance;
  }
  return c;
}

/** Edges of the a-th and the b-th nearest landmark: the nearest outside is the first, or the second where a is the first. */
function addEdges(edges: Float64Array, landmarks: number, most: number, { order, near }: Witness): void {
  for (let a = 0; a < near.length; a++) {
    const outside = near[a > 0 ? 0 : 1]!;
    for (let b = a + 1; b < near.length; b++) {
      const value = a === 0 && b === 1 ? 0 : near[b]! - outside;
      if (value > most) break;
      const at = edgeAt(order[a]!, order[b]!, landmarks);
      if (value < edges[at]!) edges[at] = value;
    }
  }
}

/** Triangles likewise, by a key: what their witnesses allow, whether or not their edges are there. */
function addTriangles(
  values: Map<number, number>,
  landmarks: number,
  most: number,
  { order, near }: Witness,
): void {
  for (let a = 0; a < near.length; a++) {
    for (let b = a + 1; b < near.length; b++) {
      const outside = near[a > 0 ? 0 : b > 1 ? 1 : 2]!;
      if (near[b]! - outside > most) break;
      for (let c = b + 1; c < near.length; c++) {
        const value = b === 1 && c === 2 ? 0 : near[c]! - outside;
        if (value > most) break;
        const key = keyOf(order[a]!, order[b]!, order[c]!, landmarks);
        if (value < (values.get(key) ?? Infinity)) values.set(key, value);
      }
    }
  }
}

/** Those whose edges are there, not before these, by rising value. */
function trianglesOf(
  values: ReadonlyMap<number, number>,
  edges: Float64Array,
  landmarks: number,
): Triangle[] {
  const triangles: Triangle[] = [];
  for (const [key, witnessed] of values) {
    const k = key % landmarks;
    const j = Math.floor(key / landmarks) % landmarks;
    const i = Math.floor(key / (landmarks * landmarks));
    const sides = [edgeAt(i, j, landmarks), edgeAt(i, k, landmarks), edgeAt(j, k, landmarks)] as const;
    const value = Math.max(witnessed, edges[sides[0]]!, edges[sides[1]]!, edges[sides[2]]!);
    if (value < Infinity) triangles.push({ sides, value });
  }
  return triangles.sort((a, b) => a.value - b.value);
}

function edgeAt(i: number, j: number, landmarks: number): number {
  return i < j ? i * landmarks + j : j * landmarks + i;
}

/** The same for three vertices in any order. */
function keyOf(i: number, j: number, k: number, landmarks: number): number {
  const first = Math.min(i, j, k);
  const last = Math.max(i, j, k);
  return (first * landmarks + (i + j + k - first - last)) * landmarks + last;
}
