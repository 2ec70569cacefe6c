import { blockSums, type BlockMeans, type Blocks } from "../../base/math/block-means.ts";
import { eachBand, type Bands } from "./bands.ts";

/** What a picture of a very large matrix is made of. */
export interface Pyramid {
  /** Means over blocks, the finest first; each level has blocks twice as high and wide as the one before. */
  readonly means: readonly BlockMeans[];
  /** Smallest and largest finite value, off the diagonal if that is left out; undefined if there is none. */
  readonly range: readonly [number, number] | undefined;
}

/**
 * Means over blocks of a matrix that is never in memory as a whole, in one pass over its rows.
 *
 * @param mostSide - blocks in a side of the finest level, at most
 * @param order - rows and columns as they stand beside each other in the picture
 * @param offDiagonal - leaves out row i and column i: of a network with itself
 */
export async function pyramidOf(
  bands: Bands,
  mostSide: number,
  { order, offDiagonal = false }: Pick<Blocks, "order" | "offDiagonal"> = {},
): Promise<Pyramid> {
  const shape = { rows: bands.rowNames.length, cols: bands.colNames.length };
  const sideFor = (count: number) => Math.max(1, Math.ceil(count / mostSide));
  const block = { rows: sideFor(shape.rows), cols: sideFor(shape.cols) };
  const sums = blockSums({ shape, block, order, offDiagonal });
  let [least, most] = [Infinity, -Infinity];
  for await (const { start, values } of eachBand(bands)) {
    sums.add(start, values);
    for (const [k, value] of values.entries()) {
      if (!Number.isFinite(value) || (value >= least && value <= most)) continue;
      if (offDiagonal && k % shape.cols === start + Math.floor(k / shape.cols)) continue;
      [least, most] = [Math.min(least, value), Math.max(most, value)];
    }
  }
  return { means: sums.levels(), range: least <= most ? [least, most] : undefined };
}
