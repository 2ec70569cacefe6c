import { areKnown, cut, planTiles, type Pairs, type Tile } from "../plan.ts";

/**
 * As `planTiles`, for few prepared representations at once: those of `band` rows stay while the columns come one tile
 * after the other, so that a representation is needed anew once for each band.
 * @param side - rows of a tile at most
 * @param width - columns of a tile at most
 */
export function planBands(
  { rows, cols, triangle, known }: Pairs,
  side: number,
  width: number,
  band: number,
): Tile[] {
  const tiles: Tile[] = [];
  for (const [index, strip] of cut(rows, band, known).entries()) {
    const start = triangle ? Math.max(cols.start, strip.start) : cols.start;
    const across = cut({ start, end: cols.end }, width, known);
    if (index % 2 === 1) across.reverse();
    for (const col of across) {
      for (const row of cut(strip, side))
        if ((!triangle || col.end > row.start) && !areKnown(row, col, known))
          tiles.push({ rows: row, cols: col });
    }
  }
  return tiles;
}

/**
 * Of what may be here at once, the columns of the tiles at work take at most this part: few, where a pair costs the same in
 * any tile, so that more rows stay; as many as the rows of a tile, where each tile makes something of all its members.
 */
const streamed = { pair: 1 / 8, "inner-product": 1 / 2 };

/**
 * Tiles whose members fit among so many prepared representations, in an order in which few are needed anew. With R rows
 * that stay, K networks are needed about K²/(2·R) + K/2 times; with room for C of them no order of P pairs does with fewer than C/2 + P/(C − 1).
 * @param form - of the metric
 */
export function planWithin(
  pairs: Pairs,
  side: number,
  capacity: number,
  width: number,
  form: keyof typeof streamed = "pair",
): Tile[] {
  if (capacity === Infinity) return planTiles(pairs, side);
  const { few, tall, band } = bandWithin(side, capacity, width, form);
  return planBands(pairs, tall, few, band);
}

/** Columns and rows of tiles whose members fit among `capacity`, and the rows that stay. */
function bandWithin(side: number, capacity: number, width: number, form: keyof typeof streamed) {
  const most = Math.max(1, Math.min(side, Math.floor(capacity / (2 * width))));
  const few = Math.max(1, Math.min(most, Math.floor((streamed[form] * capacity) / width)));
  const band = Math.max(1, capacity - width * few);
  return { few, tall: Math.ceil(band / Math.ceil(band / most)), band };
}

/** How many times a representation has to be brought for the tiles of `planWithin`, at most: those of a band once for it. */
export function countBrought(
  pairs: Pairs,
  side: number,
  capacity: number,
  width: number,
  form: keyof typeof streamed = "pair",
): number {
  const { rows, cols, triangle } = pairs;
  if (capacity === Infinity) return Math.max(rows.end, cols.end) - Math.min(rows.start, cols.start);
  const { band } = bandWithin(side, capacity, width, form);
  return cut(rows, band).reduce((sum, strip) => {
    const [from, to] = [triangle ? Math.max(cols.start, strip.end) : cols.start, cols.end];
    const inStrip = rows.start === cols.start && !triangle ? 0 : strip.end - strip.start;
    return sum + inStrip + Math.max(0, to - from);
  }, 0);
}
