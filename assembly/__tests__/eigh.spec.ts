import { at, put } from "../vector/lanes";
import { reflector } from "../factor/householder";
import { mergeOrder, permuteRows } from "../spectrum/deflate";
import { Secular, secularRoot } from "../spectrum/secular";
import { tridiagonalValues } from "../spectrum/tridiagonal-values";
import { integers, zeros } from "./scratch";

/** 1/ρ + Σ z²/(p − λ), by the differences the solver gives. */
function secularValue(q: Secular, deltas: usize): f64 {
  let f = 1 / q.rho;
  for (let j = 0; j < q.k; j++) f += at<f64>(q.z2, j) / at<f64>(deltas, j);
  return f;
}

function secular(k: i32): Secular {
  const q = changetype<Secular>(zeros<u8>(<i32>offsetof<Secular>()));
  q.k = k;
  q.rho = 2;
  q.d = zeros<f64>(k);
  q.z2 = zeros<f64>(k);
  q.shifted = zeros<f64>(k);
  for (let j = 0; j < k; j++) {
    // two poles of each group of five lie 1e-9 apart, and weights span ten orders
    put<f64>(q.d, j, <f64>j - (j % 5 == 1 ? 1 - 1e-9 : 0));
    put<f64>(q.z2, j, j % 3 == 0 ? 1e-10 : 0.25);
  }
  return q;
}

describe("the secular equation", () => {
  it("has a root in every gap and one above, where its value is zero to rounding", () => {
    for (let k = 1; k <= 20; k++) {
      const q = secular(k);
      const deltas = zeros<f64>(k);
      for (let i = 0; i < k; i++) {
        const root = secularRoot(q, i, deltas);
        expect<bool>(root >= at<f64>(q.d, i)).toBe(true);
        if (i < k - 1) expect<bool>(root <= at<f64>(q.d, i + 1)).toBe(true);
        let size = 1 / q.rho;
        for (let j = 0; j < k; j++) size += abs(at<f64>(q.z2, j) / at<f64>(deltas, j));
        expect<bool>(abs(secularValue(q, deltas)) <= 1e-14 * size).toBe(true);
      }
    }
  });

  it("gives the square root of the same root for squared poles", () => {
    const q = secular(2);
    put<f64>(q.d, 0, 3);
    put<f64>(q.d, 1, 4);
    const squares = secular(2);
    put<f64>(squares.d, 0, 9);
    put<f64>(squares.d, 1, 16);
    q.squared = true;
    const deltas = zeros<f64>(2);
    for (let i = 0; i < 2; i++) {
      const root = secularRoot(q, i, deltas);
      expect<f64>(root * root).toBeCloseTo(secularRoot(squares, i, deltas), 13);
    }
  });
});

describe("a reflector", () => {
  it("is exact on a column of denormals", () => {
    const x = zeros<f64>(2);
    const tau = zeros<f64>(1);
    put<f64>(x, 0, 3 * 5e-324 * 1024);
    put<f64>(x, 1, 4 * 5e-324 * 1024);
    expect<f64>(reflector(2, x, tau)).toBe(-5 * 5e-324 * 1024);
    expect<f64>(at<f64>(tau, 0)).toBeCloseTo(1.6, 14);
    expect<f64>(at<f64>(x, 1)).toBeCloseTo(0.5, 14);
  });

  it("is the identity on a column that is zero below its head", () => {
    const x = zeros<f64>(3);
    const tau = integers<f64>(1, 1);
    put<f64>(x, 0, -7);
    expect<f64>(reflector(3, x, tau)).toBe(-7);
    expect<f64>(at<f64>(tau, 0)).toBe(0);
  });
});

describe("ordering", () => {
  it("merges two runs and follows the cycles of a permutation", () => {
    const values = zeros<f64>(5);
    const lists = zeros<i32>(5);
    const order = zeros<i32>(5);
    for (let i = 0; i < 5; i++) put<f64>(values, i, <f64>((i * 2) % 5));
    // 0 2 4 | 1 3
    for (let i = 0; i < 5; i++) put<i32>(lists, i, i % 3);
    mergeOrder(3, lists, 2, lists + 12, 3, values, order);
    permuteRows(5, order, values, zeros<f64>(5), 8, 8, zeros<f64>(1));
    for (let i = 0; i < 5; i++) expect<f64>(at<f64>(values, i)).toBe(i);
    expect<i32>(at<i32>(order, 4)).toBe(4);
  });
});

describe("the rational QL iteration", () => {
  it("keeps apart what zeros split and sorts the whole", () => {
    const d = zeros<f64>(4);
    const e = zeros<f64>(4);
    put<f64>(d, 0, 5);
    put<f64>(d, 1, 1);
    put<f64>(d, 2, 1);
    put<f64>(e, 1, 2);
    put<f64>(d, 3, -4);
    expect<i32>(tridiagonalValues(4, d, e)).toBe(0);
    expect<f64>(at<f64>(d, 0)).toBe(-4);
    expect<f64>(at<f64>(d, 1)).toBeCloseTo(-1, 14);
    expect<f64>(at<f64>(d, 2)).toBeCloseTo(3, 14);
    expect<f64>(at<f64>(d, 3)).toBe(5);
  });
});
