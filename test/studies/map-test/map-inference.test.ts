import { createEngine as createBuilt } from "repgeom";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/base/random.ts";
import { createEngine } from "../../../src/engine.ts";
import { clustersAbove, enhanced, linksOf } from "../../../src/studies/map-test/connected.ts";
import { spheres } from "../../../src/studies/places/spheres.ts";
import { read } from "../../../src/data/read.ts";

const engine = await createEngine({ threads: 0 });
const random = createRandom(11);
const [subjects, side] = [5, 4];
const places = side * side;
const neighbors = spheres({ shape: [1, side, side], data: new Float64Array(places).fill(1) }, 1);
const data = Float64Array.from(
  { length: subjects * places },
  (_, k) => random.normal() + ([5, 6, 9].includes(k % places) ? 1.5 : 0),
);
const maps = { name: "maps", shape: [subjects, places], data };
const column = (place: number) => Array.from({ length: subjects }, (_, s) => data[s * places + place]!);

/** By the definitions. */
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const square = (values: readonly number[]) => {
  const mean = sum(values) / values.length;
  return sum(values.map((value) => (value - mean) ** 2));
};
function oneSampleT(values: readonly number[]): number {
  const n = values.length;
  return sum(values) / n / Math.sqrt(square(values) / (n - 1) / n);
}
function twoSampleT(a: readonly number[], b: readonly number[]): number {
  const pooled = (square(a) + square(b)) / (a.length + b.length - 2);
  return (sum(a) / a.length - sum(b) / b.length) / Math.sqrt(pooled * (1 / a.length + 1 / b.length));
}
/** Connected places that satisfy a condition: grown from each place over and over until nothing is added. */
function componentOf(place: number, isIn: (place: number) => boolean): number[] {
  const found = new Set([place]);
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (let other = 0; other < places; other++)
      if (
        isIn(other) &&
        [...found].some(
          (one) =>
            Math.abs(Math.floor(one / side) - Math.floor(other / side)) +
              Math.abs((one % side) - (other % side)) ===
            1,
        )
      )
        found.add(other);
  }
  return [...found].sort((a, b) => a - b);
}
function massAt(t: readonly number[], place: number, threshold: number): number {
  const isIn = (other: number) => t[place]! * t[other]! > 0 && Math.abs(t[other]!) > threshold;
  return isIn(place) ? Math.abs(sum(componentOf(place, isIn).map((other) => t[other]!))) : 0;
}
/** The integral in small steps, by the midpoint of each. */
function tfceAt(t: readonly number[], place: number, step: number): number {
  const sign = Math.sign(t[place]!);
  let total = 0;
  for (let h = step / 2; h < Math.abs(t[place]!); h += step)
    total += Math.sqrt(componentOf(place, (other) => sign * t[other]! > h).length) * h * h * step;
  return total;
}
const signs = Array.from({ length: 2 ** subjects }, (_, k) =>
  Array.from({ length: subjects }, (__, s) => ((k >> s) & 1 ? -1 : 1)),
);
const flipped = signs.map((flips) =>
  Array.from({ length: places }, (_, place) =>
    oneSampleT(column(place).map((value, s) => value * flips[s]!)),
  ),
);
const share = (values: readonly number[], least: number) =>
  values.filter((value) => value >= least - 1e-9).length / values.length;

