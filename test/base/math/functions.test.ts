import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { acos, asin, atan, atan2 } from "../../../src/base/math/arc.ts";
import { cos, sin } from "../../../src/base/math/circular.ts";
import { exp, expm1 } from "../../../src/base/math/exp.ts";
import { atanh, tanh } from "../../../src/base/math/hyperbolic.ts";
import { log, log1p } from "../../../src/base/math/log.ts";
import { pow } from "../../../src/base/math/pow.ts";
import { exponentOf } from "../../../src/base/math/powers.ts";
import { hypot } from "../../../src/base/math/hypot.ts";

const ofOne = { acos, asin, atan, atanh, cos, exp, expm1, log, log1p, sin, tanh };
const ofTwo = { atan2, hypot, pow };
const functions: Readonly<Record<string, (...args: number[]) => number>> = { ...ofOne, ...ofTwo } as Readonly<
  Record<string, (...args: any[]) => number>
>;

const { header: _, ...references } = JSON.parse(
  readFileSync(new URL("../../golden/mpmath_functions/index.json", import.meta.url), "utf8"),
) as Record<string, number[][]>;

/** The largest error of 60,000 arguments each, compared with mpmath, in the last place: rounded up. */
const largest: Readonly<Record<string, number>> = {
  acos: 0.84,
  asin: 0.78,
  atan: 0.75,
  atan2: 0.77,
  atanh: 0.76,
  cos: 0.75,
  exp: 0.82,
  expm1: 0.91,
  hypot: 0.97,
  log: 0.81,
  log1p: 0.75,
  pow: 0.82,
  sin: 0.75,
  tanh: 0.69,
};

/** The last place of a double of this size. */
const lastPlace = (value: number) => Math.max(2 ** (exponentOf(value) - 52), Number.MIN_VALUE);

describe("our own functions", () => {
  it("are all tested", () => {
    expect(Object.keys(references).toSorted()).toEqual(Object.keys(functions).toSorted());
  });

  it.each(Object.entries(references))("%s is off by less than 1 in the last place", (name, cases) => {
    const errors = cases.map((row) => {
      const [value, rest] = row.slice(-2) as [number, number];
      return Math.abs((functions[name]!(...row.slice(0, -2)) - value) / lastPlace(value) - rest);
    });
    const worst = errors.indexOf(Math.max(...errors));
    expect(errors[worst], `of ${cases[worst]!.slice(0, -2).join(", ")}`).toBeLessThan(largest[name]!);
  });
});

/** Where ECMAScript says exactly what comes out. */
const special = [0, -0, 1, -1, Infinity, -Infinity, NaN];
const builtIn = Math as unknown as Record<string, (...args: number[]) => number>;

describe("at the edges", () => {
  it.each(Object.keys(ofOne))("%s gives what Math gives", (name) => {
    const beyond = [2, -2, 1e308, -1e308, 1e-310, -5e-324];
    const exact = name === "acos" || name === "asin" || name === "atanh" ? [...special, ...beyond] : special;
    const got = exact.map((x) => functions[name]!(x));
    // −1 of what is not exact there, as exp 1: the other test has it.
    const expected = exact.map((x, k) => {
      const value = builtIn[name]!(x);
      return Number.isInteger(value) || !Number.isFinite(value) ? value : got[k]!;
    });
    expect(got).toEqual(expected);
  });

  it.each(Object.keys(ofTwo))("%s gives what Math gives", (name) => {
    const values = [...special, 2, -2, 3, -3, 0.5, -0.5, 1e308, -1e308, 5e-324];
    for (const x of values)
      for (const y of values) {
        const [got, expected] = [functions[name]!(x, y), builtIn[name]!(x, y)];
        if (Number.isFinite(expected) && expected !== 0)
          expect(Math.abs(got - expected), `${x}, ${y}`).toBeLessThanOrEqual(2 * lastPlace(expected));
        else expect(got, `${x}, ${y}`).toBe(expected);
      }
  });
});
