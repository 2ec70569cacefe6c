import { describe, expect, it } from "vitest";
import { exponentOf, powerOfTwo, timesPowerOfTwo } from "../../../src/base/math/powers.ts";

/** 2ᵏ from whole numbers: division and multiplication of doubles are exact here. */
function oracle(k: number): number {
  if (k >= 0) return Number(1n << BigInt(k));
  return k >= -1022 ? 1 / Number(1n << BigInt(-k)) : Number.MIN_VALUE * Number(1n << BigInt(k + 1074) || 0n);
}

describe("powerOfTwo", () => {
  it("is exact for every double that is a power of two", () => {
    for (let k = -1074; k <= 1023; k++) expect(powerOfTwo(k)).toBe(oracle(k));
  });

  it("is 0 or infinite beyond", () => {
    const far = [-1075, -1e9, -Infinity, 1024, 1e9, Infinity, NaN];
    expect(far.map(powerOfTwo)).toEqual([0, 0, 0, Infinity, Infinity, Infinity, NaN]);
  });
});

describe("exponentOf", () => {
  it("is the whole part of the logarithm, also next to a power", () => {
    for (let k = -1074; k <= 1023; k++) {
      const power = oracle(k);
      expect(exponentOf(power)).toBe(k);
      if (k > -1022) expect(exponentOf(-power * (1 - 2 ** -53))).toBe(k - 1);
      if (k >= -1022) expect(exponentOf(power * (1 + 2 ** -52))).toBe(k);
    }
    expect([0, -0, Infinity, -Infinity, NaN].map(exponentOf)).toEqual([-Infinity, -Infinity, Infinity, Infinity, NaN]); // prettier-ignore
  });
});

describe("timesPowerOfTwo", () => {
  it("rounds once where the result is subnormal", () => {
    // 1 + 2⁻⁵² lies just above the middle of two subnormal numbers.
    const x = 1 + 2 ** -52;
    expect(timesPowerOfTwo(x, -1075)).toBe(Number.MIN_VALUE);
    expect(timesPowerOfTwo(1, -1075)).toBe(0);
    expect(timesPowerOfTwo(1.5, -1074)).toBe(2 * Number.MIN_VALUE);
    expect(timesPowerOfTwo(0.75, 1024)).toBe(0.75 * 2 * 2 ** 1023);
    expect(timesPowerOfTwo(1, 1024)).toBe(Infinity);
  });
});
