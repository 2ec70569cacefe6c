/** A table of values: all pairs of one set, or each of one set with each of another. A cell is its place, row by row. */
export interface Table {
  readonly rows: number;
  readonly cols: number;
  /** Rows and columns are the same representations: the diagonal is a network against itself. */
  readonly square: boolean;
  /** Of a square one, whether the value of (i, j) is that of (j, i). */
  readonly symmetric: boolean;
}

/** All pairs of so many representations. */
export function squareTable(names: number, symmetric: boolean): Table {
  return { rows: names, cols: names, square: true, symmetric };
}

/** Each of one set with each of another. */
export function rectangleTable(rows: number, cols: number): Table {
  return { rows, cols, square: false, symmetric: false };
}

/** Whether a cell is a network against itself. */
export function isSelf({ cols, square }: Table, cell: number): boolean {
  return square && Math.floor(cell / cols) === cell % cols;
}

/** The cell that has the same value; the cell itself where there is none. */
export function mirrorOf({ cols, symmetric }: Table, cell: number): number {
  return symmetric ? (cell % cols) * cols + Math.floor(cell / cols) : cell;
}

/** The cells that are tested, each pair once: those above the diagonal, and those below it where the two directions differ; of a rectangle all. */
export function testedCells(table: Table): number[] {
  return Array.from({ length: table.rows * table.cols }, (_, cell) => cell).filter(
    (cell) => !isSelf(table, cell) && cell <= mirrorOf(table, cell),
  );
}
