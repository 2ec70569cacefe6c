/** Bytes of the engine's own for texts that it has not yet cleared away: so many a byte of the file, up to a limit. */
const [leftPerByte, leftAtMost] = [24, 2 ** 26];

/** Bytes of a cell: its number, that number again where names are left out, and its share of the names of rows. */
const cellBytes = 32;

/**
 * Bytes that reading a table of numbers holds beside the file, at most.
 * @param size - bytes of the file
 * @param cells - in the whole table, or more
 */
export function tableBytes(size: number, cells: number): number {
  return cells * cellBytes + Math.min(size * leftPerByte, leftAtMost);
}
