import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { membersOf, pairsOf, planTiles, type Pairs } from "../../../src/run/pairs/plan.ts";

const triangle = (count: number, diagonal: boolean): Pairs => ({
  rows: { start: 0, end: count },
  cols: { start: 0, end: count },
  triangle: true,
  diagonal,
});
const rectangle = (rows: number, cols: number): Pairs => ({
  rows: { start: 0, end: rows },
  cols: { start: rows, end: rows + cols },
  triangle: false,
  diagonal: false,
});

/** Every pair of the plan as text, in the order of the tiles. */
const planned = (pairs: Pairs, side: number) =>
  planTiles(pairs, side).flatMap((tile) => [...pairsOf(tile, pairs)].map(String));

describe("planTiles", () => {
  const count = fc.integer({ min: 1, max: 40 });
  const side = fc.integer({ min: 1, max: 50 });

  it("covers every pair of a triangle once", () => {
    fc.assert(
      fc.property(count, side, fc.boolean(), (n, s, diagonal) => {
        const found = planned(triangle(n, diagonal), s);
        expect(new Set(found).size).toBe(found.length);
        expect(found).toHaveLength((n * (n - 1)) / 2 + (diagonal ? n : 0));
      }),
    );
  });

  it("covers every pair of a rectangle once", () => {
    fc.assert(
      fc.property(count, count, side, (rows, cols, s) => {
        const found = planned(rectangle(rows, cols), s);
        expect(new Set(found).size).toBe(rows * cols);
        expect(found).toHaveLength(rows * cols);
      }),
    );
  });

  it("needs at most two sides of members for a tile", () => {
    fc.assert(
      fc.property(count, side, (n, s) => {
        for (const tile of planTiles(triangle(n, false), s))
          expect(membersOf(tile).length).toBeLessThanOrEqual(2 * s);
      }),
    );
  });
});
