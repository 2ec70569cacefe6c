import { at, put } from "../vector/lanes";
import { signDet, signDetWork } from "../factor/determinant";
import { zeros } from "./scratch";

/** An upper triangle of ones with `pivots[k]` = −1 for k < negative, and its rows turned round by one if `turned`. */
function triangle(n: i32, negative: i32, turned: bool): usize {
  const a = zeros<f64>(n * n);
  for (let i = 0; i < n; i++) {
    const row = turned ? (i + 1) % n : i;
    for (let j = i; j < n; j++) put<f64>(a, row * n + j, i == j && i < negative ? -1 : 1);
  }
  return a;
}

function signOf(n: i32, a: usize): i32 {
  return signDet(n, a, n, zeros<u8>(<i32>signDetWork(n)));
}

describe("The sign of a determinant", () => {
  it("counts negative pivots, within a panel and over two", () => {
    for (let n = 30; n < 36; n++) {
      expect<i32>(signOf(n, triangle(n, 0, false))).toBe(1);
      expect<i32>(signOf(n, triangle(n, n - 1, false))).toBe(n % 2 ? 1 : -1);
    }
  });

  it("counts swaps of rows", () => {
    for (let n = 30; n < 36; n++) expect<i32>(signOf(n, triangle(n, 0, true))).toBe(n % 2 ? 1 : -1);
  });

  it("is 0 for two rows that are equal", () => {
    const n = 40;
    const a = triangle(n, 0, false);
    for (let j = 0; j < n; j++) put<f64>(a, 39 * n + j, at<f64>(a, 38 * n + j));
    expect<i32>(signOf(n, a)).toBe(0);
  });
});
