/** The numbers start, start + 1, … end − 1. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A square of pairs (or the triangle of one): the unit of scheduling, progress, retry and cancellation. */
export interface Tile {
  readonly rows: Range;
  readonly cols: Range;
}

/** The pairs to compare, as indices into one list of representations. */
export interface Pairs {
  readonly rows: Range;
  readonly cols: Range;
  /** Only pairs i < j (or i ≤ j), because rows and columns are the same and the metric is symmetric. */
  readonly triangle: boolean;
  /** Whether a representation is also compared with itself. */
  readonly diagonal: boolean;
  /** The pairs among the first so many representations are known from before: they are none of these. */
  readonly known?: number | undefined;
}

/**
 * Cuts the pairs into tiles of at most `side` × `side`. A tile needs 2·side prepared
 * representations for side² comparisons, so a worker receives each one only a few times.
 * Every second row of tiles runs backwards, so that consecutive tiles share representations.
 *
 * The plan depends only on its arguments, so any process can compute it again.
 */
export function planTiles({ rows, cols, triangle, known }: Pairs, side: number): Tile[] {
  const tiles: Tile[] = [];
  const columns = cut(cols, side, known);
  for (const [index, band] of cut(rows, side, known).entries()) {
    const across = columns.filter(
      (col) => (!triangle || col.start >= band.start) && !areKnown(band, col, known),
    );
    if (index % 2 === 1) across.reverse();
    for (const col of across) tiles.push({ rows: band, cols: col });
  }
  return tiles;
}

/** The pairs of a tile, row by row. The values of the tile have the same order. */
export function* pairsOf(
  { rows, cols }: Tile,
  { triangle, diagonal, known = 0 }: Pairs,
): Generator<[number, number]> {
  for (let i = rows.start; i < rows.end; i++) {
    for (let j = cols.start; j < cols.end; j++) {
      if (i < known && j < known) continue;
      if (triangle && j < i) continue;
      if (i !== j || diagonal) yield [i, j];
    }
  }
}

/** All indices that a tile needs, each once. */
export function membersOf({ rows, cols }: Tile): number[] {
  return [...new Set([...indices(rows), ...indices(cols)])];
}

/** start, …, end − 1. */
export function indices({ start, end }: Range): number[] {
  return Array.from({ length: end - start }, (_, k) => start + k);
}

/** Parts of at most `side`. One begins at the first representation of which something is not known. */
export function cut({ start, end }: Range, side: number, known = start): Range[] {
  const ranges: Range[] = [];
  for (let from = start; from < end;) {
    const last = from < known ? Math.min(end, known) : end;
    const to = Math.min(last, from + side);
    ranges.push({ start: from, end: to });
    from = to;
  }
  return ranges;
}

/** In which of the parts of `cut` a place is. */
export function partOf(at: number, start: number, side: number, known = start): number {
  if (at < known || known <= start) return Math.floor((at - start) / side);
  return Math.ceil((known - start) / side) + Math.floor((at - known) / side);
}

/** Whether all pairs of these rows and columns are known; parts of `cut` lie on one side of `known`. */
export function areKnown(rows: Range, cols: Range, known = 0): boolean {
  return rows.end <= known && cols.end <= known;
}
