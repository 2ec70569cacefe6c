import { at, put } from "../vector/lanes";
import { solveRows, trsm, trsmWork } from "../product/triangular";
import { potrf, potrfWork } from "../factor/cholesky";
import { integers, zeros } from "./scratch";

/** Lower triangle of ones and twos: its products with integers are exact. */
function lower(n: i32): usize {
  const l = zeros<f64>(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) put<f64>(l, i * n + j, <f64>((i + 2 * j) % 3) - 1);
    put<f64>(l, i * n + i, 1);
  }
  return l;
}

/** Entry (i, j) of L·Lᵀ. */
function gram(n: i32, l: usize, i: i32, j: i32): f64 {
  let sum: f64 = 0;
  for (let p = 0; p < n; p++) sum += at<f64>(l, i * n + p) * at<f64>(l, j * n + p);
  return sum;
}

describe("Cholesky", () => {
  it("finds the integer factor exactly, over two halvings", () => {
    const n = 37;
    const l = lower(n);
    const a = zeros<f64>(n * n);
    for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) put<f64>(a, i * n + j, gram(n, l, i, j));
    expect<i32>(potrf<f64>(n, a, n, zeros<u8>(<i32>potrfWork<f64>(n)))).toBe(0);
    expect<i32>(memory.compare(a, l, n * n * 8)).toBe(0);
  });

  it("solves its rows exactly where the factor is of integers", () => {
    const n = 19;
    const m = 6;
    const l = lower(n);
    const x = integers<f64>(m * n, 3);
    const b = zeros<f64>(m * n);
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let sum: f64 = 0;
        for (let p = 0; p < n; p++) sum += at<f64>(x, i * n + p) * at<f64>(l, j * n + p);
        put<f64>(b, i * n + j, sum);
      }
    }
    solveRows<f64>(m, n, l, n, b, n, zeros<u8>(<i32>trsmWork<f64>(n, n)));
    expect<i32>(memory.compare(b, x, m * n * 8)).toBe(0);
  });

  it("gives infinity for a zero on the diagonal", () => {
    const a = zeros<f64>(1);
    const b = zeros<f64>(1);
    put<f64>(b, 0, 1);
    trsm<f64>(0, 0, 0, 1, 1, a, 1, b, 1, zeros<u8>(<i32>trsmWork<f64>(1, 1)));
    expect<f64>(at<f64>(b, 0)).toBe(Infinity);
  });
});
