import { BitWindow } from "./bit-window.ts";
import { crossFiltration, sharedEdges, type CrossFiltration } from "./cross-filtration.ts";

/**
 * Mean over both orders of the sum of the bars of the first R-Cross-Barcode.
 *
 * In the doubled graph each stimulus i has two vertices aᵢ and bᵢ with the distances
 *
 *   d(aᵢ, aⱼ) = 0,   d(aᵢ, bⱼ) = x(i, j),   d(bᵢ, bⱼ) = min(x(i, j), y(i, j)).
 *
 * All a together are one point o, so its first homology is that of a smaller complex of m + 1 vertices, which is what is
 * reduced here: edges bᵢbⱼ at the smaller distance, triangles bᵢbⱼbₖ at their longest edge, and cones o·bᵢbⱼ at x(i, j). (A triangle
 * aₖbᵢbⱼ at max(x(i, k), x(j, k), min(i, j)) fills nothing that bᵢbⱼbₖ with the cones over its sides ik and jk does not fill.) All
 * homology is born with an edge bᵢbⱼ and dies at its cone at the latest.
 *
 * @param x, y - condensed distances of the same stimuli
 */
export function crossBars(stimuli: number, x: Float64Array, y: Float64Array): number {
  const shared = sharedEdges(stimuli, x, y);
  return (sumOfBars(crossFiltration(shared, x)) + sumOfBars(crossFiltration(shared, y))) / 2;
}

/** Sum of deaths minus births of the first homology. */
export function sumOfBars(filtration: CrossFiltration): number {
  const reduction = new CrossReduction(filtration);
  let sum = 0;
  for (let place = filtration.values.length - 1; place >= 0; place--) {
    if (filtration.cones[place]! >= 0) sum += reduction.lengthOfBar(place);
  }
  return sum;
}

/** Simplices in the first window of a column, about: small enough for the nearest caches. */
const narrow = 2 ** 19;

/**
 * Persistent cohomology modulo 2 as Ripser has it (Bauer, J. Appl. Comput. Topol. 5, 2021): columns are edges, from the last to the
 * first; their coboundaries are enumerated again where they are needed; pairs of an edge with a triangle of the same length
 * are recognised without a column. A column is reduced in windows of places, one after the other: what lies beyond the
 * window where it finds its pivot is never made.
 *
 * The key of a triangle is place · (m + 1) + 1 + k: of its longest edge and its third vertex; that of a cone place · (m + 1).
 */
class CrossReduction {
  readonly #filtration: CrossFiltration;
  /** m + 1. */
  readonly #stride: number;
  /** At the place of an edge that makes a bar and is paired with a triangle of its length, 1 + the third vertex of that; else 0. */
  readonly #apex: Int32Array;
  /** Which edges make up the reduced column of a pivot. */
  readonly #columns = new Map<number, readonly number[]>();
  readonly #window: BitWindow;
  /** Places in the first window of a column, and in the largest: each is twice as wide as the one before. */
  readonly #narrow: number;
  readonly #wide: number;

  constructor(filtration: CrossFiltration) {
    this.#filtration = filtration;
    this.#stride = filtration.stimuli + 1;
    this.#apex = new Int32Array(filtration.values.length);
    this.#window = new BitWindow(this.#stride, filtration.values.length * this.#stride);
    this.#wide = Math.floor(this.#window.size / this.#stride);
    this.#narrow = Math.min(this.#wide, Math.ceil(narrow / this.#stride));
  }

  /** Pairs the edge at a place; to be called from the last place to the first. */
  lengthOfBar(place: number): number {
    if ((this.#apex[place] = 1 + this.#shorterSides(place)) > 0) return 0;
    const { values } = this.#filtration;
    let column = [place];
    for (let start = place, width = this.#narrow; ; start += width, width = Math.min(2 * width, this.#wide)) {
      const pivot = this.#reduce(column, start, start + width);
      column = modulo2(column);
      if (pivot < 0) continue;
      this.#columns.set(pivot, column);
      return values[Math.floor(pivot / this.#stride)]! - values[place]!;
    }
  }

  /**
   * Adds columns of earlier pivots as long as there is a pivot in the window that has one.
   * @param column - edges whose coboundaries are added up; those that are added come to it
   * @returns the pivot that no column has; −1 if nothing is left in the window
   */
  #reduce(column: number[], start: number, end: number): number {
    const [first, stride] = [start * this.#stride, this.#stride];
    this.#window.clear();
    for (const edge of column) this.#add(edge, start, end);
    for (;;) {
      const at = this.#window.first();
      if (at < 0) return -1;
      const partner = this.#partner(first + at, start + Math.floor(at / stride));
      if (partner === undefined) return first + at;
      for (const edge of partner) {
        column.push(edge);
        this.#add(edge, start, end);
      }
    }
  }

  /** The first vertex that is joined to both ends by shorter edges; −1 if there is none. */
  #shorterSides(place: number): number {
    const { stimuli, from, to, places } = this.#filtration;
    const [i, j] = [from[place]! * stimuli, to[place]! * stimuli];
    for (let k = 0; k < stimuli; k++) if (places[i + k]! < place && places[j + k]! < place) return k;
    return -1;
  }

  /** The edges of the column that has this pivot already. */
  #partner(pivot: number, place: number): readonly number[] | undefined {
    const vertex = pivot - place * this.#stride;
    if (vertex > 0 && this.#apex[place] === vertex) return [place];
    return this.#columns.get(pivot);
  }

  /** Adds the coboundary of an edge, as far as it is in the window. */
  #add(place: number, start: number, end: number): void {
    if (place >= end) return;
    const { stimuli, from, to, places, near, cones } = this.#filtration;
    const window = this.#window;
    const stride = this.#stride;
    const i = from[place]!;
    const j = to[place]!;
    const [rowI, rowJ] = [i * stimuli, j * stimuli];
    for (let at = rowI; at < rowI + stimuli; at++) {
      const k = near[at]!;
      const toI = places[rowI + k]!;
      if (toI >= end) break;
      const toJ = places[rowJ + k]!;
      if (toJ >= end) continue;
      const longest = toI > toJ ? toI : toJ;
      if (longest < place) {
        if (place >= start) window.flip((place - start) * stride + 1 + k);
      } else if (longest >= start) window.flip((longest - start) * stride + 1 + (toI > toJ ? j : i));
    }
    const cone = cones[place]!;
    if (cone >= start && cone < end) window.flip((cone - start) * stride);
  }
}

/** The elements that are in a list an odd number of times. */
function modulo2(list: number[]): number[] {
  const rising = list.sort((a, b) => a - b);
  const odd: number[] = [];
  for (const element of rising) {
    if (odd.at(-1) === element) odd.pop();
    else odd.push(element);
  }
  return odd;
}