describe("mapInference", () => {
  it("flips all signs of few subjects: p of the largest |t| of each flip", async () => {
    const found = await engine.mapInference(maps, undefined);
    expect([found.exact, found.exchanges]).toEqual([true, 31]);
    const largest = flipped.map((t) => Math.max(...t.map(Math.abs)));
    flipped[0]!.forEach((t, place) => {
      expect(found.t[place]).toBeCloseTo(t, 9);
      expect(found.mean[place]).toBeCloseTo(sum(column(place)) / subjects, 12);
      expect(found.pFamilyWise[place]).toBeCloseTo(share(largest, Math.abs(t)), 12);
      expect(found.p[place]).toBeCloseTo(
        share(
          flipped.map((one) => Math.abs(one[place]!)),
          Math.abs(t),
        ),
        12,
      );
    });
    [...found.largest]
      .sort((a, b) => a - b)
      .forEach((value, k) => expect(value).toBeCloseTo(largest.toSorted((a, b) => a - b)[k]!, 8));
  });

  it.each(["right", "left"] as const)("looks at the %s side alone", async (direction) => {
    const sign = direction === "right" ? 1 : -1;
    const found = await engine.mapInference(maps, undefined, { side: direction });
    const largest = flipped.map((t) => Math.max(...t.map((value) => sign * value)));
    flipped[0]!.forEach((t, place) =>
      expect(found.pFamilyWise[place]).toBeCloseTo(share(largest, sign * t), 12),
    );
  });

  it.each(["two-sided", "right"] as const)("compares masses of clusters, %s", async (direction) => {
    const found = await engine.mapInference(maps, neighbors, {
      method: "cluster",
      threshold: 1.2,
      side: direction,
    });
    const massOf = (t: readonly number[], place: number) =>
      direction === "right" && t[place]! < 0 ? 0 : massAt(t, place, 1.2);
    const largest = flipped.map((t) => Math.max(...t.map((_, place) => massOf(t, place))));
    const own = flipped[0]!.map((_, place) => massOf(flipped[0]!, place));
    own.forEach((mass, place) =>
      expect(found.pFamilyWise[place]).toBeCloseTo(mass > 0 ? share(largest, mass) : 1, 12),
    );
    expect(found.clusters!.length).toBeGreaterThan(0);
    for (const { places: members, mass, peak, p } of found.clusters!) {
      expect(Math.abs(mass)).toBeCloseTo(own[members[0]!]!, 9);
      const isIn = (other: number) =>
        flipped[0]![members[0]!]! * flipped[0]![other]! > 0 && Math.abs(flipped[0]![other]!) > 1.2;
      expect(members).toEqual(componentOf(members[0]!, isIn));
      expect(Math.abs(found.t[peak]!)).toBe(Math.max(...members.map((place) => Math.abs(found.t[place]!))));
      expect(p).toBe(found.pFamilyWise[peak]);
    }
  });

  it("enhances without a threshold as the integral does in small steps", async () => {
    const found = await engine.mapInference(maps, neighbors, { method: "tfce" });
    flipped[0]!.forEach((t, place) => {
      const expected = tfceAt(flipped[0]!, place, 1e-3);
      expect(Math.abs(found.enhanced![place]! - expected)).toBeLessThan(0.01 * expected + 0.02);
      expect(found.enhanced![place]! > 0).toBe(t !== 0);
    });
    const own = [...found.enhanced!];
    const best = own.indexOf(Math.max(...own));
    expect(found.pFamilyWise[best]).toBe(Math.min(...found.pFamilyWise));
  });

  it("divides two groups in all ways", async () => {
    const groups = ["a", "b", "a", "b", "b"];
    const found = await engine.mapInference(maps, undefined, { groups });
    expect([found.exact, found.exchanges]).toEqual([true, 9]);
    const divisions = signs
      .filter((flips) => sum(flips) === 1)
      .map((flips) => (s: number) => flips[s] === -1);
    const all = divisions.map((isFirst) =>
      Array.from({ length: places }, (_, place) =>
        twoSampleT(
          column(place).filter((_, s) => isFirst(s)),
          column(place).filter((_, s) => !isFirst(s)),
        ),
      ),
    );
    const largest = all.map((t) => Math.max(...t.map(Math.abs)));
    for (let place = 0; place < places; place++) {
      const values = column(place);
      const t = twoSampleT(
        values.filter((_, s) => groups[s] === "a"),
        values.filter((_, s) => groups[s] === "b"),
      );
      expect(found.t[place]).toBeCloseTo(t, 9);
      expect(found.mean[place]).toBeCloseTo(
        (values[0]! + values[2]!) / 2 - (values[1]! + values[3]! + values[4]!) / 3,
        12,
      );
      expect(found.pFamilyWise[place]).toBeCloseTo(share(largest, Math.abs(t)), 12);
    }
  });

  it("draws flips where there are too many, the same on threads", async () => {
    const many = {
      name: "maps",
      shape: [20, places],
      data: Float64Array.from({ length: 20 * places }, (_, k) => random.normal() + Number(k % places === 3)),
    };
    const options = { method: "tfce", samples: 150, seed: 4 } as const;
    const one = await engine.mapInference(many, neighbors, options);
    const threaded = await createBuilt({ threads: 2 });
    const two = await threaded.mapInference(many, neighbors, options);
    threaded.close();
    expect(two.toJson()).toBe(one.toJson());
    expect([one.exact, one.exchanges, one.largest.length]).toEqual([false, 150, 151]);
    expect(one.pFamilyWise[3]).toBeLessThan(0.05);
    const other = await engine.mapInference(many, neighbors, { ...options, seed: 5 });
    expect(other.largest).not.toEqual(one.largest);
  });

  it("leaves places out at which a subject has no value, or all have the same", async () => {
    const holey = Float64Array.from(data);
    holey[2 * places + 5] = NaN;
    for (let s = 0; s < subjects; s++) holey[s * places + 6] = 0;
    const found = await engine.mapInference({ ...maps, data: holey }, neighbors, {
      method: "cluster",
      threshold: 1,
    });
    for (const map of [found.t, found.mean, found.p, found.pFamilyWise, found.pFdr])
      expect([map[5], map[6]]).toEqual([NaN, NaN]);
    expect(found.untested).toBe(2);
    expect(found.warnings[0]).toContain("2 of 16 places are not tested");
    // 5 and 6 connect nothing: 9 is no part of a cluster of theirs.
    expect(found.clusters!.some(({ places: members }) => members.includes(5) || members.includes(6))).toBe(
      false,
    );
    expect(found.t[9]).toBeCloseTo(flipped[0]![9]!, 9);
  });

  it("writes t, and all columns by name", async () => {
    const found = await engine.mapInference(maps, neighbors, { method: "tfce" });
    const [t] = await read([{ name: "t.npy", bytes: found.toNpy() }]);
    expect(t!.data).toEqual(found.t);
    expect(found.toCsv().split("\n")[0]).toBe(",t,mean,tfce,p,p-family-wise,p-fdr");
    expect(JSON.parse(found.toJson())).toMatchObject({
      subjects: 5,
      exact: true,
      pFamilyWise: [...found.pFamilyWise],
    });
  });

  it.each([
    [maps, undefined, { method: "tfce" }, /method "tfce" is about connected places/],
    [maps, neighbors.slice(1), { method: "tfce" }, /neighbours of 15 places, and maps of 16 places/],
    [maps, [[16], ...neighbors.slice(1)], { method: "tfce" }, /place 0 has neighbour 16/],
    [{ ...maps, shape: [2, 40] }, undefined, {}, /2 subjects; expected at least 3/],
    [{ ...maps, shape: [5, 4, 4] }, undefined, {}, /expected maps, subjects × places/],
    [{ ...maps, data: data.map(() => 1) }, undefined, {}, /no place can be tested/],
    [
      { ...maps, data: data.map((value, k) => (k === 20 ? Infinity : value)) },
      undefined,
      {},
      /subject 1 has Infinity at place 4/,
    ],
    [maps, undefined, { groups: ["a", "b", "c", "a", "b"] }, /groups are 5 labels of 3 kinds/],
    [maps, undefined, { groups: ["a", "b", "b", "b", "b"] }, /a group has one subject/],
    [maps, undefined, { samples: 0 }, /samples is 0/],
    [maps, undefined, { metod: "max" }, /mapInference has no option "metod"/],
  ])("refuses %#", async (given, lists, options, message) => {
    await expect(engine.mapInference(given, lists, options as never)).rejects.toThrow(message);
  });
});

describe("connected places", () => {
  const links = linksOf([[1], [2], [], [2, 4], []]);

  it("are linked both ways, and clusters are sums of their values", () => {
    const { labels, masses } = clustersAbove(Float64Array.of(3, 1, 2, 4, 5), 1.5, links);
    expect([...labels]).toEqual([0, -1, 1, 1, 1]);
    expect(masses).toEqual([3, 11]);
  });

  it("are enhanced by the integral, in closed form", () => {
    // Two neighbours of heights 1 and 2: to 1 a cluster of two, from 1 to 2 one of one.
    const found = enhanced(Float64Array.of(1, 2, 0, -1, 1), 0.5, 2, links);
    expect(found[0]).toBeCloseTo(Math.SQRT2 / 3, 14);
    expect(found[1]).toBeCloseTo(Math.SQRT2 / 3 + 7 / 3, 14);
    expect([found[2], found[3]]).toEqual([0, 0]);
    expect(found[4]).toBeCloseTo(1 / 3, 14);
    const linear = enhanced(Float64Array.of(1, 2, 1, 0, 0), 1, 0, links); // ∫ e(h) dh
    expect([...linear.subarray(0, 3)]).toEqual([3, 4, 3]);
  });
});
