/** A matrix of which some rows at a time are in memory: one that is written or averaged and never held as a whole. */
export interface Bands {
  readonly rowNames: readonly string[];
  readonly colNames: readonly string[];
  /**
   * Rows that come best together. Who asks for multiples of it, from a multiple on, reads nothing twice.
   * @default 1
   */
  readonly step?: number;
  /** Rows `start` up to and without `end`, row-major: (end − start) × columns. The caller does not change them. */
  rows(start: number, end: number): Float64Array | Promise<Float64Array>;
}

/** Some rows of a matrix. */
export interface Band {
  readonly start: number;
  readonly end: number;
  /** (end − start) × columns, row-major. */
  readonly values: Float64Array;
}

/** A matrix in memory as bands; nothing is copied. */
export function bandsOf({
  rowNames,
  colNames,
  values,
}: Pick<Bands, "rowNames" | "colNames"> & { readonly values: Float64Array }): Bands {
  const cols = colNames.length;
  return { rowNames, colNames, rows: (start, end) => values.subarray(start * cols, end * cols) };
}

/** Numbers of a band that are held at once: 32 MiB. */
const mostHeld = 1 << 22;

/**
 * All rows from the first to the last, one band after the other.
 * @param most - rows of a band; taken down to a multiple of the source's step where there is one
 */
export async function* eachBand(bands: Bands, most = rowsWithin(bands, mostHeld)): AsyncGenerator<Band> {
  const { step = 1, rowNames } = bands;
  const high = Math.max(1, most >= step ? most - (most % step) : most);
  for (let start = 0; start < rowNames.length; start += high) {
    const end = Math.min(rowNames.length, start + high);
    yield { start, end, values: await bands.rows(start, end) };
  }
}

function rowsWithin({ colNames, step = 1 }: Bands, numbers: number): number {
  return Math.max(step, Math.floor(numbers / Math.max(1, colNames.length)));
}
