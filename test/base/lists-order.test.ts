import { describe, expect, it } from "vitest";
import { naturalCompare, naturalPositions } from "../../src/base/lists.ts";

describe("naturalCompare", () => {
  it.each([
    ["layer2", "layer10"],
    ["layer2.conv10", "layer10.conv2"],
    ["a", "a1"],
    ["7", "07"],
    ["x99999999999999999998", "x99999999999999999999"],
    ["conv2_x", "conv10"],
    ["a", "B"],
    ["1a", "a1"],
  ])("puts %s before %s", (first, second) => {
    expect(naturalCompare(first, second)).toBeLessThan(0);
    expect(naturalCompare(second, first)).toBeGreaterThan(0);
    expect(naturalCompare(first, first)).toBe(0);
  });
});

describe("naturalPositions", () => {
  it("orders numbers by value, texts naturally, what is missing last, and keeps ties", () => {
    expect(naturalPositions([10, null, 9, -0.5, 9])).toEqual([3, 2, 4, 0, 1]);
    expect(naturalPositions(["l10", "l9", null, "l9"])).toEqual([1, 3, 0, 2]);
  });
});
