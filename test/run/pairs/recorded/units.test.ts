import { describe, expect, it } from "vitest";
import { pairsOf, type Pairs } from "../../../../src/run/pairs/plan.ts";
import {
  membersOfUnits,
  planUnits,
  shareOfUnits,
  sizeOf,
  tilesOfUnits,
  unitSide,
} from "../../../../src/run/pairs/recorded/units.ts";

const range = (start: number, end: number) => ({ start, end });
const plans: [string, Pairs][] = [
  ["a triangle", { rows: range(0, 13), cols: range(0, 13), triangle: true, diagonal: false }],
  [
    "a triangle with its diagonal",
    { rows: range(0, 13), cols: range(0, 13), triangle: true, diagonal: true },
  ],
  ["a square", { rows: range(0, 13), cols: range(0, 13), triangle: false, diagonal: false }],
  ["a rectangle", { rows: range(0, 5), cols: range(5, 21), triangle: false, diagonal: false }],
  ["a band", { rows: range(0, 4), cols: range(0, 13), triangle: true, diagonal: false }],
  [
    "a triangle that grows",
    { rows: range(0, 13), cols: range(0, 13), triangle: true, diagonal: true, known: 5 },
  ],
  [
    "a square that grows",
    { rows: range(0, 13), cols: range(0, 13), triangle: false, diagonal: false, known: 10 },
  ],
  ["one network", { rows: range(0, 1), cols: range(0, 1), triangle: true, diagonal: true }],
];

/** All pairs by the definition, sorted. */
function allPairs({ rows, cols, triangle, diagonal, known = 0 }: Pairs): string[] {
  const found: string[] = [];
  for (let i = rows.start; i < rows.end; i++)
    for (let j = cols.start; j < cols.end; j++)
      if ((!triangle || j >= i) && (diagonal || i !== j) && (i >= known || j >= known))
        found.push(`${i} ${j}`);
  return found.sort();
}

describe.each(plans)("%s", (_, pairs) => {
  it.each([1, 2, 4, 8, 64])("side %i: each pair is in one unit, and sizes are those of the units", (side) => {
    const units = planUnits(pairs, side);
    const found = units.flatMap((unit) => [...pairsOf(unit, pairs)].map(([i, j]) => `${i} ${j}`));
    expect(found.sort()).toEqual(allPairs(pairs));
    for (const unit of units) expect(sizeOf(unit, pairs)).toBe([...pairsOf(unit, pairs)].length);
    expect(units.map(({ id }) => id)).toEqual(units.map((_, k) => k));
  });

  it.each([1, 2, 3, 7, 40])("%i shares: each unit is in one of them", (count) => {
    const units = planUnits(pairs, 2);
    const shares = Array.from({ length: count }, (_, index) => shareOfUnits(units, pairs, { index, count }));
    expect(shares.flat()).toEqual(units);
  });

  it("tiles for little memory hold the pairs of the units, each in one", () => {
    const units = planUnits(pairs, 4).filter(({ id }) => id % 2 === 0);
    const expected = units.flatMap((unit) => [...pairsOf(unit, pairs)].map(String)).sort();
    for (const capacity of [2, 3, 5, 9, Infinity]) {
      for (const width of [1, 2]) {
        const tiles = tilesOfUnits(units, pairs, { side: 3, capacity, width });
        const found = tiles.flatMap((tile) => [...pairsOf(tile, pairs)].map(String));
        expect(found.sort()).toEqual(expected);
        for (const { rows } of tiles) expect(rows.end - rows.start).toBeLessThanOrEqual(3);
      }
    }
  });
});

describe("shares", () => {
  const pairs: Pairs = { rows: range(0, 512), cols: range(0, 512), triangle: true, diagonal: false };

  it("are about as large, and need few networks", () => {
    const units = planUnits(pairs, 8);
    const all = units.reduce((sum, unit) => sum + sizeOf(unit, pairs), 0);
    for (let index = 0; index < 16; index++) {
      const share = shareOfUnits(units, pairs, { index, count: 16 });
      const size = share.reduce((sum, unit) => sum + sizeOf(unit, pairs), 0);
      expect(Math.abs(size / (all / 16) - 1)).toBeLessThan(0.03);
      // A block of a sixteenth of the triangle has a side of 128 and needs up to 256; a strip of rows needs all 512.
      expect(membersOfUnits(share).length).toBeLessThanOrEqual(320);
    }
  });

  it("have several units each, however few networks there are for them", () => {
    const few: Pairs = { rows: range(0, 40), cols: range(0, 40), triangle: true, diagonal: false };
    for (const most of [undefined, 1000]) {
      const side = unitSide(few, { operations: 1, most, processes: 8 });
      expect(planUnits(few, side).length).toBeGreaterThanOrEqual(32);
    }
  });
});

describe("unitSide", () => {
  const of = (networks: number, operations: number) =>
    unitSide(
      { rows: range(0, networks), cols: range(0, networks), triangle: true, diagonal: false },
      { operations },
    );

  it("makes units of little work larger, so that keeping them costs little of it", () => {
    expect(of(400, 1e9)).toBe(8); // a thirty-second of the side
    expect(of(400, 2e6)).toBe(32); // 1024 pairs of 2 million multiplications
    expect(of(40, 1e4)).toBe(4); // but never fewer than eight along a side
    expect(of(5000, 1e9)).toBe(64);
  });
});
