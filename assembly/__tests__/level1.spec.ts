import { at, bytes, put } from "../vector/lanes";
import { amax, axpy, dot, nrm2, scal, sum } from "../vector/level1";
import { integers, zeros } from "./scratch";

function checkSums<T>(n: i32): void {
  const x = integers<T>(n, 1);
  const y = integers<T>(n, 2);
  let product: T = 0;
  let total: T = 0;
  let largest: T = 0;
  for (let i = 0; i < n; i++) {
    product += at<T>(x, i) * at<T>(y, i);
    total += at<T>(x, i);
    largest = max<T>(largest, abs<T>(at<T>(x, i)));
  }
  // integers: every order of summation gives the same
  expect<T>(dot<T>(n, x, y)).toBe(product, "dot of " + n.toString());
  expect<T>(sum<T>(n, x)).toBe(total, "sum of " + n.toString());
  expect<T>(amax<T>(n, x)).toBe(largest, "amax of " + n.toString());
}

function checkUpdates<T>(n: i32): void {
  const x = integers<T>(n, 3);
  const y = integers<T>(n + 1, 4);
  put<T>(y, n, 99);
  const before = zeros<T>(n);
  memory.copy(before, y, bytes<T>(n));
  axpy<T>(n, <T>3, x, y);
  scal<T>(n, <T>-2, x);
  for (let i = 0; i < n; i++) {
    const xi: T = at<T>(x, i) / <T>-2;
    expect<T>(at<T>(y, i)).toBe(<T>3 * xi + at<T>(before, i));
  }
  expect<T>(at<T>(y, n)).toBe(<T>99, "the element behind is left alone");
}

describe("level 1", () => {
  it("is exact on integers for every remainder of the loops", () => {
    for (let n = 0; n < 40; n++) {
      checkSums<f64>(n);
      checkSums<f32>(n);
      checkUpdates<f64>(n);
      checkUpdates<f32>(n);
    }
  });

  it("sums 1 … n over several halvings", () => {
    const x = zeros<f64>(5000);
    for (let i = 0; i < 5000; i++) put<f64>(x, i, <f64>(i + 1));
    expect<f64>(sum<f64>(5000, x)).toBe(12502500);
  });

  it("takes a norm of 3s and 4s at both ends of the range", () => {
    const x = zeros<f64>(2);
    for (let e = -1070; e <= 1020; e += 10) {
      const scale = Math.pow(2, <f64>e);
      put<f64>(x, 0, 3 * scale);
      put<f64>(x, 1, 4 * scale);
      expect<f64>(nrm2<f64>(2, x)).toBe(5 * scale, "2^" + e.toString());
    }
  });
});
