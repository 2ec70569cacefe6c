import { describe, expect, it } from "vitest";
import { faultyLines } from "../support/lint.ts";

describe("the rule against lists as arguments", () => {
  it("finds each way of writing it", () => {
    const faults = [
      "Math.max(...x);",
      "Math.min(0, ...x, 1);",
      "Math.hypot(...x.map(Math.abs));",
      "String.fromCharCode(...x);",
      "Array.of(...x);",
      "x.list.push(...y);",
      "x.unshift(...y);",
      "x.splice(0, 0, ...y);",
      "box.append(...y);",
      "box.replaceChildren(first, ...y);",
      "Math.max.apply(null, x);",
      "x.push.apply(x, y);",
    ];
    expect(faultyLines("spreads", faults)).toEqual(faults.map((_, k) => k + 1));
  });

  it("lets everything else be", () => {
    const fine = [
      "[...x, ...y];",
      "new Set([...x]);",
      "Math.max(a, b);",
      "f(...pair);",
      "scale.apply(value);",
    ];
    expect(faultyLines("spreads", fine)).toEqual([]);
  });
});
