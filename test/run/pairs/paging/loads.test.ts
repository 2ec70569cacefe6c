import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { leastLoads, plannedLoads } from "../../../support/loads.ts";
import { Uses } from "../../../../src/run/pairs/paging/uses.ts";
import { planWithin } from "../../../../src/run/pairs/paging/bands.ts";
import { indices, membersOf, type Pairs } from "../../../../src/run/pairs/plan.ts";

const triangle = (networks: number): Pairs => {
  const all = { start: 0, end: networks };
  return { rows: all, cols: all, triangle: true, diagonal: false };
};

/** The fewest loads of any order of single pairs, by trying all: sets of what is here and of pairs that are done. */
function fewest(networks: number, capacity: number): number {
  const pairs: [number, number][] = [];
  for (let i = 0; i < networks; i++) for (let j = i + 1; j < networks; j++) pairs.push([i, j]);
  const all = (1 << pairs.length) - 1;
  const doneWith = (here: number, done: number) =>
    pairs.reduce((sum, [i, j], k) => ((here >> i) & 1 && (here >> j) & 1 ? sum | (1 << k) : sum), done);
  let states = new Map([["0,0", [0, 0] as [number, number]]]);
  for (let loads = 0; ; loads++) {
    if ([...states.values()].some(([, done]) => done === all)) return loads;
    const next = new Map<string, [number, number]>();
    for (const [here, done] of states.values()) {
      for (let id = 0; id < networks; id++) {
        if ((here >> id) & 1) continue;
        const full = [...indices({ start: 0, end: networks })].filter((k) => (here >> k) & 1);
        const kept = full.length < capacity ? [here] : full.map((drop) => here & ~(1 << drop));
        for (const one of kept) {
          const now = one | (1 << id);
          const state: [number, number] = [now, doneWith(now, done)];
          next.set(state.join(), state);
        }
      }
    }
    states = next;
  }
}

describe("leastLoads", () => {
  it.each([
    [3, 2],
    [4, 2],
    [4, 3],
    [5, 2],
    [5, 3],
    [5, 4],
    [5, 5],
  ])(
    "is not more than the best order of all pairs of %i with room for %i, and near it",
    (networks, capacity) => {
      const least = leastLoads(networks, (networks * (networks - 1)) / 2, capacity);
      const best = fewest(networks, capacity);
      expect(least).toBeLessThanOrEqual(best);
      expect(best - least).toBeLessThanOrEqual(1);
    },
  );
});

describe("the order of tiles", () => {
  const loadsOf = (networks: number, capacity: number, width: number) => {
    const tiles = planWithin(triangle(networks), 16, capacity, width);
    return plannedLoads(tiles.map(membersOf), capacity);
  };

  it.each([
    [400, 20, 1],
    [400, 20, 2],
    [400, 50, 2],
    [400, 200, 1],
    [600, 100, 2],
  ])(
    "of %i with room for %i, %i tiles at once: at most a quarter above the bound",
    (networks, capacity, width) => {
      const least = leastLoads(networks, (networks * (networks - 1)) / 2, capacity);
      const loads = loadsOf(networks, capacity, width);
      expect(loads).toBeGreaterThanOrEqual(least);
      expect(loads).toBeLessThanOrEqual(1.25 * least);
    },
  );

  it("never needs fewer than the bound", () => {
    const sizes = fc.tuple(
      fc.integer({ min: 2, max: 40 }),
      fc.integer({ min: 2, max: 45 }),
      fc.integer({ min: 1, max: 2 }),
    );
    fc.assert(
      fc.property(sizes, ([networks, capacity, width]) => {
        const room = Math.max(capacity, 2 * width);
        const least = leastLoads(networks, (networks * (networks - 1)) / 2, room);
        expect(loadsOf(networks, room, width)).toBeGreaterThanOrEqual(least);
      }),
      { numRuns: 200 },
    );
  });
});

describe("plannedLoads", () => {
  it("drops what is needed last", () => {
    const needs = [
      [0, 1],
      [0, 2],
      [1, 2],
      [0, 1],
    ];
    // With room for two: 0 and 1; 2 in place of 1, which is needed as soon as 0 but not now; 1 in place of 0; 0.
    expect(plannedLoads(needs, 2)).toBe(5);
    expect(plannedLoads(needs, 3)).toBe(3);
    expect(plannedLoads(needs, 3, [0, 1])).toBe(1);
  });
});

describe("Uses", () => {
  it("tells the next use of each after the jobs that have started, in whatever order they start", () => {
    const uses = new Uses([[0, 1], [1], [2, 0], [1]]);
    expect([0, 1, 2, 3].map((id) => uses.next(id))).toEqual([0, 0, 2, Infinity]);
    uses.start(1);
    uses.start(0);
    expect([0, 1, 2].map((id) => uses.next(id))).toEqual([2, 3, 2]);
    expect(uses.latest([0, 1, 2])).toBe(1);
    expect(uses.latest([])).toBeUndefined();
    uses.start(3);
    expect(uses.next(1)).toBe(Infinity);
  });
});
