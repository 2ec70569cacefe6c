import { largestOf } from "../../../base/lists.ts";
import { indices, pairsOf, partOf, planTiles, type Pairs, type Tile } from "../plan.ts";

/** A tile of a plan that is the same in every process: what is kept, counted and shared out. */
export interface Unit extends Tile {
  readonly id: number;
  /** Its place in the grid of tiles. */
  readonly row: number;
  readonly col: number;
}

/** A larger tile would lose more work when a process dies, and needs 2·side networks at once. */
const largestSide = 64;
/** Tiles along a side, at least: so many where a pair is much work, and so many where it is little. */
const [many, few] = [32, 8];
/** Multiplications of a unit: below this, keeping it takes more than 1 % of its time. */
const worthKeeping = 3e9;
/** Units for each process that has a part. */
const fewestEach = 4;

/** What the side of units depends on: nothing that may be other on another machine. */
export interface SideTerms {
  /** Multiplications of a pair, about. */
  readonly operations: number;
  /** Of inner products, the side above which a larger tile has no use: each tile computes features again. */
  readonly most?: number | undefined;
  /** How many share the units. */
  readonly processes?: number;
}

/** The side of the units of a run: a power of 2, so that the tiles of threads divide it. */
export function unitSide({ rows, cols }: Pairs, { operations, most, processes = 1 }: SideTerms): number {
  const [height, width] = [rows.end - rows.start, cols.end - cols.start];
  const longest = Math.max(height, width);
  const worth = Math.min(longest / few, Math.sqrt(worthKeeping / operations));
  const ofPairs = Math.min(largestSide, Math.max(longest / many, worth));
  const wanted = most === undefined ? ofPairs : Math.min(most, longest);
  // Half of the tiles of a triangle hold no pair.
  const shared = processes > 1 ? Math.sqrt((height * width) / (2 * fewestEach * processes)) : Infinity;
  let side = 1;
  while (2 * side <= Math.min(wanted, shared)) side *= 2;
  return side;
}

/**
 * The tiles of `planTiles`, numbered along a Z curve: tiles whose numbers are near lie near in the table, so a
 * part of the numbers needs few representations.
 */
export function planUnits(pairs: Pairs, side: number): Unit[] {
  const units = planTiles(pairs, side)
    .filter((tile) => !isEmpty(tile, pairs))
    .map((tile) => ({
      ...tile,
      row: partOf(tile.rows.start, pairs.rows.start, side, pairs.known),
      col: partOf(tile.cols.start, pairs.cols.start, side, pairs.known),
    }));
  const keyed = units.map((unit) => ({ unit, key: interleaved(unit.row, unit.col) }));
  keyed.sort((a, b) => a.key - b.key);
  return keyed.map(({ unit }, id) => ({ ...unit, id }));
}

/** Whether there is no pair in it, as in a tile of one network without the diagonal. */
function isEmpty(tile: Tile, pairs: Pairs): boolean {
  return pairsOf(tile, pairs).next().done === true;
}

/** The bits of both numbers in turn, as one number: exact below 2²⁶ each. */
function interleaved(row: number, col: number): number {
  let key = 0;
  for (let [r, c, weight] = [row, col, 1]; r + c > 0; weight *= 4) {
    key += weight * ((c % 2) + 2 * (r % 2));
    [r, c] = [Math.floor(r / 2), Math.floor(c / 2)];
  }
  return key;
}

/** The part of one of several processes: consecutive units, as many pairs as any other, about. `index` from 0. */
export function shareOfUnits(
  units: readonly Unit[],
  pairs: Pairs,
  { index, count }: { readonly index: number; readonly count: number },
): Unit[] {
  const sizes = units.map((unit) => sizeOf(unit, pairs));
  const all = sizes.reduce((sum, size) => sum + size, 0);
  let before = 0;
  // A unit belongs to the part in which its middle lies.
  return units.filter((_, k) => {
    const middle = before + sizes[k]! / 2;
    before += sizes[k]!;
    return Math.min(count - 1, Math.floor((middle * count) / all)) === index;
  });
}

/** How many pairs are in a unit. */
export function sizeOf({ rows, cols }: Tile, { triangle, diagonal }: Pairs): number {
  const [height, width] = [rows.end - rows.start, cols.end - cols.start];
  if (rows.start !== cols.start) return height * width;
  const onDiagonal = Math.min(height, width);
  const off = triangle ? (onDiagonal * (onDiagonal - 1)) / 2 + (width - onDiagonal) * height : height * width - onDiagonal; // prettier-ignore
  return off + (diagonal ? onDiagonal : 0);
}

/**
 * Tiles for the threads that hold the pairs of these units, each within one unit, in an order in which few
 * representations are needed anew.
 * @param side - of a tile at most
 * @param capacity - prepared representations that may be here at once
 * @param width - tiles at work at once
 */
export function tilesOfUnits(
  units: readonly Unit[],
  pairs: Pairs,
  { side, capacity, width }: { readonly side: number; readonly capacity: number; readonly width: number },
): Tile[] {
  const within = Math.max(1, Math.min(side, Math.floor(capacity / (2 * width))));
  return inBands(units, capacity, width).flatMap((unit) => cut(unit, pairs, within));
}

/** As `planBands`: some rows of the grid stay while its columns come one after the other. */
function inBands(units: readonly Unit[], capacity: number, width: number): readonly Unit[] {
  const [first] = units;
  if (capacity === Infinity || !first) return units;
  const side = largestOf(units.map(({ rows }) => rows.end - rows.start));
  const height = Math.max(1, Math.floor((capacity - width * side) / side));
  const bandOf = ({ row }: Unit) => Math.floor(row / height);
  const order = (a: Unit, b: Unit) => {
    const band = bandOf(a);
    const back = band % 2 === 1 ? -1 : 1;
    return band - bandOf(b) || back * (a.col - b.col) || a.row - b.row;
  };
  return [...units].sort(order);
}

function cut({ rows, cols }: Tile, pairs: Pairs, side: number): Tile[] {
  const tiles = planTiles({ ...pairs, rows, cols, triangle: false }, side);
  return pairs.triangle ? tiles.filter((tile) => !isEmpty(tile, pairs)) : tiles;
}

/** How many numbers there are for the pairs of a unit: also places for those that are no pairs. */
export function lengthOf({ rows, cols }: Tile, outputs: number): number {
  return (rows.end - rows.start) * (cols.end - cols.start) * outputs;
}

/** Calls `use` with the place of each pair of a unit in its numbers. */
export function placesOf(unit: Tile, pairs: Pairs, use: (i: number, j: number, place: number) => void): void {
  const width = unit.cols.end - unit.cols.start;
  for (const [i, j] of pairsOf(unit, pairs)) use(i, j, (i - unit.rows.start) * width + (j - unit.cols.start));
}

/** The representations that units need, each once, in order. */
export function membersOfUnits(units: readonly Tile[]): number[] {
  const members = new Set<number>();
  for (const { rows, cols } of units)
    for (const range of [rows, cols]) for (const i of indices(range)) members.add(i);
  return [...members].sort((a, b) => a - b);
}
