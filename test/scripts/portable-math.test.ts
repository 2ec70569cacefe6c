import { describe, expect, it } from "vitest";
import { faultyLines } from "../support/lint.ts";

describe("the rule against what engines compute differently", () => {
  it("finds each way of writing it", () => {
    const faults = [
      "Math.exp(x);",
      "x.map(Math.log);",
      'Math["pow"](x, y);',
      "Math[`sin`](x);",
      "Math[name](x);",
      "globalThis.Math.hypot(x, y);",
      "Math.random();",
      "Math.sumPrecise(x);",
      "const { exp } = Math;",
      "const { abs, tanh: t } = Math;",
      "const { abs: a, ...others } = Math;",
      "const m = Math;",
      "({ cos: c } = Math);",
      "function f({ acos } = Math) {}",
      "x ** 2;",
      "2 ** x;",
      "x **= 2;",
      "2 ** 0.5;",
      "10 ** -7;",
      "(-8) ** 3;",
    ];
    expect(faultyLines("portable-math", faults)).toEqual(faults.map((_, k) => k + 1));
  });

  it("lets everything else be", () => {
    const fine = [
      "Math.abs(Math.min(x, Math.sqrt(Math.PI * Math.LN2)));",
      'Math["floor"](x);',
      "const { abs, max: most } = Math;",
      "const a = 2 ** 31 + 2 ** -1074 + 4 ** -6;",
      "exp(x) + other.exp(x) + x.Math;",
      "const Maths = { exp };",
    ];
    expect(faultyLines("portable-math", fine)).toEqual([]);
  });
});
