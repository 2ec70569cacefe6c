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
}

/**
 * Cuts the pairs into tiles of at most `side` × `side`. A tile needs 2·side prepared
 * representations for side² comparisons, so a worker receives each one only a few times.
 * Every second row of tiles runs backwards, so that consecutive tiles share representations.
 *
 * The plan depends only on its arguments, so any process can compute it again.
 */
export function planTiles({ rows, cols, triangle }: Pairs, side: number): Tile[] {
  const tiles: Tile[] = [];
  const columns = cut(cols, side);
  for (const [index, band] of cut(rows, side).entries()) {
    const across = columns.filter((col) => !triangle || col.start >= band.start);
    if (index % 2 === 1) across.reverse();
    for (const col of across) tiles.push({ rows: band, cols: col });
  }
  return tiles;
}

/**
 * The same for few prepared representations at once: those of `band` rows stay while the columns come one tile
 * after the other, so that a representation is needed anew once for each band.
 * @param band - a multiple of `side`
 */
export function planBands({ rows, cols, triangle }: Pairs, side: number, band: number): Tile[] {
  const tiles: Tile[] = [];
  const columns = cut(cols, side);
  for (const [index, strip] of cut(rows, band).entries()) {
    const across = columns.filter((col) => !triangle || col.start >= strip.start);
    if (index % 2 === 1) across.reverse();
    for (const col of across) {
      for (const row of cut(strip, side))
        if (!triangle || col.start >= row.start) tiles.push({ rows: row, cols: col });
    }
  }
  return tiles;
}

/** Tiles whose members fit among so many prepared representations, in an order in which few are needed anew. */
export function planWithin(pairs: Pairs, side: number, capacity: number, width: number): Tile[] {
  if (capacity === Infinity) return planTiles(pairs, side);
  const within = Math.max(1, Math.min(side, Math.floor(capacity / (2 * width))));
  const rows = Math.floor((capacity - width * within) / within);
  return planBands(pairs, within, within * Math.max(1, rows));
}

/** The pairs of a tile, row by row. The values of the tile have the same order. */
export function* pairsOf({ rows, cols }: Tile, { triangle, diagonal }: Pairs): Generator<[number, number]> {
  for (let i = rows.start; i < rows.end; i++) {
    for (let j = cols.start; j < cols.end; j++) {
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

function cut({ start, end }: Range, side: number): Range[] {
  const ranges: Range[] = [];
  for (let from = start; from < end; from += side)
    ranges.push({ start: from, end: Math.min(end, from + side) });
  return ranges;
}
