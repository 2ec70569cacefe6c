import { at, put } from "../vector/lanes";
import { addRows, alongRows, largestColumns } from "../product/passes";
import { integers, zeros } from "./scratch";

/** Compares with the definitions: exact on small integers. */
function check(m: i32, n: i32): void {
  const a = integers<f64>(m * n, m + n);
  const x = integers<f64>(n, 5);
  const sums = integers<f64>(n + 1, 7);
  const products = zeros<f64>(m + 1);
  const squares = zeros<f64>(m + 1);
  put<f64>(products, m, 99);
  put<f64>(squares, m, 99);
  addRows<f64>(m, n, a, sums);
  alongRows<f64>(m, n, a, x, products, squares);
  for (let k = 0; k <= n; k++) {
    let sum = at<f64>(integers<f64>(n + 1, 7), k);
    for (let i = 0; i < m && k < n; i++) sum += at<f64>(a, i * n + k);
    expect<f64>(at<f64>(sums, k)).toBe(sum);
  }
  for (let i = 0; i < m; i++) {
    let product: f64 = 0;
    let square: f64 = 0;
    for (let k = 0; k < n; k++) {
      product += at<f64>(a, i * n + k) * at<f64>(x, k);
      square += at<f64>(a, i * n + k) * at<f64>(a, i * n + k);
    }
    expect<f64>(at<f64>(products, i)).toBe(product);
    expect<f64>(at<f64>(squares, i)).toBe(square);
  }
  expect<f64>(at<f64>(products, m)).toBe(99, "the element behind is left alone");
  expect<f64>(at<f64>(squares, m)).toBe(99, "the element behind is left alone");
}

/** The largest of small integers, of which many are equal. */
function checkLargest(m: i32, n: i32): void {
  const a = integers<f64>(m * n, 3 * m + n);
  const out = zeros<f64>(m + 1);
  put<f64>(out, m, 99);
  expect<bool>(largestColumns(m, n, a, out)).toBe(true);
  for (let i = 0; i < m; i++) {
    let best = 0;
    for (let k = 1; k < n; k++) if (at<f64>(a, i * n + k) > at<f64>(a, i * n + best)) best = k;
    expect<f64>(at<f64>(out, i)).toBe(<f64>best);
  }
  expect<f64>(at<f64>(out, m)).toBe(99, "the element behind is left alone");
}

describe("passes over a matrix", () => {
  it("add rows and multiply them, below, at and above four rows and a vector", () => {
    for (let m = 1; m < 10; m++) for (let n = 1; n < 8; n++) check(m, n);
  });

  it("find the first largest element of each row, below, at and above eight columns", () => {
    for (let n = 1; n < 21; n++) checkLargest(3, n);
  });

  it("find one place after the other", () => {
    for (let n = 1; n < 21; n++) {
      for (let k = 0; k < n; k++) {
        const a = zeros<f64>(n);
        const out = zeros<f64>(1);
        put<f64>(a, k, 1);
        expect<bool>(largestColumns(1, n, a, out)).toBe(true);
        expect<f64>(at<f64>(out, 0)).toBe(<f64>k);
        put<f64>(a, k, -1);
        largestColumns(1, n, a, out);
        expect<f64>(at<f64>(out, 0)).toBe(k == 0 && n > 1 ? 1 : 0);
      }
    }
  });

  it("report what is not finite, in the vectors and in what is left of them", () => {
    const strange: StaticArray<f64> = [NaN, Infinity, -Infinity];
    for (let k = 0; k < 14; k++) {
      for (let s = 0; s < 3; s++) {
        const a = integers<f64>(14, 1);
        put<f64>(a, k, unchecked(strange[s]));
        expect<bool>(largestColumns(2, 7, a, zeros<f64>(2))).toBe(false);
      }
    }
  });
});
