import { describe, expect, it } from "vitest";
import { sortRising } from "../../src/rdm/ranking/rising.ts";
import { streamFor } from "../support/data.ts";

const random = streamFor("rising");
const kinds: [string, (k: number) => number][] = [
  ["even values", () => random.uniform()],
  ["normal values", () => random.normal()],
  ["values of every size, which the host sorts", () => Math.exp(300 * random.normal())],
  ["one that is far from the others", (k) => (k === 1000 ? 1e12 : random.uniform())],
  ["9 values", () => random.below(9)],
  ["one value", () => 4],
  ["falling values", (k) => -k],
  ["infinities", () => [Infinity, -Infinity, 1][random.below(3)]!],
  ["a range beyond the largest number", () => (random.uniform() - 0.5) * 1.7e308 * 2],
  ["a range below the least number", () => random.below(2) * Number.MIN_VALUE],
  ["neighbours in the last bit", () => 1 + random.below(9) * 2 ** -52],
];

describe("sortRising", () => {
  it.each(kinds)("puts %s in the order of the host's sort, in place", (_, draw) => {
    for (const n of [0, 1, 2, 2047, 2048, 2049, 20_000]) {
      const values = Float64Array.from({ length: n }, (_, k) => draw(k));
      const expected = values.slice().sort();
      expect(sortRising(values)).toBe(values);
      expect(
        values.every((value, k) => value === expected[k]),
        `n = ${n}`,
      ).toBe(true);
    }
  });
});
