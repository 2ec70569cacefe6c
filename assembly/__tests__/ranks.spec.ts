import { at, put } from "../vector/lanes";
import { ranks, ranksWork } from "../distance/ranks";
import { integers, zeros } from "./scratch";

/** Compares with the definition: the numbers before, and half of the equal ones. */
function check(n: i32): void {
  const x = integers<f64>(n, 5);
  const out = zeros<f64>(n + 1);
  put<f64>(out, n, 99);
  expect<i32>(ranks(n, x, out, zeros<u8>(<i32>ranksWork(n)))).toBe(0);
  for (let i = 0; i < n; i++) {
    let rank: f64 = 0.5;
    for (let j = 0; j < n; j++) {
      if (at<f64>(x, j) < at<f64>(x, i)) rank += 1;
      else if (at<f64>(x, j) == at<f64>(x, i)) rank += 0.5;
    }
    expect<f64>(at<f64>(out, i)).toBe(rank);
  }
  expect<f64>(at<f64>(out, n)).toBe(99, "the element behind is left alone");
}

describe("ranks", () => {
  it("share the mean place among ties, by insertion and by digits", () => {
    for (let n = 0; n < 5; n++) check(n);
    check(47);
    check(48);
    check(200);
  });

  it("report a NaN", () => {
    const x = integers<f64>(3, 1);
    put<f64>(x, 1, NaN);
    expect<i32>(ranks(3, x, zeros<f64>(3), zeros<u8>(<i32>ranksWork(3)))).toBe(1);
  });
});
