import { ShapeError } from "../errors.ts";

/** Means over blocks of a matrix. */
export interface BlockMeans {
  /** Rows and columns of a block; the last ones have what is left. */
  readonly rows: number;
  readonly cols: number;
  /** Blocks down × blocks across, row-major; NaN where a block has no value. */
  readonly values: Float64Array;
}

/** Rows and columns of something. */
export interface Extent {
  readonly rows: number;
  readonly cols: number;
}

/** What the means are of. */
export interface Blocks {
  /** Of the matrix. */
  readonly shape: Extent;
  /** Of the finest blocks. */
  readonly block: Extent;
  /** Rows and columns in the order in which they stand beside each other. @default as given */
  readonly order?: { readonly rows: readonly number[]; readonly cols: readonly number[] } | undefined;
  /** Leaves out the values of row i and column i: of a thing with itself. @default false */
  readonly offDiagonal?: boolean;
}

/** Coarser levels than so many blocks in a side are of no use. */
const least = 32;

/**
 * Takes a matrix in, some rows at a time and in any order, and gives the means over its blocks, and over blocks
 * twice as high and wide, and so on. Values that are not finite are left out of a mean: each level divides its own
 * sums by its own counts, so that a block that is partly empty weighs as much as it holds.
 */
export interface BlockSums {
  /** @param start - the given number of the first row @param values - rows, row-major */
  add(start: number, values: ArrayLike<number | null>): void;
  /** The finest first. */
  levels(): BlockMeans[];
}

/** @throws {ShapeError} from `add` for rows that the matrix does not have */
export function blockSums({ shape, block, order, offDiagonal = false }: Blocks): BlockSums {
  const across = Math.ceil(shape.cols / block.cols);
  const down = Math.ceil(shape.rows / block.rows);
  const [sums, counts] = [new Float64Array(down * across), new Float64Array(down * across)];
  const rowBlock = blocksOf(shape.rows, block.rows, order?.rows);
  const colBlock = blocksOf(shape.cols, block.cols, order?.cols);
  return {
    add(start, values) {
      const rows = values.length / shape.cols;
      if (!Number.isInteger(rows) || start + rows > shape.rows)
        throw new ShapeError(
          `Blocks of ${shape.rows} × ${shape.cols}: rows from ${start} on do not have ${values.length} values.`,
        );
      for (let i = 0; i < rows; i++) {
        const base = rowBlock[start + i]! * across;
        const own = offDiagonal ? start + i : -1;
        for (let j = 0; j < shape.cols; j++) {
          const value = values[i * shape.cols + j]!;
          if (value === null || !Number.isFinite(value) || j === own) continue;
          sums[base + colBlock[j]!]! += value;
          counts[base + colBlock[j]!]!++;
        }
      }
    },
    levels: () => levelsOf({ sums, counts, down, across }, block),
  };
}

/** The block of each row by its given number. */
function blocksOf(count: number, side: number, order?: readonly number[]): Int32Array {
  const found = new Int32Array(count);
  for (let place = 0; place < count; place++) found[order?.[place] ?? place] = Math.floor(place / side);
  return found;
}

interface Sums {
  readonly sums: Float64Array;
  readonly counts: Float64Array;
  readonly down: number;
  readonly across: number;
}

function levelsOf(finest: Sums, block: Extent): BlockMeans[] {
  const levels: BlockMeans[] = [];
  let [now, size] = [finest, block];
  for (;;) {
    const { sums, counts } = now;
    levels.push({ ...size, values: sums.map((sum, k) => sum / counts[k]!) });
    if (Math.max(now.down, now.across) <= least) return levels;
    now = halved(now);
    size = { rows: 2 * size.rows, cols: 2 * size.cols };
  }
}

function halved({ sums, counts, down, across }: Sums): Sums {
  const [rows, cols] = [Math.ceil(down / 2), Math.ceil(across / 2)];
  const next = { sums: new Float64Array(rows * cols), counts: new Float64Array(rows * cols) };
  for (let i = 0; i < down; i++)
    for (let j = 0; j < across; j++) {
      const to = (i >> 1) * cols + (j >> 1);
      next.sums[to]! += sums[i * across + j]!;
      next.counts[to]! += counts[i * across + j]!;
    }
  return { ...next, down: rows, across: cols };
}

/**
 * The smallest blocks with which all levels together have at most so many values. A square has square blocks; of
 * other shapes the blocks grow on the side that has more of them.
 */
export function blockWithin({ rows, cols }: Extent, most: number): Extent {
  const block = { rows: 1, cols: 1 };
  for (;;) {
    const [down, across] = [Math.ceil(rows / block.rows), Math.ceil(cols / block.cols)];
    if ((4 / 3) * down * across <= most || (down === 1 && across === 1)) return block;
    const isSquare = rows === cols;
    if (isSquare || down >= across) block.rows++;
    if (isSquare || across > down) block.cols++;
  }
}
