import { describe, expect, it } from "vitest";
import { blockSums, blockWithin } from "../../../src/base/math/block-means.ts";
import { bandsOf } from "../../../src/data/bands/bands.ts";
import { pyramidOf } from "../../../src/data/bands/pyramid.ts";
import { createRandom } from "../../../src/base/random.ts";

const random = createRandom(3);
const matrixOf = (rows: number, cols: number) =>
  Float64Array.from({ length: rows * cols }, (_, k) => (k % 17 === 5 ? NaN : random.uniform()));

/** The definition: the mean of what is finite in these drawn rows and columns. */
function meanOf(
  values: Float64Array,
  cols: number,
  order: { rows: number[]; cols: number[] },
  [top, left, high, wide]: [number, number, number, number],
  skips: boolean,
): number {
  const some = order.rows.slice(top, top + high).flatMap((i) =>
    order.cols
      .slice(left, left + wide)
      .filter((j) => !(skips && i === j))
      .map((j) => values[i * cols + j]!),
  );
  const known = some.filter(Number.isFinite);
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}

const count = (length: number) => Array.from({ length }, (_, k) => k);

describe("blockSums", () => {
  it.each([
    [70, 70, 2, 2, true],
    [71, 40, 3, 1, false],
  ])(
    "gives the means of blocks of %i × %i values at each level, in an order",
    (rows, cols, high, wide, skips) => {
      const values = matrixOf(rows, cols);
      const order = { rows: count(rows).toReversed(), cols: count(cols).map((k) => (k * 7) % cols) };
      if (cols % 7 === 0) order.cols = count(cols).toReversed();
      const sums = blockSums({ shape: { rows, cols }, block: { rows: high, cols: wide }, order, offDiagonal: skips }); // prettier-ignore
      for (const start of [40, 0, 20, 60]) sums.add(start, values.subarray(start * cols, Math.min(rows, start + 20) * cols)); // prettier-ignore
      const levels = sums.levels();
      expect(levels.map((level) => [level.rows, level.cols])).toEqual(
        levels.map((_, k) => [high << k, wide << k]),
      );
      expect(levels.length).toBeGreaterThan(1);
      for (const level of levels) {
        const across = Math.ceil(cols / level.cols);
        expect(level.values).toHaveLength(Math.ceil(rows / level.rows) * across);
        for (const [k, value] of level.values.entries()) {
          const place: [number, number, number, number] = [
            Math.floor(k / across) * level.rows,
            (k % across) * level.cols,
            level.rows,
            level.cols,
          ];
          expect(value).toBeCloseTo(meanOf(values, cols, order, place, skips), 12);
        }
      }
    },
  );

  it("has no value where a block has none, and weighs half-empty blocks by what they hold", () => {
    const side = 66; // more than the coarsest level has blocks
    const values = new Float64Array(side * side).fill(NaN);
    values.set([1, 3], 0); // row 0: columns 0 and 1
    values[2] = 8;
    const sums = blockSums({ shape: { rows: side, cols: side }, block: { rows: 2, cols: 2 } });
    sums.add(0, values);
    const [fine, coarse] = sums.levels();
    expect([...fine!.values.subarray(0, 3)]).toEqual([2, 8, NaN]);
    expect([...coarse!.values.subarray(0, 2)]).toEqual([4, NaN]);
  });

  it("refuses rows that are not there", () => {
    const sums = blockSums({ shape: { rows: 2, cols: 3 }, block: { rows: 1, cols: 1 } });
    expect(() => sums.add(1, new Float64Array(6))).toThrow("rows from 1 on do not have 6 values");
    expect(() => sums.add(0, new Float64Array(4))).toThrow("Blocks of 2 × 3");
  });
});

describe("blockWithin", () => {
  it("makes a square of squares and thins the longer side of others first", () => {
    expect(blockWithin({ rows: 1000, cols: 1000 }, 4e5)).toEqual({ rows: 2, cols: 2 });
    expect(blockWithin({ rows: 1000, cols: 10 }, 4000)).toEqual({ rows: 4, cols: 1 });
    expect(blockWithin({ rows: 3, cols: 3 }, 0)).toEqual({ rows: 3, cols: 3 });
  });
});

describe("pyramidOf", () => {
  it("makes the levels and the range in one pass over bands", async () => {
    const n = 130;
    const values = matrixOf(n, n);
    values[5 * n + 5] = 99; // a network with itself
    values[7 * n + 3] = -4;
    values[7 * n + 4] = Infinity;
    const names = count(n).map(String);
    let given = 0;
    const inner = bandsOf({ rowNames: names, colNames: names, values });
    const bands = { ...inner, step: 13, rows: (start: number, end: number) => ((given += end - start), inner.rows(start, end)) }; // prettier-ignore
    const order = { rows: count(n).toReversed(), cols: count(n).toReversed() };
    const { means, range } = await pyramidOf(bands, 50, { order, offDiagonal: true });
    expect(given).toBe(n);
    const known = [...values].filter((value, k) => Number.isFinite(value) && k % n !== Math.floor(k / n));
    expect(range).toEqual([-4, Math.max(...known)]);
    expect(means.map(({ rows }) => rows)).toEqual([3, 6]);
    expect(means[0]!.values[1]).toBeCloseTo(meanOf(values, n, order, [0, 3, 3, 3], true), 12);
  });
});
