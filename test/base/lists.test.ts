import { describe, expect, it } from "vitest";
import { largestOf, pushAll, smallestOf } from "../../src/base/lists.ts";
import { norm } from "../../src/base/matrix.ts";
import { createRandom } from "../../src/base/random.ts";

const random = createRandom(3);
const normals = (count: number) => Array.from({ length: count }, () => random.normal());

describe("lists of any length", () => {
  const long = new Float64Array(1_000_000).fill(0.5);
  long[7] = -3;
  long[999_999] = 4;

  it("have a largest and a smallest number, and a norm", () => {
    expect([largestOf(long), smallestOf(long)]).toEqual([4, -3]);
    expect(norm(long)).toBeCloseTo(Math.sqrt(0.25 * 999_998 + 25), 9);
  });

  it("can be put behind another list", () => {
    const list = [1];
    pushAll(list, long);
    expect([list.length, list.at(-1)]).toEqual([1_000_001, 4]);
  });

  it.each([[[]], [[NaN, 1]], [[1, NaN]], [[-0, 0]], [[Infinity, -Infinity]], [normals(9)]])(
    "agree with Math.max and Math.min: %j",
    (values: number[]) => {
      expect(largestOf(values)).toBe(Math.max(...values));
      expect(smallestOf(values)).toBe(Math.min(...values));
    },
  );
});

describe("norm", () => {
  it.each([1, 2, 3, 17, 1000])("has the bits of Math.hypot: %i numbers", (count) => {
    const values = normals(count).map((value, k) => value * 10 ** (k % 7));
    expect(norm(values)).toBe(Math.hypot(...values));
  });

  it("neither overflows nor vanishes", () => {
    expect(norm([3e300, -4e300])).toBe(Math.hypot(3e300, 4e300));
    expect(norm([3e-300, 4e-300])).toBe(Math.hypot(3e-300, 4e-300));
    expect([norm([]), norm([0, -0]), norm([1, -Infinity]), norm([1, NaN])]).toEqual([0, 0, Infinity, NaN]);
  });
});
