import { at, put } from "../vector/lanes";
import { negentropies, softmax } from "../vector/probabilities";
import { integers, zeros } from "./scratch";

function near(found: f64, wanted: f64): void {
  expect<bool>(abs(found - wanted) <= 4e-16 * max(1, abs(wanted))).toBe(true);
}

/** Compares with the definition, by the exponential of the standard library. */
function check(m: i32, n: i32, factor: f64, own: i32, squares: bool): void {
  const a = integers<f64>(m * n, n);
  const x = integers<f64>(m * n + 1, n);
  put<f64>(x, m * n, 99);
  softmax(m, n, x, factor, own, squares);
  for (let i = 0; i < m; i++) {
    let sum: f64 = 0;
    for (let k = 0; k < n; k++) {
      const e = own >= 0 && k == own + i ? 0 : Math.exp(factor * at<f64>(a, i * n + k));
      sum += squares ? e * e : e;
    }
    if (squares) sum = Math.sqrt(sum);
    for (let k = 0; k < n; k++) {
      const e = own >= 0 && k == own + i ? 0 : Math.exp(factor * at<f64>(a, i * n + k));
      near(at<f64>(x, i * n + k), e / sum);
    }
  }
  expect<f64>(at<f64>(x, m * n)).toBe(99, "the element behind is left alone");
}

describe("rows of exponentials", () => {
  it("are over their sum or their norm, with and without the own element, below, at and above four", () => {
    for (let n = 2; n < 12; n++) {
      check(2, n, 1, -1, false);
      check(2, n, 0.125, -1, true);
      check(2, n, -0.125, 0, true);
      check(1, n, 0.25, n - 1, false);
    }
    check(3, 1, 1, -1, false);
  });

  it("neither overflow nor become NaN", () => {
    const x = zeros<f64>(5);
    put<f64>(x, 0, 1e300);
    put<f64>(x, 1, -1e300);
    put<f64>(x, 4, 1e300);
    softmax(1, 5, x, 1, -1, false);
    for (let k = 0; k < 5; k++) expect<f64>(at<f64>(x, k)).toBe(k == 0 || k == 4 ? 0.5 : 0);
  });
});

describe("entropies of rows", () => {
  it("are sums of a·ln a of the mean", () => {
    for (let n = 1; n < 8; n++) {
      const p = zeros<f64>(2 * n);
      const q = zeros<f64>(2 * n);
      const out = zeros<f64>(3);
      put<f64>(out, 2, 99);
      for (let k = 0; k < 2 * n; k++) {
        put<f64>(p, k, <f64>((k * 7) % 5) / 8);
        put<f64>(q, k, <f64>((k * 3) % 5) / 8);
      }
      negentropies(2, n, p, q, out);
      for (let i = 0; i < 2; i++) {
        let sum: f64 = 0;
        for (let k = i * n; k < (i + 1) * n; k++) {
          const a = (at<f64>(p, k) + at<f64>(q, k)) / 2;
          if (a > 0) sum += a * Math.log(a);
        }
        near(at<f64>(out, i), sum);
      }
      expect<f64>(at<f64>(out, 2)).toBe(99, "the element behind is left alone");
    }
  });
});
