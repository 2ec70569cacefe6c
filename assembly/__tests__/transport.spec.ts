import { at, put } from "../vector/lanes";
import { transport, transportWork } from "../matching/transport";
import { zeros } from "./scratch";

/** Solves m × n costs. @returns the code */
function solve(m: i32, n: i32, cost: usize, supply: i32, demand: i32, flow: usize): i32 {
  return transport(m, n, cost, n, false, supply, demand, flow, zeros<u8>(<i32>transportWork(m, n)));
}

describe("transport", () => {
  it("keeps order between points on a line, whatever the numbers of both", () => {
    for (let n = 1; n < 9; n++) {
      const m = n + 1;
      const cost = zeros<f64>(m * n);
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < n; j++) {
          const gap = <f64>(i * n - j * m);
          put<f64>(cost, i * n + j, gap * gap);
        }
      }
      const flow = zeros<i32>(m * n);
      expect<i32>(solve(m, n, cost, n, m, flow)).toBe(0);
      // row i gives n of its n·m shares [i·n, (i + 1)·n), column j takes [j·m, (j + 1)·m)
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < n; j++) {
          const overlap = min((i + 1) * n, (j + 1) * m) - max(i * n, j * m);
          expect<i32>(at<i32>(flow, j * m + i)).toBe(max(0, overlap));
        }
      }
    }
  });

  it("reports a row that may give nowhere", () => {
    const cost = zeros<f64>(2);
    put<f64>(cost, 1, Infinity);
    expect<i32>(solve(2, 1, cost, 1, 2, zeros<i32>(2))).toBe(1);
  });
});
