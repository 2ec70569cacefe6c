import { at, put } from "../vector/lanes";
import { pullSigns } from "../distance/signs";
import { integers, zeros } from "./scratch";

/** m × n numbers, no two alike in a unit: a multiple of a prime, modulo another. */
function distinct(m: i32, n: i32): usize {
  const x = zeros<f64>(m * n);
  for (let i = 0; i < m; i++)
    for (let k = 0; k < n; k++) put<f64>(x, i * n + k, <f64>(((i * 37 + k * 11) % 101) - 50));
  return x;
}

/** Compares with the definition: exact on small integers. */
function check(m: i32, n: i32): void {
  const x = distinct(m, n);
  const weights = integers<f64>((m * (m - 1)) / 2, 3);
  const out = zeros<f64>(m * n + 1);
  put<f64>(out, m * n, 99);
  expect<bool>(pullSigns(m, n, x, weights, out)).toBe(false);
  for (let i = 0; i < m; i++) {
    for (let k = 0; k < n; k++) {
      let sum: f64 = 0;
      for (let j = 0; j < m; j++) {
        const low = min(i, j);
        const pair = (low * (2 * m - low - 1)) / 2 + max(i, j) - low - 1;
        const gap = at<f64>(x, i * n + k) - at<f64>(x, j * n + k);
        if (i != j) sum += gap > 0 ? at<f64>(weights, pair) : -at<f64>(weights, pair);
      }
      expect<f64>(at<f64>(out, i * n + k)).toBe(sum);
    }
  }
  expect<f64>(at<f64>(out, m * n)).toBe(99, "the element behind is left alone");
}

describe("signs of differences", () => {
  it("are weighed, below, at and above eight units", () => {
    for (let n = 1; n < 19; n++) check(7, n);
    check(1, 9);
    check(2, 8);
    check(40, 16);
  });

  it("report rows that are equal in a unit, in the vectors and in what is left of them", () => {
    for (let unit = 0; unit < 10; unit++) {
      const x = distinct(5, 10);
      put<f64>(x, 4 * 10 + unit, at<f64>(x, 10 + unit));
      expect<bool>(pullSigns(5, 10, x, integers<f64>(10, 1), zeros<f64>(50))).toBe(true);
    }
  });
});
