import { at, bytes, put } from "../vector/lanes";
import { Step } from "../spectrum/bidiagonal-pass";
import { Chebyshev, CityBlock, Cubes, SquaredEuclidean } from "../distance/distance-steps";
import { distance, distances } from "../distance/distances";
import { power, powerInteger } from "../distance/power";
import { integers, zeros } from "./scratch";

/** Σ |x − y|^order, or the largest difference where order is 0, in f64: exact on small integers. */
function definition<T>(p: i32, a: usize, b: usize, order: i32): f64 {
  let value: f64 = 0;
  for (let k = 0; k < p; k++) {
    const d = abs<f64>(<f64>at<T>(a, k) - <f64>at<T>(b, k));
    value = order == 0 ? max(value, d) : value + NativeMath.pow(d, <f64>order);
  }
  return value;
}

function checkExact<T, Step>(m: i32, n: i32, p: i32, order: i32): void {
  const a = integers<T>(m * p, 1);
  const b = integers<T>(n * p, 2);
  const out = zeros<T>(m * n + 1);
  put<T>(out, m * n, <T>99);
  distances<T, Step>(m, n, p, a, p, b, p, out, n, 3, false);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      const ai = a + bytes<T>(i * p);
      const bj = b + bytes<T>(j * p);
      const expected = <T>definition<T>(p, ai, bj, order);
      expect<T>(at<T>(out, i * n + j)).toBe(expected);
      expect<T>(distance<T, Step>(p, ai, bj, 3)).toBe(expected);
    }
  }
  expect<T>(at<T>(out, m * n)).toBe(<T>99, "the element behind is left alone");
}

function checkPrecision<T>(): void {
  // below, at and above the tile in each size; 1030 columns are several chunks of f64
  for (let m = 1; m < 6; m++) for (let n = 1; n < 4; n++) checkExact<T, CityBlock<T>>(m, n, 7, 1);
  checkExact<T, CityBlock<T>>(5, 3, 1030, 1);
  checkExact<T, Chebyshev<T>>(5, 3, 1030, 0);
  checkExact<T, SquaredEuclidean<T>>(5, 3, 1030, 2);
  checkExact<T, Cubes<T>>(5, 3, 1030, 3);
}

describe("row distances", () => {
  it("are exact on integers in double precision", () => checkPrecision<f64>());
  it("are exact on integers in single precision", () => checkPrecision<f32>());

  it("skip the tiles under the diagonal", () => {
    const a = integers<f64>(20 * 3, 1);
    const out = zeros<f64>(20 * 20);
    for (let i = 0; i < 400; i++) put<f64>(out, i, -1);
    distances<f64, CityBlock<f64>>(20, 20, 3, a, 3, a, 3, out, 20, 0, true);
    let untouched = 0;
    for (let i = 0; i < 20; i++) {
      for (let j = 0; j < i; j++) if (at<f64>(out, i * 20 + j) == -1) untouched++;
      for (let j = i; j < 20; j++) {
        expect<bool>(at<f64>(out, i * 20 + j) >= 0).toBe(true);
      }
    }
    expect<bool>(untouched > 140).toBe(true, "most of the 190 are not computed");
  });
});

describe("powers", () => {
  it("are those of the library function to 8 roundings, where logarithms are small", () => {
    for (let i = 1; i < 2000; i++) {
      const x = <f64>i * 0.013;
      const got = f64x2.extract_lane(power<f64>(f64x2.splat(x), f64x2.splat(1.5)), 1);
      const expected = NativeMath.pow(x, 1.5);
      expect<bool>(abs(got - expected) <= 8 * f64.EPSILON * expected).toBe(true, x.toString());
    }
  });

  it("of zero are zero", () => {
    expect<f64>(f64x2.extract_lane(power<f64>(f64x2.splat(0), f64x2.splat(0.3)), 0)).toBe(0);
  });

  it("by squaring are exact on integers", () => {
    for (let order = 1; order < 20; order++) {
      const got = f64x2.extract_lane(powerInteger<f64>(f64x2.splat(3), order), 0);
      expect<f64>(got).toBe(NativeMath.pow(3, order));
    }
  });
});
