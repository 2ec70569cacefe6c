import type { WitnessComplex } from "./witness.ts";

/** When loops of a filtered complex come and go: both rising. There are as many loops as were born and have not died. */
export interface Loops {
  readonly births: readonly number[];
  readonly deaths: readonly number[];
}

/** First homology modulo 2: an edge within a part makes a loop, a triangle whose boundary is not yet filled ends one. */
export function loopsOf({ landmarks, edges, triangles }: WitnessComplex): Loops {
  const rising = risingEdges(edges);
  const births = loopBirths(rising, edges, landmarks);
  const ranks = new Int32Array(edges.length);
  for (const [rank, edge] of rising.entries()) ranks[edge] = rank;
  const columns = new Map<number, readonly number[]>();
  const deaths: number[] = [];
  let born = 0;
  for (const { sides, value } of triangles) {
    while (born < births.length && births[born]! <= value) born++;
    // Where there is no loop, no triangle can end one.
    if (born === deaths.length) continue;
    const column = reduced(
      sides.map((edge) => ranks[edge]!).sort((a, b) => b - a),
      columns,
    );
    if (column.length === 0) continue;
    columns.set(column[0]!, column);
    deaths.push(value);
  }
  return { births, deaths };
}

function risingEdges(edges: Float64Array): number[] {
  const there: number[] = [];
  for (let at = 0; at < edges.length; at++) if (edges[at]! < Infinity) there.push(at);
  return there.sort((a, b) => edges[a]! - edges[b]! || a - b);
}

/** Values of the edges that join what is joined already. */
function loopBirths(rising: readonly number[], edges: Float64Array, landmarks: number): number[] {
  const parents = Int32Array.from({ length: landmarks }, (_, k) => k);
  const root = (k: number): number => {
    let at = k;
    while (parents[at] !== at) at = parents[at] = parents[parents[at]!]!;
    return at;
  };
  const births: number[] = [];
  for (const edge of rising) {
    const [i, j] = [root(Math.floor(edge / landmarks)), root(edge % landmarks)];
    if (i === j) births.push(edges[edge]!);
    else parents[i] = j;
  }
  return births;
}

/** A falling column less those of its pivots, until its pivot is new or nothing is left. */
function reduced(
  column: readonly number[],
  columns: ReadonlyMap<number, readonly number[]>,
): readonly number[] {
  let left = column;
  while (left.length > 0) {
    const other = columns.get(left[0]!);
    if (other === undefined) break;
    left = sumModulo2(left, other);
  }
  return left;
}

/** Of two falling lists, what is in one of them alone. */
function sumModulo2(x: readonly number[], y: readonly number[]): number[] {
  const sum: number[] = [];
  let [a, b] = [0, 0];
  while (a < x.length || b < y.length) {
    const [first, second] = [x[a] ?? -1, y[b] ?? -1];
    if (first === second) b++;
    if (first >= second) a++;
    else b++;
    if (first !== second) sum.push(Math.max(first, second));
  }
  return sum;
}

/**
 * For each number of loops below `numbers`, the share of [0, most] where there are so many: relative living times.
 * Source: Khrulkov & Oseledets, 2018, equations 2–3.
 */
export function livingTimes({ births, deaths }: Loops, most: number, numbers: number): Float64Array {
  const shares = new Float64Array(numbers);
  let [born, died, since] = [0, 0, 0];
  while (since < most) {
    const until = Math.min(births[born] ?? most, deaths[died] ?? most, most);
    if (born - died < numbers) shares[born - died]! += (until - since) / most;
    since = until;
    while (births[born]! <= since) born++;
    while (deaths[died]! <= since) died++;
  }
  return shares;
}
